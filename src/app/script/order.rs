//! Steps copied, moved and taken away, with what hangs on them.

use super::make::free_id;
use crate::scenario::{Change, Scenario, StepKind};
use crate::text::json::{Json, Member, Value};

/// A step as JSON.
pub(super) fn json(scenario: &Scenario, index: usize) -> Option<&Json> {
    scenario.json().get("script")?.as_array()?.get(index)
}

/// A copy of a step, to stand after it.
pub(super) fn copy(scenario: &Scenario, index: usize) -> Option<Change> {
    let mut step = json(scenario, index)?.clone();
    if let Value::Object(members) = &mut step.value {
        members.retain(|member| member.name != "at" && member.name != "expect");
        if let Some(Member { value, .. }) = members.iter_mut().find(|member| member.name == "id") {
            *value = free_id(scenario, value.as_str().unwrap_or_default()).into();
        }
    }
    Some(Change::Insert { pointer: format!("/script/{}", index + 1), value: step })
}

/// What takes a step away, together with the steps that use its credentials; and how many those are.
pub(super) fn delete(scenario: &Scenario, index: usize) -> (Vec<Change>, usize) {
    let mut gone = vec![index];
    for (at, step) in scenario.script.iter().enumerate().skip(index + 1) {
        let signed_by = match &step.kind {
            StepKind::Request(request) => request.signed_by,
            StepKind::Sts(call) => call.signed_by,
            StepKind::SignIn(_) | StepKind::Wait(_) => None,
        };
        if signed_by.is_some_and(|by| gone.contains(&by)) {
            gone.push(at);
        }
    }
    let changes = gone.iter().rev().map(|at| Change::remove(format!("/script/{at}"))).collect();
    (changes, gone.len() - 1)
}

/// What names a step anew for all that use its credentials.
pub(super) fn rename(scenario: &Scenario, old: &str, new: &str) -> Vec<Change> {
    let uses = |step: &Json| step.get("as").and_then(Json::as_str) == Some(old);
    let steps = scenario.json().get("script").and_then(Json::as_array).unwrap_or_default();
    let using = steps.iter().enumerate().filter(|(_, step)| uses(step));
    using.map(|(at, _)| Change::set(format!("/script/{at}/as"), new)).collect()
}
