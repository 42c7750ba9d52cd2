//! Where a position is in a policy: in which element, in a name or in a value, and in which word.

use std::ops::Range;

use super::scan::{Entry, Item, Node, Tree, Word};

/// What is written at a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role<'t> {
    /// Nothing yet: a whole document.
    Empty,
    /// An element of the document.
    DocumentElement,
    /// The value of `Version`.
    Version,
    /// A whole statement.
    Statements,
    /// An element of a statement.
    StatementElement,
    /// The value of `Effect`.
    Effect,
    /// The values of `Action` or `NotAction`.
    Action,
    /// The values of `Resource` or `NotResource`.
    Resource,
    /// The value of `Principal` or `NotPrincipal`.
    Principal,
    /// A kind of principals.
    PrincipalKind,
    /// The principals of a kind.
    PrincipalValue(&'t str),
    /// An operator.
    Operator,
    /// A condition key under an operator.
    ConditionKey(&'t str),
    /// The values of a key: operator and key.
    ConditionValue(&'t str, &'t str),
    /// Something else.
    Other,
}

/// A position in a policy.
#[derive(Debug, Clone)]
pub(super) struct Place<'t, 'n> {
    /// What is written there.
    pub(super) role: Role<'t>,
    /// The word there, if the position touches one.
    pub(super) word: Option<&'n Word>,
    /// The statement around it.
    pub(super) statement: Option<&'n Node>,
    /// The innermost object or array around it.
    pub(super) container: Option<&'n Node>,
    /// The member whose name or value it is.
    pub(super) entry: Option<&'n Entry>,
    /// After what a comma is missing, for something new to stand here.
    pub(super) comma_after: Option<usize>,
    /// Whether something follows that needs a comma before it.
    pub(super) comma_before: bool,
}

/// A step on the way to a position.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step<'t> {
    Member(&'t str),
    Element,
}

/// Finds a position.
pub(super) fn place<'t, 'n>(text: &'t str, root: Option<&'n Node>, at: usize) -> Place<'t, 'n> {
    let mut place = Place {
        role: Role::Empty,
        word: None,
        statement: None,
        container: None,
        entry: None,
        comma_after: None,
        comma_before: false,
    };
    let Some(root) = root else { return place };
    let mut path: Vec<Step<'t>> = Vec::new();
    let mut node = root;
    loop {
        match &node.tree {
            Tree::Word(word) => {
                if touches(&word.at, at) {
                    place.word = Some(word);
                }
                break;
            }
            Tree::Object { entries, closed } => {
                if !inside(node, *closed, at) {
                    place.role = if path.is_empty() && at <= node.at.start { Role::Empty } else { Role::Other };
                    return place;
                }
                if is_statement(&path) {
                    place.statement = Some(node);
                }
                place.container = Some(node);
                place.entry = None;
                if let Some(entry) = entries.iter().find(|entry| touches(&entry.key.at, at)) {
                    place.word = Some(&entry.key);
                    place.entry = Some(entry);
                    place.role = name_role(&path);
                    return place;
                }
                let before = entries.iter().take_while(|entry| entry.key.at.end <= at).last();
                let next = entries.iter().find(|entry| entry.key.at.start >= at);
                match before {
                    Some(entry) if in_value(entry, at, text) => {
                        place.entry = Some(entry);
                        path.push(Step::Member(entry.key.text(text)));
                        let Some(value) = &entry.value else { break };
                        node = value;
                    }
                    _ => {
                        place.comma_after = before.map(end_of).filter(|end| !comma(text, *end..at));
                        place.comma_before = next.is_some_and(|next| !comma(text, at..next.key.at.start));
                        place.role = name_role(&path);
                        return place;
                    }
                }
            }
            Tree::Array { items, closed } => {
                if !inside(node, *closed, at) {
                    place.role = Role::Other;
                    return place;
                }
                place.container = Some(node);
                path.push(Step::Element);
                let Some(item) = items.iter().find(|item| touches(&item.value.at, at)) else {
                    gap(&mut place, items, text, at);
                    break;
                };
                node = &item.value;
            }
        }
    }
    place.role = value_role(&path);
    place
}

fn gap(place: &mut Place<'_, '_>, items: &[Item], text: &str, at: usize) {
    let before = items.iter().take_while(|item| item.value.at.end <= at).last();
    let next = items.iter().find(|item| item.value.at.start >= at);
    place.comma_after = before.map(|item| item.value.at.end).filter(|end| !comma(text, *end..at));
    place.comma_before = next.is_some_and(|next| !comma(text, at..next.value.at.start));
}

fn touches(range: &Range<usize>, at: usize) -> bool {
    range.start <= at && at <= range.end
}

fn inside(node: &Node, closed: bool, at: usize) -> bool {
    node.at.start < at && (at < node.at.end || !closed)
}

fn end_of(entry: &Entry) -> usize {
    entry.value.as_ref().map_or(entry.colon.unwrap_or(entry.key.at.end), |value| value.at.end)
}

/// Whether a position after a name belongs to its value: behind the colon, up to the value's end; without a value up
/// to the comma.
fn in_value(entry: &Entry, at: usize, text: &str) -> bool {
    match (entry.colon, &entry.value) {
        (Some(colon), Some(value)) => colon <= at && (at <= value.at.end || is_open(value)),
        (Some(colon), None) => colon <= at && !comma(text, colon..at),
        (None, _) => false,
    }
}

fn is_open(node: &Node) -> bool {
    matches!(node.tree, Tree::Object { closed: false, .. } | Tree::Array { closed: false, .. })
}

fn comma(text: &str, range: Range<usize>) -> bool {
    text.get(range).is_some_and(|between| between.contains(','))
}

fn is_statement(path: &[Step<'_>]) -> bool {
    matches!(path, [Step::Member("Statement")] | [Step::Member("Statement"), Step::Element])
}

fn statement_path<'p, 't>(path: &'p [Step<'t>]) -> Option<&'p [Step<'t>]> {
    match path {
        [Step::Member("Statement"), Step::Element, rest @ ..] | [Step::Member("Statement"), rest @ ..] => Some(rest),
        _ => None,
    }
}

/// What a name is, by the path of its object.
fn name_role<'t>(path: &[Step<'t>]) -> Role<'t> {
    if path.is_empty() {
        return Role::DocumentElement;
    }
    match statement_path(path) {
        Some([]) => Role::StatementElement,
        Some([Step::Member("Principal" | "NotPrincipal")]) => Role::PrincipalKind,
        Some([Step::Member("Condition")]) => Role::Operator,
        Some([Step::Member("Condition"), Step::Member(operator)]) => Role::ConditionKey(operator),
        _ => Role::Other,
    }
}

/// What a value is, by its path.
fn value_role<'t>(path: &[Step<'t>]) -> Role<'t> {
    match path {
        [] => return Role::Empty,
        [Step::Member("Version")] => return Role::Version,
        _ => {}
    }
    let Some(rest) = statement_path(path) else { return Role::Other };
    match rest {
        [] => Role::Statements,
        [Step::Member("Effect")] => Role::Effect,
        [Step::Member("Action" | "NotAction")] | [Step::Member("Action" | "NotAction"), Step::Element] => Role::Action,
        [Step::Member("Resource" | "NotResource")] | [Step::Member("Resource" | "NotResource"), Step::Element] => {
            Role::Resource
        }
        [Step::Member("Principal" | "NotPrincipal")] => Role::Principal,
        [Step::Member("Principal" | "NotPrincipal"), Step::Member(kind)]
        | [Step::Member("Principal" | "NotPrincipal"), Step::Member(kind), Step::Element] => Role::PrincipalValue(kind),
        [Step::Member("Condition"), Step::Member(operator), Step::Member(key)]
        | [Step::Member("Condition"), Step::Member(operator), Step::Member(key), Step::Element] => {
            Role::ConditionValue(operator, key)
        }
        _ => Role::Other,
    }
}
