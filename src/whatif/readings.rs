//! The readings of role sessions and MFA side by side (O1): what AWS documents, and what some observe.

use super::sessions::{Telling, column, kinds};
use super::{SessionKind, SessionsQuestion};
use crate::scenario::{Detail, Outcome, Scenario};
use crate::sts::{RoleSessionMfa, Settings};
use crate::world::Library;

/// A cell of the matrix whose outcome depends on the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readings {
    /// The column.
    pub kind: SessionKind,
    /// The outcome under each reading, in the order of [`RoleSessionMfa::ALL`].
    pub outcomes: Vec<(RoleSessionMfa, Outcome)>,
}

/// For each request of a question the cells whose outcome depends on the reading.
pub fn readings(scenario: &Scenario, library: &Library, question: &SessionsQuestion) -> Vec<Vec<Readings>> {
    let mut rows: Vec<Vec<Readings>> = vec![Vec::new(); question.requests.len()];
    // Only sessions of roles are read differently.
    for kind in kinds(question).into_iter().filter(|kind| kind.needs_role()) {
        let columns: Vec<_> = RoleSessionMfa::ALL
            .iter()
            .map(|reading| {
                let settings = Settings { role_session_mfa: *reading, ..scenario.settings };
                column(scenario, settings, library, question, kind, &question.requests, &Telling::of(Detail::Decision))
            })
            .collect();
        for (position, row) in rows.iter_mut().enumerate() {
            let outcomes: Vec<(RoleSessionMfa, Outcome)> = RoleSessionMfa::ALL
                .iter()
                .zip(&columns)
                .filter_map(|(reading, column)| Some((*reading, column.get(position)?.outcome?)))
                .collect();
            if outcomes.windows(2).any(|pair| matches!(pair, [(_, one), (_, other)] if one != other)) {
                row.push(Readings { kind, outcomes });
            }
        }
    }
    rows
}
