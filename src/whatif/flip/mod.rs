//! The smallest changes that turn a step's outcome into the wanted one.
//!
//! Three families propose: other credentials, another request, an edit of a policy. Every proposal is run before it is
//! shown, so that none can fail; what does not reach the wanted outcome is dropped.

mod apply;
mod call;
mod grant;
mod policy;
mod renew;
mod request;
mod session;
mod spare;
mod text_edit;

pub use text_edit::apply as apply_edits;

use crate::engine::Layer;
use crate::finding::Edit;
use crate::scenario::{Detail, Outcome, Runner, Scenario, StepKind};
use crate::sts::{Evaluated, Operation, StsError};
use crate::text::json::Json;
use crate::text::lower_first;
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
    /// A policy that was not there.
    AddPolicy(String, Json),
    /// A policy taken away.
    RemovePolicy(String),
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
#[derive(Clone)]
struct Proposal {
    family: Family,
    /// Small is better: how many things change, and how plausible they are.
    cost: u32,
    sentence: String,
    /// Steps put before the step in question.
    inserts: Vec<Json>,
    /// What stands for the step itself.
    replacement: Option<Json>,
    /// What stands for an earlier step.
    earlier: Option<(usize, Json)>,
    policies: Vec<(String, Vec<Edit>)>,
    /// A policy to add, and where.
    added: Option<(String, Json)>,
    /// Policies to take away.
    removed: Vec<String>,
    /// Of proposals with the same purpose the first that works is enough.
    purpose: Option<String>,
    /// What to say besides where it lets the call through without MFA.
    warning: Option<&'static str>,
    /// A purpose that this serves more narrowly: where it works, what is proposed for that purpose is not needed.
    spares: Option<String>,
}

impl Proposal {
    fn new(family: Family, cost: u32, sentence: impl Into<String>) -> Self {
        Self {
            family,
            cost,
            sentence: sentence.into(),
            inserts: Vec::new(),
            replacement: None,
            earlier: None,
            policies: Vec::new(),
            added: None,
            removed: Vec::new(),
            purpose: None,
            warning: None,
            spares: None,
        }
    }

    /// With these words where it gives up the MFA protection.
    fn warning(mut self, words: Option<&'static str>) -> Self {
        self.warning = words;
        self
    }

    /// Where it works, a wider change of that purpose is not needed.
    fn sparing(mut self, purpose: &str) -> Self {
        self.spares = Some(purpose.to_owned());
        self
    }

    fn with_purpose(mut self, purpose: &str) -> Self {
        self.purpose = Some(purpose.to_owned());
        self
    }
}

/// An outcome, and the layer and level that decided.
type Standing = (Outcome, Option<(Layer, usize)>);

/// What is known of the step in question.
struct Situation<'s> {
    scenario: &'s Scenario,
    step: usize,
    outcome: Outcome,
    /// The code of a refusal.
    error: Option<StsError>,
    evaluated: Vec<Evaluated>,
    to: Outcome,
}

impl<'s> Situation<'s> {
    fn new(scenario: &'s Scenario, library: &Library, step: usize, to: Outcome) -> Self {
        let mut runner = Runner::new(scenario, library);
        let mut outcome = Outcome::Refused;
        let mut error = None;
        for index in 0..=step {
            let report = runner.step(index, Detail::Decision);
            outcome = report.outcome.unwrap_or(Outcome::Refused);
            error = report.error;
        }
        Self { scenario, step, outcome, error, evaluated: runner.evaluated().to_vec(), to }
    }

    /// How far the request got: a change that leads further is worth another.
    fn stands_at(&self) -> Standing {
        let verdict = self.evaluated.last().map(|one| one.evaluation.verdict);
        (self.outcome, verdict.map(|verdict| (verdict.layer, verdict.level)))
    }

    /// The call that made no credentials for the step.
    fn failed_call(&self, library: &Library) -> Option<Self> {
        let wanted = matches!(self.to, Outcome::Allowed | Outcome::Issued);
        self.error.as_ref().filter(|error| wanted && error.code == "NoCredentials")?;
        let calls = session::chain(self.scenario, self.step).into_iter();
        let mut calls = calls.map(|index| Self::new(self.scenario, library, index, Outcome::Issued));
        calls.find(|call| call.outcome != Outcome::Issued)
    }

    fn proposals(&self) -> Vec<Proposal> {
        let mut proposals = renew::propose(self);
        proposals.extend(call::propose(self));
        proposals.extend(session::propose(self));
        proposals.extend(self.without_other_credentials());
        proposals.sort_by_key(|proposal| proposal.cost);
        proposals
    }

    fn without_other_credentials(&self) -> Vec<Proposal> {
        let mut proposals = request::propose(self);
        proposals.extend(policy::propose(self));
        proposals.sort_by_key(|proposal| proposal.cost);
        proposals
    }
}

/// How many changes of one family are shown at most, so that each has its chance.
const OF_A_FAMILY: usize = 4;
/// Where fewer changes than this were found, changes of two things are looked for.
const ENOUGH: usize = 2;
/// How many first changes are followed up.
const FOLLOWED: usize = 8;
/// How many changes of one family are run at most, the cheapest first: each takes the whole script, and worlds with
/// hundreds of roles have thousands of proposals.
const TRIED: usize = 100;

/// Looks for the smallest changes that make a step end with `to`.
pub fn flip(scenario: &Scenario, library: &Library, step: usize, to: Outcome) -> Flips {
    let situation = Situation::new(scenario, library, step, to);
    if situation.outcome == to {
        return Flips { changes: Vec::new(), impossible: Some("The step ends like that already.".to_owned()) };
    }
    if let Some(other) = not_of_its_kind(scenario, step, to) {
        return Flips { changes: Vec::new(), impossible: Some(other.to_owned()) };
    }
    let mut found = Found::default();
    let mut further: Vec<(Proposal, apply::Made)> = Vec::new();
    // Where an earlier call made no credentials, what makes it go through helps as well.
    let earlier = situation.failed_call(library);
    let mut attempts: Vec<(Proposal, &Situation<'_>)> =
        situation.proposals().into_iter().map(|proposal| (proposal, &situation)).collect();
    attempts.extend(earlier.iter().flat_map(|call| call.proposals().into_iter().map(move |proposal| (proposal, call))));
    attempts.sort_by_key(|(proposal, _)| proposal.cost);
    for (proposal, of) in attempts {
        if found.changes.len() >= SHOWN {
            break;
        }
        if found.has_enough_like(&proposal) || found.has_tried_enough(proposal.family) {
            continue;
        }
        let Some(mut made) = apply::make(of, &proposal) else { continue };
        made.step += situation.step - of.step;
        found.tried.push(proposal.family);
        match apply::run(&made, library, to) {
            Ok(()) => found.add(&proposal, made, library, to),
            Err(now) if further.len() < FOLLOWED && leads_further(situation.stands_at(), now) => {
                further.push((proposal, made))
            }
            Err(_) => {}
        }
    }
    if found.changes.len() < ENOUGH {
        found.follow(&further, library, to);
    }
    let impossible = found.changes.is_empty().then(|| why_not(&situation));
    Flips { changes: found.changes, impossible }
}

/// Why a step of its kind never ends with an outcome.
fn not_of_its_kind(scenario: &Scenario, step: usize, to: Outcome) -> Option<&'static str> {
    match (scenario.script.get(step).map(|step| &step.kind), to) {
        (Some(StepKind::Request(_)), Outcome::Issued) => {
            Some("A request issues no credentials: where it goes through it ends with `allowed`.")
        }
        (Some(StepKind::Sts(_)), Outcome::Allowed) => {
            Some("An STS call that goes through ends with `issued`, not with `allowed`.")
        }
        _ => None,
    }
}

/// Whether a step that still does not end as wanted got further than before.
fn leads_further(was: Standing, is: Standing) -> bool {
    matches!(is.0, Outcome::ImplicitDeny | Outcome::ExplicitDeny) && was != is && was.0 != Outcome::Allowed
}

/// The changes that work, so far.
#[derive(Default)]
struct Found {
    changes: Vec<Flip>,
    purposes: Vec<String>,
    /// The family of each change that was run to find them.
    tried: Vec<Family>,
}

impl Found {
    fn has_enough_like(&self, proposal: &Proposal) -> bool {
        proposal.purpose.as_ref().is_some_and(|purpose| self.purposes.contains(purpose))
            || self.changes.iter().filter(|change| change.family == proposal.family).count() >= OF_A_FAMILY
    }

    fn has_tried_enough(&self, family: Family) -> bool {
        self.tried.iter().filter(|tried| **tried == family).count() >= TRIED
    }

    fn add(&mut self, proposal: &Proposal, made: apply::Made, library: &Library, to: Outcome) {
        if self.changes.iter().any(|known| known.edits == made.edits) {
            return;
        }
        self.purposes.extend(proposal.purpose.iter().chain(&proposal.spares).cloned());
        let mut sentence = apply::with_time_limit(&proposal.sentence, proposal.family, &made, library, to);
        if let Some(warning) = proposal.warning.filter(|_| apply::lets_through_without_mfa(&made, library)) {
            sentence.push_str(warning);
        }
        let apply::Made { scenario, step, edits } = made;
        self.changes.push(Flip { family: proposal.family, sentence, edits, scenario, step, outcome: to });
    }

    /// Looks for a second change after each of some first ones.
    fn follow(&mut self, firsts: &[(Proposal, apply::Made)], library: &Library, to: Outcome) {
        for (first, made) in firsts {
            let situation = Situation::new(&made.scenario, library, made.step, to);
            let mut tried = 0;
            for second in situation.without_other_credentials() {
                // What a new statement grants on a resource means nothing once another one is asked for.
                if first.family == Family::Policy && second.family == Family::Request {
                    continue;
                }
                if self.changes.len() > ENOUGH {
                    return;
                }
                let both = Proposal {
                    sentence: format!("{} Also {}", first.sentence, lower_first(&second.sentence)),
                    purpose: first.purpose.clone(),
                    warning: first.warning.or(second.warning),
                    ..first.clone()
                };
                if self.has_enough_like(&both) || tried >= TRIED {
                    break;
                }
                let Some(mut after) = apply::make(&situation, &second) else { continue };
                after.edits.splice(0..0, made.edits.iter().cloned());
                tried += 1;
                if apply::run(&after, library, to).is_ok() {
                    self.add(&both, after, library, to);
                    break;
                }
            }
        }
    }
}

/// Why no change was found.
fn why_not(situation: &Situation<'_>) -> String {
    let last = situation.evaluated.last();
    let layer = last.map(|one| one.evaluation.verdict.layer);
    let denying = last.and_then(|one| {
        let by = one.evaluation.decided_by.first()?;
        one.policies.policy(by.layer, by.level, by.policy?)?.name.clone()
    });
    let by_name = |kind: &str| {
        let name = denying.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        format!("The {kind}{name} denies it. Nothing in the account can lift that; only the organization can.")
    };
    let operation = match situation.scenario.script.get(situation.step).map(|step| &step.kind) {
        Some(StepKind::Sts(call)) => Some(call.operation),
        _ => None,
    };
    match (situation.outcome, layer, &situation.error) {
        (Outcome::Issued, ..)
            if matches!(operation, Some(Operation::GetSessionToken | Operation::GetCallerIdentity))
                && matches!(situation.to, Outcome::ImplicitDeny | Outcome::ExplicitDeny) =>
        {
            "No policy can deny this call: it needs no permission.".to_owned()
        }
        (Outcome::Allowed | Outcome::Issued, Some(Layer::Principal), _) => {
            "The root user needs no policy that allows it. Only a statement that denies it in a service control policy, a resource control policy or the policy of the resource could change that.".to_owned()
        }
        (Outcome::ExplicitDeny, Some(Layer::ServiceControl), _) => by_name("service control policy"),
        (Outcome::ExplicitDeny, Some(Layer::ResourceControl), _) => by_name("resource control policy"),
        (Outcome::ImplicitDeny, Some(Layer::Principal), _) => "Credentials of this kind cannot make the call, whatever policies say, and no other credentials of this world do.".to_owned(),
        (Outcome::Refused, _, Some(error)) => format!(
            "The call is refused before any policy is asked ({}: {}), and no other credentials of this world lead there.",
            error.code,
            error.message.trim_end_matches('.')
        ),
        _ => "None of the changes that were tried, alone or in pairs, leads to this outcome.".to_owned(),
    }
}
