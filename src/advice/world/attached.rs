//! Attached policies and boundaries that the world does not have: they grant nothing.

use super::{Survey, WorldFinding};
use crate::finding::Finding;
use crate::policy::{Policy, PolicyType};
use crate::text::Pointer;
use crate::world::{BoundarySource, account_pointer};

pub(super) fn find(survey: &Survey<'_>, findings: &mut Vec<WorldFinding>) {
    let mut check = |arn: &str, pointer: &Pointer, used_as: PolicyType| {
        if survey.shelf.find_managed(arn, used_as).is_none() {
            for finding in Policy::absent(arn).findings {
                let finding = Finding { locations: Vec::new(), ..finding };
                findings.push(WorldFinding { pointer: pointer.as_str().to_owned(), finding });
            }
        }
    };
    for (id, account) in &survey.world.accounts {
        let account_at = account_pointer(id);
        let users = account.users.iter().map(|(name, user)| ("users", name, &user.attached, user.boundary.as_ref()));
        let groups = account.groups.iter().map(|(name, group)| ("groups", name, &group.attached, None));
        let roles = account.roles.iter().map(|(name, role)| ("roles", name, &role.attached, role.boundary.as_ref()));
        for (kind, name, attached, boundary) in users.chain(groups).chain(roles) {
            let at = account_at.member(kind).member(name);
            for (position, arn) in attached.iter().enumerate() {
                check(arn, &at.member("attached").element(position), PolicyType::Managed);
            }
            if let Some(BoundarySource::Arn(arn)) = boundary {
                check(arn, &at.member("boundary"), PolicyType::Boundary);
            }
        }
    }
}
