//! Allow with `BoolIfExists` Present true: whoever carries no key gets in (rule E2).

use super::only_with_mfa;
use crate::advice::asked::{Asked, Look};
use crate::advice::edit::Change;
use crate::condition::{Base, Family};
use crate::finding::{Finding, FindingType};
use crate::policy::PolicyType;

const CODE: &str = "MFA_ALLOW_LETS_ACCESS_KEYS_IN";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    if !asked.leaks() {
        return;
    }
    let Some(test) = asked.culprit().filter(|test| test.family() == Family::Bool && !test.is_misfit()) else { return };
    if test.has_for_all_values() {
        return;
    }
    let who = asked.open.words();
    let details = if look.policy_type == PolicyType::Trust {
        format!("`{}` forgives a missing key: {who} may assume this role without MFA", test.block.name)
    } else {
        format!("`{}` forgives a missing key: {who} are allowed without MFA", test.block.name)
    };
    let finding =
        look.at_key(FindingType::SecurityWarning, CODE, "E2", asked, test, details).concerning(asked.astray());
    findings.push(look.fixed(finding, asked, test, &Change::to(Base::Bool, false), only_with_mfa));
}
