//! What-if: the same engine asked again under other circumstances. Every answer is evaluated, none interpolated.

mod compare;
mod flip;
mod intervals;
mod moving;
mod random;
mod readings;
mod sessions;
mod stage;
mod sweep;
mod time;

pub use compare::{Change, Comparison, Reason, Unchanged, compare};
pub use flip::{ChangeEdit, Family, Flip, Flips, apply_edits, flip};
pub use intervals::{Interval, mfa_age, mfa_age_of};
pub use random::{Random, random};
pub use readings::{Readings, readings};
pub use sessions::{SessionKind, SessionsAnswer, SessionsQuestion, SessionsRow, session_cell, sessions};
pub use sweep::{ContextValues, Example, Sweep, Values, sweep};
pub use time::{LONGEST_WITH_CODE, time_intervals};

use crate::scenario::{Scenario, StepKind};

/// A step that a question names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepName {
    /// By position in the script, from 0.
    Index(usize),
    /// By id.
    Id(String),
}

impl StepName {
    /// The position of the step.
    pub fn find(&self, scenario: &Scenario) -> Option<usize> {
        match self {
            Self::Index(index) => (*index < scenario.script.len()).then_some(*index),
            Self::Id(id) => scenario.script.iter().position(|step| step.common.id.as_ref() == Some(id)),
        }
    }
}

impl Scenario {
    /// The positions of the distinct requests of the script: same action, resource, context and services.
    pub fn requests(&self) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for (index, step) in self.script.iter().enumerate() {
            let StepKind::Request(request) = &step.kind else { continue };
            let known = found.iter().any(|other| match self.script.get(*other).map(|step| &step.kind) {
                Some(StepKind::Request(other)) => {
                    other.action == request.action
                        && other.resource == request.resource
                        && other.context == request.context
                        && other.via == request.via
                }
                _ => false,
            });
            if !known {
                found.push(index);
            }
        }
        found
    }
}
