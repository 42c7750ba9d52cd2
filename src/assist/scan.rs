//! A reader of JSON that is still being typed: it never fails, and says what stands where.
//!
//! Nothing that decides reads a policy this way. A string without its closing quote ends with its line, commas and
//! colons may be missing, and a bracket that nobody opened is passed over. Every step eats at least one byte.

use std::ops::Range;

/// No policy is deeper; what is deeper is taken for a word.
const DEEPEST: usize = 100;

/// A value of a text that may be broken.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// Where it stands, in bytes.
    pub(super) at: Range<usize>,
    /// What it is.
    pub(super) tree: Tree,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    /// An object, as far as it has been typed.
    Object {
        /// Its members.
        entries: Vec<Entry>,
        /// Whether its bracket is there.
        closed: bool,
    },
    /// An array, as far as it has been typed.
    Array {
        /// Its elements.
        items: Vec<Item>,
        /// Whether its bracket is there.
        closed: bool,
    },
    /// A string or a word without quotes.
    Word(Word),
}

/// A string, or a word without quotes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// With its quotes.
    pub(super) at: Range<usize>,
    /// Without them.
    pub(super) inside: Range<usize>,
    /// Whether it begins with a quote.
    pub(super) quoted: bool,
    /// Whether it ends with one.
    pub(super) closed: bool,
}

/// An element of an array.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// The value.
    pub(super) value: Node,
    /// Whether a comma or the bracket stands before it.
    pub(super) separated: bool,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// Its name.
    pub(super) key: Word,
    /// Where its colon ends.
    pub(super) colon: Option<usize>,
    /// Its value, once there is one.
    pub(super) value: Option<Node>,
    /// Whether a comma or the bracket stands before it.
    pub(super) separated: bool,
}

/// Reads a text; none where it has no value at all.
pub(super) fn scan(text: &str) -> Option<Node> {
    let mut reader = Reader { text, at: 0, open: Vec::new() };
    loop {
        reader.skip_space();
        match reader.peek()? {
            b'}' | b']' | b',' | b':' => reader.at += 1,
            _ => return Some(reader.value(0)),
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// The brackets that are open.
    open: Vec<u8>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|c| c.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Node {
        let start = self.at;
        let tree = match self.peek() {
            Some(b'{') if depth < DEEPEST => self.object(depth),
            Some(b'[') if depth < DEEPEST => self.array(depth),
            _ => Tree::Word(self.word(true)),
        };
        Node { at: start..self.at, tree }
    }

    fn object(&mut self, depth: usize) -> Tree {
        self.at += 1;
        self.open.push(b'{');
        let mut entries = Vec::new();
        let mut separated = true;
        let closed = loop {
            self.skip_space();
            match self.peek() {
                None => break false,
                Some(b'}') => {
                    self.at += 1;
                    break true;
                }
                Some(b']') if self.open.contains(&b'[') => break false,
                Some(b',') => {
                    separated = true;
                    self.at += 1;
                }
                Some(b']' | b':' | b'{' | b'[') => self.at += 1,
                Some(_) => {
                    let entry = self.entry(depth, separated);
                    separated = false;
                    entries.push(entry);
                }
            }
        };
        self.open.pop();
        Tree::Object { entries, closed }
    }

    fn entry(&mut self, depth: usize, separated: bool) -> Entry {
        let key = self.word(false);
        let before = self.at;
        self.skip_space();
        if self.peek() != Some(b':') {
            self.at = before;
            return Entry { key, colon: None, value: None, separated };
        }
        self.at += 1;
        let colon = self.at;
        self.skip_space();
        let value = match self.peek() {
            None | Some(b',' | b'}' | b']' | b':') => None,
            // The name of the next member, not a value.
            Some(b'"') if self.is_name() => None,
            Some(_) => Some(self.value(depth + 1)),
        };
        if value.is_none() {
            self.at = colon;
        }
        Entry { key, colon: Some(colon), value, separated }
    }

    /// Whether the string here has a colon after it and stands on a line of its own: then it is a name.
    fn is_name(&mut self) -> bool {
        let before = self.at;
        let fresh_line = self.text.get(..before).is_some_and(|text| {
            let line = text.rfind('\n').map_or(0, |at| at + 1);
            text.get(line..).is_some_and(|line| line.trim().is_empty())
        });
        let word = self.word(false);
        self.skip_space();
        let colon = self.peek() == Some(b':');
        self.at = before;
        fresh_line && word.closed && colon
    }

    fn array(&mut self, depth: usize) -> Tree {
        self.at += 1;
        self.open.push(b'[');
        let mut items = Vec::new();
        let mut separated = true;
        let closed = loop {
            self.skip_space();
            match self.peek() {
                None => break false,
                Some(b']') => {
                    self.at += 1;
                    break true;
                }
                Some(b'}') if self.open.contains(&b'{') => break false,
                Some(b',') => {
                    separated = true;
                    self.at += 1;
                }
                Some(b'}' | b':') => self.at += 1,
                Some(_) => {
                    let value = self.value(depth + 1);
                    items.push(Item { value, separated });
                    separated = false;
                }
            }
        };
        self.open.pop();
        Tree::Array { items, closed }
    }

    /// A string, or what stands before the next space or punctuation. Words that are values may hold colons.
    fn word(&mut self, value: bool) -> Word {
        let start = self.at;
        if self.peek() == Some(b'"') {
            self.at += 1;
            let inside = self.at;
            loop {
                match self.peek() {
                    Some(b'"') => {
                        self.at += 1;
                        return Word { at: start..self.at, inside: inside..self.at - 1, quoted: true, closed: true };
                    }
                    None | Some(b'\n' | b'\r') => {
                        return Word { at: start..self.at, inside: inside..self.at, quoted: true, closed: false };
                    }
                    Some(b'\\') => {
                        let escaped = self.text.as_bytes().get(self.at + 1);
                        self.at +=
                            if escaped.is_some_and(|c| !matches!(c, b'\n' | b'\r') && c.is_ascii()) { 2 } else { 1 };
                    }
                    Some(_) => self.at += 1,
                }
            }
        }
        // At least one byte, and whole characters: everything else that ends a word is ASCII.
        self.at += 1;
        while let Some(c) = self.peek() {
            if c.is_ascii_whitespace() || matches!(c, b'{' | b'}' | b'[' | b']' | b',' | b'"') || (c == b':' && !value)
            {
                break;
            }
            self.at += 1;
        }
        Word { at: start..self.at, inside: start..self.at, quoted: false, closed: false }
    }
}

impl Word {
    /// Its text without the quotes, escapes as they were written.
    pub(super) fn text<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.inside.clone()).unwrap_or_default()
    }
}

impl Node {
    /// The member of an object, by its name; of several the last.
    pub(super) fn member(&self, text: &str, name: &str) -> Option<&Node> {
        self.entries().iter().rev().find(|entry| entry.key.text(text) == name)?.value.as_ref()
    }

    /// The members of an object.
    pub(super) fn entries(&self) -> &[Entry] {
        match &self.tree {
            Tree::Object { entries, .. } => entries,
            _ => &[],
        }
    }

    /// The words of a value: itself, or the elements of its array.
    pub(super) fn words<'t>(&self, text: &'t str) -> Vec<&'t str> {
        match &self.tree {
            Tree::Word(word) => vec![word.text(text)],
            Tree::Array { items, .. } => items
                .iter()
                .filter_map(|item| match &item.value.tree {
                    Tree::Word(word) => Some(word.text(text)),
                    _ => None,
                })
                .collect(),
            Tree::Object { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let node = scan(text);
        node.iter().flat_map(|node| node.entries()).map(|entry| entry.key.text(text).to_owned()).collect()
    }

    #[test]
    fn reads_what_is_being_typed() {
        assert_eq!(names("{\"Version\": \"2012\", \"Stat"), ["Version", "Stat"]);
        assert_eq!(names("{\"Action\": \n \"Resource\": \"*\"}"), ["Action", "Resource"]);
        assert_eq!(names("{\"Effect\": \"Al\n\"Action\": \"*\" Sid: x]}"), ["Effect", "Action", "Sid"]);
        assert_eq!(scan(" ]},:"), None);
    }
}
