//! `checkPolicy`: the findings about one document; `checkScenario`: those about all documents and about what they come
//! to together.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::{InputError, encode, second_argument, services};
use crate::advice::check_with;
use crate::finding::{Credentials, Finding, FindingType};
use crate::policy::{InlineOf, PolicyType};
use crate::scenario::{Scenario, policy_source};
use crate::text::decode::At;
use crate::text::{LineIndex, json};
use crate::trace::rule;
use crate::world::Library;

#[derive(Serialize)]
struct FindingsOut<'a> {
    findings: Vec<FindingOut<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingOut<'a> {
    /// Of `checkScenario`: what it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    finding_type: &'static str,
    issue_code: &'static str,
    finding_details: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    learn_more_link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    /// Columns of the matrix whose answer it concerns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    credentials: Vec<&'static str>,
    locations: Vec<LocationOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixOut<'a>>,
}

#[derive(Serialize)]
struct LocationOut<'a> {
    path: &'a str,
    span: PlainSpan<'a>,
}

#[derive(Serialize)]
struct PlainSpan<'a> {
    policy: &'a str,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct FixOut<'a> {
    title: &'a str,
    edits: Vec<EditOut<'a>>,
}

#[derive(Serialize)]
struct EditOut<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

/// The types by name.
pub(super) fn policy_types() -> Vec<(&'static str, PolicyType)> {
    PolicyType::ALL.iter().map(|policy_type| (policy_type.name(), *policy_type)).collect()
}

/// Answers `checkPolicy`.
pub(super) fn call(first: &str, second: &str) -> Result<String, InputError> {
    let (policy_type, inline_of) = second_argument(second, "options", |options| {
        let Some(options) = options else {
            return Err(InputError { path: String::new(), message: "`type` is missing".to_owned() });
        };
        let fields = options.fields()?;
        let policy_type = fields.required("type")?.word(&policy_types())?;
        let inline_of = fields.read("inlineOf", |at| at.word(&InlineOf::ALL))?;
        fields.finish()?;
        Ok((policy_type, inline_of))
    })?;
    let json = json::parse(first)?;
    let source = policy_source(&At::root(&json))?;
    let text = source.text();
    let checked = check_with(text, policy_type, inline_of, services::data());
    let findings = checked.findings.iter().map(|finding| finding_out(finding, &checked.lines, None)).collect();
    Ok(encode(&FindingsOut { findings }))
}

/// Answers `checkScenario`: for each document in turn what is to be said about it, then what is about nothing written in
/// a document.
pub(super) fn scenario(first: &str, second: &str) -> Result<String, InputError> {
    let with_documents = second_argument(second, "options", |options| {
        let Some(options) = options else { return Ok(true) };
        let fields = options.fields()?;
        let documents = fields.read("documents", At::bool)?.unwrap_or(true);
        fields.finish()?;
        Ok(documents)
    })?;
    let scenario = Scenario::read(first)?;
    let documents = scenario.documents();
    let mut advice: HashMap<String, Vec<Finding>> = HashMap::new();
    let mut elsewhere = Vec::new();
    let known: HashSet<&str> = documents.iter().map(|document| document.pointer.as_str()).collect();
    for about in scenario.advice(&Library::new()) {
        if known.contains(about.pointer.as_str()) {
            advice.entry(about.pointer).or_default().push(about.finding);
        } else {
            elsewhere.push(about);
        }
    }
    let checked: Vec<(&str, Vec<Finding>, LineIndex)> = documents
        .iter()
        .filter_map(|document| {
            let mut findings = advice.remove(&document.pointer).unwrap_or_default();
            if with_documents {
                let checked = check_with(&document.text, document.policy_type, document.inline_of(), services::data());
                findings.extend(checked.findings);
                crate::finding::in_order(&mut findings);
            }
            (!findings.is_empty()).then(|| (document.pointer.as_str(), findings, LineIndex::new(&document.text)))
        })
        .collect();
    let nowhere = LineIndex::new("");
    let of_documents = checked
        .iter()
        .flat_map(|(pointer, findings, lines)| findings.iter().map(|found| finding_out(found, lines, Some(pointer))));
    let others = elsewhere.iter().map(|about| finding_out(&about.finding, &nowhere, Some(&about.pointer)));
    Ok(encode(&FindingsOut { findings: of_documents.chain(others).collect() }))
}

/// The kinds of sessions that such credentials are.
fn columns(credentials: Credentials) -> Vec<&'static str> {
    use crate::whatif::SessionKind::{self, *};
    let without_keys: &[SessionKind] = if credentials.without_keys { &[AccessKey, Root, FederatedUser] } else { &[] };
    let without_mfa: &[SessionKind] = if credentials.without_mfa {
        &[SessionToken, AssumeRole, AssumeRoleMfa, SessionTokenMfaThenRole, Console]
    } else {
        &[]
    };
    let with_mfa: &[SessionKind] = if credentials.with_mfa { &[SessionTokenMfa, ConsoleMfa] } else { &[] };
    [without_keys, without_mfa, with_mfa].concat().into_iter().map(SessionKind::name).collect()
}

fn finding_out<'a>(finding: &'a Finding, lines: &LineIndex, pointer: Option<&'a str>) -> FindingOut<'a> {
    FindingOut {
        pointer,
        finding_type: match finding.finding_type {
            FindingType::Error => "ERROR",
            FindingType::SecurityWarning => "SECURITY_WARNING",
            FindingType::Warning => "WARNING",
            FindingType::Suggestion => "SUGGESTION",
        },
        issue_code: finding.code,
        finding_details: &finding.details,
        learn_more_link: finding.learn_more_link().or_else(|| Some(rule(finding.rule?)?.doc.to_owned())),
        rule: finding.rule,
        credentials: columns(finding.credentials),
        locations: finding
            .locations
            .iter()
            .map(|location| {
                let span = lines.span(location.at);
                LocationOut {
                    path: location.path.as_str(),
                    span: PlainSpan {
                        policy: pointer.unwrap_or_default(),
                        start: span.start,
                        end: span.end,
                        line: span.line,
                        column: span.column,
                    },
                }
            })
            .collect(),
        fixes: finding
            .fixes
            .iter()
            .map(|fix| FixOut {
                title: &fix.title,
                edits: fix
                    .edits
                    .iter()
                    .map(|edit| {
                        let span = lines.span(edit.at);
                        EditOut { start: span.start, end: span.end, text: &edit.text }
                    })
                    .collect(),
            })
            .collect(),
    }
}
