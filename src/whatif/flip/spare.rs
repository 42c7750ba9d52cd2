//! Takes a request out of what the deciding statements cover: as little as does it, for a Deny that is to be lifted and
//! for an Allow that is to end.

use super::policy::{asks_for_mfa, name, quoted, read};
use super::{Family, Proposal, grant::the_statement, text_edit};
use crate::engine::{AttachedPolicy, DecidedBy, Layer};
use crate::finding::Edit;
use crate::policy::{ActionName, Effect, Statement};
use crate::sts::Evaluated;
use crate::text::json::Json;
use crate::text::upper_first;

/// A way to take the request out of one statement.
struct Way {
    cost: u32,
    /// What to do, as the end of a sentence.
    words: String,
    /// What changes in the policy; none where the whole policy goes.
    edits: Option<Vec<Edit>>,
}

/// A deciding statement that can be edited.
struct Deciding<'a> {
    policy: &'a AttachedPolicy,
    statement: &'a Statement,
    document: Json,
}

const GIVES_UP: &str = " That gives up the MFA protection of this call.";

/// One proposal for each way where one statement decides; where several do, one that deals with all of them.
pub(super) fn propose(last: &Evaluated) -> Vec<Proposal> {
    let Some(deciding) = last.evaluation.decided_by.iter().map(|by| find(last, by)).collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let mfa = |one: &Deciding<'_>| one.statement.effect == Effect::Deny && asks_for_mfa(one.statement);
    let (more, warning) = if deciding.iter().any(mfa) { (30, Some(GIVES_UP)) } else { (0, None) };
    // Whoever ends an access may end more of it; whoever lifts a denial should lift no more than it takes.
    let denied = deciding.iter().any(|one| one.statement.effect == Effect::Deny);
    let all_gone = "what the deciding statements deny";
    let mut proposals = Vec::new();
    if let [one] = deciding.as_slice() {
        for way in ways(last, one) {
            let sentence = format!("{}.", upper_first(&way.words));
            let mut proposal = Proposal::new(Family::Policy, way.cost + more, sentence).warning(warning);
            proposal.spares = denied.then(|| all_gone.to_owned());
            add_way(&mut proposal, one.policy, way.edits);
            proposals.push(proposal);
        }
    } else {
        let spares = denied.then(|| all_gone.to_owned());
        proposals.extend(one_for_each(last, &deciding, more, warning).map(|proposal| Proposal { spares, ..proposal }));
    }
    proposals.extend(removed(&deciding).map(|proposal| proposal.with_purpose(all_gone)));
    proposals
}

fn find<'a>(last: &'a Evaluated, by: &DecidedBy) -> Option<Deciding<'a>> {
    if matches!(by.layer, Layer::ServiceControl | Layer::ResourceControl) {
        return None;
    }
    let policy = last.policies.policy(by.layer, by.level, by.policy?)?;
    let statement = policy.document.policy.statements.get(by.statement?)?;
    Some(Deciding { policy, statement, document: read(policy)? })
}

fn verb(statement: &Statement) -> &'static str {
    match statement.effect {
        Effect::Allow => "allows",
        Effect::Deny => "denies",
    }
}

/// The ways for one statement, the smallest first.
fn ways(last: &Evaluated, deciding: &Deciding<'_>) -> Vec<Way> {
    let Deciding { policy, statement, document } = deciding;
    let request = &last.request;
    if statement.effect == Effect::Deny && asks_for_mfa(statement) && removes_device(&request.action) {
        // Whoever stole a key could take the device away (rule E17).
        return Vec::new();
    }
    let Some(json) = text_edit::statement(document, statement.index) else { return Vec::new() };
    let of = format!("{} of {}", the_statement(statement), name(policy));
    let denies = statement.effect == Effect::Deny;
    let mut ways = Vec::new();
    let mut add = |cost: u32, words: String, edits: Option<Vec<Edit>>| {
        ways.extend(edits.map(|edits| Way { cost, words, edits: Some(edits) }));
    };
    let action = &request.action.text;
    let list = |clause: &str| text_edit::member(json, clause).map(|member| &member.value);
    // The one element of a list that matches, where it means nothing else.
    let alone = |clause: &str, matching: Vec<(usize, &str)>| match (matching.as_slice(), list(clause)?.as_array()?) {
        ([(index, text)], items) if !text.contains(['*', '?']) => text_edit::remove_elements(items, &[*index]),
        _ => None,
    };
    // A list that holds everything becomes everything but one.
    let all_but = |clause: &str, other: &str, value: &str| {
        let member = text_edit::member(json, clause)?;
        let only = member.value.as_array().map_or(Some(&member.value), |items| match items {
            [one] => Some(one),
            _ => None,
        })?;
        (only.as_str() == Some("*"))
            .then(|| vec![text_edit::rename(member, other), text_edit::replace_value(&member.value, &quoted(value))])
    };
    if statement.action.not {
        let edits = list("NotAction").and_then(|list| text_edit::append_value(list, &quoted(action)));
        add(46, format!("add `{action}` to the actions that {of} leaves alone"), edits);
    } else {
        let patterns = statement.action.patterns.iter().enumerate();
        let matching = patterns.filter(|(_, pattern)| pattern.matches(&request.action));
        let matching = matching.map(|(index, pattern)| (index, pattern.text.as_str())).collect();
        add(45, format!("take `{action}` out of the actions that {of} {}", verb(statement)), alone("Action", matching));
        if denies {
            add(49, format!("leave `{action}` out of what {of} denies"), all_but("Action", "NotAction", action));
        }
    }
    if let Some(clause) = &statement.resource
        && request.resource != "*"
    {
        let resource = &request.resource;
        let words = format!("leave `{resource}` out of the resources that {of} {}", verb(statement));
        if clause.not {
            let edits = list("NotResource").and_then(|list| text_edit::append_value(list, &quoted(resource)));
            add(47, words, edits.filter(|_| denies));
        } else {
            let patterns = clause.patterns.iter().enumerate();
            let matching = patterns.filter(|(_, pattern)| pattern.matches(resource, &request.context).is_yes());
            let matching = matching.map(|(index, pattern)| (index, pattern.text.as_str())).collect();
            let edits = alone("Resource", matching);
            add(46, words, edits.or_else(|| all_but("Resource", "NotResource", resource).filter(|_| denies)));
        }
    }
    if let Some((arn, edits)) = caller_spared(last, deciding, json) {
        add(48, format!("except `{arn}` from {of}"), edits);
    }
    ways
}

fn removes_device(action: &ActionName) -> bool {
    ["DeactivateMFADevice", "DeleteVirtualMFADevice"].iter().any(|name| action.is("iam", name))
}

/// A condition that leaves the caller out of a policy that others have too.
fn caller_spared(last: &Evaluated, deciding: &Deciding<'_>, statement: &Json) -> Option<(String, Option<Vec<Edit>>)> {
    let Deciding { policy, .. } = deciding;
    // The caller's own policies concern nobody else.
    let shared = ["/groups/", "/managedPolicies/", "/resources/"].iter().any(|part| policy.pointer.contains(part));
    let [arn] = last.request.context.get("aws:principalarn").filter(|_| shared)?.values.as_slice() else {
        return None;
    };
    let text = &policy.document.text;
    let (key, value) = ("\"aws:PrincipalArn\"", quoted(arn));
    let operator = format!("\"ArnNotEquals\": {{ {key}: {value} }}");
    let edits = match text_edit::member(statement, "Condition").map(|member| &member.value) {
        None => text_edit::append_member(text, statement, &format!("\"Condition\": {{ {operator} }}")).map(|e| vec![e]),
        Some(condition) => match text_edit::member(condition, "ArnNotEquals").map(|member| &member.value) {
            None => text_edit::append_member(text, condition, &operator).map(|edit| vec![edit]),
            Some(keys) => {
                let known = keys.as_object()?.iter().find(|one| one.name.eq_ignore_ascii_case("aws:PrincipalArn"));
                match known {
                    Some(known) => text_edit::append_value(&known.value, &value),
                    None => text_edit::append_member(text, keys, &format!("{key}: {value}")).map(|edit| vec![edit]),
                }
            }
        },
    };
    Some((arn.clone(), edits))
}

/// The smallest way for each of several statements, together; a statement that has none is removed.
fn one_for_each(
    last: &Evaluated,
    deciding: &[Deciding<'_>],
    more: u32,
    warning: Option<&'static str>,
) -> Option<Proposal> {
    let mut words: Vec<String> = Vec::new();
    let mut proposal = Proposal::new(Family::Policy, more, String::new()).warning(warning);
    for one in deciding {
        let way = ways(last, one).into_iter().min_by_key(|way| way.cost).or_else(|| removal(&[one]))?;
        proposal.cost = proposal.cost.max(more + way.cost) + 1;
        words.push(way.words);
        add_way(&mut proposal, one.policy, way.edits)?;
    }
    proposal.sentence = format!("{}.", upper_first(&words.join(", and ")));
    Some(proposal)
}

/// Removes the statements, those of one policy together.
fn removal(statements: &[&Deciding<'_>]) -> Option<Way> {
    let first = statements.first()?;
    let mut indices: Vec<usize> = statements.iter().map(|one| one.statement.index).collect();
    indices.sort_unstable();
    let list = &text_edit::member(&first.document, "Statement")?.value;
    let edits = list.as_array().and_then(|list| text_edit::remove_elements(list, &indices));
    // A policy without statements is none: where it can go as a whole, it does.
    let own = &first.policy.pointer;
    let inline = ["/users/", "/roles/", "/groups/"].iter().any(|kind| own.contains(kind)) && own.contains("/policies/");
    if edits.is_none() && !inline {
        return None;
    }
    let names: Vec<String> = statements
        .iter()
        .map(|one| one.statement.sid.as_deref().map_or(String::new(), |sid| format!("({sid}) ")))
        .collect();
    let what = match statements {
        [one] => format!("the statement that {} {}in", verb(one.statement), names.concat()),
        _ => format!("the {} statements that {} it in", statements.len(), verb(first.statement).trim_end_matches('s')),
    };
    let words = match edits {
        Some(_) => format!("remove {what} {}", name(first.policy)),
        None => format!("remove the policy {}, which only {}", name(first.policy), verb(first.statement)),
    };
    Some(Way { cost: 50, words, edits })
}

/// Removes every deciding statement.
fn removed(deciding: &[Deciding<'_>]) -> Option<Proposal> {
    let mut pointers: Vec<&str> = deciding.iter().map(|one| one.policy.pointer.as_str()).collect();
    pointers.dedup();
    let mfa = deciding.iter().any(|one| one.statement.effect == Effect::Deny && asks_for_mfa(one.statement));
    let (more, warning) = if mfa { (30, Some(" That gives up the MFA protection.")) } else { (0, None) };
    let cost = 50 + more + u32::try_from(deciding.len()).unwrap_or(9);
    let mut words: Vec<String> = Vec::new();
    let mut proposal = Proposal::new(Family::Policy, cost, String::new()).warning(warning);
    for pointer in &pointers {
        let of_it: Vec<&Deciding<'_>> = deciding.iter().filter(|one| one.policy.pointer == *pointer).collect();
        let way = removal(&of_it)?;
        words.push(way.words);
        add_way(&mut proposal, of_it.first()?.policy, way.edits)?;
    }
    proposal.sentence = format!("{}.", upper_first(&words.join(" and ")));
    (!words.is_empty()).then_some(proposal)
}

/// Adds what is done about one more statement; none where it would meet what is done about another.
fn add_way(proposal: &mut Proposal, policy: &AttachedPolicy, edits: Option<Vec<Edit>>) -> Option<()> {
    let known = proposal.policies.iter_mut().find(|(pointer, _)| *pointer == policy.pointer);
    match (known, edits) {
        (Some(_), None) => return None,
        (None, None) => proposal.removed.push(policy.pointer.clone()),
        (None, Some(edits)) => proposal.policies.push((policy.pointer.clone(), edits)),
        (Some((_, known)), Some(edits)) => {
            known.extend(edits);
            crate::finding::edits_in_order(known);
            let apart = known.windows(2).all(|pair| match pair {
                [one, next] => one.at.end <= next.at.start && one.at != next.at,
                _ => true,
            });
            return apart.then_some(());
        }
    }
    Some(())
}
