//! A Deny of old MFA that whoever has no MFA at all walks around (rule E11).

use super::all_without_mfa;
use crate::advice::asked::{Asked, Look};
use crate::advice::edit::Change;
use crate::condition::Family;
use crate::finding::{Finding, FindingType};

const CODE: &str = "MFA_DENY_AGE_BYPASSED";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    if !asked.misses() {
        return;
    }
    let Some(test) = asked.culprit().filter(|test| test.family() == Family::Numeric && !test.is_misfit()) else {
        return;
    };
    let details = format!(
        "only MFA brings `{}`: this Deny stops old MFA and misses {}, who have none",
        test.key.key,
        asked.open.words()
    );
    let finding =
        look.at_key(FindingType::SecurityWarning, CODE, "E11", asked, test, details).concerning(asked.astray());
    findings.push(look.fixed(finding, asked, test, &Change::to(test.operator().base, true), all_without_mfa));
}
