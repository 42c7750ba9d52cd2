//! Edits of policies that allow what nobody allows: a statement widened or added, a policy where there is none.

use super::policy::{asks_for_mfa, name, of_organization, proposal, quoted, read};
use super::{Family, Proposal, Situation, text_edit};
use crate::engine::{AttachedPolicy, Clause, Layer, evaluate_statement};
use crate::finding::Edit;
use crate::policy::{Effect, Statement};
use crate::request::{Caller, Request, ResourceRule};
use crate::sts::Evaluated;
use crate::text::Pointer;
use crate::text::json::{Json, Value};
use crate::world::account_pointer;

pub(super) fn propose(situation: &Situation<'_>, last: &Evaluated) -> Vec<Proposal> {
    let verdict = last.evaluation.verdict;
    let mut proposals = widened(situation, last, verdict.layer, verdict.level);
    proposals.extend(added(situation, last, verdict.layer, verdict.level));
    proposals.extend(new_policy(situation, last, verdict.layer, Effect::Allow));
    proposals
}

/// The policies of the layer that failed, as far as they can be edited.
fn policies(last: &Evaluated, layer: Layer, level: usize) -> impl Iterator<Item = (&AttachedPolicy, Json)> {
    (0..64)
        .map_while(move |position| last.policies.policy(layer, level, position))
        .filter_map(|policy| Some((policy, read(policy)?)))
}

/// Where an Allow of the policy stops.
fn stops_at(situation: &Situation<'_>, statement: &Statement, request: &Request) -> Option<Clause> {
    (statement.effect == Effect::Allow && !statement.void)
        .then(|| evaluate_statement(statement, request, false, situation.scenario.settings.condition).stopped_at)
        .flatten()
}

/// Where a statement asks for MFA, one beside it that does not undoes it: what that costs, and the warning.
fn beside_mfa(situation: &Situation<'_>, last: &Evaluated, layer: Layer, level: usize) -> (u32, Option<&'static str>) {
    let mfa = policies(last, layer, level).any(|(policy, _)| {
        policy.document.policy.statements.iter().any(|statement| {
            stops_at(situation, statement, &last.request) == Some(Clause::Condition) && asks_for_mfa(statement)
        })
    });
    if mfa { (25, Some(" That gives up the MFA protection of this call.")) } else { (0, None) }
}

/// Puts the action or the resource into the list of a statement that has all the rest.
fn widened(situation: &Situation<'_>, last: &Evaluated, layer: Layer, level: usize) -> Vec<Proposal> {
    let request = &last.request;
    let (more, warning) = beside_mfa(situation, last, layer, level);
    let mut proposals = Vec::new();
    for (policy, document) in policies(last, layer, level) {
        for statement in &policy.document.policy.statements {
            let clause = match stops_at(situation, statement, request) {
                Some(Clause::Resource) if !statement.resource.as_ref().is_some_and(|clause| clause.not) => "Resource",
                Some(Clause::Action) if same_service(statement, request) => "Action",
                _ => continue,
            };
            let (cost, what) = match clause {
                "Resource" => (52, request.resource.as_str()),
                _ => (54, request.action.text.as_str()),
            };
            let edits = text_edit::statement(&document, statement.index)
                .and_then(|json| text_edit::member(json, clause))
                .and_then(|member| text_edit::append_value(&member.value, &quoted(what)));
            let Some(edits) = edits else { continue };
            let list = if clause == "Resource" { "resources" } else { "actions" };
            let sentence =
                format!("Add `{what}` to the {list} that {} of {} allows.", the_statement(statement), name(policy));
            let cost = cost + more + 5 * u32::from(more > 0) + of_organization(policy);
            proposals.push(proposal(cost, sentence, &policy.pointer, edits).warning(warning));
        }
    }
    proposals.truncate(2);
    proposals
}

fn same_service(statement: &Statement, request: &Request) -> bool {
    !statement.action.not
        && statement
            .action
            .patterns
            .iter()
            .any(|pattern| pattern.service.as_deref() == Some(request.action.service.as_str()))
}

/// How a sentence names a statement.
pub(super) fn the_statement(statement: &Statement) -> String {
    match statement.sid.as_deref().filter(|sid| !sid.is_empty()) {
        Some(sid) => format!("statement {sid}"),
        None => format!("statement {}", statement.index + 1),
    }
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

/// How a sentence names what a new statement is about.
pub(super) fn which(request: &Request) -> &'static str {
    if request.resource == "*" { "every resource, as the request names none" } else { "exactly this resource" }
}

/// A statement for exactly this request.
pub(super) fn statement_for(request: &Request, layer: Layer, effect: Effect) -> Option<String> {
    let trust = request.needs_resource_allow() == Some(ResourceRule::Trust) && layer == Layer::Resource;
    let principal =
        if layer == Layer::Resource { format!("\"Principal\": {}, ", principal(request)?) } else { String::new() };
    let resource = if trust { String::new() } else { format!(", \"Resource\": {}", quoted(&request.resource)) };
    let (effect, action) = (effect.name(), quoted(&request.action.text));
    Some(format!("{{ \"Effect\": \"{effect}\", {principal}\"Action\": {action}{resource} }}"))
}

/// A statement of its own in the policy of the layer that is nearest to the request.
fn added(situation: &Situation<'_>, last: &Evaluated, layer: Layer, level: usize) -> Option<Proposal> {
    let request = &last.request;
    let nearness = |policy: &AttachedPolicy| {
        let statements = &policy.document.policy.statements;
        let stops = |clause| statements.iter().any(|one| stops_at(situation, one, request) == Some(clause));
        match () {
            () if stops(Clause::Condition) => 0,
            () if stops(Clause::Resource) => 1,
            () if statements.iter().any(|one| same_service(one, request)) => 2,
            () => 3,
        }
    };
    let (policy, document) = policies(last, layer, level).min_by_key(|(policy, _)| nearness(policy))?;
    let edits =
        text_edit::append_statement(&policy.document.text, &document, &statement_for(request, layer, Effect::Allow)?)?;
    let (more, warning) = beside_mfa(situation, last, layer, level);
    let trust = request.needs_resource_allow() == Some(ResourceRule::Trust) && layer == Layer::Resource;
    let what = match (trust, &request.caller) {
        (true, caller) => format!("lets `{}` assume the role", caller.name()),
        _ => format!("allows {} on {}", request.action.text, which(request)),
    };
    let sentence = format!("Add a statement to {} that {what}.", name(policy));
    // Whoever is not signed in has no name: a policy can let in only everybody.
    let public = 30 * u32::from(request.caller == Caller::Anonymous);
    let opens = if public > 0 { " That opens it to everybody." } else { "" };
    let sentence = format!("{sentence}{opens}");
    let cost = 60 + more + public + of_organization(policy);
    Some(proposal(cost, sentence, &policy.pointer, edits).warning(warning.filter(|_| public == 0)))
}

/// A policy where the layer has none that could be edited.
pub(super) fn new_policy(
    situation: &Situation<'_>,
    last: &Evaluated,
    layer: Layer,
    effect: Effect,
) -> Option<Proposal> {
    let verdict = last.evaluation.verdict;
    if policies(last, layer, verdict.level).next().is_some() {
        return None;
    }
    let request = &last.request;
    let world = &situation.scenario.world;
    let (pointer, whose) = match layer {
        Layer::Identity => {
            let (account, kind, owner) = match &request.caller {
                Caller::User { arn, .. } => {
                    let user = world.user(arn)?;
                    (user.account_id, "users", user.name)
                }
                Caller::RoleSession { role_arn, .. } => {
                    let role = world.role(role_arn)?;
                    (role.account_id, "roles", role.name)
                }
                _ => return None,
            };
            let at = account_pointer(account).member(kind).member(owner).member("policies");
            (at.member(&free_name(situation, at.as_str())), format!("{} {owner}", kind.trim_end_matches('s')))
        }
        // A key without a policy has AWS's default one, which a new policy would take away.
        Layer::Resource if request.needs_resource_allow() != Some(ResourceRule::Key) => {
            let (account, key, _) = world.resource(&request.resource).entry?;
            let at = account_pointer(account).member("resources").member(key).member("policy");
            (at, format!("resource {key}"))
        }
        _ => return None,
    };
    let text =
        format!("{{ \"Version\": \"2012-10-17\", \"Statement\": [ {} ] }}", statement_for(request, layer, effect)?);
    let document = crate::text::json::parse(&text).ok()?;
    let public = request.caller == Caller::Anonymous && effect == Effect::Allow;
    let warning = if public { " That opens it to everybody." } else { "" };
    let verb = if effect == Effect::Allow { "allows" } else { "denies" };
    let (action, which) = (&request.action.text, which(request));
    let sentence = format!("Give {whose} a policy that {verb} {action} on {which}.{warning}");
    let mut proposal = Proposal::new(Family::Policy, if public { 92 } else { 62 }, sentence);
    proposal.added = Some((pointer.as_str().to_owned(), document));
    Some(proposal)
}

/// A name that no policy at a place has.
fn free_name(situation: &Situation<'_>, at: &str) -> String {
    let taken = |name: &str| situation.scenario.has_document(&format!("{at}/{name}"));
    let mut name = "Added".to_owned();
    while taken(&name) {
        name.push('+');
    }
    name
}

/// The role asks for MFA when it is taken, instead of in its own policies, where no session of it meets the condition.
pub(super) fn mfa_moved_to_trust(
    situation: &Situation<'_>,
    last: &Evaluated,
    pointer: &str,
    dropped: Vec<Edit>,
    policy: &str,
) -> Option<Proposal> {
    let Caller::RoleSession { role_arn, .. } = &last.request.caller else { return None };
    let role = situation.scenario.world.role(role_arn)?;
    let at: Pointer = account_pointer(role.account_id).member("roles").member(role.name).member("trust");
    let text = role.role.trust.text();
    let document = crate::text::json::parse(text).ok()?;
    let statements = match &text_edit::member(&document, "Statement")?.value {
        Json { value: Value::Array(items), .. } => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut edits = Vec::new();
    for statement in statements {
        let members = statement.as_object()?;
        if members.iter().any(|member| member.name == "Condition") {
            return None;
        }
        if text_edit::member(statement, "Effect").and_then(|member| member.value.as_str()) == Some("Allow") {
            edits.push(text_edit::append_member(text, statement, text_edit::MFA_CONDITION)?);
        }
    }
    let sentence = format!(
        "Ask for MFA in the trust policy of {}, not in {policy}: no session of a role meets that condition.",
        role.name
    );
    let mut moved = proposal(35, sentence, pointer, dropped);
    moved.policies.push((at.as_str().to_owned(), edits));
    Some(moved)
}
