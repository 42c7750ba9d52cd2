//! Makes a proposal and runs it.

use super::{ChangeEdit, Family, Proposal, Situation, Standing};
use crate::engine::{Decision, evaluate};
use crate::scenario::{Change, Outcome, Scenario};
use crate::text::json::{Json, Value};
use crate::whatif::intervals::mfa_age;
use crate::world::Library;

/// A changed scenario, not run yet.
pub(super) struct Made {
    pub(super) scenario: Scenario,
    /// Where the step stands in it.
    pub(super) step: usize,
    pub(super) edits: Vec<ChangeEdit>,
}

/// The changed scenario that a proposal comes to, where it can be made.
pub(super) fn make(situation: &Situation<'_>, proposal: &Proposal) -> Option<Made> {
    let step = situation.step + proposal.inserts.len();
    let mut edits: Vec<ChangeEdit> = Vec::new();
    let script_changes = !proposal.inserts.is_empty() || proposal.replacement.is_some() || proposal.earlier.is_some();
    let mut scenario = if script_changes {
        let mut json = situation.scenario.json().clone();
        let script = script_mut(&mut json)?;
        if let Some((index, earlier)) = &proposal.earlier {
            *script.get_mut(*index)? = earlier.clone();
            edits.push(ChangeEdit::ReplaceStep(*index, earlier.clone()));
        }
        for (offset, insert) in proposal.inserts.iter().enumerate() {
            script.insert(situation.step + offset, insert.clone());
            edits.push(ChangeEdit::InsertStep(situation.step + offset, insert.clone()));
        }
        if let Some(replacement) = &proposal.replacement {
            *script.get_mut(step)? = replacement.clone();
            edits.push(ChangeEdit::ReplaceStep(step, replacement.clone()));
        }
        Scenario::from_json(json).ok()?
    } else {
        situation.scenario.clone()
    };
    for (pointer, changes) in &proposal.policies {
        let document = scenario.documents().into_iter().find(|document| document.pointer == *pointer)?;
        let text = super::text_edit::apply(&document.text, changes)?;
        if !scenario.set_document(pointer, text) {
            return None;
        }
        edits.push(ChangeEdit::EditPolicy(pointer.clone(), changes.clone()));
    }
    if let Some((pointer, document)) = &proposal.added {
        scenario = scenario.changed(&[Change::set(pointer.as_str(), document.clone())]).ok()?;
        edits.push(ChangeEdit::AddPolicy(pointer.clone(), document.clone()));
    }
    for pointer in &proposal.removed {
        scenario = scenario.changed(&[Change::remove(pointer.as_str())]).ok()?;
        edits.push(ChangeEdit::RemovePolicy(pointer.clone()));
    }
    Some(Made { scenario, step, edits })
}

/// Runs a changed scenario.
///
/// # Errors
/// How the step stands instead.
pub(super) fn run(made: &Made, library: &Library, to: Outcome) -> Result<(), Standing> {
    let now = Situation::new(&made.scenario, library, made.step, to);
    if now.outcome == to { Ok(()) } else { Err(now.stands_at()) }
}

/// Whether policies now allow the call to the same caller without MFA: of long-term credentials, or of temporary ones.
pub(super) fn lets_through_without_mfa(made: &Made, library: &Library) -> bool {
    let now = Situation::new(&made.scenario, library, made.step, Outcome::Allowed);
    let settings = made.scenario.settings.condition;
    now.evaluated.last().is_some_and(|last| {
        let mut request = last.request.clone();
        request.context.remove("aws:MultiFactorAuthAge");
        request.context.remove("aws:MultiFactorAuthPresent");
        let long_term = evaluate(&last.policies, &request, settings).verdict.decision;
        request.context.set("aws:MultiFactorAuthPresent", "false");
        let temporary = evaluate(&last.policies, &request, settings).verdict.decision;
        long_term == Decision::Allowed || temporary == Decision::Allowed
    })
}

/// The sentence, with how long other credentials help where that ends.
pub(super) fn with_time_limit(sentence: &str, family: Family, made: &Made, library: &Library, to: Outcome) -> String {
    let limit = || {
        let intervals = mfa_age(&made.scenario, library, made.step);
        intervals.first().filter(|first| first.outcome == to).and_then(|first| first.to)
    };
    match (family == Family::Session).then(limit).flatten() {
        Some(last) => format!("{sentence} That works for {} seconds after the code.", last + 1),
        None => sentence.to_owned(),
    }
}

/// The steps of a scenario's JSON.
fn script_mut(json: &mut Json) -> Option<&mut Vec<Json>> {
    match &mut json.value {
        Value::Object(members) => match &mut members.iter_mut().find(|member| member.name == "script")?.value.value {
            Value::Array(steps) => Some(steps),
            _ => None,
        },
        _ => None,
    }
}
