//! Does a statement apply to a request?

use super::{PrincipalMatch, match_principal};
use crate::condition;
use crate::policy::{Effect, Statement};
use crate::request::Request;

/// A clause of a statement, in the order in which an explanation looks at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Clause {
    /// `Principal` or `NotPrincipal`.
    Principal,
    /// `Action` or `NotAction`.
    Action,
    /// `Resource` or `NotResource`.
    Resource,
    /// `Condition`.
    Condition,
}

/// What came of one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementOutcome {
    /// What it would do.
    pub effect: Effect,
    /// The first clause that did not match; none where the statement applies.
    pub stopped_at: Option<Clause>,
    /// Whether some clause could not be read, so that the statement does nothing.
    pub void: bool,
    /// How its `Principal` names the caller.
    pub principal: Option<PrincipalMatch>,
}

impl StatementOutcome {
    /// Whether the statement applies to the request.
    pub fn applies(&self) -> bool {
        self.stopped_at.is_none() && !self.void
    }

    /// Whether it applies and allows.
    pub fn allows(&self) -> bool {
        self.applies() && self.effect == Effect::Allow
    }

    /// Whether it applies and denies.
    pub fn denies(&self) -> bool {
        self.applies() && self.effect == Effect::Deny
    }
}

/// Evaluates a statement.
pub fn evaluate_statement(
    statement: &Statement,
    request: &Request,
    has_boundary: bool,
    settings: condition::Settings,
) -> StatementOutcome {
    let mut outcome =
        StatementOutcome { effect: statement.effect, stopped_at: None, void: statement.void, principal: None };
    if statement.void {
        return outcome;
    }
    if let Some(clause) = &statement.principal {
        outcome.principal = match_principal(clause, &request.caller, has_boundary);
        if outcome.principal.is_none() {
            outcome.stopped_at = Some(Clause::Principal);
            return outcome;
        }
    }
    if !statement.action.matches(&request.action) {
        outcome.stopped_at = Some(Clause::Action);
    } else if statement.resource.as_ref().is_some_and(|clause| !clause.matches(&request.resource, &request.context)) {
        outcome.stopped_at = Some(Clause::Resource);
    } else if statement.condition.as_ref().is_some_and(|c| !condition::evaluate(c, &request.context, settings)) {
        outcome.stopped_at = Some(Clause::Condition);
    }
    outcome
}
