//! Other credentials for the same step.

use super::{Family, Proposal, Situation};
use crate::arn::friendly_name;
use crate::scenario::{Outcome, Scenario, StepKind};
use crate::sts::Operation;
use crate::text::json::{Json, Member, Value};
use crate::text::{ByteRange, lower_first};

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

/// The steps that made the credentials of a step, the first one first.
pub(super) fn chain(scenario: &Scenario, step: usize) -> Vec<usize> {
    let mut chain = Vec::new();
    let mut at = step;
    // A step names earlier ones only, so that this ends.
    while let Some(signer) = scenario.script.get(at).and_then(|step| match &step.kind {
        StepKind::Request(request) => request.signed_by,
        StepKind::Sts(call) => call.signed_by,
        _ => None,
    }) {
        chain.push(signer);
        at = signer;
    }
    chain.reverse();
    chain
}

/// The user behind the credentials of a step.
pub(super) fn user_behind(scenario: &Scenario, step: usize) -> Option<String> {
    match &scenario.script.get(*chain(scenario, step).first()?)?.kind {
        StepKind::SignIn(sign_in) => scenario.world.user(&sign_in.principal).map(|user| user.arn()),
        _ => None,
    }
}

/// The id of the step that signs in with the access key from which the credentials of a step come.
fn key_of(scenario: &Scenario, step: usize) -> Option<String> {
    let first = scenario.script.get(*chain(scenario, step).first()?)?;
    match &first.kind {
        StepKind::SignIn(sign_in) if sign_in.console.is_none() => first.common.id.clone(),
        _ => None,
    }
}

/// Half a minute, after which a device shows another code.
pub(super) fn wait() -> Json {
    object(vec![("do", text("wait")), ("seconds", Json::from(30))])
}

/// A beginning of ids that no id of the script has.
pub(super) fn free_prefix(scenario: &Scenario) -> String {
    let taken = |prefix: &str| {
        scenario.script.iter().any(|step| step.common.id.as_ref().is_some_and(|id| id.starts_with(prefix)))
    };
    let mut prefix = "try".to_owned();
    while taken(&prefix) {
        prefix.push('+');
    }
    prefix
}

/// Who signs in at the beginning of what made the credentials of a step.
fn first_of(scenario: &Scenario, step: usize) -> Option<&str> {
    let first = chain(scenario, step).first().copied().unwrap_or(step);
    match &scenario.script.get(first)?.kind {
        StepKind::SignIn(sign_in) => Some(&sign_in.principal),
        _ => None,
    }
}

/// Credentials that an earlier step of the script made, of the same user; of anybody where the step has none.
fn there_already(situation: &Situation<'_>) -> Vec<Proposal> {
    let (scenario, step) = (situation.scenario, situation.step);
    let Some(json) = step_json(scenario, step) else { return Vec::new() };
    let signer = chain(scenario, step).last().copied();
    let whose = signer.and_then(|_| first_of(scenario, step));
    let from_role = signer.is_some_and(|signer| is_role_session(scenario, signer));
    let mut proposals = Vec::new();
    for (index, other) in scenario.script.iter().enumerate().take(step) {
        let (Some(id), false) = (&other.common.id, signer == Some(index)) else { continue };
        if signer.is_some() && first_of(scenario, index) != whose {
            continue;
        }
        let (purpose, sentence) = match &other.kind {
            StepKind::SignIn(sign_in) if signer.is_none() => {
                ("keys".to_owned(), format!("Sign it with the credentials of {}.", friendly_name(&sign_in.principal)))
            }
            StepKind::Sts(call) => match (call.operation, &call.parameters.role_arn) {
                (Operation::GetSessionToken, _) if call.parameters.serial_number.is_some() => (
                    "mfa".to_owned(),
                    "Use the credentials that are there already from GetSessionToken with a code.".to_owned(),
                ),
                (Operation::GetSessionToken, _) => (
                    "token".to_owned(),
                    "Use the credentials that are there already from GetSessionToken without a code.".to_owned(),
                ),
                (Operation::AssumeRole, Some(role)) => {
                    (role.clone(), format!("Use the session of {} that is there already.", friendly_name(role)))
                }
                _ => continue,
            },
            _ => continue,
        };
        let leaves_role = from_role && !is_role_session(scenario, index);
        let sentence = if leaves_role { format!("Do without the role: {}", lower_first(&sentence)) } else { sentence };
        let mut proposal = Proposal::new(Family::Session, 9 + denial(situation), sentence).with_purpose(&purpose);
        proposal.replacement = with(json, "as", Some(text(id)));
        proposals.push(proposal);
    }
    proposals
}

fn is_role_session(scenario: &Scenario, step: usize) -> bool {
    matches!(scenario.script.get(step).map(|step| &step.kind), Some(StepKind::Sts(call)) if call.operation == Operation::AssumeRole)
}

/// Whoever wants a denial thinks of the policies first.
fn denial(situation: &Situation<'_>) -> u32 {
    if matches!(situation.to, Outcome::ImplicitDeny | Outcome::ExplicitDeny) { 50 } else { 0 }
}

pub(super) fn propose(situation: &Situation<'_>) -> Vec<Proposal> {
    let scenario = situation.scenario;
    let mut proposals = there_already(situation);
    let (Some(user), Some(json)) = (user_behind(scenario, situation.step), step_json(scenario, situation.step)) else {
        return proposals;
    };
    let device = scenario.world.user(&user).and_then(|user| user.user.mfa.first().map(|device| device.serial.clone()));
    let name = friendly_name(&user).to_owned();
    let prefix = free_prefix(scenario);
    // The access key that the script has, else one of its own.
    let own_key = key_of(scenario, situation.step);
    let id = |what: &str| match (&own_key, what) {
        (Some(key), "keys") => key.clone(),
        _ => format!("{prefix}-{what}"),
    };
    let sign_in = || {
        let step = object(vec![("do", text("signIn")), ("id", text(&id("keys"))), ("principal", text(&user))]);
        if own_key.is_some() { Vec::new() } else { vec![step] }
    };
    let leaves_role = chain(scenario, situation.step).iter().any(|index| is_role_session(scenario, *index));
    let instead = |sentence: &str| {
        if leaves_role { format!("Do without the role: {}", lower_first(sentence)) } else { sentence.to_owned() }
    };
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
    let mut add = |cost: u32, purpose: &str, sentence: String, steps: Vec<Json>, signer: &str| {
        let Some(replacement) = with(json, "as", Some(text(&id(signer)))) else { return };
        let mut proposal = Proposal::new(Family::Session, cost + denial(situation), sentence);
        proposal.inserts = steps;
        proposal.replacement = Some(replacement);
        proposal.purpose = Some(purpose.to_owned());
        proposals.push(proposal);
    };
    // A code is accepted once, so that a second try waits for the next one.
    let waits: &[(u32, bool)] = &[(0, false), (1, true)];
    if let Some(serial) = &device {
        for (extra, waiting) in waits {
            let mut steps = sign_in();
            if *waiting {
                steps.push(wait());
            }
            let late = if *waiting { " once the device shows its next code" } else { "" };
            steps.push(call("mfa", "keys", "GetSessionToken", code(serial)));
            add(
                10 + extra,
                "mfa",
                instead(&format!(
                    "Call GetSessionToken with a code of the MFA device{late}, and use those credentials."
                )),
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
                    &format!("mfa, then {role}"),
                    format!("Call GetSessionToken with a code{late}, then assume {role_name} with those credentials."),
                    chain,
                    "role",
                );
                let mut with_code = session;
                with_code.extend(code(serial));
                let mut steps = sign_in();
                if *waiting {
                    steps.push(wait());
                }
                steps.push(call("role", "keys", "AssumeRole", with_code));
                add(
                    30 + extra,
                    // A code does no good where the role can be had without.
                    &role,
                    format!("Assume {role_name} with a code on the call{late}, and use the role session."),
                    steps,
                    "role",
                );
            }
        }
    }
    add(20, "keys", instead("Use the long-term access key itself."), sign_in(), "keys");
    add(
        21,
        "token",
        instead("Call GetSessionToken without a code, and use those credentials."),
        [sign_in(), vec![call("token", "keys", "GetSessionToken", Vec::new())]].concat(),
        "token",
    );
    for role in scenario.roles() {
        let session = vec![("RoleArn", text(&role)), ("RoleSessionName", text(&session_name(&name)))];
        let sentence = format!("Assume {} with the access key, and use the role session.", friendly_name(&role));
        add(25, &role, sentence, [sign_in(), vec![call("role", "keys", "AssumeRole", session)]].concat(), "role");
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
