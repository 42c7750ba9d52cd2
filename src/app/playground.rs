//! The page without its screen: a message in, effects out.

use std::rc::Rc;

use super::derived::Derived;
use super::message::{Effect, Msg};
use super::model::{CellAt, Kept, Model, Notice, Subject, Tab, Theme};
use super::parts;
use super::places::no_scenario;
use super::saved::Opening;
use super::update::{keep, update};
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

/// Whether another scenario may be there afterwards.
fn may_open(msg: &Msg) -> bool {
    matches!(
        msg,
        Msg::GalleryPicked(_)
            | Msg::RecentFound(_)
            | Msg::LinkFollowed(_)
            | Msg::ImportRead
            | Msg::Import(_)
            | Msg::ScratchWanted { .. }
            | Msg::Undo
            | Msg::Redo
    )
}

/// Model and everything computed from it.
#[derive(Debug)]
pub struct App {
    model: Model,
    derived: Derived,
    second: Second,
    /// What waits for the second part.
    waiting: Vec<Msg>,
}

/// The second part of the page's module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Second {
    /// Nobody asked for it yet, or it could not be had.
    Away,
    /// It was asked for.
    Coming,
    There,
}

impl App {
    /// The page as it opens, and what it asks for first.
    ///
    /// # Errors
    /// The gallery cannot be read; a test sees to it that it can.
    pub fn open(theme: Theme, opening: Opening) -> Result<(Self, Vec<Effect>), InputError> {
        let mut model = Model::new(theme)?;
        model.recents = opening.recents;
        let begun = opening.saved.map(|saved| {
            saved.and_then(|saved| parts::begin(&mut model, &saved).unwrap_or(Ok(())).map_err(|e| no_scenario(&e)))
        });
        if let Some(Err(message)) = begun {
            model.notice = Some(Notice::broken_link(message));
        }
        let second = if opening.in_parts { Second::Away } else { Second::There };
        let mut app = Self { derived: Derived::new(&model), model, second, waiting: Vec::new() };
        let effects = app.questions();
        Ok((app, effects))
    }

    /// Something happened; says what has to follow outside.
    pub fn send(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::SecondWanted => self.fetch(),
            Msg::SecondCame(came) => self.go_on(came),
            msg if self.second != Second::There && !parts::is_for_first(&msg) => {
                self.waiting.push(msg);
                self.fetch()
            }
            msg => self.carry_out(msg),
        }
    }

    fn carry_out(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = Vec::new();
        let before = Choices::of(&self.model);
        // The last edit of what is left behind may not be kept yet; and what was there before a reload has the tab's place
        // only when it is kept once more.
        let leaving = (may_open(&msg) && (self.model.kept != Kept::Nothing || !self.model.work.is_untouched()))
            .then(|| keep(&self.model));
        let opening = self.model.work.opening;
        match msg {
            Msg::Answered(answer) => {
                if let Some(msg) = parts::answered(&mut self.derived, answer).flatten() {
                    effects = update(&mut self.model, &self.derived, Msg::Import(msg));
                }
            }
            Msg::Settled(number) => parts::settle(&mut self.derived, number).unwrap_or_default(),
            msg => effects = update(&mut self.model, &self.derived, msg),
        }
        if opening != self.model.work.opening {
            effects.extend(leaving);
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

    fn fetch(&mut self) -> Vec<Effect> {
        if self.second != Second::Away {
            return Vec::new();
        }
        self.second = Second::Coming;
        vec![Effect::FetchSecond]
    }

    /// The second part is there: what waited for it goes on. Without it only what the first part does goes on.
    fn go_on(&mut self, came: Result<(), String>) -> Vec<Effect> {
        let waiting = std::mem::take(&mut self.waiting);
        if let Err(message) = came {
            self.second = Second::Away;
            if !waiting.is_empty() {
                self.model.notice = Some(Notice {
                    title: "This part of the page could not be loaded".to_owned(),
                    message: format!("{message} Nothing you typed is lost; try it again."),
                    place: String::new(),
                });
            }
            return Vec::new();
        }
        self.second = Second::There;
        let mut effects = self.questions();
        effects.extend(waiting.into_iter().flat_map(|msg| self.send(msg)));
        effects
    }

    /// What is asked beside the page; only the second part understands the answers.
    fn questions(&mut self) -> Vec<Effect> {
        if self.second != Second::There {
            return Vec::new();
        }
        let wait = self.derived.unsettled(&self.model).map(Effect::SettleLater);
        self.derived.questions().into_iter().map(Effect::Ask).chain(wait).collect()
    }
}
