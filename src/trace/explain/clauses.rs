//! Principal, action, resource and condition clauses in words.

use super::super::room::shown;
use crate::condition::{Condition, Context};
use crate::engine::{Exemption, PrincipalMatch, exemption};
use crate::pattern::Match;
use crate::policy::{ActionClause, PrincipalClause, PrincipalKind, PrincipalValue, ResourceClause, ResourcePattern};
use crate::request::Caller;

/// What a clause says that was not looked at.
pub const SKIPPED_CLAUSE: &str = "Not looked at: a clause before it had already ruled the statement out.";

/// That comparisons are not shown.
pub fn left_out(most: usize) -> String {
    format!("Left out: a trace shows the first {most} comparisons. The answer rests on all that it takes.")
}

/// `Principal` or `NotPrincipal`.
pub fn principal_title(clause: &PrincipalClause) -> &'static str {
    if clause.not { "NotPrincipal" } else { "Principal" }
}

/// How the clause names the caller.
pub fn principal_detail(
    clause: &PrincipalClause,
    caller: &Caller,
    how: Option<PrincipalMatch>,
    has_boundary: bool,
) -> String {
    if clause.not {
        return match exemption(&clause.list, caller, has_boundary) {
            Exemption::Listed => "The caller and its account are listed, so this statement spares it.".to_owned(),
            Exemption::CallerNotListed => format!(
                "`{}` is not listed itself, so the statement applies to it. Listing its account alone spares nobody but the account's root user.",
                caller.name()
            ),
            Exemption::AccountNotListed => {
                "The caller is listed, its account is not. Both must be, so the statement applies.".to_owned()
            }
            Exemption::OtherSessionListed => {
                "Another session of the same role is listed, so only that one is spared.".to_owned()
            }
            Exemption::HasBoundary => {
                "The caller has a permissions boundary, and such a principal is never spared.".to_owned()
            }
        };
    }
    match how {
        None => format!("`{}` is not among them.", caller.name()),
        Some(PrincipalMatch::Account) => "Names the caller's account. That only passes the question on: the account's own identity policies must allow too.".to_owned(),
        Some(PrincipalMatch::CallingUser) => "Names the user that made this federated user. Boundary and session policy still limit the grant.".to_owned(),
        Some(PrincipalMatch::Role) => "Names the role. No identity policy is needed, but boundary and session policy still limit the grant.".to_owned(),
        Some(PrincipalMatch::Caller) => "Names this very caller.".to_owned(),
        Some(PrincipalMatch::Everyone | PrincipalMatch::NotExempt) => "Names everyone, anonymous callers included.".to_owned(),
    }
}

/// The rule behind the match.
pub fn principal_rule(clause: &PrincipalClause, how: Option<PrincipalMatch>) -> &'static str {
    if clause.not {
        return "D15";
    }
    match how {
        None => "B8",
        Some(PrincipalMatch::Account) => "D6",
        Some(PrincipalMatch::CallingUser) => "D12",
        Some(PrincipalMatch::Role) => "D9",
        Some(PrincipalMatch::Caller) => "D8",
        Some(PrincipalMatch::Everyone | PrincipalMatch::NotExempt) => "D13",
    }
}

/// How one principal of the clause relates to the caller.
pub fn principal_value_detail(value: &PrincipalValue, caller: &Caller, how: Option<PrincipalMatch>) -> String {
    match how {
        Some(PrincipalMatch::Account) => return "Is the account that the caller belongs to.".to_owned(),
        Some(PrincipalMatch::Role) => return "Is the role of the caller's session.".to_owned(),
        Some(PrincipalMatch::CallingUser) => return "Is the user who called `GetFederationToken`.".to_owned(),
        Some(PrincipalMatch::Caller | PrincipalMatch::NotExempt) => return "Is the caller.".to_owned(),
        Some(PrincipalMatch::Everyone) => return "Is everyone, the caller among them.".to_owned(),
        None => {}
    }
    let what = match value.kind {
        PrincipalKind::Everyone => "everyone",
        PrincipalKind::Account { .. } => "an account",
        PrincipalKind::User => "a user",
        PrincipalKind::Role => "a role",
        PrincipalKind::RoleSession => "one session of a role",
        PrincipalKind::FederatedUser => "a federated user",
        PrincipalKind::UniqueId => "a unique id",
        PrincipalKind::Service => "a service",
        PrincipalKind::Federated => "an identity provider",
        PrincipalKind::CanonicalUser => "a canonical user",
    };
    format!("Is {what}; the caller is `{}`.", caller.name())
}

/// `Action` or `NotAction`.
pub fn action_title(clause: &ActionClause) -> &'static str {
    if clause.not { "NotAction" } else { "Action" }
}

/// Whether the clause covers the action.
pub fn action_detail(clause: &ActionClause, action: &str, matched: bool) -> String {
    match (clause.not, matched) {
        (false, true) => format!("Covers `{action}`."),
        (false, false) => format!("Does not cover `{action}`."),
        (true, true) => format!("`{action}` is not in the list, and NotAction covers everything outside it."),
        (true, false) => format!("`{action}` is in the list, and NotAction covers only what is outside it."),
    }
}

/// `Resource` or `NotResource`.
pub fn resource_title(clause: &ResourceClause) -> &'static str {
    if clause.not { "NotResource" } else { "Resource" }
}

/// Whether the clause covers the resource.
pub fn resource_detail(clause: &ResourceClause, resource: &str, matched: bool) -> String {
    match (clause.not, matched) {
        (false, true) => format!("Covers `{resource}`."),
        (false, false) => format!("Does not cover `{resource}`."),
        (true, true) => format!("`{resource}` is not in the list, and NotResource covers everything outside it."),
        (true, false) => format!("`{resource}` is in the list, and NotResource covers only what is outside it."),
    }
}

/// What is worth saying about one pattern.
pub fn resource_value_detail(pattern: &ResourcePattern, result: Match, context: &Context) -> Option<String> {
    let variables = pattern.variables();
    if variables.is_empty() {
        return pattern.completed.then(|| "Has fewer than six fields; the missing ones are read as `*`.".to_owned());
    }
    let values: Vec<String> = variables
        .iter()
        .map(|variable| match variable.value(context) {
            Some(value) => format!("`${{{}}}` is `{}`", variable.key, shown(value)),
            None => format!("`${{{}}}` has no value in this request", variable.key),
        })
        .collect();
    let end = if result == Match::NoValue { ", so the pattern matches nothing" } else { "" };
    Some(format!("{}{end}.", values.join(", ")))
}

/// Whether the condition holds.
pub fn condition_detail(condition: &Condition, matched: bool) -> String {
    if condition.operators.is_empty() {
        return "Is empty, so it demands nothing.".to_owned();
    }
    if matched {
        "Every operator and every key holds.".to_owned()
    } else {
        let keys: usize = condition.operators.iter().map(|operator| operator.keys.len()).sum();
        if keys == 1 { "Its one key does not hold." } else { "Not every key holds, and all of them must." }.to_owned()
    }
}
