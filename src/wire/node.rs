//! Trace nodes and spans.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::trace::{Fact, NodeKind, NodeResult, NodeRole, SourceSpan, TraceNode};

/// A place in a policy document.
#[derive(Serialize)]
pub(super) struct SpanOut<'a> {
    policy: &'a str,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
}

impl<'a> From<&'a SourceSpan> for SpanOut<'a> {
    fn from(span: &'a SourceSpan) -> Self {
        Self {
            policy: &span.policy,
            start: span.at.start,
            end: span.at.end,
            line: span.at.line,
            column: span.at.column,
        }
    }
}

/// A list of nodes.
pub(super) struct NodesOut<'a>(pub &'a [TraceNode]);

impl Serialize for NodesOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(NodeOut))
    }
}

struct NodeOut<'a>(&'a TraceNode);

impl Serialize for NodeOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let node = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &node.id)?;
        map.serialize_entry("kind", kind(node.kind))?;
        map.serialize_entry("title", &node.title)?;
        if let Some(detail) = &node.detail {
            map.serialize_entry("detail", detail)?;
        }
        map.serialize_entry("result", result(node.result))?;
        map.serialize_entry("role", role(node.role))?;
        if let Some(source) = &node.source {
            map.serialize_entry("source", &SpanOut::from(source))?;
        }
        if !node.facts.is_empty() {
            map.serialize_entry("facts", &FactsOut(&node.facts))?;
        }
        if let Some(rule) = node.rule {
            map.serialize_entry("rule", rule)?;
        }
        if !node.children.is_empty() {
            map.serialize_entry("children", &NodesOut(&node.children))?;
        }
        map.end()
    }
}

struct FactsOut<'a>(&'a [(&'static str, Fact)]);

impl Serialize for FactsOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, fact) in self.0 {
            match fact {
                Fact::Text(text) => map.serialize_entry(name, text)?,
                Fact::List(list) => map.serialize_entry(name, list)?,
                Fact::Flag(flag) => map.serialize_entry(name, flag)?,
            }
        }
        map.end()
    }
}

fn kind(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Authentication => "authentication",
        NodeKind::Context => "context",
        NodeKind::Layer => "layer",
        NodeKind::Level => "level",
        NodeKind::Policy => "policy",
        NodeKind::Statement => "statement",
        NodeKind::Effect => "effect",
        NodeKind::Principal => "principal",
        NodeKind::Action => "action",
        NodeKind::Resource => "resource",
        NodeKind::Condition => "condition",
        NodeKind::Operator => "operator",
        NodeKind::Key => "key",
        NodeKind::Value => "value",
        NodeKind::Decision => "decision",
    }
}

fn result(result: NodeResult) -> &'static str {
    match result {
        NodeResult::Matched => "matched",
        NodeResult::NotMatched => "notMatched",
        NodeResult::Allow => "allow",
        NodeResult::Deny => "deny",
        NodeResult::NoOpinion => "noOpinion",
        NodeResult::Skipped => "skipped",
        NodeResult::Info => "info",
    }
}

fn role(role: NodeRole) -> &'static str {
    match role {
        NodeRole::Deciding => "deciding",
        NodeRole::Contributing => "contributing",
        NodeRole::Overridden => "overridden",
        NodeRole::Irrelevant => "irrelevant",
    }
}
