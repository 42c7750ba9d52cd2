//! What the MFA keys of a condition come to, asked of the engine's own comparison.

use crate::condition::{self, Context, KeyBlock, NoWatch, Operator, Settings, evaluate_key};
use crate::text::Path;
use crate::text::json::Json;

/// What a condition is to mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// For a Deny: it holds for whoever is to be denied.
    pub(super) deny: bool,
    /// The most seconds since MFA; none for any.
    pub(super) seconds: Option<u32>,
}

/// Whether the MFA keys of a condition mean that, all other keys aside.
pub(super) fn means(condition: &Json, wanted: Wanted) -> bool {
    let Some(condition) = condition::parse(condition, Path::root(), false, &mut Vec::new()) else { return false };
    let tests: Vec<(Operator, &KeyBlock)> = condition
        .operators
        .iter()
        .flat_map(|block| block.keys.iter().map(move |key| (block.operator, key)))
        .filter(|(_, key)| matches!(key.key_lower.as_str(), "aws:multifactorauthpresent" | "aws:multifactorauthage"))
        .collect();
    let holds = |present: Option<&str>, age: Option<u32>| {
        let mut context = Context::new();
        if let Some(present) = present {
            context.set("aws:MultiFactorAuthPresent", present);
        }
        if let Some(age) = age {
            context.set("aws:MultiFactorAuthAge", age.to_string());
        }
        tests
            .iter()
            .all(|(operator, key)| evaluate_key(*operator, key, &context, Settings::default(), &mut NoWatch).matched)
    };
    let with_mfa = |age: u32| holds(Some("true"), Some(age)) != wanted.deny;
    let without = |present: Option<&str>| holds(present, None) == wanted.deny;
    let limit = wanted.seconds;
    without(None)
        && without(Some("false"))
        && with_mfa(0)
        && match limit {
            // A statement that already asks for recent MFA asks for MFA.
            None => true,
            Some(limit) => with_mfa(limit - 1) && !with_mfa(limit) && !with_mfa(super::LONGEST),
        }
}
