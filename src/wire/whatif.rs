//! `whatIf`: questions and answers.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::value::RawValue;

use super::evaluation::DeciderOut;
use super::node::SpanOut;
use super::report::StepOut;
use super::{InputError, encode, second_argument};
use crate::scenario::{Detail, DocumentRef, OUTCOMES, Outcome, Scenario, StepKind, context_values, policy_source};
use crate::sts::TokenCode;
use crate::text::LineIndex;
use crate::text::decode::{At, Fields};
use crate::text::json::{Json, Value};
use crate::time::parse_rfc3339;
use crate::whatif::{
    self, Change, ChangeEdit, Comparison, Flips, Interval, Random, Readings, Reason, SessionKind, SessionsQuestion,
    StepName, Sweep, Unchanged, Values,
};
use crate::world::Library;

/// A question, read.
enum Question {
    MfaAge(usize),
    Time { step: usize, from: i64, to: i64 },
    Sessions(SessionsQuestion),
    Compare(Box<Scenario>, SessionsQuestion),
    Flip { step: usize, to: Outcome },
    Sweep { step: usize, over: Vec<(String, Values)>, random: Option<(u64, u64)>, offset: u64, limit: u64 },
}

#[derive(Serialize)]
struct IntervalsOut<'a> {
    ask: &'static str,
    intervals: Vec<IntervalOut<'a>>,
}

#[derive(Serialize)]
struct IntervalOut<'a> {
    from: i64,
    to: Option<i64>,
    outcome: &'static str,
    borders: Vec<SpanOut<'a>>,
}

#[derive(Serialize)]
struct SessionsOut<'a> {
    ask: &'static str,
    kinds: Vec<&'static str>,
    rows: Vec<RowOut<'a>>,
}

#[derive(Serialize)]
struct RowOut<'a> {
    request: usize,
    cells: Vec<StepOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    readings: Vec<ReadingsOut>,
}

/// A cell whose outcome depends on `settings.roleSessionMfa`.
#[derive(Serialize)]
struct ReadingsOut {
    kind: &'static str,
    #[serde(flatten)]
    outcomes: BTreeMap<&'static str, &'static str>,
}

impl From<&Readings> for ReadingsOut {
    fn from(readings: &Readings) -> Self {
        let outcomes = readings.outcomes.iter().map(|(reading, outcome)| (reading.name(), outcome.name()));
        Self { kind: readings.kind.name(), outcomes: outcomes.collect() }
    }
}

#[derive(Serialize)]
struct CompareOut<'a> {
    ask: &'static str,
    changes: Vec<ChangeOut<'a>>,
    unchanged: Vec<UnchangedOut>,
}

#[derive(Serialize)]
struct UnchangedOut {
    kind: &'static str,
    request: usize,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Option<i64>>,
}

impl From<&Unchanged> for UnchangedOut {
    fn from(unchanged: &Unchanged) -> Self {
        Self {
            kind: unchanged.kind.name(),
            request: unchanged.request,
            outcome: unchanged.outcome.name(),
            from: unchanged.ages.map(|ages| ages.0),
            to: unchanged.ages.map(|ages| ages.1),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChangeOut<'a> {
    kind: &'static str,
    request: usize,
    before: &'static str,
    after: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Option<i64>>,
    reason: Both<&'a str>,
    decided_by: Both<Vec<DeciderOut<'a>>>,
}

/// Something before and after a change.
#[derive(Serialize)]
struct Both<T> {
    before: T,
    after: T,
}

impl<'a> From<&'a Change> for ChangeOut<'a> {
    fn from(change: &'a Change) -> Self {
        let deciders = |reason: &'a Reason| reason.decided_by.iter().map(DeciderOut::from).collect();
        Self {
            kind: change.kind.name(),
            request: change.request,
            before: change.before.name(),
            after: change.after.name(),
            from: change.ages.map(|ages| ages.0),
            to: change.ages.map(|ages| ages.1),
            reason: Both { before: &change.why_before.sentence, after: &change.why_after.sentence },
            decided_by: Both { before: deciders(&change.why_before), after: deciders(&change.why_after) },
        }
    }
}

#[derive(Serialize)]
struct SweepOut<'a> {
    ask: &'static str,
    total: u64,
    done: u64,
    counts: &'a BTreeMap<&'static str, u64>,
    examples: Vec<ExampleOut<'a>>,
}

#[derive(Serialize)]
struct ExampleOut<'a> {
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<&'a str>,
    context: BTreeMap<&'a str, Option<ValueOut<'a>>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ValueOut<'a> {
    One(&'a str),
    List(&'a [String]),
}

impl<'a> ValueOut<'a> {
    fn new((texts, list): &'a (Vec<String>, bool)) -> Self {
        match texts.as_slice() {
            [text] if !list => Self::One(text),
            texts => Self::List(texts),
        }
    }
}

fn sweep_out(sweep: &Sweep) -> String {
    let examples = sweep
        .examples
        .iter()
        .map(|example| ExampleOut {
            outcome: example.outcome.name(),
            action: example.request.as_ref().map(|(action, _)| action.as_str()),
            resource: example.request.as_ref().map(|(_, resource)| resource.as_str()),
            context: example
                .context
                .iter()
                .map(|(key, texts)| (key.as_str(), texts.as_ref().map(ValueOut::new)))
                .collect(),
        })
        .collect();
    encode(&SweepOut { ask: "sweep", total: sweep.total, done: sweep.done, counts: &sweep.counts, examples })
}

#[derive(Serialize)]
struct FlipsOut<'a> {
    ask: &'static str,
    changes: Vec<FlipOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    impossible: Option<&'a str>,
}

#[derive(Serialize)]
struct FlipOut<'a> {
    family: &'static str,
    sentence: &'a str,
    edits: Vec<ChangeEditOut<'a>>,
    scenario: Box<RawValue>,
    step: usize,
    outcome: &'static str,
}

#[derive(Serialize)]
#[serde(tag = "op", rename_all = "camelCase")]
enum ChangeEditOut<'a> {
    InsertStep { index: usize, step: Box<RawValue> },
    ReplaceStep { index: usize, step: Box<RawValue> },
    EditPolicy { policy: &'a str, edits: Vec<TextEditOut<'a>> },
    AddPolicy { policy: &'a str, document: Box<RawValue> },
    RemovePolicy { policy: &'a str },
}

#[derive(Serialize)]
struct TextEditOut<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

/// A JSON value as it was read, numbers as they were written.
fn raw(json: &Json) -> Box<RawValue> {
    RawValue::from_string(crate::text::pretty(json)).unwrap_or_default()
}

fn flips_out(before: &Scenario, flips: &Flips) -> String {
    let documents = before.documents();
    let changes = flips
        .changes
        .iter()
        .map(|flip| {
            // Of two edits of one policy the second one's places are in the text after the first.
            let mut texts: HashMap<&str, String> = HashMap::new();
            FlipOut {
                family: flip.family.name(),
                sentence: &flip.sentence,
                edits: flip.edits.iter().map(|edit| change_edit_out(edit, &documents, &mut texts)).collect(),
                scenario: raw(flip.scenario.json()),
                step: flip.step,
                outcome: flip.outcome.name(),
            }
        })
        .collect();
    encode(&FlipsOut { ask: "flip", changes, impossible: flips.impossible.as_deref() })
}

fn change_edit_out<'a>(
    edit: &'a ChangeEdit,
    documents: &[DocumentRef],
    texts: &mut HashMap<&'a str, String>,
) -> ChangeEditOut<'a> {
    match edit {
        ChangeEdit::InsertStep(index, step) => ChangeEditOut::InsertStep { index: *index, step: raw(step) },
        ChangeEdit::ReplaceStep(index, step) => ChangeEditOut::ReplaceStep { index: *index, step: raw(step) },
        ChangeEdit::AddPolicy(policy, document) => {
            texts.insert(policy, crate::text::pretty(document));
            ChangeEditOut::AddPolicy { policy, document: raw(document) }
        }
        ChangeEdit::RemovePolicy(policy) => ChangeEditOut::RemovePolicy { policy },
        ChangeEdit::EditPolicy(policy, edits) => {
            let text = texts.remove(policy.as_str()).unwrap_or_else(|| {
                documents
                    .iter()
                    .find(|document| document.pointer == *policy)
                    .map(|found| found.text.to_string())
                    .unwrap_or_default()
            });
            let lines = LineIndex::new(&text);
            texts.insert(policy, whatif::apply_edits(&text, edits).unwrap_or_default());
            let edits = edits.iter().map(|edit| {
                let span = lines.span(edit.at);
                TextEditOut { start: span.start, end: span.end, text: &edit.text }
            });
            ChangeEditOut::EditPolicy { policy, edits: edits.collect() }
        }
    }
}

/// Answers `whatIf`.
pub(super) fn call(first: &str, second: &str) -> Result<String, InputError> {
    let scenario = Scenario::read(first)?;
    let question = second_argument(second, "question", |question| match question {
        Some(question) => read(question, &scenario),
        None => Err(InputError { path: String::new(), message: "there is no question".to_owned() }),
    })?;
    let library = Library::new();
    Ok(match question {
        Question::MfaAge(step) => intervals("mfaAge", &whatif::mfa_age(&scenario, &library, step)),
        Question::Time { step, from, to } => {
            intervals("time", &whatif::time_intervals(&scenario, &library, step, from, to))
        }
        Question::Compare(edited, question) => {
            let Comparison { changes, unchanged } = whatif::compare(&scenario, &edited, &library, &question);
            encode(&CompareOut {
                ask: "compare",
                changes: changes.iter().map(ChangeOut::from).collect(),
                unchanged: unchanged.iter().map(UnchangedOut::from).collect(),
            })
        }
        Question::Flip { step, to } => flips_out(&scenario, &whatif::flip(&scenario, &library, step, to)),
        Question::Sweep { step, over, random: None, offset, limit } => {
            sweep_out(&whatif::sweep(&scenario, &library, step, &over, offset, limit))
        }
        Question::Sweep { step, over, random: Some((seed, count)), offset, limit } => {
            let draw = Random { seed, count, over };
            sweep_out(&whatif::random(&scenario, &library, step, &draw, offset, limit))
        }
        Question::Sessions(question) => {
            let answer = whatif::sessions(&scenario, &library, &question, Detail::Full)
                .map_err(|error| InputError { path: format!("/question{}", error.path), message: error.message })?;
            let readings = whatif::readings(&scenario, &library, &question);
            encode(&SessionsOut {
                ask: "sessions",
                kinds: answer.kinds.iter().map(|kind| kind.name()).collect(),
                rows: answer
                    .rows
                    .iter()
                    .zip(&readings)
                    .map(|(row, readings)| RowOut {
                        request: row.request,
                        cells: row.cells.iter().map(StepOut::new).collect(),
                        readings: readings.iter().map(ReadingsOut::from).collect(),
                    })
                    .collect(),
            })
        }
    })
}

fn intervals(ask: &'static str, intervals: &[Interval]) -> String {
    let intervals = intervals
        .iter()
        .map(|interval| IntervalOut {
            from: interval.from,
            to: interval.to,
            outcome: interval.outcome.name(),
            borders: interval.borders.iter().map(SpanOut::from).collect(),
        })
        .collect();
    encode(&IntervalsOut { ask, intervals })
}

fn read(at: &At<'_>, scenario: &Scenario) -> Result<Question, InputError> {
    let fields = at.fields()?;
    let question = match fields.required("ask")?.word(&[
        ("mfaAge", 0),
        ("time", 1),
        ("sessions", 2),
        ("compare", 3),
        ("sweep", 4),
        ("flip", 5),
    ])? {
        0 => Question::MfaAge(asked_step(&fields, scenario)?),
        1 => {
            let step = asked_step(&fields, scenario)?;
            let (from, to_at) = (moment(&fields.required("from")?)?, fields.required("to")?);
            let to = moment(&to_at)?;
            if to < from {
                return Err(to_at.error("the end lies before the beginning"));
            }
            let has_code = matches!(scenario.script.get(step).map(|step| &step.kind), Some(StepKind::Sts(call))
                if matches!(call.parameters.token_code, Some(TokenCode::Digits(_))));
            if has_code && to.saturating_sub(from) > whatif::LONGEST_WITH_CODE {
                let days = whatif::LONGEST_WITH_CODE / 86_400;
                return Err(to_at.error(format!("the code of the call is looked for over {days} days at most")));
            }
            Question::Time { step, from, to }
        }
        2 => Question::Sessions(sessions(&fields, scenario)?),
        3 => compare(&fields, scenario)?,
        4 => sweep(&fields, scenario)?,
        _ => Question::Flip { step: asked_step(&fields, scenario)?, to: fields.required("to")?.word(OUTCOMES)? },
    };
    fields.finish()?;
    Ok(question)
}

fn moment(at: &At<'_>) -> Result<i64, InputError> {
    let text = at.string()?;
    parse_rfc3339(&text).ok_or_else(|| at.error(format!("`{text}` is not a time such as 2026-03-02T09:00:00Z")))
}

/// A step by id or index.
pub(super) fn step(at: &At<'_>, scenario: &Scenario) -> Result<usize, InputError> {
    let name = match &at.json.value {
        Value::Number(_) => StepName::Index(usize::try_from(at.integer()?).unwrap_or(usize::MAX)),
        Value::String(_) => StepName::Id(at.string()?),
        _ => {
            return Err(
                at.error(format!("a step is named by its id or its place in the script, not by {}", at.json.kind()))
            );
        }
    };
    name.find(scenario).ok_or_else(|| at.error("the script has no such step"))
}

/// The step that a question is about: a request or an STS call.
fn asked_step(fields: &Fields<'_>, scenario: &Scenario) -> Result<usize, InputError> {
    let at = fields.required("step")?;
    let index = step(&at, scenario)?;
    match scenario.script.get(index).map(|step| &step.kind) {
        Some(StepKind::Request(_) | StepKind::Sts(_)) => Ok(index),
        _ => Err(at.error("the step is neither a request nor an STS call")),
    }
}

fn sessions(fields: &Fields<'_>, scenario: &Scenario) -> Result<SessionsQuestion, InputError> {
    Ok(SessionsQuestion {
        user: fields.required("user")?.string()?,
        role: fields.read("role", At::string)?,
        requests: asked_requests(fields, scenario)?,
        mfa_age: fields
            .read("mfaAge", |at| {
                let age = at.integer()?;
                if age < 0 { Err(at.error("an age is not negative")) } else { Ok(age) }
            })?
            .unwrap_or(0),
        kinds: session_kinds(fields, fields.optional("role").is_some())?,
    })
}

/// The rows of the matrix: the distinct requests of the script where none are named.
fn asked_requests(fields: &Fields<'_>, scenario: &Scenario) -> Result<Vec<usize>, InputError> {
    let requests = fields.read("requests", |at| {
        at.elements()?
            .iter()
            .map(|at| {
                let index = step(at, scenario)?;
                let is_request =
                    matches!(scenario.script.get(index).map(|step| &step.kind), Some(StepKind::Request(_)));
                if is_request { Ok(index) } else { Err(at.error("the step is not a request")) }
            })
            .collect::<Result<Vec<_>, _>>()
    })?;
    Ok(requests.unwrap_or_else(|| scenario.requests()))
}

/// The columns of the matrix: none named means all.
fn session_kinds(fields: &Fields<'_>, has_role: bool) -> Result<Vec<SessionKind>, InputError> {
    let words: Vec<(&str, SessionKind)> = SessionKind::ALL.iter().map(|kind| (kind.name(), *kind)).collect();
    let mut kinds = Vec::new();
    let Some(list) = fields.optional("kinds") else { return Ok(kinds) };
    for at in list.elements()? {
        let kind = at.word(&words)?;
        if kind.needs_role() && !has_role {
            return Err(at.error(format!("`{}` needs a `role`", kind.name())));
        }
        if kinds.contains(&kind) {
            return Err(at.error(format!("`{}` is there twice", kind.name())));
        }
        kinds.push(kind);
    }
    if kinds.is_empty() { Err(list.error("the list names no kind; leave it out for all")) } else { Ok(kinds) }
}

/// Edited policies by their place in the scenario.
fn compare(fields: &Fields<'_>, scenario: &Scenario) -> Result<Question, InputError> {
    let mut edited = scenario.clone();
    for (pointer, at) in fields.required("policies")?.entries()? {
        let text = policy_source(&at)?.text().to_string();
        if !edited.set_document(pointer, text) {
            return Err(at.error(format!("the scenario has no policy at `{pointer}`")));
        }
    }
    let user = match fields.optional("user") {
        Some(at) => {
            let user = at.string()?;
            if scenario.world.user(&user).is_none() {
                return Err(at.error(format!("there is no user `{user}` in this world")));
            }
            user
        }
        None => scenario
            .users()
            .into_iter()
            .next()
            .ok_or_else(|| fields.error("the scenario has no user to compare for"))?,
    };
    let role = match fields.optional("role") {
        Some(at) => {
            let role = at.string()?;
            if scenario.world.role(&role).is_none() {
                return Err(at.error(format!("there is no role `{role}` in this world")));
            }
            Some(role)
        }
        None => scenario.roles().into_iter().next(),
    };
    let kinds = session_kinds(fields, role.is_some())?;
    let question = SessionsQuestion { user, role, requests: asked_requests(fields, scenario)?, mfa_age: 0, kinds };
    Ok(Question::Compare(Box::new(edited), question))
}

/// The most keys that random requests vary.
const RANDOM_KEYS: usize = 16;

/// The most combinations that one call looks at.
const SWEEP_LIMIT: i64 = 1_000_000;

fn sweep(fields: &Fields<'_>, scenario: &Scenario) -> Result<Question, InputError> {
    let step = asked_step(fields, scenario)?;
    let random = fields.read("random", |at| {
        let inner = at.fields()?;
        let seed = inner.required("seed")?.integer()?;
        let count_at = inner.required("count")?;
        let count = u64::try_from(count_at.integer()?).map_err(|_| count_at.error("a count is not negative"))?;
        inner.finish()?;
        // Any whole number is a seed.
        Ok((seed.cast_unsigned(), count))
    })?;
    let over_at = match (fields.optional("over"), random) {
        (None, None) => fields.required("over").map(Some)?,
        (over, _) => over,
    };
    let items = over_at.as_ref().map(At::elements).transpose()?.unwrap_or_default();
    if let Some(over_at) = over_at {
        let wrong = match random {
            None if items.is_empty() || items.len() > 2 => "a sweep goes over one key or two",
            Some(_) if items.len() > RANDOM_KEYS => "random requests vary sixteen keys at most",
            _ => "",
        };
        if !wrong.is_empty() {
            return Err(over_at.error(wrong));
        }
    }
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut over = Vec::with_capacity(items.len());
    for at in &items {
        let inner = at.fields()?;
        let key_at = inner.required("key")?;
        let key = key_at.string()?;
        if key.is_empty() {
            return Err(key_at.error("a condition key has a name"));
        }
        if let Some(first) = seen.insert(key.to_lowercase(), key.clone()) {
            return Err(key_at.error(format!("`{key}` and `{first}` are the same condition key")));
        }
        let values = sweep_values(&inner.required("values")?)?;
        inner.finish()?;
        over.push((key, values));
    }
    let bounded = |name: &'static str, default: i64, most: i64| -> Result<u64, InputError> {
        let Some(at) = fields.optional(name) else { return Ok(u64::try_from(default).unwrap_or_default()) };
        let value = at.integer()?;
        u64::try_from(value)
            .ok()
            .filter(|_| value <= most)
            .ok_or_else(|| at.error(format!("`{value}` is not between 0 and {most}")))
    };
    Ok(Question::Sweep {
        step,
        over,
        random,
        offset: bounded("offset", 0, i64::MAX)?,
        limit: bounded("limit", SWEEP_LIMIT, SWEEP_LIMIT)?,
    })
}

fn sweep_values(at: &At<'_>) -> Result<Values, InputError> {
    if matches!(at.json.value, Value::Array(_)) {
        return Ok(Values::List(at.elements()?.iter().map(context_values).collect::<Result<_, _>>()?));
    }
    let fields = at.fields()?;
    let from = fields.required("from")?.integer()?;
    let count_at = fields.required("count")?;
    let count = count_at.integer()?;
    let count = u64::try_from(count).map_err(|_| count_at.error("a count is not negative"))?;
    let step = fields.read("step", At::integer)?.unwrap_or(1);
    fields.finish()?;
    Ok(Values::Range(from, count, step))
}
