//! Findings: everything that is wrong, risky or odd in a policy, collected with its place, never thrown.

use crate::text::{ByteRange, Pointer};

/// How grave a finding is, in IAM Access Analyzer's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingType {
    /// AWS refuses the policy or the element has no effect.
    Error,
    /// Access is wider than it looks.
    SecurityWarning,
    /// Probably not what was meant.
    Warning,
    /// Could be written better.
    Suggestion,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub finding_type: FindingType,
    /// Access Analyzer's code where it has the check, else one of ours in the same style.
    pub code: &'static str,
    /// A short sentence for the reader, with the user's own text in backticks.
    pub details: String,
    /// The rule it rests on.
    pub rule: Option<&'static str>,
    /// Where it is.
    pub locations: Vec<Location>,
    /// Edits that mend it.
    pub fixes: Vec<Fix>,
    /// Whose answer it concerns, where it is about MFA.
    pub credentials: Credentials,
}

/// Kinds of credentials by what they say about MFA (rule A3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Credentials {
    /// Those that carry neither MFA key: long-term access keys, root keys, federated sessions.
    pub without_keys: bool,
    /// Those that say `false`: role sessions, and `GetSessionToken` and console sessions without MFA.
    pub without_mfa: bool,
    /// Those that say `true`: `GetSessionToken` and console sessions with MFA.
    pub with_mfa: bool,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// JSON pointer into the document.
    pub path: Pointer,
    /// Bytes of the document's text.
    pub at: ByteRange,
}

/// A way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does.
    pub title: String,
    /// The edits, in text order, none overlapping.
    pub edits: Vec<Edit>,
}

/// A replacement of a part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub at: ByteRange,
    /// What stands there afterwards.
    pub text: String,
}

/// Codes that Access Analyzer does not have.
const OUR_CODES: &[&str] = &[
    "DUPLICATE_KEY",
    "MANAGED_POLICY_VERSION",
    "ID_NOT_SUPPORTED",
    "UNSUPPORTED_CHARACTER",
    "PUBLIC_PRINCIPAL",
    "UNIQUE_ID_PRINCIPAL",
    "POLICY_TOO_LARGE",
    "UNKNOWN_POLICY_ARN",
    "INCOMPLETE_ARN_IN_CONDITION",
    "RESOURCE_DOES_NOT_FIT_ACTION",
    "UNKNOWN_SERVICE_IN_ARN",
    "UNREACHABLE_STATEMENT",
    "SCP_LEVEL_WITHOUT_ALLOW",
    "TRUST_POLICY_NOBODY_CAN_USE",
];

impl Finding {
    /// A finding at one place.
    pub fn new(
        finding_type: FindingType,
        code: &'static str,
        rule: &'static str,
        path: impl Into<Pointer>,
        at: ByteRange,
        details: impl Into<String>,
    ) -> Self {
        Self {
            finding_type,
            code,
            details: details.into(),
            rule: Some(rule),
            locations: vec![Location { path: path.into(), at }],
            fixes: Vec::new(),
            credentials: Credentials::default(),
        }
    }

    /// A finding about something that is no place in a document.
    pub fn about(finding_type: FindingType, code: &'static str, rule: &'static str, details: String) -> Self {
        Self {
            finding_type,
            code,
            details,
            rule: Some(rule),
            locations: Vec::new(),
            fixes: Vec::new(),
            credentials: Credentials::default(),
        }
    }

    /// Says whose answer it concerns.
    #[must_use]
    pub fn concerning(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Adds a fix.
    #[must_use]
    pub fn with_fix(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { title: title.into(), edits });
        self
    }

    /// The AWS page about the check, where Access Analyzer has it.
    pub fn learn_more_link(&self) -> Option<String> {
        if OUR_CODES.contains(&self.code) || self.code.starts_with("MFA_") {
            return None;
        }
        let kind = match self.finding_type {
            FindingType::Error => "error",
            FindingType::SecurityWarning => "security-warning",
            FindingType::Warning => "general-warning",
            FindingType::Suggestion => "suggestion",
        };
        Some(format!(
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-{kind}-{}",
            self.code.to_ascii_lowercase().replace('_', "-")
        ))
    }
}
/// Puts findings in the order of their places. Apart, so that the sort is compiled once.
#[inline(never)]
pub(crate) fn in_order(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| finding.locations.first().map_or(0, |location| location.at.start));
}

/// Puts edits in the order of their places.
#[inline(never)]
pub(crate) fn edits_in_order(edits: &mut [Edit]) {
    edits.sort_by_key(|edit| edit.at.start);
}
