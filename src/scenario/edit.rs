//! The policy documents of a scenario, listed and changed.

use std::sync::Arc;

use super::Scenario;
use crate::policy::{InlineOf, PolicyType};
use crate::text::Pointer;
use crate::text::json::{Json, Value};
use crate::world::{BoundarySource, Named, PolicySource, account_pointer};

/// One policy document of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRef {
    /// JSON pointer to the document.
    pub pointer: String,
    /// What it is attached to.
    pub policy_type: PolicyType,
    /// Whom it belongs to: `group EC2-Admins`.
    pub owner: String,
    /// The account it belongs to; empty for the organization.
    pub account: String,
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: Arc<str>,
}

impl DocumentRef {
    /// Whose inline policy it is, if it is one.
    pub fn inline_of(&self) -> Option<InlineOf> {
        if self.policy_type != PolicyType::Identity {
            return None;
        }
        // `/accounts/111122223333/users/Sofia/policies/…`
        match self.pointer.split('/').nth(3)? {
            "users" => Some(InlineOf::User),
            "groups" => Some(InlineOf::Group),
            "roles" => Some(InlineOf::Role),
            _ => None,
        }
    }
}

impl Scenario {
    /// Every policy document, in the order of the world.
    pub fn documents(&self) -> Vec<DocumentRef> {
        let mut documents = Vec::new();
        let mut add =
            |pointer: Pointer, policy_type, account: &str, owner: String, name: &str, source: &PolicySource| {
                documents.push(DocumentRef {
                    pointer: pointer.as_str().to_owned(),
                    policy_type,
                    owner,
                    account: account.to_owned(),
                    name: name.to_owned(),
                    text: Arc::clone(source.text()),
                });
            };
        for (id, account) in &self.world.accounts {
            let at = account_pointer(id);
            for (name, user) in &account.users {
                let at = at.member("users").member(name);
                for (policy, source) in &user.policies {
                    add(
                        at.member("policies").member(policy),
                        PolicyType::Identity,
                        id,
                        format!("user {name}"),
                        policy,
                        source,
                    );
                }
                if let Some(BoundarySource::Document(source)) = &user.boundary {
                    add(
                        at.member("boundary"),
                        PolicyType::Boundary,
                        id,
                        format!("user {name}"),
                        "Permissions boundary",
                        source,
                    );
                }
            }
            for (name, group) in &account.groups {
                let at = at.member("groups").member(name).member("policies");
                for (policy, source) in &group.policies {
                    add(at.member(policy), PolicyType::Identity, id, format!("group {name}"), policy, source);
                }
            }
            for (name, role) in &account.roles {
                let at = at.member("roles").member(name);
                add(at.member("trust"), PolicyType::Trust, id, format!("role {name}"), "Trust policy", &role.trust);
                for (policy, source) in &role.policies {
                    add(
                        at.member("policies").member(policy),
                        PolicyType::Identity,
                        id,
                        format!("role {name}"),
                        policy,
                        source,
                    );
                }
                if let Some(BoundarySource::Document(source)) = &role.boundary {
                    add(
                        at.member("boundary"),
                        PolicyType::Boundary,
                        id,
                        format!("role {name}"),
                        "Permissions boundary",
                        source,
                    );
                }
            }
            for (name, policy) in &account.managed_policies {
                let at = at.member("managedPolicies").member(name).member("document");
                add(at, PolicyType::Managed, id, "managed policies".to_owned(), name, &policy.document);
            }
            for (arn, resource) in &account.resources {
                if let Some(source) = &resource.policy {
                    let at = at.member("resources").member(arn).member("policy");
                    add(at, PolicyType::Resource, id, format!("resource {arn}"), "Resource policy", source);
                }
            }
        }
        if let Some(organization) = &self.world.organization {
            let kinds = [
                ("serviceControlPolicies", PolicyType::ServiceControl, &organization.service_control_policies),
                ("resourceControlPolicies", PolicyType::ResourceControl, &organization.resource_control_policies),
            ];
            for (member, kind, levels) in kinds {
                for (index, level) in levels.iter().flatten().enumerate() {
                    let at = Pointer::root().member("organization").member(member).element(index).member("policies");
                    for (name, source) in &level.policies {
                        add(at.member(name), kind, "", format!("organization level {}", level.level), name, source);
                    }
                }
            }
        }
        documents
    }

    /// Replaces the text of a policy document, byte for byte, even when it is broken. Says whether there is one.
    pub fn set_document(&mut self, pointer: &str, text: String) -> bool {
        let parts = Pointer::parts(pointer);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let Some(slot) = self.document_mut(&parts) else { return false };
        *slot = PolicySource::from_text(text.as_str());
        set(self.json_mut(), &parts, Json::of(Value::String(text)))
    }

    /// Whether there is a policy document at a place.
    pub fn has_document(&self, pointer: &str) -> bool {
        self.documents().iter().any(|document| document.pointer == pointer)
    }

    fn document_mut(&mut self, parts: &[&str]) -> Option<&mut PolicySource> {
        let world = &mut self.world;
        match parts {
            ["accounts", account, rest @ ..] => {
                let account = find_mut(&mut world.accounts, account)?;
                match rest {
                    ["users", user, "policies", name] => {
                        find_mut(&mut find_mut(&mut account.users, user)?.policies, name)
                    }
                    ["users", user, "boundary"] => boundary_mut(&mut find_mut(&mut account.users, user)?.boundary),
                    ["groups", group, "policies", name] => {
                        find_mut(&mut find_mut(&mut account.groups, group)?.policies, name)
                    }
                    ["roles", role, "trust"] => Some(&mut find_mut(&mut account.roles, role)?.trust),
                    ["roles", role, "policies", name] => {
                        find_mut(&mut find_mut(&mut account.roles, role)?.policies, name)
                    }
                    ["roles", role, "boundary"] => boundary_mut(&mut find_mut(&mut account.roles, role)?.boundary),
                    ["managedPolicies", name, "document"] => {
                        Some(&mut find_mut(&mut account.managed_policies, name)?.document)
                    }
                    ["resources", arn, "policy"] => find_mut(&mut account.resources, arn)?.policy.as_mut(),
                    _ => None,
                }
            }
            ["organization", kind, index, "policies", name] => {
                let organization = world.organization.as_mut()?;
                let levels = match *kind {
                    "serviceControlPolicies" => organization.service_control_policies.as_mut()?,
                    "resourceControlPolicies" => organization.resource_control_policies.as_mut()?,
                    _ => return None,
                };
                find_mut(&mut levels.get_mut(index.parse::<usize>().ok()?)?.policies, name)
            }
            _ => None,
        }
    }

    /// The ARNs of all users.
    pub fn users(&self) -> Vec<String> {
        self.world.users().map(|user| user.arn()).collect()
    }

    /// The ARNs of all roles.
    pub fn roles(&self) -> Vec<String> {
        self.world.roles().map(|role| role.arn()).collect()
    }
}

fn find_mut<'a, T>(list: &'a mut Named<T>, name: &str) -> Option<&'a mut T> {
    list.iter_mut().find(|(n, _)| n == name).map(|(_, value)| value)
}

fn boundary_mut(boundary: &mut Option<BoundarySource>) -> Option<&mut PolicySource> {
    match boundary {
        Some(BoundarySource::Document(source)) => Some(source),
        _ => None,
    }
}

/// Replaces the value at a place.
fn set(json: &mut Json, parts: &[&str], value: Json) -> bool {
    let Some((first, rest)) = parts.split_first() else {
        *json = value;
        return true;
    };
    match &mut json.value {
        Value::Object(members) => members
            .iter_mut()
            .find(|member| member.name == *first)
            .is_some_and(|member| set(&mut member.value, rest, value)),
        Value::Array(items) => first
            .parse::<usize>()
            .ok()
            .and_then(|index| items.get_mut(index))
            .is_some_and(|item| set(item, rest, value)),
        _ => false,
    }
}
