//! The script, in words for the reader.

use crate::scenario::{Scenario, StepKind};

/// What a step asks for: the action and on what.
pub(super) fn step_words(scenario: &Scenario, index: usize) -> (String, String) {
    match scenario.script.get(index).map(|step| &step.kind) {
        Some(StepKind::Request(request)) => (request.action.text.clone(), request.resource.clone()),
        Some(StepKind::Sts(call)) => {
            let role = call.parameters.role_arn.clone().unwrap_or_default();
            (format!("sts:{}", call.operation.name()), role)
        }
        Some(StepKind::SignIn(sign_in)) => ("signing in".to_owned(), sign_in.principal.clone()),
        Some(StepKind::Wait(_)) | None => (String::new(), String::new()),
    }
}

/// Whose credentials a step uses: the name of the step that made them.
pub(super) fn signer_words(scenario: &Scenario, index: usize) -> String {
    let signed_by = match scenario.script.get(index).map(|step| &step.kind) {
        Some(StepKind::Request(request)) => request.signed_by,
        Some(StepKind::Sts(call)) => call.signed_by,
        Some(StepKind::SignIn(sign_in)) => return super::words::arn_name(&sign_in.principal).to_owned(),
        Some(StepKind::Wait(_)) | None => return String::new(),
    };
    match signed_by.and_then(|by| scenario.script.get(by)) {
        Some(step) => format!("the credentials of {}", step.common.id.as_deref().unwrap_or("an earlier step")),
        None => "no credentials".to_owned(),
    }
}
