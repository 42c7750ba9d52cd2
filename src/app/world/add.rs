//! New parts of the world, with names that are free and policies that say something useful.

use super::edit::Plan;
use super::field_id;
use super::node::{Kind, account, cut, find, free, last, name, names};
use crate::scenario::{Change, Scenario};
use crate::text::Pointer;
use crate::text::json::{Json, Value};

/// What can be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addable {
    /// An account.
    Account,
    /// A user.
    User,
    /// A group.
    Group,
    /// A role.
    Role,
    /// A managed policy.
    ManagedPolicy,
    /// A SAML provider.
    SamlProvider,
    /// An OIDC provider.
    OidcProvider,
    /// A resource.
    Resource,
    /// A policy of a user, a group, a role or a level.
    Policy,
    /// A permissions boundary.
    Boundary,
    /// An MFA device.
    Device,
    /// A resource's policy.
    ResourcePolicy,
    /// A level with service control policies.
    ServiceControl,
    /// A level with resource control policies.
    ResourceControl,
}

impl Addable {
    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::ManagedPolicy => "managed policy",
            Self::SamlProvider => "SAML provider",
            Self::OidcProvider => "OIDC provider",
            Self::Resource => "resource",
            Self::Policy => "policy",
            Self::Boundary => "permissions boundary",
            Self::Device => "MFA device",
            Self::ResourcePolicy => "resource policy",
            Self::ServiceControl => "SCP level",
            Self::ResourceControl => "RCP level",
        }
    }
}

/// What can be added to a node.
pub fn addables(scenario: &Scenario, pointer: &str) -> Vec<Addable> {
    let lacks = |member: &str| find(scenario, pointer).is_some_and(|node| node.get(member).is_none());
    let only = |which: Addable, member: &str| lacks(member).then_some(which);
    match Kind::of(pointer) {
        Some(Kind::Scenario) => vec![Addable::Account, Addable::ServiceControl, Addable::ResourceControl],
        Some(Kind::Account) => vec![
            Addable::User,
            Addable::Group,
            Addable::Role,
            Addable::ManagedPolicy,
            Addable::Resource,
            Addable::SamlProvider,
            Addable::OidcProvider,
        ],
        Some(Kind::User) => {
            [Addable::Policy, Addable::Device].into_iter().chain(only(Addable::Boundary, "boundary")).collect()
        }
        Some(Kind::Role) => std::iter::once(Addable::Policy).chain(only(Addable::Boundary, "boundary")).collect(),
        Some(Kind::Group | Kind::Level) => vec![Addable::Policy],
        Some(Kind::Resource) => only(Addable::ResourcePolicy, "policy").into_iter().collect(),
        Some(Kind::Organization) => vec![Addable::ServiceControl, Addable::ResourceControl],
        _ => Vec::new(),
    }
}

/// Adds something to a node. `secret` is that of a new MFA device.
pub(super) fn add(scenario: &Scenario, to: &str, what: Addable, secret: &str) -> Result<Plan, String> {
    let id = account(to);
    let at = Pointer::from_text(to);
    let named = |list: &str, base: &str, value: Json| {
        let list = at.member(list);
        let name = free(base, &names(scenario, list.as_str()));
        (list.member(&name).as_str().to_owned(), value)
    };
    let (pointer, value) = match what {
        Addable::Account => {
            let id = free_account(scenario);
            (Pointer::root().member("accounts").member(&id).as_str().to_owned(), empty())
        }
        Addable::User => named("users", "User", empty()),
        Addable::Group => named("groups", "Group", empty()),
        Addable::Role => named("roles", "Role", Json::object([("trust", trust(&id))])),
        Addable::ManagedPolicy => named("managedPolicies", "Policy", Json::object([("document", identity())])),
        Addable::SamlProvider => return Ok(provider(scenario, to, "saml-provider/Example")),
        Addable::OidcProvider => return Ok(provider(scenario, to, "oidc-provider/idp.example.com")),
        Addable::Resource => named("resources", "arn:aws:s3:::bucket", empty()),
        Addable::Policy if Kind::of(to) == Some(Kind::Level) => {
            let (base, policy) = of_level(to);
            named("policies", base, policy)
        }
        Addable::Policy => named("policies", "Policy", identity()),
        Addable::Boundary => (at.member("boundary").as_str().to_owned(), boundary()),
        Addable::ResourcePolicy => (at.member("policy").as_str().to_owned(), resource(&last(to), &id)),
        Addable::Device => return device(scenario, to, secret),
        Addable::ServiceControl => return Ok(level(scenario, "serviceControlPolicies")),
        Addable::ResourceControl => return Ok(level(scenario, "resourceControlPolicies")),
    };
    let mut goes_to = pointer.clone();
    if what == Addable::ManagedPolicy {
        goes_to.push_str("/document");
    }
    let called =
        if name_is_word(what) { format!("`{}`", last(&pointer)) } else { format!("to `{}`", name(scenario, to)) };
    Ok(Plan {
        changes: vec![Change::set(pointer, value)],
        said: format!("Added: {} {called}.", what.word()),
        goes_to,
        ..Plan::default()
    })
}

fn name_is_word(what: Addable) -> bool {
    !matches!(what, Addable::Boundary | Addable::ResourcePolicy)
}

fn device(scenario: &Scenario, user: &str, secret: &str) -> Result<Plan, String> {
    let (account, user_name) = (account(user), last(user));
    let taken: Vec<String> =
        scenario.world.users().flat_map(|user| user.user.mfa.iter().map(|device| device.serial.clone())).collect();
    let serial = free(&format!("arn:aws:iam::{account}:mfa/{user_name}"), &taken);
    let list = Pointer::from_text(user).member("mfa");
    let value = Json::object([("serial", serial.clone().into()), ("secret", secret.into())]);
    let devices = find(scenario, list.as_str()).and_then(Json::as_array);
    let known = devices.map_or(0, <[Json]>::len);
    let change = match devices {
        Some(_) => Change::Insert { pointer: list.element(known).as_str().to_owned(), value },
        None => Change::set(list.as_str(), vec![value]),
    };
    let focus = list.element(known).member("serial");
    Ok(Plan {
        changes: vec![change],
        said: format!("Added: MFA device `{serial}`, with a made-up secret."),
        goes_to: user.to_owned(),
        focus: Some(field_id(focus.as_str())),
        ..Plan::default()
    })
}

fn provider(scenario: &Scenario, account: &str, kind_and_name: &str) -> Plan {
    let list = Pointer::from_text(account).member("identityProviders");
    let known = find(scenario, list.as_str()).and_then(Json::as_array).unwrap_or_default();
    let taken: Vec<String> = known.iter().filter_map(|known| known.as_str().map(str::to_owned)).collect();
    let arn = free(&format!("arn:aws:iam::{}:{kind_and_name}", last(account)), &taken);
    let all: Vec<Json> = taken.into_iter().chain([arn.clone()]).map(Json::from).collect();
    Plan {
        changes: vec![Change::set(list.as_str(), all)],
        said: format!("Added: identity provider `{arn}`. A role's trust policy names it as `Federated`."),
        goes_to: account.to_owned(),
        focus: Some(field_id(list.as_str())),
        ..Plan::default()
    }
}

fn level(scenario: &Scenario, list: &str) -> Plan {
    let list = Pointer::root().member("organization").member(list);
    let levels = find(scenario, list.as_str()).and_then(Json::as_array).unwrap_or_default();
    let taken: Vec<String> = levels.iter().filter_map(|level| Some(level.get("level")?.as_str()?.to_owned())).collect();
    let name = if taken.is_empty() { "root".to_owned() } else { free("OU", &taken) };
    let pointer = list.element(levels.len()).as_str().to_owned();
    let policies = Json::object([of_level(&pointer)]);
    let value = Json::object([("level", name.as_str().into()), ("policies", policies)]);
    let change = if levels.is_empty() {
        Change::set(list.as_str(), vec![value])
    } else {
        Change::Insert { pointer: pointer.clone(), value }
    };
    Plan { changes: vec![change], said: format!("Added: level `{name}`."), goes_to: pointer, ..Plan::default() }
}

/// An account id that the scenario does not have.
fn free_account(scenario: &Scenario) -> String {
    let taken = |id: &String| scenario.world.accounts.iter().any(|(other, _)| other == id);
    ["111122223333", "444455556666", "777788889999"]
        .into_iter()
        .map(str::to_owned)
        .chain((1_u64..).map(|number| format!("{:012}", number * 111_111_111)))
        .find(|id| !taken(id))
        .unwrap_or_default()
}

fn empty() -> Json {
    Json::of(Value::Object(Vec::new()))
}

fn policy(statement: Json) -> Json {
    Json::object([("Version", "2012-10-17".into()), ("Statement", vec![statement].into())])
}

/// What an identity may do, to begin with.
pub(super) fn identity() -> Json {
    policy(Json::object([("Effect", "Allow".into()), ("Action", "s3:GetObject".into()), ("Resource", "*".into())]))
}

/// A boundary that bounds nothing yet.
pub(super) fn boundary() -> Json {
    policy(Json::object([("Effect", "Allow".into()), ("Action", "*".into()), ("Resource", "*".into())]))
}

fn trust(account: &str) -> Json {
    let principal = Json::object([("AWS", format!("arn:aws:iam::{account}:root").into())]);
    policy(Json::object([("Effect", "Allow".into()), ("Principal", principal), ("Action", "sts:AssumeRole".into())]))
}

fn resource(arn: &str, account: &str) -> Json {
    let principal = Json::object([("AWS", format!("arn:aws:iam::{account}:root").into())]);
    let service = arn.split(':').nth(2).unwrap_or("s3");
    let (action, resource) = match service {
        "s3" => ("s3:GetObject".to_owned(), format!("{arn}/*")),
        // A key policy speaks of its own key.
        "kms" => ("kms:*".to_owned(), "*".to_owned()),
        _ => (format!("{service}:*"), arn.to_owned()),
    };
    policy(Json::object([
        ("Effect", "Allow".into()),
        ("Principal", principal),
        ("Action", action.into()),
        ("Resource", resource.into()),
    ]))
}

/// What a level begins with. Service control policies allow nothing by themselves; resource control policies can only
/// deny, and AWS's own `RCPFullAWSAccess` is there without being written.
fn of_level(level: &str) -> (&'static str, Json) {
    if !level.contains("/resourceControlPolicies/") {
        return ("FullAWSAccess", boundary());
    }
    let encrypted = Json::object([("Bool", Json::object([("aws:SecureTransport", "false".into())]))]);
    let deny = policy(Json::object([
        ("Effect", "Deny".into()),
        ("Principal", "*".into()),
        ("Action", "s3:*".into()),
        ("Resource", "*".into()),
        ("Condition", encrypted),
    ]));
    ("DenyWithoutTLS", deny)
}

/// A copy of a node beside it.
pub(super) fn duplicate(scenario: &Scenario, pointer: &str) -> Result<Plan, String> {
    let kind = Kind::of(pointer).filter(|kind| kind.can_be_copied()).ok_or("There can be only one of these.")?;
    let place = super::node::place(pointer);
    let mut value = find(scenario, place).cloned().ok_or("It is not there any more.")?;
    let old = name(scenario, pointer);
    let list = cut(place, 1);
    if kind == Kind::Level {
        let index: usize = last(place).parse().unwrap_or_default();
        let levels = find(scenario, list).and_then(Json::as_array).unwrap_or_default();
        let taken: Vec<String> =
            levels.iter().filter_map(|level| Some(level.get("level")?.as_str()?.to_owned())).collect();
        let new = free(&old, &taken);
        set(&mut value, "level", Some(new.as_str().into()));
        let goes_to = format!("{list}/{}", index + 1);
        let changes = vec![Change::Insert { pointer: goes_to.clone(), value }];
        return Ok(Plan { changes, said: format!("Duplicated: level `{new}`."), goes_to, ..Plan::default() });
    }
    let taken = names(scenario, list);
    let new = free(&old, &taken);
    // An id and a device belong to one user.
    set(&mut value, "id", None);
    if kind == Kind::User {
        copy_devices(&mut value, &account(pointer), &old, &new);
    }
    let at = taken.iter().position(|name| *name == old).unwrap_or(taken.len());
    let there = Pointer::from_text(list).member(&new).as_str().to_owned();
    let goes_to = if kind == Kind::Managed { format!("{there}/document") } else { there.clone() };
    let changes = vec![Change::set(there.clone(), value), Change::Move { pointer: there, to: at + 1 }];
    Ok(Plan { changes, said: format!("Duplicated: {} `{new}`.", kind.word()), goes_to, ..Plan::default() })
}

/// The copy's devices get serials of their own: those of virtual devices after the user, others in another number.
fn copy_devices(user: &mut Json, account: &str, old: &str, new: &str) {
    let Value::Object(members) = &mut user.value else { return };
    let devices = members.iter_mut().find(|member| member.name == "mfa");
    let Some(Value::Array(devices)) = devices.map(|member| &mut member.value.value) else { return };
    for (index, device) in devices.iter_mut().enumerate() {
        let serial = device.get("serial").and_then(Json::as_str).unwrap_or_default();
        let own = format!("arn:aws:iam::{account}:mfa/{old}");
        let serial = match serial.strip_prefix(&own) {
            Some(rest) => format!("arn:aws:iam::{account}:mfa/{new}{rest}"),
            None => format!("arn:aws:iam::{account}:mfa/{new}-{}", index + 1),
        };
        set(device, "serial", Some(serial.into()));
    }
}

fn set(object: &mut Json, name: &str, value: Option<Json>) {
    let Value::Object(members) = &mut object.value else { return };
    match (members.iter().position(|member| member.name == name), value) {
        (Some(at), None) => {
            members.remove(at);
        }
        (Some(at), Some(value)) => {
            if let Some(member) = members.get_mut(at) {
                member.value = value;
            }
        }
        (None, _) => {}
    }
}
