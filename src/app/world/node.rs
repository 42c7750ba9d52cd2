//! What the tree of the world is made of. A node is named by the JSON pointer to it; a managed policy by its document.

use crate::arn::is_account_id;
use crate::scenario::Scenario;
use crate::text::Pointer;
use crate::text::json::{Json, Value};

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The scenario itself, with its settings.
    Scenario,
    /// An account.
    Account,
    /// A user.
    User,
    /// A group.
    Group,
    /// A role.
    Role,
    /// A managed policy.
    Managed,
    /// A resource.
    Resource,
    /// The organization.
    Organization,
    /// A level of the organization, for one of its two kinds of policies.
    Level,
    /// An inline policy of a user, group or role.
    Inline,
    /// A policy of a level.
    Control,
    /// A role's trust policy.
    Trust,
    /// A permissions boundary.
    Boundary,
    /// A resource's policy.
    ResourcePolicy,
}

impl Kind {
    /// What stands at a place of a scenario.
    pub fn of(pointer: &str) -> Option<Self> {
        let parts = Pointer::parts(pointer);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        Some(match parts.as_slice() {
            [] => Self::Scenario,
            ["accounts", _] => Self::Account,
            ["accounts", _, "users", _] => Self::User,
            ["accounts", _, "groups", _] => Self::Group,
            ["accounts", _, "roles", _] => Self::Role,
            ["accounts", _, "resources", _] => Self::Resource,
            ["accounts", _, "managedPolicies", _, "document"] => Self::Managed,
            ["accounts", _, "users" | "groups" | "roles", _, "policies", _] => Self::Inline,
            ["accounts", _, "roles", _, "trust"] => Self::Trust,
            ["accounts", _, "users" | "roles", _, "boundary"] => Self::Boundary,
            ["accounts", _, "resources", _, "policy"] => Self::ResourcePolicy,
            ["organization"] => Self::Organization,
            ["organization", "serviceControlPolicies" | "resourceControlPolicies", _] => Self::Level,
            ["organization", _, _, "policies", _] => Self::Control,
            _ => return None,
        })
    }

    /// Whether it is a policy document.
    pub fn is_document(self) -> bool {
        matches!(
            self,
            Self::Managed | Self::Inline | Self::Control | Self::Trust | Self::Boundary | Self::ResourcePolicy
        )
    }

    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::Account => "account",
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::Managed => "managed policy",
            Self::Resource => "resource",
            Self::Organization => "organization",
            Self::Level => "level",
            Self::Inline | Self::Control => "policy",
            Self::Trust => "trust policy",
            Self::Boundary => "permissions boundary",
            Self::ResourcePolicy => "resource policy",
        }
    }

    /// Whether it has a name that can be changed.
    pub fn has_name(self) -> bool {
        !matches!(self, Self::Scenario | Self::Organization | Self::Trust | Self::Boundary | Self::ResourcePolicy)
    }

    /// Whether there can be a second one like it beside it.
    pub fn can_be_copied(self) -> bool {
        self.has_name() && self != Self::Account
    }

    /// Whether the world can be without it.
    pub fn can_go(self) -> bool {
        !matches!(self, Self::Scenario | Self::Trust)
    }

    /// Why this is no name for it.
    ///
    /// # Errors
    /// A sentence for whoever typed it.
    pub fn check_name(self, name: &str) -> Result<(), String> {
        let longest = match self {
            Self::User | Self::Role => 64,
            Self::Group | Self::Managed | Self::Inline => 128,
            Self::Account if !is_account_id(name) => {
                return Err(format!("`{name}` is not an account id: twelve digits."));
            }
            _ if name.trim().is_empty() => return Err("It needs a name.".to_owned()),
            _ => return Ok(()),
        };
        if name.is_empty() {
            return Err("It needs a name.".to_owned());
        }
        if let Some(bad) = name.chars().find(|c| !(c.is_ascii_alphanumeric() || "_+=,.@-".contains(*c))) {
            let bad = if bad == ' ' { "a space".to_owned() } else { format!("`{bad}`") };
            return Err(format!("IAM names have letters, digits and _+=,.@- but not {bad}."));
        }
        if name.len() > longest {
            return Err(format!("This name has {} characters; IAM takes at most {longest}.", name.len()));
        }
        Ok(())
    }
}

/// A pointer without its last parts.
pub(super) fn cut(pointer: &str, parts: usize) -> &str {
    (0..parts).fold(pointer, |pointer, _| pointer.rfind('/').and_then(|at| pointer.get(..at)).unwrap_or_default())
}

/// The node above.
pub fn parent(pointer: &str) -> Option<&str> {
    Some(match Kind::of(pointer)? {
        Kind::Scenario => return None,
        Kind::Account | Kind::Organization => "",
        Kind::User | Kind::Group | Kind::Role | Kind::Resource | Kind::Inline | Kind::Control | Kind::Level => {
            cut(pointer, 2)
        }
        Kind::Managed => cut(pointer, 3),
        Kind::Trust | Kind::Boundary | Kind::ResourcePolicy => cut(pointer, 1),
    })
}

/// Where all of it stands: of a managed policy not only the document.
pub(super) fn place(pointer: &str) -> &str {
    if Kind::of(pointer) == Some(Kind::Managed) { cut(pointer, 1) } else { pointer }
}

/// The value at a place.
pub(super) fn find<'a>(scenario: &'a Scenario, pointer: &str) -> Option<&'a Json> {
    Pointer::parts(pointer).iter().try_fold(scenario.json(), |json, part| match &json.value {
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        _ => json.get(part),
    })
}

/// The names in the object at a place.
pub(super) fn names(scenario: &Scenario, pointer: &str) -> Vec<String> {
    let members = find(scenario, pointer).and_then(Json::as_object).unwrap_or_default();
    members.iter().map(|member| member.name.clone()).collect()
}

/// The last part of a place.
pub(super) fn last(pointer: &str) -> String {
    Pointer::parts(pointer).pop().unwrap_or_default()
}

/// The name of a node.
pub fn name(scenario: &Scenario, pointer: &str) -> String {
    match Kind::of(pointer) {
        Some(Kind::Scenario) => scenario.title.clone(),
        Some(Kind::Organization) => "Organization".to_owned(),
        Some(Kind::Trust) => "Trust policy".to_owned(),
        Some(Kind::Boundary) => "Permissions boundary".to_owned(),
        Some(Kind::ResourcePolicy) => "Resource policy".to_owned(),
        Some(Kind::Level) => {
            let level = find(scenario, pointer).and_then(|level| level.get("level"));
            level.and_then(Json::as_str).unwrap_or_default().to_owned()
        }
        _ => last(place(pointer)),
    }
}

/// The account that a node is in.
pub(super) fn account(pointer: &str) -> String {
    Pointer::parts(pointer).into_iter().nth(1).unwrap_or_default()
}

/// The ARN that other parts name a node by.
pub(super) fn arn(scenario: &Scenario, pointer: &str) -> Option<String> {
    let kind = match Kind::of(pointer)? {
        Kind::User => "user",
        Kind::Role => "role",
        Kind::Managed => "policy",
        Kind::Resource => return Some(last(pointer)),
        _ => return None,
    };
    let place = place(pointer);
    let path = find(scenario, place)?.get("path").and_then(Json::as_str);
    Some(iam_arn(&account(pointer), kind, path, &last(place)))
}

/// The ARN of something in IAM.
pub(super) fn iam_arn(account: &str, kind: &str, path: Option<&str>, name: &str) -> String {
    format!("arn:aws:iam::{account}:{kind}{}{name}", crate::world::path(path))
}

/// A name that is not taken: the base itself, or with the next number.
pub(super) fn free(base: &str, taken: &[String]) -> String {
    let free = |name: &String| !taken.iter().any(|other| other.eq_ignore_ascii_case(name));
    let stem = base.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = if stem.is_empty() { base } else { stem };
    std::iter::once(base.to_owned())
        .chain((2_usize..).map(|number| format!("{stem}{number}")))
        .find(free)
        .unwrap_or_default()
}
