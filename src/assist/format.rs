//! Layout: two spaces a level, each element on its own line. Only white space changes; strings and numbers stay as they
//! were written.

use crate::finding::Edit;
use crate::text::json::{self, SyntaxError};
use crate::text::{ByteRange, LineIndex};

/// Why a text stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unformatted {
    /// A short sentence.
    pub message: String,
    /// Where the text stops being JSON.
    pub at: ByteRange,
    /// Its line, from 1.
    pub line: u32,
}

/// The edits that lay a text out, in text order; none where it is laid out already.
///
/// # Errors
/// The text is not JSON: nothing is changed.
pub fn format(text: &str) -> Result<Vec<Edit>, Unformatted> {
    json::parse(text).map_err(|error| unformatted(text, error))?;
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut edits = Vec::new();
    let mut set = |at: ByteRange, wanted: String| {
        if text.get(at.start as usize..at.end as usize) != Some(wanted.as_str()) {
            edits.push(Edit { at, text: wanted });
        }
    };
    let mut depth = 0_usize;
    let mut before = Token { at: ByteRange::default(), kind: ' ' };
    for token in tokens(text) {
        let closes = matches!(token.kind, '}' | ']');
        if closes {
            depth = depth.saturating_sub(1);
        }
        let wanted = match (before.kind, token.kind) {
            (' ', _) | (_, ',' | ':') => String::new(),
            ('{', '}') | ('[', ']') => String::new(),
            (':', _) => " ".to_owned(),
            _ => format!("{line_end}{}", "  ".repeat(depth)),
        };
        set(ByteRange { start: before.at.end, end: token.at.start }, wanted);
        if matches!(token.kind, '{' | '[') {
            depth += 1;
        }
        before = token;
    }
    let rest = ByteRange { start: before.at.end, end: ByteRange::new(text.len(), 0).start };
    let ends_line = text.get(rest.start as usize..).is_some_and(|rest| rest.contains('\n'));
    set(rest, if ends_line { line_end.to_owned() } else { String::new() });
    Ok(edits)
}

pub(super) fn unformatted(text: &str, error: SyntaxError) -> Unformatted {
    let line = LineIndex::new(text).span(error.at).line;
    Unformatted { message: error.message, at: error.at, line }
}

/// A bracket, a comma, a colon, or a value: `"`.
#[derive(Clone, Copy)]
struct Token {
    at: ByteRange,
    kind: char,
}

/// The tokens of a text that is JSON.
fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let start = at;
        let first = *bytes.get(at)?;
        at += 1;
        let kind = match first {
            b'{' | b'}' | b'[' | b']' | b',' | b':' => char::from(first),
            b'"' => {
                while let Some(c) = bytes.get(at) {
                    at += if *c == b'\\' { 2 } else { 1 };
                    if *c == b'"' {
                        break;
                    }
                }
                '"'
            }
            _ => {
                while bytes.get(at).is_some_and(|c| !c.is_ascii_whitespace() && !b"{}[],:\"".contains(c)) {
                    at += 1;
                }
                '"'
            }
        };
        Some(Token { at: ByteRange::new(start, at.min(bytes.len())), kind })
    })
}
