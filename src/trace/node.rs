//! The explanation as data: a tree of what was looked at, what came out, and where it stands in the policy text.

use crate::engine::AttachedPolicy;
use crate::text::{ByteRange, Span};

/// One step of an explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceNode {
    /// Unique within its trace; stable for the same input (`identity/0/statement/1/condition`).
    pub id: String,
    /// What kind of thing was looked at.
    pub kind: NodeKind,
    /// One line for the reader.
    pub title: String,
    /// A longer sentence, when one line does not do.
    pub detail: Option<String>,
    /// What came out.
    pub result: NodeResult,
    /// What this step means for the final decision.
    pub role: NodeRole,
    /// Where in the policy text.
    pub source: Option<SourceSpan>,
    /// The facts behind the title: operator, key, policy values, request values. Kept in display order.
    pub facts: Vec<(&'static str, Fact)>,
    /// The number of the rule that was applied, a key of [`crate::trace::rules()`].
    pub rule: Option<&'static str>,
    /// The steps below this one.
    pub children: Vec<TraceNode>,
}

/// A fact of a [`TraceNode`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// One text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Yes or no.
    Flag(bool),
}

/// What kind of thing a [`TraceNode`] looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// Signature, expiry, MFA device and code.
    Authentication,
    /// The request context.
    Context,
    /// One kind of policy: identity, resource, service control, …
    Layer,
    /// One level of an organization.
    Level,
    /// One policy document.
    Policy,
    /// One statement.
    Statement,
    /// The `Effect` of a statement.
    Effect,
    /// The `Principal` or `NotPrincipal` clause.
    Principal,
    /// The `Action` or `NotAction` clause.
    Action,
    /// The `Resource` or `NotResource` clause.
    Resource,
    /// The whole `Condition` block.
    Condition,
    /// One operator of a condition block.
    Operator,
    /// One key under an operator.
    Key,
    /// One value, compared.
    Value,
    /// The decision.
    Decision,
}

/// What came out of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeResult {
    /// The clause or value matched.
    Matched,
    /// The clause or value did not match.
    NotMatched,
    /// Allows.
    Allow,
    /// Denies.
    Deny,
    /// Says nothing about this request.
    NoOpinion,
    /// Was not looked at, because something before it had settled the matter.
    Skipped,
    /// Only tells something.
    Info,
}

/// What a step means for the final decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeRole {
    /// It made the decision.
    Deciding,
    /// The decision needed it too.
    Contributing,
    /// It had an opinion that something stronger overrode.
    Overridden,
    /// It had no influence.
    Irrelevant,
}

/// A place in the text of one policy document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSpan {
    /// JSON pointer to the document in the input.
    pub policy: String,
    /// The place: UTF-16 offsets, line and column.
    pub at: Span,
}

impl SourceSpan {
    /// A place in an attached policy.
    pub fn of(policy: &AttachedPolicy, at: ByteRange) -> Self {
        Self { policy: policy.pointer.clone(), at: policy.document.lines().span(at) }
    }
}
