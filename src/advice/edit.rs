//! Edits of a condition that leave the rest of the text as its author wrote it.

use super::asked::{Asked, Look, Test};
use super::row::Row;
use crate::condition::{self, Base, KeyBlock, Operator};
use crate::finding::{Edit, Finding};
use crate::policy::fix::{quoted, remove};
use crate::text::{ByteRange, Path, json};

/// What a key is to become.
pub(super) struct Change<'v> {
    /// The operator it is to stand under.
    pub(super) operator: Operator,
    /// Its only value; none keeps the values.
    pub(super) value: Option<&'v str>,
}

impl Change<'_> {
    /// A plain operator, with or without `IfExists`.
    pub(super) fn to(base: Base, if_exists: bool) -> Self {
        Self { operator: Operator { quantifier: None, base, if_exists }, value: None }
    }
}

impl<'v> Change<'v> {
    pub(super) fn with_value(self, value: &'v str) -> Self {
        Self { value: Some(value), ..self }
    }

    fn name(&self) -> String {
        format!("{}{}", self.operator.base.name(), if self.operator.if_exists { "IfExists" } else { "" })
    }

    fn title(&self) -> String {
        match self.value {
            Some(value) => format!("Write `{}` with `{value}`", self.name()),
            None => format!("Write `{}`", self.name()),
        }
    }
}

impl Look<'_> {
    /// Adds a change of one key as a fix, where the condition then comes to what it should.
    pub(super) fn fixed(
        &self,
        finding: Finding,
        asked: &Asked<'_>,
        test: Test<'_>,
        change: &Change<'_>,
        good: impl Fn(&Row) -> bool,
    ) -> Finding {
        let Some(key) = changed_key(self, test, change) else { return finding };
        if !good(&asked.row_with(test, (change.operator, &key))) {
            return finding;
        }
        match self.edits(test, change) {
            Some(edits) => finding.with_fix(change.title(), edits),
            None => finding,
        }
    }

    /// The edits of a change: the operator's name where the key stands there alone, else the key moves.
    fn edits(&self, test: Test<'_>, change: &Change<'_>) -> Option<Vec<Edit>> {
        let name = change.name();
        let values = self.values_at(test.key);
        let value = change.value.map(quoted);
        if name == test.block.name {
            return value.map(|text| vec![Edit { at: values, text }]);
        }
        let operators = &test.condition.operators;
        let target = operators.iter().find(|block| block.name == name);
        let alone = test.block.keys.len() == 1;
        let Some(target) = target else {
            if alone {
                let mut edits = vec![Edit { at: test.block.name_at, text: quoted(&name) }];
                edits.extend(value.map(|text| Edit { at: values, text }));
                return Some(edits);
            }
            let block =
                format!("{}: {{ {} }},{}", quoted(&name), self.member(test.key, value), self.gap(test.block.at));
            let start = test.block.at.start;
            let mut edits = vec![Edit { at: ByteRange { start, end: start }, text: block }];
            edits.extend(remove_key(test));
            return Some(edits);
        };
        let last = target.keys.last()?;
        if target.keys.iter().any(|key| key.key_lower == test.key.key_lower) {
            return None;
        }
        let end = last.at.end;
        let insert = Edit {
            at: ByteRange { start: end, end },
            text: format!(",{}{}", self.gap(last.at), self.member(test.key, value)),
        };
        let mut edits = if alone { without(test)? } else { remove_key(test) };
        edits.push(insert);
        crate::finding::edits_in_order(&mut edits);
        Some(edits)
    }

    /// A key with its values, as text.
    fn member(&self, key: &KeyBlock, value: Option<String>) -> String {
        match value {
            Some(value) => format!("{}: {value}", self.slice(key.key_at)),
            None => self.slice(key.at).to_owned(),
        }
    }

    /// Where the values of a key stand, brackets included.
    pub(super) fn values_at(&self, key: &KeyBlock) -> ByteRange {
        let between = self.slice(ByteRange { start: key.key_at.end, end: key.at.end });
        let values = between.trim_start().strip_prefix(':').unwrap_or(between).trim_start();
        ByteRange::new((key.at.end as usize).saturating_sub(values.len()), key.at.end as usize)
    }

    /// The white space before a place, to be repeated before something new; a space where there is none.
    pub(super) fn gap(&self, at: ByteRange) -> String {
        let before = self.text.get(..at.start as usize).unwrap_or_default();
        let gap = before.get(before.trim_end().len()..).unwrap_or_default();
        if gap.is_empty() { " ".to_owned() } else { gap.to_owned() }
    }
}

fn remove_key(test: Test<'_>) -> Vec<Edit> {
    let places: Vec<ByteRange> = test.block.keys.iter().map(|key| key.at).collect();
    let own = test.block.keys.iter().position(|key| std::ptr::eq(key, test.key));
    own.map(|own| remove(&places, own)).unwrap_or_default()
}

/// The key as the change makes it, read as the engine would.
fn changed_key(look: &Look<'_>, test: Test<'_>, change: &Change<'_>) -> Option<KeyBlock> {
    let value = change.value.map(quoted);
    let text = format!("{{{}:{{{}}}}}", quoted(&change.name()), look.member(test.key, value));
    let json = json::parse(&text).ok()?;
    let condition = condition::parse(&json, Path::root(), false, &mut Vec::new())?;
    condition.operators.into_iter().next()?.keys.into_iter().next()
}

/// Takes out an operator with all its keys, where another one stays.
pub(super) fn without(test: Test<'_>) -> Option<Vec<Edit>> {
    let operators = &test.condition.operators;
    let places: Vec<ByteRange> = operators.iter().map(|block| block.at).collect();
    let own = operators.iter().position(|block| std::ptr::eq(block, test.block))?;
    let edits = remove(&places, own);
    (!edits.is_empty()).then_some(edits)
}
