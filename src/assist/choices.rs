//! How a choice is written where the caret is: with the quotes, the colon and the comma that are not there yet.

use super::complete::{Choice, ChoiceKind, Completion};
use super::place::Place;
use super::scan::Word;
use crate::finding::Edit;
use crate::text::{ByteRange, escape};

/// Where the caret goes in what is written.
const CARET: char = '\u{1}';

/// No list is longer.
const MOST: usize = 1500;

/// Gathers choices for one place.
pub(super) struct Choices<'t, 'n> {
    text: &'t str,
    at: usize,
    place: &'n Place<'t, 'n>,
    options: Vec<Choice>,
}

/// A choice before it is written.
pub(super) struct Draft {
    label: String,
    kind: ChoiceKind,
    detail: String,
    about: String,
    rank: i8,
}

impl Draft {
    pub(super) fn new(kind: ChoiceKind, label: impl Into<String>) -> Self {
        Self { label: label.into(), kind, detail: String::new(), about: String::new(), rank: 0 }
    }

    pub(super) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    pub(super) fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    pub(super) fn rank(mut self, rank: i8) -> Self {
        self.rank = rank;
        self
    }
}

impl<'t, 'n> Choices<'t, 'n> {
    pub(super) fn new(text: &'t str, at: usize, place: &'n Place<'t, 'n>) -> Self {
        Self { text, at, place, options: Vec::new() }
    }

    /// What has been typed of the word, up to the caret.
    pub(super) fn typed(&self) -> &'t str {
        let start = self.place.word.map_or(self.at, |word| word.inside.start);
        self.text.get(start.min(self.at)..self.at).unwrap_or_default()
    }

    /// Adds a string.
    pub(super) fn string(&mut self, draft: Draft) {
        let inside = draft.label.clone();
        self.add(draft, &inside, "\"");
    }

    /// Adds a string that goes on: the caret stays inside it.
    pub(super) fn beginning(&mut self, draft: Draft) {
        let inside = draft.label.clone();
        self.add(draft, &inside, &format!("{CARET}\""));
    }

    /// Adds a name with what follows it; `\u{1}` says where the caret goes, `\n` and `\t` begin a line as deep as this
    /// one and one deeper.
    pub(super) fn name(&mut self, draft: Draft, value: &str) {
        let inside = draft.label.clone();
        let has_colon = self.place.entry.is_some_and(|entry| entry.colon.is_some());
        let tail = if has_colon { "\"".to_owned() } else { format!("\": {value}") };
        self.add(draft, &inside, &tail);
    }

    /// Adds the name of a tag's key, which the author ends.
    pub(super) fn tag(&mut self, draft: Draft) {
        let inside = draft.label.clone();
        let has_colon = self.place.entry.is_some_and(|entry| entry.colon.is_some());
        let tail = if has_colon { format!("{CARET}\"") } else { format!("{CARET}\": \"\"") };
        self.add(draft, &inside, &tail);
    }

    /// Adds JSON that is no string, for places where no quote stands.
    pub(super) fn raw(&mut self, draft: Draft, json: &str) {
        if self.place.word.is_some_and(|word| word.quoted) {
            return;
        }
        let written = self.laid_out(json);
        self.push(draft, written);
    }

    fn add(&mut self, draft: Draft, inside: &str, tail: &str) {
        let mut quoted = String::new();
        escape(inside, &mut quoted);
        quoted.pop();
        if self.place.word.is_some_and(|word| word.quoted) {
            quoted.remove(0);
        }
        quoted.push_str(&self.laid_out(tail));
        self.push(draft, quoted);
    }

    fn push(&mut self, draft: Draft, mut apply: String) {
        if self.options.len() >= MOST || self.options.iter().any(|option| option.label == draft.label) {
            return;
        }
        if self.place.comma_before {
            apply.push(',');
        }
        let caret = apply.find(CARET);
        apply.retain(|c| c != CARET);
        let Draft { label, kind, detail, about, rank } = draft;
        self.options.push(Choice { label, kind, detail, apply, caret, about, rank });
    }

    /// Lines as deep as the one with the caret; in an object that stands on one line, no lines at all.
    fn laid_out(&self, template: &str) -> String {
        let start = self.place.word.map_or(self.at, |word| word.at.start);
        let before = self.text.get(..start).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let on_lines = match self.place.container {
            Some(node) => self.text.get(node.at.start..start).is_some_and(|inside| inside.contains('\n')),
            None => true,
        };
        if !on_lines {
            return template.replace(['\n', '\t'], " ");
        }
        let line = before.get(line..).unwrap_or_default();
        let indent = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
        template.replace('\n', &format!("\n{indent}")).replace('\t', &format!("\n{indent}  "))
    }

    pub(super) fn finish(self) -> Option<Completion> {
        if self.options.is_empty() {
            return None;
        }
        let at = match self.place.word {
            None => ByteRange::new(self.at, self.at),
            Some(word) => ByteRange::new(word.inside.start, end(word, self.at)),
        };
        let also = match self.place.comma_after {
            Some(place) if self.place.word.is_none() => {
                vec![Edit { at: ByteRange::new(place, place), text: ",".to_owned() }]
            }
            _ => Vec::new(),
        };
        Some(Completion { at, options: self.options, also })
    }
}

/// A string without its closing quote may have swallowed what follows on its line: only what was typed is replaced.
fn end(word: &Word, at: usize) -> usize {
    if word.closed {
        word.at.end
    } else if word.quoted {
        at.max(word.inside.start)
    } else {
        word.at.end
    }
}
