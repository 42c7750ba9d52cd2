//! Text and places in it: byte ranges inside, UTF-16 spans outside, and a JSON reader that keeps them.
//!
//! This level knows nothing of policies. Everything above reads JSON only through [`json`].

pub mod decode;
pub mod json;
mod lines;
mod print;

pub use lines::LineIndex;
pub use print::{escape, pretty};

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

    /// The pointer as text; empty for the whole document.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names that a pointer's text goes through, unescaped.
    pub fn parts(text: &str) -> Vec<String> {
        text.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect()
    }
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
