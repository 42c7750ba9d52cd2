//! What AWS's services offer: prefixes, actions, resource types and condition keys, for hints about a policy.
//!
//! Nothing here takes part in a decision, but for the list of services that resource control policies cover (rule D4).
//! The prefixes of all services are part of the library. The details of the
//! core services are a text that whoever has it hands in, or the one that the feature `service-data` builds in;
//! `www/service-data/compact.mjs` writes both.

mod prefixes;
mod read;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::condition::KeyType;

pub use prefixes::{is_condition_key_prefix, is_resource_control_service, is_service, nearest_service, services};

/// Services in detail.
#[derive(Debug, Clone, Default)]
pub struct ServiceData<'a> {
    services: BTreeMap<&'a str, Arc<Service<'a>>>,
}

/// One service.
#[derive(Debug, Clone, Default)]
pub struct Service<'a> {
    /// The condition keys, in order of name.
    pub keys: Vec<Key<'a>>,
    /// The resource types.
    pub types: Vec<ResourceType<'a>>,
    /// The actions by lower-case name.
    pub actions: BTreeMap<String, Action<'a>>,
}

/// A condition key of a service.
#[derive(Debug, Clone)]
pub struct Key<'a> {
    /// The name after the prefix, with `*` for a part that the policy's author chooses, such as a tag's key.
    pub name: &'a str,
    /// The same in lower case.
    pub name_lower: String,
    /// The type of its values.
    pub key_type: KeyType,
}

/// A resource type of a service.
#[derive(Debug, Clone)]
pub struct ResourceType<'a> {
    /// The service in its ARN.
    pub service: &'a str,
    /// Whether its ARN has a region.
    pub region: bool,
    /// Whether its ARN has an account.
    pub account: bool,
    /// The last field of its ARN, with `*` for the parts that vary.
    pub resource: &'a str,
    /// The keys that a request for it has.
    pub keys: KeySet,
}

/// An action of a service.
#[derive(Debug, Clone)]
pub struct Action<'a> {
    /// The name, as AWS writes it.
    pub name: &'a str,
    /// The resource types it takes, as positions in [`Service::types`]; none where it takes only `*`.
    pub types: Vec<usize>,
    /// The keys that a request for it has beside those of the resource type.
    pub keys: KeySet,
    /// What it does, where the data says so.
    pub level: Option<AccessLevel>,
}

/// What an action does, in AWS's classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessLevel {
    /// Shows which resources there are.
    List,
    /// Shows what is in them.
    Read,
    /// Makes, changes or deletes them.
    Write,
    /// Changes only tags.
    Tagging,
    /// Changes who may do what.
    PermissionsManagement,
}

impl AccessLevel {
    /// AWS's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "List",
            Self::Read => "Read",
            Self::Write => "Write",
            Self::Tagging => "Tagging",
            Self::PermissionsManagement => "Permissions management",
        }
    }
}

/// Condition keys, as positions in [`Service::keys`].
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    /// The positions.
    pub positions: Vec<usize>,
    /// Whether `aws:ResourceTag/…` is among them.
    pub resource_tag: bool,
}

impl<'a> ServiceData<'a> {
    /// Reads the compact text; lines that make no sense are left out.
    pub fn read(text: &'a str) -> Self {
        read::read(text)
    }

    /// A service by its prefix in lower case.
    pub fn service(&self, prefix: &str) -> Option<&Service<'a>> {
        self.services.get(prefix).map(Arc::as_ref)
    }

    /// Every service with its prefix, in order.
    pub fn services(&self) -> impl Iterator<Item = (&'a str, &Service<'a>)> {
        self.services.iter().map(|(prefix, service)| (*prefix, service.as_ref()))
    }

    /// This data and more; a service that both have stays as it is here.
    #[must_use]
    pub fn with(&self, more: &Self) -> Self {
        let mut services = more.services.clone();
        services.extend(self.services.iter().map(|(prefix, service)| (*prefix, Arc::clone(service))));
        Self { services }
    }

    /// A condition key by its full name in lower case.
    pub fn key(&self, key_lower: &str) -> Option<&Key<'a>> {
        let (prefix, name) = key_lower.split_once(':')?;
        let service = self.service(prefix)?;
        service.keys.get(service.key_position(name)?)
    }

    /// Every resource type whose ARN names a service.
    pub fn types_of<'s>(&'s self, arn_service: &'s str) -> impl Iterator<Item = &'s ResourceType<'a>> {
        self.services.values().flat_map(|service| service.types.iter()).filter(move |kind| kind.service == arn_service)
    }

    /// The data that the library was built with, read at the first call.
    #[cfg(feature = "service-data")]
    pub fn built_in() -> Option<&'static ServiceData<'static>> {
        static DATA: std::sync::OnceLock<ServiceData<'static>> = std::sync::OnceLock::new();
        Some(DATA.get_or_init(|| ServiceData::read(include_str!("core.txt"))))
    }

    /// The data that the library was built with: none.
    #[cfg(not(feature = "service-data"))]
    pub fn built_in() -> Option<&'static ServiceData<'static>> {
        None
    }
}

impl Service<'_> {
    /// Where a key stands in [`Service::keys`], by its name after the prefix in lower case.
    pub fn key_position(&self, name_lower: &str) -> Option<usize> {
        self.keys.iter().position(|key| match key.name_lower.split_once('*') {
            None => key.name_lower == name_lower,
            Some((before, after)) => {
                name_lower.len() > before.len() + after.len()
                    && name_lower.starts_with(before)
                    && name_lower.ends_with(after)
            }
        })
    }

    /// Whether a request for an action can have a key, by the key's position.
    pub fn action_has_key(&self, action: &Action<'_>, position: usize) -> bool {
        action.keys.positions.contains(&position)
            || self.types_for(action).any(|kind| kind.keys.positions.contains(&position))
    }

    /// Whether a request for an action can have the tags of its resource.
    pub fn action_has_resource_tag(&self, action: &Action<'_>) -> bool {
        action.keys.resource_tag || self.types_for(action).any(|kind| kind.keys.resource_tag)
    }

    /// The resource types that an action takes.
    pub fn types_for(&self, action: &Action<'_>) -> impl Iterator<Item = &ResourceType<'_>> {
        action.types.iter().filter_map(|position| self.types.get(*position))
    }
}
