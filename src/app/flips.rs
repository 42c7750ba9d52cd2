//! The smallest changes that lead to another outcome, found in the worker, applied with one click.

use std::rc::Rc;

use super::cell_script::cell_scenario;
use super::derived::Derived;
use super::desk::{Answer, Desk, Topic};
use super::diff::Line;
use super::flip_answer::{self, Asked};
use super::message::{Effect, Msg as PageMsg};
use super::model::{CellAt, Model, Subject};
use super::parts;
use super::shared::{Same, Shared};
use super::update::{change, update as send};
use super::why::Why;
use super::words;
use crate::scenario::{Change, Detail, Outcome, Scenario, StepKind, run};
use crate::text::lower_first;
use crate::text::pretty;
use crate::whatif::{Family, SessionKind};

/// What the user chose here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Whether anybody wants to know.
    pub open: bool,
    /// The outcome that is wanted, where it is not the usual one.
    pub to: Option<Outcome>,
    /// The change whose difference is shown.
    pub shown: Option<usize>,
}

/// What happens here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Msg {
    /// The section was opened or closed.
    Turned,
    /// Another outcome is wanted.
    ToChosen(Outcome),
    /// The difference that a change makes is shown or hidden.
    ShowTurned(usize),
    /// A change shall be made.
    Applied(usize),
}

/// What there is to see.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Flips {
    /// There is no outcome that could be another one.
    #[default]
    Nothing,
    /// Outcomes that can be wanted, the wanted one, and the way there.
    Of {
        /// What can be wanted.
        choices: Vec<Outcome>,
        /// What is wanted.
        to: Outcome,
        /// The call that has to go through first, where the request was never sent.
        call: Option<&'static str>,
        /// The changes.
        found: Found,
    },
}

/// How far the search is.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Nobody wants to know yet.
    Unasked,
    /// It goes on. Changes that were found for an earlier text may still be there.
    Searching(Vec<Flip>),
    /// These are all.
    Changes(Vec<Flip>),
    /// There is none, and why.
    Impossible(String),
}

/// A change.
#[derive(Debug, Clone, PartialEq)]
pub struct Flip {
    /// What it is about.
    pub family: Family,
    /// One sentence.
    pub sentence: String,
    /// The difference it makes to texts.
    pub differences: Vec<Difference>,
    /// What is done.
    pub(super) act: Act,
}

impl Flip {
    /// Whether it only leads to another place of the matrix, and changes nothing.
    pub fn only_looks(&self) -> bool {
        !matches!(self.act, Act::Change { .. })
    }
}

/// The difference that a change makes to one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which text.
    pub title: String,
    /// The changed lines, with those around them.
    pub lines: Vec<Line>,
}

/// What a change does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Act {
    /// Changes the scenario.
    Change {
        /// How.
        changes: Vec<Change>,
        /// Where the explained step of the script stands then.
        step: Option<usize>,
        /// The document that is changed.
        document: Option<String>,
    },
    /// Looks at another cell of the matrix.
    Look {
        /// With these credentials.
        kind: SessionKind,
        /// Of this role.
        role: Option<String>,
        /// At this age, where the present one will not do.
        age: Option<i64>,
    },
}

/// What a search is about.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    pub scenario: Same<Scenario>,
    pub subject: Subject,
    pub cell: CellAt,
    pub user: String,
    pub role: Option<String>,
    pub age: i64,
    pub to: Outcome,
    failed_call: Option<&'static str>,
}

impl Key {
    /// Whether the changes of one are of some interest for the other, until its own are there.
    fn is_near(&self, other: &Self) -> bool {
        (self.subject, self.cell, self.to) == (other.subject, other.cell, other.to)
    }
}

/// One search at a time goes on; when it ends, the latest question is asked, if it is another one by then.
#[derive(Debug, Default)]
pub(super) struct Search {
    wanted: Option<Key>,
    asked: Option<Asked>,
    /// The last answer.
    known: Option<(Key, Found)>,
    view: Shared<Flips>,
}

impl Search {
    pub fn view(&self) -> &Shared<Flips> {
        &self.view
    }

    /// Follows a change of what is explained.
    pub fn follow(&mut self, model: &Model, basis: &Rc<Scenario>, why: &Why, desk: &mut Desk) {
        let choices = choices(model, basis, why);
        let Some(first) = choices.first().copied() else {
            self.wanted = None;
            return self.show(Flips::Nothing);
        };
        let to = model.flips.to.filter(|to| choices.contains(to)).unwrap_or(first);
        self.wanted = model.flips.open.then(|| Key {
            scenario: Same(Rc::clone(basis)),
            subject: model.subject,
            cell: model.cell,
            user: model.user.clone(),
            role: model.role.clone(),
            age: model.age,
            to,
            failed_call: why.failed_call,
        });
        self.ask(desk);
        let found = match (&self.wanted, &self.known) {
            (None, _) => Found::Unasked,
            (Some(wanted), Some((key, found))) if key == wanted => found.clone(),
            (Some(wanted), Some((key, Found::Changes(old)))) if key.is_near(wanted) => Found::Searching(old.clone()),
            _ => Found::Searching(Vec::new()),
        };
        self.show(Flips::Of { choices, to, call: why.failed_call, found });
    }

    fn show(&mut self, view: Flips) {
        if *self.view != view {
            self.view = Shared::new(view);
        }
    }

    fn ask(&mut self, desk: &mut Desk) {
        let known = self.known.as_ref().map(|(key, _)| key);
        let Some(wanted) = self.wanted.as_ref().filter(|wanted| self.asked.is_none() && known != Some(wanted)) else {
            return;
        };
        let Some(asked) = parts::flip_question(wanted).flatten() else { return };
        let to = flip_answer::outcome_name(asked.to);
        let second = format!("{{\"ask\":\"flip\",\"step\":{},\"to\":\"{to}\"}}", asked.step);
        desk.ask(Topic::Flips, "whatIf", pretty(&asked.scenario), second);
        self.asked = Some(asked);
    }

    /// Takes the answer.
    pub fn answered(&mut self, answer: &Answer) {
        let Some(asked) = self.asked.take() else { return };
        let found = match &answer.text {
            Ok(text) => flip_answer::read(&asked, text),
            Err(message) => Found::Impossible(format!("The search failed: {message}")),
        };
        self.known = Some((asked.key, found));
    }
}

/// The outcomes that could be wanted, the usual one first.
fn choices(model: &Model, basis: &Scenario, why: &Why) -> Vec<Outcome> {
    let call = why.failed_call.is_some()
        || match model.subject {
            Subject::Cell => false,
            Subject::Step(index) => match basis.script.get(index).map(|step| &step.kind) {
                Some(StepKind::Sts(_)) => true,
                Some(StepKind::Request(_)) => false,
                Some(StepKind::SignIn(_) | StepKind::Wait(_)) | None => return Vec::new(),
            },
        };
    if why.stations.is_empty() {
        return Vec::new();
    }
    let good = if call { Outcome::Issued } else { Outcome::Allowed };
    match why.outcome {
        Outcome::Refused => vec![good],
        outcome => {
            [good, Outcome::ImplicitDeny, Outcome::ExplicitDeny].into_iter().filter(|to| *to != outcome).collect()
        }
    }
}

/// What to ask the worker: a scenario, a step of it, and the outcome wanted there.
pub(super) fn question(key: &Key) -> Option<Asked> {
    let scenario = &key.scenario.0;
    if let Subject::Step(step) = key.subject {
        let json = super::cell_script::with(scenario.json(), "view", None);
        return Some(Asked { key: key.clone(), scenario: json, step, to: key.to });
    }
    let (json, request) = cell_scenario(scenario, &key.user, key.role.as_deref(), key.age, key.cell)?;
    // Where there is no session, the call that should have made it is what has to change.
    let step = if key.failed_call.is_some() {
        let report = run(&Scenario::from_json(json.clone()).ok()?, Detail::Decision);
        report.steps.iter().position(|step| step.outcome.is_some_and(|outcome| outcome != Outcome::Issued))?
    } else {
        request
    };
    Some(Asked { key: key.clone(), scenario: json, step, to: key.to })
}

/// Carries a message out.
pub(super) fn update(model: &mut Model, seen: &Derived, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Turned => model.flips.open = !model.flips.open,
        Msg::ToChosen(to) => {
            model.flips.to = Some(to);
            model.flips.shown = None;
        }
        Msg::ShowTurned(index) => {
            model.flips.shown = (model.flips.shown != Some(index)).then_some(index);
        }
        Msg::Applied(index) => {
            if let Flips::Of { found: Found::Changes(changes), .. } = &**seen.ways()
                && let Some(flip) = changes.get(index)
            {
                return apply(model, seen, flip);
            }
        }
    }
    Vec::new()
}

fn apply(model: &mut Model, seen: &Derived, flip: &Flip) -> Vec<Effect> {
    model.flips.shown = None;
    match &flip.act {
        Act::Change { changes, step, document } => {
            if !change(model, changes) {
                return Vec::new();
            }
            if let Some(step) = step {
                model.subject = Subject::Step(*step);
            }
            model.step = None;
            if document.is_some() {
                model.document.clone_from(document);
            }
            model.tell(format!("Done: {}", lower_first(&flip.sentence)));
        }
        Act::Look { kind, role, age } => {
            if !model.kinds.contains(kind) {
                send(model, seen, PageMsg::KindTurned(*kind));
            }
            model.role = role.clone().or(model.role.take());
            model.age = age.unwrap_or(model.age);
            model.age_text = None;
            send(model, seen, PageMsg::CellChosen(CellAt { kind: *kind, ..model.cell }));
            let age = age.map(|age| format!(", {} after the code", super::words::duration(age))).unwrap_or_default();
            model.tell_only(format!("Now looking at {}{age}.", kind.label()));
        }
    }
    vec![Effect::Focus("flips".to_owned())]
}

impl Flips {
    /// The question above the changes.
    pub fn title(&self) -> String {
        match self {
            Self::Of { to, call: Some(call), .. } => {
                format!("What would get {call} {}", words::outcome(*to))
            }
            _ => "What would change this".to_owned(),
        }
    }
}
