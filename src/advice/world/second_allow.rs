//! Policies of one user add up: an Allow without the condition in one undoes the condition in another (rule D1).

use super::{Survey, WorldFinding, look};
use crate::advice::asked::{Asked, Look, Open};
use crate::advice::document::second_allow::{CODE, undone};
use crate::engine::AttachedPolicy;
use crate::finding::FindingType;
use crate::policy::{Effect, PolicyType, Statement};

/// How many pairs of statements are compared in one world.
const MOST_PAIRS: usize = 100_000;

pub(super) fn find(survey: &Survey<'_>, findings: &mut Vec<WorldFinding>) {
    let mut pairs = MOST_PAIRS;
    for user in &survey.users {
        let looks: Vec<(&AttachedPolicy, Look<'_>)> =
            user.policies.iter().map(|attached| (attached, look(&attached.document, PolicyType::Identity))).collect();
        if looks.iter().all(|(_, look)| look.asked.is_empty()) || looks.iter().any(|(_, look)| !look.compares) {
            continue;
        }
        for (attached, own) in &looks {
            let others = || looks.iter().filter(|(other, _)| other.pointer != attached.pointer);
            for asked in own.asked.iter().filter(|asked| asked.allows() && asked.row.is_mfa_only()) {
                pairs = pairs.saturating_sub(others().map(|(_, look)| look.policy.statements.len()).sum());
                if pairs == 0 {
                    return;
                }
                let Some((second, what)) =
                    others().find_map(|(other, look)| allow_of(look, asked.statement).map(|what| (*other, what)))
                else {
                    continue;
                };
                let stopped = looks.iter().map(|(_, look)| look.stopped_from_outside(asked.statement));
                let open = stopped.fold(Open { absent: true, no: true }, |open, stopped| Open {
                    absent: open.absent && !stopped.absent,
                    no: open.no && !stopped.no,
                });
                if open.any() {
                    let details = format!(
                        "policy {} allows {what} to {} without MFA: this condition has no effect there",
                        second.name.as_deref().unwrap_or(&second.pointer),
                        user.of.name
                    );
                    push(own, asked, attached, details, open, findings);
                }
            }
        }
    }
}

/// What of a statement's actions a policy allows without asking about MFA.
fn allow_of(look: &Look<'_>, statement: &Statement) -> Option<String> {
    look.policy
        .statements
        .iter()
        .filter(|other| !other.void && other.effect == Effect::Allow && !look.asks(other))
        .find_map(|other| undone(other, statement))
}

fn push(
    look: &Look<'_>,
    asked: &Asked<'_>,
    attached: &AttachedPolicy,
    details: String,
    open: Open,
    findings: &mut Vec<WorldFinding>,
) {
    let Some(test) = asked.tests.first().copied() else { return };
    // A policy of a group or a managed one is said once, for the first user whom it concerns.
    let at = test.key.key_at.start;
    let known = findings.iter().any(|known| {
        known.finding.code == CODE
            && known.pointer == attached.pointer
            && known.finding.locations.first().is_some_and(|location| location.at.start == at)
    });
    if known {
        return;
    }
    let finding =
        look.at_key(FindingType::SecurityWarning, CODE, "D1", asked, test, details).concerning(open.credentials());
    findings.push(WorldFinding { pointer: attached.pointer.clone(), finding });
}
