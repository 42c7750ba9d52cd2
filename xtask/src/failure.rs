//! How a command stops: with one sentence for the person at the keyboard.

/// Why a command stopped, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure(pub String);

pub type Result<T = ()> = std::result::Result<T, Failure>;

/// Says what was being done when a lower-level error came up.
pub trait Context<T> {
    fn context(self, doing: impl FnOnce() -> String) -> Result<T>;
}

impl<T, E: std::fmt::Display> Context<T> for std::result::Result<T, E> {
    fn context(self, doing: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| Failure(format!("{}: {error:#}", doing())))
    }
}
