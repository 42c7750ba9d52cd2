//! `checkPolicy`: everything that can be said about one document by itself.

use super::{InlineOf, Policy, PolicyType, ScpLanguage, lint, quota};
use crate::finding::{Finding, FindingType};
use crate::service_data::ServiceData;
use crate::text::{ByteRange, LineIndex, Pointer, json};

/// A document with its findings, in the order of its text.
pub struct Checked {
    /// The findings, errors and all.
    pub findings: Vec<Finding>,
    /// The document, understood; what reading it found is among the findings.
    pub policy: Policy,
    /// Positions in the text.
    pub lines: LineIndex,
}

/// Checks a document with the service data that the library was built with.
pub fn check(text: &str, policy_type: PolicyType) -> Checked {
    check_with(text, policy_type, None, ServiceData::built_in())
}

/// Checks a document; what only service data can tell is left out where there is none, and `inline_of` says whose inline
/// policy it is, where that is known.
pub fn check_with(
    text: &str,
    policy_type: PolicyType,
    inline_of: Option<InlineOf>,
    data: Option<&ServiceData<'_>>,
) -> Checked {
    let json = json::parse(text);
    let mut policy = match &json {
        Err(error) => Policy::unreadable(error),
        Ok(json) => Policy::from_json(json, policy_type, ScpLanguage::default()),
    };
    let mut findings = std::mem::take(&mut policy.findings);
    if let Ok(json) = &json {
        findings.extend(lint::lint(json, &policy, policy_type, data));
        if policy_type != PolicyType::Resource {
            characters(json, &Pointer::root(), &mut findings);
        }
    }
    if let Some(over) = quota::over(text, policy_type, inline_of) {
        let kind = if over.error { FindingType::Error } else { FindingType::Warning };
        findings.push(Finding::new(kind, over.code, "B18", Pointer::root(), ByteRange::new(0, 1), over.details));
    }
    crate::finding::in_order(&mut findings);
    Checked { findings, policy, lines: LineIndex::new(text) }
}

/// Reports characters outside U+0009, U+000A, U+000D and U+0020 to U+00FF, escaped ones included (rule B18).
fn characters(value: &json::Json, path: &Pointer, findings: &mut Vec<Finding>) {
    match &value.value {
        json::Value::String(text) => character(text, path, value.at, findings),
        json::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                characters(item, &path.element(index), findings);
            }
        }
        json::Value::Object(members) => {
            for member in members {
                let path = path.member(&member.name);
                character(&member.name, &path, member.name_at, findings);
                characters(&member.value, &path, findings);
            }
        }
        _ => {}
    }
}

fn character(text: &str, path: &Pointer, at: ByteRange, findings: &mut Vec<Finding>) {
    if let Some(c) = text.chars().find(|c| !matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}')) {
        let details = format!("U+{:04X} is not among the characters that a policy may have", u32::from(c));
        findings.push(Finding::new(FindingType::Error, "UNSUPPORTED_CHARACTER", "B18", path, at, details));
    }
}
