//! From an evaluation to the tree that a reader walks through.

use std::cell::Cell;
use std::collections::HashSet;

use super::clause::Clauses;
use super::explain;
use super::node::{Fact, NodeKind, NodeResult, NodeRole, SourceSpan, TraceNode};
use super::room::{MOST_VALUES, Room};
use crate::condition;
use crate::engine::{
    Applies, AttachedPolicy, Clause, DecidedBy, Decision, Evaluation, Layer, LayerOutcome, PolicySet, StatementOutcome,
};
use crate::policy::{Effect, Statement};
use crate::request::Request;
use crate::text::ByteRange;

/// The explanation of an evaluation: one node a layer in the order of rule D18, then the decision.
pub fn evaluation(
    policies: &PolicySet,
    request: &Request,
    settings: condition::Settings,
    evaluation: &Evaluation,
    nodes_left: &Room,
) -> Vec<TraceNode> {
    let values = Cell::new(MOST_VALUES);
    let deciding =
        evaluation.decided_by.iter().filter_map(|by| Some((by.layer, by.level, by.policy?, by.statement?))).collect();
    let projector = Projector { policies, request, settings, evaluation, deciding, values, nodes: nodes_left };
    let mut nodes: Vec<TraceNode> = evaluation.layers.iter().map(|outcome| projector.layer(outcome)).collect();
    if evaluation.verdict.layer == Layer::Principal {
        nodes.push(projector.own_right());
    }
    nodes.push(projector.decision());
    nodes
}

/// Where a deciding statement stands in its document.
pub fn decided_by_source(policies: &PolicySet, by: &DecidedBy) -> Option<SourceSpan> {
    let policy = policies.policy(by.layer, by.level, by.policy?)?;
    let statement = policy.document.policy.statements.get(by.statement?)?;
    Some(SourceSpan::of(policy, statement.at))
}

struct Projector<'a> {
    policies: &'a PolicySet,
    request: &'a Request,
    settings: condition::Settings,
    evaluation: &'a Evaluation,
    /// The statements that decide: layer, level, policy, statement.
    deciding: HashSet<(Layer, usize, usize, usize)>,
    values: Cell<usize>,
    nodes: &'a Room,
}

impl Projector<'_> {
    fn layer(&self, outcome: &LayerOutcome) -> TraceNode {
        let id = outcome.layer.name().to_owned();
        let organization = matches!(outcome.layer, Layer::ResourceControl | Layer::ServiceControl);
        let mut children = Vec::new();
        for (level, _) in outcome.levels.iter().enumerate() {
            let level_id = format!("{id}/{level}");
            let policies = self.level_policies(outcome, level, &level_id);
            if organization {
                children.push(self.level(outcome, level, level_id, policies));
            } else {
                children.extend(policies);
            }
        }
        let result = layer_result(outcome);
        TraceNode {
            id,
            kind: NodeKind::Layer,
            title: explain::layer_title(outcome.layer, self.request).to_owned(),
            detail: Some(explain::layer_detail(outcome, result, self.evaluation, self.request)),
            result,
            role: self.layer_role(outcome, result),
            source: None,
            facts: self.layer_facts(outcome.layer),
            rule: Some(explain::layer_rule(outcome, self.request)),
            children,
        }
    }

    /// The layer's name and, for the resource's own policy, whose the resource is.
    fn layer_facts(&self, layer: Layer) -> Vec<(&'static str, Fact)> {
        let mut facts = vec![("layer", Fact::Text(layer.name().to_owned()))];
        if layer == Layer::Resource {
            facts.extend(self.request.resource_account.clone().map(|account| ("resourceAccount", Fact::Text(account))));
            facts.push(("sameAccount", Fact::Flag(self.request.same_account())));
        }
        facts
    }

    fn layer_role(&self, outcome: &LayerOutcome, result: NodeResult) -> NodeRole {
        let verdict = self.evaluation.verdict;
        let decides = self.evaluation.decided_by.iter().any(|by| by.layer == outcome.layer);
        match result {
            _ if decides => NodeRole::Deciding,
            NodeResult::Allow if verdict.decision == Decision::Allowed => NodeRole::Contributing,
            NodeResult::Allow => NodeRole::Overridden,
            _ => NodeRole::Irrelevant,
        }
    }

    fn level(&self, outcome: &LayerOutcome, level: usize, id: String, children: Vec<TraceNode>) -> TraceNode {
        let name = self.policies.level_name(outcome.layer, level);
        let level_outcome = outcome.levels.get(level);
        let denies = level_outcome.is_some_and(|l| l.denies());
        let allows = level_outcome.is_some_and(|l| l.allows());
        let result = match outcome.layer {
            _ if denies => NodeResult::Deny,
            Layer::ResourceControl => NodeResult::Allow,
            _ if allows => NodeResult::Allow,
            _ => NodeResult::NoOpinion,
        };
        let decides = self.evaluation.decided_by.iter().any(|by| by.layer == outcome.layer && by.level == level);
        let role = match result {
            _ if decides => NodeRole::Deciding,
            NodeResult::Allow if self.evaluation.verdict.decision == Decision::Allowed => NodeRole::Contributing,
            NodeResult::Allow => NodeRole::Overridden,
            _ => NodeRole::Irrelevant,
        };
        TraceNode {
            id,
            kind: NodeKind::Level,
            title: explain::level_title(name, level),
            detail: Some(explain::level_detail(outcome.layer, result).to_owned()),
            result,
            role,
            source: None,
            facts: Vec::new(),
            rule: Some(if outcome.layer == Layer::ServiceControl { "D3" } else { "D4" }),
            children,
        }
    }

    fn level_policies(&self, outcome: &LayerOutcome, level: usize, level_id: &str) -> Vec<TraceNode> {
        let Some(level_outcome) = outcome.levels.get(level) else { return Vec::new() };
        level_outcome
            .policies
            .iter()
            .enumerate()
            .filter_map(|(position, policy_outcome)| {
                let policy = self.policies.policy(outcome.layer, level, position)?;
                let id = format!("{level_id}/{position}");
                let document = &policy.document.policy;
                let mut left_out = 0;
                let mut statements = Vec::new();
                for (statement, out) in document.statements.iter().zip(&policy_outcome.statements) {
                    let role = self.statement_role(outcome.layer, level, position, statement.index, *out);
                    if role == NodeRole::Irrelevant && !self.nodes.is_left() {
                        left_out += 1;
                    } else {
                        statements.push(self.statement(outcome, role, statement, *out, policy, &id));
                    }
                }
                let denies = policy_outcome.statements.iter().any(StatementOutcome::denies);
                let allows = policy_outcome.statements.iter().any(StatementOutcome::allows);
                let result = if !document.readable {
                    NodeResult::Skipped
                } else if denies {
                    NodeResult::Deny
                } else if allows {
                    NodeResult::Allow
                } else {
                    NodeResult::NoOpinion
                };
                let role =
                    statements.iter().map(|s| s.role).min_by_key(|role| rank(*role)).unwrap_or(NodeRole::Irrelevant);
                Some(TraceNode {
                    title: explain::policy_title(policy.name.as_deref(), outcome.layer, self.request),
                    detail: Some(explain::policy_detail(document, result, left_out)),
                    id,
                    kind: NodeKind::Policy,
                    result,
                    role,
                    source: Some(SourceSpan::of(policy, ByteRange::new(0, policy.document.text.len()))),
                    facts: policy.name.iter().map(|name| ("policyName", Fact::Text(name.clone()))).collect(),
                    rule: None,
                    children: statements,
                })
            })
            .collect()
    }

    fn statement(
        &self,
        layer: &LayerOutcome,
        role: NodeRole,
        statement: &Statement,
        outcome: StatementOutcome,
        attached: &AttachedPolicy,
        policy_id: &str,
    ) -> TraceNode {
        self.nodes.take();
        let id = format!("{policy_id}/{}", statement.index);
        let result = match outcome.effect {
            _ if outcome.void => NodeResult::Skipped,
            _ if !outcome.applies() => NodeResult::NoOpinion,
            Effect::Allow => NodeResult::Allow,
            Effect::Deny => NodeResult::Deny,
        };
        let clauses = Clauses {
            request: self.request,
            settings: self.settings,
            policy: attached,
            has_boundary: crate::engine::has_boundary(self.policies, &self.request.caller),
            role,
            values: &self.values,
            nodes: self.nodes,
        };
        TraceNode {
            title: explain::statement_title(statement),
            detail: Some(explain::statement_detail(statement, outcome)),
            children: if outcome.void { Vec::new() } else { clauses.nodes(statement, outcome, &id) },
            id,
            kind: NodeKind::Statement,
            result,
            role,
            source: Some(SourceSpan::of(attached, statement.at)),
            facts: statement.sid.iter().map(|sid| ("sid", Fact::Text(sid.clone()))).collect(),
            rule: Some(explain::statement_rule(outcome, layer, self.request)),
        }
    }

    fn statement_role(
        &self,
        layer: Layer,
        level: usize,
        policy: usize,
        index: usize,
        outcome: StatementOutcome,
    ) -> NodeRole {
        if self.deciding.contains(&(layer, level, policy, index)) {
            return NodeRole::Deciding;
        }
        let decision = self.evaluation.verdict.decision;
        if outcome.applies() {
            return if decision == Decision::Allowed { NodeRole::Contributing } else { NodeRole::Overridden };
        }
        // Where nobody allowed, an Allow that only its condition held back is what the reader looks for.
        let near_miss = decision == Decision::ImplicitDeny
            && self.evaluation.decided_by.iter().any(|by| by.layer == layer)
            && outcome.effect == Effect::Allow
            && outcome.stopped_at == Some(Clause::Condition);
        if near_miss { NodeRole::Contributing } else { NodeRole::Irrelevant }
    }

    /// What the kind of caller alone settled.
    fn own_right(&self) -> TraceNode {
        let allowed = self.evaluation.verdict.decision == Decision::Allowed;
        TraceNode {
            id: Layer::Principal.name().to_owned(),
            kind: NodeKind::Layer,
            title: explain::layer_title(Layer::Principal, self.request).to_owned(),
            detail: Some(explain::own_right_detail(self.evaluation, self.request)),
            result: if allowed { NodeResult::Allow } else { NodeResult::Deny },
            role: NodeRole::Deciding,
            source: None,
            facts: vec![("layer", Fact::Text(Layer::Principal.name().to_owned()))],
            rule: Some(self.evaluation.verdict.rule),
            children: Vec::new(),
        }
    }

    fn decision(&self) -> TraceNode {
        let decision = self.evaluation.verdict.decision;
        TraceNode {
            id: "decision".into(),
            kind: NodeKind::Decision,
            title: explain::decision_title(decision).to_owned(),
            detail: Some(explain::reason(self.request, self.evaluation)),
            result: if decision == Decision::Allowed { NodeResult::Allow } else { NodeResult::Deny },
            role: NodeRole::Deciding,
            source: None,
            facts: vec![
                ("decision", Fact::Text(decision.name().to_owned())),
                ("layer", Fact::Text(self.evaluation.verdict.layer.name().to_owned())),
            ],
            rule: Some(self.evaluation.verdict.rule),
            children: Vec::new(),
        }
    }
}

fn rank(role: NodeRole) -> u8 {
    match role {
        NodeRole::Deciding => 0,
        NodeRole::Contributing => 1,
        NodeRole::Overridden => 2,
        NodeRole::Irrelevant => 3,
    }
}

fn layer_result(outcome: &LayerOutcome) -> NodeResult {
    match outcome.layer {
        _ if outcome.applies != Applies::Yes => NodeResult::Skipped,
        _ if outcome.denies() => NodeResult::Deny,
        Layer::ResourceControl => NodeResult::Allow,
        _ if !outcome.levels.is_empty() && outcome.levels.iter().all(|level| level.allows()) => NodeResult::Allow,
        _ => NodeResult::NoOpinion,
    }
}
