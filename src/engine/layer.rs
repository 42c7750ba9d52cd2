//! What came of each kind of policy, in the order of rule D18.

use super::{DecidedBy, Decision, Path, PolicySet, StatementOutcome, Verdict, evaluate_statement};
use crate::condition;
use crate::request::{Caller, Request};
use crate::service_data::is_resource_control_service;

/// A kind of policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    /// Resource control policies.
    ResourceControl,
    /// Service control policies.
    ServiceControl,
    /// The resource's own policy.
    Resource,
    /// Identity policies.
    Identity,
    /// The permissions boundary.
    Boundary,
    /// Session policies.
    Session,
    /// No policy: the right of the root user, or the limits of a kind of credentials.
    Principal,
}

impl Layer {
    /// The layers that hold policies, in the order in which AWS reports them (rule D18).
    pub const EVALUATED: &[Self] =
        &[Self::ResourceControl, Self::ServiceControl, Self::Resource, Self::Identity, Self::Boundary, Self::Session];

    /// The name that the JavaScript API uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::ResourceControl => "resourceControl",
            Self::ServiceControl => "serviceControl",
            Self::Resource => "resource",
            Self::Identity => "identity",
            Self::Boundary => "boundary",
            Self::Session => "session",
            Self::Principal => "principal",
        }
    }
}

/// Whether a layer bears on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Applies {
    /// It does.
    Yes,
    /// Nothing is attached.
    NotAttached,
    /// Root has no identity policies and no boundary (rule A17).
    NotForRoot,
    /// The caller is outside IAM: a service, an anonymous caller, somebody federated (rules D3, D14).
    NotForOutsiders,
    /// A service-linked role (rules D3, D4).
    NotForServiceLinkedRoles,
    /// The management account (rule D3).
    NotForManagementAccount,
    /// The service is not one that resource control policies cover (rule D4).
    NotForService,
}

/// What came of one layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerOutcome {
    /// Which layer.
    pub layer: Layer,
    /// Whether it bears on the request; if not, its levels are empty.
    pub applies: Applies,
    /// The levels; one, but for organizations.
    pub levels: Vec<LevelOutcome>,
}

/// What came of one level.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelOutcome {
    /// The policies attached there.
    pub policies: Vec<PolicyOutcome>,
}

/// What came of one policy.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyOutcome {
    /// The statements in source order.
    pub statements: Vec<StatementOutcome>,
}

impl LevelOutcome {
    /// The statements with their place: policy, statement.
    pub fn statements(&self) -> impl Iterator<Item = (usize, usize, &StatementOutcome)> {
        self.policies
            .iter()
            .enumerate()
            .flat_map(|(p, policy)| policy.statements.iter().enumerate().map(move |(s, outcome)| (p, s, outcome)))
    }

    /// Whether some statement allows.
    pub fn allows(&self) -> bool {
        self.statements().any(|(_, _, outcome)| outcome.allows())
    }

    /// Whether some statement denies.
    pub fn denies(&self) -> bool {
        self.statements().any(|(_, _, outcome)| outcome.denies())
    }
}

impl LayerOutcome {
    /// The statements with their place: level, policy, statement.
    pub fn statements(&self) -> impl Iterator<Item = (usize, usize, usize, &StatementOutcome)> {
        self.levels
            .iter()
            .enumerate()
            .flat_map(|(l, level)| level.statements().map(move |(p, s, outcome)| (l, p, s, outcome)))
    }

    /// Whether some statement denies.
    pub fn denies(&self) -> bool {
        self.levels.iter().any(LevelOutcome::denies)
    }
}

/// Evaluates every statement of every layer that bears on the request.
pub fn evaluate_layers(policies: &PolicySet, request: &Request, settings: condition::Settings) -> Vec<LayerOutcome> {
    let has_boundary = has_boundary(policies, &request.caller);
    Layer::EVALUATED
        .iter()
        .map(|layer| {
            let applies = applies(*layer, policies, request);
            let levels = match policies.levels(*layer) {
                Some(levels) if applies == Applies::Yes => levels,
                _ => Vec::new(),
            };
            LayerOutcome {
                layer: *layer,
                applies,
                levels: levels
                    .into_iter()
                    .map(|attached| LevelOutcome {
                        policies: attached
                            .iter()
                            .map(|policy| PolicyOutcome {
                                statements: policy
                                    .document
                                    .policy
                                    .statements
                                    .iter()
                                    .map(|statement| evaluate_statement(statement, request, has_boundary, settings))
                                    .collect(),
                            })
                            .collect(),
                    })
                    .collect(),
            }
        })
        .collect()
}

/// Whether the caller has a permissions boundary, which `NotPrincipal` looks at (rule D15).
pub(crate) fn has_boundary(policies: &PolicySet, caller: &Caller) -> bool {
    policies.boundary.is_some()
        && matches!(caller, Caller::User { .. } | Caller::RoleSession { .. } | Caller::FederatedUser { .. })
}

/// Whether a layer bears on a request.
pub(crate) fn applies(layer: Layer, policies: &PolicySet, request: &Request) -> Applies {
    let attached = match layer {
        Layer::ResourceControl => policies.resource_control.is_some(),
        Layer::ServiceControl => policies.service_control.is_some(),
        Layer::Resource => policies.resource.is_some(),
        Layer::Identity => policies.identity.is_some(),
        Layer::Boundary => policies.boundary.is_some(),
        Layer::Session => policies.session.is_some(),
        Layer::Principal => false,
    };
    if !attached {
        return Applies::NotAttached;
    }
    let caller = &request.caller;
    let outsider = matches!(caller, Caller::Federated { .. } | Caller::Service { .. } | Caller::Anonymous);
    match layer {
        Layer::Resource | Layer::Principal => Applies::Yes,
        Layer::ResourceControl if caller.is_service_linked() => Applies::NotForServiceLinkedRoles,
        Layer::ResourceControl if !is_resource_control_service(&request.action.service) => Applies::NotForService,
        Layer::ResourceControl => Applies::Yes,
        _ if outsider => Applies::NotForOutsiders,
        Layer::ServiceControl if policies.service_control_exempt => Applies::NotForManagementAccount,
        Layer::ServiceControl if caller.is_service_linked() => Applies::NotForServiceLinkedRoles,
        Layer::Identity | Layer::Boundary | Layer::Session if matches!(caller, Caller::Root { .. }) => {
            Applies::NotForRoot
        }
        _ => Applies::Yes,
    }
}

/// The statements that made a decision.
pub(super) fn decided_by(verdict: &Verdict, layers: &[LayerOutcome]) -> Vec<DecidedBy> {
    let place = |layer: Layer, level: usize, policy: usize, statement: usize| DecidedBy {
        layer,
        level,
        policy: Some(policy),
        statement: Some(statement),
    };
    let whole = |layer: Layer, level: usize| DecidedBy { layer, level, policy: None, statement: None };
    match verdict.decision {
        Decision::ExplicitDeny => layers
            .iter()
            .flat_map(|outcome| {
                outcome.statements().filter(|(.., s)| s.denies()).map(move |(l, p, s, _)| place(outcome.layer, l, p, s))
            })
            .collect(),
        Decision::ImplicitDeny => vec![whole(verdict.layer, verdict.level)],
        Decision::Allowed => {
            let allows = |layer: Layer| {
                layers.iter().filter(move |outcome| outcome.layer == layer).flat_map(|outcome| {
                    outcome
                        .statements()
                        .filter(|(.., s)| s.allows())
                        .map(move |(l, p, s, _)| place(outcome.layer, l, p, s))
                })
            };
            match verdict.path {
                Path::RootRight | Path::NoPermissionNeeded => vec![whole(Layer::Principal, 0)],
                Path::Resource => allows(Layer::Resource).collect(),
                Path::Identity => allows(Layer::Identity).collect(),
                Path::Both => allows(Layer::Resource).chain(allows(Layer::Identity)).collect(),
                Path::RootOfFederatedUser => allows(Layer::Session).collect(),
            }
        }
    }
}
