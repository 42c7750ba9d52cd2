//! The smallest changes that turn a step's outcome into the wanted one.
//!
//! Three families propose: other credentials, another request, an edit of a policy. Every proposal is run before it is
//! shown, so that none can fail; what does not reach the wanted outcome is dropped.

mod apply;
mod policy;
mod request;
mod session;
mod text_edit;

use crate::engine::Layer;
use crate::finding::Edit;
use crate::scenario::{Detail, Outcome, Runner, Scenario};
use crate::sts::Evaluated;
use crate::text::json::Json;
use crate::world::Library;

/// How many changes are shown at most.
const SHOWN: usize = 8;

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// The credentials.
    Session,
    /// The request.
    Request,
    /// A policy.
    Policy,
}

impl Family {
    /// The name that the JavaScript API uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Request => "request",
            Self::Policy => "policy",
        }
    }
}

/// A part of a change, as data.
#[derive(Debug, Clone, PartialEq)]
pub enum ChangeEdit {
    /// A step put into the script at this position.
    InsertStep(usize, Json),
    /// The step at this position, after the insertions, replaced.
    ReplaceStep(usize, Json),
    /// Edits of the text of a policy; places are bytes of the text before them.
    EditPolicy(String, Vec<Edit>),
}

/// A change that reaches the wanted outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Flip {
    /// What it is about.
    pub family: Family,
    /// One sentence for the reader.
    pub sentence: String,
    /// The change as data, in the order in which it is made.
    pub edits: Vec<ChangeEdit>,
    /// The changed scenario.
    pub scenario: Scenario,
    /// Where the step stands in it.
    pub step: usize,
    /// What running it gives: the wanted outcome.
    pub outcome: Outcome,
}

/// The answer: changes, smallest first, or why there can be none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flips {
    /// At most eight.
    pub changes: Vec<Flip>,
    /// Why nothing reaches the outcome, where nothing does.
    pub impossible: Option<String>,
}

/// A change that nobody has tried yet.
struct Proposal {
    family: Family,
    /// Small is better: how many things change, and how plausible they are.
    cost: u32,
    sentence: String,
    /// Steps put before the step in question.
    inserts: Vec<Json>,
    /// What stands for the step itself.
    replacement: Option<Json>,
    policies: Vec<(String, Vec<Edit>)>,
}

impl Proposal {
    fn new(family: Family, cost: u32, sentence: impl Into<String>) -> Self {
        Self { family, cost, sentence: sentence.into(), inserts: Vec::new(), replacement: None, policies: Vec::new() }
    }
}

/// What is known of the step in question.
struct Situation<'s> {
    scenario: &'s Scenario,
    step: usize,
    outcome: Outcome,
    evaluated: Vec<Evaluated>,
    to: Outcome,
}

/// Looks for the smallest changes that make a step end with `to`.
pub fn flip(scenario: &Scenario, library: &Library, step: usize, to: Outcome) -> Flips {
    let mut runner = Runner::new(scenario, library);
    let mut outcome = Outcome::Refused;
    for index in 0..=step {
        outcome = runner.step(index, Detail::Decision).outcome.unwrap_or(Outcome::Refused);
    }
    if outcome == to {
        return Flips { changes: Vec::new(), impossible: Some("The step ends like that already.".to_owned()) };
    }
    let situation = Situation { scenario, step, outcome, evaluated: runner.evaluated().to_vec(), to };
    let mut proposals = session::propose(&situation);
    proposals.extend(request::propose(&situation));
    proposals.extend(policy::propose(&situation));
    proposals.sort_by_key(|proposal| proposal.cost);
    let mut changes: Vec<Flip> = Vec::new();
    for proposal in proposals {
        if changes.len() >= SHOWN {
            break;
        }
        if let Some(flip) = apply::run(&situation, library, proposal)
            && !changes.iter().any(|known| known.edits == flip.edits)
        {
            changes.push(flip);
        }
    }
    let impossible = changes.is_empty().then(|| why_not(&situation));
    Flips { changes, impossible }
}

/// Why no change was found.
fn why_not(situation: &Situation<'_>) -> String {
    let layer = situation.evaluated.last().map(|one| one.evaluation.verdict.layer);
    match (situation.outcome, layer) {
        (Outcome::ExplicitDeny, Some(Layer::ServiceControl)) => {
            "A service control policy denies it. Nothing in the account can lift that; only the organization can.".to_owned()
        }
        (Outcome::ExplicitDeny, Some(Layer::ResourceControl)) => {
            "A resource control policy denies it. Nothing in the account can lift that; only the organization can.".to_owned()
        }
        (_, Some(Layer::Principal)) => "Credentials of this kind cannot make the call, whatever policies say, and no other credentials of this world do.".to_owned(),
        _ => "No single change of the credentials, the request or one policy leads there.".to_owned(),
    }
}
