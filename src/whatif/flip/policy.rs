//! Edits of policies, as text edits that keep the author's formatting.

use super::{Family, Proposal, Situation, grant, request, text_edit};
use crate::engine::{AttachedPolicy, Clause, DecidedBy, Layer};
use crate::finding::Edit;
use crate::policy::{ActionName, Statement};
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
            proposals.extend(grant::propose(situation, last));
        }
        (Outcome::Allowed | Outcome::Issued, Outcome::ImplicitDeny) => {
            proposals.extend(mfa_asked_for(last));
            proposals.extend(without_statements(last, 50, "Remove the statement that allows"))
        }
        (_, Outcome::ExplicitDeny) => proposals.extend(denied_in(last)),
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
    let mut proposal = Proposal::new(Family::Policy, cost, sentence);
    proposal.policies = vec![(pointer.to_owned(), edits)];
    proposal
}

/// Removes every deciding statement, policy by policy.
fn without_statements(last: &Evaluated, cost: u32, what: &str) -> Option<Proposal> {
    let mut policies: Vec<(String, Vec<Edit>)> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut mfa = false;
    for DecidedBy { layer, level, policy, statement } in &last.evaluation.decided_by {
        let attached = last.policies.policy(*layer, *level, (*policy)?)?;
        let document = read(attached)?;
        let list = text_edit::member(&document, "Statement")?.value.as_array()?;
        let edit = text_edit::remove_element(list, (*statement)?)?;
        let found = attached.document.policy.statements.get((*statement)?)?;
        mfa |= asks_for_mfa(found);
        let sid = found.sid.as_deref().map(|sid| format!("({sid}) ")).unwrap_or_default();
        names.push(format!("{sid}in {}", name(attached)));
        match policies.iter_mut().find(|(pointer, _)| *pointer == attached.pointer) {
            // Two removals in one list could share a comma; the statement-by-statement change is then not proposed.
            Some(_) => return None,
            None => policies.push((attached.pointer.clone(), vec![edit])),
        }
    }
    let (more, warning) = if mfa { (30, GIVES_UP) } else { (0, "") };
    let mut proposal = Proposal::new(
        Family::Policy,
        cost + more + u32::try_from(policies.len()).unwrap_or(9),
        format!("{what} {}.{warning}", names.join(" and ")),
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
        if found.action.not {
            proposals.extend(exempted(last, attached, found));
            continue;
        }
        let (Some(document), [only]) = (read(attached), matching.as_slice()) else { continue };
        let clause = "Action";
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

/// Puts the action among the exceptions of a Deny, unless it is one that undoes MFA itself (rule E17).
fn exempted(last: &Evaluated, attached: &AttachedPolicy, found: &Statement) -> Option<Proposal> {
    let action = &last.request.action;
    let removes_device = ["iam:DeactivateMFADevice", "iam:DeleteVirtualMFADevice"].iter().any(|name| {
        ActionName::parse(name)
            .as_ref()
            .is_some_and(|removal| removal.service == action.service && removal.name == action.name)
    });
    if removes_device {
        return None;
    }
    let document = read(attached)?;
    let list = &text_edit::member(text_edit::statement(&document, found.index)?, "NotAction")?.value;
    let edits = text_edit::append_value(list, &quoted(&action.text))?;
    let (cost, warning) =
        if asks_for_mfa(found) { (70, " That gives up the MFA protection of this call.") } else { (46, "") };
    let sentence = format!(
        "Add `{}` to the actions that {} of {} leaves alone.{warning}",
        action.text,
        grant::the_statement(found),
        name(attached)
    );
    Some(proposal(cost, sentence, &attached.pointer, edits))
}

/// Asks for MFA where a statement allows without any condition.
fn mfa_asked_for(last: &Evaluated) -> Option<Proposal> {
    let mut policies: Vec<(String, Vec<Edit>)> = Vec::new();
    let mut names: Vec<String> = Vec::new();
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
    let mut proposal = Proposal::new(Family::Policy, 40, format!("Ask for MFA in {}.", names.join(" and ")));
    proposal.policies = policies;
    (!names.is_empty()).then_some(proposal)
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
            let warning = if mfa { GIVES_UP } else { "" };
            if mfa {
                proposals.extend(grant::mfa_moved_to_trust(
                    situation,
                    last,
                    &policy.pointer,
                    edit.clone(),
                    &name(policy),
                ));
            }
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

pub(super) fn quoted(text: &str) -> String {
    let mut out = String::new();
    crate::text::escape(text, &mut out);
    out
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
    let edits = text_edit::append_statement(&policy.document.text, &read(policy)?, &statement)?;
    let sentence = format!("Add a statement to {} that denies {} on this resource.", name(policy), request.action.text);
    Some(proposal(50, sentence, &policy.pointer, edits))
}
