//! What moves with the MFA age and with the clock: where statements may change their mind, and which of them did.

use std::collections::BTreeSet;

use crate::condition::{self, Decimal, KeyBlock, NoWatch, evaluate_key};
use crate::engine::{self, AttachedPolicy, PolicySet, evaluate_statement};
use crate::policy::Statement;
use crate::request::Request;
use crate::text::ByteRange;
use crate::time::parse_rfc3339;
use crate::trace::SourceSpan;

pub(super) const AGE: &str = "aws:multifactorauthage";
const NOW: &str = "aws:currenttime";
const EPOCH: &str = "aws:epochtime";
const ISSUED: &str = "aws:tokenissuetime";

/// No more numbers and times of a request are tried for what a policy variable could stand for.
const MOST_OF_A_REQUEST: usize = 4096;

/// Where the statements about a request may change their mind: at these values and right after them.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    /// Of the MFA age.
    pub ages: BTreeSet<i64>,
    /// Of the clock, in Unix seconds.
    pub moments: BTreeSet<i64>,
}

/// Reads the bounds from the conditions. A variable moves too; it can match only what the request spells.
pub(super) fn bounds(policies: &PolicySet, request: &Request) -> Bounds {
    let mut bounds = Bounds::default();
    let mut variables: BTreeSet<&str> = BTreeSet::new();
    for (_, _, policy) in policies.iter() {
        for statement in about(policy, request) {
            for pattern in statement.resource.iter().flat_map(|clause| &clause.patterns) {
                variables.extend(pattern.variables().iter().map(|variable| variable.key_lower.as_str()));
            }
            for key in keys(statement) {
                let numbers = || key.values.iter().filter_map(|value| value.number().and_then(Decimal::floor));
                match key.key_lower.as_str() {
                    AGE => bounds.ages.extend(numbers()),
                    NOW | EPOCH | ISSUED => {
                        bounds.moments.extend(key.values.iter().filter_map(|value| Some(value.instant()?.seconds)));
                        bounds.moments.extend(numbers());
                    }
                    _ => {}
                }
                let read = key.values.iter().flat_map(|value| value.variables());
                variables.extend(read.map(|variable| variable.key_lower.as_str()));
            }
        }
    }
    if variables.contains(AGE) {
        bounds.ages.extend(numbers_in(request));
    }
    if variables.contains(EPOCH) {
        bounds.moments.extend(numbers_in(request).into_iter().flat_map(|number| [number, -number]));
    }
    if variables.contains(NOW) {
        bounds.moments.extend(times_in(request));
    }
    bounds
}

/// The clauses that make a border: what reads differently on its two sides, in statements that apply on one of them.
pub(super) fn changed(
    policies: &PolicySet,
    earlier: &Request,
    later: &Request,
    settings: condition::Settings,
    found: &mut Vec<SourceSpan>,
) {
    let has_boundary = engine::has_boundary(policies, &earlier.caller);
    for (_, _, policy) in policies.iter() {
        let mut add = |at: ByteRange| {
            let span = SourceSpan::of(policy, at);
            if !found.contains(&span) {
                found.push(span);
            }
        };
        for statement in about(policy, earlier) {
            let applies = |request| evaluate_statement(statement, request, has_boundary, settings).applies();
            if applies(earlier) == applies(later) {
                continue;
            }
            for pattern in statement.resource.iter().flat_map(|clause| &clause.patterns) {
                let matches = |request: &Request| pattern.matches(&request.resource, &request.context).is_yes();
                if matches(earlier) != matches(later) {
                    add(pattern.at);
                }
            }
            for block in statement.condition.iter().flat_map(|condition| &condition.operators) {
                for key in &block.keys {
                    let holds = |request: &Request| {
                        evaluate_key(block.operator, key, &request.context, settings, &mut NoWatch).matched
                    };
                    if holds(earlier) != holds(later) {
                        add(key.at);
                    }
                }
            }
        }
    }
}

/// The readable statements of a policy about the action of a request.
fn about<'p>(policy: &'p AttachedPolicy, request: &Request) -> impl Iterator<Item = &'p Statement> {
    let statements = policy.document.policy.statements.iter();
    statements.filter(|statement| !statement.void && statement.action.matches(&request.action))
}

fn keys(statement: &Statement) -> impl Iterator<Item = &KeyBlock> {
    statement.condition.iter().flat_map(|condition| &condition.operators).flat_map(|block| &block.keys)
}

/// What a request spells somewhere.
fn texts(request: &Request) -> impl Iterator<Item = &str> {
    let moves = |key: &str| [AGE, NOW, EPOCH, ISSUED].iter().any(|moving| key.eq_ignore_ascii_case(moving));
    let entries = request.context.iter().filter(move |entry| !moves(&entry.key));
    entries.flat_map(|entry| &entry.values).map(String::as_str).chain([request.resource.as_str()])
}

/// The whole numbers that a request spells somewhere.
fn numbers_in(request: &Request) -> BTreeSet<i64> {
    const LONGEST: usize = 18;
    let mut numbers = BTreeSet::new();
    for run in texts(request).flat_map(|text| text.split(|c: char| !c.is_ascii_digit())) {
        for start in 0..run.len() {
            if numbers.len() >= MOST_OF_A_REQUEST {
                return numbers;
            }
            for end in start + 1..=run.len().min(start + LONGEST) {
                numbers.extend(run.get(start..end).and_then(|part| part.parse::<i64>().ok()));
            }
        }
    }
    numbers
}

/// The times that a request spells somewhere, as `aws:CurrentTime` is written.
fn times_in(request: &Request) -> BTreeSet<i64> {
    const LENGTH: usize = "2026-03-02T09:00:00Z".len();
    let mut times = BTreeSet::new();
    for text in texts(request) {
        for (end, _) in text.match_indices('Z') {
            let start = (end + 1).checked_sub(LENGTH);
            times.extend(start.and_then(|start| text.get(start..=end)).and_then(parse_rfc3339));
            if times.len() >= MOST_OF_A_REQUEST {
                return times;
            }
        }
    }
    times
}
