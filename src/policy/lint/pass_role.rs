//! `Allow` statements that hand out `iam:PassRole` or `iam:CreateServiceLinkedRole` for too many roles.

use super::{Lint, has_key};
use crate::finding::FindingType;
use crate::pattern::{NoVariables, Pattern};
use crate::policy::{ActionName, Effect, PolicyType, ResourcePattern, Statement};
use crate::text::ByteRange;

/// How a statement comes to allow an action.
enum Named {
    Literally,
    ByWildcard,
    ByNotAction,
}

/// How a statement comes to apply to many roles.
enum Roles {
    Star,
    NotResource,
}

impl Lint<'_> {
    /// Identity-based policies only: boundaries, session and control policies grant nothing.
    pub(super) fn pass_role(&mut self, statement: &Statement) {
        if !matches!(self.policy_type, PolicyType::Identity | PolicyType::Managed) || statement.effect == Effect::Deny {
            return;
        }
        let Some((roles, at)) = roles(statement) else { return };
        if let Some(named) = named(statement, "iam:PassRole")
            && !has_key(statement, &["iam:passedtoservice", "iam:associatedresourcearn"])
        {
            let code = match (&named, &roles) {
                (Named::Literally, Roles::NotResource) => "PASS_ROLE_WITH_NOT_RESOURCE",
                (Named::ByWildcard, Roles::NotResource) => "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
                (Named::ByNotAction, Roles::NotResource) => "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
                (Named::Literally, Roles::Star) => "PASS_ROLE_WITH_STAR_IN_RESOURCE",
                (Named::ByWildcard, Roles::Star) => "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
                (Named::ByNotAction, Roles::Star) => "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
            };
            let details = format!(
                "{} `iam:PassRole` for every role: whoever has it can hand a service a role with more rights; name the roles in `Resource`",
                how(&named)
            );
            self.add(FindingType::SecurityWarning, code, "B10", at, details);
        }
        if let Some(named) = named_slr(statement) {
            let code = match (&named, &roles) {
                (Named::Literally, Roles::NotResource) => "CREATE_SLR_WITH_NOT_RESOURCE",
                (Named::ByWildcard, Roles::NotResource) => "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
                (Named::ByNotAction, Roles::NotResource) => "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
                (Named::Literally, Roles::Star) => "CREATE_SLR_WITH_STAR_IN_RESOURCE",
                (Named::ByWildcard, Roles::Star) => "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
                (Named::ByNotAction, Roles::Star) => "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
            };
            let details = format!(
                "{} `iam:CreateServiceLinkedRole` for every service; name the roles in `Resource`",
                how(&named)
            );
            self.add(FindingType::Warning, code, "B10", at, details);
        }
    }
}

fn how(named: &Named) -> &'static str {
    match named {
        Named::Literally => "this allows",
        Named::ByWildcard => "the wildcard in `Action` allows",
        Named::ByNotAction => "`NotAction` leaves in, and so allows,",
    }
}

fn named_slr(statement: &Statement) -> Option<Named> {
    named(statement, "iam:CreateServiceLinkedRole").filter(|_| !has_key(statement, &["iam:awsservicename"]))
}

fn named(statement: &Statement, action: &str) -> Option<Named> {
    let name = ActionName::parse(action)?;
    let clause = &statement.action;
    if clause.patterns.is_empty() || !clause.matches(&name) {
        return None;
    }
    if clause.not {
        return Some(Named::ByNotAction);
    }
    let literal = clause.patterns.iter().any(|pattern| pattern.text.eq_ignore_ascii_case(action));
    Some(if literal { Named::Literally } else { Named::ByWildcard })
}

/// For which roles, and where the statement says so.
fn roles(statement: &Statement) -> Option<(Roles, ByteRange)> {
    let clause = statement.resource.as_ref()?;
    if clause.not {
        return (!clause.patterns.is_empty()).then_some((Roles::NotResource, clause.at));
    }
    clause.patterns.iter().find(|pattern| is_every_role(pattern)).map(|pattern| (Roles::Star, pattern.at))
}

/// Whether a pattern takes in every role of some account: two names that nobody would write both match.
fn is_every_role(pattern: &ResourcePattern) -> bool {
    if pattern.is_any() {
        return true;
    }
    let Some([_, _, service, region, _, resource]) = crate::arn::fields(&pattern.text) else { return false };
    let matches = |pattern: &str, text: &str| Pattern::wildcards(pattern).matches(text, &NoVariables).is_yes();
    matches(service, "iam")
        && matches(region, "")
        && matches(resource, "role/0-nobody")
        && matches(resource, "role/some/path/1-nobody-else")
}
