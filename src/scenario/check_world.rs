//! What a world cannot hold although each part of it is well formed.

use std::collections::BTreeMap;

use crate::arn::{Arn, is_account_id};
use crate::text::Pointer;
use crate::text::decode::InputError;
use crate::world::{BoundarySource, World, account_pointer};

/// A user has no more MFA devices (rule A12).
const MOST_DEVICES: usize = 8;

/// Checks accounts against each other.
pub(super) fn check_world(world: &World) -> Result<(), InputError> {
    let wrong = |at: &Pointer, message: String| Err(InputError { path: at.as_str().to_owned(), message });
    let mut devices: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, account) in &world.accounts {
        let at = account_pointer(id);
        let users = account.users.iter().map(|(name, user)| ("users", name, &user.attached, user.boundary.as_ref()));
        let groups = account.groups.iter().map(|(name, group)| ("groups", name, &group.attached, None));
        let roles = account.roles.iter().map(|(name, role)| ("roles", name, &role.attached, role.boundary.as_ref()));
        for (kind, name, attached, boundary) in users.chain(groups).chain(roles) {
            let at = at.member(kind).member(name);
            let list = at.member("attached");
            let attached = attached.iter().enumerate().map(|(position, arn)| (list.element(position), arn));
            let boundary = boundary.into_iter().filter_map(|boundary| match boundary {
                BoundarySource::Arn(arn) => Some((at.member("boundary"), arn)),
                BoundarySource::Document(_) => None,
            });
            for (place, arn) in attached.chain(boundary) {
                if Arn::parse(arn).is_some_and(|arn| is_account_id(arn.account) && arn.account != id) {
                    let message =
                        format!("`{arn}` is of another account; policies of account {id} and of AWS can stand here");
                    return wrong(&place, message);
                }
            }
        }
        for (name, user) in &account.users {
            let at = at.member("users").member(name).member("mfa");
            if user.mfa.len() > MOST_DEVICES {
                return wrong(&at.element(MOST_DEVICES), format!("a user has {MOST_DEVICES} MFA devices at most"));
            }
            for (position, device) in user.mfa.iter().enumerate() {
                if let Some(owner) = devices.insert(&device.serial, name) {
                    let at = at.element(position).member("serial");
                    let serial = &device.serial;
                    return wrong(
                        &at,
                        format!("the MFA device `{serial}` is {owner}'s already; a device has one owner"),
                    );
                }
            }
        }
    }
    Ok(())
}
