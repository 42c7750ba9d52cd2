//! An MFA condition in a role's permission policy: role sessions never say that there was MFA (rule E16).

use super::{Survey, WorldFinding, look};
use crate::advice::asked::other_keys;
use crate::finding::{Credentials, FindingType, Location};
use crate::policy::PolicyType;
use crate::sts::RoleSessionMfa;

const CODE: &str = "MFA_IN_ROLE_PERMISSION_POLICY";

pub(super) fn find(survey: &Survey<'_>, findings: &mut Vec<WorldFinding>) {
    let absent = match survey.settings.role_session_mfa {
        RoleSessionMfa::Documented => false,
        RoleSessionMfa::Absent => true,
        // Chained sessions may meet such a condition then.
        RoleSessionMfa::Propagated => return,
    };
    for role in &survey.roles {
        for attached in role.policies.iter().chain(&role.boundary) {
            let look = look(&attached.document, PolicyType::Identity);
            for asked in &look.asked {
                let Some(test) = asked.tests.first().copied() else { continue };
                let holds = if absent { asked.row.absent } else { asked.row.no };
                let effect = if asked.allows() && asked.row.any_age() && !holds {
                    "this Allow never applies"
                } else if asked.denies() && holds && !asked.row.fresh() && other_keys(asked.statement).is_empty() {
                    "this Deny always applies"
                } else {
                    continue;
                };
                let details = format!(
                    "sessions of role {} never say that there was MFA, not even with a code on AssumeRole: {effect} to them; ask for MFA in the role's trust policy",
                    role.of.name
                );
                let finding = look.at_key(FindingType::Warning, CODE, "E16", asked, test, details)
                    .concerning(Credentials { without_mfa: true, ..Credentials::default() });
                let known = findings.iter().any(|known: &WorldFinding| {
                    known.pointer == attached.pointer
                        && known.finding.code == CODE
                        && known.finding.locations.first().map(place) == finding.locations.first().map(place)
                });
                if !known {
                    findings.push(WorldFinding { pointer: attached.pointer.clone(), finding });
                }
            }
        }
    }
}

fn place(location: &Location) -> u32 {
    location.at.start
}
