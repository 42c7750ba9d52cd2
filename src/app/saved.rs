//! What a link or the browser's storage keeps of the page: the scenario with its `view`, and the few choices that a
//! scenario has no room for, written as `k=…&r=…&d=…`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::gallery::GALLERY;
use super::model::{CellAt, Model, Origin, Subject};
use crate::scenario::{Change, InputError, Scenario};
use crate::text::json::Json;
use crate::whatif::SessionKind;
use crate::wire;

/// Work that the browser's storage has, of this tab or another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    /// Its key in the storage.
    pub id: String,
    /// The scenario's title.
    pub title: String,
    /// When it was kept last, in words.
    pub when: String,
}

/// What the page opens with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opening {
    /// What a link or the storage had; none for the gallery. Or why a link cannot be followed.
    pub saved: Option<Result<Saved, String>>,
    /// Earlier work in the storage, the latest first.
    pub recents: Vec<Recent>,
    /// Whether the second part of the page's module is still to come; never with `saved`, which needs it.
    pub in_parts: bool,
}

/// The page as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The scenario, its `view` with the user, role, age, tab and step that are chosen.
    pub scenario: String,
    /// Further choices: `k` the kind of credentials, `r` the index of the request, `d` the document in the editor, `g`
    /// the place in the gallery.
    pub choices: String,
}

impl Model {
    /// The page as it can be kept, or sent to somebody.
    pub fn saved(&self) -> Saved {
        let mut choices = vec![("k", self.cell.kind.name().to_owned()), ("r", self.cell.request.to_string())];
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.name()).collect();
        if self.kinds != super::sessions::KINDS {
            choices.push(("c", kinds.join("~")));
        }
        choices.extend(self.document.clone().map(|document| ("d", document)));
        if let Origin::Gallery(index) = self.work.origin {
            choices.push(("g", index.to_string()));
        }
        let choices: Vec<String> = choices.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        Saved { scenario: wire::write_scenario(&self.viewed()), choices: choices.join("&") }
    }

    /// The scenario with what is chosen in its `view`.
    pub fn viewed(&self) -> Scenario {
        let scenario = self.scenario();
        let mut changes = vec![Change::set("/view/tab", self.tab.id())];
        let known = |arn: &String| !arn.is_empty();
        changes.extend(Some(&self.user).filter(|user| known(user)).map(|user| Change::set("/view/user", user.clone())));
        changes.extend(self.role.clone().map(|role| Change::set("/view/role", role)));
        changes.push(Change::set("/view/mfaAge", self.age));
        let has = |name: &str| scenario.json().get("view").is_some_and(|view| view.get(name).is_some());
        match self.subject {
            Subject::Step(step) => {
                changes.push(Change::set("/view/step", Json::from(i64::try_from(step).unwrap_or_default())));
            }
            Subject::Cell if has("step") => changes.push(Change::remove("/view/step")),
            Subject::Cell => {}
        }
        scenario.changed(&changes).unwrap_or_else(|_| scenario.clone())
    }

    /// Opens what was kept or sent.
    ///
    /// # Errors
    /// The scenario is not one, with the place.
    pub fn open_saved(&mut self, saved: &Saved) -> Result<(), InputError> {
        let scenario = wire::read_scenario(&saved.scenario)?;
        let choice = |name: &str| {
            saved.choices.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(decode)
        };
        let number = |name: &str| choice(name).and_then(|text| text.parse::<usize>().ok());
        let origin = number("g").filter(|index| *index < GALLERY.len()).map_or(Origin::Imported, Origin::Gallery);
        let edited = is_edited(&scenario, origin);
        super::update::open(self, scenario, origin);
        self.work.edited = edited;
        let kind = choice("k").and_then(|name| SessionKind::from_name(&name)).unwrap_or(self.cell.kind);
        let kinds: Vec<SessionKind> =
            choice("c").iter().flat_map(|names| names.split('~')).filter_map(SessionKind::from_name).collect();
        let shown = |other: &SessionKind| {
            let chosen = if kinds.is_empty() { super::sessions::KINDS } else { &kinds };
            *other == kind || chosen.contains(other)
        };
        self.kinds = SessionKind::ALL.iter().copied().filter(shown).collect();
        let request = number("r").filter(|request| self.scenario().requests().contains(request));
        self.cell = CellAt { request: request.unwrap_or(self.cell.request), kind };
        self.cursor = self.cell;
        self.document = choice("d").filter(|document| self.scenario().has_document(document));
        Ok(())
    }

    /// Begins with what was kept, instead of the gallery: there is nothing to undo.
    ///
    /// # Errors
    /// The scenario is not one, with the place.
    pub fn begin_with(&mut self, saved: &Saved) -> Result<(), InputError> {
        self.open_saved(saved)?;
        self.past.clear();
        Ok(())
    }
}

/// Whether a scenario is another one than its origin has; what is chosen in it does not count.
fn is_edited(scenario: &Scenario, origin: Origin) -> bool {
    let Origin::Gallery(index) = origin else { return false };
    let without_view = |scenario: &Scenario| match scenario.json().get("view") {
        Some(_) => scenario.changed(&[Change::remove("/view")]).map(|scenario| scenario.write()).ok(),
        None => Some(scenario.write()),
    };
    let own = GALLERY.get(index).and_then(|entry| wire::read_scenario(entry.text).ok());
    own.is_none_or(|own| without_view(&own) != without_view(scenario))
}

/// What stands for itself in a fragment.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

fn encode(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
