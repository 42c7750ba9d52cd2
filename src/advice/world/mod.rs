//! Findings that need to know more than one document: who has a policy, and what else exists.

mod attached;
mod inline_size;
mod nobody_can_meet;
mod role_permissions;
mod second_allow;
mod service_control;
mod trust_unused;

use std::sync::Arc;

use super::asked::Look;
use crate::engine::AttachedPolicy;
use crate::finding::Finding;
use crate::policy::{Document, PolicyType};
use crate::sts::{Settings, Shelf};
use crate::world::{Library, RoleRef, UserRef, World, account_pointer};

/// A finding about a world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldFinding {
    /// JSON pointer, from the root of the scenario, to the policy document it is about. The finding's locations are
    /// places in that document. Findings about something else point to it and have no locations.
    pub pointer: String,
    /// The finding.
    pub finding: Finding,
}

/// A world with its policies, as the findings need it.
struct Survey<'a> {
    world: &'a World,
    settings: Settings,
    shelf: Shelf<'a>,
    users: Vec<Member<'a, UserRef<'a>>>,
    roles: Vec<Member<'a, RoleRef<'a>>>,
    /// ARNs of users that somewhere sign in to the console with MFA.
    signed_in: &'a [String],
}

/// A user or role with its identity policies.
struct Member<'a, T> {
    arn: String,
    of: T,
    policies: Vec<AttachedPolicy>,
    boundary: Option<AttachedPolicy>,
    account: &'a str,
}

/// Looks through a world. `signed_in` are the ARNs of users that sign in to the console with MFA, for which they need
/// no device that this world knows.
pub fn world(world: &World, settings: Settings, library: &Library, signed_in: &[String]) -> Vec<WorldFinding> {
    let shelf = Shelf { world, library, scp: settings.scp };
    let users = world
        .users()
        .map(|user| {
            let at = account_pointer(user.account_id).member("users").member(user.name);
            let boundary = shelf.boundary(&at, user.user.boundary.as_ref());
            Member {
                arn: user.arn(),
                of: user,
                policies: shelf.user_policies(user),
                boundary,
                account: user.account_id,
            }
        })
        .collect();
    let roles = world
        .roles()
        .map(|role| {
            let at = account_pointer(role.account_id).member("roles").member(role.name);
            let boundary = shelf.boundary(&at, role.role.boundary.as_ref());
            Member {
                arn: role.arn(),
                of: role,
                policies: shelf.role_policies(role),
                boundary,
                account: role.account_id,
            }
        })
        .collect();
    let survey = Survey { world, settings, shelf, users, roles, signed_in };
    let mut findings = Vec::new();
    attached::find(&survey, &mut findings);
    inline_size::find(&survey, &mut findings);
    role_permissions::find(&survey, &mut findings);
    second_allow::find(&survey, &mut findings);
    nobody_can_meet::find(&survey, &mut findings);
    trust_unused::find(&survey, &mut findings);
    service_control::find(&survey, &mut findings);
    findings
}

/// Looks at a document for its MFA conditions.
fn look(document: &Arc<Document>, policy_type: PolicyType) -> Look<'_> {
    Look::new(&document.policy, &document.text, policy_type)
}
