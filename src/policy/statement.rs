//! One statement.

use super::{ActionClause, PrincipalClause, ResourceClause};
use crate::condition::Condition;
use crate::text::ByteRange;

/// What a statement does where it applies (rule B6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Allows.
    Allow,
    /// Denies, whatever else allows.
    Deny,
}

impl Effect {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}

/// A statement, understood. Clauses are missing where they could not be read, or where the policy type has none.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Position in the document, from 0.
    pub index: usize,
    /// The `Sid`, also one that is not well formed.
    pub sid: Option<String>,
    /// Where the value of the `Sid` stands; where the statement stands, if it has none.
    pub sid_at: ByteRange,
    /// Where the statement stands.
    pub at: ByteRange,
    /// Where the `Effect` stands.
    pub effect_at: ByteRange,
    /// What it does.
    pub effect: Effect,
    /// `Principal` or `NotPrincipal`; none in policies that are attached to a principal.
    pub principal: Option<PrincipalClause>,
    /// `Action` or `NotAction`.
    pub action: ActionClause,
    /// `Resource` or `NotResource`; none in trust policies.
    pub resource: Option<ResourceClause>,
    /// The `Condition`.
    pub condition: Option<Condition>,
    /// Whether some clause cannot be read: such a statement neither allows nor denies.
    pub void: bool,
    /// Why, for the reader.
    pub void_because: Option<&'static str>,
}
