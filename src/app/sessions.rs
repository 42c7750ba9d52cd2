//! The matrix: every request under every kind of credentials.

use super::model::CellAt;
use super::shared::Same;
use super::words;
use crate::scenario::{Detail, Outcome, Scenario, StepKind, StepReport};
use crate::whatif::{self, SessionKind, SessionsAnswer, SessionsQuestion};
use crate::world::Library;

/// The kinds of credentials that the page compares before somebody chooses others.
pub(super) const KINDS: &[SessionKind] = &[
    SessionKind::AccessKey,
    SessionKind::SessionToken,
    SessionKind::SessionTokenMfa,
    SessionKind::AssumeRole,
    SessionKind::AssumeRoleMfa,
];

/// The matrix as it is drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    /// The kinds of credentials.
    pub columns: Vec<Column>,
    /// The requests.
    pub rows: Vec<Row>,
    /// Why there is no matrix.
    pub problem: Option<String>,
}

/// A kind of credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Which.
    pub kind: SessionKind,
    /// Its name.
    pub name: &'static str,
    /// A few words below the name.
    pub hint: &'static str,
    /// Name and hint in one.
    pub label: &'static str,
    /// What it is.
    pub explains: &'static str,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Index in the script.
    pub request: usize,
    /// The action.
    pub action: String,
    /// The resource.
    pub resource: String,
    /// The telling end of it.
    pub short_resource: String,
    /// What its context is set to, in words.
    pub context: Vec<String>,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// What a request came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The outcome.
    pub outcome: Outcome,
    /// The STS call that failed, where the request was never sent.
    pub failed_call: Option<&'static str>,
    /// Who decided, in a few words.
    pub decided_by: String,
}

impl Matrix {
    /// What stands in a cell.
    pub fn cell(&self, at: CellAt) -> Option<&Cell> {
        let column = self.columns.iter().position(|column| column.kind == at.kind)?;
        self.rows.iter().find(|row| row.request == at.request)?.cells.get(column)
    }
}

/// Name and hint of a kind of credentials.
fn column_words(kind: SessionKind) -> (&'static str, &'static str) {
    match kind {
        SessionKind::AccessKey => ("Access key", "long-term"),
        SessionKind::SessionToken => ("GetSessionToken", "no code"),
        SessionKind::SessionTokenMfa => ("GetSessionToken", "with MFA"),
        SessionKind::AssumeRole => ("AssumeRole", "no code"),
        SessionKind::AssumeRoleMfa => ("AssumeRole", "with MFA"),
        SessionKind::SessionTokenMfaThenRole => ("AssumeRole", "from an MFA session"),
        SessionKind::Console => ("Console", "no MFA"),
        SessionKind::ConsoleMfa => ("Console", "with MFA"),
        SessionKind::Root => ("Root key", "no MFA"),
        SessionKind::FederatedUser => ("GetFederationToken", "no MFA"),
    }
}

/// What a matrix answers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub scenario: Same<Scenario>,
    pub user: String,
    pub role: Option<String>,
    pub age: i64,
    pub kinds: Vec<SessionKind>,
}

impl Asked {
    /// The same about one kind of credentials.
    pub fn about(&self, kind: SessionKind) -> SessionsQuestion {
        SessionsQuestion { kinds: vec![kind], ..self.question() }
    }

    fn question(&self) -> SessionsQuestion {
        SessionsQuestion {
            user: self.user.clone(),
            role: self.role.clone(),
            requests: self.scenario.0.requests(),
            mfa_age: self.age,
            kinds: self.kinds.clone(),
        }
    }
}

/// Asks for the matrix and draws it up.
pub(super) fn matrix_of(library: &Library, asked: &Asked) -> Matrix {
    let scenario = &asked.scenario.0;
    match whatif::sessions(scenario, library, &asked.question(), Detail::Decision) {
        Ok(answer) => matrix(scenario, &answer),
        Err(_) if asked.user.is_empty() => Matrix { problem: Some(words::NO_USERS.to_owned()), ..Matrix::default() },
        Err(error) => Matrix { problem: Some(error.message), ..Matrix::default() },
    }
}

fn matrix(scenario: &Scenario, answer: &SessionsAnswer) -> Matrix {
    let columns = answer
        .kinds
        .iter()
        .map(|kind| {
            let (name, hint) = column_words(*kind);
            Column { kind: *kind, name, hint, label: kind.label(), explains: kind.explains() }
        })
        .collect();
    let rows = answer
        .rows
        .iter()
        .map(|row| {
            let (action, resource) = request_words(scenario, row.request);
            let cells = answer.kinds.iter().zip(&row.cells).map(|(kind, report)| cell(*kind, report)).collect();
            Row {
                request: row.request,
                action,
                short_resource: short_resource(&resource),
                resource,
                context: context_words(scenario, row.request),
                cells,
            }
        })
        .collect();
    Matrix { columns, rows, problem: None }
}

fn cell(kind: SessionKind, report: &StepReport) -> Cell {
    let failed_call = failed_call(kind, report);
    Cell { outcome: report.outcome.unwrap_or(Outcome::Refused), failed_call, decided_by: decider(report) }
}

/// The statement that decided, else the layer or the error.
fn decider(report: &StepReport) -> String {
    if let Some(error) = report.error.as_ref().filter(|_| report.outcome == Some(Outcome::Refused)) {
        return error.code.clone();
    }
    let Some(decider) = report.evaluations.iter().flatten().last().and_then(|last| last.decided_by.first()) else {
        return String::new();
    };
    match (&decider.policy_name, decider.place.statement) {
        (Some(name), Some(statement)) => match &decider.sid {
            Some(sid) => format!("{name}, statement {} ({sid})", statement + 1),
            None => format!("{name}, statement {}", statement + 1),
        },
        (Some(name), None) => name.clone(),
        (None, _) => words::layer(decider.place.layer).to_owned(),
    }
}

/// The STS call that should have made the credentials, where it failed.
pub(super) fn failed_call(kind: SessionKind, report: &StepReport) -> Option<&'static str> {
    let call = match kind {
        SessionKind::AssumeRole | SessionKind::AssumeRoleMfa | SessionKind::SessionTokenMfaThenRole => "AssumeRole",
        SessionKind::FederatedUser => "GetFederationToken",
        _ => "GetSessionToken",
    };
    (report.does == "sts").then_some(call)
}

/// The telling end of an ARN.
pub(super) fn short_resource(resource: &str) -> String {
    resource.splitn(6, ':').nth(5).filter(|end| !end.is_empty()).unwrap_or(resource).to_owned()
}

/// Action and resource of a request.
pub(super) fn request_words(scenario: &Scenario, request: usize) -> (String, String) {
    match scenario.script.get(request).map(|step| &step.kind) {
        Some(StepKind::Request(step)) => (step.action.text.clone(), step.resource.clone()),
        _ => (String::new(), String::new()),
    }
}

/// What the context of a request is set to, a line for each key; and who acts for the caller.
fn context_words(scenario: &Scenario, request: usize) -> Vec<String> {
    let Some(StepKind::Request(step)) = scenario.script.get(request).map(|step| &step.kind) else { return Vec::new() };
    let keys = step.context.iter().map(|(key, value)| match value {
        Some((values, _)) => format!("{key} = {}", values.join(", ")),
        None => format!("without {key}"),
    });
    keys.chain(step.via.iter().map(|service| format!("via {service}"))).collect()
}

impl Row {
    /// Whether it is the same request, wherever it stands.
    fn is_like(&self, other: &Self) -> bool {
        self.action == other.action && self.resource == other.resource && self.context == other.context
    }
}

/// What changed between two matrices, as a sentence to be spoken; nothing where nothing did.
pub(super) fn changes(before: &Matrix, after: &Matrix) -> Option<String> {
    let mut said = Vec::new();
    for row in &after.rows {
        let Some(old) = before.rows.iter().find(|old| old.is_like(row)) else {
            said.extend(new_row(after, row));
            continue;
        };
        for (column, cell) in after.columns.iter().zip(&row.cells) {
            let was = before.columns.iter().zip(&old.cells).find(|(old, _)| old.kind == column.kind);
            if was.is_some_and(|(_, was)| was.outcome != cell.outcome) {
                said.push(format!("{} with {}: {}", row.action, column.label, words::outcome(cell.outcome)));
            }
        }
    }
    let more = said.len().saturating_sub(3);
    said.truncate(3);
    if more > 0 {
        said.push(format!("{more} more changed"));
    }
    (!said.is_empty()).then(|| format!("{}.", said.join(". ")))
}

/// A request that was not there before: with how many kinds of credentials it is allowed.
fn new_row(matrix: &Matrix, row: &Row) -> Option<String> {
    let allowed: Vec<&str> = matrix
        .columns
        .iter()
        .zip(&row.cells)
        .filter(|(_, cell)| cell.outcome == Outcome::Allowed)
        .map(|(column, _)| column.label)
        .collect();
    let allowed = if allowed.is_empty() { "nobody".to_owned() } else { allowed.join(", ") };
    (!matrix.columns.is_empty()).then(|| format!("{}, new in the list, is allowed for: {allowed}", row.action))
}
