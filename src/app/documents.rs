//! The policy documents as the page lists them, with what is wrong in each.

use super::desk::{Desk, Topic};
use super::shared::Shared;
use super::words;
use crate::policy::PolicyType;
use crate::scenario::{DocumentRef, Scenario};
use crate::text::escape;
use crate::text::json::{self, Json, Value};
use crate::wire;

/// One document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentView {
    /// What and where it is.
    pub document: Shared<DocumentRef>,
    /// Whether its text is JSON.
    pub readable: bool,
    /// What is wrong in it, in the order of its text.
    pub findings: Shared<Vec<FindingView>>,
    /// Of which text the findings are.
    pub checked: Checked,
    /// Those of the findings that its text alone shows.
    own: Shared<Vec<FindingView>>,
}

/// How far the checks of a document are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// No text of it was looked at yet.
    NotYet,
    /// The findings are of an earlier text; the new ones are on their way.
    Earlier,
    /// The findings are of this text.
    Now,
    /// The checks could not be run.
    Failed,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Severity {
    /// AWS refuses the policy, or the part has no effect.
    Error,
    /// Risky, or probably not what was meant.
    Warning,
    /// Could be better.
    #[default]
    Suggestion,
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Suggestion => "suggestion",
        }
    }
}

/// One finding, with its first place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindingView {
    /// Its code.
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// The sentence.
    pub message: String,
    /// Its place: UTF-16 units.
    pub from: u32,
    /// The unit after.
    pub to: u32,
    /// Line, from 1.
    pub line: u32,
    /// The page of AWS's documentation on it.
    pub link: Option<String>,
    /// Edits that mend it, each on its own.
    pub fixes: Vec<Fix>,
}

/// An edit that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// Its parts, in the order of the text.
    pub edits: Vec<TextEdit>,
}

/// A part of an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// The first UTF-16 unit that is replaced.
    pub from: u32,
    /// The unit after the last.
    pub to: u32,
    /// What comes there.
    pub text: String,
}

impl DocumentView {
    /// Whether the findings are of this text.
    pub fn is_checked(&self) -> bool {
        self.checked == Checked::Now
    }

    fn new(document: DocumentRef, findings: Shared<Vec<FindingView>>, checked: Checked) -> Self {
        let readable = json::parse(&document.text).is_ok();
        Self { document: Shared::new(document), readable, own: findings.clone(), findings, checked }
    }

    /// How many errors it has, and how many other findings.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        (errors, self.findings.len() - errors)
    }
}

/// Asks what is wrong with the scenario as a whole.
pub(super) fn ask_about_world(desk: &mut Desk, scenario: &Scenario) {
    desk.ask(Topic::World, "checkScenario", wire::write_scenario(scenario), "{\"documents\":false}".to_owned());
}

/// Lists the documents of a scenario; what did not change since `before` is taken from there. What is wrong in the
/// others is asked for.
pub(super) fn documents(scenario: &Scenario, before: &[DocumentView], desk: &mut Desk) -> Vec<DocumentView> {
    let documents = scenario.documents();
    for gone in before.iter().filter(|view| !documents.iter().any(|document| document.pointer == view.document.pointer))
    {
        desk.forget(&Topic::Findings(gone.document.pointer.clone()));
    }
    documents
        .into_iter()
        .map(|document| {
            let known = before.iter().find(|view| view.document.pointer == document.pointer);
            if let Some(same) = known.filter(|view| *view.document == document) {
                return same.clone();
            }
            let mut text = String::new();
            escape(&document.text, &mut text);
            let inline_of = document.inline_of().map(|of| format!(",\"inlineOf\":\"{}\"", of.name()));
            let inline_of = inline_of.unwrap_or_default();
            let options = format!("{{\"type\":\"{}\"{inline_of}}}", document.policy_type.name());
            desk.ask(Topic::Findings(document.pointer.clone()), "checkPolicy", text, options);
            match known {
                Some(view) if view.checked != Checked::NotYet => DocumentView {
                    findings: view.findings.clone(),
                    ..DocumentView::new(document, view.own.clone(), Checked::Earlier)
                },
                _ => DocumentView::new(document, Shared::new(Vec::new()), Checked::NotYet),
            }
        })
        .collect()
}

/// The documents with the findings of one of them.
pub(super) fn with_findings(
    documents: &[DocumentView],
    pointer: &str,
    answer: &Result<String, String>,
) -> Vec<DocumentView> {
    let findings = answer.as_ref().ok().and_then(|text| read_findings(text));
    documents
        .iter()
        .map(|view| {
            if *view.document.pointer != *pointer {
                return view.clone();
            }
            let checked = if findings.is_some() { Checked::Now } else { Checked::Failed };
            let findings = Shared::new(findings.clone().unwrap_or_default());
            DocumentView { own: findings.clone(), findings, checked, ..view.clone() }
        })
        .collect()
}

/// The documents with what only the whole scenario shows about each.
pub(super) fn with_world(documents: &[DocumentView], world: &[WorldFinding]) -> Vec<DocumentView> {
    documents
        .iter()
        .map(|view| {
            let about = world.iter().filter(|found| found.about == view.document.pointer);
            let mut findings: Vec<FindingView> = about.map(|found| found.finding.clone()).collect();
            if findings.is_empty() || !matches!(view.checked, Checked::Now | Checked::Earlier) {
                return DocumentView { findings: view.own.clone(), ..view.clone() };
            }
            findings.extend(view.own.iter().cloned());
            findings.sort_by_key(|finding| finding.from);
            let known = *view.findings == findings;
            let findings = if known { view.findings.clone() } else { Shared::new(findings) };
            DocumentView { findings, ..view.clone() }
        })
        .collect()
}

/// What kind of document it is, in AWS's words.
pub(super) fn type_words(policy_type: PolicyType) -> &'static str {
    match policy_type {
        PolicyType::Identity => "identity-based policy",
        PolicyType::Managed => "managed policy",
        PolicyType::Boundary => "permissions boundary",
        PolicyType::Session => "session policy",
        PolicyType::Resource => "resource-based policy",
        PolicyType::Trust => "trust policy",
        PolicyType::ServiceControl => "service control policy",
        PolicyType::ResourceControl => "resource control policy",
    }
}

impl DocumentView {
    /// What kind of document it is, in AWS's words.
    pub fn type_words(&self) -> &'static str {
        type_words(self.document.policy_type)
    }
}

/// What is wrong with the scenario as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldFinding {
    /// The finding; it has no place in a text.
    pub finding: FindingView,
    /// What it is about, a JSON pointer.
    pub about: String,
    /// The name of the policy document and whose it is, if it is about one.
    pub document: Option<(String, String)>,
}

/// Reads an answer of `checkScenario`.
pub(super) fn read_world_findings(scenario: &Scenario, answer: &Result<String, String>) -> Vec<WorldFinding> {
    let json = answer.as_ref().ok().and_then(|text| json::parse(text).ok());
    let list = json.as_ref().and_then(|json| json.get("findings")).and_then(Json::as_array).unwrap_or_default();
    let documents = scenario.documents();
    list.iter()
        .map(|item| {
            let about = item.get("pointer").and_then(Json::as_str).unwrap_or_default().to_owned();
            let document = documents.iter().find(|document| document.pointer == about);
            let document = document.map(|document| (document.name.clone(), document.owner.clone()));
            WorldFinding { finding: read_finding(item), document, about }
        })
        .collect()
}

/// Reads an answer of `checkPolicy`.
fn read_findings(text: &str) -> Option<Vec<FindingView>> {
    let answer = json::parse(text).ok()?;
    Some(answer.get("findings")?.as_array()?.iter().map(read_finding).collect())
}

fn read_finding(json: &Json) -> FindingView {
    let word = |name: &str| json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let list = |name: &str| json.get(name).and_then(Json::as_array).unwrap_or_default();
    let span = list("locations").first().and_then(|location| location.get("span"));
    let place = |name: &str| span.map(|span| number(span, name)).unwrap_or_default();
    FindingView {
        code: word("issueCode"),
        severity: match word("findingType").as_str() {
            "ERROR" => Severity::Error,
            "SECURITY_WARNING" | "WARNING" => Severity::Warning,
            _ => Severity::Suggestion,
        },
        message: words::begun(&word("findingDetails")),
        from: place("start"),
        to: place("end"),
        line: place("line"),
        link: json.get("learnMoreLink").and_then(Json::as_str).map(str::to_owned),
        fixes: list("fixes").iter().map(read_fix).collect(),
    }
}

fn read_fix(json: &Json) -> Fix {
    let word = |json: &Json, name: &str| json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let edits = json.get("edits").and_then(Json::as_array).unwrap_or_default();
    let edits = edits.iter().map(|edit| TextEdit {
        from: number(edit, "start"),
        to: number(edit, "end"),
        text: word(edit, "text"),
    });
    Fix { title: word(json, "title"), edits: edits.collect() }
}

fn number(json: &Json, name: &str) -> u32 {
    match json.get(name).map(|value| &value.value) {
        Some(Value::Number(number)) => number.parse().unwrap_or_default(),
        _ => 0,
    }
}
