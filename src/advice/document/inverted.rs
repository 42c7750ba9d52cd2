//! A condition the wrong way round: an Allow for those without MFA, a Deny of those with it (rules E1, E4).

use super::{all_without_mfa, only_with_mfa};
use crate::advice::asked::{Asked, Look, Test};
use crate::advice::edit::Change;
use crate::condition::{Base, Family};
use crate::finding::{Finding, FindingType};
use crate::policy::{ActionName, Statement};

const CODE: &str = "MFA_CONDITION_INVERTED";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    if asked.tests.iter().any(|test| test.is_misfit()) {
        return;
    }
    let Some(test) = asked.tests.first().copied() else { return };
    if asked.tests.len() == 1 && test.is_present() && test.family() == Family::Null {
        return;
    }
    let row = &asked.row;
    let (rule, details) = if asked.allows() {
        let without_mfa = !row.any_age() && (row.absent || row.no);
        // With an upper bound beside it, a lower one is a span that somebody meant, if it is longer than a second.
        let ends = row.ages.last().is_some_and(|(_, holds)| !holds);
        let span = ends && row.ages.iter().filter(|(_, holds)| *holds).count() > 1;
        let old_only = row.is_mfa_only() && !row.fresh() && !span;
        if !(without_mfa && !sets_up_device(asked.statement) || old_only) {
            return;
        }
        let what = if old_only { "only with old MFA, not with recent MFA" } else { "only without MFA" };
        ("E1", format!("this Allow applies {what}: the condition seems to be the wrong way round"))
    } else {
        let everybody = row.absent && row.no && row.ages.iter().all(|(_, holds)| *holds);
        if !row.fresh() || everybody {
            return;
        }
        ("E4", "this Deny stops sessions with recent MFA: the condition seems to be the wrong way round".to_owned())
    };
    let finding = look.at_key(FindingType::Warning, CODE, rule, asked, test, details).concerning(asked.astray());
    let good = if asked.denies() { all_without_mfa } else { only_with_mfa };
    let change = if asked.tests.len() == 1 { turned(test, asked.denies()) } else { None };
    findings.push(match change {
        Some(change) => look.fixed(finding, asked, test, &change, good),
        None => finding,
    });
}

/// The condition turned round.
fn turned(test: Test<'_>, denies: bool) -> Option<Change<'static>> {
    use Base::{Bool, NumericGreaterThan, NumericGreaterThanEquals, NumericLessThan, NumericLessThanEquals};
    let base = test.operator().base;
    Some(match (base, denies) {
        (Bool, true) => Change::to(Bool, true).with_value("false"),
        (Bool, false) => Change::to(Bool, false).with_value("true"),
        (Base::Null, denies) => Change::to(Base::Null, false).with_value(if denies { "true" } else { "false" }),
        (NumericLessThan, true) => Change::to(NumericGreaterThanEquals, true),
        (NumericLessThanEquals, true) => Change::to(NumericGreaterThan, true),
        (NumericGreaterThan, false) => Change::to(NumericLessThanEquals, false),
        (NumericGreaterThanEquals, false) => Change::to(NumericLessThan, false),
        _ => return None,
    })
}

/// Whether a statement lets users set up a device, which they do before they have MFA.
fn sets_up_device(statement: &Statement) -> bool {
    !statement.action.not
        && ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:ResyncMFADevice"]
            .iter()
            .filter_map(|action| ActionName::parse(action))
            .any(|action| statement.action.patterns.iter().any(|p| p.service.is_some() && p.matches(&action)))
}
