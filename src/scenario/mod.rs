//! The saved document: a world and a script, read, changed, written and run.
//!
//! A [`Scenario`] keeps the JSON it was read from, so that writing gives back what was read: the order of keys, and
//! policy texts byte for byte.

mod advice;
mod change;
mod check_world;
mod cli;
mod edit;
mod expectations;
mod import;
mod read;
mod read_script;
mod read_world;
mod report;
mod run;
mod step;

pub use change::Change;
pub use cli::cli;
pub use edit::DocumentRef;
pub use import::{Details, Import, from_scratch, import};
pub use read::FORMAT;
pub(crate) use read::read_settings;
pub(crate) use read_script::{OUTCOMES, action};
pub use read_world::context_values;
pub(crate) use read_world::policy_source;
pub use report::{
    CallerIdentity, CredentialsReport, Decider, EvaluationReport, Expectation, Outcome, ScenarioReport, StepReport,
};
pub use run::{Detail, Runner, deciders, evaluation_report, run};
pub use step::{Common, RequestStep, SignIn, Step, StepKind, StsStep};

pub use crate::text::decode::InputError;

use crate::sts::Settings;
use crate::text::json::Json;
use crate::world::World;

/// A scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    json: Json,
    /// The title.
    pub title: String,
    /// What it is about, in a subset of Markdown.
    pub summary: Option<String>,
    /// When the script starts, Unix seconds.
    pub clock: i64,
    /// The open readings of the rules.
    pub settings: Settings,
    /// What exists.
    pub world: World,
    /// What is done, in order.
    pub script: Vec<Step>,
    /// The state of the page, without meaning for results.
    pub view: View,
}

/// The state of the page that a scenario may carry.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// The open tab.
    pub tab: Option<String>,
    /// The selected step: its id, or its index as text.
    pub step: Option<String>,
    /// The ARN of the selected user.
    pub user: Option<String>,
    /// The ARN of the selected role.
    pub role: Option<String>,
    /// The MFA age, in seconds.
    pub mfa_age: Option<i64>,
}
