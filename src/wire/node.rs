//! Trace nodes and spans.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::trace::{Fact, SourceSpan, TraceNode};

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
        map.serialize_entry("kind", KINDS.get(node.kind as usize).unwrap_or(&""))?;
        map.serialize_entry("title", &node.title)?;
        if let Some(detail) = &node.detail {
            map.serialize_entry("detail", detail)?;
        }
        map.serialize_entry("result", RESULTS.get(node.result as usize).unwrap_or(&""))?;
        map.serialize_entry("role", ROLES.get(node.role as usize).unwrap_or(&""))?;
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

/// The names of the kinds of nodes, in the order of [`crate::trace::NodeKind`].
pub(super) const KINDS: [&str; 15] = [
    "authentication",
    "context",
    "layer",
    "level",
    "policy",
    "statement",
    "effect",
    "principal",
    "action",
    "resource",
    "condition",
    "operator",
    "key",
    "value",
    "decision",
];

/// The names of what came out, in the order of [`crate::trace::NodeResult`].
pub(super) const RESULTS: [&str; 7] = ["matched", "notMatched", "allow", "deny", "noOpinion", "skipped", "info"];

/// The names of the roles, in the order of [`crate::trace::NodeRole`].
pub(super) const ROLES: [&str; 4] = ["deciding", "contributing", "overridden", "irrelevant"];
