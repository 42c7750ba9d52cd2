//! The policies of users, roles, resources and organizations, attached and understood.

use std::sync::Arc;

use crate::arn::Arn;
use crate::engine::{AttachedPolicy, Level};
use crate::policy::{Document, Policy, PolicyType, ScpLanguage};
use crate::text::Pointer;
use crate::world::{
    BoundarySource, ControlLevel, Library, Named, PolicySource, RoleRef, UserRef, World, account_pointer, find, path,
};

/// Turns documents of the world into attached policies.
#[derive(Clone, Copy)]
pub struct Shelf<'a> {
    /// The world.
    pub world: &'a World,
    /// Where documents are kept.
    pub library: &'a Library,
    /// Which rules SCPs follow.
    pub scp: ScpLanguage,
}

impl Shelf<'_> {
    /// A document with the place it has in the scenario.
    pub fn attach(
        &self,
        pointer: &Pointer,
        name: Option<&str>,
        source: &PolicySource,
        policy_type: PolicyType,
    ) -> AttachedPolicy {
        AttachedPolicy {
            pointer: pointer.as_str().to_owned(),
            name: name.map(str::to_owned),
            document: self.library.document(source.text(), policy_type, self.scp),
        }
    }

    fn inline(&self, at: &Pointer, policies: &Named<PolicySource>) -> Vec<AttachedPolicy> {
        policies
            .iter()
            .map(|(name, source)| self.attach(&at.member(name), Some(name), source, PolicyType::Identity))
            .collect()
    }

    /// A managed policy by ARN. One that the world does not have grants nothing and is shown as unreadable.
    pub fn managed(&self, arn: &str, used_as: PolicyType) -> AttachedPolicy {
        self.find_managed(arn, used_as).unwrap_or_else(|| AttachedPolicy {
            pointer: String::new(),
            name: Some(arn.to_owned()),
            document: Arc::new(Document::without_text(Policy::absent(arn))),
        })
    }

    /// A managed policy by ARN, where the world has it.
    pub fn find_managed(&self, arn: &str, used_as: PolicyType) -> Option<AttachedPolicy> {
        let parsed = Arn::parse(arn)?;
        let account = self.world.account(parsed.account)?;
        let (name, policy) = account.managed_policies.iter().find(|(name, policy)| {
            arn == format!(
                "arn:{}:iam::{}:policy{}{name}",
                parsed.partition,
                parsed.account,
                path(policy.path.as_deref())
            )
        })?;
        let pointer = account_pointer(parsed.account).member("managedPolicies").member(name).member("document");
        Some(self.attach(&pointer, Some(name), &policy.document, used_as))
    }

    /// The identity policies of a user, those of its groups included.
    pub fn user_policies(&self, user: UserRef<'_>) -> Vec<AttachedPolicy> {
        let account = account_pointer(user.account_id);
        let mut policies =
            self.inline(&account.member("users").member(user.name).member("policies"), &user.user.policies);
        policies.extend(user.user.attached.iter().map(|arn| self.managed(arn, PolicyType::Managed)));
        for name in &user.user.groups {
            if let Some(group) = find(&user.account.groups, name) {
                policies
                    .extend(self.inline(&account.member("groups").member(name).member("policies"), &group.policies));
                policies.extend(group.attached.iter().map(|arn| self.managed(arn, PolicyType::Managed)));
            }
        }
        policies
    }

    /// The identity policies of a role.
    pub fn role_policies(&self, role: RoleRef<'_>) -> Vec<AttachedPolicy> {
        let at = account_pointer(role.account_id).member("roles").member(role.name);
        let mut policies = self.inline(&at.member("policies"), &role.role.policies);
        policies.extend(role.role.attached.iter().map(|arn| self.managed(arn, PolicyType::Managed)));
        policies
    }

    /// The boundary of a user or role.
    pub fn boundary(&self, owner: &Pointer, source: Option<&BoundarySource>) -> Option<AttachedPolicy> {
        Some(match source? {
            BoundarySource::Arn(arn) => self.managed(arn, PolicyType::Boundary),
            BoundarySource::Document(source) => {
                self.attach(&owner.member("boundary"), None, source, PolicyType::Boundary)
            }
        })
    }

    /// The trust policy of a role.
    pub fn trust(&self, role: RoleRef<'_>) -> AttachedPolicy {
        let pointer = account_pointer(role.account_id).member("roles").member(role.name).member("trust");
        self.attach(&pointer, Some(&format!("Trust policy of {}", role.name)), &role.role.trust, PolicyType::Trust)
    }

    /// The policies of an organization that bear on an account, by level.
    pub fn control(&self, account: &str, kind: PolicyType) -> Option<Vec<Level>> {
        let organization = self.world.organization.as_ref()?;
        if !self.world.is_member(account) {
            return None;
        }
        let (member, entries) = match kind {
            PolicyType::ResourceControl => {
                ("resourceControlPolicies", organization.resource_control_policies.as_ref()?)
            }
            _ => ("serviceControlPolicies", organization.service_control_policies.as_ref()?),
        };
        let root = Pointer::root().member("organization").member(member);
        let mut levels: Vec<Level> = Vec::new();
        for (position, entry) in entries.iter().enumerate().filter(|(_, entry)| covers(entry, account)) {
            let at = root.element(position).member("policies");
            let policies: Vec<AttachedPolicy> = entry
                .policies
                .iter()
                .map(|(name, source)| self.attach(&at.member(name), Some(name), source, kind))
                .collect();
            match levels.iter_mut().find(|level| level.name.as_deref() == Some(&entry.level)) {
                Some(level) => level.policies.extend(policies),
                None => levels.push(Level { name: Some(entry.level.clone()), policies }),
            }
        }
        (!levels.is_empty()).then_some(levels)
    }
}

fn covers(entry: &ControlLevel, account: &str) -> bool {
    entry.accounts.as_ref().is_none_or(|accounts| accounts.iter().any(|a| a == account))
}
