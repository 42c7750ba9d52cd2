//! An operator of another family never matches the MFA keys (rule C21).

use super::{all_without_mfa, only_with_mfa};
use crate::advice::asked::{Asked, Look, Test};
use crate::advice::edit::Change;
use crate::condition::{Base, Family};
use crate::finding::{Finding, FindingType};

const CODE: &str = "MFA_WRONG_OPERATOR";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    for test in asked.tests.iter().copied().filter(|test| test.is_misfit()) {
        let kind = if asked.denies() || asked.open.any() { FindingType::SecurityWarning } else { FindingType::Warning };
        let wants = if test.is_present() { "Bool" } else { "Numeric operators" };
        let effect = if asked.denies() {
            "so this Deny stops no session that has the key, with or without MFA"
        } else {
            "so this Allow admits no session that has the key, not even after MFA"
        };
        let details = format!("{} never matches: the key takes {wants}, {effect}", test.words());
        let mut finding = look.at_key(kind, CODE, "C21", asked, test, details).concerning(asked.astray());
        if let Some(change) = right(test, asked.denies()) {
            let good = if asked.denies() { all_without_mfa } else { only_with_mfa };
            finding = look.fixed(finding, asked, test, &change, good);
        }
        findings.push(finding);
    }
}

/// The condition of the right family that says what this one seems to say.
fn right(test: Test<'_>, denies: bool) -> Option<Change<'static>> {
    let base = test.operator().base;
    if test.is_present() {
        let [value] = test.key.values.as_slice() else { return None };
        let says = match value.text.to_ascii_lowercase().as_str() {
            "true" => !base.is_negated(),
            "false" => base.is_negated(),
            _ => return None,
        };
        // An Allow for MFA and a Deny without it are the two that make sense.
        return match (base.family(), says, denies) {
            (Family::String, true, false) => Some(Change::to(Base::Bool, false).with_value("true")),
            (Family::String, false, true) => Some(Change::to(Base::Bool, true).with_value("false")),
            _ => None,
        };
    }
    let base = match base {
        Base::DateLessThan => Base::NumericLessThan,
        Base::DateLessThanEquals => Base::NumericLessThanEquals,
        Base::DateGreaterThan => Base::NumericGreaterThan,
        Base::DateGreaterThanEquals => Base::NumericGreaterThanEquals,
        _ => return None,
    };
    Some(Change::to(base, denies))
}
