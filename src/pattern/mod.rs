//! Patterns with `*` and `?` (rules B12, B13, B16, C7): compiled once, matched in time linear in the text.
//!
//! A pattern is a run of [`Piece`]s. Policy variables stay pieces of their own, since their text is only known
//! with the request and is always taken literally.

mod automaton;
mod variable;

pub(crate) use automaton::{Token, matches_tokens};
pub use variable::{Variable, VariableError, VariableErrorKind, parse_template};

use crate::text::{begins_with, same};

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// These characters.
    Text(String),
    /// Any one character: `?`.
    One,
    /// Any run of characters, also none: `*`.
    Run,
    /// What the request says, literally: `${key}`.
    Variable(Variable),
}

/// A part of a pattern whose variables have been looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    Text(&'a str),
    One,
    Run,
}

/// Looks up the single value of a context key by its lower-case name.
pub trait Lookup {
    /// The value, or nothing where the key is absent or has several values.
    fn single(&self, key_lower: &str) -> Option<&str>;
}

/// No variables have a value.
pub struct NoVariables;

impl Lookup for NoVariables {
    fn single(&self, _: &str) -> Option<&str> {
        None
    }
}

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
    variables: bool,
}

/// Whether a pattern matched, and if not, whether a variable without value is to blame (rule B16).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// It matched.
    Yes,
    /// It did not match.
    No,
    /// A variable of the pattern has no value and no default.
    NoValue,
}

impl Match {
    /// Whether it matched.
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }
}

impl From<bool> for Match {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

impl Pattern {
    /// A pattern in which `*` and `?` are wildcards and nothing is a variable.
    pub fn wildcards(text: &str) -> Self {
        Self::from_pieces(split_wildcards(text))
    }

    /// A pattern of pieces, as [`parse_template`] makes them.
    pub fn from_pieces(pieces: Vec<Piece>) -> Self {
        let variables = pieces.iter().any(|piece| matches!(piece, Piece::Variable(_)));
        Self { pieces, variables }
    }

    /// The pieces.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The variables in order.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.pieces.iter().filter_map(Piece::variable)
    }

    /// Whether the pattern is `*` alone.
    pub fn is_any(&self) -> bool {
        matches!(self.pieces.as_slice(), [Piece::Run])
    }

    /// The text, where the pattern has neither wildcards nor variables.
    pub fn as_literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str, variables: &impl Lookup) -> Match {
        if !self.variables {
            return match self.pieces.as_slice() {
                [] => text.is_empty().into(),
                [Piece::Run] => Match::Yes,
                [Piece::Text(literal)] => same(literal, text).into(),
                [Piece::Text(prefix), Piece::Run] => begins_with(text, prefix).into(),
                pieces => matches_parts(pieces.iter().map(Piece::fixed), text).into(),
            };
        }
        let mut parts = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            parts.push(match piece {
                Piece::Variable(variable) => match variable.value(variables) {
                    Some(value) => Part::Text(value),
                    None => return Match::NoValue,
                },
                piece => piece.fixed(),
            });
        }
        matches_parts(parts.iter().copied(), text).into()
    }
}

impl Piece {
    /// The variable, if it is one.
    pub fn variable(&self) -> Option<&Variable> {
        match self {
            Self::Variable(variable) => Some(variable),
            _ => None,
        }
    }

    /// The part for a piece that needs no look-up; a variable stands for no text here.
    fn fixed(&self) -> Part<'_> {
        match self {
            Self::Text(text) => Part::Text(text),
            Self::One => Part::One,
            Self::Run => Part::Run,
            Self::Variable(_) => Part::Text(""),
        }
    }
}

/// Splits a text at its `*` and `?`; runs of stars become one.
pub(crate) fn split_wildcards(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['*', '?']) {
        let (before, after) = rest.split_at(at);
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        if after.starts_with('?') {
            pieces.push(Piece::One);
        } else if pieces.last() != Some(&Piece::Run) {
            pieces.push(Piece::Run);
        }
        rest = after.get(1..).unwrap_or_default();
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}

/// Matches the segments between runs one after the other, each as far left as it goes. A segment of plain text is
/// searched in linear time; the rare segments that mix text and `?` after a run go to the automaton.
pub(crate) fn matches_parts<'a>(parts: impl Iterator<Item = Part<'a>> + Clone, text: &str) -> bool {
    let hard = {
        let mut seen_run = false;
        parts.clone().any(|part| {
            seen_run |= part == Part::Run;
            seen_run && part == Part::One
        })
    };
    if hard && text.len() > 64 {
        return automaton::matches(parts, text);
    }
    matches_segments(parts, text)
}

fn matches_segments<'a>(mut parts: impl Iterator<Item = Part<'a>> + Clone, text: &str) -> bool {
    // The segment before the first run is anchored at the start.
    let mut rest = text;
    let mut floating = false;
    loop {
        let segment = parts.clone();
        let mut len = 0;
        let last = loop {
            match parts.next() {
                None => break true,
                Some(Part::Run) => break false,
                Some(_) => len += 1,
            }
        };
        let segment = segment.take(len);
        let found = match (floating, last) {
            (false, false) => prefix(segment, rest),
            (false, true) => return prefix(segment, rest).is_some_and(str::is_empty),
            (true, true) => return suffix(segment, rest),
            (true, false) => search(segment, rest),
        };
        match found {
            Some(after) => rest = after,
            None => return false,
        }
        floating = true;
    }
}

/// What is left of the text when the segment matches at its start.
fn prefix<'a, 't>(segment: impl Iterator<Item = Part<'a>>, text: &'t str) -> Option<&'t str> {
    let mut rest = text;
    for part in segment {
        rest = match part {
            Part::Text(literal) => rest.strip_prefix(literal)?,
            _ => {
                let mut chars = rest.chars();
                chars.next()?;
                chars.as_str()
            }
        };
    }
    Some(rest)
}

/// Whether the text ends with the segment.
fn suffix<'a>(segment: impl Iterator<Item = Part<'a>> + Clone, text: &str) -> bool {
    let mut chars_needed = 0;
    let mut only_text = true;
    let mut bytes = 0;
    for part in segment.clone() {
        match part {
            Part::Text(literal) => {
                bytes += literal.len();
                chars_needed += literal.chars().count();
            }
            _ => {
                only_text = false;
                chars_needed += 1;
            }
        }
    }
    let start = if only_text {
        text.len().checked_sub(bytes)
    } else if chars_needed == 0 {
        Some(text.len())
    } else {
        text.char_indices().rev().nth(chars_needed - 1).map(|(at, _)| at)
    };
    start.and_then(|at| text.get(at..)).and_then(|tail| prefix(segment, tail)).is_some_and(str::is_empty)
}

/// The text after the leftmost place where the segment matches.
fn search<'a, 't>(segment: impl Iterator<Item = Part<'a>> + Clone, text: &'t str) -> Option<&'t str> {
    let mut segment_parts = segment.clone();
    match (segment_parts.next(), segment_parts.next()) {
        (None, _) => return Some(text),
        (Some(Part::Text(literal)), None) => {
            let at = text.find(literal)?;
            return text.get(at + literal.len()..);
        }
        _ => {}
    }
    let mut rest = text;
    loop {
        if let Some(after) = prefix(segment.clone(), rest) {
            return Some(after);
        }
        let mut chars = rest.chars();
        chars.next()?;
        rest = chars.as_str();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::wildcards(pattern).matches(text, &NoVariables).is_yes()
    }

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("?", "", false),
            ("?", "é", true),
            ("a*", "a", true),
            ("a*c", "abc", true),
            ("a*c", "ab", false),
            ("*b*", "abc", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*ab", "aab", true),
            ("*a?b*", "xxacbyy", true),
            ("*a*a*", "a", false),
            ("**", "x", true),
            ("*a?", "ab", true),
            ("*?", "", false),
            ("a*b?d*e", "axxbcdyye", true),
            ("[a-z]", "a", false),
            ("*\n*", "a\nb", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern:?} on {text:?}");
        }
    }

    #[test]
    fn many_stars_do_not_explode() {
        let pattern = format!("{}b", "*a".repeat(2000));
        assert!(!matches(&pattern, &"a".repeat(1_000_000)));
        let pattern = format!("*{}b", "?a".repeat(500));
        assert!(!matches(&pattern, &"a".repeat(200_000)));
    }
}
