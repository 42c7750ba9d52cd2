//! Other credentials for the same step.

use super::{Family, Proposal, Situation};
use crate::arn::friendly_name;
use crate::scenario::{Scenario, StepKind};
use crate::sts::Operation;
use crate::text::ByteRange;
use crate::text::json::{Json, Member, Value};

/// A JSON string.
pub(super) fn text(value: &str) -> Json {
    Json::of(Value::String(value.to_owned()))
}

/// A JSON object.
pub(super) fn object(members: Vec<(&str, Json)>) -> Json {
    let members = members
        .into_iter()
        .map(|(name, value)| Member { name: name.to_owned(), name_at: ByteRange::default(), value })
        .collect();
    Json::of(Value::Object(members))
}

/// A copy of an object with a member set or, with none, removed.
pub(super) fn with(json: &Json, name: &str, value: Option<Json>) -> Option<Json> {
    let Value::Object(members) = &json.value else { return None };
    let mut members = members.clone();
    match (members.iter_mut().find(|member| member.name == name), value) {
        (Some(member), Some(value)) => member.value = value,
        (None, Some(value)) => members.push(Member { name: name.to_owned(), name_at: ByteRange::default(), value }),
        (_, None) => members.retain(|member| member.name != name),
    }
    Some(Json::of(Value::Object(members)))
}

/// The step's own JSON.
pub(super) fn step_json(scenario: &Scenario, step: usize) -> Option<&Json> {
    super::text_edit::member(scenario.json(), "script")?.value.as_array()?.get(step)
}

/// The user behind the credentials of a step.
fn user_behind(scenario: &Scenario, step: usize) -> Option<String> {
    let mut signer = match &scenario.script.get(step)?.kind {
        StepKind::Request(request) => request.signed_by?,
        StepKind::Sts(call) => call.signed_by?,
        _ => return None,
    };
    loop {
        match &scenario.script.get(signer)?.kind {
            StepKind::SignIn(sign_in) => return scenario.world.user(&sign_in.principal).map(|user| user.arn()),
            StepKind::Sts(call) => signer = call.signed_by?,
            _ => return None,
        }
    }
}

/// Whether an id of the script begins like this already.
fn free_prefix(scenario: &Scenario) -> String {
    let taken = |prefix: &str| {
        scenario.script.iter().any(|step| step.common.id.as_ref().is_some_and(|id| id.starts_with(prefix)))
    };
    let mut prefix = "try".to_owned();
    while taken(&prefix) {
        prefix.push('+');
    }
    prefix
}

pub(super) fn propose(situation: &Situation<'_>) -> Vec<Proposal> {
    let scenario = situation.scenario;
    let mut proposals = code_on_the_call(situation);
    let (Some(user), Some(json)) = (user_behind(scenario, situation.step), step_json(scenario, situation.step)) else {
        return proposals;
    };
    let device = scenario.world.user(&user).and_then(|user| user.user.mfa.first().map(|device| device.serial.clone()));
    let name = friendly_name(&user).to_owned();
    let prefix = free_prefix(scenario);
    let id = |what: &str| format!("{prefix}-{what}");
    let sign_in = || object(vec![("do", text("signIn")), ("id", text(&id("keys"))), ("principal", text(&user))]);
    let call = |what: &str, signer: &str, operation: &str, parameters: Vec<(&str, Json)>| {
        object(vec![
            ("do", text("sts")),
            ("id", text(&id(what))),
            ("as", text(&id(signer))),
            ("operation", text(operation)),
            ("parameters", object(parameters)),
        ])
    };
    let code = |serial: &str| vec![("SerialNumber", text(serial)), ("TokenCode", text("$current"))];
    let wait = || object(vec![("do", text("wait")), ("seconds", Json::of(Value::Number("30".to_owned())))]);
    let mut add = |cost: u32, sentence: String, steps: Vec<Json>, signer: &str| {
        let Some(replacement) = with(json, "as", Some(text(&id(signer)))) else { return };
        let mut proposal = Proposal::new(Family::Session, cost, sentence);
        proposal.inserts = steps;
        proposal.replacement = Some(replacement);
        proposals.push(proposal);
    };
    // A code is accepted once, so that a second try waits for the next one.
    let waits: &[(u32, bool)] = &[(0, false), (1, true)];
    if let Some(serial) = &device {
        for (extra, waiting) in waits {
            let mut steps = vec![sign_in()];
            if *waiting {
                steps.push(wait());
            }
            let late = if *waiting { " once the device shows its next code" } else { "" };
            steps.push(call("mfa", "keys", "GetSessionToken", code(serial)));
            add(
                10 + extra,
                format!("Call GetSessionToken with a code of the MFA device{late}, and use those credentials."),
                steps.clone(),
                "mfa",
            );
            for role in scenario.roles() {
                let role_name = friendly_name(&role).to_owned();
                let session = vec![("RoleArn", text(&role)), ("RoleSessionName", text(&session_name(&name)))];
                let mut chain = steps.clone();
                chain.push(call("role", "mfa", "AssumeRole", session.clone()));
                add(
                    40 + extra,
                    format!("Call GetSessionToken with a code{late}, then assume {role_name} with those credentials."),
                    chain,
                    "role",
                );
                let mut with_code = session;
                with_code.extend(code(serial));
                let mut steps = vec![sign_in()];
                if *waiting {
                    steps.push(wait());
                }
                steps.push(call("role", "keys", "AssumeRole", with_code));
                add(
                    30 + extra,
                    format!("Assume {role_name} with a code on the call{late}, and use the role session."),
                    steps,
                    "role",
                );
            }
        }
    }
    add(20, "Use the long-term access key itself.".to_owned(), vec![sign_in()], "keys");
    add(
        21,
        "Call GetSessionToken without a code, and use those credentials.".to_owned(),
        vec![sign_in(), call("token", "keys", "GetSessionToken", Vec::new())],
        "token",
    );
    for role in scenario.roles() {
        let session = vec![("RoleArn", text(&role)), ("RoleSessionName", text(&session_name(&name)))];
        let sentence = format!("Assume {} with the access key, and use the role session.", friendly_name(&role));
        add(25, sentence, vec![sign_in(), call("role", "keys", "AssumeRole", session)], "role");
    }
    proposals
}

fn session_name(name: &str) -> String {
    let mut name: String = name.chars().take(60).collect();
    if name.chars().count() < 2 {
        name.push_str("-session");
    }
    name
}

/// A code on an AssumeRole or GetSessionToken call that has none.
fn code_on_the_call(situation: &Situation<'_>) -> Vec<Proposal> {
    let scenario = situation.scenario;
    let Some(StepKind::Sts(call)) = scenario.script.get(situation.step).map(|step| &step.kind) else {
        return Vec::new();
    };
    if !matches!(call.operation, Operation::AssumeRole | Operation::GetSessionToken) {
        return Vec::new();
    }
    let device = user_behind(scenario, situation.step).and_then(|user| {
        scenario.world.user(&user).and_then(|user| user.user.mfa.first().map(|device| device.serial.clone()))
    });
    let (Some(serial), Some(json)) = (device, step_json(scenario, situation.step)) else { return Vec::new() };
    let Some(parameters) = super::text_edit::member(json, "parameters") else { return Vec::new() };
    let changed = with(&parameters.value, "SerialNumber", Some(text(&serial)))
        .and_then(|parameters| with(&parameters, "TokenCode", Some(text("$current"))))
        .and_then(|parameters| with(json, "parameters", Some(parameters)));
    let wait = object(vec![("do", text("wait")), ("seconds", Json::of(Value::Number("30".to_owned())))]);
    let mut proposals = Vec::new();
    for (cost, inserts, late) in [(5, Vec::new(), ""), (6, vec![wait], " once the device shows its next code")] {
        let mut proposal = Proposal::new(
            Family::Session,
            cost,
            format!(
                "Send the MFA device's serial number and current code with the {} call{late}.",
                call.operation.name()
            ),
        );
        proposal.replacement = changed.clone();
        proposal.inserts = inserts;
        proposals.push(proposal);
    }
    proposals
}
