//! Another request by the same credentials.

use super::session::{object, step_json, text, with};
use super::{Family, Proposal, Situation};
use crate::condition::{Base, Family as Kind, KeyBlock, Operator};
use crate::engine::{Clause, evaluate_statement};
use crate::policy::{Effect, Statement};
use crate::scenario::{Outcome, StepKind};
use crate::text::json::{Json, Value};

pub(super) fn propose(situation: &Situation<'_>) -> Vec<Proposal> {
    let Some(StepKind::Request(request)) = situation.scenario.script.get(situation.step).map(|step| &step.kind) else {
        return Vec::new();
    };
    let Some(json) = step_json(situation.scenario, situation.step) else { return Vec::new() };
    let mut proposals = Vec::new();
    let context = super::text_edit::member(json, "context").map(|member| &member.value);
    for (key, _) in &request.context {
        let changed = context
            .and_then(|context| with(context, key, None))
            .and_then(|context| with(json, "context", Some(context)));
        push(&mut proposals, 12, format!("Do not override `{key}` in the request context."), changed);
    }
    if !request.via.is_empty() {
        push(&mut proposals, 14, "Call directly, not through a service.".to_owned(), with(json, "via", None));
    }
    if situation.to == Outcome::Allowed {
        let empty = object(Vec::new());
        near_misses(situation, &mut |statement, stopped_at| match stopped_at {
            Clause::Condition => {
                let unmet: Vec<(String, Json)> = unmet_keys(situation, statement)
                    .filter_map(|(operator, key)| satisfying(operator, key).map(|value| (key.key.clone(), value)))
                    .collect();
                let names: Vec<String> = unmet.iter().map(|(key, value)| format!("`{key}` {}", shown(value))).collect();
                let changed = unmet.iter().try_fold(context.unwrap_or(&empty).clone(), |context, (key, value)| {
                    with(&context, key, Some(value.clone()))
                });
                let changed = changed.and_then(|context| with(json, "context", Some(context)));
                if !names.is_empty() {
                    let cost = 15 + u32::try_from(names.len()).unwrap_or(9);
                    push(&mut proposals, cost, format!("Send the request with {}.", names.join(" and ")), changed);
                }
            }
            Clause::Resource => {
                let literal = statement
                    .resource
                    .iter()
                    .flat_map(|clause| &clause.patterns)
                    .find(|pattern| !pattern.text.contains(['*', '?', '$']));
                if let Some(pattern) = literal {
                    let sentence = format!("Ask for `{}` instead, which a statement allows.", pattern.text);
                    push(&mut proposals, 18, sentence, with(json, "resource", Some(text(&pattern.text))));
                }
            }
            _ => {}
        });
    }
    proposals
}

fn push(proposals: &mut Vec<Proposal>, cost: u32, sentence: String, replacement: Option<Json>) {
    if replacement.is_some() {
        let mut proposal = Proposal::new(Family::Request, cost, sentence);
        proposal.replacement = replacement;
        proposals.push(proposal);
    }
}

/// Visits the Allow statements of the last evaluation that stopped at their resource or condition.
pub(super) fn near_misses(situation: &Situation<'_>, visit: &mut impl FnMut(&Statement, Clause)) {
    let Some(last) = situation.evaluated.last() else { return };
    for (_, _, policy) in last.policies.iter() {
        for statement in policy.document.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow)
        {
            let outcome = evaluate_statement(statement, &last.request, false, situation.scenario.settings.condition);
            if let Some(clause) = outcome.stopped_at {
                visit(statement, clause);
            }
        }
    }
}

/// The keys of a statement's condition that the request does not satisfy.
pub(super) fn unmet_keys<'a>(
    situation: &'a Situation<'_>,
    statement: &'a Statement,
) -> impl Iterator<Item = (Operator, &'a KeyBlock)> {
    let request = situation.evaluated.last().map(|last| &last.request);
    let settings = situation.scenario.settings.condition;
    statement
        .condition
        .iter()
        .flat_map(|condition| &condition.operators)
        .flat_map(|block| block.keys.iter().map(|key| (block.operator, key)))
        .filter(move |(operator, key)| {
            request.is_some_and(|request| {
                !crate::condition::evaluate_key(
                    *operator,
                    key,
                    &request.context,
                    settings,
                    &mut crate::condition::NoWatch,
                )
                .matched
            })
        })
}

/// A value that a key could have to satisfy a positive operator. MFA comes with credentials, not with a request.
pub(super) fn satisfying(operator: Operator, key: &KeyBlock) -> Option<Json> {
    if key.key_lower.starts_with("aws:multifactorauth") || operator.base.is_negated() {
        return None;
    }
    let value = key.values.first()?;
    let single = match operator.base.family() {
        Kind::String | Kind::Arn if !value.text.contains("${") => value.text.replace('*', "").replace('?', "x"),
        Kind::Bool | Kind::Binary => value.text.clone(),
        Kind::Ip => value.network()?.addr().to_string(),
        Kind::Numeric => {
            let number = value.number()?.floor()?;
            match operator.base {
                Base::NumericLessThan => number - 1,
                Base::NumericGreaterThan => number + 1,
                _ => number,
            }
            .to_string()
        }
        _ => return None,
    };
    Some(match operator.quantifier {
        Some(_) => Json::of(Value::Array(vec![text(&single)])),
        None => text(&single),
    })
}

pub(super) fn shown(value: &Json) -> String {
    match &value.value {
        Value::Array(items) => {
            items.iter().filter_map(Json::as_str).map(|item| format!("`{item}`")).collect::<Vec<_>>().join(", ")
        }
        _ => format!("`{}`", value.as_str().unwrap_or_default()),
    }
}
