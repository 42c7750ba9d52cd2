//! `Resource` and `NotResource` (rules B11, B13, B16): case-sensitive ARN patterns.
//!
//! In the first five fields a `*` stays inside its field unless it is the field's last character; then it may run
//! past the colon. In the sixth field wildcards match everything.

use crate::arn;
use crate::pattern::{Lookup, Match, Pattern, Piece, Variable};
use crate::text::ByteRange;

/// The `Resource` or `NotResource` element.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceClause {
    /// Whether it is `NotResource`.
    pub not: bool,
    /// Where the element's value stands.
    pub at: ByteRange,
    /// The patterns in source order.
    pub patterns: Vec<ResourcePattern>,
}

/// One resource pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourcePattern {
    /// As it was written.
    pub text: String,
    /// Where it stands.
    pub at: ByteRange,
    /// Whether fields were missing and completed with `*` (rule B11).
    pub completed: bool,
    form: Form,
}

#[derive(Debug, Clone, PartialEq)]
enum Form {
    /// `*`
    Any,
    /// Six fields.
    Fields {
        fields: Vec<Pattern>,
        /// Number of colons in the written pattern; a value with more may need a `*` that runs past one.
        colons: usize,
        /// Whether one of the first five fields ends with `*`.
        crossing: bool,
    },
    /// Fewer than six fields, as written, beside the completed reading.
    Short { raw: Vec<Piece>, completed: Box<Form> },
}

impl ResourcePattern {
    /// Compiles a template that was split into pieces. The text is `*` or begins with `arn:`.
    pub fn new(text: &str, at: ByteRange, pieces: Vec<Piece>) -> Self {
        if matches!(pieces.as_slice(), [Piece::Run]) {
            return Self { text: text.to_owned(), at, completed: false, form: Form::Any };
        }
        let raw = pieces.clone();
        let mut fields = split_fields(pieces);
        let completed = fields.len() < 6;
        while fields.len() < 6 {
            fields.push(vec![Piece::Run]);
        }
        let crossing = fields.iter().take(5).any(|field| field.last() == Some(&Piece::Run));
        let form = Form::Fields {
            colons: text_colons(&fields),
            fields: fields.into_iter().map(Pattern::from_pieces).collect(),
            crossing,
        };
        let form = if completed { Form::Short { raw, completed: Box::new(form) } } else { form };
        Self { text: text.to_owned(), at, completed, form }
    }

    /// Whether a resource matches.
    pub fn matches(&self, resource: &str, variables: &impl Lookup) -> Match {
        match &self.form {
            Form::Any => Match::Yes,
            Form::Short { raw, completed } => match matches_form(completed, resource, variables) {
                Match::Yes => Match::Yes,
                other => match matches_crossing(&split_fields(raw.clone()), resource, variables) {
                    Match::Yes => Match::Yes,
                    _ => other,
                },
            },
            form => matches_form(form, resource, variables),
        }
    }

    /// Whether the pattern is `*`.
    pub fn is_any(&self) -> bool {
        self.form == Form::Any
    }

    /// The variables that the pattern reads.
    pub fn variables(&self) -> Vec<&Variable> {
        match &self.form {
            Form::Any => Vec::new(),
            Form::Fields { fields, .. } => fields.iter().flat_map(Pattern::variables).collect(),
            Form::Short { raw, .. } => {
                raw.iter().filter_map(|p| if let Piece::Variable(v) = p { Some(v) } else { None }).collect()
            }
        }
    }
}

impl ResourceClause {
    /// Whether the clause covers a resource. A pattern whose variable has no value matches nothing, so that
    /// `NotResource` covers the resource then.
    pub fn matches(&self, resource: &str, variables: &impl Lookup) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(resource, variables).is_yes()) != self.not
    }
}

fn matches_form(form: &Form, resource: &str, variables: &impl Lookup) -> Match {
    let Form::Fields { fields, colons, crossing } = form else {
        return Match::Yes;
    };
    let mut result = Match::No;
    if let Some(values) = arn::fields(resource) {
        result = Match::Yes;
        for (pattern, value) in fields.iter().zip(values) {
            match pattern.matches(value, variables) {
                Match::Yes => {}
                Match::No => {
                    result = Match::No;
                    break;
                }
                Match::NoValue => return Match::NoValue,
            }
        }
    }
    if result == Match::Yes || !crossing || resource.matches(':').count() <= *colons {
        return result;
    }
    let fields: Vec<Vec<Piece>> = fields.iter().map(|field| field.pieces().to_vec()).collect();
    matches_crossing(&fields, resource, variables)
}

/// The reading in which a `*` at the end of one of the first five fields runs past the colon.
fn matches_crossing(fields: &[Vec<Piece>], resource: &str, variables: &impl Lookup) -> Match {
    use crate::pattern::Token;
    let mut tokens = Vec::new();
    for (position, field) in fields.iter().enumerate() {
        let inside = position < 5;
        if position > 0 {
            tokens.push(Token::Char(':'));
        }
        for (place, piece) in field.iter().enumerate() {
            match piece {
                Piece::Text(text) => tokens.extend(text.chars().map(Token::Char)),
                Piece::One => tokens.push(Token::One { crosses: !inside }),
                Piece::Run => tokens.push(Token::Run { crosses: !inside || place + 1 == field.len() }),
                Piece::Variable(variable) => match variable.value(variables) {
                    Some(value) => tokens.extend(value.chars().map(Token::Char)),
                    None => return Match::NoValue,
                },
            }
        }
    }
    crate::pattern::matches_tokens(&tokens, resource).into()
}

/// Splits a template at its first five colons.
fn split_fields(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut fields = vec![Vec::new()];
    for piece in pieces {
        let Piece::Text(text) = piece else {
            if let Some(field) = fields.last_mut() {
                field.push(piece);
            }
            continue;
        };
        let mut rest = text.as_str();
        while fields.len() < 6
            && let Some((before, after)) = rest.split_once(':')
        {
            if let Some(field) = fields.last_mut().filter(|_| !before.is_empty()) {
                field.push(Piece::Text(before.to_owned()));
            }
            fields.push(Vec::new());
            rest = after;
        }
        if let Some(field) = fields.last_mut().filter(|_| !rest.is_empty()) {
            field.push(Piece::Text(rest.to_owned()));
        }
    }
    fields
}

fn text_colons(fields: &[Vec<Piece>]) -> usize {
    let inside: usize = fields
        .iter()
        .flatten()
        .map(|piece| if let Piece::Text(text) = piece { text.matches(':').count() } else { 0 })
        .sum();
    inside + fields.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::{NoVariables, parse_template};

    fn matches(pattern: &str, resource: &str) -> bool {
        let pieces = parse_template(pattern, true, true).unwrap_or_default();
        ResourcePattern::new(pattern, ByteRange::default(), pieces).matches(resource, &NoVariables).is_yes()
    }

    #[test]
    fn stars_stay_in_their_field_unless_they_end_it() {
        assert!(matches("arn:aws:sns:us-east-1:*:sub-1", "arn:aws:sns:us-east-1:111122223333:topic:sub-1"));
        assert!(!matches(
            "arn:aws:ec2:us-*-1:111122223333:instance/*",
            "arn:aws:ec2:us-east:x-1:111122223333:instance/i-1"
        ));
        assert!(!matches("arn:aws:s3:::b/*", "arn:aws:s3:::b"));
        assert!(matches("arn:aws:dynamodb:*:table/p-*", "arn:aws:dynamodb:us-east-1:111122223333:table/p-1"));
        assert!(matches("arn:aws:sqs", "arn:aws:sqs:us-east-1:111122223333:q"));
        assert!(matches("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/*"));
        assert!(!matches("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/x"));
        assert!(matches("*", "*"));
        assert!(!matches("arn:aws:s3:::*", "*"));
    }
}
