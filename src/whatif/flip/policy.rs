//! Edits of policies, as text edits that keep the author's formatting.

use super::{Family as Kind, Proposal, Situation, grant, request, spare, text_edit};
use crate::condition::{Family, KeyBlock, Operator};
use crate::engine::{AttachedPolicy, Clause, DecidedBy, Layer};
use crate::finding::Edit;
use crate::policy::{Effect, Statement};
use crate::request::{Caller, Request};
use crate::scenario::Outcome;
use crate::sts::Evaluated;
use crate::text::json::{self, Json};

pub(super) fn propose(situation: &Situation<'_>) -> Vec<Proposal> {
    let Some(last) = situation.evaluated.last() else { return Vec::new() };
    let verdict = last.evaluation.verdict;
    let mut proposals = Vec::new();
    match (situation.outcome, situation.to) {
        (Outcome::ExplicitDeny, _) if !matches!(verdict.layer, Layer::ServiceControl | Layer::ResourceControl) => {
            proposals.extend(spare::propose(last));
        }
        (Outcome::ImplicitDeny, Outcome::Allowed | Outcome::Issued) => {
            proposals.extend(conditions_dropped(situation, last));
            proposals.extend(grant::propose(situation, last));
        }
        (Outcome::Allowed | Outcome::Issued, Outcome::ImplicitDeny) => {
            proposals.extend(mfa_asked_for(last));
            proposals.extend(spare::propose(last));
        }
        (_, Outcome::ExplicitDeny) => proposals.extend(denied_in(situation, last)),
        _ => {}
    }
    proposals
}

/// A policy's text as JSON, where it is JSON and part of the scenario.
pub(super) fn read(policy: &AttachedPolicy) -> Option<Json> {
    let editable = policy.pointer.starts_with("/accounts/") || policy.pointer.starts_with("/organization/");
    if editable { json::parse(&policy.document.text).ok() } else { None }
}

/// How a sentence names a policy.
pub(super) fn name(policy: &AttachedPolicy) -> String {
    let plain = || policy.name.as_deref().unwrap_or("of the organization");
    if policy.pointer.starts_with("/organization/serviceControlPolicies/") {
        return format!("the service control policy {}", plain());
    }
    if policy.pointer.starts_with("/organization/resourceControlPolicies/") {
        return format!("the resource control policy {}", plain());
    }
    match policy.name.as_deref() {
        Some(name) if name.starts_with("Trust policy of ") => name.replacen("Trust", "the trust", 1),
        Some(name) if name.starts_with("Policy of ") => name.replacen("Policy", "the policy", 1),
        Some(name) => name.to_owned(),
        None if policy.pointer.ends_with("/boundary") => "the permissions boundary".to_owned(),
        None => "the policy".to_owned(),
    }
}

/// Whether a statement's condition reads an MFA key.
pub(super) fn asks_for_mfa(statement: &Statement) -> bool {
    statement
        .condition
        .iter()
        .flat_map(|condition| &condition.operators)
        .flat_map(|block| &block.keys)
        .any(|key| key.key_lower.starts_with("aws:multifactorauth"))
}

const GIVES_UP: &str = " That gives up the MFA protection.";

pub(super) fn proposal(cost: u32, sentence: String, pointer: &str, edits: Vec<Edit>) -> Proposal {
    let mut proposal = Proposal::new(Kind::Policy, cost, sentence);
    proposal.policies = vec![(pointer.to_owned(), edits)];
    proposal
}

/// Asks for MFA where a statement allows without any condition.
fn mfa_asked_for(last: &Evaluated) -> Option<Proposal> {
    let mut policies: Vec<(String, Vec<Edit>)> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    // No session of a role has MFA of its own: there the trust policy is the place to ask for it.
    if matches!(last.request.caller, Caller::RoleSession { .. }) {
        return None;
    }
    for DecidedBy { layer, level, policy, statement } in &last.evaluation.decided_by {
        let attached = last.policies.policy(*layer, *level, (*policy)?)?;
        let found = attached.document.policy.statements.get((*statement)?)?;
        let document = read(attached)?;
        if found.condition.is_some() {
            return None;
        }
        let json = text_edit::statement(&document, found.index)?;
        let edit = text_edit::append_member(&attached.document.text, json, text_edit::MFA_CONDITION)?;
        names.push(format!("{} of {}", grant::the_statement(found), name(attached)));
        match policies.iter_mut().find(|(pointer, _)| *pointer == attached.pointer) {
            Some((_, edits)) => edits.push(edit),
            None => policies.push((attached.pointer.clone(), vec![edit])),
        }
    }
    for (_, edits) in &mut policies {
        crate::finding::edits_in_order(edits);
    }
    let mut proposal = Proposal::new(Kind::Policy, 40, format!("Ask for MFA in {}.", names.join(" and ")));
    proposal.policies = policies;
    (!names.is_empty()).then_some(proposal)
}

/// What an edit costs more where it takes the organization to make it.
pub(super) fn of_organization(policy: &AttachedPolicy) -> u32 {
    if policy.pointer.starts_with("/organization/") { 20 } else { 0 }
}

/// Widens or drops the condition keys that hold an otherwise matching Allow back.
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
            let purpose = format!("conditions of {} {}", policy.pointer, statement.index);
            let unmet: Vec<(Operator, &KeyBlock)> = request::unmet_keys(situation, statement).collect();
            if let Some((edits, words)) = condition_widened(&document, statement, &unmet, &last.request) {
                let sentence =
                    format!("Let {} of {} {}.", grant::the_statement(statement), name(policy), words.join(" and "));
                let widened = proposal(53 + of_organization(policy), sentence, &policy.pointer, edits);
                proposals.push(widened.sparing(&purpose));
            }
            let Some(edits) =
                text_edit::statement(&document, statement.index).and_then(|json| drop_condition(json, &unmet))
            else {
                continue;
            };
            let mfa = unmet.iter().any(|(_, key)| key.key_lower.starts_with("aws:multifactorauth"));
            if mfa {
                proposals.extend(grant::mfa_moved_to_trust(
                    situation,
                    last,
                    &policy.pointer,
                    edits.clone(),
                    &name(policy),
                ));
            }
            let mut keys: Vec<String> = unmet.iter().map(|(_, key)| format!("`{}`", key.key)).collect();
            keys.dedup();
            let sentence = format!("Drop the condition on {} in {}.", keys.join(" and "), name(policy));
            let cost = if mfa { 80 } else { 55 } + of_organization(policy);
            let dropped = proposal(cost, sentence, &policy.pointer, edits).with_purpose(&purpose);
            proposals.push(dropped.warning(mfa.then_some(GIVES_UP)));
        }
    }
    proposals
}

/// Puts what the request says among the values that each unmet key takes, or takes it from those that it must not have.
fn condition_widened(
    document: &Json,
    statement: &Statement,
    unmet: &[(Operator, &KeyBlock)],
    request: &Request,
) -> Option<(Vec<Edit>, Vec<String>)> {
    let condition = &text_edit::member(text_edit::statement(document, statement.index)?, "Condition")?.value;
    let mut edits = Vec::new();
    let mut words = Vec::new();
    for (operator, key) in unmet {
        let [value] = request.context.get(&key.key_lower)?.values.as_slice() else { return None };
        let listed = matches!(operator.base.family(), Family::String | Family::Arn | Family::Ip);
        if !listed || operator.quantifier.is_some() || value.contains(['*', '?', '$']) {
            return None;
        }
        let block =
            condition.as_object()?.iter().find(|member| Operator::parse(&member.name).ok() == Some(*operator))?;
        let values = &block.value.as_object()?.iter().find(|member| member.name == key.key)?.value;
        if operator.base.is_negated() {
            let matching = key.values.iter().enumerate().filter(|(_, listed)| listed.text == *value);
            let indices: Vec<usize> = matching.map(|(index, _)| index).collect();
            edits.extend(text_edit::remove_elements(values.as_array()?, &indices)?);
            words.push(format!("no longer exclude `{value}` as `{}`", key.key));
        } else {
            edits.extend(text_edit::append_value(values, &quoted(value))?);
            words.push(format!("take `{value}` as `{}` too", key.key));
        }
    }
    crate::finding::edits_in_order(&mut edits);
    (!words.is_empty()).then_some((edits, words))
}

/// Removes the unmet keys, operators that hold nothing else with them, and the whole condition where nothing stays.
fn drop_condition(statement: &Json, unmet: &[(Operator, &KeyBlock)]) -> Option<Vec<Edit>> {
    let members = statement.as_object()?;
    let position = members.iter().position(|member| member.name == "Condition")?;
    let operators = members.get(position)?.value.as_object()?;
    let mut edits = Vec::new();
    let mut empty = Vec::new();
    for (index, operator) in operators.iter().enumerate() {
        let keys = operator.value.as_object()?;
        let gone: Vec<usize> = keys
            .iter()
            .enumerate()
            .filter(|(_, key)| {
                let parsed = Operator::parse(&operator.name).ok();
                unmet.iter().any(|(unmet, block)| parsed == Some(*unmet) && block.key == key.name)
            })
            .map(|(index, _)| index)
            .collect();
        match gone.len() {
            0 => {}
            all if all == keys.len() => empty.push(index),
            _ => edits.extend(text_edit::remove_members(keys, &gone)?),
        }
    }
    if empty.len() == operators.len() {
        return text_edit::remove_member(members, position).map(|edit| vec![edit]);
    }
    edits.extend(text_edit::remove_members(operators, &empty)?);
    crate::finding::edits_in_order(&mut edits);
    Some(edits)
}

pub(super) fn quoted(text: &str) -> String {
    let mut out = String::new();
    crate::text::escape(text, &mut out);
    out
}

/// A Deny for exactly this request: in a policy of the caller, in one that the caller gets, or in the resource's policy.
fn denied_in(situation: &Situation<'_>, last: &Evaluated) -> Option<Proposal> {
    let request = &last.request;
    let editable = |layer: Layer| {
        let policies = (0..64).map_while(move |position| last.policies.policy(layer, 0, position));
        policies.map(move |policy| (layer, policy)).find(|(_, policy)| read(policy).is_some())
    };
    if let Some((layer, policy)) = editable(Layer::Identity).or_else(|| editable(Layer::Resource)) {
        let statement = grant::statement_for(request, layer, Effect::Deny)?;
        let edits = text_edit::append_statement(&policy.document.text, &read(policy)?, &statement)?;
        let (name, action, which) = (name(policy), &request.action.text, grant::which(request));
        let sentence = format!("Add a statement to {name} that denies {action} on {which}.");
        return Some(proposal(50, sentence, &policy.pointer, edits));
    }
    grant::new_policy(situation, last, Layer::Identity, Effect::Deny)
}
