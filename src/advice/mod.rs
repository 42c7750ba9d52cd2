//! Advice: what an MFA condition means, where that is not what it seems to say (sections A and E of the rules).
//!
//! Each finding is a file of `document` or of `world`. A finding rests on the answers that the
//! engine gives for each kind of credentials ([`row`]), not on spelling, so that a condition that works is left alone
//! however it is written.

mod asked;
mod document;
mod edit;
mod row;
mod world;

pub use document::policy;
pub use world::{WorldFinding, world};

use crate::policy::{Checked, InlineOf, PolicyType};
use crate::service_data::ServiceData;

/// Everything that can be said about one document by itself, in the order of its text: the checks of
/// [`crate::policy::check`] and the advice.
pub fn check(text: &str, policy_type: PolicyType) -> Checked {
    check_with(text, policy_type, None, ServiceData::built_in())
}

/// The same with other service data, and of somebody's inline policy; see [`crate::policy::check_with`].
pub fn check_with(
    text: &str,
    policy_type: PolicyType,
    inline_of: Option<InlineOf>,
    data: Option<&ServiceData<'_>>,
) -> Checked {
    let mut checked = crate::policy::check_with(text, policy_type, inline_of, data);
    let advice = policy(&checked.policy, text, policy_type);
    document::give_way(&mut checked.findings, &advice);
    checked.findings.extend(advice);
    crate::finding::in_order(&mut checked.findings);
    checked
}
