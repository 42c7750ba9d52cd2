//! The policy documents as the page lists them, with what is wrong in each.

use super::shared::Shared;
use crate::finding::FindingType;
use crate::policy::{self, PolicyType};
use crate::scenario::{DocumentRef, Scenario};
use crate::text::json;

/// One document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentView {
    /// What and where it is.
    pub document: Shared<DocumentRef>,
    /// Whether its text is JSON.
    pub readable: bool,
    /// What is wrong in it.
    pub findings: Shared<Vec<FindingView>>,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// AWS refuses the policy, or the part has no effect.
    Error,
    /// Risky, or probably not what was meant.
    Warning,
    /// Could be better.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingView {
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
}

impl DocumentView {
    fn new(document: DocumentRef) -> Self {
        let readable = json::parse(&document.text).is_ok();
        let findings = findings(&document.text, document.policy_type);
        Self { document: Shared::new(document), readable, findings: Shared::new(findings) }
    }

    /// How many errors it has, and how many other findings.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        (errors, self.findings.len() - errors)
    }
}

/// Lists the documents of a scenario; what did not change since `before` is taken from there.
pub(super) fn documents(scenario: &Scenario, before: &[DocumentView]) -> Vec<DocumentView> {
    scenario
        .documents()
        .into_iter()
        .map(|document| {
            before
                .iter()
                .find(|view| *view.document == document)
                .cloned()
                .unwrap_or_else(|| DocumentView::new(document))
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

fn findings(text: &str, policy_type: PolicyType) -> Vec<FindingView> {
    let checked = policy::check(text, policy_type);
    checked
        .findings
        .iter()
        .map(|finding| {
            let span = finding.locations.first().map(|location| checked.lines.span(location.at)).unwrap_or_default();
            FindingView {
                severity: match finding.finding_type {
                    FindingType::Error => Severity::Error,
                    FindingType::SecurityWarning | FindingType::Warning => Severity::Warning,
                    FindingType::Suggestion => Severity::Suggestion,
                },
                message: finding.details.clone(),
                from: span.start,
                to: span.end,
                line: span.line,
            }
        })
        .collect()
}
