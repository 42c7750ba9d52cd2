//! A trust policy that only delegates, where nobody's identity policy takes it up (rules D6, D16).

use super::{Survey, WorldFinding};
use crate::arn::Arn;
use crate::engine::AttachedPolicy;
use crate::finding::{Finding, FindingType};
use crate::pattern::{Match, NoVariables};
use crate::policy::{ActionName, Effect, PrincipalKind, PrincipalValue, Statement};
use crate::text::Pointer;

const CODE: &str = "TRUST_POLICY_NOBODY_CAN_USE";

pub(super) fn find(survey: &Survey<'_>, findings: &mut Vec<WorldFinding>) {
    let Some(assume) = ActionName::parse("sts:AssumeRole") else { return };
    for role in &survey.roles {
        let trust = survey.shelf.trust(role.of);
        let mut named: Vec<(&Statement, &PrincipalValue)> = Vec::new();
        let mut others = false;
        for statement in trust.document.policy.statements.iter().filter(|s| !s.void && s.effect == Effect::Allow) {
            let Some(clause) = statement.principal.as_ref().filter(|clause| !clause.not) else {
                others = true;
                continue;
            };
            if statement.action.matches(&assume) {
                named.extend(clause.list.iter().map(|value| (statement, value)));
            } else {
                others = true;
            }
        }
        let Some((first, _)) = named.first().copied() else { continue };
        if others || named.iter().any(|(_, value)| usable(survey, value, &role.arn, role.account, &assume)) {
            continue;
        }
        let details = format!(
            "nobody can assume role {}: of those it trusts, nobody has an identity policy that allows `sts:AssumeRole` on `{}`",
            role.of.name, role.arn
        );
        let at = first.principal.as_ref().map_or(first.at, |clause| clause.at);
        let path = Pointer::from_place(&trust.document.text, at.start as usize);
        let finding = Finding::new(FindingType::Warning, CODE, "D16", path, at, details);
        findings.push(WorldFinding { pointer: trust.pointer, finding });
    }
}

/// Whether somebody whom the principal means may be able to take the role. Whoever is not of this world may be.
fn usable(survey: &Survey<'_>, value: &PrincipalValue, role: &str, owner: &str, assume: &ActionName) -> bool {
    let allowed = |policies: &[AttachedPolicy]| policies.iter().any(|policy| may_allow(policy, role, assume));
    let arn = Arn::parse(&value.text);
    match &value.kind {
        PrincipalKind::Account { id, .. } => {
            survey.world.account(id).is_none()
                || survey.users.iter().any(|user| user.account == id && allowed(&user.policies))
                || survey.roles.iter().any(|role| role.account == id && allowed(&role.policies))
        }
        PrincipalKind::User => arn.is_none_or(|arn| {
            survey.world.account(arn.account).is_none()
                || survey
                    .users
                    .iter()
                    .any(|user| user.arn == value.text && (user.account == owner || allowed(&user.policies)))
        }),
        PrincipalKind::Role => arn.is_none_or(|arn| {
            survey.world.account(arn.account).is_none()
                || survey
                    .roles
                    .iter()
                    .any(|other| other.arn == value.text && (other.account == owner || allowed(&other.policies)))
        }),
        _ => true,
    }
}

/// Whether a policy may allow to take the role, conditions aside.
fn may_allow(attached: &AttachedPolicy, role: &str, assume: &ActionName) -> bool {
    attached.document.policy.statements.iter().any(|statement| {
        statement.effect == Effect::Allow
            && !statement.void
            && statement.action.matches(assume)
            && statement.resource.as_ref().is_some_and(|clause| {
                clause.not || clause.patterns.iter().any(|pattern| pattern.matches(role, &NoVariables) != Match::No)
            })
    })
}
