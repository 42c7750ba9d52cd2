//! An MFA condition on a call whose callers never carry MFA (rules A13, A14).

use crate::advice::asked::{Asked, Look};
use crate::finding::{Credentials, Finding, FindingType};

const CODE: &str = "MFA_ACTION_NEVER_HAS_MFA";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    let clause = &asked.statement.action;
    let effect = match (asked.denies(), asked.row.absent) {
        (false, false) if asked.row.any_age() => "this Allow never applies to it",
        (true, true) => "this Deny stops every call of it",
        _ => return,
    };
    if clause.not {
        return;
    }
    for (position, pattern) in clause.patterns.iter().enumerate() {
        let (rule, who) = match (pattern.service.as_deref(), pattern.name.as_literal()) {
            (Some("sts"), Some("getfederationtoken")) => ("A13", "only long-term access keys can call"),
            (Some("sts"), Some("assumerolewithsaml" | "assumerolewithwebidentity")) => {
                ("A14", "users of an identity provider, whose MFA AWS cannot see, call")
            }
            _ => continue,
        };
        let details = format!("{who} `{}`, so it never carries the MFA keys: {effect}", pattern.text);
        let finding = look.at_action(FindingType::Warning, CODE, rule, asked.statement, position, details);
        findings.push(finding.concerning(Credentials { without_keys: true, ..Credentials::default() }));
    }
}
