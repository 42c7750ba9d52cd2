//! Places in a scenario or in account details, in words: "account 111122223333, user Sofia, first MFA device, secret".

use crate::text::decode::InputError;

/// What the members of a block are called, by its name; each has a name of its own.
const BLOCKS: &[(&str, &str)] = &[
    ("accounts", "account"),
    ("users", "user"),
    ("groups", "group"),
    ("roles", "role"),
    ("resources", "resource"),
    ("policies", "policy"),
    ("managedPolicies", "managed policy"),
    ("tags", "tag"),
    ("context", "key"),
    ("claims", "claim"),
];

/// What the elements of a list are called, by its name.
const LISTS: &[(&str, &str)] = &[
    ("accounts", "account"),
    ("groups", "group"),
    ("mfa", "MFA device"),
    ("identityProviders", "identity provider"),
    ("serviceControlPolicies", "level of service control policies"),
    ("resourceControlPolicies", "level of resource control policies"),
    ("attached", "attached policy"),
    ("via", "service"),
    ("Tags", "tag"),
    ("PolicyArns", "policy"),
    ("UserDetailList", "user"),
    ("GroupDetailList", "group"),
    ("RoleDetailList", "role"),
    ("Policies", "managed policy"),
    ("UserPolicyList", "inline policy"),
    ("GroupPolicyList", "inline policy"),
    ("RolePolicyList", "inline policy"),
    ("AttachedManagedPolicies", "attached policy"),
    ("PolicyVersionList", "version"),
];

/// How many parts of a place are named.
const MOST_WORDS: usize = 8;

/// Lists whose elements the page numbers.
const NUMBERED: &[(&str, &str)] = &[("script", "step"), ("Statement", "statement")];

/// A JSON pointer in words; empty for the whole text.
pub fn place_words(pointer: &str) -> String {
    let tokens: Vec<String> =
        pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect();
    let mut words = Vec::new();
    let mut before = "";
    let mut rest = tokens.iter().map(String::as_str).enumerate().peekable();
    while let Some((position, token)) = rest.next() {
        // Two names are of a block in one place and of a list in others.
        let listed = matches!((token, position), ("accounts", 1..)) || (token == "groups" && before == "users");
        let found =
            |known: &[(&str, &'static str)]| known.iter().find(|(name, _)| *name == token).map(|(_, what)| *what);
        let index = rest.peek().and_then(|(_, next)| next.parse::<usize>().ok());
        let word = match (found(BLOCKS).filter(|_| !listed), rest.peek(), index) {
            (Some(what), Some((_, name)), _) => Some(format!("{what} {name}")),
            (None, _, Some(index)) => match (found(NUMBERED), found(LISTS)) {
                (Some(what), _) => Some(format!("{what} {}", index + 1)),
                (None, Some(what)) => Some(nth(what, index)),
                (None, None) => Some(format!("{}, {}", spaced(token), nth("entry", index))),
            },
            _ => None,
        };
        if word.is_some() {
            rest.next();
        }
        words.push(word.unwrap_or_else(|| spaced(token)));
        before = token;
    }
    // Nobody follows a place hundreds of steps down.
    if words.len() > MOST_WORDS {
        words.truncate(MOST_WORDS - 1);
        words.push("…".to_owned());
    }
    words.join(", ")
}

/// An error of the reader with its place in words.
pub(super) fn in_words(error: &InputError) -> String {
    match place_words(&error.path) {
        words if words.is_empty() => error.message.clone(),
        words => format!("{words}: {}", error.message),
    }
}

/// Why what a link or the storage has cannot be opened.
pub(super) fn no_scenario(error: &InputError) -> String {
    format!("What it holds is not a scenario that can be opened: {}.", in_words(error).trim_end_matches('.'))
}

/// `first user`, `user 12`.
fn nth(what: &str, index: usize) -> String {
    const ORDINALS: &[&str] =
        &["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    match ORDINALS.get(index) {
        Some(ordinal) => format!("{ordinal} {what}"),
        None => format!("{what} {}", index + 1),
    }
}

/// A member's name in words, where it is one of the format's: `maxSessionDuration` is "max session duration". AWS's own
/// names, and what is no plain name, stay as they are.
fn spaced(name: &str) -> String {
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(|c| c.is_ascii_alphabetic()) {
        return name.to_owned();
    }
    let mut words = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(c.to_ascii_lowercase());
    }
    let known = |word| if word == "mfa" { "MFA" } else { word };
    words.split(' ').map(known).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::place_words;

    #[test]
    fn places_in_words() {
        let cases = [
            ("", ""),
            ("/title", "title"),
            ("/accounts", "accounts"),
            (
                "/accounts/111122223333/users/Sofia/mfa/0/secret",
                "account 111122223333, user Sofia, first MFA device, secret",
            ),
            ("/accounts/123", "account 123"),
            ("/accounts/111122223333/users/Sofia/groups/1", "account 111122223333, user Sofia, second group"),
            (
                "/accounts/111122223333/groups/G/policies/1/Statement/0/Effect",
                "account 111122223333, group G, policy 1, statement 1, Effect",
            ),
            ("/accounts/1/roles/users/maxSessionDuration", "account 1, role users, max session duration"),
            ("/accounts/1/users/A/policies/B/Statement/Effect", "account 1, user A, policy B, Statement, Effect"),
            ("/accounts/1/resources/arn:aws:s3:::b~1k/policy", "account 1, resource arn:aws:s3:::b/k, policy"),
            ("/organization/accounts/2", "organization, third account"),
            (
                "/organization/serviceControlPolicies/0/policies/Full~0",
                "organization, first level of service control policies, policy Full~",
            ),
            ("/script/4/parameters/DurationSeconds", "step 5, parameters, DurationSeconds"),
            ("/script/0/context/aws:username", "step 1, key aws:username"),
            ("/script/3/parameters/TransitiveTagKeys/0", "step 4, parameters, TransitiveTagKeys, first entry"),
            ("/UserDetailList/11/UserPolicyList/0/PolicyDocument", "user 12, first inline policy, PolicyDocument"),
            ("/settings/roleSessionMfa", "settings, role session MFA"),
        ];
        for (pointer, words) in cases {
            assert_eq!(place_words(pointer), words, "{pointer}");
        }
    }
}
