//! Random requests, drawn from the words of the policies that bear on a step: its actions and resources, and around each
//! value of their conditions. The same seed draws the same requests; draw `n` needs none of the draws before it.

use std::collections::HashMap;

use super::intervals::for_each_key;
use super::stage::Stage;
use super::sweep::{ContextValues, Example, Sweep, Values, decide, set};
use crate::arn::Arn;
use crate::condition::{Family, KeyBlock, Operator};
use crate::engine::{Compiled, PolicySet};
use crate::policy::ActionName;
use crate::request::Request;
use crate::scenario::{Detail, Outcome, RequestStep, Runner, Scenario, StepKind};
use crate::time::format_utc;
use crate::world::Library;

/// What to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random {
    /// The seed.
    pub seed: u64,
    /// How many requests there are to draw.
    pub count: u64,
    /// Keys to draw values for; none means those that the policies ask about, and actions and resources as well.
    pub over: Vec<(String, Values)>,
}

/// No more different actions, or resources, are drawn from.
const MOST_WORDS: usize = 24;
/// No more pairs of an action and a resource.
const MOST_PAIRS: usize = 256;

/// Keys with their values, as `Example` has them.
type Setting = Vec<(String, Option<ContextValues>)>;

/// What a key may be set to.
enum Options {
    /// One of these; MFA's two keys go together.
    Listed(Vec<Setting>),
    /// One of the values that the question gives.
    Given(String, Values),
}

/// One action on one resource, ready to be decided.
struct Candidate {
    evaluated: Vec<(Compiled, Request)>,
    /// What it comes to where the policies allow it.
    passes: Outcome,
    words: Option<(String, String)>,
    options: Vec<Options>,
}

/// Draws a part of the requests: `limit` of them from `offset` on.
pub fn random(scenario: &Scenario, library: &Library, step: usize, draw: &Random, offset: u64, limit: u64) -> Sweep {
    let mut candidates = candidates(scenario, library, step, draw);
    let end = offset.saturating_add(limit).min(draw.count);
    let mut answer = Sweep { total: draw.count, done: end.max(offset.min(draw.count)), ..Sweep::default() };
    let settings = scenario.settings.condition;
    for number in offset..end {
        let mut dice = Dice::new(draw.seed, number);
        let which = usize::try_from(dice.below(candidates.len() as u64)).unwrap_or_default();
        let Some(candidate) = candidates.get_mut(which) else { break };
        let mut chosen = Vec::with_capacity(candidate.options.len());
        for options in &candidate.options {
            match options {
                Options::Listed(settings) => {
                    let which = dice.below(settings.len() as u64);
                    let setting = usize::try_from(which).ok().and_then(|which| settings.get(which));
                    for (key, value) in setting.into_iter().flatten() {
                        for (_, request) in &mut candidate.evaluated {
                            match value {
                                Some((texts, list)) => set(request, key, texts, *list),
                                None => request.context.remove(key),
                            }
                        }
                    }
                    chosen.push(which);
                }
                Options::Given(key, values) => {
                    let which = dice.below(values.len());
                    let (texts, list) = values.get(which);
                    for (_, request) in &mut candidate.evaluated {
                        set(request, key, &texts, list);
                    }
                    chosen.push(which);
                }
            }
        }
        let outcome = decide(&candidate.evaluated, settings, candidate.passes);
        let count = answer.counts.entry(outcome.name()).or_insert(0);
        *count += 1;
        if *count == 1 {
            answer.examples.push(Example {
                outcome,
                request: candidate.words.clone(),
                context: candidate.options.iter().zip(chosen).flat_map(|(options, which)| options.get(which)).collect(),
            });
        }
    }
    answer
}

fn candidates(scenario: &Scenario, library: &Library, step: usize, draw: &Random) -> Vec<Candidate> {
    let mut runner = Runner::new(scenario, library);
    for index in 0..step {
        runner.step(index, Detail::Decision);
    }
    let Some(StepKind::Request(request)) = scenario.script.get(step).map(|step| &step.kind) else {
        let Stage { evaluated, passes, .. } =
            Stage::run(&mut runner, step, scenario.script.get(step).map(|step| &step.kind));
        return vec![Candidate::new(evaluated, passes, None, draw)];
    };
    let own = runner.try_request(request);
    let pairs = match &own.1 {
        Some(evaluated) if draw.over.is_empty() => pairs(scenario, request, &evaluated.policies),
        _ => vec![(request.action.clone(), request.resource.clone())],
    };
    pairs
        .into_iter()
        .map(|(action, resource)| {
            let words = (action.text.clone(), resource.clone());
            let (_, evaluated) = runner.try_request(&RequestStep { action, resource, ..request.clone() });
            let passes = if evaluated.is_some() { Outcome::Allowed } else { Outcome::Refused };
            let evaluated = evaluated.into_iter().map(|one| (Compiled::new(one.policies), one.request)).collect();
            Candidate::new(evaluated, passes, draw.over.is_empty().then_some(words), draw)
        })
        .collect()
}

impl Candidate {
    fn new(
        evaluated: Vec<(Compiled, Request)>,
        passes: Outcome,
        words: Option<(String, String)>,
        draw: &Random,
    ) -> Self {
        let options = if draw.over.is_empty() {
            evaluated.first().map(|(policies, request)| vocabulary(policies.policies(), request)).unwrap_or_default()
        } else {
            draw.over.iter().map(|(key, values)| Options::Given(key.clone(), values.clone())).collect()
        };
        Self { passes, evaluated, words, options }
    }
}

impl Options {
    fn get(&self, which: u64) -> Setting {
        match self {
            Self::Listed(settings) => {
                usize::try_from(which).ok().and_then(|which| settings.get(which)).cloned().unwrap_or_default()
            }
            Self::Given(key, values) => vec![(key.clone(), Some(values.get(which)))],
        }
    }
}

/// Actions with resources that go with them, the step's own first.
fn pairs(scenario: &Scenario, own: &RequestStep, policies: &PolicySet) -> Vec<(ActionName, String)> {
    let mut actions: Vec<ActionName> = vec![own.action.clone()];
    let mut resources: Vec<String> = vec![own.resource.clone()];
    let mut add_action = |action: ActionName| {
        if actions.len() < MOST_WORDS && !actions.contains(&action) {
            actions.push(action);
        }
    };
    let mut add_resource = |resource: &str| {
        if resources.len() < MOST_WORDS && !resources.iter().any(|known| known == resource) {
            resources.push(resource.to_owned());
        }
    };
    for index in scenario.requests() {
        if let Some(StepKind::Request(other)) = scenario.script.get(index).map(|step| &step.kind) {
            add_action(other.action.clone());
            add_resource(&other.resource);
        }
    }
    for (_, _, policy) in policies.iter() {
        for statement in policy.document.policy.statements.iter().filter(|statement| !statement.void) {
            for pattern in &statement.action.patterns {
                let whole = pattern.text.ends_with(":*");
                let text = pattern.text.replace('*', if whole { "Anything" } else { "" }).replace('?', "x");
                if let Some(action) = ActionName::parse(&text) {
                    add_action(action);
                }
            }
            for pattern in statement.resource.iter().flat_map(|clause| &clause.patterns) {
                if pattern.text.starts_with("arn:") && !pattern.text.contains("${") {
                    add_resource(&filled(&pattern.text, own, &scenario.world));
                }
            }
        }
    }
    if let Some(other) = ActionName::parse("s3:ListAllMyBuckets") {
        add_action(other);
    }
    let fits = |action: &ActionName, resource: &str| {
        resource == own.resource
            || Arn::parse(resource).is_none_or(|arn| arn.service.eq_ignore_ascii_case(&action.service))
    };
    let mut pairs = Vec::new();
    for action in &actions {
        pairs.extend(
            resources.iter().filter(|resource| fits(action, resource)).map(|one| (action.clone(), one.clone())),
        );
    }
    pairs.truncate(MOST_PAIRS);
    pairs
}

/// A resource that a pattern means: an account of the world where the pattern leaves it open.
fn filled(pattern: &str, own: &RequestStep, world: &crate::world::World) -> String {
    let own = Arn::parse(&own.resource).map(|arn| arn.account.to_owned()).filter(|account| !account.is_empty());
    let account = own.or_else(|| world.accounts.first().map(|(id, _)| id.clone())).unwrap_or_default();
    let fields: Vec<String> = pattern
        .split(':')
        .enumerate()
        .map(|(position, field)| match (position, field) {
            (3, "*") => "us-east-1".to_owned(),
            (4, "*") => account.clone(),
            _ => field.replace(['*', '?'], "x"),
        })
        .collect();
    fields.join(":")
}

/// Keys that belong to whoever makes the request, who stays the same.
const OF_THE_CALLER: &[&str] = &[
    "aws:username",
    "aws:userid",
    "aws:principal",
    "aws:tokenissuetime",
    "aws:sourceidentity",
    "aws:federatedprovider",
    "aws:resourceaccount",
    "aws:multifactorauth",
];

/// Every key that the policies ask about, with values on both sides of each condition, as it is, and not at all.
fn vocabulary(policies: &PolicySet, request: &Request) -> Vec<Options> {
    let mut keys: Vec<(String, Vec<ContextValues>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut mfa: Option<Vec<i64>> = None;
    for_each_key(policies, &mut |_, operator, key| {
        if key.key_lower.starts_with("aws:multifactorauth") {
            let ages = mfa.get_or_insert_with(|| vec![0, 60]);
            let numbers = key.values.iter().filter_map(|value| value.number()?.floor());
            ages.extend(numbers.take(MOST_WORDS).flat_map(|n| [n.saturating_sub(1), n, n.saturating_add(1)]));
        }
        if OF_THE_CALLER.iter().any(|start| key.key_lower.starts_with(start)) {
            return;
        }
        let at = *known.entry(key.key_lower.clone()).or_insert_with(|| {
            keys.push((key.key.clone(), Vec::new()));
            keys.len() - 1
        });
        if let Some((_, values)) = keys.get_mut(at) {
            values.extend(around(operator, key));
        }
    });
    let mut options: Vec<Options> = keys
        .into_iter()
        .map(|(key, mut values)| {
            values.sort();
            values.dedup();
            values.truncate(4 * MOST_WORDS);
            let own = request.context.get(&key.to_lowercase()).map(|own| (own.values.clone(), own.multivalued));
            let mut options = vec![vec![(key.clone(), own)], vec![(key.clone(), None)]];
            options.extend(values.into_iter().map(|value| vec![(key.clone(), Some(value))]));
            Options::Listed(options)
        })
        .collect();
    if let Some(ages) = mfa {
        options.push(mfa_options(ages));
    }
    options
}

/// What credentials can say about MFA (rule A3).
fn mfa_options(mut ages: Vec<i64>) -> Options {
    const PRESENT: &str = "aws:MultiFactorAuthPresent";
    const AGE: &str = "aws:MultiFactorAuthAge";
    ages.retain(|age| *age >= 0);
    ages.sort_unstable();
    ages.dedup();
    let says = |present: Option<&str>, age: Option<i64>| {
        vec![
            (PRESENT.to_owned(), present.map(|present| (vec![present.to_owned()], false))),
            (AGE.to_owned(), age.map(|age| (vec![age.to_string()], false))),
        ]
    };
    let mut options = vec![says(None, None), says(Some("false"), None)];
    options.extend(ages.into_iter().map(|age| says(Some("true"), Some(age))));
    Options::Listed(options)
}

/// Values on both sides of a condition.
fn around(operator: Operator, key: &KeyBlock) -> Vec<ContextValues> {
    let mut values: Vec<String> = Vec::new();
    for value in key.values.iter().filter(|value| !value.text.contains("${")).take(MOST_WORDS) {
        match operator.base.family() {
            Family::Numeric => {
                let Some(number) = value.number().and_then(|number| number.floor()) else { continue };
                values.extend([number.saturating_sub(1), number, number.saturating_add(1)].map(|n| n.to_string()));
            }
            Family::Date => {
                let Some(instant) = value.instant() else { continue };
                let seconds = [instant.seconds.saturating_sub(1), instant.seconds, instant.seconds.saturating_add(1)];
                values.extend(seconds.map(format_utc));
            }
            Family::Bool => values.extend(["true", "false"].map(str::to_owned)),
            Family::Ip => {
                values.extend(value.network().map(|network| network.addr().to_string()));
                values.push("198.51.100.7".to_owned());
            }
            Family::Null => {}
            _ => {
                values.push(if operator.base.takes_wildcards() {
                    value.text.replace(['*', '?'], "x")
                } else {
                    value.text.clone()
                });
                values.push("something-else".to_owned());
            }
        }
    }
    let list = operator.quantifier.is_some();
    let mut all: Vec<ContextValues> = values.iter().map(|value| (vec![value.clone()], list)).collect();
    if list && values.len() > 1 {
        all.push((values, true));
    }
    all
}

/// Random numbers by SplitMix64, from a seed and the number of the draw.
struct Dice(u64);

impl Dice {
    fn new(seed: u64, number: u64) -> Self {
        let mut dice = Self(seed);
        let start = dice.next();
        let mut own = Self(start ^ number);
        own.next();
        own
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below another, which is not 0.
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }
}
