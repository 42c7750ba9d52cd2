//! Statements: their elements one by one, and what makes one void (rules B5 to B7, B17).

use std::collections::BTreeMap;

use super::{Reader, last, start_of};
use crate::condition;
use crate::finding::{Finding, FindingType};
use crate::policy::{ActionClause, Effect, PolicyType, ResourcePattern, ScpLanguage, Statement};
use crate::text::json::{Json, Member};
use crate::text::{ByteRange, Path};

impl Reader {
    pub(super) fn statement(&mut self, json: &Json, index: usize, path: &Path<'_>) -> Statement {
        let mut statement = Statement {
            index,
            sid: None,
            sid_at: json.at,
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
        condition::duplicates(members, path, &mut self.findings);
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
        statement.sid_at = last(members, "Sid").map_or(json.at, |member| member.value.at);
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
        let control = self.resource_control(&statement, path);
        statement.void_because = statement.void_because.or(control);
        if statement.void_because.is_none() {
            statement.void_because = self.service_control(&statement, path);
        }
        statement.void = statement.void_because.is_some();
        statement
    }

    pub(super) fn sid(&mut self, members: &[Member], path: &Path<'_>) -> Option<String> {
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

    pub(super) fn unique_sids(&mut self, statements: &[Statement]) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut repeated = Vec::new();
        for statement in statements {
            if let Some(sid) = statement.sid.as_deref().filter(|sid| !sid.is_empty())
                && let Some(first) = seen.insert(sid, statement.index)
            {
                repeated.push((sid.to_owned(), first, statement.index, statement.sid_at));
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
                    at,
                    format!("`{sid}` is the `Sid` of statement {} too", first + 1),
                );
            } else {
                self.error(
                    "UNIQUE_SIDS_REQUIRED",
                    "B5",
                    &path,
                    at,
                    format!("`{sid}` is the `Sid` of statement {} too", first + 1),
                );
            }
        }
    }

    pub(super) fn effect(&mut self, members: &[Member], at: ByteRange, path: &Path<'_>) -> Option<(Effect, ByteRange)> {
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

    /// What RCPs cannot say (rule B17). A statement that AWS would not store is void.
    fn resource_control(&mut self, statement: &Statement, path: &Path<'_>) -> Option<&'static str> {
        if self.policy_type != PolicyType::ResourceControl || statement.effect == Effect::Deny {
            return None;
        }
        self.error(
            "RCP_SYNTAX_ERROR_ALLOW",
            "B17",
            &path.member("Effect"),
            statement.effect_at,
            "a resource control policy has only `Deny` statements".into(),
        );
        Some("a resource control policy cannot allow")
    }

    /// What SCPs cannot say (rule B17), where the statement can be read.
    fn service_control(&mut self, statement: &Statement, path: &Path<'_>) -> Option<&'static str> {
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
        if let Some((element, at)) = beyond_2023(statement) {
            let inside = path.member(element);
            let path = if element.is_empty() { path } else { &inside };
            self.error("UNSUPPORTED_ELEMENT_COMBINATION", "B17", path, at, "under the 2023 rules an `Allow` in a service control policy takes `Action`, `Resource` \"*\" and no `Condition`".into());
            narrow = false;
        }
        (!narrow).then_some("the 2023 rules for service control policies do not take it")
    }
}

/// The element of an `Allow` that the 2023 rules for service control policies do not know, and where it stands; no name
/// where the statement lacks one.
fn beyond_2023(statement: &Statement) -> Option<(&'static str, ByteRange)> {
    if statement.action.not {
        return Some(("NotAction", statement.action.at));
    }
    if let Some(condition) = statement.condition.as_ref().filter(|condition| !condition.operators.is_empty()) {
        return Some(("Condition", condition.at));
    }
    match &statement.resource {
        None => Some(("", start_of(statement.at))),
        Some(clause) if clause.not => Some(("NotResource", clause.at)),
        Some(clause) => (!clause.patterns.iter().all(ResourcePattern::is_any)).then_some(("Resource", clause.at)),
    }
}
