//! The JSON pointers of findings that know only the byte where they stand: one walk for all of them.

use std::collections::HashMap;

use crate::finding::Finding;
use crate::text::json::{Json, Value};
use crate::text::{Path, Pointer};

/// Fills in the path of every location.
pub(super) fn fill_in(json: &Json, findings: &mut [Finding]) {
    let mut paths: HashMap<u32, Option<Pointer>> =
        findings.iter().flat_map(|finding| &finding.locations).map(|location| (location.at.start, None)).collect();
    if paths.is_empty() {
        return;
    }
    walk(json, Path::root(), &mut paths);
    for location in findings.iter_mut().flat_map(|finding| &mut finding.locations) {
        if let Some(Some(path)) = paths.get(&location.at.start) {
            location.path = path.clone();
        }
    }
}

fn walk(json: &Json, path: &Path<'_>, paths: &mut HashMap<u32, Option<Pointer>>) {
    note(json.at.start, path, paths);
    match &json.value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &path.element(index), paths);
            }
        }
        Value::Object(members) => {
            for member in members {
                let path = path.member(&member.name);
                note(member.name_at.start, &path, paths);
                walk(&member.value, &path, paths);
            }
        }
        _ => {}
    }
}

fn note(start: u32, path: &Path<'_>, paths: &mut HashMap<u32, Option<Pointer>>) {
    if let Some(slot) = paths.get_mut(&start) {
        *slot = Some(path.into());
    }
}
