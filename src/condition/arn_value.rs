//! Values of the ARN operators (rule C13): six components, compared one by one.

use crate::arn;
use crate::pattern::{Lookup, Match, Pattern, Piece};

/// An ARN pattern, split at its first five colons; wildcards in components 1 to 5 stay inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArnPattern {
    components: Vec<Pattern>,
}

impl ArnPattern {
    /// Splits a template; nothing when it has fewer than six components.
    pub fn new(pieces: Vec<Piece>) -> Option<Self> {
        let mut components = Vec::with_capacity(6);
        let mut current = Vec::new();
        for piece in pieces {
            let Piece::Text(text) = piece else {
                current.push(piece);
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
        (components.len() == 6).then_some(Self { components })
    }

    /// Compares with a value; nothing when the value has fewer than six components.
    pub fn matches(&self, value: &str, variables: &impl Lookup) -> Option<Match> {
        let fields = arn::fields(value)?;
        let mut result = Match::Yes;
        for (pattern, field) in self.components.iter().zip(fields) {
            match pattern.matches(field, variables) {
                Match::Yes => {}
                Match::No => result = Match::No,
                Match::NoValue => return Some(Match::NoValue),
            }
        }
        Some(result)
    }

    /// The variables in order.
    pub fn variables(&self) -> impl Iterator<Item = &crate::pattern::Variable> {
        self.components.iter().flat_map(Pattern::variables)
    }
}
