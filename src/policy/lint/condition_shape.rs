//! Empty conditions, and operators that do not go with the number of values a key has (rules C14 to C18, C22).

use super::{Lint, Test, fix};
use crate::condition::{Base, KeyType, Operator, OperatorBlock, Quantifier};
use crate::policy::{Effect, Statement};

/// Audience claims that have one value.
const AUDIENCES: &[&str] = &[
    "accounts.google.com:aud",
    "cognito-identity.amazonaws.com:aud",
    "saml:aud",
    "token.actions.githubusercontent.com:aud",
];

impl Lint<'_> {
    pub(super) fn condition_shape(&mut self, statement: &Statement) {
        let Some(condition) = &statement.condition else { return };
        if condition.operators.is_empty() {
            self.suggest(
                "EMPTY_OBJECT_CONDITION",
                "C1",
                condition.at,
                "an empty `Condition` imposes nothing; leave it out or add an operator".into(),
            );
        }
        for block in &condition.operators {
            self.empty_block(block);
        }
    }

    fn empty_block(&mut self, block: &OperatorBlock) {
        if block.keys.is_empty() {
            let details = format!("`{}` has no keys and imposes nothing", block.name);
            self.suggest("EMPTY_OBJECT_CONDITION", "C1", block.name_at, details);
        }
        for key in block.keys.iter().filter(|key| key.values.is_empty()) {
            let (code, what) = match block.operator {
                Operator { quantifier: Some(Quantifier::ForAllValues), .. } => {
                    ("EMPTY_ARRAY_CONDITION_FORALLVALUES", "only requests without the key match; write `Null` for that")
                }
                Operator { quantifier: Some(Quantifier::ForAnyValue), .. } => {
                    ("EMPTY_ARRAY_CONDITION_FORANYVALUE", "no request matches, so that the statement has no effect")
                }
                Operator { if_exists: true, .. } => {
                    ("EMPTY_ARRAY_CONDITION_IFEXISTS", "only requests without the key match; write `Null` for that")
                }
                _ => ("EMPTY_ARRAY_CONDITION", "there is nothing to compare with; add a value"),
            };
            self.suggest(code, "C22", key.key_at, format!("`{}` has an empty list: {what}", key.key));
        }
    }

    pub(super) fn quantifier(&mut self, statement: &Statement, test: Test<'_>) {
        let (operator, key) = (test.operator(), test.key);
        if operator.base == Base::Null {
            if let Some(quantifier) = operator.quantifier {
                let answer = quantifier == Quantifier::ForAllValues;
                let details = format!("`{}` is {answer} for every request; write `Null` alone", test.block.name);
                self.suggest("NULL_WITH_QUALIFIER", "C14", test.block.name_at, details);
                self.fix("Write `Null`".into(), fix::replace(test.block.name_at, Base::Null.name()));
            }
            return;
        }
        let Some(key_type) = self.key_type(key) else { return };
        let plain = Operator { quantifier: None, ..operator };
        match operator.quantifier {
            None if key_type == KeyType::StringList => {
                let details = format!(
                    "`{}` can have several values: put `ForAllValues:` or `ForAnyValue:` before `{}`, which never matches it",
                    key.key, test.block.name
                );
                self.error("MISSING_QUALIFIER", "C17", key.key_at, details);
                if let [_] = test.block.keys.as_slice() {
                    for prefix in ["ForAnyValue:", "ForAllValues:"] {
                        let name = format!("{prefix}{}", test.block.name);
                        self.fix(format!("Write `{name}`"), fix::replace(test.block.name_at, &name));
                    }
                }
            }
            Some(Quantifier::ForAllValues) if key_type != KeyType::StringList => {
                let details =
                    format!("`{}` has one value, and `ForAllValues` holds also for requests that have none", key.key);
                self.security("FORALLVALUES_WITH_SINGLE_VALUED_KEY", "C16", key.key_at, details);
                // Without the key the operator would no longer hold, and a Deny would miss such requests.
                let keeps_missing = statement.effect == Effect::Deny && !operator.base.is_negated();
                self.without_quantifier(test, Operator { if_exists: operator.if_exists || keeps_missing, ..plain });
            }
            _ => {}
        }
    }

    /// `ForAnyValue` on an audience claim that has one value.
    pub(super) fn audience(&mut self, test: Test<'_>) {
        let operator = test.operator();
        if operator.quantifier == Some(Quantifier::ForAnyValue) && AUDIENCES.contains(&test.key.key_lower.as_str()) {
            let details = format!("`{}` has one value: leave `ForAnyValue:` out", test.key.key);
            self.security("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", "C16", test.key.key_at, details);
            self.without_quantifier(test, Operator { quantifier: None, ..operator });
        }
    }

    fn without_quantifier(&mut self, test: Test<'_>, plain: Operator) {
        if let [_] = test.block.keys.as_slice() {
            let name = fix::operator_name(plain, plain.base);
            self.fix(format!("Write `{name}`"), fix::replace(test.block.name_at, &name));
        }
    }
}
