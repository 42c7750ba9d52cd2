//! The matrix: the same requests under every kind of credentials (rule A3).

use crate::arn::{Arn, friendly_name};
use crate::scenario::{
    Common, Detail, InputError, Outcome, RequestStep, Runner, Scenario, SignIn, Step, StepKind, StepReport, StsStep,
};
use crate::sts::{Operation, Parameters, Settings, TokenCode};
use crate::trace::Room;
use crate::world::Library;

/// A kind of credentials, as a column of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionKind {
    /// The user's long-term access key.
    AccessKey,
    /// `GetSessionToken` without MFA.
    SessionToken,
    /// `GetSessionToken` with MFA.
    SessionTokenMfa,
    /// `AssumeRole` with the access key.
    AssumeRole,
    /// `AssumeRole` with the access key and a code on the call.
    AssumeRoleMfa,
    /// `AssumeRole` with the credentials of `GetSessionToken` with MFA.
    SessionTokenMfaThenRole,
    /// Console sign-in without MFA.
    Console,
    /// Console sign-in with MFA.
    ConsoleMfa,
    /// The root user's access key.
    Root,
    /// `GetFederationToken`, with a session policy that leaves everything in.
    FederatedUser,
}

impl SessionKind {
    /// Every kind, in the order of the columns.
    pub const ALL: &[Self] = &[
        Self::AccessKey,
        Self::SessionToken,
        Self::SessionTokenMfa,
        Self::AssumeRole,
        Self::AssumeRoleMfa,
        Self::SessionTokenMfaThenRole,
        Self::Console,
        Self::ConsoleMfa,
        Self::Root,
        Self::FederatedUser,
    ];

    /// The name that the JavaScript API uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::AccessKey => "accessKey",
            Self::SessionToken => "sessionToken",
            Self::SessionTokenMfa => "sessionTokenMfa",
            Self::AssumeRole => "assumeRole",
            Self::AssumeRoleMfa => "assumeRoleMfa",
            Self::SessionTokenMfaThenRole => "sessionTokenMfaThenRole",
            Self::Console => "console",
            Self::ConsoleMfa => "consoleMfa",
            Self::Root => "root",
            Self::FederatedUser => "federatedUser",
        }
    }

    /// The kind with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|kind| kind.name() == name).copied()
    }

    /// A short label for a column.
    pub fn label(self) -> &'static str {
        match self {
            Self::AccessKey => "Access key",
            Self::SessionToken => "GetSessionToken",
            Self::SessionTokenMfa => "GetSessionToken + MFA",
            Self::AssumeRole => "AssumeRole",
            Self::AssumeRoleMfa => "AssumeRole + MFA",
            Self::SessionTokenMfaThenRole => "GetSessionToken + MFA, then AssumeRole",
            Self::Console => "Console",
            Self::ConsoleMfa => "Console + MFA",
            Self::Root => "Root key",
            Self::FederatedUser => "GetFederationToken",
        }
    }

    /// What the credentials carry, in one sentence.
    pub fn explains(self) -> &'static str {
        match self {
            Self::AccessKey => "Long-term access key: carries no MFA keys at all, neither true nor false.",
            Self::SessionToken => "Temporary credentials without a code: aws:MultiFactorAuthPresent is false.",
            Self::SessionTokenMfa => {
                "Temporary credentials with a code: aws:MultiFactorAuthPresent is true, and the age grows."
            }
            Self::AssumeRole => {
                "A role session: aws:MultiFactorAuthPresent is false, and the role's policies count, not the user's."
            }
            Self::AssumeRoleMfa => {
                "A code on the AssumeRole call is checked by the trust policy. The session itself still says false."
            }
            Self::SessionTokenMfaThenRole => {
                "The MFA session satisfies the trust policy, but the role session does not inherit it."
            }
            Self::Console => "Signed in to the console without MFA: aws:MultiFactorAuthPresent is false.",
            Self::ConsoleMfa => {
                "Signed in to the console with MFA: aws:MultiFactorAuthPresent is true, and the age grows."
            }
            Self::Root => "The root user's access key: no identity policy binds it, and it carries no MFA keys.",
            Self::FederatedUser => {
                "A federated user: no MFA keys. Here with a session policy that leaves everything in."
            }
        }
    }

    /// Whether such credentials come from a role.
    pub fn needs_role(self) -> bool {
        matches!(self, Self::AssumeRole | Self::AssumeRoleMfa | Self::SessionTokenMfaThenRole)
    }

    /// Whether the MFA age means anything for these credentials or for making them.
    pub fn has_age(self) -> bool {
        matches!(self, Self::SessionTokenMfa | Self::SessionTokenMfaThenRole | Self::ConsoleMfa)
    }
}

/// A question for the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionsQuestion {
    /// The user's ARN.
    pub user: String,
    /// The role's ARN; none leaves out the columns of role sessions.
    pub role: Option<String>,
    /// Positions of request steps.
    pub requests: Vec<usize>,
    /// Seconds between MFA and the request. The request is made at the scenario's clock.
    pub mfa_age: i64,
    /// The columns, in this order; none means every kind. Those that need a role are left out where there is none.
    pub kinds: Vec<SessionKind>,
}

/// The matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionsAnswer {
    /// The columns.
    pub kinds: Vec<SessionKind>,
    /// The rows.
    pub rows: Vec<SessionsRow>,
}

/// A row of the matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionsRow {
    /// Position of the request step.
    pub request: usize,
    /// One report a column: the request's, or that of the STS call that failed to make the credentials.
    pub cells: Vec<StepReport>,
}

/// The columns for a question.
pub fn kinds(question: &SessionsQuestion) -> Vec<SessionKind> {
    let wanted = if question.kinds.is_empty() { SessionKind::ALL } else { &question.kinds };
    wanted.iter().copied().filter(|kind| question.role.is_some() || !kind.needs_role()).collect()
}

/// Fills the matrix. Each column starts with fresh devices.
///
/// # Errors
/// A user, role or request that the scenario does not have.
pub fn sessions(
    scenario: &Scenario,
    library: &Library,
    question: &SessionsQuestion,
    detail: Detail,
) -> Result<SessionsAnswer, InputError> {
    check(scenario, question)?;
    let kinds = kinds(question);
    let telling = Telling::of(detail);
    let columns: Vec<Vec<StepReport>> = kinds
        .iter()
        .map(|kind| column(scenario, scenario.settings, library, question, *kind, &question.requests, &telling))
        .collect();
    let rows = question
        .requests
        .iter()
        .enumerate()
        .map(|(row, request)| SessionsRow {
            request: *request,
            cells: columns.iter().filter_map(|column| column.get(row).cloned()).collect(),
        })
        .collect();
    Ok(SessionsAnswer { kinds, rows })
}

/// One cell with its whole trace.
pub fn session_cell(
    scenario: &Scenario,
    library: &Library,
    question: &SessionsQuestion,
    kind: SessionKind,
    request: usize,
) -> Option<StepReport> {
    check(scenario, question).ok()?;
    column(scenario, scenario.settings, library, question, kind, &[request], &Telling::of(Detail::Full))
        .into_iter()
        .next()
}

fn check(scenario: &Scenario, question: &SessionsQuestion) -> Result<(), InputError> {
    let wrong = |path: &str, message: String| Err(InputError { path: path.to_owned(), message });
    if scenario.world.user(&question.user).is_none() {
        return wrong("/user", format!("there is no user `{}` in this world", question.user));
    }
    if let Some(role) = question.role.as_ref().filter(|role| scenario.world.role(role).is_none()) {
        return wrong("/role", format!("there is no role `{role}` in this world"));
    }
    for (position, request) in question.requests.iter().enumerate() {
        if !matches!(scenario.script.get(*request).map(|step| &step.kind), Some(StepKind::Request(_))) {
            return wrong(&format!("/requests/{position}"), format!("step {request} is not a request"));
        }
    }
    Ok(())
}

/// How much the cells of a matrix tell.
pub(super) struct Telling {
    detail: Detail,
    /// What there is room for in all of them together.
    room: Room,
}

impl Telling {
    pub(super) fn of(detail: Detail) -> Self {
        Self { detail, room: Room::default() }
    }
}

/// Runs one column and gives one report a request.
pub(super) fn column(
    scenario: &Scenario,
    settings: Settings,
    library: &Library,
    question: &SessionsQuestion,
    kind: SessionKind,
    requests: &[usize],
    telling: &Telling,
) -> Vec<StepReport> {
    let prepared = Column::new(scenario, question, kind, requests);
    let mut runner =
        Runner::of(&scenario.world, &prepared.script, prepared.start, settings, library).sharing(&telling.room);
    let setup = prepared.script.len() - requests.len();
    let mut failed: Option<StepReport> = None;
    for index in 0..setup {
        let report = runner.step(index, telling.detail);
        if report.outcome != Some(Outcome::Issued) && failed.is_none() {
            failed = Some(report);
        }
    }
    requests
        .iter()
        .enumerate()
        .map(|(position, request)| match &failed {
            Some(report) => StepReport { index: *request, ..report.clone() },
            None => StepReport { index: *request, ..runner.step(setup + position, telling.detail) },
        })
        .collect()
}

/// A script that makes one kind of credentials and sends the requests.
pub(super) struct Column {
    pub script: Vec<Step>,
    pub start: i64,
}

impl Column {
    pub(super) fn new(scenario: &Scenario, question: &SessionsQuestion, kind: SessionKind, requests: &[usize]) -> Self {
        let now = scenario.clock;
        let start = now.saturating_sub(question.mfa_age.max(0));
        let account = Arn::parse(&question.user).map(|arn| arn.account.to_owned()).unwrap_or_default();
        let name = friendly_name(&question.user).to_owned();
        let device = scenario
            .world
            .user(&question.user)
            .and_then(|user| user.user.mfa.first().map(|device| device.serial.clone()));
        let code = || {
            let serial = device.clone().unwrap_or_else(|| format!("arn:aws:iam::{account}:mfa/{name}"));
            let token = if device.is_some() { TokenCode::Current } else { TokenCode::Digits("000000".to_owned()) };
            Parameters { serial_number: Some(serial), token_code: Some(token), ..Parameters::default() }
        };
        let session_token = |parameters: Parameters| {
            sts(Operation::GetSessionToken, Parameters { duration_seconds: Some(129_600), ..parameters }, 0)
        };
        let role = question.role.clone();
        let session_name: String =
            name.chars().take(60).collect::<String>() + if name.chars().count() < 2 { "-session" } else { "" };
        let assume = |parameters: Parameters, signed_by: usize| {
            let parameters =
                Parameters { role_arn: role.clone(), role_session_name: Some(session_name.clone()), ..parameters };
            sts(Operation::AssumeRole, parameters, signed_by)
        };
        let key = |principal: &str| sign_in(principal, None);
        let at = |moment: i64, step: Step| Step { common: Common { at: Some(moment), ..step.common }, ..step };
        let mut script = match kind {
            SessionKind::AccessKey => vec![key(&question.user)],
            SessionKind::Root => vec![key(&format!("arn:aws:iam::{account}:root"))],
            SessionKind::SessionToken => vec![key(&question.user), session_token(Parameters::default())],
            SessionKind::SessionTokenMfa => vec![key(&question.user), session_token(code())],
            SessionKind::AssumeRole => vec![key(&question.user), at(now, assume(Parameters::default(), 0))],
            SessionKind::AssumeRoleMfa => vec![key(&question.user), at(now, assume(code(), 0))],
            SessionKind::SessionTokenMfaThenRole => {
                vec![key(&question.user), session_token(code()), at(now, assume(Parameters::default(), 1))]
            }
            SessionKind::Console => vec![sign_in(&question.user, Some(false))],
            SessionKind::ConsoleMfa => vec![sign_in(&question.user, Some(true))],
            SessionKind::FederatedUser => {
                let everything =
                    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
                let name: String = session_name.chars().take(32).collect();
                let parameters =
                    Parameters { name: Some(name), policy: Some(everything.to_owned()), ..Parameters::default() };
                vec![key(&question.user), at(now, sts(Operation::GetFederationToken, parameters, 0))]
            }
        };
        let signer = script.len() - 1;
        for request in requests {
            if let Some(StepKind::Request(request)) = scenario.script.get(*request).map(|step| &step.kind) {
                let request = RequestStep { signed_by: Some(signer), ..request.clone() };
                script.push(at(now, Step { common: Common::default(), kind: StepKind::Request(request) }));
            }
        }
        Self { script, start }
    }
}

fn sign_in(principal: &str, console: Option<bool>) -> Step {
    Step { common: Common::default(), kind: StepKind::SignIn(SignIn { principal: principal.to_owned(), console }) }
}

fn sts(operation: Operation, parameters: Parameters, signed_by: usize) -> Step {
    let step = StsStep { signed_by: Some(signed_by), operation, parameters, federation: None };
    Step { common: Common::default(), kind: StepKind::Sts(Box::new(step)) }
}
