//! `Null` on Present asks which kind of credentials it is, not whether there was MFA (rules E5, E6).

use super::{all_without_mfa, only_with_mfa};
use crate::advice::asked::{Asked, Look};
use crate::advice::edit::Change;
use crate::advice::row::{SAYING_NO, WITHOUT_KEY};
use crate::condition::{Base, Family};
use crate::finding::{Credentials, Finding, FindingType};

const CODE: &str = "MFA_NULL_TESTS_CREDENTIAL_KIND";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    if asked.leaks() || asked.misses() {
        let Some(test) = asked.culprit().filter(|test| test.family() == Family::Null) else { return };
        let who = asked.open.words();
        let security = |rule, details| {
            look.at_key(FindingType::SecurityWarning, CODE, rule, asked, test, details).concerning(asked.astray())
        };
        let name = &test.key.key;
        if asked.allows() {
            let details = format!("`{name}` is there with the value false too: {who} get in without MFA");
            let change = Change::to(Base::Bool, false).with_value("true");
            findings.push(look.fixed(security("E6", details), asked, test, &change, only_with_mfa));
        } else {
            let details = format!("`{name}` is there with the value false too: this Deny does not stop {who}");
            let change = Change::to(Base::Bool, true).with_value("false");
            findings.push(look.fixed(security("E5", details), asked, test, &change, all_without_mfa));
        }
        return;
    }
    let [test] = asked.tests.as_slice() else { return };
    if test.family() != Family::Null || !test.is_present() || asked.row.absent == asked.row.no {
        return;
    }
    let who = match (asked.row.absent, asked.allows()) {
        (true, true) => format!("only {WITHOUT_KEY} are allowed, and nobody with MFA"),
        (false, false) => format!("this Deny stops {SAYING_NO}, and everybody with MFA as well"),
        _ => return,
    };
    let details = format!("{} tells kinds of credentials apart, not whether there was MFA: {who}", test.words());
    let rule = if asked.row.absent { "E5" } else { "E6" };
    let credentials =
        Credentials { without_keys: asked.row.absent, without_mfa: asked.row.no, with_mfa: asked.row.fresh() };
    let finding = look.at_key(FindingType::Warning, CODE, rule, asked, *test, details);
    findings.push(finding.concerning(credentials));
}
