//! Credentials that have expired: the same again, or ones that live longer.

use super::session::{chain, free_prefix, step_json, with};
use super::text_edit::member;
use super::{Family, Proposal, Situation};
use crate::scenario::{Outcome, Scenario, StepKind};
use crate::sts::Operation;
use crate::text::json::Json;

pub(super) fn propose(situation: &Situation<'_>) -> Vec<Proposal> {
    let expired = situation.error.as_ref().is_some_and(|error| error.code.starts_with("ExpiredToken"));
    if situation.outcome != Outcome::Refused || !expired {
        return Vec::new();
    }
    let mut proposals = again(situation);
    proposals.extend(longer(situation));
    proposals
}

/// The calls that made the credentials, made again just before the step. Access keys do not expire and stay.
fn again(situation: &Situation<'_>) -> Vec<Proposal> {
    let scenario = situation.scenario;
    let prefix = free_prefix(scenario);
    let mut steps: Vec<Json> = Vec::new();
    let mut signer: Option<String> = None;
    let mut sends_code = false;
    // The purposes of other credentials, so that these do not come a second time.
    let mut purpose = "again".to_owned();
    for index in chain(scenario, situation.step) {
        let (Some(step), Some(json)) = (scenario.script.get(index), step_json(scenario, index)) else {
            return Vec::new();
        };
        if matches!(&step.kind, StepKind::SignIn(sign_in) if sign_in.console.is_none()) {
            signer.clone_from(&step.common.id);
            continue;
        }
        let id = format!("{prefix}-{}", steps.len() + 1);
        let mut copy = Some(json.clone());
        for name in ["at", "note", "expect"] {
            copy = copy.and_then(|json| with(&json, name, None));
        }
        copy = copy.and_then(|json| with(&json, "id", Some(id.as_str().into())));
        if let StepKind::Sts(call) = &step.kind {
            purpose = match (&call.parameters.role_arn, call.operation) {
                (Some(role), Operation::AssumeRole) => role.clone(),
                (_, Operation::GetSessionToken) if call.parameters.serial_number.is_some() => "mfa".to_owned(),
                (_, Operation::GetSessionToken) => "token".to_owned(),
                _ => purpose,
            };
            if call.signed_by.is_some() {
                copy = copy.and_then(|json| with(&json, "as", signer.clone().map(Json::from)));
            }
            if call.parameters.serial_number.is_some() {
                sends_code = true;
                copy = copy.and_then(|json| with_parameter(&json, "TokenCode", Some("$current".into())));
            }
        }
        signer = Some(id);
        steps.extend(copy);
    }
    let (Some(signer), Some(json)) = (signer, step_json(scenario, situation.step)) else { return Vec::new() };
    let replacement = with(json, "as", Some(signer.into()));
    let mut proposals = Vec::new();
    for waits in [false, true] {
        let late = if waits { " once the device shows its next code" } else { "" };
        let what = if sends_code { ", with a code of that moment" } else { "" };
        let sentence = format!("These credentials have expired: get new ones the same way{what}{late}, and use those.");
        let mut proposal = Proposal::new(Family::Session, 3 + u32::from(waits), sentence);
        proposal.inserts = if waits { vec![super::session::wait()] } else { Vec::new() };
        proposal.inserts.extend(steps.iter().cloned());
        proposal.replacement.clone_from(&replacement);
        proposal.purpose = Some(purpose.clone());
        proposals.push(proposal);
        if !sends_code {
            break;
        }
    }
    proposals
}

/// The last call asks for credentials that live as long as they may.
fn longer(situation: &Situation<'_>) -> Option<Proposal> {
    let scenario = situation.scenario;
    let index = chain(scenario, situation.step).into_iter().next_back()?;
    let StepKind::Sts(call) = &scenario.script.get(index)?.kind else { return None };
    let chained = call.signed_by.is_some_and(|signer| {
        matches!(&scenario.script.get(signer).map(|step| &step.kind), Some(StepKind::Sts(call)) if call.operation == Operation::AssumeRole)
    });
    let most = match call.operation {
        Operation::AssumeRole if chained => 3600,
        Operation::AssumeRole | Operation::AssumeRoleWithSaml | Operation::AssumeRoleWithWebIdentity => {
            longest_of_role(scenario, call.parameters.role_arn.as_deref()?)
        }
        Operation::GetSessionToken | Operation::GetFederationToken => 129_600,
        Operation::GetCallerIdentity => return None,
    };
    let json = with_parameter(step_json(scenario, index)?, "DurationSeconds", Some(most.into()))?;
    let sentence =
        format!("Let {} ask for credentials that live longer: `DurationSeconds` {most}.", call.operation.name());
    let mut proposal = Proposal::new(Family::Session, 8, sentence);
    proposal.earlier = Some((index, json));
    Some(proposal)
}

fn longest_of_role(scenario: &Scenario, arn: &str) -> i64 {
    scenario.world.role(arn).map_or(3600, |role| role.max_session_duration())
}

/// A copy of an STS step with a parameter set or, with none, removed.
pub(super) fn with_parameter(step: &Json, name: &str, value: Option<Json>) -> Option<Json> {
    let parameters = with(&member(step, "parameters")?.value, name, value)?;
    with(step, "parameters", Some(parameters))
}
