//! Today's policies against edited ones: what changes in the matrix, and at which MFA ages.

use super::intervals::Stages;
use super::sessions::kinds;
use super::{Interval, SessionKind, SessionsQuestion};
use crate::scenario::{Decider, Outcome, Scenario};
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
    /// Why it was so at the first of these ages.
    pub why_before: Reason,
    /// Why it is so under the edited policies.
    pub why_after: Reason,
}

/// A cell of the matrix, or some ages of it, that stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchanged {
    /// The column.
    pub kind: SessionKind,
    /// Position of the request step.
    pub request: usize,
    /// The outcome under both.
    pub outcome: Outcome,
    /// The MFA ages, in whole seconds; none where the age means nothing for these credentials.
    pub ages: Option<(i64, Option<i64>)>,
}

/// What a comparison comes to, by request, column and age.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// What changes.
    pub changes: Vec<Change>,
    /// What stays.
    pub unchanged: Vec<Unchanged>,
}

/// Why an outcome is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reason {
    /// One sentence, as AWS words it.
    pub sentence: String,
    /// The deciding statements; none where no policy was asked.
    pub decided_by: Vec<Decider>,
}

/// Compares every cell at every age. Each outcome of each interval was evaluated on both sides.
pub fn compare(before: &Scenario, after: &Scenario, library: &Library, question: &SessionsQuestion) -> Comparison {
    let mut comparison = Comparison::default();
    for request in &question.requests {
        for kind in kinds(question) {
            let old = Stages::of_cell(before, library, question, kind, *request);
            let new = Stages::of_cell(after, library, question, kind, *request);
            for (from, to, before_outcome, after_outcome) in side_by_side(&old.intervals(), &new.intervals()) {
                let ages = kind.has_age().then_some((from, to));
                if before_outcome == after_outcome {
                    let outcome = before_outcome;
                    comparison.unchanged.push(Unchanged { kind, request: *request, outcome, ages });
                    continue;
                }
                comparison.changes.push(Change {
                    kind,
                    request: *request,
                    before: before_outcome,
                    after: after_outcome,
                    why_before: old.reason(from),
                    why_after: new.reason(from),
                    ages,
                });
            }
        }
    }
    comparison
}

/// The longest runs of ages for which neither of two rows of intervals changes.
fn side_by_side(old: &[Interval], new: &[Interval]) -> Vec<(i64, Option<i64>, Outcome, Outcome)> {
    let mut found: Vec<(i64, Option<i64>, Outcome, Outcome)> = Vec::new();
    for left in old {
        for right in new {
            let from = left.from.max(right.from);
            let to = match (left.to, right.to) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            if to.is_some_and(|to| to < from) {
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
