//! Inline policies of one user, group or role that are too long together, though none is by itself (rule B18).

use super::{Survey, WorldFinding};
use crate::finding::{Finding, FindingType};
use crate::policy::{InlineOf, inline_limit, size_that_counts};
use crate::world::{Named, PolicySource, account_pointer};

pub(super) fn find(survey: &Survey<'_>, findings: &mut Vec<WorldFinding>) {
    for (id, account) in &survey.world.accounts {
        let users = account.users.iter().map(|(name, user)| ("users", InlineOf::User, name, &user.policies));
        let groups = account.groups.iter().map(|(name, group)| ("groups", InlineOf::Group, name, &group.policies));
        let roles = account.roles.iter().map(|(name, role)| ("roles", InlineOf::Role, name, &role.policies));
        for (kind, inline_of, name, policies) in users.chain(groups).chain(roles) {
            let Some(details) = too_long(policies, inline_of) else { continue };
            let code = "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA";
            let finding = Finding::about(FindingType::Warning, code, "B18", details);
            let pointer = account_pointer(id).member(kind).member(name).member("policies");
            findings.push(WorldFinding { pointer: pointer.as_str().to_owned(), finding });
        }
    }
}

fn too_long(policies: &Named<PolicySource>, inline_of: InlineOf) -> Option<String> {
    let limit = inline_limit(inline_of);
    let sizes: Vec<usize> = policies.iter().map(|(_, source)| size_that_counts(source.text())).collect();
    let together: usize = sizes.iter().sum();
    // One that is too long by itself says so itself.
    (together > limit && sizes.iter().all(|size| *size <= limit)).then(|| {
        format!(
            "the inline policies have {together} characters together that count; the limit for all of a {} is {limit}",
            inline_of.name()
        )
    })
}
