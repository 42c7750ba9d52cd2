//! The steps of a script.

use super::Expectation;
use crate::policy::ActionName;
use crate::sts::{Federation, Operation, Overrides, Parameters};

/// One step of a script.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What all steps have.
    pub common: Common,
    /// What it does.
    pub kind: StepKind,
}

/// What all steps have.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Common {
    /// Names the credentials or request that the step makes.
    pub id: Option<String>,
    /// Moves the clock here first, Unix seconds.
    pub at: Option<i64>,
    /// For the reader, in a subset of Markdown.
    pub note: Option<String>,
    /// What should come of it.
    pub expect: Option<Expectation>,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum StepKind {
    /// Signs in.
    SignIn(SignIn),
    /// Calls STS.
    Sts(Box<StsStep>),
    /// Lets time pass: seconds.
    Wait(i64),
    /// Sends a request.
    Request(RequestStep),
}

/// Signing in as a user or as root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The ARN.
    pub principal: String,
    /// Through the console, and whether with MFA; none for a long-term access key.
    pub console: Option<bool>,
}

/// An STS call.
#[derive(Debug, Clone, PartialEq)]
pub struct StsStep {
    /// The index of the step whose credentials sign it.
    pub signed_by: Option<usize>,
    /// Which call.
    pub operation: Operation,
    /// With what.
    pub parameters: Parameters,
    /// Vouched for by whom.
    pub federation: Option<Federation>,
}

/// A request.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestStep {
    /// The index of the step whose credentials sign it; none for an anonymous request.
    pub signed_by: Option<usize>,
    /// The action.
    pub action: ActionName,
    /// The resource's ARN or `*`.
    pub resource: String,
    /// What the context is set to.
    pub context: Overrides,
    /// The services that act for the caller, first caller first.
    pub via: Vec<String>,
}

impl StepKind {
    /// The name that scenarios use.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SignIn(_) => "signIn",
            Self::Sts(_) => "sts",
            Self::Wait(_) => "wait",
            Self::Request(_) => "request",
        }
    }
}
