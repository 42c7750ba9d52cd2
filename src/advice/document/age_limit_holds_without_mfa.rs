//! An Allow whose limit on the age holds without any MFA (rule E10).

use super::only_with_mfa;
use crate::advice::asked::{Asked, Look};
use crate::advice::edit::Change;
use crate::condition::{Base, Family};
use crate::finding::{Finding, FindingType};

const CODE: &str = "MFA_AGE_LIMIT_HOLDS_WITHOUT_MFA";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    if !asked.leaks() {
        return;
    }
    let Some(test) = asked.culprit().filter(|test| test.family() == Family::Numeric && !test.is_misfit()) else {
        return;
    };
    if test.has_for_all_values() {
        return;
    }
    let details = format!(
        "`{}` holds where there is no `{}`, and only MFA brings one: {} get in without MFA",
        test.block.name,
        test.key.key,
        asked.open.words()
    );
    let finding =
        look.at_key(FindingType::SecurityWarning, CODE, "E10", asked, test, details).concerning(asked.astray());
    // Whoever just had MFA and gets in by a lower bound means one.
    let base = match test.operator().base {
        base if asked.row.fresh() => base,
        Base::NumericGreaterThan => Base::NumericLessThan,
        Base::NumericGreaterThanEquals => Base::NumericLessThanEquals,
        base => base,
    };
    findings.push(look.fixed(finding, asked, test, &Change::to(base, false), only_with_mfa));
}
