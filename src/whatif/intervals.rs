//! Intervals of one decision each over the MFA age, with the conditions that make their borders.
//!
//! The borders can only lie where a statement that reads the varied key changes its mind. Those places are read from
//! the compiled conditions; between two of them one evaluation speaks for all.

use std::collections::BTreeSet;

use super::compare::Reason;
use super::moving::{bounds, changed};
use super::sessions::Column;
use super::stage::Stage;
use super::{SessionKind, SessionsQuestion};
use crate::condition::{KeyBlock, Operator};
use crate::engine::{self, Decision, PolicySet};
use crate::scenario::{Detail, Outcome, Runner, Scenario, deciders};
use crate::sts::Settings;
use crate::trace::{SourceSpan, explain};
use crate::world::Library;

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
    for index in 0..step {
        runner.step(index, Detail::Decision);
    }
    let stage = Stage::run(&mut runner, step, scenario.script.get(step).map(|step| &step.kind));
    Stages { stages: vec![stage], settings: scenario.settings }.intervals()
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
    Stages::of_cell(scenario, library, question, kind, request).intervals()
}

/// Steps of which each is made only where the one before it goes through.
pub(super) struct Stages {
    stages: Vec<Stage>,
    settings: Settings,
}

impl Stages {
    /// The steps behind a cell of the matrix.
    pub(super) fn of_cell(
        scenario: &Scenario,
        library: &Library,
        question: &SessionsQuestion,
        kind: SessionKind,
        request: usize,
    ) -> Self {
        let fresh = SessionsQuestion { mfa_age: 0, ..question.clone() };
        let column = Column::new(scenario, &fresh, kind, &[request]);
        let mut runner = Runner::of(&scenario.world, &column.script, column.start, scenario.settings, library);
        let mut stages = Vec::new();
        for (index, step) in column.script.iter().enumerate() {
            let stage = Stage::run(&mut runner, index, Some(&step.kind));
            let goes_through = stage.goes_through();
            stages.push(stage);
            if !goes_through {
                break;
            }
        }
        Self { stages, settings: scenario.settings }
    }

    fn outcome(&self, age: i64) -> Outcome {
        let mut outcome = Outcome::Refused;
        for stage in &self.stages {
            for (policies, request) in stage.at(age) {
                let decision = policies.decide(&request, self.settings.condition);
                if decision != Decision::Allowed {
                    return decision.into();
                }
            }
            outcome = stage.passes;
            if !stage.goes_through() {
                break;
            }
        }
        outcome
    }

    /// Why it ends as it does at an age.
    pub(super) fn reason(&self, age: i64) -> Reason {
        let mut reason = Reason::default();
        for stage in &self.stages {
            for (policies, request) in stage.at(age) {
                let evaluation = engine::evaluate(policies.policies(), &request, self.settings.condition);
                let sentence = explain::reason(&request, &evaluation);
                let denied = evaluation.verdict.decision != Decision::Allowed;
                let decided_by = deciders(policies.policies(), &evaluation, Detail::Full);
                reason = Reason { sentence, decided_by };
                if denied {
                    return reason;
                }
            }
            if !stage.goes_through() {
                return Reason { sentence: stage.message.clone(), decided_by: Vec::new() };
            }
        }
        reason
    }

    /// The ages at which an interval may begin.
    fn starts(&self) -> BTreeSet<i64> {
        let mut starts = BTreeSet::from([0]);
        for (policies, request) in self.stages.iter().filter(|stage| stage.ages).flat_map(|stage| &stage.evaluated) {
            for bound in bounds(policies.policies(), request).ages {
                // Below, at and above the number, also when it has a fraction.
                starts.extend([bound, bound.saturating_add(1)].iter().filter(|start| **start > 0));
            }
        }
        starts
    }

    pub(super) fn intervals(&self) -> Vec<Interval> {
        let starts: Vec<i64> = self.starts().into_iter().collect();
        let piece = |(position, from): (usize, &i64)| Interval {
            from: *from,
            to: starts.get(position + 1).map(|next| next - 1),
            outcome: self.outcome(*from),
            borders: Vec::new(),
        };
        let mut intervals = merge(starts.iter().enumerate().map(piece).collect());
        add_borders(&mut intervals, |border| self.changed(border));
        intervals
    }

    /// The conditions that change their mind at an age.
    fn changed(&self, age: i64) -> Vec<SourceSpan> {
        let mut found = Vec::new();
        for stage in &self.stages {
            for ((policies, earlier), (_, later)) in stage.at(age - 1).zip(stage.at(age)) {
                changed(policies.policies(), &earlier, &later, self.settings.condition, &mut found);
            }
        }
        found
    }
}

/// Gives each interval the conditions of its two borders; those of a border are asked for once.
pub(super) fn add_borders(intervals: &mut [Interval], mut changed: impl FnMut(i64) -> Vec<SourceSpan>) {
    let mut before: Vec<SourceSpan> = Vec::new();
    for position in 0..intervals.len() {
        let after = intervals.get(position + 1).map(|next| changed(next.from)).unwrap_or_default();
        if let Some(interval) = intervals.get_mut(position) {
            interval.borders = before;
            interval
                .borders
                .extend(after.iter().filter(|span| !interval.borders.contains(span)).cloned().collect::<Vec<_>>());
        }
        before = after;
    }
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
