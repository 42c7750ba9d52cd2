//! Makes a proposal and runs it.

use super::{ChangeEdit, Flip, Proposal, Situation};
use crate::scenario::{Detail, Runner, Scenario};
use crate::text::json::{Json, Value};
use crate::whatif::intervals::mfa_age;
use crate::world::Library;

/// The change that a proposal comes to, where it reaches the wanted outcome.
pub(super) fn run(situation: &Situation<'_>, library: &Library, proposal: Proposal) -> Option<Flip> {
    let step = situation.step + proposal.inserts.len();
    let mut edits: Vec<ChangeEdit> = Vec::new();
    let mut scenario = if proposal.inserts.is_empty() && proposal.replacement.is_none() {
        situation.scenario.clone()
    } else {
        let mut json = situation.scenario.json().clone();
        let script = script_mut(&mut json)?;
        for (offset, insert) in proposal.inserts.iter().enumerate() {
            script.insert(situation.step + offset, insert.clone());
            edits.push(ChangeEdit::InsertStep(situation.step + offset, insert.clone()));
        }
        if let Some(replacement) = &proposal.replacement {
            *script.get_mut(step)? = replacement.clone();
            edits.push(ChangeEdit::ReplaceStep(step, replacement.clone()));
        }
        Scenario::from_json(json).ok()?
    };
    for (pointer, changes) in &proposal.policies {
        let document = scenario.documents().into_iter().find(|document| document.pointer == *pointer)?;
        let text = super::text_edit::apply(&document.text, changes)?;
        if !scenario.set_document(pointer, text) {
            return None;
        }
        edits.push(ChangeEdit::EditPolicy(pointer.clone(), changes.clone()));
    }
    let mut runner = Runner::new(&scenario, library);
    let mut outcome = None;
    for index in 0..=step {
        outcome = runner.step(index, Detail::Decision).outcome;
    }
    if outcome != Some(situation.to) {
        return None;
    }
    let mut sentence = proposal.sentence;
    if proposal.family == super::Family::Session
        && let Some(end) = mfa_age(&scenario, library, step)
            .first()
            .filter(|first| first.outcome == situation.to)
            .and_then(|first| first.to)
    {
        sentence.push_str(&format!(" That works for {} seconds after the code.", end + 1));
    }
    drop(runner);
    Some(Flip { family: proposal.family, sentence, edits, scenario, step, outcome: situation.to })
}

/// The steps of a scenario's JSON.
pub(super) fn script_mut(json: &mut Json) -> Option<&mut Vec<Json>> {
    match &mut json.value {
        Value::Object(members) => match &mut members.iter_mut().find(|member| member.name == "script")?.value.value {
            Value::Array(steps) => Some(steps),
            _ => None,
        },
        _ => None,
    }
}
