//! Conditions (section C of the rules): operators, keys, values, and the comparison of one with the other.
//!
//! A condition is compiled once: every policy value is already a number, an instant, a network or a pattern when
//! the first request arrives. [`evaluate`] compares without allocating; whoever wants to see each comparison hands
//! it a [`Watch`].

mod arn_value;
mod compare;
mod context;
mod evaluate;
mod key;
mod number;
mod operator;
mod parse;

pub use compare::{Comparison, PolicyValue};
pub use context::{Context, ContextValue};
pub use evaluate::{KeyOutcome, KeyReason, NoWatch, Settings, Watch, evaluate, evaluate_key};
pub use key::{KeyType, key_type};
pub use number::Decimal;
pub use operator::{Base, Family, Operator, OperatorError, Quantifier};
pub use parse::parse;
pub(crate) use parse::{distance, duplicates, variable_error};

use crate::text::ByteRange;

/// The `Condition` element of a statement: all operators and all keys must hold (rule C1).
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Where the element's value stands.
    pub at: ByteRange,
    /// The operators in source order.
    pub operators: Vec<OperatorBlock>,
}

/// One operator with its keys.
#[derive(Debug, Clone, PartialEq)]
pub struct OperatorBlock {
    /// The operator.
    pub operator: Operator,
    /// As it was written.
    pub name: String,
    /// Where the name and its value stand.
    pub at: ByteRange,
    /// Where the name stands.
    pub name_at: ByteRange,
    /// The keys in source order.
    pub keys: Vec<KeyBlock>,
}

/// One key under an operator with the values it is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyBlock {
    /// The key as the policy spells it.
    pub key: String,
    /// The key in lower case (rule C6).
    pub key_lower: String,
    /// The type of a key that the rules know (rule C21).
    pub key_type: Option<KeyType>,
    /// Where the key and its values stand.
    pub at: ByteRange,
    /// Where the key stands.
    pub key_at: ByteRange,
    /// The values in source order.
    pub values: Vec<PolicyValue>,
}
