//! The parameters of an STS call: of the step itself, or of the call that made its credentials.

use super::renew::with_parameter;
use super::request::{near_misses, satisfying, unmet_keys};
use super::session::{chain, step_json, user_behind, wait};
use super::{Family, Proposal, Situation};
use crate::engine::{Clause, Layer};
use crate::scenario::{Outcome, StepKind};
use crate::sts::Operation;

pub(super) fn propose(situation: &Situation<'_>) -> Vec<Proposal> {
    let mut proposals = code_on_the_call(situation);
    proposals.extend(asked_for(situation));
    proposals.extend(left_out(situation));
    proposals.extend(without_session_policy(situation));
    proposals
}

/// A code on an AssumeRole or GetSessionToken call that has none, or a wrong one.
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
    let changed = with_parameter(json, "SerialNumber", Some(serial.into()))
        .and_then(|json| with_parameter(&json, "TokenCode", Some("$current".into())));
    let mut proposals = Vec::new();
    for (cost, inserts, late) in [(5, Vec::new(), ""), (6, vec![wait()], " once the device shows its next code")] {
        let sentence = format!(
            "Send the serial number of the MFA device and its current code with the {} call{late}.",
            call.operation.name()
        );
        let mut proposal = Proposal::new(Family::Session, cost, sentence);
        proposal.replacement.clone_from(&changed);
        proposal.inserts = inserts;
        proposal.purpose = Some("code".to_owned());
        proposals.push(proposal);
    }
    proposals
}

/// Parameters that a trust policy asks for.
fn asked_for(situation: &Situation<'_>) -> Vec<Proposal> {
    let is_call =
        matches!(situation.scenario.script.get(situation.step).map(|step| &step.kind), Some(StepKind::Sts(_)));
    let Some(json) = step_json(situation.scenario, situation.step).filter(|_| is_call) else { return Vec::new() };
    let mut proposals = Vec::new();
    near_misses(situation, &mut |statement, stopped_at| {
        if stopped_at != Clause::Condition {
            return;
        }
        let mut changed = Some(json.clone());
        let mut words: Vec<String> = Vec::new();
        for (operator, key) in unmet_keys(situation, statement) {
            let name = match key.key_lower.as_str() {
                "sts:externalid" => "ExternalId",
                "sts:rolesessionname" => "RoleSessionName",
                "sts:sourceidentity" => "SourceIdentity",
                _ => continue,
            };
            let Some(value) = satisfying(operator, key) else { continue };
            words.push(format!("`{name}` {}", super::request::shown(&value)));
            changed = changed.and_then(|json| with_parameter(&json, name, Some(value)));
        }
        if !words.is_empty() {
            let sentence = format!("Send {} with the call, as the trust policy asks.", words.join(" and "));
            let mut proposal = Proposal::new(Family::Request, 12, sentence);
            proposal.replacement = changed;
            proposals.push(proposal);
        }
    });
    proposals
}

/// Optional parameters for whose sake a call is refused.
fn left_out(situation: &Situation<'_>) -> Vec<Proposal> {
    let Some(StepKind::Sts(call)) = situation.scenario.script.get(situation.step).map(|step| &step.kind) else {
        return Vec::new();
    };
    let Some(json) = step_json(situation.scenario, situation.step) else { return Vec::new() };
    let parameters = &call.parameters;
    [
        ("Policy", parameters.policy.is_some()),
        ("PolicyArns", parameters.policy_arns.is_some()),
        ("DurationSeconds", parameters.duration_seconds.is_some()),
        ("Tags", parameters.tags.is_some()),
        ("TransitiveTagKeys", parameters.transitive_tag_keys.is_some()),
        ("SourceIdentity", parameters.source_identity.is_some()),
        ("ExternalId", parameters.external_id.is_some()),
    ]
    .into_iter()
    .filter(|(_, is_there)| *is_there)
    .map(|(name, _)| {
        let mut proposal = Proposal::new(Family::Request, 19, format!("Make the call without `{name}`."));
        proposal.replacement = with_parameter(json, name, None);
        proposal
    })
    .collect()
}

/// The session without the session policy that does not allow the request.
fn without_session_policy(situation: &Situation<'_>) -> Option<Proposal> {
    let verdict = situation.evaluated.last()?.evaluation.verdict;
    let stopped = verdict.layer == Layer::Session
        && matches!(situation.outcome, Outcome::ImplicitDeny | Outcome::ExplicitDeny)
        && situation.to == Outcome::Allowed;
    let index = chain(situation.scenario, situation.step).into_iter().next_back().filter(|_| stopped)?;
    let StepKind::Sts(call) = &situation.scenario.script.get(index)?.kind else { return None };
    if call.operation == Operation::GetFederationToken {
        // Without one a federated user may do nothing.
        return None;
    }
    let json = with_parameter(step_json(situation.scenario, index)?, "Policy", None)?;
    let json = with_parameter(&json, "PolicyArns", None)?;
    let sentence = format!("Make the session without its session policy: call {} without one.", call.operation.name());
    let mut proposal = Proposal::new(Family::Session, 9, sentence);
    proposal.earlier = Some((index, json));
    Some(proposal)
}
