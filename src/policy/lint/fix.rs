//! Small text edits.

use crate::condition::{Base, Operator, Quantifier};
use crate::finding::Edit;
use crate::text::{ByteRange, escape};

/// Puts a JSON string in the place of a value or name.
pub(crate) fn replace(at: ByteRange, text: &str) -> Vec<Edit> {
    vec![Edit { at, text: quoted(text) }]
}

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::new();
    escape(text, &mut out);
    out
}

/// Takes one element out of a list, with the comma that belongs to it. Lists of one have nothing to take out.
pub(crate) fn remove(items: &[ByteRange], index: usize) -> Vec<Edit> {
    let neighbours =
        (index.checked_sub(1).and_then(|before| items.get(before)), items.get(index), items.get(index + 1));
    let at = match neighbours {
        (Some(before), Some(item), _) => ByteRange { start: before.end, end: item.end },
        (None, Some(item), Some(after)) => ByteRange { start: item.start, end: after.start },
        _ => return Vec::new(),
    };
    vec![Edit { at, text: String::new() }]
}

/// An operator's name with another comparison.
pub(crate) fn operator_name(operator: Operator, base: Base) -> String {
    let quantifier = match operator.quantifier {
        Some(Quantifier::ForAllValues) => "ForAllValues:",
        Some(Quantifier::ForAnyValue) => "ForAnyValue:",
        None => "",
    };
    format!("{quantifier}{}{}", base.name(), if operator.if_exists { "IfExists" } else { "" })
}
