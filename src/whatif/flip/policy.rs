//! Edits of policies, as text edits that keep the author's formatting.

use super::{Family, Proposal, Situation, request, text_edit};
use crate::engine::{AttachedPolicy, Clause, DecidedBy, Layer};
use crate::finding::Edit;
use crate::request::{Caller, Request, ResourceRule};
use crate::scenario::Outcome;
use crate::sts::Evaluated;
use crate::text::json::{self, Json};

pub(super) fn propose(situation: &Situation<'_>) -> Vec<Proposal> {
    let Some(last) = situation.evaluated.last() else { return Vec::new() };
    let verdict = last.evaluation.verdict;
    let mut proposals = Vec::new();
    match (situation.outcome, situation.to) {
        (Outcome::ExplicitDeny, _) if !matches!(verdict.layer, Layer::ServiceControl | Layer::ResourceControl) => {
            proposals.extend(without_statements(last, 50, "Remove the statement that denies"));
            proposals.extend(denials_spared(last));
        }
        (Outcome::ImplicitDeny, Outcome::Allowed | Outcome::Issued) => {
            proposals.extend(conditions_dropped(situation, last));
            proposals.extend(allowed_in(last, verdict.layer, verdict.level));
        }
        (Outcome::Allowed | Outcome::Issued, Outcome::ImplicitDeny) => {
            proposals.extend(without_statements(last, 50, "Remove the statement that allows"))
        }
        (_, Outcome::ExplicitDeny) => proposals.extend(denied_in(last)),
        _ => {}
    }
    proposals
}

/// A policy's text as JSON, where it is JSON and part of the scenario.
fn read(policy: &AttachedPolicy) -> Option<Json> {
    let editable = policy.pointer.starts_with("/accounts/") || policy.pointer.starts_with("/organization/");
    if editable { json::parse(&policy.document.text).ok() } else { None }
}

fn name(policy: &AttachedPolicy) -> &str {
    policy.name.as_deref().unwrap_or("the policy")
}

fn proposal(cost: u32, sentence: String, pointer: &str, edits: Vec<Edit>) -> Proposal {
    let mut proposal = Proposal::new(Family::Policy, cost, sentence);
    proposal.policies = vec![(pointer.to_owned(), edits)];
    proposal
}

/// Removes every deciding statement, policy by policy.
fn without_statements(last: &Evaluated, cost: u32, what: &str) -> Option<Proposal> {
    let mut policies: Vec<(String, Vec<Edit>)> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for DecidedBy { layer, level, policy, statement } in &last.evaluation.decided_by {
        let attached = last.policies.policy(*layer, *level, (*policy)?)?;
        let document = read(attached)?;
        let list = text_edit::member(&document, "Statement")?.value.as_array()?;
        let edit = text_edit::remove_element(list, (*statement)?)?;
        let sid = attached.document.policy.statements.get((*statement)?).and_then(|s| s.sid.clone());
        names.push(format!("{}in {}", sid.map(|sid| format!("({sid}) ")).unwrap_or_default(), name(attached)));
        match policies.iter_mut().find(|(pointer, _)| *pointer == attached.pointer) {
            // Two removals in one list could share a comma; the statement-by-statement change is then not proposed.
            Some(_) => return None,
            None => policies.push((attached.pointer.clone(), vec![edit])),
        }
    }
    let mut proposal = Proposal::new(
        Family::Policy,
        cost + u32::try_from(policies.len()).unwrap_or(9),
        format!("{what} {}.", names.join(" and ")),
    );
    proposal.policies = policies;
    Some(proposal)
}

/// Takes the one action out of a list of denied ones.
fn denials_spared(last: &Evaluated) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for DecidedBy { layer, level, policy, statement } in &last.evaluation.decided_by {
        let (Some(policy), Some(index)) = (policy, statement) else { continue };
        let Some(attached) = last.policies.policy(*layer, *level, *policy) else { continue };
        let Some(found) = attached.document.policy.statements.get(*index) else { continue };
        // Moving the action out of an Action list is smaller than removing the statement.
        let matching: Vec<usize> = found
            .action
            .patterns
            .iter()
            .enumerate()
            .filter(|(_, pattern)| pattern.matches(&last.request.action))
            .map(|(i, _)| i)
            .collect();
        let (Some(document), [only]) = (read(attached), matching.as_slice()) else { continue };
        let clause = if found.action.not { continue } else { "Action" };
        let edit = text_edit::statement(&document, *index)
            .and_then(|statement| text_edit::member(statement, clause))
            .and_then(|member| member.value.as_array())
            .filter(|items| items.len() > 1)
            .and_then(|items| text_edit::remove_element(items, *only));
        if let (Some(edit), Some(pattern)) = (edit, found.action.patterns.get(*only)) {
            let sentence = format!("Take `{}` out of the actions that {} denies.", pattern.text, name(attached));
            proposals.push(proposal(45, sentence, &attached.pointer, vec![edit]));
        }
    }
    proposals
}

/// Drops the condition keys that hold an otherwise matching Allow back.
fn conditions_dropped(situation: &Situation<'_>, last: &Evaluated) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for (_, _, policy) in last.policies.iter() {
        let Some(document) = read(policy) else { continue };
        for statement in &policy.document.policy.statements {
            let mut near = false;
            request::near_misses(situation, &mut |other, clause| {
                near |= std::ptr::eq(other, statement) && clause == Clause::Condition
            });
            if !near {
                continue;
            }
            let unmet: Vec<&str> = request::unmet_keys(situation, statement).map(|(_, key)| key.key.as_str()).collect();
            let Some(edit) =
                text_edit::statement(&document, statement.index).and_then(|json| drop_condition(json, &unmet))
            else {
                continue;
            };
            let mfa = unmet.iter().any(|key| key.to_lowercase().starts_with("aws:multifactorauth"));
            let warning = if mfa { " That gives up the MFA protection." } else { "" };
            let keys: Vec<String> = unmet.iter().map(|key| format!("`{key}`")).collect();
            let sentence = format!("Drop the condition on {} in {}.{warning}", keys.join(" and "), name(policy));
            proposals.push(proposal(if mfa { 80 } else { 55 }, sentence, &policy.pointer, vec![edit]));
        }
    }
    proposals
}

/// Removes the whole condition when all its keys are unmet, else the one key, with its operator when it is alone.
fn drop_condition(statement: &Json, unmet: &[&str]) -> Option<Edit> {
    let members = statement.as_object()?;
    let position = members.iter().position(|member| member.name == "Condition")?;
    let operators = members.get(position)?.value.as_object()?;
    let all = operators.iter().flat_map(|operator| operator.value.as_object().unwrap_or_default()).count();
    if unmet.len() >= all {
        return text_edit::remove_member(members, position);
    }
    let [only] = unmet else { return None };
    for (index, operator) in operators.iter().enumerate() {
        let keys = operator.value.as_object()?;
        if let Some(key) = keys.iter().position(|key| key.name == *only) {
            return if keys.len() == 1 {
                text_edit::remove_member(operators, index)
            } else {
                text_edit::remove_member(keys, key)
            };
        }
    }
    None
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    crate::text::escape(text, &mut out);
    out
}

/// Who a resource policy would have to name.
fn principal(request: &Request) -> Option<String> {
    Some(match &request.caller {
        Caller::RoleSession { role_arn, .. } => format!("{{ \"AWS\": {} }}", quoted(role_arn)),
        Caller::Service { service } => format!("{{ \"Service\": {} }}", quoted(service)),
        Caller::Federated { provider } => format!("{{ \"Federated\": {} }}", quoted(provider)),
        Caller::Anonymous => "\"*\"".to_owned(),
        caller => format!("{{ \"AWS\": {} }}", quoted(caller.name())),
    })
}

/// An Allow for exactly this request, in the layer that failed.
fn allowed_in(last: &Evaluated, layer: Layer, level: usize) -> Option<Proposal> {
    let request = &last.request;
    let trust = request.needs_resource_allow() == Some(ResourceRule::Trust) && layer == Layer::Resource;
    let policy = (0..64)
        .map_while(|position| last.policies.policy(layer, level, position))
        .find(|policy| read(policy).is_some())?;
    let document = read(policy)?;
    let principal =
        if layer == Layer::Resource { format!("\"Principal\": {}, ", principal(request)?) } else { String::new() };
    let resource = if trust { String::new() } else { format!(", \"Resource\": {}", quoted(&request.resource)) };
    let statement =
        format!("{{ \"Effect\": \"Allow\", {principal}\"Action\": {}{resource} }}", quoted(&request.action.text));
    let edit = text_edit::append_statement(&policy.document.text, &document, &statement)?;
    let organization = if matches!(layer, Layer::ServiceControl) { 20 } else { 0 };
    let sentence =
        format!("Add a statement to {} that allows {} on exactly this resource.", name(policy), request.action.text);
    Some(proposal(60 + organization, sentence, &policy.pointer, vec![edit]))
}

/// A Deny for exactly this request in an identity policy of the caller.
fn denied_in(last: &Evaluated) -> Option<Proposal> {
    let request = &last.request;
    let policy = (0..64)
        .map_while(|position| last.policies.policy(Layer::Identity, 0, position))
        .find(|policy| read(policy).is_some())?;
    let statement = format!(
        "{{ \"Effect\": \"Deny\", \"Action\": {}, \"Resource\": {} }}",
        quoted(&request.action.text),
        quoted(&request.resource)
    );
    let edit = text_edit::append_statement(&policy.document.text, &read(policy)?, &statement)?;
    let sentence = format!("Add a statement to {} that denies {} on this resource.", name(policy), request.action.text);
    Some(proposal(50, sentence, &policy.pointer, vec![edit]))
}
