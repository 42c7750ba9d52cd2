//! An MFA condition that no kind of credentials meets (rule A3).

use super::{all_without_mfa, deny_age_not_counted, only_with_mfa};
use crate::advice::asked::{Asked, Look};
use crate::advice::edit::Change;
use crate::condition::{Base, Family};
use crate::finding::{Finding, FindingType};

const CODE: &str = "MFA_CONDITION_NEVER_MATCHES";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    if !asked.row.never()
        || asked.tests.iter().any(|test| test.is_misfit())
        || deny_age_not_counted::limit(asked).is_some()
    {
        return;
    }
    let Some(test) = asked.tests.first().copied() else { return };
    let (kind, effect) = if asked.denies() {
        (FindingType::SecurityWarning, "this Deny stops nobody")
    } else {
        (FindingType::Warning, "this Allow allows nobody")
    };
    let details = format!("no kind of credentials meets this MFA condition, with or without MFA: {effect}");
    let finding = look.at_key(kind, CODE, "A3", asked, test, details).concerning(asked.astray());
    let (change, good): (_, fn(&_) -> bool) = if asked.denies() {
        (Change::to(Base::Bool, true).with_value("false"), all_without_mfa)
    } else {
        (Change::to(Base::Bool, false).with_value("true"), only_with_mfa)
    };
    let one_bool = asked.tests.len() == 1 && test.is_present() && test.family() == Family::Bool;
    findings.push(if one_bool { look.fixed(finding, asked, test, &change, good) } else { finding });
}
