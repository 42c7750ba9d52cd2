//! Operators, keys and single comparisons in words.

use super::super::room::shown;
use crate::condition::{
    Base, Comparison, Context, ContextValue, Family, KeyBlock, KeyOutcome, KeyReason, Operator, PolicyValue, Quantifier,
};

/// What an operator asks.
pub fn operator_detail(operator: Operator) -> String {
    let base = match operator.base {
        Base::StringEquals => "the value is exactly one of the listed texts",
        Base::StringNotEquals => "the value is none of the listed texts",
        Base::StringEqualsIgnoreCase => "the value is one of the listed texts, whatever the case",
        Base::StringNotEqualsIgnoreCase => "the value is none of the listed texts, whatever the case",
        Base::StringLike => "the value fits one of the listed patterns",
        Base::StringNotLike => "the value fits none of the listed patterns",
        Base::NumericEquals => "the number equals one of the listed ones",
        Base::NumericNotEquals => "the number equals none of the listed ones",
        Base::NumericLessThan => "the number is less than a listed one",
        Base::NumericLessThanEquals => "the number is at most a listed one",
        Base::NumericGreaterThan => "the number is greater than a listed one",
        Base::NumericGreaterThanEquals => "the number is at least a listed one",
        Base::DateEquals => "the time is one of the listed ones",
        Base::DateNotEquals => "the time is none of the listed ones",
        Base::DateLessThan => "the time is before a listed one",
        Base::DateLessThanEquals => "the time is not after a listed one",
        Base::DateGreaterThan => "the time is after a listed one",
        Base::DateGreaterThanEquals => "the time is not before a listed one",
        Base::Bool => "the value is the listed Boolean",
        Base::BinaryEquals => "the bytes are one of the listed ones",
        Base::IpAddress => "the address is in one of the listed ranges",
        Base::NotIpAddress => "the address is in none of the listed ranges",
        Base::ArnEquals | Base::ArnLike => "the ARN fits one of the listed patterns",
        Base::ArnNotEquals | Base::ArnNotLike => "the ARN fits none of the listed patterns",
        Base::Null => "the key is missing (true) or present (false)",
    };
    let quantified = match operator.quantifier {
        None => format!("Asks whether {base}."),
        Some(Quantifier::ForAllValues) => {
            format!("Asks of every value of the key whether {base}; no values at all count as yes.")
        }
        Some(Quantifier::ForAnyValue) => {
            format!("Asks whether for at least one value of the key {base}; no values at all count as no.")
        }
    };
    if operator.if_exists && operator.quantifier.is_none() {
        format!("{quantified} IfExists: a missing key counts as yes.")
    } else {
        quantified
    }
}

/// The rule of an operator.
pub fn operator_rule(operator: Operator) -> &'static str {
    if operator.quantifier.is_some() {
        return "C16";
    }
    match operator.base.family() {
        Family::String => "C7",
        Family::Numeric => "C8",
        Family::Date => "C9",
        Family::Bool => "C10",
        Family::Binary => "C11",
        Family::Ip => "C12",
        Family::Arn => "C13",
        Family::Null => "C14",
    }
}

/// The rule that settled a key.
pub fn key_rule(operator: Operator, outcome: KeyOutcome) -> &'static str {
    match outcome.reason {
        KeyReason::Compared if operator.quantifier.is_some() => "C16",
        KeyReason::Compared if operator.base.is_negated() => "C3",
        KeyReason::MissingForAnyValue if !operator.if_exists => "C16",
        reason => reason.rule(),
    }
}

fn quoted(values: &[String]) -> String {
    match values {
        [] => "nothing".to_owned(),
        [one] => format!("`{}`", shown(one)),
        many => many.iter().map(|value| format!("`{}`", shown(value))).collect::<Vec<_>>().join(", "),
    }
}

/// Why a key holds or does not.
pub fn key_detail(operator: Operator, key: &KeyBlock, value: Option<&ContextValue>, outcome: KeyOutcome) -> String {
    let name = &key.key;
    let holds = if outcome.matched { "holds" } else { "does not hold" };
    let request = value.map(|v| quoted(&v.values)).unwrap_or_default();
    let mfa = if key.key_lower == "aws:multifactorauthpresent" || key.key_lower == "aws:multifactorauthage" {
        match key.key_lower.as_str() {
            "aws:multifactorauthpresent" => " Long-term access keys and federated sessions never carry it.",
            _ => " It exists only after MFA was used to get the credentials.",
        }
    } else {
        ""
    };
    match outcome.reason {
        KeyReason::Compared => {
            let policy: Vec<String> = key.values.iter().map(|v| v.text.clone()).collect();
            format!("The request has {request}, the policy lists {}: it {holds}.", quoted(&policy))
        }
        KeyReason::MissingPositive => {
            format!("The request has no `{name}`, and this operator needs it: it does not hold.{mfa}")
        }
        KeyReason::MissingNegated => {
            format!("The request has no `{name}`, and a negated operator holds for a missing key.{mfa}")
        }
        KeyReason::MissingIfExists => format!("The request has no `{name}`, and IfExists counts that as holding.{mfa}"),
        KeyReason::MissingForAllValues => {
            format!("The request has no value under `{name}`, and ForAllValues holds for no values at all.{mfa}")
        }
        KeyReason::MissingForAnyValue => {
            format!("The request has no value under `{name}`, and ForAnyValue needs at least one.{mfa}")
        }
        KeyReason::NullTest => {
            let state = if value.is_some() { "present" } else { "missing" };
            let asks: Vec<String> = key.values.iter().map(|v| v.text.clone()).collect();
            format!(
                "Null {} asks whether `{name}` is {}; it is {state}: it {holds}.{}",
                quoted(&asks),
                null_asks(&asks),
                if value.is_none() { mfa } else { "" }
            )
        }
        KeyReason::NullWithQuantifier if outcome.matched => "ForAllValues:Null always holds.".to_owned(),
        KeyReason::NullWithQuantifier => "ForAnyValue:Null never holds.".to_owned(),
        KeyReason::NeedsQuantifier => {
            format!("`{name}` holds a list ({request}), and without ForAllValues or ForAnyValue a list never matches.")
        }
        KeyReason::WrongFamily => {
            let kind = key.key_type.map_or("other", |kind| kind.name());
            format!("`{name}` is of type {kind}, which {} can never match, not even negated.", operator.base.name())
        }
        KeyReason::NoPolicyValues => "The policy lists no values, so nothing can match.".to_owned(),
    }
}

fn null_asks(values: &[String]) -> &'static str {
    let asks = |wanted: &str| values.iter().any(|v| v.eq_ignore_ascii_case(wanted));
    match (asks("true"), asks("false")) {
        (true, true) => "missing or present",
        (true, false) => "missing",
        (false, true) => "present",
        (false, false) => "neither, since the value is no Boolean",
    }
}

/// What one comparison came to.
pub fn value_detail(
    operator: Operator,
    value: &PolicyValue,
    request: &str,
    comparison: Comparison,
    context: &Context,
) -> String {
    let variables: Vec<String> = value
        .variables()
        .iter()
        .filter_map(|variable| {
            variable.value(context).map(|text| format!("`${{{}}}` is `{}`", variable.key, shown(text)))
        })
        .collect();
    let variables = if variables.is_empty() { String::new() } else { format!(" Here {}.", variables.join(", ")) };
    let text = &value.text;
    let relation = relation(operator.base);
    match comparison {
        Comparison::Holds => format!("`{request}` {} `{text}`: yes.{variables}", relation),
        Comparison::Fails => format!("`{request}` {} `{text}`: no.{variables}", relation),
        Comparison::PolicyValueUnreadable => format!("`{text}` is not {}, so it never matches.", kind(operator.base)),
        Comparison::RequestValueUnreadable => {
            format!("The request's `{request}` is not {}, so it never matches.", kind(operator.base))
        }
        Comparison::NoValue if operator.base.is_negated() => {
            format!("A variable in `{text}` has no value, so the value differs from whatever the request has.")
        }
        Comparison::NoValue => format!("A variable in `{text}` has no value, so it matches nothing."),
    }
}

/// The rule of one comparison, where it is not the operator's own.
pub fn value_rule(operator: Operator, comparison: Comparison) -> Option<&'static str> {
    Some(match comparison {
        Comparison::Holds | Comparison::Fails => operator_rule(Operator { quantifier: None, ..operator }),
        Comparison::PolicyValueUnreadable | Comparison::RequestValueUnreadable => "C19",
        Comparison::NoValue => "C20",
    })
}

/// What is said of a value that nothing was compared with.
pub fn uncompared_value_detail(value: &PolicyValue, outcome: KeyOutcome, present: bool) -> String {
    match outcome.reason {
        KeyReason::NullTest => {
            let state = if present { "present" } else { "missing" };
            format!("Null `{}`: the key is {state}.", value.text)
        }
        _ => "Compared with nothing.".to_owned(),
    }
}

/// The positive relation of an operator in words: request first.
fn relation(base: Base) -> &'static str {
    match base {
        Base::StringLike
        | Base::StringNotLike
        | Base::ArnLike
        | Base::ArnEquals
        | Base::ArnNotLike
        | Base::ArnNotEquals => "fits",
        Base::NumericLessThan => "is less than",
        Base::NumericLessThanEquals => "is at most",
        Base::NumericGreaterThan => "is greater than",
        Base::NumericGreaterThanEquals => "is at least",
        Base::DateLessThan => "is before",
        Base::DateLessThanEquals => "is not after",
        Base::DateGreaterThan => "is after",
        Base::DateGreaterThanEquals => "is not before",
        Base::IpAddress | Base::NotIpAddress => "is in",
        _ => "equals",
    }
}

fn kind(base: Base) -> &'static str {
    match base.family() {
        Family::Numeric => "a number",
        Family::Date => "a date",
        Family::Bool | Family::Null => "a Boolean",
        Family::Binary => "base64",
        Family::Ip => "an IP address or range",
        Family::Arn => "an ARN with six fields",
        Family::String => "text",
    }
}
