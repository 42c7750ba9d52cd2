//! From JSON to statements, with everything that is wrong on the way (rules B1 to B11, B14 to B17).

use std::collections::BTreeMap;

use super::principal::Problem;
use super::{
    ActionClause, ActionPattern, Effect, Policy, PolicyType, PrincipalClause, PrincipalKind, PrincipalValue,
    ResourceClause, ResourcePattern, ScpLanguage, Statement, Version,
};
use crate::condition;
use crate::finding::{Finding, FindingType};
use crate::pattern::{Piece, parse_template};
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
            &root,
            json.at,
            format!("a policy is a JSON object, not {}", json.kind()),
        );
        policy.readable = false;
        policy.findings = reader.findings;
        return policy;
    };
    condition_duplicates(members, &root, &mut reader.findings);
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
            reader.error("MISSING_STATEMENT", "B1", &root, start_of(json.at), "the policy has no `Statement`".into());
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

use condition::duplicates as condition_duplicates;

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

    fn statement(&mut self, json: &Json, index: usize, path: &Path<'_>) -> Statement {
        let mut statement = Statement {
            index,
            sid: None,
            at: json.at,
            effect_at: json.at,
            effect: Effect::Deny,
            principal: None,
            action: ActionClause { not: false, at: json.at, patterns: Vec::new() },
            resource: None,
            condition: None,
            void: true,
            void_because: Some("it is not an object"),
        };
        let Some(members) = json.as_object() else {
            self.error(
                "INVALID_POLICY_ELEMENT",
                "B1",
                path,
                json.at,
                format!("a statement is an object, not {}", json.kind()),
            );
            return statement;
        };
        condition_duplicates(members, path, &mut self.findings);
        const ELEMENTS: &[&str] = &[
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition",
        ];
        for member in members.iter().filter(|member| !ELEMENTS.contains(&member.name.as_str())) {
            self.unknown_element(member, &path.member(&member.name), ELEMENTS);
        }
        statement.sid = self.sid(members, path);
        let effect = self.effect(members, json.at, path);
        let principal = self.principal(members, json.at, path, effect.map(|e| e.0));
        let action = self.action(members, json.at, path);
        let resource = self.resource(members, json.at, path);
        let condition = match last(members, "Condition") {
            None => Ok(None),
            Some(member) => {
                condition::parse(&member.value, &path.member("Condition"), self.variables, &mut self.findings)
                    .map(Some)
                    .ok_or("its Condition cannot be read")
            }
        };
        statement.void_because = None;
        let mut keep = |reason: &'static str| statement.void_because = statement.void_because.or(Some(reason));
        match effect {
            Some((effect, at)) => (statement.effect, statement.effect_at) = (effect, at),
            None => keep("its Effect cannot be read"),
        }
        match principal {
            Ok(clause) => statement.principal = clause,
            Err(()) => keep("its Principal cannot be read"),
        }
        match action {
            Some(clause) => statement.action = clause,
            None => keep("its Action cannot be read"),
        }
        match resource {
            Ok(clause) => statement.resource = clause,
            Err(()) => keep("its Resource cannot be read"),
        }
        match condition {
            Ok(clause) => statement.condition = clause,
            Err(reason) => keep(reason),
        }
        if statement.void_because.is_none() {
            statement.void_because = self.control_policy(&statement, path);
        }
        statement.void = statement.void_because.is_some();
        statement
    }

    fn sid(&mut self, members: &[Member], path: &Path<'_>) -> Option<String> {
        let member = last(members, "Sid")?;
        let path = path.member("Sid");
        let Some(sid) = member.value.as_str() else {
            self.error(
                "UNSUPPORTED_SID",
                "B5",
                &path,
                member.value.at,
                format!("`Sid` is a string, not {}", member.value.kind()),
            );
            return None;
        };
        if sid.is_empty() {
            self.findings.push(Finding::new(
                FindingType::Suggestion,
                "EMPTY_SID_VALUE",
                "B5",
                &path,
                member.value.at,
                "an empty `Sid` says nothing; leave it out or name the statement",
            ));
        }
        // Services with resource policies of their own may allow spaces and more.
        if self.policy_type != PolicyType::Resource && !sid.bytes().all(|b| b.is_ascii_alphanumeric()) {
            self.error(
                "UNSUPPORTED_SID",
                "B5",
                &path,
                member.value.at,
                format!("`{sid}`: a `Sid` here takes only letters and digits"),
            );
        }
        Some(sid.to_owned())
    }

    fn unique_sids(&mut self, statements: &[Statement]) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut repeated = Vec::new();
        for statement in statements {
            if let Some(sid) = statement.sid.as_deref().filter(|sid| !sid.is_empty())
                && let Some(first) = seen.insert(sid, statement.index)
            {
                repeated.push((sid.to_owned(), first, statement.index, statement.at));
            }
        }
        for (sid, first, index, at) in repeated {
            let list = Path::root().member("Statement");
            let item = list.element(index);
            let path = item.member("Sid");
            if self.policy_type == PolicyType::Resource {
                self.warn(
                    "UNIQUE_SIDS_RECOMMENDED",
                    "B5",
                    &path,
                    start_of(at),
                    format!("`{sid}` is the `Sid` of statement {} too", first + 1),
                );
            } else {
                self.error(
                    "UNIQUE_SIDS_REQUIRED",
                    "B5",
                    &path,
                    start_of(at),
                    format!("`{sid}` is the `Sid` of statement {} too", first + 1),
                );
            }
        }
    }

    fn effect(&mut self, members: &[Member], at: ByteRange, path: &Path<'_>) -> Option<(Effect, ByteRange)> {
        let Some(member) = last(members, "Effect") else {
            self.error("MISSING_EFFECT", "B6", path, start_of(at), "the statement has no `Effect`".into());
            return None;
        };
        let at = ByteRange { start: member.name_at.start, end: member.value.at.end };
        match member.value.as_str() {
            Some("Allow") => Some((Effect::Allow, at)),
            Some("Deny") => Some((Effect::Deny, at)),
            _ => {
                self.error(
                    "INVALID_EFFECT",
                    "B6",
                    &path.member("Effect"),
                    member.value.at,
                    "`Effect` is exactly \"Allow\" or \"Deny\"".into(),
                );
                None
            }
        }
    }

    /// `Ok(None)` where the policy type takes no principal; `Err` where it must have one and has none to read.
    fn principal(
        &mut self,
        members: &[Member],
        at: ByteRange,
        path: &Path<'_>,
        effect: Option<Effect>,
    ) -> Result<Option<PrincipalClause>, ()> {
        let found = (last(members, "Principal"), last(members, "NotPrincipal"));
        if !self.policy_type.has_principal() {
            for member in [found.0, found.1].into_iter().flatten() {
                let code = if self.policy_type == PolicyType::ServiceControl {
                    "SCP_SYNTAX_ERROR_PRINCIPAL"
                } else {
                    "UNSUPPORTED_PRINCIPAL"
                };
                self.error(
                    code,
                    "B7",
                    &path.member(&member.name),
                    member.name_at,
                    format!("`{}` has no place here: the policy applies to whom it is attached to", member.name),
                );
            }
            return Ok(None);
        }
        let (member, not) = match found {
            (Some(_), Some(other)) => {
                self.error(
                    "UNSUPPORTED_ELEMENT_COMBINATION",
                    "B7",
                    &path.member("NotPrincipal"),
                    other.name_at,
                    "a statement has `Principal` or `NotPrincipal`, not both".into(),
                );
                return Err(());
            }
            (Some(member), None) => (member, false),
            (None, Some(member)) => (member, true),
            (None, None) => {
                self.error("MISSING_PRINCIPAL", "B7", path, start_of(at), "the statement has no `Principal`".into());
                return Err(());
            }
        };
        let path = path.member(&member.name);
        let mut readable = true;
        if not {
            match self.policy_type {
                PolicyType::Trust => self.error(
                    "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
                    "B7",
                    &path,
                    member.name_at,
                    "a role trust policy takes no `NotPrincipal`".into(),
                ),
                PolicyType::ResourceControl => self.error(
                    "RCP_SYNTAX_ERROR_PRINCIPAL",
                    "B17",
                    &path,
                    member.name_at,
                    "a resource control policy takes only `\"Principal\": \"*\"`".into(),
                ),
                _ => {}
            }
            if effect == Some(Effect::Allow) {
                self.error(
                    "ALLOW_WITH_NOT_PRINCIPAL",
                    "B9",
                    &path,
                    member.name_at,
                    "`NotPrincipal` goes with `Deny` only".into(),
                );
                readable = false;
            }
        }
        let list = self.principal_list(member, &path);
        let list = list.filter(|_| readable).ok_or(())?;
        if self.policy_type == PolicyType::ResourceControl && !not && member.value.as_str() != Some("*") {
            self.error(
                "RCP_SYNTAX_ERROR_PRINCIPAL",
                "B17",
                &path,
                member.value.at,
                "in a resource control policy `Principal` is \"*\"".into(),
            );
        }
        Ok(Some(PrincipalClause { not, at: member.value.at, list }))
    }

    fn principal_list(&mut self, member: &Member, path: &Path<'_>) -> Option<Vec<PrincipalValue>> {
        match &member.value.value {
            Value::String(text) if text == "*" => {
                self.public(member, path);
                Some(vec![PrincipalValue { text: text.clone(), at: member.value.at, kind: PrincipalKind::Everyone }])
            }
            Value::Object(kinds) => {
                condition_duplicates(kinds, path, &mut self.findings);
                if kinds.is_empty() {
                    self.findings.push(Finding::new(
                        FindingType::Suggestion,
                        "EMPTY_OBJECT_PRINCIPAL",
                        "B8",
                        path,
                        member.value.at,
                        "an empty `Principal` names nobody",
                    ));
                }
                let mut list = Vec::new();
                let mut readable = true;
                for kind in kinds {
                    let kind_path = path.member(&kind.name);
                    let read: fn(&str) -> Result<PrincipalKind, Problem> = match kind.name.as_str() {
                        "AWS" => PrincipalKind::aws,
                        "Service" => PrincipalKind::service,
                        "Federated" => PrincipalKind::federated,
                        "CanonicalUser" => |_| Ok(PrincipalKind::CanonicalUser),
                        _ => {
                            self.error("INVALID_PRINCIPAL_KEY", "B8", &kind_path, kind.name_at, format!("`{}` is not a kind of principal; use `AWS`, `Service`, `Federated` or `CanonicalUser`", kind.name));
                            readable = false;
                            continue;
                        }
                    };
                    match self.principal_values(kind, &kind_path, read) {
                        Some(values) => list.extend(values),
                        None => readable = false,
                    }
                }
                if list.iter().any(|value| value.kind == PrincipalKind::Everyone) {
                    self.public(member, path);
                }
                readable.then_some(list)
            }
            _ => {
                self.error(
                    "INVALID_PRINCIPAL_FORMAT",
                    "B8",
                    path,
                    member.value.at,
                    "`Principal` is \"*\" or an object such as {\"AWS\": \"111122223333\"}".into(),
                );
                None
            }
        }
    }

    fn principal_values(
        &mut self,
        kind: &Member,
        path: &Path<'_>,
        read: fn(&str) -> Result<PrincipalKind, Problem>,
    ) -> Option<Vec<PrincipalValue>> {
        let (items, is_list) = items(&kind.value);
        if items.is_empty() {
            self.findings.push(Finding::new(
                FindingType::Suggestion,
                "EMPTY_ARRAY_PRINCIPAL",
                "B8",
                path,
                kind.value.at,
                "an empty list names nobody",
            ));
        }
        let mut values = Vec::with_capacity(items.len());
        let mut readable = true;
        for (position, item) in items.iter().enumerate() {
            let item_path = if is_list { path.element(position) } else { path.clone() };
            let text = match &item.value {
                Value::String(text) | Value::Number(text) => text,
                _ => {
                    self.error(
                        "INVALID_PRINCIPAL_FORMAT",
                        "B8",
                        &item_path,
                        item.at,
                        format!("a principal is a string, not {}", item.kind()),
                    );
                    readable = false;
                    continue;
                }
            };
            match read(text) {
                Ok(kind) => {
                    if kind == PrincipalKind::UniqueId {
                        self.warn(
                            "UNIQUE_ID_PRINCIPAL",
                            "B8",
                            &item_path,
                            item.at,
                            format!(
                                "`{text}` is a unique id: AWS shows one when the user or role behind an ARN was deleted"
                            ),
                        );
                    }
                    values.push(PrincipalValue { text: text.clone(), at: item.at, kind });
                }
                Err((code, details)) => {
                    let code = match (code, self.policy_type) {
                        ("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", PolicyType::Trust) => {
                            "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL"
                        }
                        (code, _) => code,
                    };
                    self.error(code, "B8", &item_path, item.at, details);
                    readable = false;
                }
            }
        }
        readable.then_some(values)
    }

    fn public(&mut self, member: &Member, path: &Path<'_>) {
        if member.name == "Principal" && self.policy_type != PolicyType::ResourceControl {
            self.warn(
                "PUBLIC_PRINCIPAL",
                "D13",
                path,
                member.value.at,
                "`*` means everyone, anonymous callers included, unless a condition narrows it".into(),
            );
        }
    }

    fn action(&mut self, members: &[Member], at: ByteRange, path: &Path<'_>) -> Option<ActionClause> {
        let (member, not) = match (last(members, "Action"), last(members, "NotAction")) {
            (Some(_), Some(other)) => {
                self.error(
                    "UNSUPPORTED_ELEMENT_COMBINATION",
                    "B10",
                    &path.member("NotAction"),
                    other.name_at,
                    "a statement has `Action` or `NotAction`, not both".into(),
                );
                return None;
            }
            (Some(member), None) => (member, false),
            (None, Some(member)) => (member, true),
            (None, None) => {
                self.error("MISSING_ACTION", "B10", path, start_of(at), "the statement has no `Action`".into());
                return None;
            }
        };
        let path = path.member(&member.name);
        if not && self.policy_type == PolicyType::ResourceControl {
            self.error(
                "RCP_SYNTAX_ERROR_NOTACTION",
                "B17",
                &path,
                member.name_at,
                "a resource control policy takes no `NotAction`".into(),
            );
        }
        let (items, is_list) = items(&member.value);
        if items.is_empty() {
            self.findings.push(Finding::new(
                FindingType::Suggestion,
                "EMPTY_ARRAY_ACTION",
                "B10",
                &path,
                member.value.at,
                format!("an empty `{}` list matches {}", member.name, if not { "every action" } else { "no action" }),
            ));
        }
        let mut patterns = Vec::with_capacity(items.len());
        let mut readable = true;
        for (position, item) in items.iter().enumerate() {
            let item_path = if is_list { path.element(position) } else { path.clone() };
            let Some(text) = item.as_str() else {
                self.error(
                    "INVALID_ACTION",
                    "B10",
                    &item_path,
                    item.at,
                    format!("an action is a string, not {}", item.kind()),
                );
                readable = false;
                continue;
            };
            match ActionPattern::parse(text, item.at) {
                Ok(pattern) => {
                    if self.policy_type == PolicyType::Trust && !not && !is_trust_action(&pattern) {
                        self.error("UNSUPPORTED_ACTION_IN_POLICY", "B7", &item_path, item.at, format!("`{text}` has no place in a role trust policy, which is about sts:AssumeRole and its relatives"));
                    }
                    patterns.push(pattern);
                }
                Err((code, details)) => {
                    self.error(code, "B10", &item_path, item.at, details);
                    readable = false;
                }
            }
        }
        readable.then_some(ActionClause { not, at: member.value.at, patterns })
    }

    fn resource(&mut self, members: &[Member], at: ByteRange, path: &Path<'_>) -> Result<Option<ResourceClause>, ()> {
        let found = (last(members, "Resource"), last(members, "NotResource"));
        if self.policy_type == PolicyType::Trust {
            for member in [found.0, found.1].into_iter().flatten() {
                self.error(
                    "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
                    "B7",
                    &path.member(&member.name),
                    member.name_at,
                    format!("a role trust policy takes no `{}`: the role is the resource", member.name),
                );
            }
            return Ok(None);
        }
        let (member, not) = match found {
            (Some(_), Some(other)) => {
                self.error(
                    "UNSUPPORTED_ELEMENT_COMBINATION",
                    "B11",
                    &path.member("NotResource"),
                    other.name_at,
                    "a statement has `Resource` or `NotResource`, not both".into(),
                );
                return Err(());
            }
            (Some(member), None) => (member, false),
            (None, Some(member)) => (member, true),
            (None, None) => {
                self.error("MISSING_RESOURCE", "B11", path, start_of(at), "the statement has no `Resource`".into());
                return Err(());
            }
        };
        let path = path.member(&member.name);
        let (items, is_list) = items(&member.value);
        if items.is_empty() {
            self.findings.push(Finding::new(
                FindingType::Suggestion,
                "EMPTY_ARRAY_RESOURCE",
                "B11",
                &path,
                member.value.at,
                format!(
                    "an empty `{}` list matches {}",
                    member.name,
                    if not { "every resource" } else { "no resource" }
                ),
            ));
        }
        let mut patterns = Vec::with_capacity(items.len());
        let mut readable = true;
        for (position, item) in items.iter().enumerate() {
            let item_path = if is_list { path.element(position) } else { path.clone() };
            match self.resource_pattern(item, &item_path) {
                Some(pattern) => patterns.push(pattern),
                None => readable = false,
            }
        }
        if readable { Ok(Some(ResourceClause { not, at: member.value.at, patterns })) } else { Err(()) }
    }

    fn resource_pattern(&mut self, item: &Json, path: &Path<'_>) -> Option<ResourcePattern> {
        let Some(text) = item.as_str() else {
            self.error(
                "INVALID_ARN_RESOURCE",
                "B11",
                path,
                item.at,
                format!("a resource is a string, not {}", item.kind()),
            );
            return None;
        };
        let pieces = match parse_template(text, true, self.variables) {
            Ok(pieces) => pieces,
            Err(problem) => {
                self.findings.push(condition::variable_error(problem.kind, &problem.text, path, item.at));
                return None;
            }
        };
        if !self.variables && text.contains("${") {
            self.warn(
                "VARIABLE_UNSUPPORTED_IN_VERSION",
                "B3",
                path,
                item.at,
                format!("`{text}`: without `Version` 2012-10-17 a variable is ordinary text"),
            );
        }
        if text != "*" && !text.starts_with("arn:") {
            self.error(
                "INVALID_ARN_PREFIX",
                "B11",
                path,
                item.at,
                format!("`{text}` is not an ARN; it begins with `arn:`, or is `*` for everything"),
            );
            return None;
        }
        if variable_before_fifth_colon(&pieces) {
            self.error(
                "VARIABLE_UNSUPPORTED_IN_ELEMENT",
                "B16",
                path,
                item.at,
                format!("`{text}`: a variable may stand only after the fifth colon of an ARN"),
            );
            return None;
        }
        let pattern = ResourcePattern::new(text, item.at, pieces);
        if pattern.completed {
            let details = format!("`{text}` has fewer than six fields; AWS reads the missing ones as `*`");
            if matches!(self.policy_type, PolicyType::Session | PolicyType::Resource | PolicyType::ResourceControl) {
                self.error(
                    "MISSING_ARN_FIELD",
                    "B11",
                    path,
                    item.at,
                    format!("`{text}` has fewer than the six fields of an ARN"),
                );
            } else {
                self.warn("MISSING_ARN_FIELD", "B11", path, item.at, details);
            }
        }
        Some(pattern)
    }

    /// What SCPs and RCPs cannot say (rule B17). A statement that AWS would not store is void.
    fn control_policy(&mut self, statement: &Statement, path: &Path<'_>) -> Option<&'static str> {
        if self.policy_type == PolicyType::ResourceControl && statement.effect == Effect::Allow {
            self.error(
                "RCP_SYNTAX_ERROR_ALLOW",
                "B17",
                &path.member("Effect"),
                statement.effect_at,
                "a resource control policy has only `Deny` statements".into(),
            );
            return Some("a resource control policy cannot allow");
        }
        if self.policy_type != PolicyType::ServiceControl
            || self.scp == ScpLanguage::Full2025
            || statement.effect == Effect::Deny
        {
            return None;
        }
        let trailing = |text: &str| text == "*" || !text.trim_end_matches('*').contains(['*', '?']);
        let mut narrow = true;
        if let Some(pattern) = statement.action.patterns.iter().find(|p| !trailing(&p.text)) {
            self.error(
                "SCP_SYNTAX_ERROR_ACTION_WILDCARD",
                "B17",
                &path.member("Action"),
                pattern.at,
                format!("`{}`: under the 2023 rules a wildcard stands at the end of an action", pattern.text),
            );
            narrow = false;
        }
        let whole =
            statement.resource.as_ref().is_some_and(|r| !r.not && r.patterns.iter().all(ResourcePattern::is_any));
        if statement.action.not || statement.condition.as_ref().is_some_and(|c| !c.operators.is_empty()) || !whole {
            self.error("UNSUPPORTED_ELEMENT_COMBINATION", "B17", path, start_of(statement.at), "under the 2023 rules an `Allow` in a service control policy takes `Action`, `Resource` \"*\" and no `Condition`".into());
            narrow = false;
        }
        (!narrow).then_some("the 2023 rules for service control policies do not take it")
    }
}

fn items(json: &Json) -> (&[Json], bool) {
    match &json.value {
        Value::Array(items) => (items, true),
        _ => (std::slice::from_ref(json), false),
    }
}

/// Whether an action can stand in a role trust policy (rule B7).
fn is_trust_action(pattern: &ActionPattern) -> bool {
    match (pattern.service.as_deref(), pattern.name.as_literal()) {
        (None, _) => true,
        (Some("sts"), Some(name)) => {
            name.starts_with("assumerole") || matches!(name, "tagsession" | "setsourceidentity" | "setcontext")
        }
        (Some("sts"), None) => true,
        _ => false,
    }
}

fn variable_before_fifth_colon(pieces: &[Piece]) -> bool {
    let mut colons = 0;
    for piece in pieces {
        match piece {
            Piece::Text(text) => colons += text.matches(':').count(),
            Piece::Variable(_) if colons < 5 => return true,
            _ => {}
        }
    }
    false
}
