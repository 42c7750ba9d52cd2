//! A step of a script, ready to be decided again under other circumstances.

use super::moving::AGE;
use crate::engine::Compiled;
use crate::request::Request;
use crate::scenario::{Outcome, Runner, StepKind};

/// A step with what it asks of the policies.
pub(super) struct Stage {
    /// What it asks of the policies, in order.
    pub evaluated: Vec<(Compiled, Request)>,
    /// What it comes to where they allow all of it.
    pub passes: Outcome,
    /// What it comes to, as AWS words it, where no policy decides.
    pub message: String,
    /// Whether its context has an age that is not that of a code on the call itself, which is always 0.
    pub ages: bool,
}

impl Stage {
    /// Runs a step as if its policies allowed it, so that nothing that it would ask further on is missed.
    pub(super) fn run(runner: &mut Runner<'_>, index: usize, kind: Option<&StepKind>) -> Self {
        let report = runner.step_beyond(index);
        let evaluated: Vec<(Compiled, Request)> =
            runner.evaluated().iter().map(|one| (Compiled::new(one.policies.clone()), one.request.clone())).collect();
        let is_request = matches!(kind, Some(StepKind::Request(_)));
        let code_on_call = matches!(kind, Some(StepKind::Sts(call)) if call.parameters.serial_number.is_some());
        Self {
            passes: match report.outcome {
                // Whether a request is allowed is what the policies say.
                Some(_) if is_request && !evaluated.is_empty() => Outcome::Allowed,
                outcome => outcome.unwrap_or(Outcome::Refused),
            },
            message: report.error.map(|error| error.message).unwrap_or_default(),
            ages: !code_on_call && evaluated.iter().any(|(_, request)| request.context.get(AGE).is_some()),
            evaluated,
        }
    }

    /// Whether it succeeds where the policies allow it.
    pub(super) fn goes_through(&self) -> bool {
        matches!(self.passes, Outcome::Issued | Outcome::Allowed)
    }

    /// What it asks of the policies at an age.
    pub(super) fn at(&self, age: i64) -> impl Iterator<Item = (&Compiled, Request)> {
        self.evaluated.iter().map(move |(policies, request)| {
            let mut request = request.clone();
            if self.ages {
                request.context.set("aws:MultiFactorAuthAge", age.to_string());
            }
            (policies, request)
        })
    }
}
