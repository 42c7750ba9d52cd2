//! Today's policies against edited ones: what changes in the matrix, and at which MFA ages.

use super::intervals::mfa_age_of;
use super::sessions::kinds;
use super::{Interval, SessionKind, SessionsQuestion};
use crate::scenario::{Outcome, Scenario};
use crate::world::Library;

/// A cell of the matrix that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The column.
    pub kind: SessionKind,
    /// Position of the request step.
    pub request: usize,
    /// The outcome under today's policies.
    pub before: Outcome,
    /// The outcome under the edited ones.
    pub after: Outcome,
    /// The MFA ages in which it changes, in whole seconds; none where the age means nothing for these credentials.
    pub ages: Option<(i64, Option<i64>)>,
}

/// Every change, by request, column and age. Each outcome of each interval was evaluated on both sides.
pub fn compare(before: &Scenario, after: &Scenario, library: &Library, question: &SessionsQuestion) -> Vec<Change> {
    let mut changes = Vec::new();
    for request in &question.requests {
        for kind in kinds(question) {
            let old = mfa_age_of(before, library, question, kind, *request);
            let new = mfa_age_of(after, library, question, kind, *request);
            for (from, to, before, after) in differences(&old, &new) {
                changes.push(Change {
                    kind,
                    request: *request,
                    before,
                    after,
                    ages: kind.has_age().then_some((from, to)),
                });
            }
        }
    }
    changes
}

/// The ages at which two rows of intervals differ.
fn differences(old: &[Interval], new: &[Interval]) -> Vec<(i64, Option<i64>, Outcome, Outcome)> {
    let mut found: Vec<(i64, Option<i64>, Outcome, Outcome)> = Vec::new();
    for left in old {
        for right in new {
            let from = left.from.max(right.from);
            let to = match (left.to, right.to) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            if to.is_some_and(|to| to < from) || left.outcome == right.outcome {
                continue;
            }
            match found.last_mut() {
                Some(last)
                    if last.1.is_some_and(|end| end + 1 == from)
                        && (last.2, last.3) == (left.outcome, right.outcome) =>
                {
                    last.1 = to
                }
                _ => found.push((from, to, left.outcome, right.outcome)),
            }
        }
    }
    found
}
