//! One or two context keys over many values: counts and first examples, through the compiled path.

use std::collections::BTreeMap;

use super::stage::Stage;
use crate::condition;
use crate::engine::{Compiled, Decision};
use crate::request::Request;
use crate::scenario::{Detail, Outcome, Runner, Scenario};
use crate::world::Library;

/// The values that a key has at a time, and whether they count as a list.
pub type ContextValues = (Vec<String>, bool);

/// The values of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// These.
    List(Vec<ContextValues>),
    /// Whole numbers: first, how many, and the distance between them.
    Range(i64, u64, i64),
}

impl Values {
    /// How many.
    pub fn len(&self) -> u64 {
        match self {
            Self::List(list) => list.len() as u64,
            Self::Range(_, count, _) => *count,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn get(&self, index: u64) -> ContextValues {
        match self {
            Self::List(list) => {
                usize::try_from(index).ok().and_then(|index| list.get(index)).cloned().unwrap_or_default()
            }
            Self::Range(from, _, step) => {
                let offset = i64::try_from(index).unwrap_or(i64::MAX).saturating_mul(*step);
                (vec![from.saturating_add(offset).to_string()], false)
            }
        }
    }
}

/// The first request of an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The outcome.
    pub outcome: Outcome,
    /// Action and resource, where they were drawn.
    pub request: Option<(String, String)>,
    /// Keys with the values they had; none where a key was not there.
    pub context: Vec<(String, Option<ContextValues>)>,
}

/// What a sweep came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sweep {
    /// How many combinations there are.
    pub total: u64,
    /// How many of them are behind us, those before `offset` included.
    pub done: u64,
    /// Outcomes with their number, in this part of the sweep.
    pub counts: BTreeMap<&'static str, u64>,
    /// The first of each outcome in this part.
    pub examples: Vec<Example>,
}

/// Sweeps a part of all combinations: `limit` of them from `offset` on. The last key varies fastest. Ask again with
/// `offset` at the answer's `done` for the next part.
pub fn sweep(
    scenario: &Scenario,
    library: &Library,
    step: usize,
    over: &[(String, Values)],
    offset: u64,
    limit: u64,
) -> Sweep {
    let mut runner = Runner::new(scenario, library);
    for index in 0..step {
        runner.step(index, Detail::Decision);
    }
    let Stage { mut evaluated, passes, .. } =
        Stage::run(&mut runner, step, scenario.script.get(step).map(|step| &step.kind));
    let total = over.iter().fold(1_u64, |product, (_, values)| product.saturating_mul(values.len()));
    let end = offset.saturating_add(limit).min(total);
    let mut answer = Sweep { total, done: end.max(offset.min(total)), ..Sweep::default() };
    let settings = scenario.settings.condition;
    let mut last: Vec<Option<u64>> = vec![None; over.len()];
    for number in offset..end {
        let mut rest = number;
        for (position, (key, values)) in over.iter().enumerate().rev() {
            let index = rest % values.len().max(1);
            rest /= values.len().max(1);
            // A slow key is set only when it moves.
            if last.get(position).copied().flatten() == Some(index) {
                continue;
            }
            if let Some(slot) = last.get_mut(position) {
                *slot = Some(index);
            }
            let (texts, list) = values.get(index);
            for (_, request) in &mut evaluated {
                set(request, key, &texts, list);
            }
        }
        let outcome = decide(&evaluated, settings, passes);
        let count = answer.counts.entry(outcome.name()).or_insert(0);
        *count += 1;
        if *count == 1 {
            let mut context = Vec::with_capacity(over.len());
            for (position, (key, list)) in over.iter().enumerate() {
                let index = last.get(position).copied().flatten().unwrap_or(0);
                context.push((key.clone(), Some(list.get(index))));
            }
            answer.examples.push(Example { outcome, request: None, context });
        }
    }
    answer
}

pub(super) fn set(request: &mut Request, key: &str, texts: &[String], list: bool) {
    match (list, texts) {
        (false, [text]) => request.context.set(key, text.clone()),
        _ => request.context.set_list(key, texts.to_vec()),
    }
}

/// The first decision that does not allow, else what the step comes to where all do.
pub(super) fn decide(evaluated: &[(Compiled, Request)], settings: condition::Settings, passes: Outcome) -> Outcome {
    for (compiled, request) in evaluated {
        let decision = compiled.decide(request, settings);
        if decision != Decision::Allowed {
            return decision.into();
        }
    }
    passes
}
