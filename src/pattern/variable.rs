//! Policy variables: `${key}`, `${key, 'default'}` and the escapes `${*}`, `${?}`, `${$}` (rule B16).

use super::{Lookup, Piece, split_wildcards};

/// A policy variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// The key as the policy spells it.
    pub key: String,
    /// The key in lower case; key names are case-insensitive (rule C6).
    pub key_lower: String,
    /// What to use when the request has no value.
    pub default: Option<String>,
}

impl Variable {
    /// The text the variable stands for in a request.
    pub fn value<'a>(&'a self, variables: &'a impl Lookup) -> Option<&'a str> {
        variables.single(&self.key_lower).or(self.default.as_deref())
    }
}

/// What is wrong with a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableError {
    /// What is wrong.
    pub kind: VariableErrorKind,
    /// The part of the text that is wrong.
    pub text: String,
}

/// The ways in which a variable can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariableErrorKind {
    /// `${` without `}`.
    MissingBrace,
    /// A default without both quotes.
    MissingQuote,
    /// `${}`.
    Empty,
    /// White space inside the key.
    Space,
}

/// Splits a policy text into pieces. With `variables` off (`Version` 2008-10-17, rule B3) `${…}` is ordinary text;
/// with `wildcards` off `*` and `?` are ordinary characters.
///
/// # Errors
/// The first variable that is not written as rule B16 has it.
pub fn parse_template(text: &str, wildcards: bool, variables: bool) -> Result<Vec<Piece>, VariableError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while variables && let Some(at) = rest.find("${") {
        let (before, from) = rest.split_at(at);
        push_text(&mut pieces, before, wildcards);
        let Some(close) = closing_brace(from) else {
            return Err(VariableError { kind: VariableErrorKind::MissingBrace, text: from.to_owned() });
        };
        let inner = from.get(2..close).unwrap_or_default();
        match inner {
            "*" | "?" | "$" => push_literal(&mut pieces, inner),
            inner => {
                let variable = parse_variable(inner)
                    .map_err(|kind| VariableError { kind, text: from.get(..=close).unwrap_or(from).to_owned() })?;
                pieces.push(Piece::Variable(variable));
            }
        }
        rest = from.get(close + 1..).unwrap_or_default();
    }
    push_text(&mut pieces, rest, wildcards);
    Ok(pieces)
}

/// Where the brace that closes a variable stands; braces inside quotes do not count.
fn closing_brace(from: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, c) in from.char_indices().skip(2) {
        match c {
            '\'' => quoted = !quoted,
            '}' if !quoted => return Some(at),
            _ => {}
        }
    }
    // A quote that never closes hides the brace; the default is what is wrong then.
    from.find('}')
}

fn parse_variable(inner: &str) -> Result<Variable, VariableErrorKind> {
    let (key, default) = match inner.split_once(',') {
        None => (inner.trim(), None),
        Some((key, default)) => {
            let default = default.trim();
            let unquoted = default
                .strip_prefix('\'')
                .and_then(|text| text.strip_suffix('\''))
                .filter(|text| !text.contains('\''))
                .ok_or(VariableErrorKind::MissingQuote)?;
            (key.trim(), Some(unquoted.to_owned()))
        }
    };
    if key.is_empty() {
        return Err(VariableErrorKind::Empty);
    }
    if key.len() != inner.split(',').next().unwrap_or_default().len() || key.contains(char::is_whitespace) {
        return Err(VariableErrorKind::Space);
    }
    if key.contains('\'') {
        return Err(VariableErrorKind::MissingQuote);
    }
    Ok(Variable { key: key.to_owned(), key_lower: key.to_lowercase(), default })
}

fn push_text(pieces: &mut Vec<Piece>, text: &str, wildcards: bool) {
    if !wildcards {
        push_literal(pieces, text);
        return;
    }
    for piece in split_wildcards(text) {
        match piece {
            Piece::Text(text) => push_literal(pieces, &text),
            Piece::Run if pieces.last() == Some(&Piece::Run) => {}
            piece => pieces.push(piece),
        }
    }
}

fn push_literal(pieces: &mut Vec<Piece>, text: &str) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_defaults_and_escapes() {
        let Ok(pieces) = parse_template("a${*}b*${aws:username, 'x}y'}", true, true) else {
            unreachable!("a well-formed template")
        };
        assert_eq!(pieces.len(), 3);
        assert_eq!(pieces.first(), Some(&Piece::Text("a*b".into())));
        assert!(matches!(pieces.last(), Some(Piece::Variable(v)) if v.default.as_deref() == Some("x}y")));
    }

    #[test]
    fn errors() {
        use VariableErrorKind::{Empty, MissingBrace, MissingQuote, Space};
        for (text, kind) in [
            ("${a", MissingBrace),
            ("${}", Empty),
            ("${ a}", Space),
            ("${a b}", Space),
            ("${a, x}", MissingQuote),
            ("${a, 'x}", MissingQuote),
            ("${, 'x'}", Empty),
        ] {
            assert_eq!(parse_template(text, true, true).map_err(|e| e.kind), Err(kind), "{text}");
        }
        assert_eq!(parse_template("${a", false, false), Ok(vec![Piece::Text("${a".into())]));
    }
}
