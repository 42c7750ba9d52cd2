//! The fast path: a policy set, indexed by action, for many requests.
//!
//! It asks the same [`evaluate_statement`] and the same [`decide`] as the full evaluation, but only of statements
//! whose action could match, and it keeps nothing but the [`Tally`]. It allocates nothing per request but where a pattern
//! or a value is read anew: with policy variables, many wildcards, base64, long decimals, and for `NotPrincipal`.

use std::sync::Arc;

use super::layer::{Applies, applies, has_boundary};
use super::{Decision, Layer, Limit, PolicySet, Situation, Tally, decide, evaluate_statement};
use crate::condition;
use crate::policy::{ActionClause, ActionKey, ActionName, ActionPattern, Document, Effect};
use crate::request::Request;

/// Levels with fewer statements than this are simply walked through.
const SMALL: usize = 12;

/// A policy set, ready for many requests.
#[derive(Debug, Clone)]
pub struct Compiled {
    policies: PolicySet,
    layers: Vec<(Layer, Vec<LevelIndex>)>,
}

/// The statements of one level, findable by action.
#[derive(Debug, Clone, Default)]
struct LevelIndex {
    statements: Vec<(Arc<Document>, usize)>,
    /// Statements by exact action: hash of service and name, statement.
    exact: Filed,
    /// Statements with a wildcard in the name, by service.
    wildcard: Filed,
    /// Statements about every action, and those with `NotAction`.
    any: Vec<u32>,
}

/// Statements by the number of an action, in order; the number of one action finds all of its statements and hardly
/// ever others.
#[derive(Debug, Clone, Default)]
struct Filed(Vec<(u64, u32)>);

impl Filed {
    fn find(&self, number: u64) -> impl Iterator<Item = u32> {
        let from = self.0.partition_point(|(found, _)| *found < number);
        self.0.iter().skip(from).take_while(move |(found, _)| *found == number).map(|(_, statement)| *statement)
    }
}

impl Compiled {
    /// Indexes a policy set.
    pub fn new(policies: PolicySet) -> Self {
        let layers = Layer::EVALUATED
            .iter()
            .filter_map(|layer| {
                let levels = policies.levels(*layer)?;
                Some((
                    *layer,
                    levels
                        .into_iter()
                        .map(|attached| LevelIndex::new(attached.iter().map(|policy| policy.document.clone())))
                        .collect(),
                ))
            })
            .collect();
        Self { policies, layers }
    }

    /// The policies.
    pub fn policies(&self) -> &PolicySet {
        &self.policies
    }

    /// Decides a request.
    pub fn decide(&self, request: &Request, settings: condition::Settings) -> Decision {
        let has_boundary = has_boundary(&self.policies, &request.caller);
        let mut tally = Tally::empty();
        for (layer, levels) in &self.layers {
            if applies(*layer, &self.policies, request) != Applies::Yes {
                continue;
            }
            for (position, level) in levels.iter().enumerate() {
                let mut allowed = false;
                level.visit(&request.action, &mut |document, index| {
                    let Some(statement) = document.policy.statements.get(index) else { return };
                    // Once something allows, further Allows matter only where they name the caller differently.
                    if allowed && statement.effect == Effect::Allow && *layer != Layer::Resource {
                        return;
                    }
                    let outcome = evaluate_statement(statement, request, has_boundary, settings);
                    if outcome.denies() {
                        tally.denied_by = tally.denied_by.or(Some(*layer));
                    } else if outcome.allows() {
                        allowed = true;
                        if *layer == Layer::Resource {
                            tally.grants.add(outcome.principal);
                        }
                    }
                });
                let limit = if allowed { Limit::Allows } else { Limit::Blocks };
                match layer {
                    Layer::ServiceControl if !allowed => {
                        tally.service_control_gap = tally.service_control_gap.or(Some(position))
                    }
                    Layer::Identity => tally.identity_allows = allowed,
                    Layer::Boundary => tally.boundary = limit,
                    Layer::Session => tally.session = limit,
                    _ => {}
                }
                if tally.denied_by.is_some() && request.credential_rule().is_none() {
                    return Decision::ExplicitDeny;
                }
            }
        }
        decide(&Situation::of(request, &self.policies), &tally).decision
    }
}

impl LevelIndex {
    fn new(documents: impl Iterator<Item = Arc<Document>>) -> Self {
        let mut index = Self::default();
        for document in documents {
            for (position, statement) in
                document.policy.statements.iter().enumerate().filter(|(_, statement)| !statement.void)
            {
                let number = u32::try_from(index.statements.len()).unwrap_or(u32::MAX);
                index.file(&statement.action, number);
                index.statements.push((document.clone(), position));
            }
        }
        for Filed(list) in [&mut index.exact, &mut index.wildcard] {
            list.sort_unstable();
            list.dedup();
        }
        index
    }

    /// Files a statement under its actions, once under each.
    fn file(&mut self, clause: &ActionClause, number: u32) {
        if clause.not || clause.patterns.iter().any(|pattern| pattern.service.is_none()) {
            self.any.push(number);
            return;
        }
        for key in clause.patterns.iter().map(ActionPattern::key) {
            match key.name {
                0 => self.wildcard.0.push((key.service, number)),
                name => self.exact.0.push((name, number)),
            }
        }
    }

    /// Visits the statements whose action could match; a statement filed under two patterns may come twice, which
    /// changes no answer.
    fn visit(&self, action: &ActionName, visit: &mut impl FnMut(&Document, usize)) {
        let mut show = |number: usize| {
            if let Some((document, position)) = self.statements.get(number) {
                visit(document, *position);
            }
        };
        if self.statements.len() < SMALL {
            (0..self.statements.len()).for_each(show);
            return;
        }
        let ActionKey { service, name } = action.key();
        self.exact
            .find(name)
            .chain(self.wildcard.find(service))
            .chain(self.any.iter().copied())
            .for_each(|n| show(n as usize));
    }
}
