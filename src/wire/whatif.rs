//! `whatIf`: questions and answers.

use serde::Serialize;

use super::node::SpanOut;
use super::report::{StepOut, outcome_name};
use super::{InputError, encode, second_argument};
use crate::scenario::{Detail, Scenario, StepKind};
use crate::text::decode::{At, Fields};
use crate::text::json::Value;
use crate::time::parse_rfc3339;
use crate::whatif::{self, Interval, SessionsQuestion, StepName};
use crate::world::Library;

/// A question, read.
enum Question {
    MfaAge(usize),
    Time { step: usize, from: i64, to: i64 },
    Sessions(SessionsQuestion),
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
        Question::Sessions(question) => {
            let answer = whatif::sessions(&scenario, &library, &question, Detail::Full)
                .map_err(|error| InputError { path: format!("/question{}", error.path), message: error.message })?;
            encode(&SessionsOut {
                ask: "sessions",
                kinds: answer.kinds.iter().map(|kind| kind.name()).collect(),
                rows: answer
                    .rows
                    .iter()
                    .map(|row| RowOut { request: row.request, cells: row.cells.iter().map(StepOut::new).collect() })
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
            outcome: outcome_name(interval.outcome),
            borders: interval.borders.iter().map(SpanOut::from).collect(),
        })
        .collect();
    encode(&IntervalsOut { ask, intervals })
}

fn read(at: &At<'_>, scenario: &Scenario) -> Result<Question, InputError> {
    let fields = at.fields()?;
    let question = match fields.required("ask")?.word(&[("mfaAge", 0), ("time", 1), ("sessions", 2)])? {
        0 => Question::MfaAge(asked_step(&fields, scenario)?),
        1 => {
            let step = asked_step(&fields, scenario)?;
            let (from, to_at) = (moment(&fields.required("from")?)?, fields.required("to")?);
            let to = moment(&to_at)?;
            if to < from {
                return Err(to_at.error("the end lies before the beginning"));
            }
            Question::Time { step, from, to }
        }
        _ => Question::Sessions(sessions(&fields, scenario)?),
    };
    fields.finish()?;
    Ok(question)
}

fn moment(at: &At<'_>) -> Result<i64, InputError> {
    let text = at.string()?;
    parse_rfc3339(&text).ok_or_else(|| at.error(format!("`{text}` is not a time such as 2026-03-02T09:00:00Z")))
}

/// A step by id or index.
fn step(at: &At<'_>, scenario: &Scenario) -> Result<usize, InputError> {
    let name = match &at.json.value {
        Value::Number(_) => StepName::Index(usize::try_from(at.integer()?).unwrap_or(usize::MAX)),
        _ => StepName::Id(at.string()?),
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
    Ok(SessionsQuestion {
        user: fields.required("user")?.string()?,
        role: fields.read("role", At::string)?,
        requests: requests.unwrap_or_else(|| scenario.requests()),
        mfa_age: fields
            .read("mfaAge", |at| {
                let age = at.integer()?;
                if age < 0 { Err(at.error("an age is not negative")) } else { Ok(age) }
            })?
            .unwrap_or(0),
    })
}
