//! The script as a time line: what each step came to, forms for its parameters, and a clock that shows what the MFA
//! device says at a moment of one's choice.

pub mod clock;
mod fields;
pub mod form;
mod make;
mod order;
mod timeline;
mod update;
mod values;
mod words;

pub use make::NEW_STEPS;
pub(super) use timeline::timeline;
pub use timeline::{Card, Expected, Timeline};
pub use update::{Msg, field_id, menu_id};
pub(super) use update::{begin, show, update};
pub(super) use words::{signer_words, step_words};

/// What is open in the script, and the clock.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// What is open at a card or between two.
    pub open: Open,
    /// The step that is being dragged.
    pub dragged: Option<usize>,
    /// The step before which it would come to stand if it were let go.
    pub over: Option<usize>,
    /// The clock and the device.
    pub clock: clock::State,
    /// A form that was closed without saving it: opened again, it is as it was left.
    pub put_away: Option<form::Form>,
    /// The step that Why explained when the view was left.
    pub left: Option<usize>,
}

/// What is open at a card or between two.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Open {
    /// Nothing.
    #[default]
    Nothing,
    /// What can be done with a step.
    Menu(usize),
    /// A step as a command of the AWS CLI.
    Command(usize),
    /// Which step shall come before the one with this index.
    Adding(usize),
    /// A step's form.
    Form(form::Form),
}
