//! What running a script answers: one report a step.

use crate::engine::{DecidedBy, Evaluation};
use crate::sts::{ContextEntry, StsError};
use crate::trace::{SourceSpan, TraceNode};

/// The answer of [`crate::scenario::run`].
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioReport {
    /// One report a step, in script order.
    pub steps: Vec<StepReport>,
    /// How many expectations were not met.
    pub unmet: usize,
}

/// What one step came to.
#[derive(Debug, Clone, PartialEq)]
pub struct StepReport {
    /// Position in the script, from 0.
    pub index: usize,
    /// The step's own id.
    pub id: Option<String>,
    /// The kind of step: `signIn`, `sts`, `wait`, `request`.
    pub does: &'static str,
    /// The simulated time of the step, Unix seconds.
    pub at: i64,
    /// The outcome; none for `wait`.
    pub outcome: Option<Outcome>,
    /// The refusal as AWS words it.
    pub error: Option<StsError>,
    /// What `GetCallerIdentity` answered.
    pub identity: Option<CallerIdentity>,
    /// The credentials that the step made.
    pub credentials: Option<CredentialsReport>,
    /// The request context, each key with its origin.
    pub context: Option<Vec<ContextEntry>>,
    /// One evaluation for a request; for AssumeRole also TagSession and SetSourceIdentity where they apply.
    pub evaluations: Option<Vec<EvaluationReport>>,
    /// Authentication, context, evaluations.
    pub trace: Vec<TraceNode>,
    /// What the step expected.
    pub expected: Option<Expectation>,
    /// Whether the expectation was met.
    pub met: Option<bool>,
    /// Where it was not: what was expected, what came, and why.
    pub unmet_reason: Option<String>,
}

/// An evaluation with its explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationReport {
    /// Decision and deciding statements.
    pub evaluation: Evaluation,
    /// The deciding statements with name, Sid and place.
    pub decided_by: Vec<Decider>,
    /// One sentence, in the words of AWS's access-denied messages.
    pub reason: String,
    /// Every layer, statement, clause and value.
    pub trace: Vec<TraceNode>,
    /// Keys that matching statements read and the request did not carry.
    pub missing_context: Vec<String>,
}

/// A deciding statement, or the layer that failed, as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decider {
    /// The place in the policy set.
    pub place: DecidedBy,
    /// JSON pointer to the document.
    pub policy: Option<String>,
    /// The policy's name.
    pub policy_name: Option<String>,
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// Where the statement stands.
    pub source: Option<SourceSpan>,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Policies allow the request.
    Allowed,
    /// A statement forbids it.
    ExplicitDeny,
    /// Nobody allowed it.
    ImplicitDeny,
    /// It never reached the policies.
    Refused,
    /// An STS call or a sign-in answered.
    Issued,
}

impl Outcome {
    /// The name that scenarios use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::ExplicitDeny => "explicitDeny",
            Self::ImplicitDeny => "implicitDeny",
            Self::Refused => "refused",
            Self::Issued => "issued",
        }
    }
}

/// What a step expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// An outcome.
    Outcome(Outcome),
    /// An error code.
    Error(String),
}

/// The answer of `GetCallerIdentity`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerIdentity {
    /// Twelve digits.
    pub account: String,
    /// The caller's ARN.
    pub arn: String,
    /// The caller's unique id.
    pub user_id: String,
}

/// Credentials as a report shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialsReport {
    /// `AKIA` for long-term keys, `ASIA` for session credentials.
    pub access_key_prefix: &'static str,
    /// The ARN that `GetCallerIdentity` would answer.
    pub principal_arn: String,
    /// The unique id that `GetCallerIdentity` would answer.
    pub user_id: String,
    /// When they were issued, Unix seconds.
    pub issued_at: i64,
    /// When they expire, Unix seconds; none for long-term keys.
    pub expires_at: Option<i64>,
    /// The keys that a request made now would carry because of these credentials.
    pub context: Vec<(String, Vec<String>)>,
}
