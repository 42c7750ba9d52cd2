//! The page's module comes in two parts. The first one shows the page as it opens and answers what is done there most:
//! ages, cells, the steps of Why, and what is typed in a policy. The second one has all else: the Script, Compare, forms,
//! dialogs, what is asked beside the page. It comes when somebody is there, or when it is needed; messages wait for it.

use super::compare::{Compare, Comparer};
use super::derived::Derived;
use super::desk::{Answer, Desk};
use super::message::{Effect, Msg};
use super::model::{Model, Tab};
use super::saved::Saved;
use super::script::Timeline;
use super::sessions::{Asked, Matrix};
use super::shared::Shared;
use super::suggestions::{self, Suggestions};
use super::why::Why;
use super::{flip_answer, flips, import};
use crate::scenario::{InputError, Scenario};
use crate::world::Library;

/// Whether a message can be answered by the first part alone.
pub(super) fn is_for_first(msg: &Msg) -> bool {
    match msg {
        Msg::TabChosen(tab) => *tab == Tab::Sessions,
        Msg::SheetChosen(sheet) => sheet.tab.is_none_or(|tab| tab == Tab::Sessions),
        Msg::GalleryPicked(_)
        | Msg::DocumentChosen(_)
        | Msg::Typed { .. }
        | Msg::HelpFailed(_)
        | Msg::NoticeClosed
        | Msg::MessagesClosed
        | Msg::FindingChosen(_)
        | Msg::UserChosen(_)
        | Msg::RoleChosen(_)
        | Msg::AgeChosen(_)
        | Msg::AgeMoved(_)
        | Msg::AgeTyped(_)
        | Msg::AgeDragged(_)
        | Msg::CellChosen(_)
        | Msg::CursorMoved(..)
        | Msg::CursorToEnd(_)
        | Msg::KindTurned(_)
        | Msg::ToldClosed
        | Msg::StepChosen(_)
        | Msg::StepMoved(_)
        | Msg::StepDeciding
        | Msg::PlayTurned
        | Msg::PlayWentOn(_)
        | Msg::Pointed { .. }
        | Msg::Turned(..)
        | Msg::PolicyShown
        | Msg::ThemeTurned
        | Msg::KeepNow
        | Msg::Kept(_)
        | Msg::SecondWanted
        | Msg::SecondCame(_) => true,
        Msg::Changed(_)
        | Msg::TabMoved(_)
        | Msg::ScriptStepChosen(_)
        | Msg::Script(_)
        | Msg::World(_)
        | Msg::Undo
        | Msg::Redo
        | Msg::UndoIn { .. }
        | Msg::Request(_)
        | Msg::Compare(_)
        | Msg::Flips(_)
        | Msg::OfferTaken
        | Msg::Settled(_)
        | Msg::WhyCopied
        | Msg::SheetMoved(_)
        | Msg::ImportOpened { .. }
        | Msg::ScratchWanted { .. }
        | Msg::ImportClosed
        | Msg::ImportTyped(_)
        | Msg::ImportRead
        | Msg::Import(_)
        | Msg::FileRead { .. }
        | Msg::FileFailed(_)
        | Msg::Exported
        | Msg::ShareOpened
        | Msg::ShareClosed
        | Msg::ShareMasked(_)
        | Msg::Packed { .. }
        | Msg::LinkCopied(_)
        | Msg::Copied(_)
        | Msg::LinkFollowed(_)
        | Msg::RecentFound(_)
        | Msg::RecentChosen(_)
        | Msg::Answered(_) => false,
    }
}

crate::later! {
    in "ui":
    /// The second half of [`super::update`].
    pub(super) fn update(model: &mut Model, seen: &Derived, msg: Msg) -> Vec<Effect> = super::second::update;
}

crate::later! {
    in "ui":
    /// Begins with what was kept or sent.
    pub(super) fn begin(model: &mut Model, saved: &Saved) -> Result<(), InputError> = Model::begin_with;
}

crate::later! {
    in "ui":
    /// Takes an answer.
    pub(super) fn answered(seen: &mut Derived, answer: Answer) -> Option<import::Msg> = Derived::answered;
}

crate::later! {
    in "ui":
    /// Looks at what waited until nobody types.
    pub(super) fn settle(seen: &mut Derived, number: u32) = Derived::settle;
}

crate::later! {
    in "ui":
    /// Asks what is wrong with the scenario as a whole.
    pub(super) fn ask_about_world(desk: &mut Desk, scenario: &Scenario) = super::documents::ask_about_world;
}

crate::later! {
    in "ui":
    /// What to ask for the smallest changes.
    pub(super) fn flip_question(key: &flips::Key) -> Option<flip_answer::Asked> = flips::question;
}

crate::later! {
    in "ui":
    /// A step of the script, explained.
    pub(super) fn why_of_step(scenario: &Scenario, step: usize) -> Why = Why::of_step;
}

crate::later! {
    in "ui":
    /// A step as a command of the AWS CLI.
    pub(super) fn command(scenario: &Scenario, step: usize) -> Option<String> = crate::scenario::cli;
}

crate::later! {
    in "ui":
    /// The script as a time line.
    pub(super) fn timeline(scenario: &Scenario) -> Timeline = super::script::timeline;
}

crate::later! {
    in "ui":
    /// What a request's form suggests.
    pub(super) fn suggestions(scenario: &Scenario) -> Suggestions = suggestions::suggestions;
}

crate::later! {
    in "ui":
    /// What changed since the policies were pinned.
    pub(super) fn compare(comparer: &mut Comparer, model: &Model, library: &Library, asked: &Asked, matrix: &Matrix) -> Shared<Compare> = Comparer::follow;
}
