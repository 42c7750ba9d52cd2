//! Running a script.

use super::expectations::unmet_reason;
use super::{
    CallerIdentity, CredentialsReport, Decider, EvaluationReport, Expectation, Outcome, RequestStep, Scenario,
    ScenarioReport, SignIn, Step, StepKind, StepReport, StsStep,
};
use crate::engine::{DecidedBy, Decision, Evaluation, PolicySet};
use crate::sts::{
    AwsRequest, CallOutcome, CallResult, Check, ContextEntry, Credentials, Evaluated, Principal, Settings, Simulator,
    StsCall, StsError,
};
use crate::text::Pointer;
use crate::trace::{self, Room, TraceNode};
use crate::world::{Library, World};

/// How much a report tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Everything.
    Full,
    /// Outcomes, errors, credentials and decisions; no contexts and no traces.
    Decision,
}

/// Runs a scenario from its first step to its last.
pub fn run(scenario: &Scenario, detail: Detail) -> ScenarioReport {
    let library = Library::new();
    let mut runner = Runner::new(scenario, &library);
    let steps: Vec<StepReport> = (0..scenario.script.len()).map(|index| runner.step(index, detail)).collect();
    let unmet = steps.iter().filter(|step| step.met == Some(false)).count();
    ScenarioReport { steps, unmet }
}

/// A script under way: the clock, and the credentials that its steps made.
#[derive(Clone)]
pub struct Runner<'s> {
    script: &'s [Step],
    /// The simulator, with the memory of its devices.
    pub simulator: Simulator<'s>,
    /// The simulated time, Unix seconds.
    pub now: i64,
    credentials: Vec<Option<Credentials>>,
    evaluated: Vec<Evaluated>,
    moment: Option<i64>,
    room: Room,
}

/// What a step came to, before it is a report.
#[derive(Default)]
struct Came {
    outcome: Option<Outcome>,
    error: Option<StsError>,
    identity: Option<CallerIdentity>,
    made: Option<Credentials>,
    context: Vec<ContextEntry>,
    checks: Vec<Check>,
    evaluations: Vec<Evaluated>,
}

impl<'s> Runner<'s> {
    /// A runner before the first step of a scenario.
    pub fn new(scenario: &'s Scenario, library: &'s Library) -> Self {
        Self::of(&scenario.world, &scenario.script, scenario.clock, scenario.settings, library)
    }

    /// A runner before the first step of a script in a world.
    pub fn of(world: &'s World, script: &'s [Step], clock: i64, settings: Settings, library: &'s Library) -> Self {
        Self {
            script,
            simulator: Simulator::new(world, library, settings),
            now: clock,
            credentials: Vec::with_capacity(script.len()),
            evaluated: Vec::new(),
            moment: None,
            room: Room::default(),
        }
    }

    /// The same runner, one of several whose reports go into one answer.
    #[must_use]
    pub fn sharing(self, room: &Room) -> Self {
        Self { room: room.clone(), ..self }
    }

    /// The credentials that a step made.
    pub fn credentials_of(&self, index: usize) -> Option<&Credentials> {
        self.credentials.get(index).and_then(Option::as_ref)
    }

    /// Runs the next step.
    pub fn step(&mut self, index: usize, detail: Detail) -> StepReport {
        let Some(step) = self.script.get(index) else {
            return StepReport::empty(index, "wait", self.now);
        };
        if let Some(at) = self.moment.or(step.common.at) {
            self.now = at;
        }
        let came = match &step.kind {
            StepKind::Wait(seconds) => {
                self.now = self.now.saturating_add(*seconds);
                Came::default()
            }
            StepKind::SignIn(sign_in) => self.sign_in(sign_in),
            StepKind::Sts(call) => self.sts(index, call),
            StepKind::Request(request) => self.request(request),
        };
        let report = self.report(index, step, &came, detail);
        self.credentials.push(came.made);
        self.evaluated = came.evaluations;
        report
    }

    /// Runs a step as if the clock stood elsewhere.
    pub fn step_at(&mut self, index: usize, moment: i64, detail: Detail) -> StepReport {
        self.now = moment;
        self.moment = Some(moment);
        let report = self.step(index, detail);
        self.moment = None;
        report
    }

    /// Runs a step as if its policies allowed it: [`Self::evaluated`] has all that it asks of them, and the report says
    /// what it comes to where they do allow it.
    pub fn step_beyond(&mut self, index: usize) -> StepReport {
        self.simulator.beyond_denials = true;
        let report = self.step(index, Detail::Decision);
        self.simulator.beyond_denials = false;
        report
    }

    /// What a request would come to now; nothing remembers it.
    pub fn try_request(&self, step: &RequestStep) -> (Option<Outcome>, Option<Evaluated>) {
        let mut came = self.request(step);
        (came.outcome, came.evaluations.pop())
    }

    /// What the last step was evaluated against.
    pub fn evaluated(&self) -> &[Evaluated] {
        &self.evaluated
    }

    fn sign_in(&self, sign_in: &SignIn) -> Came {
        let world = self.simulator.world();
        let account = crate::arn::Arn::parse(&sign_in.principal).map(|arn| arn.account).unwrap_or_default();
        let principal = match world.user(&sign_in.principal) {
            Some(user) => Principal::User(user),
            None => Principal::Root(account),
        };
        let credentials = match sign_in.console {
            Some(mfa) => self.simulator.console(&principal, mfa, self.now),
            None => self.simulator.long_term(&principal, self.now),
        };
        let checks = vec![Check::Signed { kind: credentials.kind, arn: sign_in.principal.clone() }];
        Came { outcome: Some(Outcome::Issued), made: Some(credentials), checks, ..Came::default() }
    }

    /// The credentials of a step, or the refusal of whoever names a step that made none.
    fn signer(&self, signed_by: Option<usize>) -> Result<Option<&Credentials>, StsError> {
        let Some(index) = signed_by else { return Ok(None) };
        self.credentials_of(index).map(Some).ok_or_else(|| {
            let id = self.script.get(index).and_then(|step| step.common.id.as_deref());
            StsError::no_credentials(id.unwrap_or_default())
        })
    }

    fn sts(&mut self, index: usize, step: &StsStep) -> Came {
        let credentials = match self.signer(step.signed_by) {
            Ok(credentials) => credentials.cloned(),
            Err(error) => return Came { outcome: Some(Outcome::Refused), error: Some(error), ..Came::default() },
        };
        let pointer = Pointer::root().member("script").element(index).member("parameters");
        let call = StsCall {
            operation: step.operation,
            parameters: &step.parameters,
            federation: step.federation.as_ref(),
            credentials: credentials.as_ref(),
            at: self.now,
            pointer: &pointer,
        };
        came_of_call(self.simulator.call(&call))
    }

    fn request(&self, step: &RequestStep) -> Came {
        let credentials = match self.signer(step.signed_by) {
            Ok(credentials) => credentials,
            Err(error) => return Came { outcome: Some(Outcome::Refused), error: Some(error), ..Came::default() },
        };
        let outcome = self.simulator.request(&AwsRequest {
            credentials,
            action: &step.action,
            resource: &step.resource,
            overrides: &step.context,
            via: &step.via,
            at: self.now,
        });
        Came {
            outcome: Some(
                outcome.evaluated.as_ref().map_or(Outcome::Refused, |e| e.evaluation.verdict.decision.into()),
            ),
            error: outcome.refusal,
            context: outcome.context,
            checks: outcome.checks,
            evaluations: outcome.evaluated.into_iter().collect(),
            ..Came::default()
        }
    }

    fn report(&self, index: usize, step: &Step, came: &Came, detail: Detail) -> StepReport {
        let full = detail == Detail::Full;
        let settings = self.simulator.settings;
        let met = step.common.expect.as_ref().map(|expectation| is_met(expectation, came));
        let evaluations: Vec<EvaluationReport> = came
            .evaluations
            .iter()
            .map(|evaluated| evaluation_report(evaluated, settings, detail, &self.room))
            .collect();
        let signer = match &step.kind {
            StepKind::Sts(call) => call.signed_by,
            StepKind::Request(request) => request.signed_by,
            _ => None,
        };
        let trace = if full {
            let mut nodes = trace::authentication(
                &came.checks,
                came.error.as_ref().filter(|_| came.outcome == Some(Outcome::Refused)),
            );
            if !came.context.is_empty() {
                let role_session =
                    signer.and_then(|index| self.credentials_of(index)).is_some_and(Credentials::is_role_session);
                nodes.push(trace::context(&came.context, role_session.then_some(settings.role_session_mfa)));
            }
            for (position, evaluation) in evaluations.iter().enumerate() {
                nodes.extend(evaluation.trace.iter().map(|node| within(node, position)));
            }
            nodes
        } else {
            Vec::new()
        };
        let report = StepReport {
            id: step.common.id.clone(),
            outcome: came.outcome,
            error: came.error.clone(),
            identity: came.identity.clone(),
            credentials: came.made.as_ref().map(|credentials| credentials_report(credentials, self.now)),
            context: (full && !came.context.is_empty()).then(|| came.context.clone()),
            evaluations: (!evaluations.is_empty()).then_some(evaluations),
            trace,
            expected: step.common.expect.clone(),
            met,
            ..StepReport::empty(index, step.kind.name(), self.now)
        };
        let unmet = report.expected.as_ref().filter(|_| met == Some(false));
        StepReport { unmet_reason: unmet.and_then(|expected| unmet_reason(&report, expected)), ..report }
    }
}

/// A node of one of several evaluations; its ids stay unique among all of them.
fn within(node: &TraceNode, evaluation: usize) -> TraceNode {
    fn rename(node: &mut TraceNode, prefix: &str) {
        node.id.insert_str(0, prefix);
        node.children.iter_mut().for_each(|child| rename(child, prefix));
    }
    let mut node = node.clone();
    if evaluation > 0 {
        rename(&mut node, &format!("evaluation-{evaluation}/"));
    }
    node
}

fn came_of_call(outcome: CallOutcome) -> Came {
    let came =
        Came { context: outcome.context, checks: outcome.checks, evaluations: outcome.evaluations, ..Came::default() };
    match outcome.result {
        CallResult::Issued(credentials) => Came { outcome: Some(Outcome::Issued), made: Some(*credentials), ..came },
        CallResult::Identity(account, arn, user_id) => {
            Came { outcome: Some(Outcome::Issued), identity: Some(CallerIdentity { account, arn, user_id }), ..came }
        }
        CallResult::Denied(decision, error) => Came { outcome: Some(decision.into()), error: Some(error), ..came },
        CallResult::Refused(error) => Came { outcome: Some(Outcome::Refused), error: Some(error), ..came },
    }
}

fn is_met(expectation: &Expectation, came: &Came) -> bool {
    match expectation {
        Expectation::Outcome(outcome) => came.outcome == Some(*outcome),
        Expectation::Error(code) => came.error.as_ref().is_some_and(|error| error.code == *code),
    }
}

fn credentials_report(credentials: &Credentials, now: i64) -> CredentialsReport {
    CredentialsReport {
        access_key_prefix: credentials.access_key_prefix(),
        principal_arn: credentials.caller.name().to_owned(),
        user_id: credentials.user_id.clone(),
        issued_at: credentials.issued_at,
        expires_at: credentials.expires_at,
        context: credentials.context(now),
    }
}

/// The deciding statements of an evaluation; where they stand only in full.
pub fn deciders(policies: &PolicySet, evaluation: &Evaluation, detail: Detail) -> Vec<Decider> {
    let decider = |place: &DecidedBy| {
        let policy = place.policy.and_then(|policy| policies.policy(place.layer, place.level, policy));
        let statement = policy.and_then(|policy| policy.document.policy.statements.get(place.statement?));
        Decider {
            place: place.clone(),
            policy: policy.map(|policy| policy.pointer.clone()),
            policy_name: policy.and_then(|policy| policy.name.clone()),
            sid: statement.and_then(|statement| statement.sid.clone()),
            source: if detail == Detail::Full { trace::decided_by_source(policies, place) } else { None },
        }
    };
    // Without a trace only the first is shown.
    let shown = if detail == Detail::Full { evaluation.decided_by.len() } else { 1 };
    evaluation.decided_by.iter().take(shown).map(decider).collect()
}

/// An evaluation with its explanation.
pub fn evaluation_report(evaluated: &Evaluated, settings: Settings, detail: Detail, room: &Room) -> EvaluationReport {
    let Evaluated { policies, request, evaluation } = evaluated;
    let full = detail == Detail::Full;
    EvaluationReport {
        decided_by: deciders(policies, evaluation, detail),
        reason: trace::explain::reason(request, evaluation),
        trace: if full {
            trace::evaluation(policies, request, settings.condition, evaluation, room)
        } else {
            Vec::new()
        },
        missing_context: if full { trace::missing_context(policies, request, evaluation) } else { Vec::new() },
        evaluation: evaluation.clone(),
    }
}

impl From<Decision> for Outcome {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Allowed => Self::Allowed,
            Decision::ExplicitDeny => Self::ExplicitDeny,
            Decision::ImplicitDeny => Self::ImplicitDeny,
        }
    }
}

impl StepReport {
    /// A report of a step of which nothing is known yet.
    pub(crate) fn empty(index: usize, does: &'static str, at: i64) -> Self {
        Self {
            index,
            id: None,
            does,
            at,
            outcome: None,
            error: None,
            identity: None,
            credentials: None,
            context: None,
            evaluations: None,
            trace: Vec::<TraceNode>::new(),
            expected: None,
            met: None,
            unmet_reason: None,
        }
    }
}
