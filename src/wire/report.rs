//! Reports of scripts.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::evaluation::EvaluationOut;
use super::node::NodesOut;
use crate::scenario::{CredentialsReport, Detail, Expectation, Outcome, ScenarioReport, StepReport};
use crate::sts::ContextEntry;
use crate::time::format_utc;

/// A report of a script.
#[derive(Serialize)]
pub(super) struct ReportOut<'a> {
    format: &'static str,
    steps: Vec<StepOut<'a>>,
    unmet: usize,
}

impl<'a> ReportOut<'a> {
    pub(super) fn new(report: &'a ScenarioReport) -> Self {
        Self {
            format: "iam-playground/report-1",
            steps: report.steps.iter().map(StepOut::new).collect(),
            unmet: report.unmet,
        }
    }
}

/// A report of a step.
#[derive(Serialize)]
pub(super) struct StepOut<'a> {
    index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(rename = "do")]
    does: &'static str,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<IdentityOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credentials: Option<CredentialsOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Vec<ContextOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluations: Option<Vec<EvaluationOut<'a>>>,
    trace: NodesOut<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<ExpectedOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    met: Option<bool>,
    #[serde(rename = "unmetReason", skip_serializing_if = "Option::is_none")]
    unmet_reason: Option<&'a str>,
}

#[derive(Serialize)]
struct ErrorOut<'a> {
    code: &'a str,
    message: &'a str,
    status: u16,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct IdentityOut<'a> {
    account: &'a str,
    arn: &'a str,
    user_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CredentialsOut<'a> {
    access_key_prefix: &'static str,
    principal_arn: &'a str,
    user_id: &'a str,
    issued_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
    context: KeysOut<'a>,
}

struct KeysOut<'a>(&'a [(String, Vec<String>)]);

impl Serialize for KeysOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, values) in self.0 {
            match values.as_slice() {
                [one] => map.serialize_entry(key, one)?,
                many => map.serialize_entry(key, many)?,
            }
        }
        map.end()
    }
}

#[derive(Serialize)]
struct ContextOut<'a> {
    key: &'a str,
    values: &'a [String],
    origin: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ExpectedOut<'a> {
    Outcome(&'static str),
    Error { error: &'a str },
}

impl<'a> StepOut<'a> {
    pub(super) fn new(step: &'a StepReport) -> Self {
        let detail = if step.trace.is_empty() { Detail::Decision } else { Detail::Full };
        Self {
            index: step.index,
            id: step.id.as_deref(),
            does: step.does,
            at: format_utc(step.at),
            outcome: step.outcome.map(Outcome::name),
            error: step.error.as_ref().map(|error| ErrorOut {
                code: &error.code,
                message: &error.message,
                status: error.status,
            }),
            identity: step.identity.as_ref().map(|identity| IdentityOut {
                account: &identity.account,
                arn: &identity.arn,
                user_id: &identity.user_id,
            }),
            credentials: step.credentials.as_ref().map(credentials),
            context: step.context.as_ref().map(|context| context.iter().map(context_entry).collect()),
            evaluations: step
                .evaluations
                .as_ref()
                .map(|evaluations| evaluations.iter().map(|e| EvaluationOut::new(e, detail)).collect()),
            trace: NodesOut(&step.trace),
            expected: step.expected.as_ref().map(|expected| match expected {
                Expectation::Outcome(outcome) => ExpectedOut::Outcome(outcome.name()),
                Expectation::Error(error) => ExpectedOut::Error { error },
            }),
            met: step.met,
            unmet_reason: step.unmet_reason.as_deref(),
        }
    }
}

fn credentials(credentials: &CredentialsReport) -> CredentialsOut<'_> {
    CredentialsOut {
        access_key_prefix: credentials.access_key_prefix,
        principal_arn: &credentials.principal_arn,
        user_id: &credentials.user_id,
        issued_at: format_utc(credentials.issued_at),
        expires_at: credentials.expires_at.map(format_utc),
        context: KeysOut(&credentials.context),
    }
}

fn context_entry(entry: &ContextEntry) -> ContextOut<'_> {
    ContextOut { key: &entry.key, values: &entry.values, origin: entry.origin.name() }
}
