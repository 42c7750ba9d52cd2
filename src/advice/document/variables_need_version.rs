//! A policy about MFA whose variables are ordinary text, because its `Version` is old or missing (rule B3).

use crate::advice::asked::Look;
use crate::finding::{Edit, Finding, FindingType};
use crate::policy::{ActionName, Statement, Version};
use crate::text::{ByteRange, Pointer, json};

const CODE: &str = "MFA_VARIABLES_NEED_VERSION";
const VERSION: &str = "\"2012-10-17\"";

pub(super) fn find(look: &Look<'_>, findings: &mut Vec<Finding>) {
    if look.policy.version == Version::V2012 || !look.text.contains("${") {
        return;
    }
    let about_mfa = |statement: &Statement| look.asks(statement) || names_devices(statement);
    let Some((statement, variable)) = look
        .policy
        .statements
        .iter()
        .filter(|statement| !statement.void && about_mfa(statement))
        .find_map(|statement| Some((statement, variable(statement)?)))
    else {
        return;
    };
    let Some(edit) = edit(look) else { return };
    let details = format!(
        "without `Version` 2012-10-17, `{variable}` is ordinary text: statement {} matches no user's own device or session",
        statement.index + 1
    );
    let place = look.statement_place(statement);
    findings.push(
        Finding::new(FindingType::Warning, CODE, "B3", Pointer::clone(&place.path), place.at, details)
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

/// A variable of a statement's resources or condition, as it was written.
fn variable(statement: &Statement) -> Option<&str> {
    let resources = statement.resource.iter().flat_map(|clause| &clause.patterns).map(|pattern| pattern.text.as_str());
    let values = statement
        .condition
        .iter()
        .flat_map(|condition| &condition.operators)
        .flat_map(|block| &block.keys)
        .flat_map(|key| &key.values)
        .map(|value| value.text.as_str());
    resources.chain(values).find_map(|text| {
        let start = text.find("${")?;
        let rest = text.get(start..)?;
        rest.get(..=rest.find('}')?)
    })
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
