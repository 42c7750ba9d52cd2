//! What else in a scenario names a thing: the script, memberships, attachments. Texts of policies are only counted.

use super::node::{Kind, find};
use crate::scenario::{Change, DocumentRef, Scenario};
use crate::text::Pointer;
use crate::text::json::{Json, Value};

/// Calls `found` with every text outside of policies and prose, and its place.
fn walk(json: &Json, at: &Pointer, found: &mut impl FnMut(&str, &Pointer)) {
    match &json.value {
        Value::String(text) => found(text, at),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| walk(item, &at.element(index), found));
        }
        Value::Object(members) => {
            for member in members {
                let below = at.member(&member.name);
                let document = Kind::of(below.as_str()).is_some_and(Kind::is_document);
                let prose = matches!(member.name.as_str(), "Policy" | "note" | "compare");
                if prose || document && member.value.as_str().is_none_or(|text| !text.starts_with("arn:")) {
                    continue;
                }
                walk(&member.value, &below, found);
            }
        }
        _ => {}
    }
}

/// The changes after which all that names something names what `to` says instead.
pub(super) fn renamed(scenario: &Scenario, to: impl Fn(&str) -> Option<String>) -> Vec<Change> {
    let mut changes = Vec::new();
    walk(scenario.json(), &Pointer::root(), &mut |text, at| {
        if let Some(new) = to(text).filter(|new| new != text) {
            changes.push(Change::set(at.as_str(), new));
        }
    });
    changes
}

/// The changes after which a list does not have a text any more, for every list with that name in the world.
pub(super) fn taken_out(scenario: &Scenario, within: &str, list: &str, text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    walk(scenario.json(), &Pointer::root(), &mut |found, at| {
        let parts = Pointer::parts(at.as_str());
        let listed = parts.len() > 1 && parts.get(parts.len() - 2).is_some_and(|part| part == list);
        if found == text && listed && at.as_str().starts_with(within) {
            changes.push(Change::remove(at.as_str()));
        }
    });
    changes.reverse();
    changes
}

/// The boundaries that are the ARN of a managed policy.
pub(super) fn boundaries(scenario: &Scenario, arn: &str) -> Vec<String> {
    let mut places = Vec::new();
    walk(scenario.json(), &Pointer::root(), &mut |text, at| {
        if text == arn && Kind::of(at.as_str()) == Some(Kind::Boundary) {
            places.push(at.as_str().to_owned());
        }
    });
    places
}

/// The steps of the script that cannot be without these principals: those that sign in as one or assume one, and those
/// that use the credentials of such steps.
pub(super) fn steps(scenario: &Scenario, gone: impl Fn(&str) -> bool) -> Vec<usize> {
    let steps = find(scenario, "/script").and_then(Json::as_array).unwrap_or_default();
    let mut ids: Vec<&str> = Vec::new();
    let mut going = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let word = |name: &str| step.get(name).and_then(Json::as_str);
        let role = step.get("parameters").and_then(|parameters| parameters.get("RoleArn")).and_then(Json::as_str);
        let depends = word("as").is_some_and(|id| ids.contains(&id));
        if depends || word("principal").is_some_and(&gone) || role.is_some_and(&gone) {
            going.push(index);
            ids.extend(word("id"));
        }
    }
    going
}

/// The policies that have an ARN in their text.
pub(super) fn policies_that_name(scenario: &Scenario, arn: &str) -> Vec<DocumentRef> {
    scenario.documents().into_iter().filter(|document| names(&document.text, arn)).collect()
}

/// The changes after which these policies name another ARN, all else in their texts as it was.
pub(super) fn renamed_in_policies(policies: &[DocumentRef], old: &str, new: &str) -> Vec<Change> {
    let written = |document: &DocumentRef| {
        let mut text = String::new();
        let mut rest = &*document.text;
        while let Some(at) = rest.find(old) {
            let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + old.len()..).unwrap_or_default());
            text.push_str(before);
            text.push_str(if goes_on(after) { old } else { new });
            rest = after;
        }
        text.push_str(rest);
        Change::set(document.pointer.as_str(), text)
    };
    policies.iter().map(written).collect()
}

/// Whether a name is longer than what was found of it.
fn goes_on(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c))
}

fn names(text: &str, arn: &str) -> bool {
    !arn.is_empty()
        && text.match_indices(arn).any(|(at, _)| text.get(at + arn.len()..).is_some_and(|rest| !goes_on(rest)))
}
