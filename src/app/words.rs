//! What the page says to a reader who is new to IAM, in AWS's own terms.

use crate::engine::Layer;
use crate::scenario::Outcome;
use crate::sts::Origin;
use crate::trace::{NodeKind, NodeResult};

/// The word of an outcome; its sign and colour always stand beside it.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "allowed",
        Outcome::ImplicitDeny => "implicit deny",
        Outcome::ExplicitDeny => "explicit deny",
        Outcome::Refused => "refused",
        Outcome::Issued => "issued",
    }
}

/// The class of an outcome.
pub fn outcome_class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "is-allowed",
        Outcome::ImplicitDeny => "is-implicitDeny",
        Outcome::ExplicitDeny => "is-explicitDeny",
        Outcome::Refused => "is-refused",
        Outcome::Issued => "is-issued",
    }
}

/// What an outcome means.
pub fn outcome_plain(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "A statement allows it, and none forbids it.",
        Outcome::ImplicitDeny => "No statement forbids it, but an Allow that it needs is missing.",
        Outcome::ExplicitDeny => "A statement forbids it. No Allow anywhere can override that.",
        Outcome::Refused => "The call never reached the policies: changing them will not help.",
        Outcome::Issued => "The sign-in or STS call succeeded.",
    }
}

/// Nobody has to allow the root user anything in its own account.
pub const ROOT_RIGHT: &str = "The root user may do everything in its account that no statement forbids.";

/// Nobody has to allow the call.
pub const NO_PERMISSION_NEEDED: &str = "The call needs no permission, and no policy can forbid it.";

/// A layer of policies, where none of its statements can be named.
pub fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::ResourceControl => "no resource control policy allows it",
        Layer::ServiceControl => "no service control policy allows it",
        Layer::Resource => "no resource-based policy allows it",
        Layer::Identity => "no identity-based policy allows it",
        Layer::Boundary => "no permissions boundary allows it",
        Layer::Session => "no session policy allows it",
        Layer::Principal => "the kind of credentials",
    }
}

/// Where a context key came from.
pub fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Credentials => "the credentials",
        Origin::Call => "the STS call",
        Origin::Request => "the request",
        Origin::Resource => "the resource",
        Origin::Clock => "the clock",
        Origin::Simulator => "the simulator",
        Origin::Scenario => "the scenario",
    }
}

/// The word of a step's result.
pub fn result(kind: NodeKind, result: NodeResult) -> &'static str {
    match (kind, result) {
        (NodeKind::Authentication, NodeResult::Matched) => "fine",
        (NodeKind::Authentication, NodeResult::NotMatched) => "failed",
        (NodeKind::Condition, NodeResult::Matched) => "true",
        (NodeKind::Condition | NodeKind::Operator | NodeKind::Key, NodeResult::NotMatched) => "false",
        (NodeKind::Operator | NodeKind::Key, NodeResult::Matched) => "true",
        (_, NodeResult::Matched) => "matches",
        (_, NodeResult::NotMatched) => "no match",
        (_, NodeResult::Allow) => "allows",
        (_, NodeResult::Deny) => "denies",
        (NodeKind::Statement, NodeResult::NoOpinion) => "does not apply",
        (_, NodeResult::NoOpinion) => "says nothing",
        (NodeKind::Layer, NodeResult::Skipped) => "nothing here",
        (_, NodeResult::Skipped) => "not looked at",
        (_, NodeResult::Info) => "",
    }
}

/// A length of time, exactly: `59 min 59 s`. Sessions are counted in hours, what is longer than any of them in days.
pub fn duration(seconds: i64) -> String {
    let days = if seconds >= 172_800 { seconds / 86_400 } else { 0 };
    let rest = seconds - days * 86_400;
    let parts = [(days, "d"), (rest / 3_600, "h"), (rest % 3_600 / 60, "min"), (rest % 60, "s")];
    let text: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    if text.is_empty() { "0 s".to_owned() } else { text.join(" ") }
}

/// What it means that somebody has signed in.
pub const SIGNED_IN: &str = "These are the credentials to begin with: no STS call is needed for them.";

/// What the age is.
pub const AGE: &str = "since the code was typed: aws:MultiFactorAuthAge";

/// No decision depends on the age.
pub const AGELESS: &str = "No policy here asks how old the MFA code is: a `GetSessionToken` session made with a code counts as MFA until it expires. To set a limit, write this into a `Condition`, or have the policy in the editor ask for it, then move the age: `\"NumericLessThan\": {\"aws:MultiFactorAuthAge\": \"3600\"}`";

/// Some policy asks for the age.
pub const AGE_WITHOUT_EFFECT: &str =
    "A policy here asks how old the MFA code is, but with these credentials no decision depends on it.";

/// The age field holds something else.
pub const NO_AGE: &str = "Enter whole seconds, from 0 to 129600 (36 h).";

/// Another scenario was opened.
pub const LEFT: &str = "Your work stays in the list of scenarios, and Undo brings it back.";

/// There is nobody to compare.
pub const NO_USERS: &str = "This scenario has no IAM user whose sessions could be compared.";

/// The text is broken at the moment.
pub const STALE: &str = "Not JSON yet: this is the last answer.";

/// It is JSON again.
pub const CURRENT: &str = "JSON again: this is the answer to what stands there now.";

/// The same, where there is little room.
pub const STALE_SHORT: &str = "the last answer";

/// A form is opened that was closed without saving it.
pub const TYPED_BEFORE: &str = "What you typed here before is there again.";

/// So many of something.
pub fn count(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// The last part of an ARN: the name that a reader knows.
pub fn arn_name(arn: &str) -> &str {
    arn.rsplit(['/', ':']).next().filter(|name| !name.is_empty()).unwrap_or(arn)
}

/// The account in an ARN.
pub fn arn_account(arn: &str) -> &str {
    arn.split(':').nth(4).unwrap_or_default()
}

/// A reader's message as a sentence.
pub fn sentence(message: &str) -> String {
    format!("{}.", begun(message))
}

/// A message as a sentence begins; a name or code that it begins with stays as it is.
pub fn begun(message: &str) -> String {
    let plain = message.split(' ').next().is_some_and(|word| word.chars().all(|c| c.is_ascii_lowercase()));
    match message.chars().next() {
        Some(first) if plain => message.replacen(first, &first.to_ascii_uppercase().to_string(), 1),
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        assert_eq!(duration(0), "0 s");
        assert_eq!(duration(3_599), "59 min 59 s");
        assert_eq!(duration(3_600), "1 h");
        assert_eq!(duration(129_600), "36 h");
        assert_eq!(duration(172_800), "2 d");
        assert_eq!(duration(2 * 86_400 + 3_661), "2 d 1 h 1 min 1 s");
    }
}
