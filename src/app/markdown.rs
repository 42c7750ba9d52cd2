//! The subset of Markdown that summaries and notes use: `code` and **strong**. Anything else is plain text.

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Between backticks.
    Code(String),
    /// Between two pairs of asterisks.
    Strong(String),
}

/// Reads a text.
pub fn inlines(text: &str) -> Vec<Inline> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let code = rest.find('`').and_then(|at| span(rest, at, "`"));
        let strong = rest.find("**").and_then(|at| span(rest, at, "**"));
        let first = match (code, strong) {
            (Some(c), Some(s)) if s.0 < c.0 => Some((s, false)),
            (Some(c), _) => Some((c, true)),
            (None, Some(s)) => Some((s, false)),
            (None, None) => None,
        };
        let Some(((at, inner, after), is_code)) = first else {
            pieces.push(Inline::Text(rest.to_owned()));
            break;
        };
        if let Some(before) = rest.get(..at).filter(|before| !before.is_empty()) {
            pieces.push(Inline::Text(before.to_owned()));
        }
        pieces.push(if is_code { Inline::Code(inner.to_owned()) } else { Inline::Strong(inner.to_owned()) });
        rest = after;
    }
    pieces
}

/// What stands between a mark at a place and the next one like it, and what comes after.
fn span<'a>(text: &'a str, at: usize, mark: &str) -> Option<(usize, &'a str, &'a str)> {
    let (inner, after) = text.get(at + mark.len()..)?.split_once(mark)?;
    (!inner.is_empty()).then_some((at, inner, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_strong() {
        assert_eq!(
            inlines("Account **A** calls `GetSessionToken`."),
            [
                Inline::Text("Account ".into()),
                Inline::Strong("A".into()),
                Inline::Text(" calls ".into()),
                Inline::Code("GetSessionToken".into()),
                Inline::Text(".".into()),
            ]
        );
    }

    #[test]
    fn lonely_marks_are_text() {
        assert_eq!(inlines("a ` b"), [Inline::Text("a ` b".into())]);
        assert_eq!(inlines("2 ** 3"), [Inline::Text("2 ** 3".into())]);
    }
}
