//! The steps of a script, in words for the reader.

use crate::app::words;
use crate::scenario::{Scenario, Step, StepKind};
use crate::sts::Operation;

/// What a step asks for: the action and on what.
pub fn step_words(scenario: &Scenario, index: usize) -> (String, String) {
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

/// Whose credentials a step uses, for a sentence: "with …".
pub fn signer_words(scenario: &Scenario, index: usize) -> String {
    match scenario.script.get(index).map(|step| &step.kind) {
        Some(StepKind::SignIn(sign_in)) => words::arn_name(&sign_in.principal).to_owned(),
        Some(StepKind::Wait(_)) | None => String::new(),
        Some(StepKind::Request(_) | StepKind::Sts(_)) => match signer(scenario, index) {
            Some(step) => format!("the credentials of {}", step.common.id.as_deref().unwrap_or("an earlier step")),
            None => "no credentials".to_owned(),
        },
    }
}

/// The step whose credentials sign this one.
pub fn signer(scenario: &Scenario, index: usize) -> Option<&Step> {
    let signed_by = match &scenario.script.get(index)?.kind {
        StepKind::Request(request) => request.signed_by,
        StepKind::Sts(call) => call.signed_by,
        StepKind::SignIn(_) | StepKind::Wait(_) => None,
    };
    scenario.script.get(signed_by?)
}

/// The heading of a step.
pub fn title(step: &Step) -> String {
    match &step.kind {
        StepKind::SignIn(sign_in) => {
            let who = words::arn_name(&sign_in.principal);
            match sign_in.console {
                None => format!("{who} uses an access key"),
                Some(false) => format!("{who} signs in to the console"),
                Some(true) => format!("{who} signs in to the console with MFA"),
            }
        }
        StepKind::Sts(call) => {
            let code = if call.parameters.token_code.is_some() { " with a code" } else { "" };
            let role = match call.operation {
                Operation::AssumeRole | Operation::AssumeRoleWithSaml | Operation::AssumeRoleWithWebIdentity => {
                    call.parameters.role_arn.as_deref().map(|arn| format!(" {}", words::arn_name(arn)))
                }
                _ => None,
            };
            format!("{}{}{code}", call.operation.name(), role.unwrap_or_default())
        }
        StepKind::Wait(seconds) => format!("Wait {}", words::duration(*seconds)),
        StepKind::Request(request) => request.action.text.clone(),
    }
}
