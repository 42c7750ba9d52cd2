//! A policy about MFA whose variables are ordinary text, because its `Version` is old or missing (rule B3).

use crate::advice::asked::Look;
use crate::finding::{Edit, Finding, FindingType, Location};
use crate::policy::{ActionName, Statement, Version};
use crate::text::{ByteRange, json};

const CODE: &str = "MFA_VARIABLES_NEED_VERSION";
const VERSION: &str = "\"2012-10-17\"";

pub(super) fn find(look: &Look<'_>, findings: &mut Vec<Finding>) {
    if look.policy.version == Version::V2012 || !look.text.contains("${") {
        return;
    }
    let about_mfa = |statement: &Statement| look.asks(statement) || names_devices(statement);
    let Some((statement, (variable, place))) = look
        .policy
        .statements
        .iter()
        .filter(|statement| !statement.void && about_mfa(statement))
        .find_map(|statement| Some((statement, variable(look, statement)?)))
    else {
        return;
    };
    let Some(edit) = edit(look) else { return };
    let details = format!(
        "without `Version` 2012-10-17, `{variable}` is ordinary text: statement {} matches no user's own device or session",
        statement.index + 1
    );
    findings.push(
        Finding::new(FindingType::Warning, CODE, "B3", place.path, place.at, details)
            .with_fix("Write `Version` 2012-10-17", vec![edit]),
    );
}

/// Whether a statement lists calls about MFA devices by name.
fn names_devices(statement: &Statement) -> bool {
    ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:DeactivateMFADevice", "iam:ResyncMFADevice"]
        .iter()
        .filter_map(|action| ActionName::parse(action))
        .any(|action| statement.action.patterns.iter().any(|p| p.service.is_some() && p.matches(&action)))
}

/// The first variable of a statement's resources or condition, as it was written, and where.
fn variable<'p>(look: &Look<'p>, statement: &'p Statement) -> Option<(&'p str, Location)> {
    let whole = look.statement_pointer(statement);
    if let Some(clause) = &statement.resource {
        for (position, pattern) in clause.patterns.iter().enumerate() {
            if let Some(variable) = first_variable(&pattern.text) {
                let element = whole.member(if clause.not { "NotResource" } else { "Resource" });
                let path = if pattern.at == clause.at { element } else { element.element(position) };
                return Some((variable, Location { path, at: pattern.at }));
            }
        }
    }
    for block in statement.condition.iter().flat_map(|condition| &condition.operators) {
        for key in &block.keys {
            if let Some(variable) = key.values.iter().find_map(|value| first_variable(&value.text)) {
                let path = whole.member("Condition").member(&block.name).member(&key.key);
                return Some((variable, Location { path, at: key.key_at }));
            }
        }
    }
    None
}

fn first_variable(text: &str) -> Option<&str> {
    let rest = text.get(text.find("${")?..)?;
    rest.get(..=rest.find('}')?)
}

/// Puts the version in, or in place of the old one.
fn edit(look: &Look<'_>) -> Option<Edit> {
    let json = json::parse(look.text).ok()?;
    let members = json.as_object()?;
    if let Some(old) = members.iter().rfind(|member| member.name == "Version") {
        return (old.value.as_str() == Some("2008-10-17")).then(|| Edit { at: old.value.at, text: VERSION.to_owned() });
    }
    let first = members.first()?;
    let start = json.at.start + 1;
    let gap = look.slice(ByteRange { start, end: first.name_at.start });
    let gap = if gap.is_empty() { " " } else { gap };
    let start = first.name_at.start;
    Some(Edit { at: ByteRange { start, end: start }, text: format!("\"Version\": {VERSION},{gap}") })
}
