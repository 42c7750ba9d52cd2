//! What could be better in a policy that can be read: risks, mistakes and odd spots, each under the code that IAM
//! Access Analyzer gives it, where it has the check. `docs/findings.md` lists them all.
//!
//! Nothing here decides anything: the engine never sees these findings. A check that would have to guess is left out.

mod addresses;
mod arns;
mod condition_keys;
mod condition_shape;
mod condition_types;
mod condition_values;
mod control;
pub(crate) mod cover;
mod dynamodb;
pub(crate) mod fix;
pub(crate) mod global_keys;
mod pass_role;
mod place;
mod redundancy;
mod resource_policy;
mod services;
mod trust;
mod wildcards;

use super::{Policy, PolicyType, Statement};
use crate::condition::{KeyBlock, KeyType, Operator, OperatorBlock};
use crate::finding::{Edit, Finding, FindingType};
use crate::service_data::ServiceData;
use crate::text::json::Json;
use crate::text::{ByteRange, Pointer};

/// No policy that AWS stores is larger, in bytes. Checks that compare much with much look at no larger ones.
const LARGEST: u32 = 64 * 1024;

/// How often a document is told which name was probably meant.
const HINTS: usize = 64;

/// Looks through a document that was read from `json`.
pub(super) fn lint(
    json: &Json,
    policy: &Policy,
    policy_type: PolicyType,
    data: Option<&ServiceData<'_>>,
) -> Vec<Finding> {
    let small = json.at.end - json.at.start <= LARGEST;
    let mut lint =
        Lint { policy_type, data: data.filter(|_| small), hints: if small { HINTS } else { 0 }, findings: Vec::new() };
    for statement in &policy.statements {
        lint.conditions(statement);
        lint.arns(statement);
        lint.services(statement);
        if !statement.void {
            lint.pass_role(statement);
            lint.dynamodb(statement);
            lint.principals(statement);
            lint.control_policy(statement);
        }
    }
    lint.roles_anywhere(&policy.statements);
    if small {
        lint.redundancy(&policy.statements);
    }
    let mut findings = lint.findings;
    place::fill_in(json, &mut findings);
    findings
}

/// The findings as they are gathered. Each stands at the first byte of a JSON value or name; its path is filled in
/// at the end.
struct Lint<'a> {
    policy_type: PolicyType,
    data: Option<&'a ServiceData<'a>>,
    /// How many more hints there may be.
    hints: usize,
    findings: Vec<Finding>,
}

/// A key of a condition with the operator it stands under.
#[derive(Clone, Copy)]
struct Test<'p> {
    block: &'p OperatorBlock,
    key: &'p KeyBlock,
}

impl Test<'_> {
    fn operator(self) -> Operator {
        self.block.operator
    }
}

/// Every key of a statement's condition with its operator.
fn tests(statement: &Statement) -> impl Iterator<Item = Test<'_>> {
    statement
        .condition
        .iter()
        .flat_map(|condition| &condition.operators)
        .flat_map(|block| block.keys.iter().map(move |key| Test { block, key }))
}

/// Whether the condition of a statement has one of these keys, in lower case.
fn has_key(statement: &Statement, keys: &[&str]) -> bool {
    tests(statement).any(|test| keys.contains(&test.key.key_lower.as_str()))
}

/// The place of a whole statement: its opening brace, so that an editor does not underline all of it.
fn start_of(statement: &Statement) -> ByteRange {
    ByteRange { start: statement.at.start, end: statement.at.end.min(statement.at.start + 1) }
}

impl<'a> Lint<'a> {
    fn conditions(&mut self, statement: &Statement) {
        self.condition_shape(statement);
        for test in tests(statement) {
            self.condition_key(test);
            self.quantifier(statement, test);
            self.audience(test);
            self.condition_type(test);
            self.condition_wildcards(statement, test);
            self.condition_values(test);
            self.addresses(test);
        }
        self.paired_keys(statement);
    }

    /// The type of a key: from the rules, from AWS's list of global keys, or from the service data.
    fn key_type(&self, key: &KeyBlock) -> Option<KeyType> {
        key.key_type
            .or_else(|| global_keys::key_type(&key.key_lower))
            .or_else(|| self.data.and_then(|data| data.key(&key.key_lower)).map(|key| key.key_type))
    }

    /// A name that was probably meant, while there are hints left.
    fn hint<T>(&mut self, nearest: impl FnOnce() -> Option<T>) -> Option<T> {
        self.hints = self.hints.checked_sub(1)?;
        nearest()
    }

    fn add(&mut self, kind: FindingType, code: &'static str, rule: &'static str, at: ByteRange, details: String) {
        self.findings.push(Finding::new(kind, code, rule, Pointer::root(), at, details));
    }

    fn error(&mut self, code: &'static str, rule: &'static str, at: ByteRange, details: String) {
        self.add(FindingType::Error, code, rule, at, details);
    }

    fn security(&mut self, code: &'static str, rule: &'static str, at: ByteRange, details: String) {
        self.add(FindingType::SecurityWarning, code, rule, at, details);
    }

    fn warn(&mut self, code: &'static str, rule: &'static str, at: ByteRange, details: String) {
        self.add(FindingType::Warning, code, rule, at, details);
    }

    fn suggest(&mut self, code: &'static str, rule: &'static str, at: ByteRange, details: String) {
        self.add(FindingType::Suggestion, code, rule, at, details);
    }

    /// Adds a fix to the finding that was added last.
    fn fix(&mut self, title: String, edits: Vec<Edit>) {
        if let Some(finding) = self.findings.last_mut() {
            finding.fixes.push(crate::finding::Fix { title, edits });
        }
    }
}
