//! Edits of a policy's text that keep the author's formatting.

use crate::finding::Edit;
use crate::text::ByteRange;
use crate::text::json::{Json, Member, Value};

/// Applies edits, which stand in text order and do not overlap.
pub(super) fn apply(text: &str, edits: &[Edit]) -> Option<String> {
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
    let own = *places.get(index)?;
    if let Some(next) = places.get(index + 1) {
        return Some(cut(own.start, next.start));
    }
    match index.checked_sub(1).and_then(|before| places.get(before)) {
        Some(before) => Some(cut(before.end, own.end)),
        None => Some(cut(own.start, own.end)),
    }
}

/// Removes a member of an object.
pub(super) fn remove_member(members: &[Member], index: usize) -> Option<Edit> {
    let places: Vec<ByteRange> =
        members.iter().map(|member| ByteRange { start: member.name_at.start, end: member.value.at.end }).collect();
    remove(&places, index)
}

/// Removes an element of an array.
pub(super) fn remove_element(items: &[Json], index: usize) -> Option<Edit> {
    let places: Vec<ByteRange> = items.iter().map(|item| item.at).collect();
    remove(&places, index)
}

/// Puts a statement behind the last one, indented like it.
pub(super) fn append_statement(text: &str, document: &Json, statement: &str) -> Option<Edit> {
    let list = &member(document, "Statement")?.value;
    let items = list.as_array()?;
    let Some(last) = items.last() else {
        return Some(Edit {
            at: ByteRange { start: list.at.start + 1, end: list.at.start + 1 },
            text: statement.to_owned(),
        });
    };
    let before = text.get(..last.at.start as usize)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    let same_line = !before.contains('\n') || line.chars().any(|c| !c.is_whitespace());
    let separator = if same_line { ", ".to_owned() } else { format!(",\n{line}") };
    Some(Edit { at: ByteRange { start: last.at.end, end: last.at.end }, text: format!("{separator}{statement}") })
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
