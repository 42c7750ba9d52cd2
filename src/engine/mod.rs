//! The engine (section D of the rules): clause → statement → layer → decision.
//!
//! [`evaluate`] looks at every statement of every policy and keeps what came of it; [`decide`](decide()) reads those
//! outcomes in one place and says why. Nothing here writes prose or knows JSON: explanations are projected from an
//! [`Evaluation`] by [`crate::trace`].

mod compiled;
mod decide;
mod layer;
mod policies;
mod principal;
mod statement;

pub use compiled::Compiled;
pub use decide::{Grants, Limit, Path, Situation, Standing, Tally, Verdict, decide};
pub(crate) use layer::has_boundary;
pub use layer::{Applies, Layer, LayerOutcome, LevelOutcome, PolicyOutcome, evaluate_layers};
pub use policies::{AttachedPolicy, Level, PolicySet};
pub(crate) use principal::exemption;
pub use principal::{Exemption, PrincipalMatch, match_principal, match_value};
pub use statement::{Clause, StatementOutcome, evaluate_statement};

use crate::condition;
use crate::request::Request;

/// The answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Policies allow it.
    Allowed,
    /// A statement forbids it.
    ExplicitDeny,
    /// Nobody allowed it.
    ImplicitDeny,
}

impl Decision {
    /// The name that the JavaScript API uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::ExplicitDeny => "explicitDeny",
            Self::ImplicitDeny => "implicitDeny",
        }
    }
}

/// A statement (or, where nothing allowed, a layer) that made the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedBy {
    /// The layer.
    pub layer: Layer,
    /// Level within the layer, for organizations.
    pub level: usize,
    /// Position of the policy within its level; none where the layer as a whole decided.
    pub policy: Option<usize>,
    /// Position of the statement in its policy.
    pub statement: Option<usize>,
}

/// A request, evaluated: the decision and everything it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The answer.
    pub verdict: Verdict,
    /// Every deciding statement; on an implicit deny the first layer that failed.
    pub decided_by: Vec<DecidedBy>,
    /// What came of each layer, in the order of rule D18.
    pub layers: Vec<LayerOutcome>,
    /// Whether some policy or statement could not be read.
    pub incomplete: bool,
}

/// Evaluates a request against a set of policies. Total: it always answers.
pub fn evaluate(policies: &PolicySet, request: &Request, settings: condition::Settings) -> Evaluation {
    let layers = evaluate_layers(policies, request, settings);
    let situation = Situation::of(request, policies);
    let tally = Tally::of(&layers);
    let verdict = decide(&situation, &tally);
    let decided_by = layer::decided_by(&verdict, &layers);
    let incomplete = policies.iter().any(|(_, _, policy)| policy.document.policy.is_incomplete());
    Evaluation { verdict, decided_by, layers, incomplete }
}
