//! Deny with `Bool` Present false: whoever carries no key is missed (rule E3).

use super::all_without_mfa;
use crate::advice::asked::{Asked, Look};
use crate::advice::edit::Change;
use crate::condition::{Base, Family};
use crate::finding::{Finding, FindingType};

const CODE: &str = "MFA_DENY_MISSES_ACCESS_KEYS";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    if !asked.misses() {
        return;
    }
    let Some(test) = asked.culprit().filter(|test| test.family() == Family::Bool && !test.is_misfit()) else { return };
    let details = format!(
        "`{}` is false for a missing key: this Deny does not stop {}; `BoolIfExists` does",
        test.block.name,
        asked.open.words()
    );
    let finding =
        look.at_key(FindingType::SecurityWarning, CODE, "E3", asked, test, details).concerning(asked.astray());
    findings.push(look.fixed(finding, asked, test, &Change::to(Base::Bool, true), all_without_mfa));
}
