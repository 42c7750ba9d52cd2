//! The cards of the time line: what each step came to.

use super::words::{signer, title};
use crate::app::words;
use crate::app::words::duration;
use crate::scenario::{Detail, Expectation, Outcome, Scenario, Step, StepKind, StepReport, run};
use crate::time::format_utc;

/// The whole script.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    /// One card a step.
    pub cards: Vec<Card>,
    /// How many expectations there are.
    pub expectations: usize,
    /// How many of them are not met.
    pub unmet: usize,
    /// Credentials that were issued, for the clock.
    pub issued: Vec<Issued>,
}

/// A step.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Its index in the script.
    pub index: usize,
    /// Its name, where it has one.
    pub id: Option<String>,
    /// What it does.
    pub title: String,
    /// On what, for a request.
    pub resource: Option<String>,
    /// The name of the step whose credentials it uses; none where it needs none.
    pub signer: Option<String>,
    /// When, Unix seconds.
    pub moment: i64,
    /// The same in words.
    pub at: String,
    /// How long after the step before.
    pub after: Option<String>,
    /// What came of it; none for waiting.
    pub outcome: Option<Outcome>,
    /// The same in a sentence.
    pub told: String,
    /// When its credentials expire, and whether a later step uses them after that.
    pub expiry: Option<String>,
    /// The author's words.
    pub note: Option<String>,
    /// What its author expects.
    pub expected: Option<Expected>,
}

/// What a step's author expects.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// In a word.
    pub word: String,
    /// Whether it came so.
    pub met: bool,
    /// Where it did not: what came instead. Why, the card says itself.
    pub came: Option<String>,
}

/// Credentials that a step issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The step.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// Since when, Unix seconds.
    pub from: i64,
    /// Until when.
    pub until: Option<i64>,
    /// The device whose code was used up by it, by its serial.
    pub device: Option<String>,
}

/// Runs the script.
pub fn timeline(scenario: &Scenario) -> Timeline {
    let report = run(scenario, Detail::Decision);
    let mut before = scenario.clock;
    let mut cards = Vec::new();
    let mut issued = Vec::new();
    for (step, report) in scenario.script.iter().zip(&report.steps) {
        // A wait moves the clock while it happens.
        let since = report.at - before;
        before = report.at;
        cards.push(card(scenario, step, report, since, &issued));
        if let Some(credentials) = &report.credentials {
            issued.push(Issued {
                index: report.index,
                name: report.id.clone().unwrap_or_else(|| format!("step {}", report.index + 1)),
                from: credentials.issued_at,
                until: credentials.expires_at,
                device: device(step),
            });
        }
    }
    let expectations = report.steps.iter().filter(|step| step.met.is_some()).count();
    Timeline { cards, expectations, unmet: report.unmet, issued }
}

/// The device whose code a call carries.
fn device(step: &Step) -> Option<String> {
    match &step.kind {
        StepKind::Sts(call) if call.parameters.token_code.is_some() => call.parameters.serial_number.clone(),
        _ => None,
    }
}

fn card(scenario: &Scenario, step: &Step, report: &StepReport, since: i64, issued: &[Issued]) -> Card {
    let resource = match &step.kind {
        StepKind::Request(request) => Some(request.resource.clone()),
        _ => None,
    };
    let signer_step = signer(scenario, report.index);
    let signs = matches!(step.kind, StepKind::Request(_) | StepKind::Sts(_));
    let signer = signs.then(|| {
        signer_step.map_or_else(|| "nobody".to_owned(), |step| step.common.id.clone().unwrap_or_else(|| title(step)))
    });
    Card {
        index: report.index,
        id: step.common.id.clone(),
        title: title(step),
        resource,
        signer,
        moment: report.at,
        at: format_utc(report.at),
        after: (since > 0 && !matches!(step.kind, StepKind::Wait(_))).then(|| format!("{} later", duration(since))),
        outcome: report.outcome,
        told: told(report),
        expiry: expiry(step, report, signer_step, issued),
        note: step.common.note.clone(),
        expected: report.expected.as_ref().map(|expected| Expected {
            word: match expected {
                Expectation::Outcome(outcome) => words::outcome(*outcome).to_owned(),
                Expectation::Error(code) => code.clone(),
            },
            met: report.met == Some(true),
            came: report.outcome.filter(|_| report.met == Some(false)).map(|outcome| came(outcome, report, expected)),
        }),
    }
}

/// What a step came to, in the words that stand on its card; an error's code where a code was expected.
fn came(outcome: Outcome, report: &StepReport, expected: &Expectation) -> String {
    let word = words::outcome(outcome);
    match (&report.error, expected) {
        (Some(error), Expectation::Error(_)) => format!("{word} with `{}`", error.code),
        _ => word.to_owned(),
    }
}

fn told(report: &StepReport) -> String {
    if let Some(error) = &report.error {
        return format!("`{}` {}", error.code, error.message);
    }
    if let Some(identity) = &report.identity {
        return format!("`{}`", identity.arn);
    }
    if let Some(credentials) = &report.credentials {
        let kind = if credentials.access_key_prefix == "AKIA" { "Long-term credentials" } else { "Credentials" };
        return format!("{kind} of `{}`", credentials.principal_arn);
    }
    let no = report
        .evaluations
        .iter()
        .flatten()
        .find(|evaluation| Outcome::from(evaluation.evaluation.verdict.decision) != Outcome::Allowed);
    no.map_or_else(String::new, |evaluation| evaluation.reason.clone())
}

/// How long a step's credentials last; of a step that uses credentials after their end, that they had ended.
fn expiry(step: &Step, report: &StepReport, signer: Option<&Step>, issued: &[Issued]) -> Option<String> {
    if let Some(until) = report.credentials.as_ref().and_then(|credentials| credentials.expires_at) {
        return Some(format!(
            "for {}, until {}",
            duration(until - report.at),
            format_utc(until).replace('T', " ").replace('Z', "")
        ));
    }
    if matches!(step.kind, StepKind::Wait(_) | StepKind::SignIn(_)) {
        return None;
    }
    let name = signer?.common.id.as_ref()?;
    let until = issued.iter().find(|issued| issued.name == *name)?.until?;
    (until <= report.at)
        .then(|| format!("the credentials of {name} had expired {} before", duration(report.at - until)))
}
