//! New steps, with what can be known filled in.

use super::form::short_name;
use crate::scenario::{Detail, Scenario, StepKind, run};
use crate::sts::Operation;
use crate::text::json::Json;

/// What can be added: its key, its name, and a word on it.
pub const NEW_STEPS: &[(&str, &str, &str)] = &[
    ("signIn", "Access key", "a user's long-term credentials"),
    ("console", "Console", "a user signs in, with MFA or without"),
    ("GetSessionToken", "GetSessionToken", "temporary credentials of the same user"),
    ("AssumeRole", "AssumeRole", "a role session"),
    ("AssumeRoleWithSAML", "AssumeRoleWithSAML", "a role session, vouched for by SAML"),
    ("AssumeRoleWithWebIdentity", "AssumeRoleWithWebIdentity", "a role session, vouched for by OIDC"),
    ("GetFederationToken", "GetFederationToken", "a federated user"),
    ("GetCallerIdentity", "GetCallerIdentity", "who am I?"),
    ("wait", "Wait", "time passes"),
    ("request", "Request", "a call to a service"),
];

/// A new step to stand before the one with this index.
pub(super) fn step(scenario: &Scenario, index: usize, key: &str) -> Json {
    let text = |text: &str| Json::from(text);
    match key {
        "signIn" | "console" => {
            let user = scenario.users().into_iter().next();
            let principal =
                user.or_else(|| scenario.world.accounts.first().map(|(id, _)| format!("arn:aws:iam::{id}:root")));
            let principal = principal.unwrap_or_default();
            let name = if key == "console" { "console".to_owned() } else { short_name(&principal) };
            let mut members =
                vec![("do", text("signIn")), ("id", free_id(scenario, &name).into()), ("principal", principal.into())];
            if key == "console" {
                members.push(("console", Json::object([("mfa", true.into())])));
            }
            Json::object(members)
        }
        "wait" => Json::object([("do", text("wait")), ("seconds", 3_600.into())]),
        "request" => {
            // The request before this one is the likeliest to be asked again.
            let like =
                scenario.script.iter().take(index).rev().chain(&scenario.script).find_map(|step| match &step.kind {
                    StepKind::Request(request) => Some((request.action.text.clone(), request.resource.clone())),
                    _ => None,
                });
            let (action, resource) = like.unwrap_or_else(|| ("s3:ListAllMyBuckets".to_owned(), "*".to_owned()));
            let mut members = vec![("do", text("request"))];
            let signer = last_credentials(scenario, index, |_| true);
            members.extend(signer.map(|id| ("as", id.into())));
            members.extend([("action", action.into()), ("resource", resource.into())]);
            Json::object(members)
        }
        operation => sts(scenario, index, operation),
    }
}

fn sts(scenario: &Scenario, index: usize, name: &str) -> Json {
    let operation = Operation::ALL
        .iter()
        .copied()
        .find(|operation| operation.name() == name)
        .unwrap_or(Operation::GetCallerIdentity);
    let user_key = |id: &str| {
        scenario.script.iter().any(|step| {
            step.common.id.as_deref() == Some(id)
                && matches!(&step.kind, StepKind::SignIn(sign_in) if sign_in.console.is_none())
        })
    };
    let federated = matches!(operation, Operation::AssumeRoleWithSaml | Operation::AssumeRoleWithWebIdentity);
    let signer = match operation {
        _ if federated => None,
        // Whoever assumes a role is mostly a user; chaining is for those who choose it.
        Operation::AssumeRole => last_credentials(scenario, index, |id| !is_role_session(scenario, id))
            .or_else(|| last_credentials(scenario, index, |_| true)),
        // Temporary credentials cannot call these two (rule A13).
        Operation::GetSessionToken | Operation::GetFederationToken => last_credentials(scenario, index, user_key),
        _ => last_credentials(scenario, index, |_| true),
    };
    let role = scenario.roles().into_iter().next();
    let mut parameters: Vec<(&str, Json)> = Vec::new();
    let mut federation = None;
    match operation {
        Operation::GetSessionToken => parameters.extend(code(scenario, signer.as_deref())),
        Operation::AssumeRole => {
            parameters.extend(role.map(|role| ("RoleArn", role.into())));
            parameters.push(("RoleSessionName", "playground".into()));
        }
        Operation::AssumeRoleWithSaml | Operation::AssumeRoleWithWebIdentity => {
            let saml = operation == Operation::AssumeRoleWithSaml;
            let providers = scenario.world.accounts.iter().flat_map(|(_, account)| &account.identity_providers);
            let mut providers = providers.filter(|provider| provider.contains(":saml-provider/") == saml);
            // A provider that the account does not have is refused, in words that say so.
            let account = scenario.world.accounts.first().map_or("111122223333", |(id, _)| id);
            let example = if saml {
                format!("arn:aws:iam::{account}:saml-provider/Example")
            } else {
                "idp.example.com".to_owned()
            };
            let provider = providers.next().cloned().unwrap_or(example);
            parameters.extend(role.map(|role| ("RoleArn", role.into())));
            if saml {
                parameters.push(("PrincipalArn", provider.as_str().into()));
            } else {
                parameters.push(("RoleSessionName", "playground".into()));
            }
            federation =
                Some(Json::object([("provider", provider.into()), ("subject", "somebody@example.com".into())]));
        }
        Operation::GetFederationToken => parameters.push(("Name", "guest".into())),
        Operation::GetCallerIdentity => {}
    }
    let id = match operation {
        Operation::GetSessionToken => "session",
        Operation::GetFederationToken => "federated",
        Operation::GetCallerIdentity => "whoami",
        _ => "role",
    };
    let mut members = vec![("do", Json::from("sts")), ("id", free_id(scenario, id).into())];
    members.extend(signer.map(|id| ("as", id.into())));
    members.extend([("operation", operation.name().into()), ("parameters", Json::object(parameters))]);
    members.extend(federation.map(|federation| ("federation", federation)));
    Json::object(members)
}

/// The device of the user whose key signs, and its code.
fn code(scenario: &Scenario, signer: Option<&str>) -> Vec<(&'static str, Json)> {
    let principal = scenario.script.iter().find_map(|step| match &step.kind {
        StepKind::SignIn(sign_in) if step.common.id.as_deref() == signer => Some(sign_in.principal.as_str()),
        _ => None,
    });
    let user = principal.and_then(|principal| scenario.world.user(principal));
    let device = user.and_then(|user| user.user.mfa.first());
    device.map_or_else(Vec::new, |device| {
        vec![("SerialNumber", device.serial.as_str().into()), ("TokenCode", "$current".into())]
    })
}

fn is_role_session(scenario: &Scenario, id: &str) -> bool {
    scenario.script.iter().any(|step| {
        step.common.id.as_deref() == Some(id)
            && matches!(&step.kind, StepKind::Sts(call) if call.parameters.role_arn.is_some())
    })
}

/// The last step before this one that made credentials; what was refused made none.
fn last_credentials(scenario: &Scenario, index: usize, wanted: impl Fn(&str) -> bool) -> Option<String> {
    let report = run(scenario, Detail::Decision);
    let steps = scenario.script.iter().zip(&report.steps).take(index).rev();
    let made = steps.filter(|(_, report)| report.credentials.is_some());
    made.filter_map(|(step, _)| step.common.id.clone()).find(|id| wanted(id))
}

/// A name that no step has.
pub(super) fn free_id(scenario: &Scenario, base: &str) -> String {
    let base = if base.is_empty() { "step" } else { base };
    let taken = |id: &str| scenario.script.iter().any(|step| step.common.id.as_deref() == Some(id));
    let numbered = (2..).map(|number| format!("{base}{number}"));
    std::iter::once(base.to_owned()).chain(numbered).find(|id| !taken(id)).unwrap_or_default()
}
