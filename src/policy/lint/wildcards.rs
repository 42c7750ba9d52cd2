//! Wildcards in condition values: where they mean nothing, and where they mean everything (rules C7, C13 to C16).

use super::{Lint, Test, fix};
use crate::condition::{Base, Family, KeyType, Quantifier};
use crate::finding::Edit;
use crate::policy::Statement;
use crate::text::ByteRange;

impl Lint<'_> {
    pub(super) fn condition_wildcards(&mut self, statement: &Statement, test: Test<'_>) {
        match test.operator().base {
            Base::StringEquals
            | Base::StringNotEquals
            | Base::StringEqualsIgnoreCase
            | Base::StringNotEqualsIgnoreCase => self.without_like(test),
            Base::StringLike | Base::StringNotLike => {
                self.like_on_arn(test);
                self.anything(statement, test);
            }
            _ => {}
        }
    }

    fn without_like(&mut self, test: Test<'_>) {
        let operator = test.operator();
        let like = match operator.base {
            Base::StringEquals => Some(Base::StringLike),
            Base::StringNotEquals => Some(Base::StringNotLike),
            _ => None,
        };
        for value in test.key.values.iter().filter(|value| has_wildcard(&value.text)) {
            let details = format!(
                "`{}`: under `{}` the `*` and `?` are ordinary characters; wildcards need a `Like` operator",
                value.text, test.block.name
            );
            self.warn("WILDCARD_WITHOUT_LIKE_OPERATOR", "C7", value.at, details);
            if let Some(like) = like {
                let name = fix::operator_name(operator, like);
                self.fix(format!("Write `{name}`"), fix::replace(test.block.name_at, &name));
            }
        }
    }

    fn like_on_arn(&mut self, test: Test<'_>) {
        let values = &test.key.values;
        if self.key_type(test.key) != Some(KeyType::Arn) || !values.iter().any(|value| has_wildcard(&value.text)) {
            return;
        }
        let base = if test.operator().base == Base::StringLike { Base::ArnLike } else { Base::ArnNotLike };
        let details = format!(
            "`{}` holds an ARN: under `{}` a `*` runs over its colons, under `{}` it does not",
            test.key.key,
            test.block.name,
            base.name()
        );
        self.security("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", "C13", test.key.key_at, details);
        let whole = values.iter().all(|value| value.text.starts_with("arn:") && value.text.matches(':').count() >= 5);
        if whole && test.block.keys.len() == 1 {
            let name = fix::operator_name(test.operator(), base);
            self.fix(format!("Write `{name}`"), fix::replace(test.block.name_at, &name));
        }
    }

    /// `*` alone among the values of a `Like` operator.
    fn anything(&mut self, statement: &Statement, test: Test<'_>) {
        let Some(value) = test.key.values.iter().find(|value| value.text == "*") else { return };
        let key_type = self.key_type(test.key);
        if key_type.is_some_and(|key_type| !key_type.fits(test.operator().base)) {
            return;
        }
        let operator = test.operator();
        let (name, key) = (&test.block.name, &test.key.key);
        let positive = operator.base == Base::StringLike;
        match (operator.quantifier, positive) {
            (Some(Quantifier::ForAllValues), true) | (None, true)
                if operator.if_exists || operator.quantifier.is_some() =>
            {
                let details = format!("`{name}` with `*` holds for every request: `{key}` restricts nothing");
                self.suggest("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", "C7", test.key.key_at, details);
            }
            (Some(Quantifier::ForAnyValue), false) => {
                let details = format!("`{name}` with `*` holds for no request, so that the statement never applies");
                self.suggest("REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", "C16", test.key.key_at, details);
            }
            (None, _) if !operator.if_exists && key_type != Some(KeyType::StringList) => {
                let absent = if positive { "false" } else { "true" };
                let code = if positive { "EQUIVALENT_TO_NULL_FALSE" } else { "EQUIVALENT_TO_NULL_TRUE" };
                let what = if positive { "has any value" } else { "is missing" };
                let details =
                    format!("`{name}` with `*` asks whether `{key}` {what}: `Null` with `{absent}` says so clearly");
                self.suggest(code, "C14", value.at, details);
                self.null_instead(statement, test, absent);
            }
            _ => {}
        }
    }

    /// Puts `Null` in the place of an operator that has this key only, where the condition has no `Null` yet.
    fn null_instead(&mut self, statement: &Statement, test: Test<'_>, absent: &str) {
        let null = statement
            .condition
            .iter()
            .flat_map(|condition| &condition.operators)
            .any(|block| block.operator.base.family() == Family::Null);
        if !null && test.block.keys.len() == 1 {
            let at = ByteRange { start: test.block.name_at.start, end: test.block.at.end };
            let text = format!("\"Null\": {{{}: \"{absent}\"}}", fix::quoted(&test.key.key));
            self.fix(format!("Write `Null` with `{absent}`"), vec![Edit { at, text }]);
        }
    }
}

/// Whether a value has a wildcard outside `${…}`.
pub(super) fn has_wildcard(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        if before.contains(['*', '?']) {
            return true;
        }
        let Some((_, after)) = after.split_once('}') else { return false };
        rest = after;
    }
    rest.contains(['*', '?'])
}
