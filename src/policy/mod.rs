//! The policy language (section B of the rules): documents, statements and their elements.
//!
//! [`Policy::read`] understands a document once. What cannot be read becomes a finding and, where it makes a
//! statement meaningless, a void statement: it neither allows nor denies.

mod action;
mod check;
mod lint;
mod parse;
mod principal;
mod quota;
mod resource;
mod statement;

pub(crate) use lint::{cover, fix, global_keys};

pub use action::{ActionClause, ActionKey, ActionName, ActionPattern};
pub use check::{Checked, check, check_with};
pub use principal::{PrincipalClause, PrincipalKind, PrincipalList, PrincipalValue};
pub use quota::{InlineOf, Quota, inline_limit, quota_limit, size_that_counts};
pub use resource::{ResourceClause, ResourcePattern};
pub use statement::{Effect, Statement};

use std::sync::OnceLock;

use crate::finding::Finding;
use crate::text::json::{self, Json};
use crate::text::{ByteRange, LineIndex};

/// What a policy is attached to, which decides the elements it may have (rule B7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PolicyType {
    /// Inline policy of a user, group or role.
    Identity,
    /// Managed policy.
    Managed,
    /// Permissions boundary.
    Boundary,
    /// Session policy.
    Session,
    /// Resource policy.
    Resource,
    /// Role trust policy.
    Trust,
    /// Service control policy.
    ServiceControl,
    /// Resource control policy.
    ResourceControl,
}

impl PolicyType {
    /// Every type.
    pub const ALL: &[Self] = &[
        Self::Identity,
        Self::Managed,
        Self::Boundary,
        Self::Session,
        Self::Resource,
        Self::Trust,
        Self::ServiceControl,
        Self::ResourceControl,
    ];

    /// The name that the JavaScript API uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Managed => "managed",
            Self::Boundary => "boundary",
            Self::Session => "session",
            Self::Resource => "resource",
            Self::Trust => "trust",
            Self::ServiceControl => "serviceControl",
            Self::ResourceControl => "resourceControl",
        }
    }

    /// Whether statements name principals.
    pub fn has_principal(self) -> bool {
        matches!(self, Self::Resource | Self::Trust | Self::ResourceControl)
    }
}

/// Which rules service control policies follow (option O6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ScpLanguage {
    /// The whole language, since September 2025.
    #[default]
    Full2025,
    /// Before: Allow takes trailing `*` only, `Resource` `*`, no condition.
    Narrow2023,
}

/// Which rules a document follows (rule B3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// `2012-10-17`: policy variables work.
    V2012,
    /// `2008-10-17`, also when `Version` is missing: `${…}` is ordinary text.
    V2008,
}

/// A policy document, understood.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The rules it follows.
    pub version: Version,
    /// The statements in source order, void ones included.
    pub statements: Vec<Statement>,
    /// Whether the document itself could be read; without, it has no statements.
    pub readable: bool,
    /// What the reader found.
    pub findings: Vec<Finding>,
}

impl Policy {
    /// Reads a document from its text.
    pub fn read(text: &str, policy_type: PolicyType, scp: ScpLanguage) -> Self {
        match json::parse(text) {
            Ok(json) => Self::from_json(&json, policy_type, scp),
            Err(error) => Self::unreadable(&error),
        }
    }

    /// Reads a document that is JSON already; places are those of the JSON's own text.
    pub fn from_json(json: &Json, policy_type: PolicyType, scp: ScpLanguage) -> Self {
        parse::document(json, policy_type, scp)
    }

    /// Whether anything in it is void.
    pub fn is_incomplete(&self) -> bool {
        !self.readable || self.statements.iter().any(|statement| statement.void)
    }
}

/// A policy document with its text, as a trace needs it.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text, byte for byte as it was given.
    pub text: String,
    /// The document, understood.
    pub policy: Policy,
    /// Where its lines lie, once somebody asked.
    lines: OnceLock<LineIndex>,
}

impl Document {
    /// Reads a text.
    pub fn new(text: String, policy_type: PolicyType, scp: ScpLanguage) -> Self {
        let policy = Policy::read(&text, policy_type, scp);
        Self { text, policy, lines: OnceLock::new() }
    }

    /// A policy without its text, for decisions alone: it has no places.
    pub fn without_text(policy: Policy) -> Self {
        Self { text: String::new(), policy, lines: OnceLock::new() }
    }

    /// The part of the text at a place.
    pub fn slice(&self, at: ByteRange) -> &str {
        self.text.get(at.start as usize..at.end as usize).unwrap_or_default()
    }

    /// Finds UTF-16 positions in the text.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}
