//! Evaluations.

use serde::Serialize;

use super::node::{NodesOut, SpanOut};
use crate::scenario::{Decider, Detail, EvaluationReport};

/// An evaluation. With [`Detail::Decision`] it holds the decision and the first deciding statement only.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EvaluationOut<'a> {
    decision: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    decided_by: Vec<DeciderOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<NodesOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing_context: Option<&'a [String]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeciderOut<'a> {
    layer: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<SpanOut<'a>>,
}

impl<'a> From<&'a Decider> for DeciderOut<'a> {
    fn from(decider: &'a Decider) -> Self {
        Self {
            layer: decider.place.layer.name(),
            policy: decider.policy.as_deref(),
            policy_name: decider.policy_name.as_deref(),
            statement: decider.place.statement,
            sid: decider.sid.as_deref(),
            source: decider.source.as_ref().map(SpanOut::from),
        }
    }
}

impl<'a> EvaluationOut<'a> {
    /// Writes a report.
    pub(super) fn new(report: &'a EvaluationReport, detail: Detail) -> Self {
        let full = detail == Detail::Full;
        let shown = if full { report.decided_by.len() } else { 1 };
        Self {
            decision: report.evaluation.verdict.decision.name(),
            reason: Some(report.reason.as_str()),
            decided_by: report.decided_by.iter().take(shown).map(DeciderOut::from).collect(),
            incomplete: report.evaluation.incomplete.then_some(true),
            trace: full.then_some(NodesOut(&report.trace)),
            missing_context: full.then_some(report.missing_context.as_slice()),
        }
    }

    /// Leaves the reason out.
    pub(super) fn without_reason(self) -> Self {
        Self { reason: None, ..self }
    }
}
