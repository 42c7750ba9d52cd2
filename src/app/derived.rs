//! Everything that is shown, computed from the model; each part again only where its inputs changed.

use std::rc::Rc;

use super::bands::{self, Band};
use super::compare::{Compare, Comparer};
use super::desk::{Answer, Desk, Question, Topic};
use super::documents::{self, DocumentView, WorldFinding};
use super::flips::{Flips, Search};
use super::import::{self, Tidying};
use super::model::{CellAt, Model, Subject, Tab};
use super::parts;
use super::readings::{Disputed, Readings};
use super::remarks::Remarks;
use super::requests;
use super::script::clock::Face;
use super::script::{self, Timeline};
use super::sessions::{self, Asked, Matrix};
use super::shared::{Memo, Same, Shared};
use super::suggestions::Suggestions;
use super::why::{Mark, MarkKind, Why};
use super::words;
use crate::assist::Remark;
use crate::scenario::Scenario;
use crate::whatif::{self, SessionKind};
use crate::world::Library;

/// What there is to see.
#[derive(Debug)]
pub struct Derived {
    /// The scenario as typed, and what it was when its documents were listed.
    scenario: Rc<Scenario>,
    opening: u32,
    documents: Shared<Vec<DocumentView>>,
    /// Documents that were broken when the scenario was opened.
    broken_from_the_start: Vec<String>,
    /// What the answers rest on: the last scenario whose documents could be read.
    basis: Rc<Scenario>,
    stale: bool,
    was_stale: bool,
    answers: Answers,
    /// What is wrong with the scenario as a whole, and the scenario that was asked about.
    world: Shared<Vec<WorldFinding>>,
    world_of: Option<Rc<Scenario>>,
    desk: Desk,
    shown: Shown,
    flips: Search,
    remarks: Remarks,
    tidying: Tidying,
    announcement: String,
}

/// The answers, each with what it was computed from, and the policies, each read once.
#[derive(Debug, Default)]
struct Answers {
    library: Library,
    matrix: Memo<Asked, Matrix>,
    bands: Memo<Asked, Vec<Band>>,
    why: Memo<WhyKey, Why>,
    script: Memo<Option<Same<Scenario>>, Timeline>,
    suggestions: Memo<SuggestionsKey, Suggestions>,
    compare: Comparer,
    readings: Readings,
}

/// What is suggested: what the scenario names, where a form is open, and what is remarked on it.
type SuggestionsKey = (Option<Same<Scenario>>, Shared<Vec<Remark>>);

#[derive(Debug, Clone)]
struct Shown {
    script: Shared<Timeline>,
    matrix: Shared<Matrix>,
    bands: Shared<Vec<Band>>,
    bands_kind: SessionKind,
    why: Shared<Why>,
    suggestions: Shared<Suggestions>,
    compare: Shared<Compare>,
    marks: Vec<Mark>,
    document: String,
    step: Option<String>,
    pointed: Option<String>,
}

#[derive(Debug, PartialEq)]
enum WhyKey {
    Cell { asked: Asked, cell: CellAt },
    Step { scenario: Same<Scenario>, index: usize },
}

impl Derived {
    /// Everything, for a model that is new.
    pub fn new(model: &Model) -> Self {
        let scenario = Rc::clone(&model.work.scenario);
        let mut desk = Desk::default();
        let documents = Shared::new(documents::documents(&scenario, &[], &mut desk));
        let mut answers = Answers::default();
        let remarks = Remarks::default();
        let shown = answers.show(model, &scenario, (&documents, ""), false, remarks.found());
        let mut flips = Search::default();
        flips.follow(model, &scenario, &shown.why, &mut desk);
        Self {
            opening: model.work.opening,
            broken_from_the_start: broken(&documents),
            documents,
            basis: Rc::clone(&scenario),
            scenario,
            stale: false,
            was_stale: false,
            answers,
            world: Shared::new(Vec::new()),
            world_of: None,
            desk,
            shown,
            flips,
            remarks,
            tidying: Tidying::default(),
            announcement: String::new(),
        }
    }

    /// Follows a change of the model.
    pub fn follow(&mut self, model: &Model) {
        let opened = self.opening != model.work.opening;
        if !Rc::ptr_eq(&self.scenario, &model.work.scenario) {
            self.scenario = Rc::clone(&model.work.scenario);
            self.documents = Shared::new(documents::documents(&self.scenario, &self.documents, &mut self.desk));
            if opened {
                self.opening = model.work.opening;
                (self.world, self.world_of) = (Shared::new(Vec::new()), None);
                self.broken_from_the_start = broken(&self.documents);
            }
            self.stale = broken(&self.documents).iter().any(|pointer| !self.broken_from_the_start.contains(pointer));
            if !self.stale {
                self.basis = Rc::clone(&self.scenario);
            } else if model.work.typed_in.is_none() || self.basis.script != self.scenario.script {
                self.basis = Rc::new(self.with_readable_texts());
            }
        }
        let was_stale = std::mem::replace(&mut self.was_stale, self.stale);
        let before = self.shown.matrix.clone();
        let basis = Rc::clone(&self.basis);
        self.remarks.follow(model, &mut self.desk);
        self.tidying.follow(model, &mut self.desk);
        let shown = if opened { String::new() } else { std::mem::take(&mut self.shown.document) };
        let documents = (&**self.documents, shown.as_str());
        self.shown = self.answers.show(model, &basis, documents, self.stale, self.remarks.found());
        self.flips.follow(model, &basis, &self.shown.why, &mut self.desk);
        if model.tab == Tab::Script {
            self.ask_about_basis();
        }
        if opened {
            self.announcement = format!("Opened: {}.", self.scenario.title);
        } else if before != self.shown.matrix
            && let Some(changes) = sessions::changes(&before, &self.shown.matrix)
        {
            self.announcement = changes;
        } else if self.stale && !was_stale {
            self.announcement = words::STALE.to_owned();
        } else if was_stale && !self.stale {
            self.announcement = words::CURRENT.to_owned();
        }
    }

    /// What is wrong with the scenario as a whole is asked for when nobody types, and at once while the script is open,
    /// which shows it.
    fn ask_about_basis(&mut self) {
        if !self.world_of.as_ref().is_some_and(|asked| Rc::ptr_eq(asked, &self.basis)) {
            parts::ask_about_world(&mut self.desk, &self.basis);
            self.world_of = Some(Rc::clone(&self.basis));
        }
    }

    /// What is wrong with the scenario as a whole.
    pub fn world(&self) -> &Shared<Vec<WorldFinding>> {
        &self.world
    }

    /// The scenario as it stands, with the last good text of each document that is broken at the moment.
    fn with_readable_texts(&self) -> Scenario {
        let mut scenario = Scenario::clone(&self.scenario);
        let known = self.basis.documents();
        for pointer in broken(&self.documents) {
            if let Some(good) = known.iter().find(|document| document.pointer == pointer) {
                scenario.set_document(&pointer, good.text.to_string());
            }
        }
        scenario
    }

    /// Takes an answer, unless nobody wants to know any more. Some are for the dialog that asked.
    pub fn answered(&mut self, answer: Answer) -> Option<import::Msg> {
        if !self.desk.closes(&answer) {
            return None;
        }
        match answer.topic {
            Topic::World => {
                self.world = Shared::new(documents::read_world_findings(&self.basis, &answer.text));
                self.documents = Shared::new(documents::with_world(&self.documents, &self.world));
            }
            Topic::Flips => self.flips.answered(&answer),
            Topic::Request => self.remarks.answered(&answer),
            Topic::Import => return self.tidying.answered(&answer),
            Topic::Findings(pointer) => {
                let documents = documents::with_findings(&self.documents, &pointer, &answer.text);
                self.documents = Shared::new(documents::with_world(&documents, &self.world));
            }
        }
        None
    }

    /// The smallest changes that lead to another outcome.
    pub fn ways(&self) -> &Shared<Flips> {
        self.flips.view()
    }

    /// What is worth a word about the request in an open form.
    pub(super) fn remarks(&self) -> &Remarks {
        &self.remarks
    }

    /// What is asked for, and was not before.
    pub fn questions(&mut self) -> Vec<Question> {
        self.desk.unsent()
    }

    /// The documents, as typed.
    pub fn documents(&self) -> &Shared<Vec<DocumentView>> {
        &self.documents
    }

    /// The document in the editor.
    pub fn document(&self) -> Option<&DocumentView> {
        self.documents
            .iter()
            .find(|view| view.document.pointer == self.shown.document)
            .or_else(|| self.documents.first())
    }

    /// Whether the answers are older than the text, because some text is not JSON at the moment.
    pub fn stale(&self) -> bool {
        self.stale
    }

    /// The matrix.
    pub fn matrix(&self) -> &Shared<Matrix> {
        &self.shown.matrix
    }

    /// The decisions over age.
    pub fn bands(&self) -> &Shared<Vec<Band>> {
        &self.shown.bands
    }

    /// The kind of credentials whose decisions over age are shown.
    pub fn bands_kind(&self) -> SessionKind {
        self.shown.bands_kind
    }

    /// Whether some policy asks for the MFA age.
    pub fn asks_for_age(&self) -> bool {
        self.documents.iter().any(|view| view.document.text.to_ascii_lowercase().contains("aws:multifactorauthage"))
    }

    /// Every age at which some decision changes.
    pub fn flips(&self) -> Vec<i64> {
        bands::flips(&self.shown.bands)
    }

    /// The explanation.
    pub fn why(&self) -> &Shared<Why> {
        &self.shown.why
    }

    /// The script's steps and what came of them, while its view is open.
    pub fn script(&self) -> &Shared<Timeline> {
        &self.shown.script
    }

    /// What the script's clock and the device show, while the view is open.
    pub fn clock(&self, model: &Model) -> Option<Face> {
        (model.tab == Tab::Script)
            .then(|| script::clock::face(&model.script.clock, &self.basis, &self.shown.script, model.subject))
    }

    /// The cells that the readings of role sessions disagree on.
    pub fn disputed(&self) -> &Shared<Vec<Disputed>> {
        self.answers.readings.found()
    }

    /// A number to come back with when nobody has typed for a moment, where something is not looked at before.
    pub(super) fn unsettled(&mut self, model: &Model) -> Option<u32> {
        let asked = asked(model, &self.basis);
        self.answers.readings.wait_for(&asked)
    }

    /// That moment has passed.
    pub(super) fn settle(&mut self, number: u32) {
        self.answers.readings.settle(number, &self.answers.library);
        self.ask_about_basis();
    }

    /// What changed since the policies were pinned, while somebody looks at it.
    pub fn compare(&self) -> &Shared<Compare> {
        &self.shown.compare
    }

    /// The step whose command is wanted, as a command of the AWS CLI.
    pub fn command(&self, model: &Model) -> Option<String> {
        match model.script.open {
            script::Open::Command(step) => parts::command(&self.basis, step).flatten(),
            _ => None,
        }
    }

    /// What the form of a request suggests, while one is open.
    pub fn suggestions(&self) -> &Shared<Suggestions> {
        &self.shown.suggestions
    }

    /// The step that is shown as chosen.
    pub fn step(&self) -> Option<&str> {
        self.shown.step.as_deref()
    }

    /// The step whose words the pointer or the caret is on.
    pub fn pointed(&self) -> Option<&str> {
        self.shown.pointed.as_deref()
    }

    /// What is highlighted in the editor.
    pub fn marks(&self) -> &[Mark] {
        &self.shown.marks
    }

    /// What a screen reader should say.
    pub fn announcement(&self) -> &str {
        &self.announcement
    }
}

fn broken(documents: &[DocumentView]) -> Vec<String> {
    documents.iter().filter(|view| !view.readable).map(|view| view.document.pointer.clone()).collect()
}

impl Answers {
    fn show(
        &mut self,
        model: &Model,
        basis: &Rc<Scenario>,
        (documents, shown): (&[DocumentView], &str),
        stale: bool,
        remarks: &Shared<Vec<Remark>>,
    ) -> Shown {
        let library = &self.library;
        let asked = asked(model, basis);
        let matrix = self.matrix.get_alike(asked.clone(), |asked| sessions::matrix_of(library, asked));
        // Only some sessions have an age.
        let bands_kind = if model.cell.kind.has_age() { model.cell.kind } else { SessionKind::SessionTokenMfa };
        let bands = self.bands.get_alike(Asked { age: 0, kinds: vec![bands_kind], ..asked.clone() }, |asked| {
            if matrix.problem.is_some() { Vec::new() } else { bands::bands_of(library, asked, bands_kind) }
        });
        let compare = if model.tab == Tab::Compare {
            parts::compare(&mut self.compare, model, library, &asked, &matrix).unwrap_or_default()
        } else {
            Shared::default()
        };
        let key = match model.subject {
            Subject::Cell => WhyKey::Cell { asked, cell: model.cell },
            Subject::Step(index) => WhyKey::Step { scenario: Same(Rc::clone(basis)), index },
        };
        let why = self.why.get(key, |key| match key {
            WhyKey::Cell { asked, cell } => {
                let question = asked.about(cell.kind);
                let asked_for = basis.requests().contains(&cell.request);
                let report = asked_for
                    .then(|| whatif::session_cell(basis, library, &question, cell.kind, cell.request))
                    .flatten();
                Why::of_cell(basis, cell.request, cell.kind, report.as_ref())
            }
            WhyKey::Step { index, .. } => parts::why_of_step(basis, *index).unwrap_or_else(Why::nowhere),
        });
        // Nobody sees the script while another view is open.
        let script = (model.tab == Tab::Script).then(|| Same(Rc::clone(basis)));
        let script =
            self.script.get(script, |seen| seen.as_ref().and_then(|_| parts::timeline(basis)).unwrap_or_default());
        let step = model.step.clone().filter(|step| !why.path(step).is_empty()).or_else(|| why.focus.clone());
        let pointed = step.as_deref().and_then(|step| why.source(step)).map(|source| source.policy.clone());
        let document = model
            .document
            .clone()
            .or(pointed)
            // What points nowhere leaves the editor as it is.
            .or_else(|| documents.iter().any(|view| view.document.pointer == shown).then(|| shown.to_owned()))
            .or_else(|| documents.first().map(|view| view.document.pointer.clone()))
            .unwrap_or_default();
        let marks = marks(model, &why, step.as_deref(), &document, documents, stale);
        let pointed = model.pointed.clone().filter(|_| !stale);
        let form = matches!(model.requests, requests::State::Form(_));
        let suggestions = (form.then(|| Same(Rc::clone(basis))), remarks.clone());
        let suggestions = self.suggestions.get(suggestions, |(open, remarks)| {
            let named = open.as_ref().and_then(|_| parts::suggestions(basis)).unwrap_or_default();
            Suggestions { remarks: remarks.clone(), ..named }
        });
        Shown { matrix, bands, bands_kind, marks, document, step, pointed, why, script, suggestions, compare }
    }
}

fn asked(model: &Model, basis: &Rc<Scenario>) -> Asked {
    Asked {
        scenario: Same(Rc::clone(basis)),
        user: model.user.clone(),
        role: model.role.clone(),
        age: model.age,
        kinds: model.kinds.clone(),
    }
}

/// The highlight of a chosen finding, else of the chosen step.
fn marks(
    model: &Model,
    why: &Why,
    step: Option<&str>,
    document: &str,
    documents: &[DocumentView],
    stale: bool,
) -> Vec<Mark> {
    if let Some(index) = model.finding {
        let view = documents.iter().find(|view| view.is_checked() && view.document.pointer == document);
        let finding = view.and_then(|view| view.findings.get(index));
        return finding
            .map(|finding| Mark { from: finding.from, to: finding.to, kind: MarkKind::Deciding })
            .into_iter()
            .collect();
    }
    // Places in an older text mean nothing in this one.
    step.filter(|_| !stale).map(|step| why.marks(step, document)).unwrap_or_default()
}
