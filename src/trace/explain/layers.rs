//! Layers, levels, policies and statements in words.

use super::super::node::NodeResult;
use crate::engine::{Applies, Clause, Evaluation, Layer, LayerOutcome, StatementOutcome};
use crate::policy::{Effect, Policy, Statement};
use crate::request::{Request, ResourceRule};

/// The name of a layer.
pub fn layer_title(layer: Layer, request: &Request) -> &'static str {
    match layer {
        Layer::ResourceControl => "Resource control policies",
        Layer::ServiceControl => "Service control policies",
        Layer::Resource => match request.needs_resource_allow() {
            Some(ResourceRule::Trust) => "Role trust policy",
            Some(ResourceRule::Key) => "Key policy",
            None => "Resource-based policy",
        },
        Layer::Identity => "Identity-based policies",
        Layer::Boundary => "Permissions boundary",
        Layer::Session => "Session policies",
        Layer::Principal => "The caller's own right",
    }
}

/// What came of a layer.
pub fn layer_detail(outcome: &LayerOutcome, result: NodeResult, evaluation: &Evaluation, request: &Request) -> String {
    let verdict = evaluation.verdict;
    let text = match outcome.applies {
        Applies::NotAttached => match outcome.layer {
            Layer::ResourceControl | Layer::ServiceControl => "None here.",
            Layer::Resource if request.needs_resource_allow().is_some() => {
                "The resource has no policy, and without its own Allow nobody gets in."
            }
            Layer::Resource if !request.same_account() => {
                "The resource has no policy. Across accounts it would have to allow too."
            }
            Layer::Resource => "The resource has no policy of its own. Within one account that is no obstacle.",
            Layer::Identity => "Nothing is attached to the caller.",
            Layer::Boundary => "No boundary is set, so nothing is cut.",
            Layer::Session if verdict.rule == "D12" => {
                "A federated user without a session policy has none of the calling user's permissions."
            }
            Layer::Session if matches!(request.caller, crate::request::Caller::User { .. }) => {
                "There is none: session policies come with roles and federated users."
            }
            Layer::Session => "The session was made without a session policy, so nothing is cut.",
            Layer::Principal => "",
        },
        Applies::NotForRoot => {
            "The root user has no identity policies, boundary or session policy that could limit it."
        }
        Applies::NotForOutsiders => "They bind IAM principals; this caller is none.",
        Applies::NotForServiceLinkedRoles => "Service-linked roles are exempt.",
        Applies::NotForManagementAccount => "The management account is exempt.",
        Applies::NotForService => "Resource control policies do not cover this service.",
        Applies::Yes => match (outcome.layer, result) {
            (_, NodeResult::Deny) => "A statement here denies the request. Nothing can undo that.",
            (Layer::ResourceControl, _) => "No statement denies. Resource control policies only ever deny.",
            (Layer::ServiceControl, NodeResult::Allow) => {
                "Every level allows. That grants nothing, it only leaves the way open."
            }
            (Layer::ServiceControl, _) => "Some level does not allow the action, and every level must.",
            (Layer::Resource, NodeResult::Allow) if request.same_account() => "A statement allows the caller.",
            (Layer::Resource, NodeResult::Allow) => {
                "A statement allows the caller. Across accounts the caller's own policies must allow too."
            }
            (Layer::Resource, _) if request.needs_resource_allow().is_some() => {
                "No statement allows the caller, and without one nobody gets in."
            }
            (Layer::Resource, _) if !request.same_account() => {
                "No statement allows the caller, and across accounts one must."
            }
            (Layer::Resource, _) => {
                "No statement allows the caller. Within one account that is no obstacle: identity policies may allow instead."
            }
            (Layer::Identity, NodeResult::Allow) => "A statement allows the action.",
            (Layer::Identity, _) => "No statement allows the action.",
            (Layer::Boundary, NodeResult::Allow) => "The boundary leaves the action in. It grants nothing by itself.",
            (Layer::Boundary, _) => "The boundary leaves the action out.",
            (Layer::Session, NodeResult::Allow) => {
                "The session policy leaves the action in. It grants nothing by itself."
            }
            (Layer::Session, _) => "The session policy leaves the action out.",
            (Layer::Principal, _) => "",
        },
    };
    if outcome.layer == Layer::Resource {
        return format!("{text} {}", ownership(request));
    }
    text.to_owned()
}

/// Whose the resource is, and how that is known.
fn ownership(request: &Request) -> String {
    let in_arn = crate::arn::Arn::parse(&request.resource).map(|arn| arn.account).filter(|account| !account.is_empty());
    match request.resource_account.as_deref() {
        None => "Nothing tells whose the resource is.".to_owned(),
        Some(account) if in_arn == Some(account) => format!("The resource belongs to account {account}, by its ARN."),
        Some(account) if request.caller.account() == Some(account) => {
            format!("The resource counts as account {account}'s, the caller's own.")
        }
        Some(account) => format!("The resource belongs to account {account}."),
    }
}

/// What the kind of caller alone settled.
pub fn own_right_detail(evaluation: &Evaluation, request: &Request) -> String {
    let action = &request.action.text;
    match evaluation.verdict.path {
        _ if evaluation.verdict.decision != crate::engine::Decision::Allowed => {
            format!("Credentials of this kind cannot call {action}, whatever policies say.")
        }
        crate::engine::Path::NoPermissionNeeded => {
            format!("{action} needs no permission, and not even an explicit deny stops it.")
        }
        _ => {
            "The root user may do everything in its own account that no SCP, RCP or resource policy denies.".to_owned()
        }
    }
}

/// The rule a layer's outcome rests on.
pub fn layer_rule(outcome: &LayerOutcome, request: &Request) -> &'static str {
    match (outcome.layer, outcome.applies) {
        (_, Applies::NotForRoot) => "A17",
        (Layer::ResourceControl, _) => "D4",
        (Layer::ServiceControl, _) => "D3",
        (Layer::Resource, _) => union_or_both(request),
        (Layer::Identity, _) => "D1",
        (Layer::Boundary, _) => "D8",
        (Layer::Session, _) => "D11",
        (Layer::Principal, _) => "A17",
    }
}

/// How identity policies and the resource's own policy go together: one is enough, or both must allow.
fn union_or_both(request: &Request) -> &'static str {
    match request.needs_resource_allow() {
        Some(ResourceRule::Trust) => "D16",
        Some(ResourceRule::Key) => "D17",
        None if request.same_account() => "D5",
        None => "D7",
    }
}

/// The name of an organization's level.
pub fn level_title(name: Option<&str>, level: usize) -> String {
    name.map_or_else(|| format!("Level {}", level + 1), |name| format!("Level: {name}"))
}

/// What came of a level.
pub fn level_detail(layer: Layer, result: NodeResult) -> &'static str {
    match (layer, result) {
        (_, NodeResult::Deny) => "A statement at this level denies the request.",
        (Layer::ResourceControl, _) => {
            "AWS's own RCPFullAWSAccess allows at every level, and no statement here denies."
        }
        (_, NodeResult::Allow) => "Some policy at this level allows the action.",
        _ => "No policy at this level allows the action, which ends it, whatever the other levels say.",
    }
}

/// The name of a policy.
pub fn policy_title(name: Option<&str>, layer: Layer, request: &Request) -> String {
    match (name, layer) {
        (Some(name), _) => name.to_owned(),
        (None, Layer::Boundary | Layer::Resource) => layer_title(layer, request).to_owned(),
        (None, Layer::Session) => "Inline session policy".to_owned(),
        (None, _) => "Policy".to_owned(),
    }
}

/// What came of a policy.
pub fn policy_detail(policy: &Policy, result: NodeResult, left_out: usize) -> String {
    let detail = what_it_says(policy, result);
    if left_out == 0 {
        return detail;
    }
    format!(
        "{detail} {left_out} statements that do not apply are left out here: this explanation is very long already."
    )
}

fn what_it_says(policy: &Policy, result: NodeResult) -> String {
    match result {
        NodeResult::Skipped if policy.findings.iter().any(|finding| finding.code == "UNKNOWN_POLICY_ARN") => {
            "This world has no such policy, so it grants nothing.".to_owned()
        }
        NodeResult::Skipped => "The document cannot be read, so it grants nothing and denies nothing.".to_owned(),
        NodeResult::Deny => "Has a statement that denies the request.".to_owned(),
        NodeResult::Allow => "Has a statement that allows the request.".to_owned(),
        _ if policy.statements.is_empty() => "Has no statements.".to_owned(),
        _ => "No statement applies to the request.".to_owned(),
    }
}

/// The name of a statement.
pub fn statement_title(statement: &Statement) -> String {
    let number = statement.index + 1;
    match statement.sid.as_deref().filter(|sid| !sid.is_empty()) {
        Some(sid) => format!("Statement {number} ({sid}): {}", statement.effect.name()),
        None => format!("Statement {number}: {}", statement.effect.name()),
    }
}

/// What came of a statement.
pub fn statement_detail(statement: &Statement, outcome: StatementOutcome) -> String {
    if let Some(reason) = statement.void_because {
        return format!("Neither allows nor denies: {reason}.");
    }
    let does = match outcome.effect {
        Effect::Allow => "allow",
        Effect::Deny => "deny",
    };
    match outcome.stopped_at {
        None if outcome.effect == Effect::Allow => "Applies, and allows.".to_owned(),
        None => "Applies, and denies.".to_owned(),
        Some(Clause::Principal) => format!("Would {does}, but it does not name this caller."),
        Some(Clause::Action) => "Is about other actions.".to_owned(),
        Some(Clause::Resource) => "Is about other resources.".to_owned(),
        Some(Clause::Condition) => format!("Would {does}, but its condition does not hold."),
    }
}

/// The rule a statement's outcome rests on.
pub fn statement_rule(outcome: StatementOutcome, layer: &LayerOutcome, request: &Request) -> &'static str {
    match outcome.stopped_at {
        _ if outcome.void => "B1",
        None if outcome.effect == Effect::Deny => "D2",
        None if layer.layer == Layer::Identity => union_or_both(request),
        None => layer_rule(layer, request),
        Some(Clause::Principal) => "B8",
        Some(Clause::Action) => "B12",
        Some(Clause::Resource) => "B13",
        Some(Clause::Condition) => "C1",
    }
}
