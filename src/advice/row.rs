//! What an MFA condition answers for each kind of credentials (rule A3), taken from the engine's own comparison.
//!
//! As far as the two MFA keys go, there are three kinds: credentials that carry neither key, credentials that say
//! `false`, and credentials that say `true` and have an age.

use crate::condition::{Context, Family, KeyBlock, NoWatch, Operator, Settings, evaluate_key};

/// `aws:MultiFactorAuthPresent` in lower case.
pub(super) const PRESENT: &str = "aws:multifactorauthpresent";
/// `aws:MultiFactorAuthAge` in lower case.
pub(super) const AGE: &str = "aws:multifactorauthage";

/// Credentials that carry neither key, for the reader.
pub(super) const WITHOUT_KEY: &str =
    "long-term access keys, root keys and federated sessions (SAML, web identity, GetFederationToken)";
/// Credentials that say `false`, for the reader.
pub(super) const SAYING_NO: &str = "role sessions, and GetSessionToken and console sessions without MFA";

/// For which credentials a condition holds, all other keys aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Credentials that carry neither key.
    pub(super) absent: bool,
    /// Credentials that say `false`.
    pub(super) no: bool,
    /// Credentials that say `true`, by age in seconds, from 0.
    pub(super) ages: Vec<(i64, bool)>,
}

impl Row {
    /// Looks at keys that must all hold (rule C1).
    pub(super) fn of(tests: &[(Operator, &KeyBlock)]) -> Self {
        let holds = |present: Option<&str>, age: Option<i64>| {
            let mut context = Context::new();
            if let Some(present) = present {
                context.set("aws:MultiFactorAuthPresent", present);
            }
            if let Some(age) = age {
                context.set("aws:MultiFactorAuthAge", age.to_string());
            }
            tests.iter().all(|(operator, key)| {
                evaluate_key(*operator, key, &context, Settings::default(), &mut NoWatch).matched
            })
        };
        Self {
            absent: holds(None, None),
            no: holds(Some("false"), None),
            ages: ages(tests).into_iter().map(|age| (age, holds(Some("true"), Some(age)))).collect(),
        }
    }

    /// Whether it holds at once after MFA.
    pub(super) fn fresh(&self) -> bool {
        self.ages.first().is_some_and(|(_, holds)| *holds)
    }

    /// Whether it holds at some time after MFA.
    pub(super) fn any_age(&self) -> bool {
        self.ages.iter().any(|(_, holds)| *holds)
    }

    /// Whether it holds for nobody.
    pub(super) fn never(&self) -> bool {
        !self.absent && !self.no && !self.any_age()
    }

    /// Whether it holds with MFA only.
    pub(super) fn is_mfa_only(&self) -> bool {
        !self.absent && !self.no && self.any_age()
    }

    /// Whether it holds for all credentials without MFA, and spares those that just had it.
    pub(super) fn is_no_mfa(&self) -> bool {
        self.absent && self.no && !self.fresh()
    }
}

/// The ages at which an answer can change: around each number, and at both ends.
fn ages(tests: &[(Operator, &KeyBlock)]) -> Vec<i64> {
    let mut ages = vec![0, 1_000_000_000];
    for (operator, key) in tests {
        if operator.base.family() == Family::Numeric {
            let numbers = key.values.iter().filter_map(|value| value.number()?.floor());
            ages.extend(numbers.take(64).flat_map(|n| [n.saturating_sub(1), n, n.saturating_add(1)]));
        }
    }
    ages.retain(|age| *age >= 0);
    ages.sort_unstable();
    ages.dedup();
    ages
}
