//! Whom a `Principal` clause means (rules B8, D6, D8 to D10, D12 to D15).

use crate::arn::{Arn, friendly_name};
use crate::policy::{PrincipalClause, PrincipalKind, PrincipalValue};
use crate::request::Caller;

/// How a clause names the caller; a later one reaches further within the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrincipalMatch {
    /// Through its account, which only delegates to the account's identity policies (rule D6).
    Account,
    /// A federated user through the ARN of the user that called `GetFederationToken` (rule D12).
    CallingUser,
    /// A role session through its role (rule D9).
    Role,
    /// The caller itself: user ARN, session ARN, federated-user ARN, unique id, service, provider, or root through
    /// its account (rules D8, D10, D12, D14).
    Caller,
    /// Everyone (rule D13).
    Everyone,
    /// Everyone whom a `NotPrincipal` clause does not exempt (rule D15).
    NotExempt,
}

/// Why a `NotPrincipal` clause does or does not exempt the caller (rule D15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exemption {
    /// The caller and its account are listed.
    Listed,
    /// The caller is not listed.
    CallerNotListed,
    /// The caller is listed, its account is not.
    AccountNotListed,
    /// A session of the caller's role is listed, but not this one.
    OtherSessionListed,
    /// A principal with a permissions boundary is never exempt.
    HasBoundary,
}

/// Whether a clause covers the caller, and how. `has_boundary` tells whether a permissions boundary is set.
pub fn match_principal(clause: &PrincipalClause, caller: &Caller, has_boundary: bool) -> Option<PrincipalMatch> {
    if clause.not {
        return (exemption(&clause.list, caller, has_boundary) != Exemption::Listed)
            .then_some(PrincipalMatch::NotExempt);
    }
    clause.list.iter().filter_map(|value| match_value(value, caller)).max()
}

/// Whether one principal of a clause means the caller, and how.
pub fn match_value(value: &PrincipalValue, caller: &Caller) -> Option<PrincipalMatch> {
    use PrincipalMatch as M;
    let text = value.text.as_str();
    match (&value.kind, caller) {
        (PrincipalKind::Everyone, _) => Some(M::Everyone),
        (PrincipalKind::Account { id, partition }, caller) => {
            let same =
                caller.account() == Some(id) && partition.as_deref().is_none_or(|p| caller.partition() == Some(p));
            same.then_some(if matches!(caller, Caller::Root { .. }) { M::Caller } else { M::Account })
        }
        (PrincipalKind::User, Caller::User { arn, .. }) => (arn == text).then_some(M::Caller),
        (PrincipalKind::User, Caller::FederatedUser { user_arn, .. }) => (user_arn == text).then_some(M::CallingUser),
        (PrincipalKind::Role, Caller::RoleSession { role_arn, .. }) => (role_arn == text).then_some(M::Role),
        (PrincipalKind::RoleSession, Caller::RoleSession { arn, .. }) => (arn == text).then_some(M::Caller),
        (PrincipalKind::FederatedUser, Caller::FederatedUser { arn, .. }) => (arn == text).then_some(M::Caller),
        (PrincipalKind::UniqueId, Caller::User { id: Some(id), .. }) => (id == text).then_some(M::Caller),
        (PrincipalKind::UniqueId, Caller::RoleSession { id: Some(id), .. }) => (id == text).then_some(M::Role),
        (PrincipalKind::Service, Caller::Service { service }) => (service == text).then_some(M::Caller),
        (PrincipalKind::Federated, Caller::Federated { provider }) => {
            (provider_name(provider) == provider_name(text)).then_some(M::Caller)
        }
        _ => None,
    }
}

/// A web identity provider goes by its host, whether written as host or as ARN; a SAML provider by its ARN.
fn provider_name(text: &str) -> &str {
    Arn::parse(text).and_then(|arn| arn.resource_of_kind("oidc-provider")).unwrap_or(text)
}

/// Whether a `NotPrincipal` list exempts the caller: its account and its own ARN must be listed (rule D15).
pub(crate) fn exemption(list: &[PrincipalValue], caller: &Caller, has_boundary: bool) -> Exemption {
    let how: Vec<PrincipalMatch> = list.iter().filter_map(|value| match_value(value, caller)).collect();
    let has = |wanted: PrincipalMatch| how.contains(&wanted);
    if has_boundary {
        return Exemption::HasBoundary;
    }
    if has(PrincipalMatch::Everyone) {
        return Exemption::Listed;
    }
    let account_listed = has(PrincipalMatch::Account);
    let itself_listed = match caller {
        Caller::Root { .. } | Caller::Service { .. } | Caller::Federated { .. } => {
            return if has(PrincipalMatch::Caller) { Exemption::Listed } else { Exemption::CallerNotListed };
        }
        Caller::Anonymous => return Exemption::CallerNotListed,
        Caller::User { .. } | Caller::FederatedUser { .. } => has(PrincipalMatch::Caller),
        Caller::RoleSession { role_arn, .. } => {
            if has(PrincipalMatch::Role) && !has(PrincipalMatch::Caller) && lists_session_of(list, role_arn) {
                return Exemption::OtherSessionListed;
            }
            has(PrincipalMatch::Role)
        }
    };
    match (itself_listed, account_listed) {
        (true, true) => Exemption::Listed,
        (true, false) => Exemption::AccountNotListed,
        (false, _) => Exemption::CallerNotListed,
    }
}

/// Whether a list names some session of a role.
fn lists_session_of(list: &[PrincipalValue], role_arn: &str) -> bool {
    let Some(role) = Arn::parse(role_arn) else { return false };
    let name = role.resource_of_kind("role").map(friendly_name);
    list.iter().filter(|value| value.kind == PrincipalKind::RoleSession).any(|value| {
        Arn::parse(&value.text).is_some_and(|session| {
            session.account == role.account
                && session.resource_of_kind("assumed-role").and_then(|rest| rest.split_once('/')).map(|(role, _)| role)
                    == name
        })
    })
}
