//! The decision: one match over what the layers said (rules D1 to D18).

use super::layer::{Applies, LayerOutcome};
use super::{Decision, Layer, PolicySet, PrincipalMatch};
use crate::arn::Arn;
use crate::request::{Caller, CredentialRule, Request};

/// What the decision depends on besides the policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    /// Who asks, as far as rights go.
    pub standing: Standing,
    /// Whether caller and resource are in one account.
    pub same_account: bool,
    /// Whether the resource's own policy must allow (rules D16, D17).
    pub resource_must_allow: bool,
    /// What the kind of caller alone says of the call.
    pub credential_rule: Option<CredentialRule>,
}

/// The callers that the rules tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// IAM user.
    User,
    /// Role session.
    RoleSession,
    /// Federated user of an IAM user.
    FederatedUser,
    /// Federated user of the root user, whom session policies alone limit.
    FederatedUserOfRoot,
    /// Root user.
    Root,
    /// Nobody: an unsigned request.
    Anonymous,
    /// An AWS service.
    Service,
    /// Somebody an identity provider vouches for.
    Federated,
}

impl Situation {
    /// Reads a request. Of a role that nobody named, a trust policy that is there must allow.
    pub fn of(request: &Request, policies: &PolicySet) -> Self {
        let standing = match &request.caller {
            Caller::User { .. } => Standing::User,
            Caller::RoleSession { .. } => Standing::RoleSession,
            Caller::FederatedUser { user_arn, .. } if Arn::parse(user_arn).is_some_and(|arn| arn.is_account_root()) => {
                Standing::FederatedUserOfRoot
            }
            Caller::FederatedUser { .. } => Standing::FederatedUser,
            Caller::Root { .. } => Standing::Root,
            Caller::Anonymous => Standing::Anonymous,
            Caller::Service { .. } => Standing::Service,
            Caller::Federated { .. } => Standing::Federated,
        };
        Self {
            standing,
            same_account: request.same_account(),
            resource_must_allow: request.needs_resource_allow().is_some()
                || request.assumes_role() && policies.resource.is_some(),
            credential_rule: request.credential_rule(),
        }
    }
}

/// How the resource's policy grants, by how it names the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grants {
    /// The caller itself, or everyone.
    pub caller: bool,
    /// The caller's role.
    pub role: bool,
    /// The user behind a federated user.
    pub calling_user: bool,
    /// The caller's account.
    pub account: bool,
}

impl Grants {
    /// Adds an Allow statement that names the caller this way.
    pub fn add(&mut self, how: Option<PrincipalMatch>) {
        match how {
            Some(PrincipalMatch::Caller | PrincipalMatch::Everyone | PrincipalMatch::NotExempt) => self.caller = true,
            Some(PrincipalMatch::Role) => self.role = true,
            Some(PrincipalMatch::CallingUser) => self.calling_user = true,
            Some(PrincipalMatch::Account) => self.account = true,
            None => {}
        }
    }

    /// Whether there is any grant.
    pub fn any(self) -> bool {
        self.caller || self.role || self.calling_user || self.account
    }
}

/// What a limiting layer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Not attached, or does not bear on the caller.
    Absent,
    /// Allows.
    Allows,
    /// Attached and does not allow.
    Blocks,
}

/// What the layers said, as far as the decision asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The first layer with a statement that denies.
    pub denied_by: Option<Layer>,
    /// The first level of SCPs that does not allow.
    pub service_control_gap: Option<usize>,
    /// Grants of the resource's policy.
    pub grants: Grants,
    /// Whether some identity policy allows.
    pub identity_allows: bool,
    /// The permissions boundary.
    pub boundary: Limit,
    /// Session policies.
    pub session: Limit,
}

impl Tally {
    /// Nothing said yet.
    pub fn empty() -> Self {
        Self {
            denied_by: None,
            service_control_gap: None,
            grants: Grants::default(),
            identity_allows: false,
            boundary: Limit::Absent,
            session: Limit::Absent,
        }
    }

    /// Sums up the outcomes of the layers.
    pub fn of(layers: &[LayerOutcome]) -> Self {
        let mut tally = Self::empty();
        for outcome in layers.iter().filter(|outcome| outcome.applies == Applies::Yes) {
            if tally.denied_by.is_none() && outcome.denies() {
                tally.denied_by = Some(outcome.layer);
            }
            let allows = outcome.levels.first().is_some_and(|level| level.allows());
            let limit = if allows { Limit::Allows } else { Limit::Blocks };
            match outcome.layer {
                Layer::ServiceControl => {
                    tally.service_control_gap = outcome.levels.iter().position(|level| !level.allows())
                }
                Layer::Resource => {
                    for (.., statement) in outcome.statements().filter(|(.., s)| s.allows()) {
                        tally.grants.add(statement.principal);
                    }
                }
                Layer::Identity => tally.identity_allows = allows,
                Layer::Boundary => tally.boundary = limit,
                Layer::Session => tally.session = limit,
                // RCPs only deny: an implicit RCPFullAWSAccess allows at every level (rule B17).
                Layer::ResourceControl | Layer::Principal => {}
            }
        }
        tally
    }
}

/// What allowed a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// Root's own right in its account (rule D1).
    RootRight,
    /// The resource's policy by itself.
    Resource,
    /// Identity policies by themselves.
    Identity,
    /// Resource policy and identity policies, where both are needed or each is enough.
    Both,
    /// The session policies of a federated user of root.
    RootOfFederatedUser,
    /// The call needs no permission (rule A6).
    NoPermissionNeeded,
}

/// The decision and where it fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The answer.
    pub decision: Decision,
    /// The first stage that decided (rule D18).
    pub layer: Layer,
    /// The level within the stage, for organizations.
    pub level: usize,
    /// What allowed it; without meaning for a denial.
    pub path: Path,
    /// The rule behind it.
    pub rule: &'static str,
}

fn implicit(layer: Layer, rule: &'static str) -> Verdict {
    Verdict { decision: Decision::ImplicitDeny, layer, level: 0, path: Path::Identity, rule }
}

fn allowed(layer: Layer, path: Path, rule: &'static str) -> Verdict {
    Verdict { decision: Decision::Allowed, layer, level: 0, path, rule }
}

/// Decides.
pub fn decide(situation: &Situation, tally: &Tally) -> Verdict {
    match situation.credential_rule {
        Some(CredentialRule::NeedsNoPermission) => return allowed(Layer::Principal, Path::NoPermissionNeeded, "A6"),
        Some(CredentialRule::Blocked) => return implicit(Layer::Principal, "A13"),
        None => {}
    }
    if let Some(layer) = tally.denied_by {
        return Verdict { decision: Decision::ExplicitDeny, layer, level: 0, path: Path::Identity, rule: "D2" };
    }
    if let Some(level) = tally.service_control_gap {
        return Verdict { level, ..implicit(Layer::ServiceControl, "D3") };
    }
    let grants = tally.grants;
    match situation.standing {
        // Only a resource policy can let these in.
        Standing::Anonymous => resource_alone(grants, "D13"),
        Standing::Service => resource_alone(grants, "D14"),
        Standing::Federated => resource_alone(grants, "D16"),
        Standing::Root if situation.same_account && !situation.resource_must_allow => {
            allowed(Layer::Principal, Path::RootRight, "D1")
        }
        Standing::Root if grants.any() => allowed(Layer::Resource, Path::Resource, "D6"),
        Standing::Root => implicit(Layer::Resource, if situation.same_account { "D17" } else { "D7" }),
        Standing::User | Standing::RoleSession | Standing::FederatedUser | Standing::FederatedUserOfRoot => {
            if !situation.same_account && !grants.any() {
                return implicit(Layer::Resource, if situation.resource_must_allow { "D16" } else { "D7" });
            }
            if situation.resource_must_allow && !grants.any() {
                return implicit(Layer::Resource, "D16");
            }
            own_side(situation, tally)
        }
    }
}

/// A caller without policies of its own.
fn resource_alone(grants: Grants, rule: &'static str) -> Verdict {
    if grants.any() { allowed(Layer::Resource, Path::Resource, rule) } else { implicit(Layer::Resource, rule) }
}

/// The caller's own side: identity policies, boundary and session policy, as far as the resource's policy leaves
/// them a say.
fn own_side(situation: &Situation, tally: &Tally) -> Verdict {
    let grants = tally.grants;
    let federated = matches!(situation.standing, Standing::FederatedUser | Standing::FederatedUserOfRoot);
    // A federated user without session policies has none of the calling user's permissions (rule D12).
    let session_blocks = tally.session == Limit::Blocks || (federated && tally.session == Limit::Absent);
    let boundary_blocks = tally.boundary == Limit::Blocks;
    let identity_allows = tally.identity_allows || situation.standing == Standing::FederatedUserOfRoot;
    let needs_both = !situation.same_account || situation.resource_must_allow;
    let own_allows = identity_allows && !boundary_blocks && !session_blocks;
    let own_path =
        if situation.standing == Standing::FederatedUserOfRoot { Path::RootOfFederatedUser } else { Path::Identity };

    if situation.same_account {
        if grants.caller {
            // Named itself (or as everyone): no implicit deny on its own side cuts the grant (rules D8, D10, D12, D13).
            let path = if own_allows { Path::Both } else { Path::Resource };
            return allowed(Layer::Resource, path, "D5");
        }
        if (grants.role || grants.calling_user) && !boundary_blocks && !session_blocks {
            let path = if own_allows { Path::Both } else { Path::Resource };
            return allowed(Layer::Resource, path, if grants.role { "D9" } else { "D12" });
        }
        if grants.role || grants.calling_user {
            // No identity policy is needed, so that the limit is what stands in the way.
            let layer = if boundary_blocks { Layer::Boundary } else { Layer::Session };
            return implicit(layer, if grants.role { "D9" } else { "D12" });
        }
    }
    if !identity_allows {
        let rule = if !situation.same_account {
            "D7"
        } else if grants.account {
            "D6"
        } else {
            "D1"
        };
        return implicit(Layer::Identity, rule);
    }
    if boundary_blocks {
        return implicit(Layer::Boundary, "D8");
    }
    if session_blocks {
        return implicit(Layer::Session, if federated { "D12" } else { "D11" });
    }
    if needs_both {
        return allowed(Layer::Resource, Path::Both, if situation.resource_must_allow { "D16" } else { "D7" });
    }
    allowed(Layer::Identity, own_path, "D5")
}
