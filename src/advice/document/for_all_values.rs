//! `ForAllValues` holds for requests without the key (rule C16).

use super::{all_without_mfa, only_with_mfa};
use crate::advice::asked::{Asked, Look};
use crate::advice::edit::Change;
use crate::condition::Family;
use crate::finding::{Finding, FindingType};

const CODE: &str = "MFA_FOR_ALL_VALUES";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    let culprit = asked.culprit().filter(|_| asked.leaks());
    for test in asked.tests.iter().copied() {
        if !test.has_for_all_values() || test.is_misfit() || test.family() == Family::Null {
            continue;
        }
        let base = test.operator().base;
        if asked.allows() && culprit.is_some_and(|culprit| std::ptr::eq(culprit.key, test.key)) {
            let details = format!(
                "`ForAllValues` holds for a request that has no `{}`: {} get in without MFA",
                test.key.key,
                asked.open.words()
            );
            let finding =
                look.at_key(FindingType::SecurityWarning, CODE, "C16", asked, test, details).concerning(asked.astray());
            findings.push(look.fixed(finding, asked, test, &Change::to(base, false), only_with_mfa));
        } else if asked.denies() && all_without_mfa(&asked.row) {
            let details = format!(
                "`ForAllValues` catches requests without `{}` only by accident; `{}IfExists` says so",
                test.key.key,
                base.name()
            );
            let finding = look.at_key(FindingType::Suggestion, CODE, "C16", asked, test, details);
            findings.push(look.fixed(finding, asked, test, &Change::to(base, true), all_without_mfa));
        }
    }
}
