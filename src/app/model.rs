//! What the user typed and chose, and nothing else.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::gallery::GALLERY;
use crate::scenario::{Scenario, StepKind};
use crate::sts::Operation;
use crate::whatif::SessionKind;
use crate::wire;

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
    /// The cell that Why explains.
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
    /// The matrix.
    Sessions,
    /// The explanation.
    Why,
}

impl Pane {
    /// In order of the page.
    pub const ALL: &[Self] = &[Self::Policies, Self::Sessions, Self::Why];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Policies => "Policies",
            Self::Sessions => "Sessions",
            Self::Why => "Why",
        }
    }

    /// The id of its element.
    pub fn id(self) -> &'static str {
        match self {
            Self::Policies => "policies",
            Self::Sessions => "sessions",
            Self::Why => "why",
        }
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

/// The import dialog.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// What was pasted or read from a file.
    pub text: String,
    /// Why it cannot be opened: a JSON pointer and a sentence.
    pub problem: Option<(String, String)>,
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
            work: Work { opening: 0, origin: Origin::Gallery(0), scenario: Rc::new(scenario), typed_in: None },
            past: Vec::new(),
            future: Vec::new(),
            openings: 1,
            document: None,
            user: String::new(),
            role: None,
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
            finding: None,
            reveal: 0,
            pane: Pane::Sessions,
            theme,
            import: None,
        };
        model.choose_all();
        Ok(model)
    }

    /// The scenario as it stands, broken texts included.
    pub fn scenario(&self) -> &Scenario {
        &self.work.scenario
    }

    /// Makes the choices that a scenario starts with: its own `view`, else what its script does.
    pub(super) fn choose_all(&mut self) {
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
        // The request that the policies treat most unlike is the one to begin with; a script's second one, as a rule.
        let request = requests.get(1).or_else(|| requests.first()).copied().unwrap_or_default();
        self.cell = CellAt { request, kind: SessionKind::AccessKey };
        self.cursor = self.cell;
        self.document = None;
        self.step = None;
        self.pointed = None;
        self.playing = None;
        self.finding = None;
        self.turned.clear();
    }

    /// After undo or redo: choices that point at nothing any more are made again.
    pub(super) fn mend_choices(&mut self) {
        let scenario = self.scenario();
        let whole = scenario.users().contains(&self.user)
            && scenario.requests().contains(&self.cell.request)
            && self.role.as_ref().is_none_or(|role| scenario.roles().contains(role))
            && self
                .document
                .as_ref()
                .is_none_or(|chosen| scenario.documents().iter().any(|document| document.pointer == *chosen));
        if !whole {
            self.choose_all();
        }
    }
}
