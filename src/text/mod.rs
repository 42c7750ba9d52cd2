//! Text and places in it: byte ranges inside, UTF-16 spans outside, and a JSON reader that keeps them.
//!
//! This level knows nothing of policies. Everything above reads JSON only through [`json`].

pub mod decode;
pub mod json;
mod lines;
mod print;
mod same;
mod sentence;
mod strict;

pub use lines::LineIndex;
pub use print::{escape, pretty};
pub(crate) use same::{begins_with, same};
pub use sentence::{lower_first, upper_first};

/// A half-open range of bytes in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ByteRange {
    /// First byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl ByteRange {
    /// A range from `start` to `end`; texts above 4 GiB do not get this far.
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: narrow(start), end: narrow(end) }
    }
}

/// A place in a text as editors count it: UTF-16 units, end exclusive; line and column from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// First UTF-16 unit.
    pub start: u32,
    /// The unit after the last one.
    pub end: u32,
    /// Line of the start, from 1.
    pub line: u32,
    /// Column of the start in UTF-16 units, from 1.
    pub column: u32,
}

/// A JSON pointer (RFC 6901) built from the outside in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Pointer(String);

/// Reads what stands behind a backslash; what means no character stays as it is written.
fn unescape(rest: &mut std::str::CharIndices<'_>, string: &mut String) {
    let Some((_, c)) = rest.next() else { return };
    match c {
        'b' => string.push('\u{8}'),
        'f' => string.push('\u{c}'),
        'n' => string.push('\n'),
        'r' => string.push('\r'),
        't' => string.push('\t'),
        'u' => {
            let unit = |text: &str| text.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
            let after = rest.as_str();
            let first = unit(after);
            let second = after.get(4..).and_then(|after| after.strip_prefix("\\u")).and_then(unit);
            let (read, taken) = match (first, second) {
                (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) => {
                    (char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)), 10)
                }
                (Some(unit), _) => (char::from_u32(unit), 4),
                (None, _) => (None, 0),
            };
            match read {
                Some(read) => {
                    string.push(read);
                    rest.by_ref().take(taken).for_each(drop);
                }
                None => string.push_str("\\u"),
            }
        }
        c => string.push(c),
    }
}

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer that is already written as text.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The pointer to a member of what this one points to.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + name.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for c in name.chars() {
            match c {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                c => text.push(c),
            }
        }
        Self(text)
    }

    /// The pointer to an element of what this one points to.
    #[must_use]
    pub fn element(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The pointer to the value that stands at a byte of a JSON text, as far as the text before it is well formed.
    pub fn from_place(text: &str, place: usize) -> Self {
        /// A container that is open: the key or index within, where one was read.
        enum Open {
            Object(String),
            List(usize),
        }
        let mut open: Vec<Open> = Vec::new();
        let mut rest = text.char_indices();
        let mut after_key = false;
        while let Some((at, c)) = rest.next() {
            if at >= place || open.len() > 600 {
                break;
            }
            match c {
                '{' => {
                    open.push(Open::Object(String::new()));
                    after_key = false;
                }
                '[' => {
                    open.push(Open::List(0));
                    after_key = false;
                }
                '}' | ']' => {
                    open.pop();
                }
                ':' => after_key = true,
                ',' => {
                    after_key = false;
                    if let Some(Open::List(index)) = open.last_mut() {
                        *index += 1;
                    }
                }
                '"' => {
                    let mut string = String::new();
                    while let Some((_, c)) = rest.next() {
                        match c {
                            '"' => break,
                            '\\' => unescape(&mut rest, &mut string),
                            c => string.push(c),
                        }
                    }
                    match open.last_mut() {
                        Some(Open::Object(key)) if !after_key => *key = string,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        open.iter().fold(Pointer::root(), |at, within| match within {
            Open::List(index) => at.element(*index),
            Open::Object(key) if key.is_empty() => at,
            Open::Object(key) => at.member(key),
        })
    }

    /// The pointer as text; empty for the whole document.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names that a pointer's text goes through, unescaped.
    pub fn parts(text: &str) -> Vec<String> {
        text.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect()
    }
}

/// A place on the way down, written out as a [`Pointer`] only when somebody asks.
#[derive(Debug, Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    part: Part<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Part<'a> {
    Root,
    Name(&'a str),
    Index(usize),
}

static ROOT: Path<'static> = Path { parent: None, part: Part::Root };

impl<'a> Path<'a> {
    /// The whole document.
    pub fn root() -> &'static Path<'static> {
        &ROOT
    }

    /// The place of a member.
    pub fn member(&'a self, name: &'a str) -> Path<'a> {
        Path { parent: Some(self), part: Part::Name(name) }
    }

    /// The place of an element.
    pub fn element(&'a self, index: usize) -> Path<'a> {
        Path { parent: Some(self), part: Part::Index(index) }
    }
}

impl From<&Path<'_>> for Pointer {
    fn from(path: &Path<'_>) -> Self {
        let parent = path.parent.map(Self::from).unwrap_or_default();
        match path.part {
            Part::Root => parent,
            Part::Name(name) => parent.member(name),
            Part::Index(index) => parent.element(index),
        }
    }
}

impl From<&Pointer> for Pointer {
    fn from(pointer: &Pointer) -> Self {
        pointer.clone()
    }
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
