//! Intervals of one decision each over the MFA age, with the conditions that make their borders.
//!
//! The borders can only lie where a condition that reads the varied key changes its mind. Those places are read from
//! the compiled conditions; between two of them one evaluation speaks for all.

use std::collections::BTreeSet;

use super::sessions::Column;
use super::{SessionKind, SessionsQuestion};
use crate::condition::{self, KeyBlock, NoWatch, Operator, evaluate_key};
use crate::engine::{self, Decision, PolicySet};
use crate::request::Request;
use crate::scenario::{Detail, Outcome, Runner, Scenario, StepKind};
use crate::sts::{Evaluated, Origin, Settings};
use crate::trace::SourceSpan;
use crate::world::Library;

pub(super) const AGE: &str = "aws:multifactorauthage";

/// A run of values with one outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The first value, in whole seconds.
    pub from: i64,
    /// The last value; none where it goes on for ever.
    pub to: Option<i64>,
    /// The outcome of every value in it.
    pub outcome: Outcome,
    /// The conditions that change their mind at its borders.
    pub borders: Vec<SourceSpan>,
}

/// The intervals of MFA age for a step of the script.
pub fn mfa_age(scenario: &Scenario, library: &Library, step: usize) -> Vec<Interval> {
    let mut runner = Runner::new(scenario, library);
    let mut last = None;
    for index in 0..=step {
        last = Some(runner.step(index, if index == step { Detail::Full } else { Detail::Decision }));
    }
    let outcome = last.as_ref().and_then(|report| report.outcome).unwrap_or(Outcome::Refused);
    let from_call = last
        .iter()
        .flat_map(|report| report.context.iter().flatten())
        .any(|entry| entry.key.to_lowercase() == AGE && entry.origin == Origin::Call);
    if from_call {
        // The code comes with the call itself, so its age is 0 whatever happens.
        return whole(outcome);
    }
    age_intervals(runner.evaluated(), outcome, scenario.settings)
}

/// The intervals of MFA age for a cell of the matrix. For a role session it is the age on the AssumeRole call. The
/// question is about the age alone: that credentials expire some day is left out.
pub fn mfa_age_of(
    scenario: &Scenario,
    library: &Library,
    question: &SessionsQuestion,
    kind: SessionKind,
    request: usize,
) -> Vec<Interval> {
    let fresh = SessionsQuestion { mfa_age: 0, ..question.clone() };
    let column = Column::new(scenario, &fresh, kind, &[request]);
    let mut runner = Runner::of(&scenario.world, &column.script, column.start, scenario.settings, library);
    let mut call: Option<Vec<Interval>> = None;
    let mut outcome = Outcome::Refused;
    for index in 0..column.script.len() {
        let report = runner.step(index, Detail::Decision);
        outcome = report.outcome.unwrap_or(outcome);
        let assumes = matches!(column.script.get(index).map(|step| &step.kind), Some(StepKind::Sts(_)))
            && !runner.evaluated().is_empty();
        if assumes && kind.has_age() {
            call = Some(age_intervals(runner.evaluated(), outcome, scenario.settings));
        }
        let is_request = index + 1 == column.script.len();
        if !is_request && outcome != Outcome::Issued {
            return call.unwrap_or_else(|| whole(outcome));
        }
    }
    let of_request = age_intervals(runner.evaluated(), outcome, scenario.settings);
    match call {
        // Where the call goes through, the request decides; elsewhere the call's refusal is the answer.
        Some(call) => merge(
            call.into_iter()
                .map(
                    |interval| {
                        if interval.outcome == Outcome::Issued { Interval { outcome, ..interval } } else { interval }
                    },
                )
                .collect(),
        ),
        None => of_request,
    }
}

fn whole(outcome: Outcome) -> Vec<Interval> {
    vec![Interval { from: 0, to: None, outcome, borders: Vec::new() }]
}

/// The intervals over all evaluations of one step; the first that does not allow is the outcome.
fn age_intervals(evaluated: &[Evaluated], outcome: Outcome, settings: Settings) -> Vec<Interval> {
    let varies = evaluated.iter().any(|e| e.request.context.get(AGE).is_some());
    if !varies {
        return whole(outcome);
    }
    let mut starts = BTreeSet::from([0]);
    let mut add = |number: i64| {
        // Below, at and above the number, also when it has a fraction.
        starts.extend([number, number.saturating_add(1)].into_iter().filter(|start| *start > 0));
    };
    for one in evaluated {
        for_each_key(&one.policies, &mut |_, _, key| {
            if key.key_lower == AGE {
                key.values
                    .iter()
                    .filter_map(|value| value.number())
                    .filter_map(condition::Decimal::floor)
                    .for_each(&mut add);
            }
        });
        if one.policies.iter().any(|(_, _, policy)| mentions(&policy.document.text, "multifactorauthage}")) {
            numbers_in(&one.request).into_iter().for_each(&mut add);
        }
    }
    let success = if outcome == Outcome::Issued || evaluated.len() > 1 || is_call(evaluated) {
        Outcome::Issued
    } else {
        Outcome::Allowed
    };
    let at = |age: i64| -> Outcome {
        for one in evaluated {
            let decision = engine::decide_request(&one.policies, &with_age(&one.request, age), settings.condition);
            if decision != Decision::Allowed {
                return decision.into();
            }
        }
        success
    };
    let starts: Vec<i64> = starts.into_iter().collect();
    let pieces = starts
        .iter()
        .enumerate()
        .map(|(position, from)| {
            let to = starts.get(position + 1).map(|next| next - 1);
            Interval { from: *from, to, outcome: at(*from), borders: Vec::new() }
        })
        .collect();
    let mut intervals = merge(pieces);
    for interval in &mut intervals {
        interval.borders = flips(evaluated, settings, interval.from - 1, interval.from);
        if let Some(to) = interval.to {
            for border in flips(evaluated, settings, to, to + 1) {
                if !interval.borders.contains(&border) {
                    interval.borders.push(border);
                }
            }
        }
    }
    intervals
}

/// Whether a text has a variable, whatever its case.
pub(super) fn mentions(text: &str, variable: &str) -> bool {
    text.to_ascii_lowercase().contains(variable)
}

/// The whole numbers that a request spells somewhere, with what a variable could stand for in its resource or values.
pub(super) fn numbers_in(request: &Request) -> BTreeSet<i64> {
    const LONGEST: usize = 12;
    const MOVING: &[&str] = &[AGE, "aws:currenttime", "aws:epochtime", "aws:tokenissuetime"];
    let values = request
        .context
        .iter()
        .filter(|entry| !MOVING.iter().any(|key| entry.key.eq_ignore_ascii_case(key)))
        .flat_map(|entry| &entry.values);
    let mut numbers = BTreeSet::new();
    for text in values.chain([&request.resource]) {
        for run in text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty() && run.len() <= LONGEST) {
            for start in 0..run.len() {
                for end in start + 1..=run.len() {
                    numbers.extend(run.get(start..end).and_then(|part| part.parse::<i64>().ok()));
                }
            }
        }
    }
    numbers
}

fn is_call(evaluated: &[Evaluated]) -> bool {
    evaluated.first().is_some_and(|e| {
        e.request.action.service == "sts"
            && (e.request.action.name.starts_with("assumerole") || e.request.action.name == "getfederationtoken")
    })
}

fn with_age(request: &Request, age: i64) -> Request {
    let mut request = request.clone();
    request.context.set("aws:MultiFactorAuthAge", age.to_string());
    request
}

/// Joins neighbours of one outcome.
pub(super) fn merge(pieces: Vec<Interval>) -> Vec<Interval> {
    let mut merged: Vec<Interval> = Vec::new();
    for piece in pieces {
        match merged.last_mut() {
            Some(last) if last.outcome == piece.outcome => last.to = piece.to,
            _ => merged.push(piece),
        }
    }
    merged
}

/// The conditions on the age that change their mind between two ages, in statements that are about the request.
fn flips(evaluated: &[Evaluated], settings: Settings, before: i64, after: i64) -> Vec<SourceSpan> {
    let mut found = Vec::new();
    if before < 0 {
        return found;
    }
    for one in evaluated {
        let (earlier, later) = (with_age(&one.request, before), with_age(&one.request, after));
        for_each_key(&one.policies, &mut |policy, operator, key| {
            if key.key_lower != AGE {
                return;
            }
            let holds = |request: &Request| {
                evaluate_key(operator, key, &request.context, settings.condition, &mut NoWatch).matched
            };
            if holds(&earlier) != holds(&later) {
                let span = SourceSpan { policy: policy.pointer.clone(), at: policy.document.lines().span(key.at) };
                if !found.contains(&span) {
                    found.push(span);
                }
            }
        });
    }
    found
}

/// Visits every condition key of every readable statement.
pub(super) fn for_each_key(policies: &PolicySet, visit: &mut impl FnMut(&engine::AttachedPolicy, Operator, &KeyBlock)) {
    for (_, _, policy) in policies.iter() {
        for statement in policy.document.policy.statements.iter().filter(|statement| !statement.void) {
            for block in statement.condition.iter().flat_map(|condition| &condition.operators) {
                for key in &block.keys {
                    visit(policy, block.operator, key);
                }
            }
        }
    }
}
