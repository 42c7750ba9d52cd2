//! The policies as they are beside a pinned copy of them: what changed, and what that changes.

use std::rc::Rc;

use super::bands::{self, Band, Segment};
use super::diff::{Line, LineKind, difference};
use super::message::Effect;
use super::model::{CellAt, Model, Tab};
use super::sessions::{self, Asked, Cell, Matrix};
use super::shared::{Memo, Same, Shared};
use super::update::change;
use crate::scenario::{Change, DocumentRef, Outcome, Scenario};
use crate::text::json::Json;
use crate::whatif::SessionKind;
use crate::world::Library;

/// Where the pinned copy stands in a scenario.
const PLACE: &str = "/view/compare";

/// What happens here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Msg {
    /// Keep a copy of the policies as they are.
    Pinned,
    /// Forget the copy.
    Unpinned,
    /// The policies shall be as in the copy again.
    Restored,
    /// The copy and the policies change places.
    Swapped,
}

/// What there is to see.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Compare {
    /// Nobody looks.
    #[default]
    Hidden,
    /// There is no copy yet; so many policies could be pinned.
    Unpinned(usize),
    /// There is one.
    Of(Comparison),
}

/// What changed since the policies were pinned.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How many policies were pinned.
    pub pinned: usize,
    /// Those that are others by now, with those that came and went.
    pub documents: Vec<ChangedDocument>,
    /// The matrix of the pinned policies.
    pub before: Shared<Matrix>,
    /// The cells that differ.
    pub cells: Vec<ChangedCell>,
    /// The decisions over age that differ.
    pub bands: Vec<ChangedBand>,
}

/// A policy that is another one by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedDocument {
    /// Where it stands.
    pub pointer: String,
    /// Its name.
    pub name: String,
    /// Whom it belongs to; empty where it is gone.
    pub owner: String,
    /// What became of it.
    pub became: Became,
    /// The changed lines, with those around them.
    pub lines: Vec<Line>,
    /// How many lines came.
    pub added: usize,
    /// How many lines went.
    pub removed: usize,
}

/// What became of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It has another text.
    Edited,
    /// It was not there.
    Added,
    /// It is gone.
    Removed,
}

/// A cell of the matrix that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCell {
    /// Which.
    pub at: CellAt,
    /// The action.
    pub action: String,
    /// The telling end of the resource.
    pub resource: String,
    /// The credentials.
    pub label: &'static str,
    /// What it was.
    pub before: Cell,
    /// What it is.
    pub after: Cell,
}

impl ChangedCell {
    /// Where it belongs.
    pub fn group(&self) -> Group {
        match (self.before.outcome, self.after.outcome) {
            (_, Outcome::Allowed) => Group::Allowed,
            (Outcome::Allowed, _) => Group::Denied,
            _ => Group::Otherwise,
        }
    }
}

/// What a changed cell means to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// What was not allowed is.
    Allowed,
    /// What was allowed is not.
    Denied,
    /// It was not allowed and is not, for another reason.
    Otherwise,
}

/// Decisions of one request over age that differ.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedBand {
    /// The credentials.
    pub label: &'static str,
    /// The decisions with the pinned policies.
    pub before: Band,
    /// The decisions with those of now.
    pub after: Vec<Segment>,
}

/// Compares, each part again only where its inputs changed.
#[derive(Debug, Default)]
pub(super) struct Comparer {
    /// The scenario with the pinned policies; the same one as long as it says the same.
    before: Option<Rc<Scenario>>,
    matrix: Memo<Asked, Matrix>,
    old_bands: Memo<Asked, Vec<(SessionKind, Vec<Band>)>>,
    new_bands: Memo<Asked, Vec<(SessionKind, Vec<Band>)>>,
    documents: Memo<Same<Scenario>, Vec<ChangedDocument>>,
    view: Shared<Compare>,
}

impl Comparer {
    /// Follows; `asked` is the question that `matrix` answers.
    pub fn follow(&mut self, model: &Model, library: &Library, asked: &Asked, matrix: &Matrix) -> Shared<Compare> {
        let view = self.compare(model, library, asked, matrix);
        if *self.view != view {
            self.view = Shared::new(view);
        }
        self.view.clone()
    }

    fn compare(&mut self, model: &Model, library: &Library, asked: &Asked, matrix: &Matrix) -> Compare {
        if model.tab != Tab::Compare {
            return Compare::Hidden;
        }
        let now = &model.work.scenario;
        let Some(pinned) = pinned(now) else { return Compare::Unpinned(now.documents().len()) };
        let basis = &asked.scenario.0;
        let before = with_policies(basis, &pinned);
        let before = match self.before.take().filter(|known| **known == before) {
            Some(known) => known,
            None => Rc::new(before),
        };
        self.before = Some(Rc::clone(&before));
        let documents = self.documents.get(Same(Rc::clone(now)), |_| changed_documents(now, &pinned));
        let asked_before = Asked { scenario: Same(Rc::clone(&before)), ..asked.clone() };
        let ageless = |asked: &Asked| Asked { age: 0, ..asked.clone() };
        let old_bands = self.old_bands.get(ageless(&asked_before), |asked| all_bands(library, asked));
        let new_bands = self.new_bands.get(ageless(asked), |asked| all_bands(library, asked));
        let before = self.matrix.get(asked_before, |asked| sessions::matrix_of(library, asked));
        Compare::Of(Comparison {
            pinned: pinned.len(),
            documents: documents.to_vec(),
            cells: changed_cells(&before, matrix),
            bands: changed_bands(&old_bands, &new_bands),
            before,
        })
    }
}

/// The pinned copy: texts by place.
fn pinned(scenario: &Scenario) -> Option<Vec<(String, String)>> {
    let policies = scenario.json().get("view")?.get("compare")?.get("policies")?.as_object()?;
    Some(policies.iter().filter_map(|member| Some((member.name.clone(), member.value.as_str()?.to_owned()))).collect())
}

fn text_in<'a>(texts: &'a [(String, String)], pointer: &str) -> Option<&'a str> {
    texts.iter().find(|(known, _)| known == pointer).map(|(_, text)| text.as_str())
}

/// The changes after which a scenario has these policies: those that it has and those that came and went.
fn changes_to(scenario: &Scenario, texts: &[(String, String)]) -> Vec<Change> {
    let documents = scenario.documents();
    let gone = documents.iter().filter(|document| text_in(texts, &document.pointer).is_none());
    let mut changes: Vec<Change> = gone.map(|document| Change::remove(document.pointer.clone())).collect();
    for (pointer, text) in texts {
        let known = documents.iter().find(|document| document.pointer == *pointer);
        if known.is_none_or(|document| *document.text != **text) {
            changes.push(Change::set(pointer.clone(), text.clone()));
        }
    }
    changes
}

/// The scenario with these policies. What cannot be put or taken away, since the world is another one, stays as it is.
fn with_policies(scenario: &Scenario, texts: &[(String, String)]) -> Scenario {
    let mut changed = scenario.clone();
    for change in changes_to(scenario, texts) {
        let done = match &change {
            Change::Set { pointer, value } => {
                value.as_str().is_some_and(|text| changed.set_document(pointer, text.to_owned()))
            }
            _ => false,
        };
        if !done && let Ok(after) = changed.changed(&[change]) {
            changed = after;
        }
    }
    changed
}

fn changed_documents(scenario: &Scenario, pinned: &[(String, String)]) -> Vec<ChangedDocument> {
    let documents = scenario.documents();
    let changed = |pointer: &str, document: Option<&DocumentRef>, before: Option<&str>| {
        let after = document.map(|document| &*document.text);
        let became = match (before, after) {
            (Some(before), Some(after)) if before == after => return None,
            (Some(_), Some(_)) => Became::Edited,
            (None, _) => Became::Added,
            (Some(_), None) => Became::Removed,
        };
        let lines = difference(before.unwrap_or_default(), after.unwrap_or_default());
        let count = |kind| lines.iter().filter(|line| line.kind == kind).count();
        let last = || crate::text::Pointer::parts(pointer).pop().unwrap_or_default();
        Some(ChangedDocument {
            pointer: pointer.to_owned(),
            name: document.map_or_else(last, |document| document.name.clone()),
            owner: document.map(|document| document.owner.clone()).unwrap_or_default(),
            became,
            added: count(LineKind::New),
            removed: count(LineKind::Gone),
            lines,
        })
    };
    let here = documents
        .iter()
        .filter_map(|document| changed(&document.pointer, Some(document), text_in(pinned, &document.pointer)));
    let gone = pinned.iter().filter(|(pointer, _)| !documents.iter().any(|document| document.pointer == *pointer));
    here.chain(gone.filter_map(|(pointer, text)| changed(pointer, None, Some(text)))).collect()
}

fn changed_cells(before: &Matrix, after: &Matrix) -> Vec<ChangedCell> {
    let mut changed = Vec::new();
    for row in &after.rows {
        let Some(old) = before.rows.iter().find(|old| old.request == row.request) else { continue };
        for ((column, now), was) in after.columns.iter().zip(&row.cells).zip(&old.cells) {
            if now.outcome != was.outcome {
                changed.push(ChangedCell {
                    at: CellAt { request: row.request, kind: column.kind },
                    action: row.action.clone(),
                    resource: row.short_resource.clone(),
                    label: column.label,
                    before: was.clone(),
                    after: now.clone(),
                });
            }
        }
    }
    changed
}

/// The decisions over age of every shown kind of credentials that has one.
fn all_bands(library: &Library, asked: &Asked) -> Vec<(SessionKind, Vec<Band>)> {
    let aged = asked.kinds.iter().filter(|kind| kind.has_age() && (asked.role.is_some() || !kind.needs_role()));
    aged.map(|kind| (*kind, bands::bands_of(library, asked, *kind))).collect()
}

fn changed_bands(before: &[(SessionKind, Vec<Band>)], after: &[(SessionKind, Vec<Band>)]) -> Vec<ChangedBand> {
    let decisions = |band: &Band| -> Vec<(i64, Outcome)> {
        band.segments.iter().map(|segment| (segment.from, segment.outcome)).collect()
    };
    let mut changed = Vec::new();
    for ((kind, old), (_, new)) in before.iter().zip(after) {
        for (old, new) in old.iter().zip(new) {
            if decisions(old) != decisions(new) {
                changed.push(ChangedBand { label: kind.label(), before: old.clone(), after: new.segments.clone() });
            }
        }
    }
    changed
}

/// A copy of the policies as they are.
fn copy(scenario: &Scenario) -> Change {
    let documents = scenario.documents();
    let texts = documents.iter().map(|document| (document.pointer.as_str(), Json::from(&*document.text)));
    Change::set(PLACE, Json::object([("policies", Json::object(texts))]))
}

/// Carries a message out.
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let scenario = Rc::clone(&model.work.scenario);
    let pinned = pinned(&scenario);
    let (changes, told, focus) = match (msg, &pinned) {
        (Msg::Pinned, _) => (
            vec![copy(&scenario)],
            "Pinned the policies as they are. Edit them: here you see what that changes.",
            if pinned.is_some() { "compare-again" } else { "compare-restore" },
        ),
        (Msg::Unpinned, Some(_)) => (vec![Change::remove(PLACE)], "The pinned copy was removed.", "compare-pin"),
        (Msg::Restored, Some(texts)) => {
            (changes_to(&scenario, texts), "The policies are as they were pinned.", "compare-restore")
        }
        (Msg::Swapped, Some(texts)) => {
            let mut changes = changes_to(&scenario, texts);
            changes.push(copy(&scenario));
            (changes, "Swapped: the pinned policies are the current ones now.", "compare-swap")
        }
        (_, None) => return Vec::new(),
    };
    if change(model, &changes) {
        model.tell(told);
    }
    vec![Effect::Focus(focus.to_owned())]
}
