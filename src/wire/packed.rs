//! The answer of `authorize` as numbers and one text, of which `www/npm/unpack.js` makes objects. As JSON it would be
//! written to be read again, which took longer than to evaluate and to explain.
//!
//! A text is its length in UTF-16 units; it stands where the text before it ends. The trace has a text of its own, so that
//! whoever keeps nothing but the reason does not keep the trace's text with it. Names that the engine never makes up
//! (kinds, results, rules, names of facts) are told once and are from then on numbers below zero.

use super::InputError;
use super::node::{KINDS, RESULTS, ROLES};
use crate::engine::Evaluation;
use crate::scenario::Decider;
use crate::trace::{Fact, SourceSpan, TraceNode};

/// The words before the answer itself. Each is named by its position.
pub const HEAD: usize = 9;
/// What came of the call: [`ANSWERED`], [`REFUSED`] or [`FORGOTTEN`].
const OUTCOME: usize = 0;
/// Where the text begins in memory, and its bytes; whoever hands it over fills them in.
pub const TEXT: [usize; 2] = [1, 2];
/// The number under which the policies are kept, and whether they had been read before.
const POLICIES: [usize; 2] = [3, 4];
/// The names that are new: where their words begin, where their text begins, how many.
const NAMES: [usize; 3] = [5, 6, 7];
/// The bytes of the text before that of the trace, with which that of new names ends.
const BEFORE_TRACE: usize = 8;

const ANSWERED: u32 = 0;
/// The input is not of the documented shape: a pointer and a message.
const REFUSED: u32 = 1;
/// The policies are no longer kept: the call has to come again with their text.
const FORGOTTEN: u32 = 2;

/// What a large answer may leave behind for the next one, in bytes.
const KEEP_AT_MOST: usize = 4 * 1024 * 1024;

/// An answer in the making.
pub struct Packed {
    words: Vec<u32>,
    text: String,
    /// UTF-16 units of the text, of the trace's once that has begun.
    units: u32,
    /// The policy of the span before.
    policy: String,
    names: Names,
}

impl Packed {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { words: Vec::new(), text: String::new(), units: 0, policy: String::new(), names: Names::new() }
    }

    /// The words of the answer.
    pub fn words(&mut self) -> &mut [u32] {
        &mut self.words
    }

    /// The text that the words speak of.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Begins an answer.
    pub(super) fn begin(&mut self) {
        if self.text.capacity() > KEEP_AT_MOST || self.words.capacity() > KEEP_AT_MOST / 4 {
            (self.text, self.words) = (String::new(), Vec::new());
        }
        self.words.clear();
        self.words.resize(HEAD, 0);
        self.text.clear();
        self.units = 0;
        self.policy.clear();
    }

    /// Ends an answer for somebody who knows so many names.
    pub(super) fn end(&mut self, known: usize) {
        if self.words.get(BEFORE_TRACE) == Some(&0) {
            self.end_of_text();
        }
        self.head(NAMES[0], self.words.len());
        self.head(NAMES[1], self.units as usize);
        self.head(NAMES[2], self.names.list.len().saturating_sub(known));
        for at in known..self.names.list.len() {
            self.string(self.names.list.get(at).copied().unwrap_or_default());
        }
    }

    fn end_of_text(&mut self) {
        self.head(BEFORE_TRACE, self.text.len());
        self.units = 0;
    }

    fn head(&mut self, position: usize, word: usize) {
        if let Some(slot) = self.words.get_mut(position) {
            *slot = narrow(word);
        }
    }

    pub(super) fn error(&mut self, error: &InputError) {
        self.head(OUTCOME, REFUSED as usize);
        self.string(&error.path);
        self.string(&error.message);
    }

    pub(super) fn forgotten(&mut self) {
        self.head(OUTCOME, FORGOTTEN as usize);
    }

    pub(super) fn policies(&mut self, number: u32, again: bool) {
        self.head(OUTCOME, ANSWERED as usize);
        self.head(POLICIES[0], number as usize);
        self.head(POLICIES[1], usize::from(again));
    }

    /// The decision and who made it.
    pub(super) fn decision(&mut self, evaluation: &Evaluation, deciders: &[Decider]) {
        self.name(evaluation.verdict.decision.name());
        self.number(usize::from(evaluation.incomplete));
        self.number(deciders.len());
        deciders.iter().for_each(|decider| self.decider(decider));
        self.number(0);
    }

    /// The whole evaluation.
    pub(super) fn evaluation(
        &mut self,
        evaluation: &Evaluation,
        deciders: &[Decider],
        reason: &str,
        nodes: &[TraceNode],
        missing: &[String],
    ) {
        self.decision(evaluation, deciders);
        self.words.pop();
        self.number(1);
        self.string(reason);
        self.list(missing);
        self.end_of_text();
        self.policy.clear();
        self.nodes(nodes);
    }

    fn decider(&mut self, decider: &Decider) {
        self.name(decider.place.layer.name());
        self.number(
            usize::from(decider.policy.is_some())
                | usize::from(decider.policy_name.is_some()) << 1
                | usize::from(decider.place.statement.is_some()) << 2
                | usize::from(decider.sid.is_some()) << 3
                | usize::from(decider.source.is_some()) << 4,
        );
        decider.policy.iter().for_each(|text| self.string(text));
        decider.policy_name.iter().for_each(|text| self.string(text));
        decider.place.statement.iter().for_each(|statement| self.number(*statement));
        decider.sid.iter().for_each(|text| self.string(text));
        decider.source.iter().for_each(|source| self.span(source));
    }

    fn nodes(&mut self, nodes: &[TraceNode]) {
        self.number(nodes.len());
        nodes.iter().for_each(|node| self.node(node));
    }

    fn node(&mut self, node: &TraceNode) {
        let result = KINDS.len() + node.result as usize;
        let role = KINDS.len() + RESULTS.len() + node.role as usize;
        self.number(
            usize::from(node.detail.is_some())
                | usize::from(node.source.is_some()) << 1
                | usize::from(!node.facts.is_empty()) << 2
                | usize::from(node.rule.is_some()) << 3
                | usize::from(!node.children.is_empty()) << 4
                | (node.kind as usize) << 5
                | result << 10
                | role << 15,
        );
        self.string(&node.id);
        self.string(&node.title);
        node.detail.iter().for_each(|detail| self.string(detail));
        node.source.iter().for_each(|source| self.span(source));
        if !node.facts.is_empty() {
            self.facts(&node.facts);
        }
        node.rule.iter().for_each(|rule| self.name(rule));
        if !node.children.is_empty() {
            self.nodes(&node.children);
        }
    }

    fn facts(&mut self, facts: &[(&'static str, Fact)]) {
        self.number(facts.len());
        for (name, fact) in facts {
            self.name(name);
            match fact {
                Fact::Text(text) => {
                    self.number(0);
                    self.string(text);
                }
                Fact::List(list) => {
                    self.number(1);
                    self.list(list);
                }
                Fact::Flag(flag) => self.number(2 + usize::from(*flag)),
            }
        }
    }

    /// The policy comes last: 0 for that of the span before, else its length and one.
    fn span(&mut self, span: &SourceSpan) {
        self.words.extend_from_slice(&[span.at.start, span.at.end, span.at.line, span.at.column]);
        if span.policy == self.policy {
            return self.number(0);
        }
        self.string(&span.policy);
        if let Some(length) = self.words.last_mut() {
            *length += 1;
        }
        self.policy.clear();
        self.policy.push_str(&span.policy);
    }

    fn list(&mut self, list: &[String]) {
        self.number(list.len());
        list.iter().for_each(|text| self.string(text));
    }

    fn name(&mut self, name: &'static str) {
        match self.names.number(name) {
            Some(number) => self.words.push(!narrow(number)),
            None => self.string(name),
        }
    }

    fn string(&mut self, text: &str) {
        let units = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
        self.number(units);
        self.units += narrow(units);
        self.text.push_str(text);
    }

    fn number(&mut self, number: usize) {
        self.words.push(narrow(number));
    }
}

impl Default for Packed {
    fn default() -> Self {
        Self::new()
    }
}

/// Answers stay far below.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Numbers for texts that are part of the program, found by where they stand in memory.
struct Names {
    list: Vec<&'static str>,
    /// Positions in the list and one, by a hash of the address; 0 is empty.
    slots: Vec<u16>,
}

impl Names {
    /// More than there are; never more than half of the slots.
    const MOST: usize = 512;

    fn new() -> Self {
        let list = KINDS.iter().chain(&RESULTS).chain(&ROLES).copied().collect();
        Self { list, slots: vec![0; 2 * Self::MOST] }
    }

    fn number(&mut self, name: &'static str) -> Option<usize> {
        let address = name.as_ptr() as usize;
        let mut at = (address ^ address >> 9 ^ name.len() << 3) % (2 * Self::MOST);
        loop {
            let slot = self.slots.get_mut(at)?;
            match usize::from(*slot).checked_sub(1) {
                None if self.list.len() < Self::MOST => {
                    self.list.push(name);
                    *slot = u16::try_from(self.list.len()).ok()?;
                    return Some(self.list.len() - 1);
                }
                None => return None,
                Some(number) if self.list.get(number).is_some_and(|there| std::ptr::eq(*there, name)) => {
                    return Some(number);
                }
                Some(_) => at = (at + 1) % (2 * Self::MOST),
            }
        }
    }
}
