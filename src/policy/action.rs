//! `Action` and `NotAction` (rules B10, B12): whole string, whatever the case, with `*` and `?` in the name.

use crate::pattern::{NoVariables, Pattern};
use crate::text::{ByteRange, same};

/// The action of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionName {
    /// As it was given.
    pub text: String,
    /// The service prefix in lower case.
    pub service: String,
    /// The name in lower case.
    pub name: String,
    key: ActionKey,
}

/// Numbers by which actions are told apart quickly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionKey {
    /// The service's length and first seven bytes. Equal for equal services; for services of at most seven bytes only
    /// then.
    pub service: u64,
    /// A hash of service and name; 0 where the name has wildcards.
    pub name: u64,
}

impl ActionKey {
    fn new(service: &str, name: &str) -> Self {
        Self { service: packed(service), name: hash(service, name) }
    }
}

/// Up to seven bytes and the length.
fn packed(text: &str) -> u64 {
    let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
    text.bytes().take(7).fold(u64::from(length), |packed, byte| packed << 8 | u64::from(byte))
}

/// FNV-1a. Nobody gains by two actions of one hash: they are then both looked at.
fn hash(service: &str, name: &str) -> u64 {
    service
        .bytes()
        .chain([b':'])
        .chain(name.bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl ActionName {
    /// Reads `prefix:Name`.
    pub fn parse(text: &str) -> Option<Self> {
        let (service, name) = text.split_once(':')?;
        (!service.is_empty() && !name.is_empty() && !name.contains(':')).then(|| {
            let (service, name) = (service.to_lowercase(), name.to_lowercase());
            Self { text: text.to_owned(), key: ActionKey::new(&service, &name), service, name }
        })
    }

    /// The numbers that tell it apart.
    pub fn key(&self) -> ActionKey {
        self.key
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
    key: ActionKey,
}

impl ActionPattern {
    /// Reads `*` or `prefix:Name`.
    ///
    /// # Errors
    /// A code and a sentence when the text is neither.
    pub fn parse(text: &str, at: ByteRange) -> Result<Self, (&'static str, String)> {
        if text == "*" {
            let key = ActionKey { service: 0, name: 0 };
            return Ok(Self { text: text.to_owned(), at, service: None, name: Pattern::wildcards("*"), key });
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
        let (service, lower) = (service.to_lowercase(), name.to_lowercase());
        let name = Pattern::wildcards(&lower);
        let mut key = ActionKey::new(&service, &lower);
        if name.as_literal().is_none() {
            key.name = 0;
        }
        Ok(Self { text: text.to_owned(), at, service: Some(service), name, key })
    }

    /// The numbers that tell it apart; `service` is 0 for `*`, `name` where it has wildcards.
    pub fn key(&self) -> ActionKey {
        self.key
    }

    /// Whether an action matches.
    pub fn matches(&self, action: &ActionName) -> bool {
        match &self.service {
            None => true,
            Some(service) => {
                self.key.service == action.key.service
                    && (service.len() <= 7 || same(service, &action.service))
                    && self.name.matches(&action.name, &NoVariables).is_yes()
            }
        }
    }
}

impl ActionClause {
    /// Whether the clause covers an action; `NotAction` covers whatever its list does not match.
    pub fn matches(&self, action: &ActionName) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(action)) != self.not
    }
}
