//! Which keys were asked for and not there.

use std::collections::BTreeSet;

use crate::engine::{Applies, Clause, Evaluation, PolicySet};
use crate::pattern::Variable;
use crate::policy::Statement;
use crate::request::Request;

/// The keys that statements read whose principal, action and resource matched, and that the request does not
/// carry; in the policy's spelling, first seen first. Variables count, in `Resource` too: there they are read as
/// soon as principal and action match.
pub fn missing_context(policies: &PolicySet, request: &Request, evaluation: &Evaluation) -> Vec<String> {
    let mut missing = Missing { request, seen: BTreeSet::new(), keys: Vec::new() };
    for outcome in evaluation.layers.iter().filter(|outcome| outcome.applies == Applies::Yes) {
        for (level, position, index, statement) in outcome.statements() {
            let Some(statement_read) =
                policies.policy(outcome.layer, level, position).and_then(|p| p.document.policy.statements.get(index))
            else {
                continue;
            };
            if !statement.void {
                missing.statement(statement_read, statement.stopped_at);
            }
        }
    }
    missing.keys
}

struct Missing<'a> {
    request: &'a Request,
    seen: BTreeSet<String>,
    keys: Vec<String>,
}

impl Missing<'_> {
    fn statement(&mut self, statement: &Statement, stopped_at: Option<Clause>) {
        if matches!(stopped_at, Some(Clause::Principal | Clause::Action)) {
            return;
        }
        for pattern in statement.resource.iter().flat_map(|clause| &clause.patterns) {
            self.variables(&pattern.variables());
        }
        if stopped_at == Some(Clause::Resource) {
            return;
        }
        for key in statement.condition.iter().flat_map(|c| &c.operators).flat_map(|operator| &operator.keys) {
            self.key(&key.key, &key.key_lower);
            for value in &key.values {
                self.variables(&value.variables());
            }
        }
    }

    fn variables(&mut self, variables: &[&Variable]) {
        for variable in variables {
            self.key(&variable.key, &variable.key_lower);
        }
    }

    fn key(&mut self, key: &str, key_lower: &str) {
        if self.request.context.get(key_lower).is_none() && self.seen.insert(key_lower.to_owned()) {
            self.keys.push(key.to_owned());
        }
    }
}
