//! A step as a command of the AWS CLI, for a POSIX shell.

mod commands;
mod requests;
mod shell;

use shell::{Item, Line, kebab, mention};

use super::{Scenario, StepKind, StsStep};
use crate::arn::Arn;
use crate::sts::{Operation, TokenCode};

/// An STS call or a request as a command of the AWS CLI, with comments that say what the command cannot: whose
/// credentials, what to fill in. Nothing for the other steps.
pub fn cli(scenario: &Scenario, step: usize) -> Option<String> {
    let step = scenario.script.get(step)?;
    let mut notes = Vec::new();
    let command = match &step.kind {
        StepKind::Sts(call) => {
            let line = sts(scenario, call, &mut notes);
            if let Some(id) = step.common.id.as_ref().filter(|_| call.operation != Operation::GetCallerIdentity) {
                notes.push(format!("Keep the credentials of the answer as the profile {}.", mention(id)));
            }
            Some(line.text())
        }
        StepKind::Request(request) => requests::request(scenario, request, &mut notes).map(Line::text),
        StepKind::SignIn(_) | StepKind::Wait(_) => return None,
    };
    let mut lines: Vec<String> = notes.into_iter().map(|note| format!("# {note}")).collect();
    lines.extend(command);
    Some(lines.join("\n"))
}

fn sts(scenario: &Scenario, call: &StsStep, notes: &mut Vec<String>) -> Line {
    let given = &call.parameters;
    let mut line = Line::new(&format!("sts {}", kebab(call.operation.name())));
    let federated = matches!(call.operation, Operation::AssumeRoleWithSaml | Operation::AssumeRoleWithWebIdentity);
    if federated {
        vouched(call, notes);
    } else {
        signed(scenario, call.signed_by, notes);
    }
    for name in call.operation.parameter_names() {
        let text = match *name {
            "RoleArn" => &given.role_arn,
            "RoleSessionName" => &given.role_session_name,
            "SerialNumber" => &given.serial_number,
            "Policy" => &given.policy,
            "ExternalId" => &given.external_id,
            "SourceIdentity" => &given.source_identity,
            "Name" => &given.name,
            "PrincipalArn" => &given.principal_arn,
            "ProviderId" => &given.provider_id,
            "SAMLAssertion" | "WebIdentityToken" => &given.assertion,
            _ => &None,
        };
        match (*name, text) {
            (_, Some(text)) => line.option(name, text),
            ("SAMLAssertion", None) => {
                notes.push("Put the SAML response, base64, into the file assertion.b64 first.".to_owned());
                line.raw("--saml-assertion file://assertion.b64");
            }
            ("WebIdentityToken", None) => {
                notes.push("Set TOKEN to the token of the identity provider first.".to_owned());
                line.raw("--web-identity-token \"$TOKEN\"");
            }
            ("DurationSeconds", _) => {
                if let Some(seconds) = given.duration_seconds {
                    line.option(name, &seconds.to_string());
                }
            }
            ("TokenCode", _) => match &given.token_code {
                Some(TokenCode::Current) => {
                    notes.push("Set MFA_CODE to the code that the device shows first.".to_owned());
                    line.raw("--token-code \"$MFA_CODE\"");
                }
                Some(TokenCode::Digits(code)) => line.option(name, code),
                None => {}
            },
            ("PolicyArns", _) => {
                if let Some(arns) = &given.policy_arns {
                    let items: Vec<Item> = arns.iter().map(|arn| Item::fields(&[("arn", arn)])).collect();
                    line.list(name, &items);
                }
            }
            ("Tags", _) => {
                if let Some(tags) = &given.tags {
                    let items: Vec<Item> =
                        tags.iter().map(|(key, value)| Item::fields(&[("Key", key), ("Value", value)])).collect();
                    line.list(name, &items);
                }
            }
            ("TransitiveTagKeys", _) => {
                if let Some(keys) = &given.transitive_tag_keys {
                    let items: Vec<Item> = keys.iter().map(|key| Item::text(key)).collect();
                    line.list(name, &items);
                }
            }
            _ => {}
        }
    }
    if !federated {
        line.raw(profile(scenario, call.signed_by));
    }
    line
}

fn vouched(call: &StsStep, notes: &mut Vec<String>) {
    if let Some(federation) = &call.federation {
        notes.push(format!("{} vouches for {}.", mention(&federation.provider), mention(&federation.subject)));
    }
}

/// Says whose credentials these are.
fn signed(scenario: &Scenario, signed_by: Option<usize>, notes: &mut Vec<String>) {
    let Some(signer) = signed_by.and_then(|index| scenario.script.get(index)) else { return };
    let id = mention(signer.common.id.as_deref().unwrap_or_default());
    notes.push(match &signer.kind {
        StepKind::SignIn(sign_in) => {
            let what = if sign_in.console.is_some() { "the console session" } else { "the access key" };
            format!("The profile {id} has {what} of {}.", mention(&sign_in.principal))
        }
        StepKind::Sts(call) => {
            format!("The profile {id} has the credentials that {} returned.", call.operation.name())
        }
        _ => format!("The step {id} has no credentials."),
    });
}

/// The option that chooses the credentials.
fn profile(scenario: &Scenario, signed_by: Option<usize>) -> String {
    let id = signed_by.and_then(|index| scenario.script.get(index)?.common.id.as_deref());
    id.map_or_else(|| "--no-sign-request".to_owned(), |id| shell::option("--profile", id))
}

/// The region that a resource is in, as an option.
fn region(resource: &str) -> Option<String> {
    let region = Arn::parse(resource)?.region;
    let plain = !region.is_empty() && region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (plain && !region.starts_with('-')).then(|| format!("--region {region}"))
}
