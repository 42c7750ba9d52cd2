//! What the fuzz targets share: how a call is written as bytes, and how JSON is changed so that it stays JSON.

mod mutate;

pub use mutate::{mutate_call, mutate_json};

/// The functions of `wire::call`; the first byte of an input of the target `edge` picks one.
pub const FUNCTIONS: &[&str] = &[
    "authorize",
    "runScenario",
    "checkPolicy",
    "checkScenario",
    "whatIf",
    "totp",
    "complete",
    "hover",
    "format",
    "requireMfa",
    "tidyPaste",
    "wantedServices",
    "loadServiceData",
    "rules",
    "thereIsNone",
];

/// Stands between the two arguments of a call.
pub const BETWEEN: char = '\u{1e}';

/// A call as bytes.
pub fn call_bytes(function: &str, first: &str, second: &str) -> Vec<u8> {
    let number = FUNCTIONS.iter().position(|name| *name == function).unwrap_or(FUNCTIONS.len() - 1);
    let mut bytes = vec![number as u8];
    bytes.extend_from_slice(first.as_bytes());
    if !second.is_empty() {
        bytes.extend_from_slice(BETWEEN.to_string().as_bytes());
        bytes.extend_from_slice(second.as_bytes());
    }
    bytes
}

/// The call that bytes stand for.
pub fn call_of(bytes: &[u8]) -> Option<(&'static str, &str, &str)> {
    let (number, rest) = bytes.split_first()?;
    let text = std::str::from_utf8(rest).ok()?;
    let (first, second) = text.split_once(BETWEEN).unwrap_or((text, ""));
    Some((FUNCTIONS[usize::from(*number) % FUNCTIONS.len()], first, second))
}
