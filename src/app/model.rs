//! What the user typed and chose, and nothing else.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::flips;
use super::gallery::GALLERY;
use super::import::Import;
use super::requests;
use super::saved::Recent;
use super::script;
use super::world;
use crate::scenario::{Change, Detail, DocumentRef, Outcome, Scenario, StepKind};
use crate::sts::Operation;
use crate::whatif::{self, SessionKind, SessionsQuestion, SessionsRow};
use crate::wire;
use crate::world::{Library, account_pointer};

/// The state of the page.
#[derive(Debug, Clone)]
pub struct Model {
    /// What is being worked on. Edits replace it.
    pub work: Work,
    /// Earlier states of the work, the last one to return to first.
    pub past: Vec<Work>,
    /// States that were undone.
    pub future: Vec<Work>,
    /// How many scenarios were opened so far; names the next one.
    pub openings: u32,
    /// The document in the editor, a JSON pointer; none for the one that the explanation points at.
    pub document: Option<String>,
    /// The ARN of the user whose sessions are compared.
    pub user: String,
    /// The ARN of the role that is assumed.
    pub role: Option<String>,
    /// What the middle pane shows.
    pub tab: Tab,
    /// What is open in the script, and the clock.
    pub script: script::State,
    /// What Why explains.
    pub subject: Subject,
    /// The kinds of credentials that the matrix shows.
    pub kinds: Vec<SessionKind>,
    /// What is open at the requests of the matrix.
    pub requests: requests::State,
    /// A form of a request that was closed without saving it: opened again, it is as it was left.
    pub(super) request_put_away: Option<requests::Form>,
    /// What is chosen about the changes that lead to another outcome.
    pub flips: flips::State,
    /// The chosen cell of the matrix.
    pub cell: CellAt,
    /// The cell that the keyboard is on.
    pub cursor: CellAt,
    /// Seconds since MFA.
    pub age: i64,
    /// What stands in the age field, where it is not the age.
    pub age_text: Option<String>,
    /// The chosen step of the explanation.
    pub step: Option<String>,
    /// The step whose words the pointer or the caret is on, in the editor.
    pub pointed: Option<String>,
    /// Grows with every step that should be brought into view.
    pub walked: u32,
    /// Grows with every place of the caret whose step should be brought into view.
    pub followed: u32,
    /// Which playing of the steps goes on, if one does.
    pub playing: Option<u32>,
    /// How often the steps were played; names the next playing.
    pub plays: u32,
    /// Steps that the user opened or closed.
    pub turned: BTreeMap<String, bool>,
    /// What is open and chosen in the tree of the world.
    pub world: world::State,
    /// The chosen finding of the document in the editor.
    pub finding: Option<usize>,
    /// Grows with every choice that should bring its words into view.
    pub reveal: u32,
    /// The visible pane of a narrow page.
    pub pane: Pane,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// The open import dialog.
    pub import: Option<Import>,
    /// What stood in it when it was closed.
    pub import_left: Option<Import>,
    /// The open share dialog.
    pub share: Option<Share>,
    /// How many links were asked for.
    pub(super) links: u32,
    /// Earlier work in the browser's storage.
    pub recents: Vec<Recent>,
    /// Whether the browser's storage has what there is to keep.
    pub kept: Kept,
    /// What could not be done, until somebody has read it.
    pub notice: Option<Notice>,
    /// What was done on somebody's behalf.
    pub told: Option<Told>,
}

impl Notice {
    pub(super) fn broken_link(message: String) -> Self {
        Self { title: "This link cannot be opened".to_owned(), message, place: String::new() }
    }
}

/// The views of the middle pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Requests under every kind of credentials.
    Sessions,
    /// The steps on their time line.
    Script,
    /// The policies beside a pinned copy of them.
    Compare,
}

impl Tab {
    /// In order of the page.
    pub const ALL: &[Self] = &[Self::Sessions, Self::Script, Self::Compare];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sessions => "Sessions",
            Self::Script => "Script",
            Self::Compare => "Compare",
        }
    }

    /// Its name in a scenario's `view`, and in ids.
    pub fn id(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Script => "script",
            Self::Compare => "compare",
        }
    }
}

/// What Why explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The chosen cell of the matrix.
    Cell,
    /// A step of the script, by its index.
    Step(usize),
}

/// The share dialog.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Share {
    /// The link's fragment, or why there is none; not there until it is made.
    pub fragment: Option<Result<String, String>>,
    /// Whether account ids and secrets are replaced by made-up ones.
    pub masked: bool,
    /// Whether the link was put into the clipboard; none before anybody tried.
    pub copied: Option<bool>,
}

/// Whether the browser's storage has what there is to keep.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Kept {
    /// There is nothing to keep: it is as the gallery has it.
    #[default]
    Nothing,
    /// It was kept, or will be in a moment.
    Kept,
    /// It cannot be kept, and why.
    Refused(String),
}

/// Something that could not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What, in a few words.
    pub title: String,
    /// Why, and what can be done.
    pub message: String,
    /// Where, a JSON pointer; empty for nowhere in particular.
    pub place: String,
}

/// Something that was done on somebody's behalf, and that can be undone as long as nothing else was.
#[derive(Debug, Clone)]
pub struct Told {
    /// What.
    pub text: String,
    /// Whether the scenario was changed, so that it can be undone.
    pub changed: bool,
    /// What can be done besides.
    pub offer: Option<Offer>,
    /// The scenario that came of it.
    scenario: Rc<Scenario>,
}

/// Changes that go well with what was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// In a few words.
    pub words: String,
    /// The changes.
    pub changes: Vec<Change>,
    /// What to say when they are made.
    pub said: String,
}

/// A scenario under edit.
#[derive(Debug, Clone)]
pub struct Work {
    /// Which opening it belongs to.
    pub opening: u32,
    /// Where it came from.
    pub origin: Origin,
    /// The scenario, broken texts included.
    pub scenario: Rc<Scenario>,
    /// The document whose typing made this state.
    pub typed_in: Option<String>,
    /// Whether it is another one than its origin has.
    pub edited: bool,
}

impl Work {
    /// Whether it is as the gallery has it.
    pub fn is_untouched(&self) -> bool {
        matches!(self.origin, Origin::Gallery(_)) && !self.edited
    }
}

/// Where a scenario came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A place in the gallery.
    Gallery(usize),
    /// The user's own.
    Imported,
}

/// A cell of the sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellAt {
    /// Index of the request in the script.
    pub request: usize,
    /// The credentials.
    pub kind: SessionKind,
}

/// The three panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// Policies and their editor.
    Policies,
    /// One of the views of [`Tab`].
    Sessions,
    /// The explanation.
    Why,
}

impl Pane {
    /// The id of its element.
    pub fn id(self) -> &'static str {
        match self {
            Self::Policies => "policies",
            Self::Sessions => "sessions",
            Self::Why => "why",
        }
    }
}

/// What a narrow page shows one of at a time: the panes, the middle one once for each of its views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// The pane.
    pub pane: Pane,
    /// The view in it, for the middle one.
    pub tab: Option<Tab>,
}

impl Sheet {
    /// In order of the page.
    pub fn all() -> Vec<Self> {
        let middle = Tab::ALL.iter().map(|tab| Self { pane: Pane::Sessions, tab: Some(*tab) });
        let outer = |pane| std::iter::once(Self { pane, tab: None });
        outer(Pane::Policies).chain(middle).chain(outer(Pane::Why)).collect()
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match (self.pane, self.tab) {
            (Pane::Policies, _) => "Policies",
            (Pane::Sessions, tab) => tab.map_or("Sessions", Tab::name),
            (Pane::Why, _) => "Why",
        }
    }

    /// Its name in ids.
    pub fn id(self) -> &'static str {
        self.tab.map_or(self.pane.id(), Tab::id)
    }
}

/// The colours of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Its name, as it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads a stored name.
    pub fn from_name(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// The next one, going round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }
}

impl Model {
    /// The page as it opens: the first scenario of the gallery.
    ///
    /// # Errors
    /// The gallery cannot be read; a test sees to it that it can.
    pub fn new(theme: Theme) -> Result<Self, crate::scenario::InputError> {
        let text = GALLERY.first().map_or("", |entry| entry.text);
        let scenario = wire::read_scenario(text)?;
        let mut model = Self {
            work: Work {
                opening: 0,
                origin: Origin::Gallery(0),
                scenario: Rc::new(scenario),
                typed_in: None,
                edited: false,
            },
            past: Vec::new(),
            future: Vec::new(),
            openings: 1,
            document: None,
            user: String::new(),
            role: None,
            tab: Tab::Sessions,
            script: script::State::default(),
            subject: Subject::Cell,
            kinds: super::sessions::KINDS.to_vec(),
            requests: requests::State::Closed,
            request_put_away: None,
            flips: flips::State::default(),
            cell: CellAt { request: 0, kind: SessionKind::AccessKey },
            cursor: CellAt { request: 0, kind: SessionKind::AccessKey },
            age: 0,
            age_text: None,
            step: None,
            pointed: None,
            walked: 0,
            followed: 0,
            playing: None,
            plays: 0,
            turned: BTreeMap::new(),
            world: world::State::default(),
            finding: None,
            reveal: 0,
            pane: Pane::Sessions,
            theme,
            import: None,
            import_left: None,
            share: None,
            links: 0,
            recents: Vec::new(),
            kept: Kept::Nothing,
            notice: None,
            told: None,
        };
        model.choose_all();
        Ok(model)
    }

    /// What a narrow page shows.
    pub fn sheet(&self) -> Sheet {
        Sheet { pane: self.pane, tab: (self.pane == Pane::Sessions).then_some(self.tab) }
    }

    /// Says what was done.
    pub(super) fn tell(&mut self, text: impl Into<String>) {
        self.tell_offering(text, None);
    }

    /// Says what was done, and what can be done besides.
    pub(super) fn tell_offering(&mut self, text: impl Into<String>, offer: Option<Offer>) {
        self.told = Some(Told { text: text.into(), changed: true, offer, scenario: Rc::clone(&self.work.scenario) });
    }

    /// Says what was done, where nothing was changed.
    pub(super) fn tell_only(&mut self, text: impl Into<String>) {
        self.told =
            Some(Told { text: text.into(), changed: false, offer: None, scenario: Rc::clone(&self.work.scenario) });
    }

    /// What was done last, as long as the scenario is as it was then.
    pub fn told(&self) -> Option<&Told> {
        self.told.as_ref().filter(|told| Rc::ptr_eq(&told.scenario, &self.work.scenario))
    }

    /// The scenario as it stands, broken texts included.
    pub fn scenario(&self) -> &Scenario {
        &self.work.scenario
    }

    /// The pointer to the chosen user, where it has no MFA device.
    pub fn user_without_device(&self) -> Option<String> {
        let user = self.scenario().world.user(&self.user)?;
        let at = account_pointer(user.account_id).member("users").member(user.name);
        user.user.mfa.is_empty().then(|| at.as_str().to_owned())
    }

    /// The cell to begin with: of a request whose outcome depends on the credentials, a script's second one as a rule; of
    /// another one, the last cell before the first that is allowed.
    fn telling_cell(&self, scenario: &Scenario, requests: &[usize]) -> CellAt {
        /// Further down nobody would look first.
        const LOOKED_AT: usize = 8;
        let request = requests.get(1).or_else(|| requests.first()).copied().unwrap_or_default();
        let usual = CellAt { request, kind: SessionKind::AccessKey };
        let question = SessionsQuestion {
            user: self.user.clone(),
            role: self.role.clone(),
            requests: requests.iter().take(LOOKED_AT).copied().collect(),
            mfa_age: self.age,
            kinds: super::sessions::KINDS.to_vec(),
        };
        let Ok(answer) = whatif::sessions(scenario, &Library::new(), &question, Detail::Decision) else { return usual };
        let depends = |row: &&SessionsRow| {
            row.cells.windows(2).any(|pair| matches!(pair, [one, next] if one.outcome != next.outcome))
        };
        let telling: Vec<&SessionsRow> = answer.rows.iter().filter(depends).collect();
        if telling.iter().any(|row| row.request == request) {
            return usual;
        }
        let before_allowed = |row: &&SessionsRow| {
            let allowed = row.cells.iter().position(|cell| cell.outcome == Some(Outcome::Allowed))?;
            let kind = answer.kinds.get(allowed.checked_sub(1)?)?;
            Some(CellAt { request: row.request, kind: *kind })
        };
        telling.iter().find_map(before_allowed).unwrap_or(usual)
    }

    /// Makes the choices that a scenario starts with: its own `view`, else what its script does.
    pub(super) fn choose_all(&mut self) {
        self.script = script::State::default();
        let scenario = Rc::clone(&self.work.scenario);
        let view = &scenario.view;
        let users = scenario.users();
        let roles = scenario.roles();
        let signed_in = scenario.script.iter().find_map(|step| match &step.kind {
            StepKind::SignIn(sign_in) => Some(sign_in.principal.clone()),
            _ => None,
        });
        let assumed = scenario.script.iter().find_map(|step| match &step.kind {
            StepKind::Sts(call) if call.operation == Operation::AssumeRole => call.parameters.role_arn.clone(),
            _ => None,
        });
        self.user = view
            .user
            .clone()
            .or(signed_in)
            .filter(|user| users.contains(user))
            .or_else(|| users.first().cloned())
            .unwrap_or_default();
        self.role =
            view.role.clone().or(assumed).filter(|role| roles.contains(role)).or_else(|| roles.first().cloned());
        self.age = super::age::clamp(view.mfa_age.unwrap_or(300));
        self.age_text = None;
        let requests = scenario.requests();
        self.cell = self.telling_cell(&scenario, &requests);
        self.cursor = self.cell;
        self.subject = Subject::Cell;
        self.requests = requests::State::Closed;
        self.request_put_away = None;
        let step = view.step.as_ref().and_then(|name| step_named(&scenario, name));
        self.subject = step.filter(|step| !requests.contains(step)).map_or(Subject::Cell, Subject::Step);
        self.tab = view
            .tab
            .as_ref()
            .and_then(|id| Tab::ALL.iter().find(|tab| tab.id() == id))
            .copied()
            .unwrap_or(Tab::Sessions);
        if self.tab == Tab::Script && self.subject == Subject::Cell {
            self.subject = script::begin(self);
        }
        self.document = None;
        self.world = world::State::default();
        self.step = None;
        self.pointed = None;
        self.playing = None;
        self.finding = None;
        self.turned.clear();
    }

    /// After an undo or a redo: the document that it was about is looked at.
    pub(super) fn follow_text(&mut self, before: &Work) {
        let about = if before.opening == self.work.opening {
            let old = before.scenario.documents();
            let other = |now: &DocumentRef| old.iter().any(|old| old.pointer == now.pointer && old.text != now.text);
            self.scenario().documents().into_iter().find(other).map(|document| document.pointer)
        } else {
            self.work.typed_in.clone().filter(|pointer| self.scenario().has_document(pointer))
        };
        if about.is_some() {
            self.document = about;
            self.world.leave();
        }
    }

    /// After an edit, an undo or a redo: a choice that points at nothing any more is made again.
    pub(super) fn mend_choices(&mut self, before: &Scenario) {
        requests::follow(self, before);
        let scenario = Rc::clone(&self.work.scenario);
        let users = scenario.users();
        if !users.contains(&self.user) {
            self.user = users.first().cloned().unwrap_or_default();
        }
        let roles = scenario.roles();
        if !self.role.as_ref().is_some_and(|role| roles.contains(role)) {
            self.role = roles.first().cloned();
        }
        let requests = scenario.requests();
        let nearest =
            |at: usize| requests.iter().copied().min_by_key(|request| request.abs_diff(at)).unwrap_or_default();
        self.cell.request = nearest(self.cell.request);
        self.cursor.request = nearest(self.cursor.request);
        if let Subject::Step(step) = self.subject
            && step >= scenario.script.len()
        {
            self.subject = Subject::Cell;
        }
        self.world.mend(&scenario);
        if self.document.as_ref().is_some_and(|chosen| !scenario.has_document(chosen)) {
            self.document = None;
        }
        self.finding = None;
    }
}

/// The step with that id, else with that index.
fn step_named(scenario: &Scenario, name: &str) -> Option<usize> {
    let by_id = scenario.script.iter().position(|step| step.common.id.as_deref() == Some(name));
    by_id.or_else(|| name.parse().ok().filter(|index| *index < scenario.script.len()))
}
