//! A cell of the matrix as a scenario of its own: a script that makes the credentials and sends the request.

use super::model::CellAt;
use crate::arn::{Arn, friendly_name};
use crate::scenario::Scenario;
use crate::text::json::{Json, Member, Value};
use crate::time::format_utc;
use crate::whatif::SessionKind;

/// A session policy that leaves everything in.
const EVERYTHING: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// The scenario of one cell, as JSON, and the index of the request in its script. Its clock starts when the code was
/// typed.
pub(super) fn cell_scenario(
    scenario: &Scenario,
    user: &str,
    role: Option<&str>,
    age: i64,
    cell: CellAt,
) -> Option<(Json, usize)> {
    let request = scenario.json().get("script")?.as_array()?.get(cell.request)?;
    let mut script = session_steps(scenario, user, role, cell.kind);
    // Time passes between the code and what is done with it; what a change puts before the request comes after that.
    let late = matches!(
        cell.kind,
        SessionKind::AssumeRole
            | SessionKind::AssumeRoleMfa
            | SessionKind::SessionTokenMfaThenRole
            | SessionKind::FederatedUser
    );
    let age = age.max(0);
    let place = script.len() - usize::from(late);
    script.insert(place, Json::object([("do", "wait".into()), ("seconds", age.into())]));
    let signer = script.iter().rev().find_map(|step| step.get("id"))?.clone();
    let mut sent = with(request, "as", Some(signer));
    for member in ["id", "at", "expect", "note"] {
        sent = with(&sent, member, None);
    }
    script.push(sent);
    let step = script.len() - 1;
    let start = scenario.clock.saturating_sub(age);
    let json = with(scenario.json(), "clock", Some(format_utc(start).into()));
    let json = with(&json, "view", None);
    Some((with(&json, "script", Some(script.into())), step))
}

/// The steps that make credentials of a kind, the last one being theirs.
fn session_steps(scenario: &Scenario, user: &str, role: Option<&str>, kind: SessionKind) -> Vec<Json> {
    let account = Arn::parse(user).map(|arn| arn.account.to_owned()).unwrap_or_default();
    let name = friendly_name(user).to_owned();
    let device = scenario.world.user(user).and_then(|user| user.user.mfa.first().map(|device| device.serial.clone()));
    let code = || {
        let token = if device.is_some() { "$current" } else { "000000" };
        let serial = device.clone().unwrap_or_else(|| format!("arn:aws:iam::{account}:mfa/{name}"));
        vec![("SerialNumber", Json::from(serial)), ("TokenCode", token.into())]
    };
    let session_name: String =
        name.chars().take(60).collect::<String>() + if name.chars().count() < 2 { "-session" } else { "" };
    let sign_in = |principal: &str, console: Option<bool>| {
        let mut members = vec![("do", "signIn".into()), ("id", "keys".into()), ("principal", principal.into())];
        members.extend(console.map(|mfa| ("console", Json::object([("mfa", mfa.into())]))));
        Json::object(members)
    };
    let call = |id: &str, signer: &str, operation: &str, parameters: Vec<(&str, Json)>| {
        Json::object([
            ("do", "sts".into()),
            ("id", id.into()),
            ("as", signer.into()),
            ("operation", operation.into()),
            ("parameters", Json::object(parameters)),
        ])
    };
    let lasting = |more: Vec<(&'static str, Json)>| {
        let mut parameters = vec![("DurationSeconds", Json::from(129_600_i64))];
        parameters.extend(more);
        call("session", "keys", "GetSessionToken", parameters)
    };
    let assume = |signer: &str, more: Vec<(&'static str, Json)>| {
        let mut parameters: Vec<(&str, Json)> = Vec::new();
        parameters.extend(role.map(|role| ("RoleArn", role.into())));
        parameters.push(("RoleSessionName", session_name.as_str().into()));
        parameters.extend(more);
        call("role", signer, "AssumeRole", parameters)
    };
    let keys = sign_in(user, None);
    match kind {
        SessionKind::AccessKey => vec![keys],
        SessionKind::Root => vec![sign_in(&format!("arn:aws:iam::{account}:root"), None)],
        SessionKind::SessionToken => vec![keys, lasting(Vec::new())],
        SessionKind::SessionTokenMfa => vec![keys, lasting(code())],
        SessionKind::AssumeRole => vec![keys, assume("keys", Vec::new())],
        SessionKind::AssumeRoleMfa => vec![keys, assume("keys", code())],
        SessionKind::SessionTokenMfaThenRole => vec![keys, lasting(code()), assume("session", Vec::new())],
        SessionKind::Console => vec![sign_in(user, Some(false))],
        SessionKind::ConsoleMfa => vec![sign_in(user, Some(true))],
        SessionKind::FederatedUser => {
            let name: String = session_name.chars().take(32).collect();
            vec![
                keys,
                call(
                    "federated",
                    "keys",
                    "GetFederationToken",
                    vec![("Name", name.into()), ("Policy", EVERYTHING.into())],
                ),
            ]
        }
    }
}

/// A copy of an object with a member set or, with none, without it.
pub(super) fn with(json: &Json, name: &str, value: Option<Json>) -> Json {
    let mut members = json.as_object().unwrap_or_default().to_vec();
    match (members.iter_mut().find(|member| member.name == name), value) {
        (Some(member), Some(value)) => member.value = value,
        (None, Some(value)) => members.push(Member::of(name, value)),
        (_, None) => members.retain(|member| member.name != name),
    }
    Json::of(Value::Object(members))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::app::GALLERY;
    use crate::scenario::{Detail, run};
    use crate::whatif::{SessionsQuestion, session_cell};
    use crate::world::Library;

    /// The matrix and the scenario of each of its cells agree.
    #[test]
    fn a_cell_as_a_scenario_ends_like_the_cell() {
        let mut compared = 0;
        for entry in GALLERY {
            let scenario = crate::wire::read_scenario(entry.text).unwrap();
            let (user, role) = (scenario.users()[0].clone(), scenario.roles().first().cloned());
            for request in scenario.requests() {
                for kind in SessionKind::ALL.iter().copied().filter(|kind| role.is_some() || !kind.needs_role()) {
                    for age in [0, 300, 40_000] {
                        let question = SessionsQuestion {
                            user: user.clone(),
                            role: role.clone(),
                            requests: vec![request],
                            mfa_age: age,
                            kinds: vec![kind],
                        };
                        let cell = session_cell(&scenario, &Library::default(), &question, kind, request).unwrap();
                        let at = CellAt { request, kind };
                        let (json, step) = cell_scenario(&scenario, &user, role.as_deref(), age, at).unwrap();
                        let report = run(&Scenario::from_json(json).unwrap(), Detail::Decision);
                        let sent = &report.steps[step];
                        // Where the session could not be made, the cell is the call that failed.
                        let own = if cell.does == "sts" {
                            report.steps.iter().find(|step| step.error.is_some()).unwrap()
                        } else {
                            sent
                        };
                        assert_eq!(own.outcome, cell.outcome, "{}: {kind:?}, step {request}, {age} s", entry.name);
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared > 100);
    }
}
