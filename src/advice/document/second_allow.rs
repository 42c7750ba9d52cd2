//! Statements add up: an Allow without the condition undoes the one that has it (rule D1).

use crate::advice::asked::{Asked, Look, Open, other_keys, principals_take_in};
use crate::finding::{Edit, Finding, FindingType};
use crate::policy::{ActionClause, Effect, ResourceClause, Statement, cover};
use crate::text::ByteRange;

pub(in crate::advice) const CODE: &str = "MFA_SECOND_ALLOW_WITHOUT_MFA";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    if !look.compares || !asked.allows() || !asked.row.is_mfa_only() {
        return;
    }
    let Some(test) = asked.tests.first().copied() else { return };
    let others = || look.others(asked.statement).filter(|other| other.effect == Effect::Allow && !look.asks(other));
    let Some((second, what)) = others().find_map(|other| Some((other, undone(other, asked.statement)?))) else {
        return;
    };
    let stopped = look.stopped(asked.statement);
    if stopped.absent && stopped.no {
        return;
    }
    let details = format!(
        "{} allows {what} without MFA, to access keys and role sessions too: this condition has no effect there",
        named(second)
    );
    let mut finding = look
        .at_key(FindingType::SecurityWarning, CODE, "D1", asked, test, details)
        .concerning(Open { absent: !stopped.absent, no: !stopped.no }.credentials());
    finding.locations.push(look.statement_place(second));
    let only_mfa = other_keys(asked.statement).is_empty();
    if only_mfa && second.condition.is_none() {
        let title = format!("Ask for MFA in {} too", named(second));
        finding = finding.with_fix(title, vec![add_condition(look, second, look.slice(test.condition.at))]);
    }
    findings.push(finding);
}

/// What of a statement's actions another statement allows as well.
pub(in crate::advice) fn undone(other: &Statement, statement: &Statement) -> Option<String> {
    if !principals_take_in(other, statement) || !other_keys(other).is_subset(&other_keys(statement)) {
        return None;
    }
    let one_resource = |clause: &ResourceClause| -> Vec<ResourceClause> {
        if clause.not {
            return vec![clause.clone()];
        }
        clause.patterns.iter().map(|p| ResourceClause { patterns: vec![p.clone()], ..clause.clone() }).collect()
    };
    let resources = match &statement.resource {
        None => cover::resources_cover(other.resource.as_ref(), None),
        Some(clause) => {
            one_resource(clause).iter().any(|one| cover::resources_cover(other.resource.as_ref(), Some(one)))
        }
    };
    if !resources {
        return None;
    }
    if statement.action.not {
        return cover::actions_cover(&other.action, &statement.action).then(|| "all of this".to_owned());
    }
    let covered = statement.action.patterns.iter().find(|pattern| {
        let one = ActionClause { patterns: vec![(*pattern).clone()], ..statement.action.clone() };
        cover::actions_cover(&other.action, &one)
    })?;
    Some(format!("`{}`", covered.text))
}

/// Adds a condition to a statement that has none, set off as its first element is.
fn add_condition(look: &Look<'_>, statement: &Statement, condition: &str) -> Edit {
    let inside = look.slice(ByteRange { start: statement.at.start + 1, end: statement.at.end.saturating_sub(1) });
    let gap = inside.get(..inside.len() - inside.trim_start().len()).unwrap_or_default();
    let end = statement.at.start as usize + 1 + inside.trim_end().len();
    Edit { at: ByteRange::new(end, end), text: format!(",{gap}\"Condition\": {condition}") }
}

fn named(statement: &Statement) -> String {
    match statement.sid.as_deref().filter(|sid| !sid.is_empty()) {
        Some(sid) => format!("statement {} (`{sid}`)", statement.index + 1),
        None => format!("statement {}", statement.index + 1),
    }
}
