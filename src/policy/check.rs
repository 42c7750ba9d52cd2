//! `checkPolicy`: everything that can be said about one document by itself.

use super::{Policy, PolicyType, ScpLanguage, quota};
use crate::finding::{Finding, FindingType};
use crate::text::{ByteRange, LineIndex, Pointer, json};

/// A document with its findings, in the order of its text.
pub struct Checked {
    /// The findings, errors and all.
    pub findings: Vec<Finding>,
    /// Positions in the text.
    pub lines: LineIndex,
}

/// Checks a document.
pub fn check(text: &str, policy_type: PolicyType) -> Checked {
    let policy = Policy::read(text, policy_type, ScpLanguage::default());
    let mut findings = policy.findings;
    if policy_type != PolicyType::Resource {
        characters(text, &mut findings);
    }
    if let Some(over) = quota::over(text, policy_type) {
        let kind = if over.error { FindingType::Error } else { FindingType::Warning };
        findings.push(Finding::new(kind, over.code, "B18", Pointer::root(), ByteRange::new(0, 1), over.details));
    }
    findings.sort_by_key(|finding| finding.locations.first().map_or(0, |location| location.at.start));
    Checked { findings, lines: LineIndex::new(text) }
}

/// Reports characters outside U+0009, U+000A, U+000D and U+0020 to U+00FF, escaped ones included (rule B18).
fn characters(text: &str, findings: &mut Vec<Finding>) {
    fn allowed(c: char) -> bool {
        matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}')
    }
    fn report(text: &str, path: &Pointer, at: ByteRange, findings: &mut Vec<Finding>) {
        if let Some(c) = text.chars().find(|c| !allowed(*c)) {
            findings.push(Finding::new(
                FindingType::Error,
                "UNSUPPORTED_CHARACTER",
                "B18",
                path,
                at,
                format!("U+{:04X} is not among the characters that a policy may have", u32::from(c)),
            ));
        }
    }
    fn walk(value: &json::Json, path: &Pointer, findings: &mut Vec<Finding>) {
        match &value.value {
            json::Value::String(text) => report(text, path, value.at, findings),
            json::Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(item, &path.element(index), findings);
                }
            }
            json::Value::Object(members) => {
                for member in members {
                    let path = path.member(&member.name);
                    report(&member.name, &path, member.name_at, findings);
                    walk(&member.value, &path, findings);
                }
            }
            _ => {}
        }
    }
    if let Ok(json) = json::parse(text) {
        walk(&json, &Pointer::root(), findings);
    }
}
