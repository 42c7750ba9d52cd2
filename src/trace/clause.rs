//! The clauses of one statement, down to each condition value.

use std::cell::Cell;

use super::explain;
use super::node::{Fact, NodeKind, NodeResult, NodeRole, SourceSpan, TraceNode};
use super::room::{MOST_VALUES, Room, shown};
use crate::condition::{self, Comparison, Condition, Context, KeyBlock, OperatorBlock, Watch, evaluate_key};
use crate::engine::{AttachedPolicy, Clause, StatementOutcome, match_principal, match_value};
use crate::policy::{ActionClause, PrincipalClause, ResourceClause, Statement};
use crate::request::Request;
use crate::text::ByteRange;

/// What the nodes of one statement have in common.
pub(super) struct Clauses<'a> {
    pub request: &'a Request,
    pub settings: condition::Settings,
    pub policy: &'a AttachedPolicy,
    pub has_boundary: bool,
    pub role: NodeRole,
    /// How many comparisons, and values of the request, the whole trace may still show.
    pub values: &'a Cell<usize>,
    /// How many nodes.
    pub nodes: &'a Room,
}

impl Clauses<'_> {
    /// The nodes of a statement's clauses; below one that failed the rest are skipped.
    pub(super) fn nodes(&self, statement: &Statement, outcome: StatementOutcome, id: &str) -> Vec<TraceNode> {
        let mut nodes = vec![self.effect(statement, id)];
        let mut stopped = false;
        if let Some(clause) = &statement.principal {
            nodes.push(self.principal(clause, id));
            stopped = outcome.stopped_at == Some(Clause::Principal);
        }
        nodes.push(if stopped {
            self.skipped(NodeKind::Action, statement.action.at, explain::action_title(&statement.action), id, "action")
        } else {
            self.action(&statement.action, id)
        });
        stopped |= outcome.stopped_at == Some(Clause::Action);
        if let Some(clause) = &statement.resource {
            nodes.push(if stopped {
                self.skipped(NodeKind::Resource, clause.at, explain::resource_title(clause), id, "resource")
            } else {
                self.resource(clause, id)
            });
            stopped |= outcome.stopped_at == Some(Clause::Resource);
        }
        if let Some(condition) = &statement.condition {
            nodes.push(if stopped {
                self.skipped(NodeKind::Condition, condition.at, "Condition", id, "condition")
            } else {
                self.condition(condition, id)
            });
        }
        nodes
    }

    fn node(&self, id: String, kind: NodeKind, title: impl Into<String>, matched: bool, at: ByteRange) -> TraceNode {
        self.nodes.take();
        TraceNode {
            id,
            kind,
            title: title.into(),
            detail: None,
            result: if matched { NodeResult::Matched } else { NodeResult::NotMatched },
            role: self.role,
            source: Some(SourceSpan::of(self.policy, at)),
            facts: Vec::new(),
            rule: None,
            children: Vec::new(),
        }
    }

    /// Values of the request, as many as there is room for.
    fn as_room_allows(&self, values: &[String]) -> Vec<String> {
        let count = values.len().min(self.values.get());
        self.values.set(self.values.get() - count);
        values.iter().take(count).map(|value| shown(value).into_owned()).collect()
    }

    fn skipped(&self, kind: NodeKind, at: ByteRange, title: &str, id: &str, name: &str) -> TraceNode {
        let mut node = self.node(format!("{id}/{name}"), kind, title, false, at);
        node.result = NodeResult::Skipped;
        node.detail = Some(explain::SKIPPED_CLAUSE.to_owned());
        node
    }

    fn effect(&self, statement: &Statement, id: &str) -> TraceNode {
        let mut node = self.node(
            format!("{id}/effect"),
            NodeKind::Effect,
            format!("Effect: {}", statement.effect.name()),
            true,
            statement.effect_at,
        );
        node.result = NodeResult::Info;
        node.rule = Some("B6");
        node
    }

    fn principal(&self, clause: &PrincipalClause, id: &str) -> TraceNode {
        let caller = &self.request.caller;
        let how = match_principal(clause, caller, self.has_boundary);
        let mut node = self.node(
            format!("{id}/principal"),
            NodeKind::Principal,
            explain::principal_title(clause),
            how.is_some(),
            clause.at,
        );
        node.detail = Some(explain::principal_detail(clause, caller, how, self.has_boundary));
        node.rule = Some(explain::principal_rule(clause, how));
        node.facts = vec![
            ("policyValues", Fact::List(clause.list.iter().map(|value| value.text.clone()).collect())),
            ("requestValue", Fact::Text(caller.name().to_owned())),
        ];
        node.children = clause
            .list
            .iter()
            .enumerate()
            .map(|(position, value)| {
                let how = match_value(value, caller);
                let mut child = self.node(
                    format!("{id}/principal/{position}"),
                    NodeKind::Value,
                    value.text.clone(),
                    how.is_some(),
                    value.at,
                );
                child.detail = Some(explain::principal_value_detail(value, caller, how));
                child
            })
            .collect();
        node
    }

    fn action(&self, clause: &ActionClause, id: &str) -> TraceNode {
        let action = &self.request.action;
        let matched = clause.matches(action);
        let mut node =
            self.node(format!("{id}/action"), NodeKind::Action, explain::action_title(clause), matched, clause.at);
        node.detail = Some(explain::action_detail(clause, &action.text, matched));
        node.rule = Some(if clause.not { "B10" } else { "B12" });
        node.facts = vec![
            ("policyValues", Fact::List(clause.patterns.iter().map(|pattern| pattern.text.clone()).collect())),
            ("requestValue", Fact::Text(action.text.clone())),
        ];
        node.children = clause
            .patterns
            .iter()
            .enumerate()
            .map(|(position, pattern)| {
                self.node(
                    format!("{id}/action/{position}"),
                    NodeKind::Value,
                    pattern.text.clone(),
                    pattern.matches(action),
                    pattern.at,
                )
            })
            .collect();
        node
    }

    fn resource(&self, clause: &ResourceClause, id: &str) -> TraceNode {
        let resource = &self.request.resource;
        let context = &self.request.context;
        let matched = clause.matches(resource, context);
        let mut node = self.node(
            format!("{id}/resource"),
            NodeKind::Resource,
            explain::resource_title(clause),
            matched,
            clause.at,
        );
        node.detail = Some(explain::resource_detail(clause, &shown(resource), matched));
        node.rule = Some("B13");
        node.facts = vec![
            ("policyValues", Fact::List(clause.patterns.iter().map(|pattern| pattern.text.clone()).collect())),
            ("requestValue", Fact::Text(shown(resource).into_owned())),
        ];
        node.children = clause
            .patterns
            .iter()
            .enumerate()
            .map(|(position, pattern)| {
                let result = pattern.matches(resource, context);
                let mut child = self.node(
                    format!("{id}/resource/{position}"),
                    NodeKind::Value,
                    pattern.text.clone(),
                    result.is_yes(),
                    pattern.at,
                );
                child.detail = explain::resource_value_detail(pattern, result, context);
                child
            })
            .collect();
        node
    }

    fn condition(&self, condition: &Condition, id: &str) -> TraceNode {
        let children: Vec<TraceNode> = condition
            .operators
            .iter()
            .enumerate()
            .map(|(position, block)| self.operator(block, &format!("{id}/condition/{position}")))
            .collect();
        let matched = children.iter().all(|child| child.result == NodeResult::Matched);
        let mut node = self.node(format!("{id}/condition"), NodeKind::Condition, "Condition", matched, condition.at);
        node.detail = Some(explain::condition_detail(condition, matched));
        node.rule = Some("C1");
        node.children = children;
        node
    }

    fn operator(&self, block: &OperatorBlock, id: &str) -> TraceNode {
        let children: Vec<TraceNode> = block
            .keys
            .iter()
            .enumerate()
            .map(|(position, key)| self.key(block, key, &format!("{id}/{position}")))
            .collect();
        let matched = children.iter().all(|child| child.result == NodeResult::Matched);
        let mut node = self.node(id.to_owned(), NodeKind::Operator, block.name.clone(), matched, block.at);
        node.detail = Some(explain::operator_detail(block.operator));
        node.rule = Some(explain::operator_rule(block.operator));
        node.facts = vec![("operator", Fact::Text(block.name.clone()))];
        node.children = children;
        node
    }

    fn key(&self, block: &OperatorBlock, key: &KeyBlock, id: &str) -> TraceNode {
        let context = &self.request.context;
        let mut values = Values { seen: Vec::new(), room: self.values, left_out: false };
        let outcome = evaluate_key(block.operator, key, context, self.settings, &mut values);
        let mut node = self.node(id.to_owned(), NodeKind::Key, key.key.clone(), outcome.matched, key.at);
        node.detail = Some(explain::key_detail(block.operator, key, context.get(&key.key_lower), outcome));
        node.rule = Some(explain::key_rule(block.operator, outcome));
        node.facts = vec![
            ("operator", Fact::Text(block.name.clone())),
            ("key", Fact::Text(key.key.clone())),
            ("policyValues", Fact::List(key.values.iter().map(|value| value.text.clone()).collect())),
            (
                "requestValues",
                Fact::List(
                    context.get(&key.key_lower).map(|value| self.as_room_allows(&value.values)).unwrap_or_default(),
                ),
            ),
        ];
        node.children = values
            .seen
            .iter()
            .enumerate()
            .filter_map(|(position, (request, policy_value, comparison))| {
                let value = key.values.get(*policy_value)?;
                let good = (*comparison == Comparison::Holds) != block.operator.base.is_negated()
                    && !matches!(comparison, Comparison::PolicyValueUnreadable | Comparison::RequestValueUnreadable);
                let good = good || (*comparison == Comparison::NoValue && block.operator.base.is_negated());
                let mut child =
                    self.node(format!("{id}/{position}"), NodeKind::Value, value.text.clone(), good, value.at);
                child.detail = Some(explain::value_detail(block.operator, value, request, *comparison, context));
                child.facts = vec![
                    ("policyValue", Fact::Text(value.text.clone())),
                    ("requestValue", Fact::Text(request.clone())),
                ];
                child.rule = explain::value_rule(block.operator, *comparison);
                Some(child)
            })
            .collect();
        if values.left_out {
            let mut rest = self.node(format!("{id}/more"), NodeKind::Value, "…", outcome.matched, key.at);
            rest.result = NodeResult::Info;
            rest.detail = Some(explain::left_out(MOST_VALUES));
            node.children.push(rest);
        }
        // A key that was never compared still shows the values it would have been compared with.
        if node.children.is_empty() {
            node.children = key
                .values
                .iter()
                .enumerate()
                .map(|(position, value)| {
                    let mut child = self.node(
                        format!("{id}/{position}"),
                        NodeKind::Value,
                        value.text.clone(),
                        outcome.matched,
                        value.at,
                    );
                    if outcome.reason != condition::KeyReason::NullTest {
                        child.result = NodeResult::Skipped;
                    }
                    child.detail = Some(explain::uncompared_value_detail(
                        value,
                        outcome,
                        Context::get(context, &key.key_lower).is_some(),
                    ));
                    child
                })
                .collect();
        }
        node
    }
}

/// Keeps every comparison of one key, as long as there is room.
struct Values<'a> {
    seen: Vec<(String, usize, Comparison)>,
    room: &'a Cell<usize>,
    left_out: bool,
}

impl Watch for Values<'_> {
    fn wants_more(&self) -> bool {
        self.room.get() > 0
    }

    fn compared(&mut self, request: &str, policy_value: usize, outcome: Comparison) {
        match self.room.get().checked_sub(1) {
            Some(less) => {
                self.room.set(less);
                self.seen.push((shown(request).into_owned(), policy_value, outcome));
            }
            None => self.left_out(),
        }
    }

    fn left_out(&mut self) {
        self.left_out = true;
    }
}
