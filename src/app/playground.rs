//! The page without its screen: a message in, effects out.

use super::derived::Derived;
use super::message::{Effect, Msg};
use super::model::{Model, Theme};
use super::update::update;
use crate::scenario::InputError;

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
    pub fn open(theme: Theme) -> Result<(Self, Vec<Effect>), InputError> {
        let model = Model::new(theme)?;
        let mut app = Self { derived: Derived::new(&model), model };
        let effects = app.questions();
        Ok((app, effects))
    }

    /// Something happened; says what has to follow outside.
    pub fn send(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = Vec::new();
        match msg {
            Msg::Answered(answer) => self.derived.answered(answer),
            msg => effects = update(&mut self.model, &self.derived, msg),
        }
        self.derived.follow(&self.model);
        effects.extend(self.questions());
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
        self.derived.questions().into_iter().map(Effect::Ask).collect()
    }
}
