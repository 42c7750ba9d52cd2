//! The statements of a policy that ask about MFA, each with what its condition comes to.

use std::collections::BTreeSet;

use super::row::{AGE, PRESENT, Row};
use crate::condition::{Condition, Family, KeyBlock, Operator, OperatorBlock, Quantifier};
use crate::finding::{Credentials, Finding, FindingType, Location};
use crate::policy::{Effect, Policy, PolicyType, PrincipalKind, Statement, cover};
use crate::text::{ByteRange, Pointer};

/// One key of a condition under its operator; the key is one of the two MFA keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Test<'p> {
    pub(super) condition: &'p Condition,
    pub(super) block: &'p OperatorBlock,
    pub(super) key: &'p KeyBlock,
}

impl<'p> Test<'p> {
    pub(super) fn operator(self) -> Operator {
        self.block.operator
    }

    pub(super) fn is_present(self) -> bool {
        self.key.key_lower == PRESENT
    }

    pub(super) fn is_age(self) -> bool {
        self.key.key_lower == AGE
    }

    pub(super) fn family(self) -> Family {
        self.block.operator.base.family()
    }

    /// Whether the operator can never match the key (rule C21).
    pub(super) fn is_misfit(self) -> bool {
        self.key.key_type.is_some_and(|kind| !kind.fits(self.block.operator.base))
    }

    pub(super) fn has_for_all_values(self) -> bool {
        self.block.operator.quantifier == Some(Quantifier::ForAllValues)
    }

    /// The condition as the reader knows it: `Bool aws:MultiFactorAuthPresent`.
    pub(super) fn words(self) -> String {
        format!("`{}` on `{}`", self.block.name, self.key.key)
    }

    pub(super) fn pair(self) -> (Operator, &'p KeyBlock) {
        (self.block.operator, self.key)
    }
}

/// A statement with an MFA condition.
#[derive(Debug)]
pub(super) struct Asked<'p> {
    pub(super) statement: &'p Statement,
    pub(super) tests: Vec<Test<'p>>,
    /// What the MFA keys of the condition come to.
    pub(super) row: Row,
    /// Credentials without MFA that get through: past a Deny, or into an Allow. None where another Deny of the same
    /// policy stops them.
    pub(super) open: Open,
}

/// Which credentials without MFA get through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Open {
    /// Those without the keys.
    pub(super) absent: bool,
    /// Those that say `false`.
    pub(super) no: bool,
}

impl Open {
    pub(super) fn any(self) -> bool {
        self.absent || self.no
    }

    /// The same as kinds of credentials.
    pub(super) fn credentials(self) -> Credentials {
        Credentials { without_keys: self.absent, without_mfa: self.no, with_mfa: false }
    }

    /// Who gets through, for the reader.
    pub(super) fn words(self) -> String {
        use super::row::{SAYING_NO, WITHOUT_KEY};
        match (self.absent, self.no) {
            (true, true) => format!("{WITHOUT_KEY}, as well as {SAYING_NO}"),
            (true, false) => WITHOUT_KEY.to_owned(),
            _ => SAYING_NO.to_owned(),
        }
    }
}

impl<'p> Asked<'p> {
    pub(super) fn denies(&self) -> bool {
        self.statement.effect == Effect::Deny
    }

    pub(super) fn allows(&self) -> bool {
        self.statement.effect == Effect::Allow
    }

    /// Whether an Allow is meant for MFA, and others get in.
    pub(super) fn leaks(&self) -> bool {
        self.allows() && self.row.any_age() && self.open.any()
    }

    /// Whether a Deny is meant for those without MFA, and some of them are missed.
    pub(super) fn misses(&self) -> bool {
        self.denies() && !self.row.never() && !self.row.fresh() && self.open.any()
    }

    /// Whose answer is not what such a condition is for: an Allow is to admit those that just had MFA, a Deny to stop
    /// all others.
    pub(super) fn astray(&self) -> Credentials {
        Credentials {
            without_keys: self.open.absent,
            without_mfa: self.open.no,
            with_mfa: self.denies() == self.row.fresh(),
        }
    }

    /// The test that lets them through. Of several, the one whose change mends most.
    pub(super) fn culprit(&self) -> Option<Test<'p>> {
        let lets_through = |test: &&Test<'p>| {
            let own = Row::of(&[test.pair()]);
            let passes = |open: bool, holds: bool| open && holds == self.allows();
            passes(self.open.absent, own.absent) || passes(self.open.no, own.no)
        };
        let rank = |test: &&Test<'p>| {
            let rank = match test.family() {
                _ if test.is_misfit() => 0,
                Family::Bool => 1,
                Family::Null => 2,
                _ => 3,
            };
            if self.denies() { 3 - rank } else { rank }
        };
        self.tests.iter().filter(lets_through).min_by_key(rank).copied()
    }

    /// What the condition comes to with one key replaced.
    pub(super) fn row_with(&self, replaced: Test<'p>, by: (Operator, &KeyBlock)) -> Row {
        let tests: Vec<(Operator, &KeyBlock)> =
            self.tests.iter().map(|test| if std::ptr::eq(test.key, replaced.key) { by } else { test.pair() }).collect();
        Row::of(&tests)
    }
}

/// A policy, looked at for its MFA conditions.
#[derive(Debug)]
pub(super) struct Look<'p> {
    pub(super) policy: &'p Policy,
    pub(super) text: &'p str,
    pub(super) policy_type: PolicyType,
    pub(super) asked: Vec<Asked<'p>>,
    /// Whether statements may be compared in pairs.
    pub(super) compares: bool,
}

/// No policy that AWS stores is larger; pairs of statements are compared up to here.
const LARGEST: usize = 64 * 1024;
const MOST_PATTERNS: usize = 2000;

impl<'p> Look<'p> {
    pub(super) fn new(policy: &'p Policy, text: &'p str, policy_type: PolicyType) -> Self {
        let patterns: usize = policy
            .statements
            .iter()
            .map(|s| 1 + s.action.patterns.len() + s.resource.as_ref().map_or(0, |clause| clause.patterns.len()))
            .sum();
        let asked = policy.statements.iter().filter(|statement| !statement.void).filter_map(asked).collect();
        let mut look =
            Self { policy, text, policy_type, asked, compares: text.len() <= LARGEST && patterns <= MOST_PATTERNS };
        look.close();
        look
    }

    /// Takes away what other Deny statements stop.
    fn close(&mut self) {
        let closed: Vec<Open> = self
            .asked
            .iter()
            .map(|asked| {
                let stopped = self.stopped(asked.statement);
                Open { absent: asked.open.absent && !stopped.absent, no: asked.open.no && !stopped.no }
            })
            .collect();
        for (asked, open) in self.asked.iter_mut().zip(closed) {
            asked.open = open;
        }
    }

    /// Which credentials without MFA other Deny statements stop wherever a statement applies.
    pub(super) fn stopped(&self, statement: &Statement) -> Open {
        self.stopped_among(self.others(statement), statement)
    }

    /// Which of them Deny statements of this policy stop wherever a statement of another policy applies.
    pub(super) fn stopped_from_outside(&self, statement: &Statement) -> Open {
        self.stopped_among(self.policy.statements.iter().filter(|own| !own.void), statement)
    }

    fn stopped_among(&self, others: impl Iterator<Item = &'p Statement>, statement: &Statement) -> Open {
        let mut stopped = Open::default();
        if !self.compares {
            return stopped;
        }
        for deny in others.filter(|other| other.effect == Effect::Deny && takes_in(other, statement)) {
            match self.asked.iter().find(|asked| asked.statement.index == deny.index) {
                Some(asked) => {
                    stopped.absent |= asked.row.absent;
                    stopped.no |= asked.row.no;
                }
                None => return Open { absent: true, no: true },
            }
        }
        stopped
    }

    /// The other statements that can be read.
    pub(super) fn others(&self, statement: &Statement) -> impl Iterator<Item = &'p Statement> {
        let index = statement.index;
        self.policy.statements.iter().filter(move |other| !other.void && other.index != index)
    }

    /// Whether a statement asks about MFA.
    pub(super) fn asks(&self, statement: &Statement) -> bool {
        self.asked.iter().any(|asked| asked.statement.index == statement.index)
    }

    /// The text at a place.
    pub(super) fn slice(&self, at: ByteRange) -> &'p str {
        self.text.get(at.start as usize..at.end as usize).unwrap_or_default()
    }

    /// The pointer to a statement: `Statement` may be one object or a list.
    pub(super) fn statement_pointer(&self, statement: &Statement) -> Pointer {
        let before = self.text.get(..statement.at.start as usize).unwrap_or_default();
        let all = Pointer::root().member("Statement");
        if before.trim_end().ends_with(':') { all } else { all.element(statement.index) }
    }

    /// A finding at an MFA key.
    pub(super) fn at_key(
        &self,
        kind: FindingType,
        code: &'static str,
        rule: &'static str,
        asked: &Asked<'_>,
        test: Test<'_>,
        details: String,
    ) -> Finding {
        let path =
            self.statement_pointer(asked.statement).member("Condition").member(&test.block.name).member(&test.key.key);
        Finding::new(kind, code, rule, path, test.key.key_at, details)
    }

    /// A finding at one of a statement's actions.
    pub(super) fn at_action(
        &self,
        kind: FindingType,
        code: &'static str,
        rule: &'static str,
        statement: &Statement,
        position: usize,
        details: String,
    ) -> Finding {
        let clause = &statement.action;
        let path = self.statement_pointer(statement).member(if clause.not { "NotAction" } else { "Action" });
        let at = clause.patterns.get(position).map_or(clause.at, |pattern| pattern.at);
        let path = if at == clause.at { path } else { path.element(position) };
        Finding::new(kind, code, rule, path, at, details)
    }

    /// The place of a whole statement: its opening brace.
    pub(super) fn statement_place(&self, statement: &Statement) -> Location {
        let start = statement.at.start;
        Location {
            path: self.statement_pointer(statement),
            at: ByteRange { start, end: statement.at.end.min(start + 1) },
        }
    }
}

fn asked(statement: &Statement) -> Option<Asked<'_>> {
    let condition = statement.condition.as_ref()?;
    let tests: Vec<Test<'_>> = condition
        .operators
        .iter()
        .flat_map(|block| block.keys.iter().map(move |key| Test { condition, block, key }))
        .filter(|test| test.is_present() || test.is_age())
        .collect();
    if tests.is_empty() {
        return None;
    }
    let row = Row::of(&tests.iter().map(|test| test.pair()).collect::<Vec<_>>());
    let open = match statement.effect {
        Effect::Allow => Open { absent: row.absent, no: row.no },
        Effect::Deny => Open { absent: !row.absent, no: !row.no },
    };
    Some(Asked { statement, tests, row, open })
}

/// Whether a statement applies wherever another does, its MFA keys aside.
pub(super) fn takes_in(wide: &Statement, narrow: &Statement) -> bool {
    principals_take_in(wide, narrow)
        && other_keys(wide).is_subset(&other_keys(narrow))
        && cover::actions_cover(&wide.action, &narrow.action)
        && cover::resources_cover(wide.resource.as_ref(), narrow.resource.as_ref())
}

pub(super) fn principals_take_in(wide: &Statement, narrow: &Statement) -> bool {
    let everyone = wide
        .principal
        .as_ref()
        .is_some_and(|clause| !clause.not && clause.list.iter().any(|value| value.kind == PrincipalKind::Everyone));
    everyone || cover::same_principals(wide.principal.as_ref(), narrow.principal.as_ref())
}

/// A condition without its MFA keys and without places.
pub(super) fn other_keys(statement: &Statement) -> BTreeSet<(&str, &str, BTreeSet<&str>)> {
    cover::meaning(statement.condition.as_ref())
        .into_iter()
        .filter(|(_, key, _)| *key != PRESENT && *key != AGE)
        .collect()
}
