//! Values of the ARN operators (rule C13): six components, compared one by one.

use super::compare::Comparison;
use crate::arn;
use crate::pattern::{Lookup, Match, Pattern, Piece, Variable};

/// An ARN pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArnPattern {
    /// Split at its first five colons; wildcards in components 1 to 5 stay inside.
    Components(Vec<Pattern>),
    /// Too short by itself; what its variables stand for may hold the colons that it lacks, as in `${aws:PrincipalArn}`.
    Template(Vec<Piece>),
}

impl ArnPattern {
    /// Splits a template; nothing when it can never have six components.
    pub fn new(pieces: Vec<Piece>) -> Option<Self> {
        match components(&pieces) {
            Some(components) => Some(Self::Components(components)),
            None if pieces.iter().any(|piece| matches!(piece, Piece::Variable(_))) => Some(Self::Template(pieces)),
            None => None,
        }
    }

    /// Compares with a request value.
    pub fn compare(&self, value: &str, variables: &impl Lookup) -> Comparison {
        let Some(fields) = arn::fields(value) else { return Comparison::RequestValueUnreadable };
        match self {
            Self::Components(components) => compare(components, fields, variables),
            Self::Template(pieces) => {
                let Some(pieces) = substituted(pieces, variables) else { return Comparison::NoValue };
                match components(&pieces) {
                    Some(components) => compare(&components, fields, variables),
                    None => Comparison::PolicyValueUnreadable,
                }
            }
        }
    }

    /// The variables in order.
    pub fn variables(&self) -> Vec<&Variable> {
        match self {
            Self::Components(components) => components.iter().flat_map(Pattern::variables).collect(),
            Self::Template(pieces) => pieces.iter().filter_map(Piece::variable).collect(),
        }
    }
}

fn compare<'a>(
    components: &[Pattern],
    fields: impl IntoIterator<Item = &'a str>,
    variables: &impl Lookup,
) -> Comparison {
    let mut result = Match::Yes;
    for (pattern, field) in components.iter().zip(fields) {
        match pattern.matches(field, variables) {
            Match::Yes => {}
            Match::No => result = Match::No,
            Match::NoValue => return Comparison::NoValue,
        }
    }
    result.into()
}

/// The pieces with what their variables stand for, literally (rule B16); nothing where one stands for nothing.
fn substituted(pieces: &[Piece], variables: &impl Lookup) -> Option<Vec<Piece>> {
    let substitute = |piece: &Piece| match piece.variable() {
        Some(variable) => Some(Piece::Text(variable.value(variables)?.to_owned())),
        None => Some(piece.clone()),
    };
    pieces.iter().map(substitute).collect()
}

/// Splits at the first five colons; nothing when there are fewer.
fn components(pieces: &[Piece]) -> Option<Vec<Pattern>> {
    let mut components = Vec::with_capacity(6);
    let mut current = Vec::new();
    for piece in pieces {
        let Piece::Text(text) = piece else {
            current.push(piece.clone());
            continue;
        };
        let mut rest = text.as_str();
        while components.len() < 5
            && let Some((before, after)) = rest.split_once(':')
        {
            if !before.is_empty() {
                current.push(Piece::Text(before.to_owned()));
            }
            components.push(Pattern::from_pieces(std::mem::take(&mut current)));
            rest = after;
        }
        if !rest.is_empty() {
            current.push(Piece::Text(rest.to_owned()));
        }
    }
    components.push(Pattern::from_pieces(current));
    (components.len() == 6).then_some(components)
}
