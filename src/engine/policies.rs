//! The policies that bear on a request.

use std::sync::Arc;

use super::Layer;
use crate::policy::Document;

/// The policies that bear on one request, by layer. `None` means not attached; an empty list means attached and
/// allowing nothing.
#[derive(Debug, Clone, Default)]
pub struct PolicySet {
    /// Identity policies of the user (groups included) or role.
    pub identity: Option<Vec<AttachedPolicy>>,
    /// The permissions boundary.
    pub boundary: Option<AttachedPolicy>,
    /// Session policies.
    pub session: Option<Vec<AttachedPolicy>>,
    /// The resource's own policy; for `sts:AssumeRole*` the role's trust policy.
    pub resource: Option<AttachedPolicy>,
    /// Service control policies by level: root, organizational units, account.
    pub service_control: Option<Vec<Level>>,
    /// Resource control policies by level.
    pub resource_control: Option<Vec<Level>>,
    /// Whether the caller's account is the management account, which no SCP binds (rule D3).
    pub service_control_exempt: bool,
}

/// A policy where it is attached.
#[derive(Debug, Clone)]
pub struct AttachedPolicy {
    /// JSON pointer to the document in the input.
    pub pointer: String,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The document.
    pub document: Arc<Document>,
}

/// One level of an organization.
#[derive(Debug, Clone)]
pub struct Level {
    /// The level's name, where it has one.
    pub name: Option<String>,
    /// The policies attached there; together they are a union.
    pub policies: Vec<AttachedPolicy>,
}

impl PolicySet {
    /// The levels of a layer; layers other than the organization's have one. Nothing where nothing is attached.
    pub fn levels(&self, layer: Layer) -> Option<Vec<&[AttachedPolicy]>> {
        match layer {
            Layer::ResourceControl => {
                self.resource_control.as_ref().map(|levels| levels.iter().map(|l| l.policies.as_slice()).collect())
            }
            Layer::ServiceControl => {
                self.service_control.as_ref().map(|levels| levels.iter().map(|l| l.policies.as_slice()).collect())
            }
            Layer::Resource => self.resource.as_ref().map(|policy| vec![std::slice::from_ref(policy)]),
            Layer::Identity => self.identity.as_ref().map(|policies| vec![policies.as_slice()]),
            Layer::Boundary => self.boundary.as_ref().map(|policy| vec![std::slice::from_ref(policy)]),
            Layer::Session => self.session.as_ref().map(|policies| vec![policies.as_slice()]),
            Layer::Principal => None,
        }
    }

    /// The policy at a place.
    pub fn policy(&self, layer: Layer, level: usize, policy: usize) -> Option<&AttachedPolicy> {
        match layer {
            Layer::ResourceControl => self.resource_control.as_ref()?.get(level)?.policies.get(policy),
            Layer::ServiceControl => self.service_control.as_ref()?.get(level)?.policies.get(policy),
            Layer::Resource => self.resource.as_ref().filter(|_| policy == 0),
            Layer::Identity => self.identity.as_ref()?.get(policy),
            Layer::Boundary => self.boundary.as_ref().filter(|_| policy == 0),
            Layer::Session => self.session.as_ref()?.get(policy),
            Layer::Principal => None,
        }
    }

    /// The name of an organization's level.
    pub fn level_name(&self, layer: Layer, level: usize) -> Option<&str> {
        let levels = match layer {
            Layer::ResourceControl => self.resource_control.as_ref()?,
            Layer::ServiceControl => self.service_control.as_ref()?,
            _ => return None,
        };
        levels.get(level)?.name.as_deref()
    }

    /// Every policy with its layer and level.
    pub fn iter(&self) -> impl Iterator<Item = (Layer, usize, &AttachedPolicy)> {
        Layer::EVALUATED.iter().flat_map(move |layer| {
            self.levels(*layer)
                .unwrap_or_default()
                .into_iter()
                .enumerate()
                .flat_map(move |(level, policies)| policies.iter().map(move |policy| (*layer, level, policy)))
        })
    }
}
