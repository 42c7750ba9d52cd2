//! One policy value against one request value.

use std::net::IpAddr;

use base64::Engine;
use ipnet::IpNet;

use super::arn_value::ArnPattern;
use super::{Base, Decimal, Family};
use crate::pattern::{Lookup, Match, Pattern, Piece, Variable};
use crate::text::ByteRange;
use crate::time::Instant;

/// A value of a condition as the policy has it, understood once.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyValue {
    /// As it was written.
    pub text: String,
    /// Where it stands.
    pub at: ByteRange,
    meaning: Meaning,
}

/// What a value means to its operator; `None` where it cannot be read.
#[derive(Debug, Clone, PartialEq)]
enum Meaning {
    Text(Pattern),
    Number(Option<Decimal>),
    Instant(Option<Instant>),
    Bool { pattern: Pattern, literal: Option<bool> },
    Bytes(Option<Vec<u8>>),
    Network(Option<IpNet>),
    Arn(Option<ArnPattern>),
    Null(Option<bool>),
}

/// What came out of comparing one policy value with one request value. For a negated operator this is the outcome
/// of the positive comparison; [`super::evaluate`] turns it round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The relation holds.
    Holds,
    /// It does not.
    Fails,
    /// The policy value is not of the operator's kind (rule C19).
    PolicyValueUnreadable,
    /// The request value is not of the operator's kind (rule C19).
    RequestValueUnreadable,
    /// A variable in the policy value has no value (rule C20).
    NoValue,
}

impl From<bool> for Comparison {
    fn from(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
}

impl From<Match> for Comparison {
    fn from(result: Match) -> Self {
        match result {
            Match::Yes => Self::Holds,
            Match::No => Self::Fails,
            Match::NoValue => Self::NoValue,
        }
    }
}

impl PolicyValue {
    /// Understands a value for an operator. `pieces` are the value's text as a template: with wildcards where the
    /// operator takes them, with variables where `Version` and operator allow them.
    pub fn new(base: Base, text: &str, pieces: Vec<Piece>, at: ByteRange) -> Self {
        let meaning = match base.family() {
            Family::String => Meaning::Text(Pattern::from_pieces(pieces)),
            Family::Numeric => Meaning::Number(Decimal::parse(text)),
            Family::Date => Meaning::Instant(Instant::parse(text)),
            Family::Bool => {
                let pattern = Pattern::from_pieces(pieces);
                Meaning::Bool { literal: pattern.as_literal().and_then(parse_bool), pattern }
            }
            Family::Binary => Meaning::Bytes(decode_base64(text)),
            Family::Ip => Meaning::Network(parse_network(text)),
            Family::Arn => Meaning::Arn(ArnPattern::new(pieces)),
            Family::Null => Meaning::Null(parse_bool(text)),
        };
        Self { text: text.to_owned(), at, meaning }
    }

    /// Whether the value is of its operator's kind; a value with variables may turn out not to be.
    pub fn is_readable(&self) -> bool {
        match &self.meaning {
            Meaning::Text(_) => true,
            Meaning::Number(value) => value.is_some(),
            Meaning::Instant(value) => value.is_some(),
            Meaning::Bool { pattern, literal } => literal.is_some() || pattern.as_literal().is_none(),
            Meaning::Bytes(value) => value.is_some(),
            Meaning::Network(value) => value.is_some(),
            Meaning::Arn(value) => value.is_some(),
            Meaning::Null(value) => value.is_some(),
        }
    }

    /// What the value says of a key's absence under `Null` (rule C14).
    pub(super) fn null(&self) -> Option<bool> {
        match self.meaning {
            Meaning::Null(value) => value,
            _ => None,
        }
    }

    /// The number, where the operator is numeric.
    pub fn number(&self) -> Option<&Decimal> {
        match &self.meaning {
            Meaning::Number(value) => value.as_ref(),
            _ => None,
        }
    }

    /// The instant, where the operator compares dates.
    pub fn instant(&self) -> Option<Instant> {
        match self.meaning {
            Meaning::Instant(value) => value,
            _ => None,
        }
    }

    /// The network, where the operator compares addresses.
    pub fn network(&self) -> Option<IpNet> {
        match self.meaning {
            Meaning::Network(value) => value,
            _ => None,
        }
    }

    /// The text, where it is one without wildcards and variables.
    pub(super) fn literal(&self) -> Option<&str> {
        match &self.meaning {
            Meaning::Text(pattern) => pattern.as_literal(),
            _ => None,
        }
    }

    /// The variables that the value reads.
    pub fn variables(&self) -> Vec<&Variable> {
        match &self.meaning {
            Meaning::Text(pattern) | Meaning::Bool { pattern, .. } => pattern.variables().collect(),
            Meaning::Arn(Some(pattern)) => pattern.variables(),
            _ => Vec::new(),
        }
    }

    /// Compares with a request value.
    pub fn compare(&self, base: Base, request: &str, variables: &impl Lookup) -> Comparison {
        match &self.meaning {
            Meaning::Text(pattern) => match base {
                Base::StringEqualsIgnoreCase | Base::StringNotEqualsIgnoreCase => {
                    equals_ignore_case(pattern, request, variables)
                }
                _ => pattern.matches(request, variables).into(),
            },
            Meaning::Number(policy) => ordered(base, policy.as_ref(), Decimal::parse(request).as_ref()),
            Meaning::Instant(policy) => ordered(base, policy.as_ref(), Instant::parse(request).as_ref()),
            Meaning::Bool { pattern, literal } => compare_bool(pattern, *literal, request, variables),
            Meaning::Bytes(policy) => match (policy, decode_base64(request)) {
                (None, _) => Comparison::PolicyValueUnreadable,
                (_, None) => Comparison::RequestValueUnreadable,
                (Some(policy), Some(request)) => (*policy == request).into(),
            },
            Meaning::Network(policy) => match (policy, request.parse::<IpAddr>()) {
                (None, _) => Comparison::PolicyValueUnreadable,
                (_, Err(_)) => Comparison::RequestValueUnreadable,
                (Some(network), Ok(address)) => network.contains(&address).into(),
            },
            Meaning::Arn(None) => Comparison::PolicyValueUnreadable,
            Meaning::Arn(Some(pattern)) => pattern.compare(request, variables),
            Meaning::Null(_) => Comparison::Fails,
        }
    }
}

/// The relation `request OP policy` of the numeric and date operators; equality for the negated ones.
fn ordered<T: Ord>(base: Base, policy: Option<&T>, request: Option<&T>) -> Comparison {
    let (Some(policy), Some(request)) = (policy, request) else {
        return if policy.is_none() { Comparison::PolicyValueUnreadable } else { Comparison::RequestValueUnreadable };
    };
    match base {
        Base::NumericLessThan | Base::DateLessThan => request < policy,
        Base::NumericLessThanEquals | Base::DateLessThanEquals => request <= policy,
        Base::NumericGreaterThan | Base::DateGreaterThan => request > policy,
        Base::NumericGreaterThanEquals | Base::DateGreaterThanEquals => request >= policy,
        _ => request == policy,
    }
    .into()
}

fn equals_ignore_case(pattern: &Pattern, request: &str, variables: &impl Lookup) -> Comparison {
    let mut rest = request.chars().flat_map(char::to_lowercase);
    let mut equal = true;
    for piece in pattern.pieces() {
        let text = match piece {
            Piece::Text(text) => text,
            Piece::Variable(variable) => match variable.value(variables) {
                Some(value) => value,
                None => return Comparison::NoValue,
            },
            // Without wildcards a template has no other pieces.
            Piece::One | Piece::Run => continue,
        };
        equal = equal && text.chars().flat_map(char::to_lowercase).all(|c| rest.next() == Some(c));
    }
    (equal && rest.next().is_none()).into()
}

fn compare_bool(pattern: &Pattern, literal: Option<bool>, request: &str, variables: &impl Lookup) -> Comparison {
    let policy = match (literal, pattern.pieces()) {
        (Some(truth), _) => Some(truth),
        (None, [Piece::Variable(variable)]) => match variable.value(variables) {
            Some(value) => parse_bool(value),
            None => return Comparison::NoValue,
        },
        (None, _) => None,
    };
    match (policy, parse_bool(request)) {
        (None, _) => Comparison::PolicyValueUnreadable,
        (_, None) => Comparison::RequestValueUnreadable,
        (Some(policy), Some(request)) => (policy == request).into(),
    }
}

/// `true` or `false` in any letter case (rule C10).
fn parse_bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// A network, or one address as a network of its own (rule C12).
fn parse_network(text: &str) -> Option<IpNet> {
    if text.contains('/') { text.parse().ok() } else { text.parse::<IpAddr>().ok().map(IpNet::from) }
}

fn decode_base64(text: &str) -> Option<Vec<u8>> {
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}
