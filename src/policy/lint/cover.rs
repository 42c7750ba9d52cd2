//! Whether one pattern, clause or condition takes in all of another. The answer yes is certain; no may mean that
//! nobody knows.

use std::collections::BTreeSet;

use crate::condition::Condition;
use crate::pattern::{NoVariables, Pattern};
use crate::policy::{ActionClause, ActionPattern, PrincipalClause, ResourceClause, ResourcePattern};

/// Longer patterns are not compared character by character.
const LONG: usize = 256;

/// Whether every text that `b` matches is matched by `a`; both with `*` and `?`.
pub(crate) fn text_covers(a: &str, b: &str) -> bool {
    // Read as a text, a `*` of `b` can only be swallowed by a `*` of `a`, unless `a` has a `?` that would take it.
    a == b || (!(a.contains('?') && b.contains('*')) && Pattern::wildcards(a).matches(b, &NoVariables).is_yes())
}

/// Whether some text may be matched by both patterns.
pub(crate) fn may_overlap(a: &str, b: &str) -> bool {
    if a.len() > LONG || b.len() > LONG {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // `row[j]`: the part of `a` read so far and the first `j` characters of `b` can stand for the same text.
    let mut row = vec![false; b.len() + 1];
    set(&mut row, 0);
    for i in 0..=a.len() {
        let from_a = a.get(i);
        let mut next = vec![false; b.len() + 1];
        for j in 0..=b.len() {
            if !row.get(j).is_some_and(|reached| *reached) {
                continue;
            }
            let from_b = b.get(j);
            if from_a == Some(&'*') {
                set(&mut next, j);
                set(&mut row, j + 1);
            }
            if from_b == Some(&'*') {
                set(&mut row, j + 1);
                set(&mut next, j);
            }
            if let (Some(x), Some(y)) = (from_a, from_b)
                && *x != '*'
                && *y != '*'
                && (x == y || *x == '?' || *y == '?')
            {
                set(&mut next, j + 1);
            }
        }
        if i == a.len() {
            break;
        }
        row = next;
    }
    row.last().is_some_and(|reached| *reached)
}

fn set(row: &mut [bool], at: usize) {
    if let Some(slot) = row.get_mut(at) {
        *slot = true;
    }
}

/// The part of an action after its prefix, in lower case.
pub(crate) fn action_name(pattern: &ActionPattern) -> String {
    pattern.text.split_once(':').map_or("*", |(_, name)| name).to_lowercase()
}

pub(crate) fn action_covers(a: &ActionPattern, b: &ActionPattern) -> bool {
    match (&a.service, &b.service) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(x), Some(y)) => x == y && text_covers(&action_name(a), &action_name(b)),
    }
}

fn actions_overlap(a: &ActionPattern, b: &ActionPattern) -> bool {
    match (&a.service, &b.service) {
        (Some(x), Some(y)) => x == y && may_overlap(&action_name(a), &action_name(b)),
        _ => true,
    }
}

pub(crate) fn resource_covers(a: &ResourcePattern, b: &ResourcePattern) -> bool {
    if a.is_any() || a.text == b.text {
        return true;
    }
    if b.is_any() || a.completed || b.completed || a.text.contains("${") {
        return false;
    }
    !(a.text.contains('?') && b.text.contains('*')) && a.matches(&b.text, &NoVariables).is_yes()
}

fn resources_overlap(a: &ResourcePattern, b: &ResourcePattern) -> bool {
    let unknown = |pattern: &ResourcePattern| pattern.completed || pattern.text.contains("${");
    unknown(a) || unknown(b) || may_overlap(&a.text, &b.text)
}

/// Whether clause `a` takes in all that clause `b` does; an empty list is left to other checks.
fn clause_covers<T>(
    (a_not, a): (bool, &[T]),
    (b_not, b): (bool, &[T]),
    any: impl Fn(&T) -> bool,
    covers: impl Fn(&T, &T) -> bool,
    overlap: impl Fn(&T, &T) -> bool,
) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    match (a_not, b_not) {
        (false, false) => b.iter().all(|b| a.iter().any(|a| covers(a, b))),
        (true, true) => a.iter().all(|a| b.iter().any(|b| covers(b, a))),
        (false, true) => a.iter().any(any),
        (true, false) => b.iter().all(|b| !a.iter().any(|a| overlap(a, b))),
    }
}

pub(crate) fn actions_cover(a: &ActionClause, b: &ActionClause) -> bool {
    let any = |pattern: &ActionPattern| pattern.service.is_none();
    clause_covers((a.not, &a.patterns), (b.not, &b.patterns), any, action_covers, actions_overlap)
}

pub(crate) fn resources_cover(a: Option<&ResourceClause>, b: Option<&ResourceClause>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => clause_covers(
            (a.not, &a.patterns),
            (b.not, &b.patterns),
            ResourcePattern::is_any,
            resource_covers,
            resources_overlap,
        ),
        (None, None) => true,
        _ => false,
    }
}

/// Whether two statements name the same principals. Who is named, and not only who is meant, has a say in decisions.
pub(crate) fn same_principals(a: Option<&PrincipalClause>, b: Option<&PrincipalClause>) -> bool {
    fn names(clause: &PrincipalClause) -> BTreeSet<&str> {
        clause.list.iter().map(|value| value.text.as_str()).collect()
    }
    match (a, b) {
        (Some(a), Some(b)) => a.not == b.not && names(a) == names(b),
        (None, None) => true,
        _ => false,
    }
}

/// A condition without places: operator, key and values, in an order that does not depend on the text's.
pub(crate) fn meaning(condition: Option<&Condition>) -> BTreeSet<(&str, &str, BTreeSet<&str>)> {
    condition
        .iter()
        .flat_map(|condition| &condition.operators)
        .flat_map(|block| {
            block.keys.iter().map(|key| {
                let values = key.values.iter().map(|value| value.text.as_str()).collect();
                (block.name.as_str(), key.key_lower.as_str(), values)
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover() {
        for (a, b, expected) in [
            ("get*", "getobject", true),
            ("get*", "get*acl", true),
            ("get?", "get*", false),
            ("get?bject", "getobject", true),
            ("getobject", "get*", false),
            ("*", "?", true),
        ] {
            assert_eq!(text_covers(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn patterns_overlap() {
        for (a, b, expected) in [
            ("get*", "*acl", true),
            ("get*", "put*", false),
            ("a?c", "abc", true),
            ("a*c", "abd", false),
            ("*a*", "bbb", false),
            ("", "*", true),
            ("a", "", false),
            ("*b*", "a*", true),
        ] {
            assert_eq!(may_overlap(a, b), expected, "{a} {b}");
            assert_eq!(may_overlap(b, a), expected, "{b} {a}");
        }
    }
}
