//! A force-MFA statement that lets the device be taken away without MFA (rule E17).

use crate::advice::asked::{Asked, Look, Open};
use crate::finding::{Finding, FindingType};
use crate::policy::fix::remove;
use crate::policy::{ActionName, Effect};

const CODE: &str = "MFA_EXEMPTS_DEVICE_REMOVAL";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    let clause = &asked.statement.action;
    if !asked.denies() || !clause.not || asked.row.fresh() || !(asked.row.absent || asked.row.no) {
        return;
    }
    let removals: Vec<ActionName> = ["iam:DeactivateMFADevice", "iam:DeleteVirtualMFADevice"]
        .iter()
        .filter_map(|action| ActionName::parse(action))
        .filter(|action| !stopped_elsewhere(look, asked, action))
        .collect();
    let places: Vec<_> = clause.patterns.iter().map(|pattern| pattern.at).collect();
    for (position, pattern) in clause.patterns.iter().enumerate() {
        let Some(removal) = removals.iter().find(|action| pattern.service.is_some() && pattern.matches(action)) else {
            continue;
        };
        let details = format!(
            "`{}` exempts `{}`: whoever has a stolen access key, without MFA, can take the device away and set up another",
            pattern.text, removal.text
        );
        let finding = look
            .at_action(FindingType::SecurityWarning, CODE, "E17", asked.statement, position, details)
            .concerning(Open { absent: asked.row.absent, no: asked.row.no }.credentials());
        let edits = remove(&places, position);
        let listed = pattern.name.as_literal().is_some() && !edits.is_empty();
        findings.push(if listed { finding.with_fix(format!("Remove `{}`", pattern.text), edits) } else { finding });
    }
}

/// Whether another Deny stops the action for everybody without MFA.
fn stopped_elsewhere(look: &Look<'_>, asked: &Asked<'_>, action: &ActionName) -> bool {
    look.others(asked.statement).any(|other| {
        let stops = match look.asked.iter().find(|asked| asked.statement.index == other.index) {
            Some(asked) => asked.row.absent && asked.row.no,
            None => other.condition.is_none(),
        };
        stops && other.effect == Effect::Deny && other.action.matches(action)
    })
}
