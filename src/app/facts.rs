//! What the scenario has that a policy may name, for the editor's completion.

use crate::scenario::Scenario;
use crate::text::json::{Json, Member, Value};
use crate::text::{ByteRange, pretty};

/// More of a kind than this would not help anybody to choose.
const MOST: usize = 200;

/// The facts as JSON text, for the options of `complete` and `hover`; `account` is the document's own.
pub fn facts(scenario: &Scenario, account: &str) -> String {
    let world = &scenario.world;
    let accounts = world.accounts.iter().map(|(id, _)| id.clone());
    let providers = world.accounts.iter().flat_map(|(_, account)| account.identity_providers.iter().cloned());
    let resources = world.accounts.iter().flat_map(|(_, account)| account.resources.iter().map(|(arn, _)| arn.clone()));
    let mut members = vec![
        list("accounts", accounts),
        list("users", world.users().map(|user| user.arn())),
        list("roles", world.roles().map(|role| role.arn())),
        list("resources", resources),
        list("providers", providers),
    ];
    if !account.is_empty() {
        members.push(member("account", Value::String(account.to_owned())));
    }
    if let Some(id) = world.organization.as_ref().and_then(|organization| organization.id.clone()) {
        members.push(member("organization", Value::String(id)));
    }
    pretty(&Json::of(Value::Object(members)))
}

fn list(name: &str, items: impl Iterator<Item = String>) -> Member {
    member(name, Value::Array(items.take(MOST).map(|item| Json::of(Value::String(item))).collect()))
}

fn member(name: &str, value: Value) -> Member {
    Member { name: name.to_owned(), name_at: ByteRange::default(), value: Json::of(value) }
}
