//! Today's policies against edited ones: what changes in the matrix, and at which MFA ages.

use super::intervals::mfa_age_of;
use super::sessions::{Column, kinds};
use super::{Interval, SessionKind, SessionsQuestion};
use crate::scenario::{Decider, Detail, Outcome, Runner, Scenario, deciders};
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

/// Why an outcome is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reason {
    /// One sentence, as AWS words it.
    pub sentence: String,
    /// The deciding statements; none where no policy was asked.
    pub decided_by: Vec<Decider>,
}

/// Every change, by request, column and age. Each outcome of each interval was evaluated on both sides.
pub fn compare(before: &Scenario, after: &Scenario, library: &Library, question: &SessionsQuestion) -> Vec<Change> {
    let mut changes = Vec::new();
    for request in &question.requests {
        for kind in kinds(question) {
            let old = mfa_age_of(before, library, question, kind, *request);
            let new = mfa_age_of(after, library, question, kind, *request);
            for (from, to, before_outcome, after_outcome) in differences(&old, &new) {
                changes.push(Change {
                    kind,
                    request: *request,
                    before: before_outcome,
                    after: after_outcome,
                    why_before: reason(before, library, question, kind, *request, from),
                    why_after: reason(after, library, question, kind, *request, from),
                    ages: kind.has_age().then_some((from, to)),
                });
            }
        }
    }
    changes
}

/// Runs one cell at an age, for its reason.
fn reason(
    scenario: &Scenario,
    library: &Library,
    question: &SessionsQuestion,
    kind: SessionKind,
    request: usize,
    age: i64,
) -> Reason {
    let asked = SessionsQuestion { mfa_age: age, ..question.clone() };
    let column = Column::new(scenario, &asked, kind, &[request]);
    let mut runner = Runner::of(&scenario.world, &column.script, column.start, scenario.settings, library);
    let mut sentence = String::new();
    for index in 0..column.script.len() {
        let report = runner.step(index, Detail::Decision);
        let evaluated = report.evaluations.as_ref().and_then(|evaluations| evaluations.last());
        sentence = match (&report.error, evaluated) {
            (Some(error), _) => error.message.clone(),
            (None, Some(evaluation)) => evaluation.reason.clone(),
            (None, None) => String::new(),
        };
        if index + 1 < column.script.len() && report.outcome != Some(Outcome::Issued) {
            break;
        }
    }
    let decided_by = runner.evaluated().last().map(|last| deciders(last, Detail::Full)).unwrap_or_default();
    Reason { sentence, decided_by }
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
