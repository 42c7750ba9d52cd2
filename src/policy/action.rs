//! `Action` and `NotAction` (rules B10, B12): whole string, whatever the case, with `*` and `?` in the name.

use crate::pattern::{NoVariables, Pattern};
use crate::text::ByteRange;

/// The action of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionName {
    /// As it was given.
    pub text: String,
    /// The service prefix in lower case.
    pub service: String,
    /// The name in lower case.
    pub name: String,
}

impl ActionName {
    /// Reads `prefix:Name`.
    pub fn parse(text: &str) -> Option<Self> {
        let (service, name) = text.split_once(':')?;
        (!service.is_empty() && !name.is_empty() && !name.contains(':')).then(|| Self {
            text: text.to_owned(),
            service: service.to_lowercase(),
            name: name.to_lowercase(),
        })
    }

    /// Whether the action is this one; `service:Name` in any case.
    pub fn is(&self, service: &str, name: &str) -> bool {
        self.service == service && self.name.eq_ignore_ascii_case(name)
    }
}

/// The `Action` or `NotAction` element.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionClause {
    /// Whether it is `NotAction`.
    pub not: bool,
    /// Where the element's value stands.
    pub at: ByteRange,
    /// The patterns in source order.
    pub patterns: Vec<ActionPattern>,
}

/// One action pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionPattern {
    /// As it was written.
    pub text: String,
    /// Where it stands.
    pub at: ByteRange,
    /// The service prefix in lower case; none for `*`.
    pub service: Option<String>,
    /// The pattern of the name, in lower case.
    pub name: Pattern,
}

impl ActionPattern {
    /// Reads `*` or `prefix:Name`.
    ///
    /// # Errors
    /// A code and a sentence when the text is neither.
    pub fn parse(text: &str, at: ByteRange) -> Result<Self, (&'static str, String)> {
        if text == "*" {
            return Ok(Self { text: text.to_owned(), at, service: None, name: Pattern::wildcards("*") });
        }
        let Some((service, name)) = text.split_once(':') else {
            return Err((
                "INVALID_ACTION",
                format!("`{text}` is not an action; write `service:Name`, for example `s3:GetObject`, or `*`"),
            ));
        };
        if service.contains(['*', '?']) {
            return Err((
                "INVALID_SERVICE_IN_ACTION",
                format!("the service prefix of `{text}` must not contain wildcards"),
            ));
        }
        if service.is_empty() || !service.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
            return Err(("INVALID_ACTION", format!("`{text}` has no valid service prefix")));
        }
        if name.contains(':') {
            return Err(("INVALID_ACTION", format!("`{text}` has more than one colon")));
        }
        if name.is_empty() || name.contains(char::is_whitespace) {
            return Err(("INVALID_ACTION", format!("`{text}` names no action of `{service}`")));
        }
        Ok(Self {
            text: text.to_owned(),
            at,
            service: Some(service.to_lowercase()),
            name: Pattern::wildcards(&name.to_lowercase()),
        })
    }

    /// Whether an action matches.
    pub fn matches(&self, action: &ActionName) -> bool {
        match &self.service {
            None => true,
            Some(service) => *service == action.service && self.name.matches(&action.name, &NoVariables).is_yes(),
        }
    }
}

impl ActionClause {
    /// Whether the clause covers an action; `NotAction` covers whatever its list does not match.
    pub fn matches(&self, action: &ActionName) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(action)) != self.not
    }
}
