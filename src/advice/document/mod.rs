//! Findings about one policy by itself. Each is a file that looks at one statement with an MFA condition, or at all.

mod action_without_mfa;
mod age_limit_holds_without_mfa;
mod age_one_bound_rules;
mod allow_lets_access_keys_in;
mod deny_age_bypassed;
mod deny_age_not_counted;
mod deny_misses_access_keys;
mod exempts_device_removal;
mod for_all_values;
mod inverted;
mod never_matches;
mod null_tests_credential_kind;
pub(super) mod second_allow;
mod session_policy;
mod uncontrolled_action;
mod variables_need_version;
mod wrong_operator;

use std::collections::HashSet;

use super::asked::{Asked, Look};
use super::row::Row;
use crate::finding::Finding;
use crate::policy::{Policy, PolicyType};

/// A finding about one statement.
type Find = fn(&Look<'_>, &Asked<'_>, &mut Vec<Finding>);

const STATEMENT: &[Find] = &[
    wrong_operator::find,
    for_all_values::find,
    allow_lets_access_keys_in::find,
    deny_misses_access_keys::find,
    null_tests_credential_kind::find,
    age_limit_holds_without_mfa::find,
    deny_age_bypassed::find,
    deny_age_not_counted::find,
    age_one_bound_rules::find,
    inverted::find,
    never_matches::find,
    second_allow::find,
    uncontrolled_action::find,
    action_without_mfa::find,
    exempts_device_removal::find,
    session_policy::find,
];

/// Looks through a policy that was read from `text`, for what its MFA conditions mean.
pub fn policy(policy: &Policy, text: &str, policy_type: PolicyType) -> Vec<Finding> {
    let look = Look::new(policy, text, policy_type);
    let mut findings = Vec::new();
    for asked in &look.asked {
        for find in STATEMENT {
            find(&look, asked, &mut findings);
        }
    }
    variables_need_version::find(&look, &mut findings);
    crate::finding::in_order(&mut findings);
    findings
}

/// Takes the fixes away from general findings about an operator that the advice has a finding about: without `IfExists`
/// they would open a Deny.
pub(super) fn give_way(findings: &mut [Finding], advice: &[Finding]) {
    const GENERAL: &[&str] = &["FORALLVALUES_WITH_SINGLE_VALUED_KEY", "TYPE_MISMATCH"];
    let place = |finding: &Finding| finding.locations.first().map(|location| location.path.as_str().to_owned());
    let spoken_of: HashSet<Option<String>> = advice.iter().map(place).collect();
    for finding in findings.iter_mut().filter(|finding| GENERAL.contains(&finding.code)) {
        if spoken_of.contains(&place(finding)) {
            finding.fixes.clear();
        }
    }
}

/// What an Allow that asks for MFA should come to.
fn only_with_mfa(row: &Row) -> bool {
    row.is_mfa_only() && row.fresh()
}

/// What a Deny of everything without MFA should come to.
fn all_without_mfa(row: &Row) -> bool {
    row.is_no_mfa()
}
