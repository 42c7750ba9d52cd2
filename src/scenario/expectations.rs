//! Expectations: a scenario's own tests, taken from what its steps come to, and what to say where one is not met.

use super::{Change, Detail, Expectation, Outcome, Scenario, StepKind, StepReport, run};
use crate::text::Pointer;
use crate::text::json::{Json, Member, Value};

impl Scenario {
    /// The changes that make what steps come to now what they expect. Without names, all steps that have an outcome.
    /// An expectation that is met stays as its author wrote it.
    pub fn expectation_changes(&self, steps: Option<&[usize]>) -> Vec<Change> {
        run(self, Detail::Decision)
            .steps
            .iter()
            .filter(|report| steps.is_none_or(|steps| steps.contains(&report.index)) && report.met != Some(true))
            .filter_map(|report| {
                let pointer = Pointer::root().member("script").element(report.index).member("expect");
                Some(Change::set(pointer.as_str(), expectation(report)?))
            })
            .collect()
    }

    /// The scenario with what its steps come to now as what they expect.
    pub fn with_expectations(&self, steps: Option<&[usize]>) -> Self {
        // The changes name steps that are there, so that they can be made.
        self.changed(&self.expectation_changes(steps)).unwrap_or_else(|_| self.clone())
    }

    /// Whether a step can expect something.
    pub fn can_expect(&self, step: usize) -> bool {
        self.script.get(step).is_some_and(|step| !matches!(step.kind, StepKind::Wait(_)))
    }
}

/// What a step came to, as an `expect` line. A refusal is told by its code.
fn expectation(report: &StepReport) -> Option<Json> {
    match (report.outcome?, &report.error) {
        (Outcome::Refused, Some(error)) => {
            Some(Json::of(Value::Object(vec![Member::of("error", Json::from(error.code.as_str()))])))
        }
        (outcome, _) => Some(Json::from(outcome.name())),
    }
}

/// Why an expectation is not met: what was expected, what came, and the reason.
pub(super) fn unmet_reason(report: &StepReport, expected: &Expectation) -> Option<String> {
    let expected = match expected {
        Expectation::Outcome(outcome) => format!("`{}`", outcome.name()),
        Expectation::Error(code) => format!("the error `{code}`"),
    };
    let came = match (report.outcome, &report.error) {
        (None, _) => return None,
        (Some(Outcome::Refused), Some(error)) => {
            format!("the call was refused with `{}`: {}", error.code, error.message)
        }
        (Some(outcome), error) => {
            // Of several evaluations the last is the one that decided.
            let reason = report.evaluations.as_ref().and_then(|evaluations| Some(&evaluations.last()?.reason));
            let because = match (error, reason) {
                (Some(error), _) => format!(": {}", error.message),
                (None, Some(reason)) => format!(": {reason}"),
                (None, None) => String::new(),
            };
            format!("it came to `{}`{because}", outcome.name())
        }
    };
    Some(format!("expected {expected}, but {came}"))
}
