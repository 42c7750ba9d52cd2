//! Finding things in the world by ARN, and the policies that belong to them.

use sha2::{Digest, Sha256};

use super::{Account, Resource, Role, User, World, find};
use crate::arn::{Arn, friendly_name};
use crate::text::Pointer;

/// A user of the world.
#[derive(Debug, Clone, Copy)]
pub struct UserRef<'a> {
    /// The account's twelve digits.
    pub account_id: &'a str,
    /// The account.
    pub account: &'a Account,
    /// The name.
    pub name: &'a str,
    /// The user.
    pub user: &'a User,
}

/// A role of the world.
#[derive(Debug, Clone, Copy)]
pub struct RoleRef<'a> {
    /// The account's twelve digits.
    pub account_id: &'a str,
    /// The account.
    pub account: &'a Account,
    /// The name.
    pub name: &'a str,
    /// The role.
    pub role: &'a Role,
}

/// Who owns a resource, and what the world says of it.
#[derive(Debug, Clone)]
pub struct ResourceLookup<'a> {
    /// The owning account, where anything tells.
    pub owner: Owner,
    /// The key in the world that matched, with its resource.
    pub entry: Option<(&'a str, &'a str, &'a Resource)>,
    /// Whether the key is the resource itself, so that its tags count.
    pub exact: bool,
}

/// Where the owner of a resource comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// The account whose list has it.
    World(String),
    /// The account in the ARN.
    Arn(String),
    /// Nothing tells: it counts as the caller's.
    Caller,
}

impl Owner {
    /// The account, given the caller's.
    pub fn account<'a>(&'a self, caller: Option<&'a str>) -> Option<&'a str> {
        match self {
            Self::World(account) | Self::Arn(account) => Some(account),
            Self::Caller => caller,
        }
    }
}

/// A path as it stands in an ARN.
pub(crate) fn path(path: Option<&str>) -> &str {
    path.map_or("/", |path| if path.is_empty() { "/" } else { path })
}

impl UserRef<'_> {
    /// The user's ARN, path included.
    pub fn arn(&self) -> String {
        format!("arn:aws:iam::{}:user{}{}", self.account_id, path(self.user.path.as_deref()), self.name)
    }

    /// The unique id: as given, else a stable one made from the ARN.
    pub fn id(&self) -> String {
        self.user.id.clone().unwrap_or_else(|| unique_id("AIDA", &self.arn()))
    }
}

impl RoleRef<'_> {
    /// The role's ARN, path included.
    pub fn arn(&self) -> String {
        format!("arn:aws:iam::{}:role{}{}", self.account_id, path(self.role.path.as_deref()), self.name)
    }

    /// The unique id: as given, else a stable one made from the ARN.
    pub fn id(&self) -> String {
        self.role.id.clone().unwrap_or_else(|| unique_id("AROA", &self.arn()))
    }

    /// The longest session in seconds.
    pub fn max_session_duration(&self) -> i64 {
        self.role.max_session_duration.unwrap_or(3600)
    }
}

/// A stable unique id: a prefix and 17 characters of base32 over a SHA-256 of the ARN.
fn unique_id(prefix: &str, arn: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digest = Sha256::digest(arn.as_bytes());
    let mut id = String::from(prefix);
    let (mut bits, mut have) = (0_u32, 0_u32);
    for byte in digest {
        if id.len() >= prefix.len() + 17 {
            break;
        }
        bits = (bits << 8) | u32::from(byte);
        have += 8;
        while have >= 5 && id.len() < prefix.len() + 17 {
            have -= 5;
            let position = (bits >> have) & 31;
            id.push(ALPHABET.get(position as usize).copied().map_or('A', char::from));
        }
        bits &= (1 << have) - 1;
    }
    id
}

impl World {
    /// An account by its id.
    pub fn account(&self, id: &str) -> Option<&Account> {
        find(&self.accounts, id)
    }

    /// A user by ARN; the path must be the user's own.
    pub fn user(&self, arn: &str) -> Option<UserRef<'_>> {
        let parsed = Arn::parse(arn)?;
        let name = friendly_name(parsed.resource_of_kind("user")?);
        let (account_id, account) = self.accounts.iter().find(|(id, _)| id == parsed.account)?;
        let (name, user) = account.users.iter().find(|(n, _)| n == name)?;
        let found = UserRef { account_id, account, name, user };
        (found.arn() == arn).then_some(found)
    }

    /// A role by ARN; the path must be the role's own.
    pub fn role(&self, arn: &str) -> Option<RoleRef<'_>> {
        let parsed = Arn::parse(arn)?;
        let name = friendly_name(parsed.resource_of_kind("role")?);
        let (account_id, account) = self.accounts.iter().find(|(id, _)| id == parsed.account)?;
        let (name, role) = account.roles.iter().find(|(n, _)| n == name)?;
        let found = RoleRef { account_id, account, name, role };
        (found.arn() == arn).then_some(found)
    }

    /// Every user.
    pub fn users(&self) -> impl Iterator<Item = UserRef<'_>> {
        self.accounts.iter().flat_map(|(account_id, account)| {
            account.users.iter().map(move |(name, user)| UserRef { account_id, account, name, user })
        })
    }

    /// Every role.
    pub fn roles(&self) -> impl Iterator<Item = RoleRef<'_>> {
        self.accounts.iter().flat_map(|(account_id, account)| {
            account.roles.iter().map(move |(name, role)| RoleRef { account_id, account, name, role })
        })
    }

    /// A resource by ARN: the exact key, else the longest key that the ARN continues after `/` or `:`.
    pub fn resource(&self, arn: &str) -> ResourceLookup<'_> {
        let mut best: Option<(&str, &str, &Resource)> = None;
        for (account_id, account) in &self.accounts {
            for (key, resource) in &account.resources {
                let continues = arn
                    .strip_prefix(key.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':']) || key.ends_with(['/', ':']));
                if continues && best.is_none_or(|(_, k, _)| key.len() > k.len()) {
                    best = Some((account_id, key, resource));
                }
            }
        }
        let owner = match best {
            Some((account, ..)) => Owner::World(account.to_owned()),
            None => match Arn::parse(arn).map(|a| a.account).filter(|account| crate::arn::is_account_id(account)) {
                Some(account) => Owner::Arn(account.to_owned()),
                None => Owner::Caller,
            },
        };
        ResourceLookup { owner, exact: best.is_some_and(|(_, key, _)| key == arn), entry: best }
    }

    /// Whether an account is a member of the organization, the management account included.
    pub fn is_member(&self, account: &str) -> bool {
        self.organization.as_ref().is_some_and(|organization| match &organization.accounts {
            Some(accounts) => {
                accounts.iter().any(|a| a == account) || organization.management_account.as_deref() == Some(account)
            }
            None => self.account(account).is_some(),
        })
    }

    /// Whether an account is the organization's management account.
    pub fn is_management(&self, account: &str) -> bool {
        self.organization
            .as_ref()
            .is_some_and(|organization| organization.management_account.as_deref() == Some(account))
    }
}

/// The pointer to an account.
pub(crate) fn account_pointer(account: &str) -> Pointer {
    Pointer::root().member("accounts").member(account)
}
