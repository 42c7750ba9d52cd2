//! An MFA condition that no session of this world can meet: nobody whom it concerns has a device (rule A3).

use std::collections::BTreeMap;

use super::{Member, Survey, WorldFinding, look};
use crate::advice::asked::Asked;
use crate::arn::Arn;
use crate::engine::AttachedPolicy;
use crate::finding::FindingType;
use crate::policy::{PolicyType, PrincipalClause, PrincipalKind};
use crate::sts::RoleSessionMfa;
use crate::text::Pointer;
use crate::world::{UserRef, account_pointer};

const CODE: &str = "MFA_NOBODY_CAN_MEET";

pub(super) fn find(survey: &Survey<'_>, findings: &mut Vec<WorldFinding>) {
    identity(survey, findings);
    for role in &survey.roles {
        document(survey, &survey.shelf.trust(role.of), PolicyType::Trust, findings);
    }
    for (id, account) in &survey.world.accounts {
        for (arn, resource) in &account.resources {
            if let Some(source) = &resource.policy {
                let at: Pointer = account_pointer(id).member("resources").member(arn).member("policy");
                let attached = survey.shelf.attach(&at, None, source, PolicyType::Resource);
                document(survey, &attached, PolicyType::Resource, findings);
            }
        }
    }
}

/// Identity policies: they concern the users that have them.
fn identity(survey: &Survey<'_>, findings: &mut Vec<WorldFinding>) {
    let mut owners: BTreeMap<&str, (&AttachedPolicy, Vec<&Member<'_, UserRef<'_>>>)> = BTreeMap::new();
    for user in &survey.users {
        for attached in user.policies.iter().filter(|attached| !attached.pointer.is_empty()) {
            owners.entry(&attached.pointer).or_insert_with(|| (attached, Vec::new())).1.push(user);
        }
    }
    for (attached, users) in owners.values() {
        if users.iter().any(|user| survey.can_have_mfa(user)) {
            continue;
        }
        let names: Vec<&str> = users.iter().map(|user| user.of.name).take(3).collect();
        let more = if users.len() > names.len() { " and others" } else { "" };
        let who = format!("{}{more} {} no MFA device", names.join(", "), if users.len() == 1 { "has" } else { "have" });
        let look = look(&attached.document, PolicyType::Identity);
        for asked in look.asked.iter().filter(|asked| wants_mfa(asked)) {
            push(&look, asked, attached, &who, findings);
        }
    }
}

/// A policy that names principals: it concerns these, as far as this world has them.
fn document(survey: &Survey<'_>, attached: &AttachedPolicy, policy_type: PolicyType, findings: &mut Vec<WorldFinding>) {
    let look = look(&attached.document, policy_type);
    for asked in look.asked.iter().filter(|asked| wants_mfa(asked)) {
        if asked.statement.principal.as_ref().is_some_and(|clause| nobody(survey, clause)) {
            let who = "it reaches only role sessions and users without an MFA device";
            push(&look, asked, attached, who, findings);
        }
    }
}

fn push(
    look: &crate::advice::asked::Look<'_>,
    asked: &Asked<'_>,
    attached: &AttachedPolicy,
    who: &str,
    findings: &mut Vec<WorldFinding>,
) {
    let Some(test) = asked.tests.first().copied() else { return };
    let details = format!("no session of this world meets this MFA condition: {who}");
    let finding = look.at_key(FindingType::Warning, CODE, "A3", asked, test, details);
    findings.push(WorldFinding { pointer: attached.pointer.clone(), finding });
}

fn wants_mfa(asked: &Asked<'_>) -> bool {
    asked.allows() && asked.row.is_mfa_only()
}

/// Whether nobody whom a clause names can have MFA. Whoever is not of this world may have it.
fn nobody(survey: &Survey<'_>, clause: &PrincipalClause) -> bool {
    let roles_never = survey.settings.role_session_mfa != RoleSessionMfa::Propagated;
    let known = |account: &str| survey.world.account(account).is_some();
    !clause.not
        && !clause.list.is_empty()
        && clause.list.iter().all(|value| match &value.kind {
            PrincipalKind::Account { id, .. } => {
                known(id) && roles_never && !survey.users.iter().any(|u| u.account == *id && survey.can_have_mfa(u))
            }
            PrincipalKind::User => {
                Arn::parse(&value.text).is_some_and(|arn| known(arn.account))
                    && !survey.users.iter().any(|user| user.arn == value.text && survey.can_have_mfa(user))
            }
            PrincipalKind::Role | PrincipalKind::RoleSession => roles_never,
            _ => false,
        })
}

impl Survey<'_> {
    /// Whether a user can have a session with MFA.
    fn can_have_mfa(&self, user: &Member<'_, UserRef<'_>>) -> bool {
        !user.of.user.mfa.is_empty() || self.signed_in.contains(&user.arn)
    }
}
