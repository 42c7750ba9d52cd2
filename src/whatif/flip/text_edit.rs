//! Edits of a policy's text that keep the author's formatting.

use crate::finding::Edit;
use crate::text::ByteRange;
use crate::text::json::{Json, Member, Value};

/// Applies edits, which stand in text order and do not overlap.
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        result.push_str(text.get(at..edit.at.start as usize)?);
        result.push_str(&edit.text);
        at = edit.at.end as usize;
    }
    result.push_str(text.get(at..)?);
    Some(result)
}

fn cut(start: u32, end: u32) -> Edit {
    Edit { at: ByteRange { start, end }, text: String::new() }
}

/// Removes one of several neighbours, given where each stands, together with the comma that parts it from the next.
fn remove(places: &[ByteRange], index: usize) -> Option<Edit> {
    match places {
        [only] if index == 0 => Some(cut(only.start, only.end)),
        _ => remove_some(places, &[index])?.pop(),
    }
}

/// Removes some of several neighbours, given in ascending order, with the commas that part them; some must stay.
fn remove_some(places: &[ByteRange], indices: &[usize]) -> Option<Vec<Edit>> {
    let first_kept = (0..places.len()).find(|index| !indices.contains(index))?;
    let mut edits = Vec::new();
    for index in indices {
        let own = *places.get(*index)?;
        edits.push(if *index < first_kept || index + 1 < places.len() && !indices.contains(&(index + 1)) {
            // Up to the next one, so that what stays keeps its place.
            cut(own.start, places.get(index + 1)?.start)
        } else {
            cut(places.get(index.checked_sub(1)?)?.end, own.end)
        });
    }
    Some(edits)
}

fn members_at(members: &[Member]) -> Vec<ByteRange> {
    members.iter().map(|member| ByteRange { start: member.name_at.start, end: member.value.at.end }).collect()
}

/// Removes a member of an object.
pub(super) fn remove_member(members: &[Member], index: usize) -> Option<Edit> {
    remove(&members_at(members), index)
}

/// Removes members of an object, given in ascending order; some must stay.
pub(super) fn remove_members(members: &[Member], indices: &[usize]) -> Option<Vec<Edit>> {
    remove_some(&members_at(members), indices)
}

/// Removes elements of an array, given in ascending order; some must stay.
pub(super) fn remove_elements(items: &[Json], indices: &[usize]) -> Option<Vec<Edit>> {
    let places: Vec<ByteRange> = items.iter().map(|item| item.at).collect();
    remove_some(&places, indices)
}

/// Gives a member of an object another name.
pub(super) fn rename(member: &Member, name: &str) -> Edit {
    Edit { at: member.name_at, text: format!("\"{name}\"") }
}

/// Puts another value in the place of one.
pub(super) fn replace_value(value: &Json, text: &str) -> Edit {
    Edit { at: value.at, text: text.to_owned() }
}

fn insert(at: u32, text: impl Into<String>) -> Edit {
    Edit { at: ByteRange { start: at, end: at }, text: text.into() }
}

/// The condition that only credentials with MFA meet.
pub(super) const MFA_CONDITION: &str = "\"Condition\": { \"Bool\": { \"aws:MultiFactorAuthPresent\": \"true\" } }";

/// What parts something new from what stands before it: a line of its own where that has one, else a space.
fn gap_before(text: &str, start: u32) -> Option<String> {
    let before = text.get(..start as usize)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    let own_line = before.contains('\n') && line.chars().all(char::is_whitespace);
    Some(if own_line { format!("\n{line}") } else { " ".to_owned() })
}

/// Puts a statement behind the last one, indented like it. A single statement becomes a list.
pub(super) fn append_statement(text: &str, document: &Json, statement: &str) -> Option<Vec<Edit>> {
    let list = &member(document, "Statement")?.value;
    let items = match &list.value {
        Value::Array(items) => items,
        Value::Object(_) => {
            let (start, end) = (list.at.start, list.at.end);
            return Some(vec![insert(start, "[ "), insert(end, format!(", {statement} ]"))]);
        }
        _ => return None,
    };
    let Some(last) = items.last() else {
        return Some(vec![insert(list.at.start + 1, format!(" {statement} "))]);
    };
    let gap = gap_before(text, last.at.start)?;
    Some(vec![insert(last.at.end, format!(",{gap}{statement}"))])
}

/// Puts a member behind the last one of an object, set off like it.
pub(super) fn append_member(text: &str, object: &Json, member: &str) -> Option<Edit> {
    let last = object.as_object()?.last()?;
    let gap = gap_before(text, last.name_at.start)?;
    Some(insert(last.value.at.end, format!(",{gap}{member}")))
}

/// Puts a value behind those of an element that holds one or a list.
pub(super) fn append_value(values: &Json, value: &str) -> Option<Vec<Edit>> {
    match &values.value {
        Value::String(_) => Some(vec![insert(values.at.start, "[ "), insert(values.at.end, format!(", {value} ]"))]),
        Value::Array(items) => Some(match items.last() {
            Some(last) => vec![insert(last.at.end, format!(", {value}"))],
            None => vec![insert(values.at.start + 1, value)],
        }),
        _ => None,
    }
}

/// A member of an object; the last one of its name counts.
pub(super) fn member<'a>(json: &'a Json, name: &str) -> Option<&'a Member> {
    json.as_object()?.iter().rev().find(|member| member.name == name)
}

/// A statement of a document, by position.
pub(super) fn statement(document: &Json, index: usize) -> Option<&Json> {
    match &member(document, "Statement")?.value {
        list @ Json { value: Value::Array(_), .. } => list.as_array()?.get(index),
        one => (index == 0).then_some(one),
    }
}
