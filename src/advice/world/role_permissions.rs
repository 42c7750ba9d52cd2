//! An MFA condition in a role's permission policy: role sessions never say that there was MFA (rule E16).

use super::{Survey, WorldFinding, look};
use crate::advice::asked::other_keys;
use crate::finding::{Credentials, FindingType, Location};
use crate::policy::{ActionName, Effect, Policy, PolicyType, Statement};
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
        let comes = Comes::by(&survey.shelf.trust(role.of).document.policy);
        for attached in role.policies.iter().chain(&role.boundary) {
            let look = look(&attached.document, PolicyType::Identity);
            for asked in &look.asked {
                let Some(test) = asked.tests.first().copied() else { continue };
                let assumed = if absent { asked.row.absent } else { asked.row.no };
                let holds = [(comes.assumed, assumed), (comes.federated, asked.row.absent)];
                let mut answers = holds.iter().filter(|(comes, _)| *comes).map(|(_, holds)| *holds);
                let effect = if asked.allows() && asked.row.any_age() && answers.clone().all(|holds| !holds) {
                    "this Allow never applies"
                } else if asked.denies()
                    && answers.all(|holds| holds)
                    && !asked.row.fresh()
                    && other_keys(asked.statement).is_empty()
                {
                    "this Deny always applies"
                } else {
                    continue;
                };
                let instead = if comes.assumed {
                    "not even with a code on AssumeRole: ask for MFA in the role's trust policy"
                } else {
                    "since AWS does not see the MFA of an identity provider: let the provider ask for it"
                };
                let details = format!(
                    "{effect} to sessions of role {}, which never say that there was MFA, {instead}",
                    role.of.name
                );
                let finding =
                    look.at_key(FindingType::Warning, CODE, "E16", asked, test, details).concerning(Credentials {
                        without_keys: comes.federated || absent,
                        without_mfa: comes.assumed && !absent,
                        with_mfa: false,
                    });
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

/// How sessions of a role come about.
#[derive(Clone, Copy)]
struct Comes {
    /// By `AssumeRole`.
    assumed: bool,
    /// By an identity provider, with neither MFA key.
    federated: bool,
}

impl Comes {
    fn by(trust: &Policy) -> Self {
        let allows = |action: &str| {
            ActionName::parse(action).is_some_and(|action| {
                let allow = |statement: &&Statement| statement.effect == Effect::Allow && !statement.void;
                trust.statements.iter().filter(allow).any(|statement| statement.action.matches(&action))
            })
        };
        let federated = allows("sts:AssumeRoleWithSAML") || allows("sts:AssumeRoleWithWebIdentity");
        Self { assumed: allows("sts:AssumeRole") || !federated, federated }
    }
}

fn place(location: &Location) -> u32 {
    location.at.start
}
