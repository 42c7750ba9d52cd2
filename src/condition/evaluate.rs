//! Does a condition hold for a request? (rules C1 to C5, C14 to C19, C21, C22)

use std::collections::HashSet;

use super::{
    Base, Comparison, Condition, Context, ContextValue, Family, KeyBlock, KeyType, Operator, PolicyValue, Quantifier,
};

/// The readings that the rules leave open (options O3 and O4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// O3: whether `ForAnyValue:…IfExists` holds for a missing key. Default no.
    pub for_any_value_if_exists_missing: bool,
    /// O4: whether a value set that is only an empty string counts as missing for set operators. Default yes.
    pub empty_string_is_null: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { for_any_value_if_exists_missing: false, empty_string_is_null: true }
    }
}

/// Sees each comparison of a condition as it is made.
pub trait Watch {
    /// Whether the values that are left are to be looked at, also where the answer is already known.
    fn wants_more(&self) -> bool;
    /// One policy value (by position) was compared with one request value.
    fn compared(&mut self, request: &str, policy_value: usize, outcome: Comparison);
    /// One request value was settled: whether it satisfies the operator as written.
    fn settled(&mut self, _request: &str, _satisfied: bool) {}
    /// Values were compared that it was not shown, as it wants no more.
    fn left_out(&mut self) {}
}

/// Sees nothing; evaluation stops as soon as the answer is known.
pub struct NoWatch;

impl Watch for NoWatch {
    fn wants_more(&self) -> bool {
        false
    }
    fn compared(&mut self, _: &str, _: usize, _: Comparison) {}
}

/// Whether one key under one operator holds, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyOutcome {
    /// Whether it holds.
    pub matched: bool,
    /// What settled it.
    pub reason: KeyReason,
}

/// What settled a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyReason {
    /// The values were compared.
    Compared,
    /// The key is missing, and a positive operator needs it (rule C4).
    MissingPositive,
    /// The key is missing, which satisfies a negated operator (rule C4).
    MissingNegated,
    /// The key is missing, which `IfExists` forgives (rule C5).
    MissingIfExists,
    /// `ForAllValues` holds for no values at all (rule C16).
    MissingForAllValues,
    /// `ForAnyValue` needs at least one value (rules C16, C18).
    MissingForAnyValue,
    /// `Null` asked whether the key is missing (rule C14).
    NullTest,
    /// `Null` under a set operator has a fixed answer (rule C14).
    NullWithQuantifier,
    /// The key has several values and the operator no quantifier (rule C17).
    NeedsQuantifier,
    /// The operator does not fit the type of the key (rule C21).
    WrongFamily,
    /// The policy lists no values (rule C22).
    NoPolicyValues,
}

impl KeyReason {
    /// The rule behind it.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Compared => "C2",
            Self::MissingPositive | Self::MissingNegated => "C4",
            Self::MissingIfExists => "C5",
            Self::MissingForAllValues => "C16",
            Self::MissingForAnyValue => "C18",
            Self::NullTest | Self::NullWithQuantifier => "C14",
            Self::NeedsQuantifier => "C17",
            Self::WrongFamily => "C21",
            Self::NoPolicyValues => "C22",
        }
    }
}

/// Whether the whole condition holds: every operator, every key (rule C1).
pub fn evaluate(condition: &Condition, context: &Context, settings: Settings) -> bool {
    condition.operators.iter().all(|block| {
        block.keys.iter().all(|key| evaluate_key(block.operator, key, context, settings, &mut NoWatch).matched)
    })
}

/// Whether one key holds under an operator.
pub fn evaluate_key(
    operator: Operator,
    key: &KeyBlock,
    context: &Context,
    settings: Settings,
    watch: &mut impl Watch,
) -> KeyOutcome {
    let value = context.get(&key.key_lower);
    if operator.base.family() == Family::Null {
        return null(operator, key, value.is_some());
    }
    let value = match (operator.quantifier, value) {
        (Some(_), Some(value)) if settings.empty_string_is_null && value.values.iter().all(String::is_empty) => None,
        (_, value) => value,
    };
    let Some(value) = value else {
        return missing(operator, settings);
    };
    let no = |reason| KeyOutcome { matched: false, reason };
    if key.key_type.is_some_and(|kind| !kind.fits(operator.base)) {
        return no(KeyReason::WrongFamily);
    }
    if key.values.is_empty() {
        return no(KeyReason::NoPolicyValues);
    }
    let matched = match operator.quantifier {
        None if is_list(value, key) => return no(KeyReason::NeedsQuantifier),
        None => value.values.first().is_some_and(|request| satisfies(operator.base, key, request, context, watch)),
        Some(quantifier) => {
            // Every value, or any; the first that is otherwise settles it.
            let otherwise = quantifier == Quantifier::ForAnyValue;
            let mut settled = false;
            let listed = listed(operator.base, key, value);
            for request in &value.values {
                let satisfied = match listed.as_ref().filter(|_| !watch.wants_more()) {
                    Some(listed) => {
                        watch.left_out();
                        listed.contains(request.as_str()) != operator.base.is_negated()
                    }
                    None => satisfies(operator.base, key, request, context, watch),
                };
                settled |= satisfied == otherwise;
                if settled && !watch.wants_more() {
                    break;
                }
            }
            settled == otherwise
        }
    };
    KeyOutcome { matched, reason: KeyReason::Compared }
}

/// The policy values for look-up, where there is much to compare and equality is all that is asked.
fn listed<'k>(base: Base, key: &'k KeyBlock, value: &ContextValue) -> Option<HashSet<&'k str>> {
    const MUCH: usize = 4096;
    let equality = matches!(base, Base::StringEquals | Base::StringNotEquals);
    let much = key.values.len().saturating_mul(value.values.len()) > MUCH;
    if !equality || !much {
        return None;
    }
    // A value with a variable means another text for each request.
    key.values.iter().map(PolicyValue::literal).collect()
}

fn is_list(value: &ContextValue, key: &KeyBlock) -> bool {
    value.multivalued || value.values.len() > 1 || key.key_type == Some(KeyType::StringList)
}

/// Whether one request value satisfies the operator: one match for a positive operator (rule C2), none for a
/// negated one (rule C3), where every policy value must be readable (rule C19).
fn satisfies<W: Watch>(base: Base, key: &KeyBlock, request: &str, context: &Context, watch: &mut W) -> bool {
    let negated = base.is_negated();
    let mut result = negated;
    for (position, value) in key.values.iter().enumerate() {
        let outcome = value.compare(base, request, context);
        watch.compared(request, position, outcome);
        let settled = if negated {
            !matches!(outcome, Comparison::Fails | Comparison::NoValue)
        } else {
            outcome == Comparison::Holds
        };
        if settled {
            result = !negated;
            if !watch.wants_more() {
                break;
            }
        }
    }
    watch.settled(request, result);
    result
}

fn missing(operator: Operator, settings: Settings) -> KeyOutcome {
    let (matched, reason) = match operator.quantifier {
        Some(Quantifier::ForAllValues) => (true, KeyReason::MissingForAllValues),
        Some(Quantifier::ForAnyValue) => {
            (operator.if_exists && settings.for_any_value_if_exists_missing, KeyReason::MissingForAnyValue)
        }
        None if operator.if_exists => (true, KeyReason::MissingIfExists),
        None if operator.base.is_negated() => (true, KeyReason::MissingNegated),
        None => (false, KeyReason::MissingPositive),
    };
    KeyOutcome { matched, reason }
}

fn null(operator: Operator, key: &KeyBlock, present: bool) -> KeyOutcome {
    let (matched, reason) = match operator.quantifier {
        Some(Quantifier::ForAllValues) => (true, KeyReason::NullWithQuantifier),
        Some(Quantifier::ForAnyValue) => (false, KeyReason::NullWithQuantifier),
        None => (key.values.iter().any(|value| value.null() == Some(!present)), KeyReason::NullTest),
    };
    KeyOutcome { matched, reason }
}
