//! An MFA condition in a session policy: the sessions that have one never carry MFA (rule A3).

use crate::advice::asked::{Asked, Look};
use crate::finding::{Credentials, Finding, FindingType};
use crate::policy::PolicyType;

const CODE: &str = "MFA_IN_SESSION_POLICY";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    if look.policy_type != PolicyType::Session {
        return;
    }
    let Some(test) = asked.tests.first().copied() else { return };
    let effect = if asked.allows() && asked.row.is_mfa_only() {
        "this Allow never applies"
    } else if asked.denies() && asked.row.is_no_mfa() {
        "this Deny always applies"
    } else {
        return;
    };
    let details = format!(
        "session policies go with AssumeRole and GetFederationToken, whose sessions never say that there was MFA: {effect}"
    );
    let finding = look.at_key(FindingType::Warning, CODE, "A3", asked, test, details);
    findings.push(finding.concerning(Credentials { without_keys: true, without_mfa: true, with_mfa: false }));
}
