//! How much an explanation shows. Policies of thousands of statements, under a script of thousands of requests, have more
//! to tell than memory holds and than anybody reads; decisions never depend on it.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

/// How many comparisons one evaluation shows. Sets of a thousand values on both sides make a million.
pub(super) const MOST_VALUES: usize = 20_000;

/// How many nodes the evaluations of one answer show before statements that do not apply are left out.
const MOST_NODES: usize = 400_000;

/// How long a value of the request may be to be shown whole, in bytes: it stands in every statement that reads it.
const LONGEST: usize = 4_096;

/// What is left of the nodes of one answer; copies share it.
#[derive(Debug, Clone)]
pub struct Room(Rc<Cell<usize>>);

impl Default for Room {
    fn default() -> Self {
        Self(Rc::new(Cell::new(MOST_NODES)))
    }
}

impl Room {
    pub(super) fn take(&self) {
        self.0.set(self.0.get().saturating_sub(1));
    }

    pub(super) fn is_left(&self) -> bool {
        self.0.get() > 0
    }
}

/// A text of the request as it is shown: the beginning of one that is very long.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    let beginning = text.get(..end).unwrap_or_default();
    Cow::Owned(format!("{beginning}… ({} characters)", text.chars().count()))
}
