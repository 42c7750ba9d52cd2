//! An MFA condition on a call that no policy controls (rules A6, A13).

use crate::advice::asked::{Asked, Look};
use crate::finding::{Credentials, Finding, FindingType};
use crate::policy::fix::remove;

const CODE: &str = "MFA_ACTION_NOT_CONTROLLED";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    let clause = &asked.statement.action;
    if clause.not {
        return;
    }
    for (position, pattern) in clause.patterns.iter().enumerate() {
        let keys = Credentials { without_keys: true, ..Credentials::default() };
        let all = Credentials { without_keys: true, without_mfa: true, with_mfa: true };
        let (why, credentials) = match (pattern.service.as_deref(), pattern.name.as_literal()) {
            (Some("sts"), Some("getsessiontoken")) => {
                ("every access key may call it, with or without a code, and session credentials never may", keys)
            }
            (Some("sts"), Some("getcalleridentity")) => ("all credentials may always call it", all),
            _ => continue,
        };
        let details = format!("no policy controls `{}`: {why}; this MFA condition has no effect on it", pattern.text);
        let mut finding = look
            .at_action(FindingType::Warning, CODE, "A6", asked.statement, position, details)
            .concerning(credentials);
        let edits = remove(&clause.patterns.iter().map(|pattern| pattern.at).collect::<Vec<_>>(), position);
        if !edits.is_empty() {
            finding = finding.with_fix(format!("Remove `{}`", pattern.text), edits);
        }
        findings.push(finding);
    }
}
