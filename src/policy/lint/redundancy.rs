//! What could be left out: actions and resources that a neighbour takes in, and statements that another statement
//! makes idle (rules B12, B13, D2).

use super::{Lint, cover, fix, start_of};
use crate::policy::{Effect, PrincipalKind, Statement};
use crate::text::ByteRange;

/// Everything here compares pairs.
const MOST_PATTERNS: usize = 2000;

impl Lint<'_> {
    pub(super) fn redundancy(&mut self, statements: &[Statement]) {
        let patterns: usize = statements
            .iter()
            .map(|s| 1 + s.action.patterns.len() + s.resource.as_ref().map_or(0, |clause| clause.patterns.len()))
            .sum();
        if patterns > MOST_PATTERNS {
            return;
        }
        for statement in statements.iter().filter(|statement| !statement.void) {
            self.redundant_actions(statement);
            self.redundant_resources(statement);
        }
        for statement in statements.iter().filter(|statement| !statement.void) {
            self.redundant_statement(statement, statements);
        }
    }

    fn redundant_actions(&mut self, statement: &Statement) {
        let patterns = &statement.action.patterns;
        let places: Vec<ByteRange> = patterns.iter().map(|pattern| pattern.at).collect();
        for (position, pattern) in patterns.iter().enumerate() {
            let Some(wider) = covering(patterns, position, cover::action_covers) else { continue };
            let details = format!("`{}` is part of `{}`", pattern.text, wider.text);
            self.suggest("REDUNDANT_ACTION", "B12", pattern.at, details);
            self.fix(format!("Remove `{}`", pattern.text), fix::remove(&places, position));
        }
    }

    fn redundant_resources(&mut self, statement: &Statement) {
        let Some(clause) = &statement.resource else { return };
        let places: Vec<ByteRange> = clause.patterns.iter().map(|pattern| pattern.at).collect();
        for (position, pattern) in clause.patterns.iter().enumerate() {
            let Some(wider) = covering(&clause.patterns, position, cover::resource_covers) else { continue };
            let details = format!("`{}` is part of `{}`", pattern.text, wider.text);
            self.suggest("REDUNDANT_RESOURCE", "B13", pattern.at, details);
            self.fix(format!("Remove `{}`", pattern.text), fix::remove(&places, position));
        }
    }

    fn redundant_statement(&mut self, statement: &Statement, all: &[Statement]) {
        let others = || all.iter().filter(|other| !other.void && other.index != statement.index);
        if statement.effect == Effect::Allow
            && let Some(deny) = others().find(|other| denies_all_of(other, statement))
        {
            let details =
                format!("{} denies everything that this statement allows, whatever the request says", named(deny));
            self.warn("UNREACHABLE_STATEMENT", "D2", start_of(statement), details);
            return;
        }
        let wider = others().find(|other| {
            says_all_of(other, statement) && (other.index < statement.index || !says_all_of(statement, other))
        });
        if let Some(wider) = wider {
            let verb = if statement.effect == Effect::Allow { "allows" } else { "denies" };
            let details = format!("{} {verb} all of this already", named(wider));
            self.suggest("REDUNDANT_STATEMENT", "D1", start_of(statement), details);
        }
    }
}

/// A neighbour in a list that takes in the element; of two that are the same, the later one is in excess.
fn covering<T>(items: &[T], position: usize, covers: impl Fn(&T, &T) -> bool) -> Option<&T> {
    let item = items.get(position)?;
    items.iter().enumerate().find_map(|(index, other)| {
        let wider = index != position && covers(other, item) && (index < position || !covers(item, other));
        wider.then_some(other)
    })
}

/// Whether a statement has the same effect wherever another has it.
fn says_all_of(wide: &Statement, narrow: &Statement) -> bool {
    let wide_condition = cover::meaning(wide.condition.as_ref());
    wide.effect == narrow.effect
        && wide_condition.is_subset(&cover::meaning(narrow.condition.as_ref()))
        && cover::same_principals(wide.principal.as_ref(), narrow.principal.as_ref())
        && cover::actions_cover(&wide.action, &narrow.action)
        && cover::resources_cover(wide.resource.as_ref(), narrow.resource.as_ref())
}

/// Whether a statement denies, without condition, all that another may allow.
fn denies_all_of(deny: &Statement, allow: &Statement) -> bool {
    let everyone = |clause: &crate::policy::PrincipalClause| {
        !clause.not && clause.list.iter().any(|value| value.kind == PrincipalKind::Everyone)
    };
    deny.effect == Effect::Deny
        && cover::meaning(deny.condition.as_ref()).is_empty()
        && (deny.principal.as_ref().is_some_and(everyone)
            || cover::same_principals(deny.principal.as_ref(), allow.principal.as_ref()))
        && cover::actions_cover(&deny.action, &allow.action)
        && cover::resources_cover(deny.resource.as_ref(), allow.resource.as_ref())
}

fn named(statement: &Statement) -> String {
    match statement.sid.as_deref().filter(|sid| !sid.is_empty()) {
        Some(sid) => format!("statement {} (`{sid}`)", statement.index + 1),
        None => format!("statement {}", statement.index + 1),
    }
}
