//! The page without its screen: a message in, effects out.

use std::rc::Rc;

use super::derived::Derived;
use super::message::{Effect, Msg};
use super::model::{CellAt, Kept, Model, Notice, Subject, Tab, Theme};
use super::places::in_words;
use super::saved::Opening;
use super::update::update;
use crate::scenario::{InputError, Scenario};
use crate::whatif::SessionKind;

/// What is kept, to see whether it changed.
#[derive(PartialEq)]
struct Choices {
    scenario: *const Scenario,
    user: String,
    role: Option<String>,
    age: i64,
    tab: Tab,
    subject: Subject,
    cell: CellAt,
    kinds: Vec<SessionKind>,
    document: Option<String>,
}

impl Choices {
    fn of(model: &Model) -> Self {
        Self {
            scenario: Rc::as_ptr(&model.work.scenario),
            user: model.user.clone(),
            role: model.role.clone(),
            age: model.age,
            tab: model.tab,
            subject: model.subject,
            cell: model.cell,
            kinds: model.kinds.clone(),
            document: model.document.clone(),
        }
    }
}

/// Model and everything computed from it.
#[derive(Debug)]
pub struct App {
    model: Model,
    derived: Derived,
}

impl App {
    /// The page as it opens, and what it asks for first.
    ///
    /// # Errors
    /// The gallery cannot be read; a test sees to it that it can.
    pub fn open(theme: Theme, opening: Opening) -> Result<(Self, Vec<Effect>), InputError> {
        let mut model = Model::new(theme)?;
        model.recents = opening.recents;
        let begun =
            opening.saved.map(|saved| saved.and_then(|saved| model.begin_with(&saved).map_err(|e| in_words(&e))));
        if let Some(Err(message)) = begun {
            model.notice = Some(Notice::broken_link(message));
        }
        let mut app = Self { derived: Derived::new(&model), model };
        let effects = app.questions();
        Ok((app, effects))
    }

    /// Something happened; says what has to follow outside.
    pub fn send(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = Vec::new();
        let before = Choices::of(&self.model);
        match msg {
            Msg::Answered(answer) => {
                if let Some(msg) = self.derived.answered(answer) {
                    effects = update(&mut self.model, &self.derived, Msg::Import(msg));
                }
            }
            Msg::Settled(number) => self.derived.settle(number),
            msg => effects = update(&mut self.model, &self.derived, msg),
        }
        self.derived.follow(&self.model);
        effects.extend(self.questions());
        // Until something was edited or opened there is nothing that the gallery does not have.
        if before != Choices::of(&self.model) && (self.model.kept != Kept::Nothing || !self.model.past.is_empty()) {
            if self.model.kept == Kept::Nothing {
                self.model.kept = Kept::Kept;
            }
            effects.push(Effect::KeepSoon);
        }
        effects
    }

    /// What the user typed and chose.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What there is to see.
    pub fn derived(&self) -> &Derived {
        &self.derived
    }

    fn questions(&mut self) -> Vec<Effect> {
        let wait = self.derived.unsettled(&self.model).map(Effect::SettleLater);
        self.derived.questions().into_iter().map(Effect::Ask).chain(wait).collect()
    }
}
