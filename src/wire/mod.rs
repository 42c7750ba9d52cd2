//! The formats that the outside sees: scenarios, requests, reports, findings. The only place that knows serde.
//!
//! Input is JSON text, read with places so that every [`InputError`] names one; answers are JSON text.

#[cfg(any(feature = "assist", not(feature = "js")))]
mod assist;
mod authorize;
mod check;
mod evaluation;
mod memory;
mod node;
mod packed;
mod places;
mod report;
#[cfg(any(feature = "assist", not(feature = "js")))]
mod services;
mod totp;
mod whatif;

pub use crate::text::decode::InputError;
pub use authorize::{Asked, read_authorize};
pub use packed::{HEAD, Packed, TEXT};

use serde::Serialize;

use crate::scenario::{Detail, Scenario, run};
use crate::text::decode::At;
use crate::text::json;

/// Reads a scenario.
///
/// # Errors
/// The first place that is not of the documented shape.
pub fn read_scenario(text: &str) -> Result<Scenario, InputError> {
    Scenario::read(text)
}

/// Writes a scenario.
pub fn write_scenario(scenario: &Scenario) -> String {
    scenario.write()
}

/// Answers a call of the JavaScript API. `first` and `second` are the arguments as JSON text, empty where absent.
/// The answer is `{"ok": …}` or `{"error": {"path", "message"}}`.
///
/// What needs the engine alone is answered here, everything else by the part that is loaded [later](crate::later).
pub fn call(function: &str, first: &str, second: &str) -> String {
    let answer = match function {
        "totp" => totp::call(first),
        "rules" => Ok(rules()),
        _ => call_more(function, first, second).unwrap_or_else(|| {
            let message = format!("the part of the module that answers `{function}` was not loaded");
            Err(InputError { path: String::new(), message })
        }),
    };
    match answer {
        Ok(answer) => format!("{{\"ok\":{answer}}}"),
        Err(error) => {
            let mut text = String::from("{\"error\":{\"path\":");
            crate::text::escape(&error.path, &mut text);
            text.push_str(",\"message\":");
            crate::text::escape(&error.message, &mut text);
            text.push_str("}}");
            text
        }
    }
}

/// Answers `authorize` as numbers and text, for somebody who knows so many names; `call` answers the same as JSON. Policies
/// that an earlier answer gave a `number` need not come again: `policies` is empty then, and `input` has an empty object
/// in their place.
pub fn authorize_packed(input: &str, policies: &str, number: u32, known: usize, out: &mut Packed) {
    out.begin();
    authorize::pack(input, policies, number, out);
    out.end(known);
}

crate::later! {
    in "js":
    fn call_more(function: &str, first: &str, second: &str) -> Result<String, InputError> = more;
}

fn more(function: &str, first: &str, second: &str) -> Result<String, InputError> {
    match function {
        "authorize" => authorize::call(first, second),
        "runScenario" => run_scenario(first, second),
        "withExpectations" => with_expectations(first, second),
        "checkPolicy" => check::call(first, second),
        "checkScenario" => check::scenario(first, second),
        "whatIf" => whatif::call(first, second),
        _ => other(function, first, second).unwrap_or_else(|| {
            Err(InputError { path: String::new(), message: format!("there is no function `{function}`") })
        }),
    }
}

/// What the page asks and the npm package does not offer.
#[cfg(any(feature = "assist", not(feature = "js")))]
fn other(function: &str, first: &str, second: &str) -> Option<Result<String, InputError>> {
    assist::call(function, first, second)
}

#[cfg(not(any(feature = "assist", not(feature = "js"))))]
fn other(_: &str, _: &str, _: &str) -> Option<Result<String, InputError>> {
    None
}

#[cfg(not(any(feature = "assist", not(feature = "js"))))]
mod services {
    use crate::service_data::ServiceData;

    /// The services in detail that the module was built with.
    pub(super) fn data() -> Option<&'static ServiceData<'static>> {
        ServiceData::built_in()
    }
}

/// Writes an answer. Answers hold nothing that JSON cannot.
fn encode(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_else(|_| "null".to_owned())
}

/// Reads the second argument, whose places begin with its name.
fn second_argument<T>(
    text: &str,
    name: &str,
    read: impl FnOnce(Option<&At<'_>>) -> Result<T, InputError>,
) -> Result<T, InputError> {
    if text.is_empty() {
        return read(None);
    }
    let prefixed = |error: InputError| InputError { path: format!("/{name}{}", error.path), message: error.message };
    let json = json::parse(text).map_err(|error| prefixed(error.into()))?;
    read(Some(&At::root(&json))).map_err(prefixed)
}

/// Reads `detail`.
fn detail(at: &At<'_>) -> Result<Detail, InputError> {
    at.word(&[("full", Detail::Full), ("decision", Detail::Decision)])
}

fn run_scenario(first: &str, second: &str) -> Result<String, InputError> {
    let detail = second_argument(second, "options", |options| {
        let Some(options) = options else { return Ok(Detail::Full) };
        let fields = options.fields()?;
        let detail = fields.read("detail", detail)?.unwrap_or(Detail::Full);
        fields.finish()?;
        Ok(detail)
    })?;
    let scenario = Scenario::read(first)?;
    Ok(encode(&report::ReportOut::new(&run(&scenario, detail))))
}

/// Answers `withExpectations`: the scenario with what its steps come to now as what they expect.
fn with_expectations(first: &str, second: &str) -> Result<String, InputError> {
    let scenario = Scenario::read(first)?;
    let steps = second_argument(second, "steps", |steps| {
        let Some(steps) = steps else { return Ok(None) };
        let read = |at: &At<'_>| {
            let step = whatif::step(at, &scenario)?;
            if scenario.can_expect(step) { Ok(step) } else { Err(at.error("a `wait` step has no outcome to expect")) }
        };
        steps.elements()?.iter().map(read).collect::<Result<Vec<usize>, _>>().map(Some)
    })?;
    Ok(scenario.with_expectations(steps.as_deref()).write())
}

/// Written by hand, as is all that the first part answers: serde's own code is then left to the second.
fn rules() -> String {
    let mut rules: Vec<_> = crate::trace::rules().iter().collect();
    rules.sort_unstable_by_key(|rule| rule.number);
    let mut text = String::from("{");
    for rule in rules {
        if text.len() > 1 {
            text.push(',');
        }
        crate::text::escape(rule.number, &mut text);
        text.push_str(":{\"title\":");
        crate::text::escape(rule.title, &mut text);
        text.push_str(",\"doc\":");
        crate::text::escape(rule.doc, &mut text);
        text.push('}');
    }
    text.push('}');
    text
}
