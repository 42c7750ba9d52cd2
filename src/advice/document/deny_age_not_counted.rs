//! A Deny with Present and Age in one condition: both must hold at once, so the age never counts (rule C1).

use crate::advice::asked::{Asked, Look, Test};
use crate::advice::edit::without;
use crate::advice::row::Row;
use crate::condition::{Base, Family, Operator};
use crate::finding::{Credentials, Edit, Finding, FindingType};
use crate::policy::{Effect, Statement, fix::quoted};

const CODE: &str = "MFA_DENY_AGE_NOT_COUNTED";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    let Some(age) = limit(asked) else { return };
    let stops_old = |other: &Statement| {
        other.effect == Effect::Deny
            && look.asked.iter().any(|asked| asked.statement.index == other.index && asked.row.any_age())
            && crate::advice::asked::takes_in(other, asked.statement)
    };
    if look.compares && !asked.row.never() && look.others(asked.statement).any(stops_old) {
        return;
    }
    let what = if asked.row.never() { "it stops nobody" } else { "it never stops a session because of its MFA's age" };
    let details = format!(
        "the keys of one condition must all hold, and `{}` is there only where MFA was: {what}; a Deny of old MFA needs a statement of its own, or `{}IfExists` alone",
        age.key.key,
        age.operator().base.name()
    );
    let mut finding = look
        .at_key(FindingType::SecurityWarning, CODE, "C1", asked, age, details)
        .concerning(Credentials { with_mfa: true, ..asked.open.credentials() });
    if let Some(edits) = age_alone(asked, age) {
        finding = finding.with_fix(format!("Keep only `{}IfExists`", age.operator().base.name()), edits);
    }
    findings.push(finding);
}

/// The limit on the age that does not count.
pub(super) fn limit<'p>(asked: &Asked<'p>) -> Option<Test<'p>> {
    let limits = |test: &&Test<'_>| {
        test.is_age()
            && !test.is_misfit()
            && matches!(test.operator().base, Base::NumericGreaterThan | Base::NumericGreaterThanEquals)
            && Row::of(&[test.pair()]).any_age()
    };
    let without_mfa =
        asked.tests.iter().any(|test| test.is_present() || (test.is_age() && test.family() == Family::Null));
    let counts_for_nothing = asked.row.never() || (asked.row.is_no_mfa() && !asked.row.any_age());
    asked.tests.iter().find(limits).copied().filter(|_| asked.denies() && without_mfa && counts_for_nothing)
}

/// The edits that leave the age alone, which under `IfExists` catches those without MFA too (rule E12).
fn age_alone(asked: &Asked<'_>, age: Test<'_>) -> Option<Vec<Edit>> {
    let [first, second] = asked.tests.as_slice() else { return None };
    let other = if std::ptr::eq(first.key, age.key) { second } else { first };
    if other.block.keys.len() > 1 || age.block.keys.len() > 1 {
        return None;
    }
    let base = age.operator().base;
    let name = format!("{}IfExists", base.name());
    if age.condition.operators.iter().any(|block| block.name == name && !std::ptr::eq(block, age.block)) {
        return None;
    }
    let alone = Row::of(&[(Operator { quantifier: None, base, if_exists: true }, age.key)]);
    if !alone.is_no_mfa() || !alone.any_age() {
        return None;
    }
    let mut edits = without(*other)?;
    edits.push(Edit { at: age.block.name_at, text: quoted(&name) });
    crate::finding::edits_in_order(&mut edits);
    Some(edits)
}
