//! What is asked: who, which action, on what, in which context.

use crate::arn::{self, Arn};
use crate::condition::Context;
use crate::policy::ActionName;
use crate::text::same;

/// A request, complete.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Who asks.
    pub caller: Caller,
    /// What is asked.
    pub action: ActionName,
    /// The resource's ARN, or `*` where the action has none.
    pub resource: String,
    /// The account that owns the resource, where it is known.
    pub resource_account: Option<String>,
    /// The request context.
    pub context: Context,
}

/// Who makes a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// An IAM user, with long-term keys, from the console or with a `GetSessionToken` session.
    User {
        /// The user's ARN.
        arn: String,
        /// The unique id, `AIDA…`.
        id: Option<String>,
    },
    /// The root user of an account.
    Root {
        /// The root user's ARN.
        arn: String,
    },
    /// A session of a role.
    RoleSession {
        /// The session's ARN.
        arn: String,
        /// The role's ARN, path included.
        role_arn: String,
        /// The role's unique id, `AROA…`.
        id: Option<String>,
    },
    /// A federated user of `GetFederationToken`.
    FederatedUser {
        /// The federated user's ARN.
        arn: String,
        /// The ARN of the user (or root user) that called `GetFederationToken`.
        user_arn: String,
    },
    /// Somebody an identity provider vouches for, calling `AssumeRoleWithSAML` or `AssumeRoleWithWebIdentity`.
    Federated {
        /// The provider: an ARN, or the host of a web identity provider.
        provider: String,
    },
    /// An AWS service.
    Service {
        /// The service principal, such as `delivery.logs.amazonaws.com`.
        service: String,
    },
    /// An unsigned request.
    Anonymous,
}

impl Caller {
    /// The caller as AWS's messages name it.
    pub fn name(&self) -> &str {
        match self {
            Self::User { arn, .. }
            | Self::Root { arn }
            | Self::RoleSession { arn, .. }
            | Self::FederatedUser { arn, .. } => arn,
            Self::Federated { provider } => provider,
            Self::Service { service } => service,
            Self::Anonymous => "anonymous",
        }
    }

    /// The account that the caller belongs to.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::User { arn, .. }
            | Self::Root { arn }
            | Self::RoleSession { arn, .. }
            | Self::FederatedUser { arn, .. } => arn::account(arn),
            Self::Federated { .. } | Self::Service { .. } | Self::Anonymous => None,
        }
    }

    /// The partition that the caller belongs to.
    pub fn partition(&self) -> Option<&str> {
        match self {
            Self::User { arn, .. }
            | Self::Root { arn }
            | Self::RoleSession { arn, .. }
            | Self::FederatedUser { arn, .. } => Arn::parse(arn).map(|arn| arn.partition),
            Self::Federated { .. } | Self::Service { .. } | Self::Anonymous => None,
        }
    }

    /// Whether the caller is a session of a service-linked role, which neither SCPs nor RCPs bind (rules D3, D4).
    pub fn is_service_linked(&self) -> bool {
        match self {
            Self::RoleSession { role_arn, .. } => Arn::parse(role_arn)
                .and_then(|arn| arn.resource_of_kind("role"))
                .is_some_and(|name| name.starts_with("aws-service-role/")),
            _ => false,
        }
    }
}

impl Request {
    /// Whether caller and resource belong to one account. A resource whose account nobody knows counts as the
    /// caller's own.
    pub fn same_account(&self) -> bool {
        match (self.caller.account(), self.resource_account.as_deref()) {
            (Some(caller), Some(owner)) => same(caller, owner),
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    /// What the kind of caller alone says of the call.
    pub fn credential_rule(&self) -> Option<CredentialRule> {
        let service = self.action.service.as_str();
        if !matches!(service, "sts" | "iam") {
            return None;
        }
        let name = self.action.name.as_str();
        match (&self.caller, service, name) {
            (Caller::Federated { .. } | Caller::Service { .. } | Caller::Anonymous, ..) => None,
            (_, "sts", "getcalleridentity") => Some(CredentialRule::NeedsNoPermission),
            (Caller::User { .. } | Caller::Root { .. }, "sts", "getsessiontoken") => {
                Some(CredentialRule::NeedsNoPermission)
            }
            (Caller::RoleSession { .. }, "sts", "getsessiontoken" | "getfederationtoken") => {
                Some(CredentialRule::Blocked)
            }
            (Caller::FederatedUser { .. }, "sts" | "iam", _) => Some(CredentialRule::Blocked),
            (Caller::Root { .. }, "sts", "assumerole") => Some(CredentialRule::Blocked),
            _ => None,
        }
    }

    /// Whether it is `sts:AssumeRole` or one of its relatives, so that a resource's policy is a role trust policy.
    pub fn assumes_role(&self) -> bool {
        self.action.service == "sts" && self.action.name.starts_with("assumerole")
    }

    /// Whether the resource's own policy must allow, whatever identity policies say: role trust policies (rule D16)
    /// and KMS key policies (rule D17).
    pub fn needs_resource_allow(&self) -> Option<ResourceRule> {
        if !matches!(self.action.service.as_str(), "sts" | "kms") {
            return None;
        }
        // Only roles are assumed, whatever else the ARN may be of: nothing but a trust policy could allow it.
        if self.assumes_role() && self.resource != "*" {
            return Some(ResourceRule::Trust);
        }
        let arn = Arn::parse(&self.resource)?;
        let is_trust = arn.service == "iam"
            && arn.resource.starts_with("role/")
            && self.action.service == "sts"
            && matches!(self.action.name.as_str(), "tagsession" | "setsourceidentity");
        if is_trust {
            return Some(ResourceRule::Trust);
        }
        (self.action.service == "kms" && arn.service == "kms" && arn.resource.starts_with("key/"))
            .then_some(ResourceRule::Key)
    }
}

/// What becomes of a call because of who makes it, before any policy (rules A6, A13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialRule {
    /// It needs no permission, and no policy can forbid it.
    NeedsNoPermission,
    /// Credentials of this kind cannot make it.
    Blocked,
}

/// Why a resource's own policy must allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceRule {
    /// It is a role's trust policy.
    Trust,
    /// It is a KMS key policy.
    Key,
}
