//! From JSON to statements, with everything that is wrong on the way (rules B1 to B11, B14 to B17).

mod action;
mod principal;
mod resource;
mod statement;

use super::{Policy, PolicyType, ScpLanguage, Version};
use crate::condition;
use crate::finding::{Finding, FindingType};
use crate::text::json::{Json, Member, SyntaxError, Value};
use crate::text::{ByteRange, Path};

impl Policy {
    /// The place of a managed policy that the world does not have: it grants nothing.
    pub fn absent(arn: &str) -> Self {
        Self {
            version: Version::V2008,
            statements: Vec::new(),
            readable: false,
            findings: vec![Finding::new(
                FindingType::Error,
                "UNKNOWN_POLICY_ARN",
                "D1",
                Path::root(),
                ByteRange::default(),
                format!("there is no managed policy `{arn}` in this world"),
            )],
        }
    }

    /// A document that is not JSON.
    pub(super) fn unreadable(error: &SyntaxError) -> Self {
        Self {
            version: Version::V2008,
            statements: Vec::new(),
            readable: false,
            findings: vec![Finding::new(
                FindingType::Error,
                "JSON_SYNTAX_ERROR",
                "B1",
                Path::root(),
                error.at,
                format!("this is not JSON: {}", error.message),
            )],
        }
    }
}

/// Reads a document.
pub(super) fn document(json: &Json, policy_type: PolicyType, scp: ScpLanguage) -> Policy {
    let mut reader = Reader { policy_type, scp, variables: false, findings: Vec::new() };
    let mut policy = Policy { version: Version::V2008, statements: Vec::new(), readable: true, findings: Vec::new() };
    let root = Path::root();
    let Some(members) = json.as_object() else {
        reader.error(
            "JSON_SYNTAX_ERROR",
            "B1",
            root,
            json.at,
            format!("a policy is a JSON object, not {}", json.kind()),
        );
        policy.readable = false;
        policy.findings = reader.findings;
        return policy;
    };
    condition::duplicates(members, root, &mut reader.findings);
    policy.version = reader.version(members, json.at);
    reader.variables = policy.version == Version::V2012;
    for member in members {
        let path = root.member(&member.name);
        match member.name.as_str() {
            "Version" | "Statement" => {}
            "Id" => reader.id(member, &path),
            _ => reader.unknown_element(member, &path, &["Version", "Id", "Statement"]),
        }
    }
    match last(members, "Statement") {
        None => {
            reader.error("MISSING_STATEMENT", "B1", root, start_of(json.at), "the policy has no `Statement`".into());
            policy.readable = false;
        }
        Some(member) => match &member.value.value {
            Value::Object(_) => policy.statements.push(reader.statement(&member.value, 0, &root.member("Statement"))),
            Value::Array(items) => {
                if items.is_empty() {
                    reader.error(
                        "MISSING_STATEMENT",
                        "B1",
                        &root.member("Statement"),
                        member.value.at,
                        "`Statement` is empty".into(),
                    );
                }
                for (index, item) in items.iter().enumerate() {
                    policy.statements.push(reader.statement(item, index, &root.member("Statement").element(index)));
                }
            }
            _ => {
                reader.error(
                    "MISSING_STATEMENT",
                    "B1",
                    &root.member("Statement"),
                    member.value.at,
                    format!("`Statement` takes an object or an array of objects, not {}", member.value.kind()),
                );
                policy.readable = false;
            }
        },
    }
    reader.unique_sids(&policy.statements);
    policy.findings = reader.findings;
    policy
}

struct Reader {
    policy_type: PolicyType,
    scp: ScpLanguage,
    variables: bool,
    findings: Vec<Finding>,
}

/// The member that counts when a name stands twice: the last, as for JSON parsers.
fn last<'a>(members: &'a [Member], name: &str) -> Option<&'a Member> {
    members.iter().rev().find(|member| member.name == name)
}

fn start_of(at: ByteRange) -> ByteRange {
    ByteRange { start: at.start, end: at.end.min(at.start + 1) }
}

impl Reader {
    fn error(&mut self, code: &'static str, rule: &'static str, path: &Path<'_>, at: ByteRange, details: String) {
        self.findings.push(Finding::new(FindingType::Error, code, rule, path, at, details));
    }

    fn warn(&mut self, code: &'static str, rule: &'static str, path: &Path<'_>, at: ByteRange, details: String) {
        self.findings.push(Finding::new(FindingType::Warning, code, rule, path, at, details));
    }

    fn version(&mut self, members: &[Member], document: ByteRange) -> Version {
        let path = Path::root().member("Version");
        let Some(member) = last(members, "Version") else {
            let insert = ByteRange { start: document.start + 1, end: document.start + 1 };
            let finding = Finding::new(
                FindingType::Warning,
                "MISSING_VERSION",
                "B3",
                Path::root(),
                start_of(document),
                "without `Version` the old 2008-10-17 rules hold: policy variables do not work",
            )
            .with_fix(
                "Add \"Version\": \"2012-10-17\"",
                vec![crate::finding::Edit { at: insert, text: "\n  \"Version\": \"2012-10-17\",".into() }],
            );
            self.findings.push(finding);
            if matches!(self.policy_type, PolicyType::Managed | PolicyType::Boundary) {
                self.error(
                    "MANAGED_POLICY_VERSION",
                    "B3",
                    Path::root(),
                    start_of(document),
                    "a managed policy must have `Version` 2012-10-17".into(),
                );
            }
            return Version::V2008;
        };
        match member.value.as_str() {
            Some("2012-10-17") => Version::V2012,
            Some("2008-10-17") => {
                if matches!(self.policy_type, PolicyType::Managed | PolicyType::Boundary) {
                    self.error(
                        "MANAGED_POLICY_VERSION",
                        "B3",
                        &path,
                        member.value.at,
                        "a managed policy must have `Version` 2012-10-17".into(),
                    );
                }
                Version::V2008
            }
            _ => {
                self.error("INVALID_VERSION", "B3", &path, member.value.at, "`Version` is \"2012-10-17\" or \"2008-10-17\"; it is the version of the language, not of your policy".into());
                // The author surely meant the current language.
                Version::V2012
            }
        }
    }

    fn id(&mut self, member: &Member, path: &Path<'_>) {
        if !matches!(self.policy_type, PolicyType::Resource | PolicyType::Trust) {
            self.error(
                "ID_NOT_SUPPORTED",
                "B4",
                path,
                member.name_at,
                "only resource-based policies have an `Id`".into(),
            );
        } else if member.value.as_str().is_none() {
            self.error(
                "INVALID_POLICY_ELEMENT",
                "B4",
                path,
                member.value.at,
                format!("`Id` is a string, not {}", member.value.kind()),
            );
        }
    }

    fn unknown_element(&mut self, member: &Member, path: &Path<'_>, known: &[&str]) {
        let near =
            known.iter().find(|name| condition::distance(&name.to_lowercase(), &member.name.to_lowercase()) <= 1);
        let hint = near.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
        self.error(
            "INVALID_POLICY_ELEMENT",
            "B14",
            path,
            member.name_at,
            format!("`{}` is not a policy element{hint}", member.name),
        );
    }
}

fn items(json: &Json) -> (&[Json], bool) {
    match &json.value {
        Value::Array(items) => (items, true),
        _ => (std::slice::from_ref(json), false),
    }
}
