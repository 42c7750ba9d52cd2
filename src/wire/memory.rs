//! Policies that were read before.
//!
//! Callers of `authorize` mostly send the same policies with one request after the other. Reading them is most of
//! the work, so the last few are kept, found by their exact text. An answer never depends on it.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::places::Places;
use crate::engine::PolicySet;

/// How many policy sets are kept, and the longest text that is worth keeping.
const KEPT: usize = 8;
const LONGEST: usize = 1024 * 1024;

/// What besides the text decides how policies are read.
pub(super) type Reading = (bool, bool, bool);

/// Policies as they are kept.
#[derive(Clone)]
pub(super) struct Kept {
    /// The policies.
    pub policies: Rc<PolicySet>,
    /// Where their statements stand, where they were read for decisions alone.
    pub places: Option<Rc<Places>>,
}

/// A text's own number, never given again; 0 is nobody's.
pub(super) type Number = u32;

struct Entry {
    number: Number,
    text: Rc<str>,
    hash: u64,
    reading: Reading,
    kept: Kept,
}

#[derive(Default)]
struct Shelf {
    /// The one that was used last stands last.
    entries: Vec<Entry>,
    numbers: Number,
}

thread_local! {
    static SHELF: RefCell<Shelf> = RefCell::default();
}

impl Entry {
    fn is_of(&self, text: &str, hash: u64) -> bool {
        self.hash == hash && *self.text == *text
    }
}

impl Shelf {
    fn take(&mut self, at: usize) -> (Number, Kept) {
        let entry = self.entries.remove(at);
        let found = (entry.number, entry.kept.clone());
        self.entries.push(entry);
        found
    }
}

/// The policies of a text, where they were read before in the same way.
pub(super) fn recall(text: &str, reading: Reading) -> Option<(Number, Kept)> {
    let hash = hash(text);
    SHELF.with_borrow_mut(|shelf| {
        let at = shelf.entries.iter().position(|entry| entry.reading == reading && entry.is_of(text, hash))?;
        Some(shelf.take(at))
    })
}

/// The same by the text's number.
pub(super) fn recall_number(number: Number, reading: Reading) -> Option<Kept> {
    SHELF.with_borrow_mut(|shelf| {
        let at = shelf.entries.iter().position(|entry| entry.reading == reading && entry.number == number)?;
        Some(shelf.take(at).1)
    })
}

/// The text that a number stands for, as long as it is kept.
pub(super) fn text(number: Number) -> Option<Rc<str>> {
    SHELF.with_borrow(|shelf| shelf.entries.iter().find(|entry| entry.number == number).map(|entry| entry.text.clone()))
}

/// Keeps policies and answers their text's number; those that were not used for longest give way.
pub(super) fn keep(text: &str, reading: Reading, kept: &Kept) -> Number {
    if text.len() > LONGEST {
        return 0;
    }
    let hash = hash(text);
    SHELF.with_borrow_mut(|shelf| {
        let before = shelf.entries.iter().find(|entry| entry.is_of(text, hash));
        let (number, text) = match before {
            Some(entry) => (entry.number, entry.text.clone()),
            None => {
                shelf.numbers = shelf.numbers.wrapping_add(1).max(1);
                (shelf.numbers, Rc::from(text))
            }
        };
        if shelf.entries.len() >= KEPT {
            shelf.entries.remove(0);
        }
        shelf.entries.push(Entry { number, text, hash, reading, kept: kept.clone() });
        number
    })
}

/// Tells texts apart that have much in common, eight bytes at a time. It needs no secret: texts of one hash are compared.
fn hash(text: &str) -> u64 {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let rest = rest.iter().fold(text.len() as u64, |word, byte| word << 8 | u64::from(*byte));
    words
        .iter()
        .map(|word| u64::from_le_bytes(*word))
        .chain([rest])
        .fold(0, |hash: u64, word| (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Where the value of a top-level member stands in the text of an object. Nothing comes back for anything unusual;
/// the ordinary reader then finds out what it is.
pub(super) fn member(text: &str, name: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = None;
    let mut depth = 0_usize;
    let mut at = 0;
    let mut start: Option<usize> = None;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at + 1)?;
                if depth == 1 && start.is_none() {
                    let mut next = end + 1;
                    while bytes.get(next).is_some_and(u8::is_ascii_whitespace) {
                        next += 1;
                    }
                    if bytes.get(next) == Some(&b':') && text.get(at + 1..end) == Some(name) {
                        if found.is_some() {
                            return None;
                        }
                        start = Some(next + 1);
                    }
                }
                at = end;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                if depth == 1
                    && let Some(start) = start.take()
                {
                    found = Some(start..at);
                }
                depth = depth.checked_sub(1)?;
            }
            b',' if depth == 1 => {
                if let Some(start) = start.take() {
                    found = Some(start..at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    if depth == 0 { found } else { None }
}

/// The quote that ends a string.
fn string_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_top_level_member() {
        let text = r#"{"a":{"policies":1},"b":"\"policies\":2","policies": {"x":["]"]} ,"c":3}"#;
        assert_eq!(member(text, "policies").and_then(|range| text.get(range)), Some(r#" {"x":["]"]} "#));
        assert_eq!(member(r#"{"policies":1,"policies":2}"#, "policies"), None);
        assert_eq!(member(r#"{"policies":"#, "policies"), None);
        assert_eq!(member("[]", "policies"), None);
    }
}
