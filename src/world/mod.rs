//! What exists: accounts with users, groups, roles and resources, and the organization over them.
//!
//! The world keeps what was written, in the order in which it was written. Policies stay text here; whoever
//! evaluates gets them understood from a [`Library`].

mod library;
mod lookup;

pub(crate) use lookup::{account_pointer, path};

pub use library::Library;
pub use lookup::{Owner, ResourceLookup, RoleRef, UserRef};

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::text::json::Json;

/// Names with what they name, in source order.
pub type Named<T> = Vec<(String, T)>;

/// A policy document as it was given. Copies share it, so that a copy of the world costs little and its documents are
/// known again.
#[derive(Debug, Clone)]
pub struct PolicySource(Rc<Given>);

/// Text, or a JSON value whose text is printed when somebody asks for it.
#[derive(Debug)]
struct Given {
    json: Option<Json>,
    text: OnceCell<Arc<str>>,
}

impl PolicySource {
    /// A text, kept byte for byte, even when it is broken.
    pub fn from_text(text: impl Into<Arc<str>>) -> Self {
        Self(Rc::new(Given { json: None, text: OnceCell::from(text.into()) }))
    }

    /// A JSON value.
    pub fn from_json(json: Json) -> Self {
        Self(Rc::new(Given { json: Some(json), text: OnceCell::new() }))
    }

    /// The document's text; of a JSON value, what `JSON.stringify(value, null, 2)` prints.
    pub fn text(&self) -> &Arc<str> {
        let Given { json, text } = &*self.0;
        text.get_or_init(|| json.as_ref().map(crate::text::pretty).unwrap_or_default().into())
    }
}

impl PartialEq for PolicySource {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.text() == other.text()
    }
}

/// A boundary: a document, or the ARN of a managed policy.
#[derive(Debug, Clone, PartialEq)]
pub enum BoundarySource {
    /// The ARN of a managed policy of the world.
    Arn(String),
    /// A document.
    Document(PolicySource),
}

/// Everything that exists.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct World {
    /// The accounts by their twelve digits.
    pub accounts: Named<Account>,
    /// The organization.
    pub organization: Option<Organization>,
}

/// An AWS account.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Account {
    /// A short name for the reader.
    pub alias: Option<String>,
    /// Managed policies by name.
    pub managed_policies: Named<ManagedPolicy>,
    /// IAM users by name.
    pub users: Named<User>,
    /// Groups by name.
    pub groups: Named<Group>,
    /// Roles by name.
    pub roles: Named<Role>,
    /// SAML and OIDC providers: ARNs or hosts.
    pub identity_providers: Vec<String>,
    /// Resources by ARN.
    pub resources: Named<Resource>,
}

/// A managed policy.
#[derive(Debug, Clone, PartialEq)]
pub struct ManagedPolicy {
    /// The path, such as `/team/`.
    pub path: Option<String>,
    /// The document.
    pub document: PolicySource,
}

/// An IAM user.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct User {
    /// The path, such as `/admins/`.
    pub path: Option<String>,
    /// The unique id, `AIDA…`.
    pub id: Option<String>,
    /// Names of groups in the same account.
    pub groups: Vec<String>,
    /// Inline policies.
    pub policies: Named<PolicySource>,
    /// ARNs of attached managed policies.
    pub attached: Vec<String>,
    /// The permissions boundary.
    pub boundary: Option<BoundarySource>,
    /// Tags.
    pub tags: Named<String>,
    /// MFA devices.
    pub mfa: Vec<MfaDevice>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// Inline policies.
    pub policies: Named<PolicySource>,
    /// ARNs of attached managed policies.
    pub attached: Vec<String>,
}

/// A role.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// The path, such as `/team/`.
    pub path: Option<String>,
    /// The unique id, `AROA…`.
    pub id: Option<String>,
    /// The trust policy.
    pub trust: PolicySource,
    /// Inline permission policies.
    pub policies: Named<PolicySource>,
    /// ARNs of attached managed policies.
    pub attached: Vec<String>,
    /// The permissions boundary.
    pub boundary: Option<BoundarySource>,
    /// The longest session, in seconds: 3600 to 43200.
    pub max_session_duration: Option<i64>,
    /// Tags.
    pub tags: Named<String>,
}

/// A resource.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resource {
    /// Its own policy.
    pub policy: Option<PolicySource>,
    /// Tags.
    pub tags: Named<String>,
}

/// An MFA device that shows six-digit codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MfaDevice {
    /// ARN of a virtual device, or the printed serial of a hardware one.
    pub serial: String,
    /// The shared secret in base32.
    pub secret: String,
}

/// An organization.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Organization {
    /// The id, `o-…`.
    pub id: Option<String>,
    /// The management account, which no SCP or RCP binds.
    pub management_account: Option<String>,
    /// The members; by default every account of the world.
    pub accounts: Option<Vec<String>>,
    /// Service control policies: root, organizational units, account, in order.
    pub service_control_policies: Option<Vec<ControlLevel>>,
    /// Resource control policies: root, organizational units, account, in order.
    pub resource_control_policies: Option<Vec<ControlLevel>>,
}

/// Policies attached at one level of an organization.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControlLevel {
    /// The level's name; entries of one name unite.
    pub level: String,
    /// The accounts below it; by default every member.
    pub accounts: Option<Vec<String>>,
    /// The policies.
    pub policies: Named<PolicySource>,
}

/// Finds a name in a list.
pub fn find<'a, T>(list: &'a [(String, T)], name: &str) -> Option<&'a T> {
    list.iter().find(|(n, _)| n == name).map(|(_, value)| value)
}
