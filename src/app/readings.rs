//! Cells whose verdict depends on how role sessions and MFA are read (O1). Looked at when nobody types, since every
//! reading is evaluated.

use super::model::CellAt;
use super::sessions::Asked;
use super::shared::Shared;
use super::words;
use crate::scenario::Outcome;
use crate::sts::RoleSessionMfa;
use crate::whatif;
use crate::world::Library;

/// A cell that the readings disagree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputed {
    /// Which.
    pub at: CellAt,
    /// The outcome under each reading.
    outcomes: Vec<(RoleSessionMfa, Outcome)>,
}

impl Disputed {
    /// The outcomes other than the one that is shown.
    pub fn others(&self, shown: Outcome) -> String {
        let mut others: Vec<&str> = Vec::new();
        for (_, outcome) in self.outcomes.iter().filter(|(_, outcome)| *outcome != shown) {
            if !others.contains(&words::outcome(*outcome)) {
                others.push(words::outcome(*outcome));
            }
        }
        others.join(", ")
    }

    /// What each reading says.
    pub fn explains(&self) -> String {
        let each: Vec<String> = self
            .outcomes
            .iter()
            .map(|(reading, outcome)| {
                let reading = match reading {
                    RoleSessionMfa::Documented => "if the session says `false`, as AWS documents it",
                    RoleSessionMfa::Absent => "if it carries no MFA keys",
                    RoleSessionMfa::Propagated => "if it keeps the MFA of its caller",
                };
                format!("{}, {reading}", words::outcome(*outcome))
            })
            .collect();
        format!("What a role session says about MFA is read in more than one way. This cell: {}.", each.join("; "))
    }
}

/// What was found last, and for which question.
#[derive(Debug, Default)]
pub(super) struct Readings {
    number: u32,
    waiting: Option<Asked>,
    known: Option<Asked>,
    found: Shared<Vec<Disputed>>,
}

impl Readings {
    pub fn found(&self) -> &Shared<Vec<Disputed>> {
        &self.found
    }

    /// A number to come back with when nobody has typed for a moment; none where all is known or waited for.
    pub fn wait_for(&mut self, asked: &Asked) -> Option<u32> {
        if self.known.as_ref() == Some(asked) || self.waiting.as_ref() == Some(asked) {
            return None;
        }
        self.waiting = Some(asked.clone());
        self.number += 1;
        Some(self.number)
    }

    /// The moment has passed.
    pub fn settle(&mut self, number: u32, library: &Library) {
        let Some(asked) = self.waiting.take_if(|_| self.number == number) else { return };
        let found = look(&asked, library);
        if *self.found != found {
            self.found = Shared::new(found);
        }
        self.known = Some(asked);
    }
}

fn look(asked: &Asked, library: &Library) -> Vec<Disputed> {
    let scenario = &asked.scenario.0;
    let mfa = |text: &str| text.to_ascii_lowercase().contains("multifactorauth");
    let kinds: Vec<_> = asked.kinds.iter().copied().filter(|kind| kind.needs_role()).collect();
    if kinds.is_empty() || !scenario.documents().iter().any(|document| mfa(&document.text)) {
        return Vec::new();
    }
    let mut question = asked.about(kinds.first().copied().unwrap_or(whatif::SessionKind::AssumeRole));
    question.kinds = kinds;
    if scenario.world.user(&question.user).is_none() {
        return Vec::new();
    }
    let rows = whatif::readings(scenario, library, &question);
    let cells = question.requests.iter().zip(rows).flat_map(|(request, row)| {
        row.into_iter().map(|readings| Disputed {
            at: CellAt { request: *request, kind: readings.kind },
            outcomes: readings.outcomes,
        })
    });
    cells.collect()
}
