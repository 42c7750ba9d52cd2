//! All prose of the explanations, in our own words.
//!
//! The sentence of a denial ([`reason`]) is worded like AWS's own access-denied messages, since that is what
//! people search for.

mod clauses;
mod layers;
mod values;

pub use clauses::{
    SKIPPED_CLAUSE, action_detail, action_title, condition_detail, left_out, principal_detail, principal_rule,
    principal_title, principal_value_detail, resource_detail, resource_title, resource_value_detail,
};
pub use layers::{
    layer_detail, layer_rule, layer_title, level_detail, level_title, own_right_detail, policy_detail, policy_title,
    statement_detail, statement_rule, statement_title,
};
pub use values::{
    key_detail, key_rule, operator_detail, operator_rule, uncompared_value_detail, value_detail, value_rule,
};

use crate::engine::{Decision, Evaluation, Layer, Path};
use crate::request::{Request, ResourceRule};

/// The decision as a title.
pub fn decision_title(decision: Decision) -> &'static str {
    match decision {
        Decision::Allowed => "Allowed",
        Decision::ExplicitDeny => "Explicit deny: a statement forbids it",
        Decision::ImplicitDeny => "Implicit deny: nobody allowed it",
    }
}

/// One sentence, worded like AWS's access-denied messages.
pub fn reason(request: &Request, evaluation: &Evaluation) -> String {
    let verdict = evaluation.verdict;
    let action = &request.action.text;
    let caller = request.caller.name();
    let on = format!("on resource: {}", request.resource);
    let trust = request.needs_resource_allow() == Some(ResourceRule::Trust);
    match verdict.decision {
        Decision::ExplicitDeny => {
            let place = match verdict.layer {
                Layer::Resource if trust => "the role trust policy",
                layer => with_article(layer),
            };
            format!("User: {caller} is not authorized to perform: {action} {on} with an explicit deny in {place}")
        }
        Decision::ImplicitDeny if verdict.layer == Layer::Principal => {
            format!(
                "User: {caller} is not authorized to perform: {action} {on} because credentials of this kind cannot call {action}, whatever policies say"
            )
        }
        Decision::ImplicitDeny => {
            let kind = match verdict.layer {
                Layer::Resource if trust => "role trust policy",
                layer => name(layer),
            };
            format!(
                "User: {caller} is not authorized to perform: {action} {on} because no {kind} allows the {action} action"
            )
        }
        Decision::Allowed => {
            let resource = if trust { "the role trust policy" } else { "a resource-based policy" };
            let why = match verdict.path {
                Path::RootRight => {
                    "the root user may do everything in its own account that no policy denies".to_owned()
                }
                Path::Resource => format!("{resource} allows the {action} action"),
                Path::Identity => format!("an identity-based policy allows the {action} action"),
                Path::Both => format!("{resource} and an identity-based policy allow the {action} action"),
                Path::NoPermissionNeeded => format!("{action} needs no permission, and no policy can forbid it"),
                Path::RootOfFederatedUser => format!("a session policy allows the {action} action"),
            };
            format!("User: {caller} is authorized to perform: {action} {on} because {why}")
        }
    }
}

/// The name of a layer in AWS's messages.
fn name(layer: Layer) -> &'static str {
    match layer {
        Layer::ResourceControl => "resource control policy",
        Layer::ServiceControl => "service control policy",
        Layer::Resource => "resource-based policy",
        Layer::Identity => "identity-based policy",
        Layer::Boundary => "permissions boundary",
        Layer::Session => "session policy",
        Layer::Principal => "credential",
    }
}

fn with_article(layer: Layer) -> &'static str {
    match layer {
        Layer::ResourceControl => "a resource control policy",
        Layer::ServiceControl => "a service control policy",
        Layer::Resource => "a resource-based policy",
        Layer::Identity => "an identity-based policy",
        Layer::Boundary => "a permissions boundary",
        Layer::Session => "a session policy",
        Layer::Principal => "the credentials",
    }
}
