//! `Resource` and `NotResource` (rules B11, B16).

use super::{Reader, items, last, start_of};
use crate::condition;
use crate::finding::{Finding, FindingType};
use crate::pattern::{Piece, parse_template};
use crate::policy::{PolicyType, ResourceClause, ResourcePattern};
use crate::text::json::{Json, Member};
use crate::text::{ByteRange, Path};

impl Reader {
    pub(super) fn resource(
        &mut self,
        members: &[Member],
        at: ByteRange,
        path: &Path<'_>,
    ) -> Result<Option<ResourceClause>, ()> {
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
        match found {
            (Some(resource), Some(other)) => {
                self.error(
                    "UNSUPPORTED_ELEMENT_COMBINATION",
                    "B11",
                    &path.member("NotResource"),
                    other.name_at,
                    "a statement has `Resource` or `NotResource`, not both".into(),
                );
                // What else is wrong in them is said all the same.
                let _ = self.resource_clause(resource, false, path);
                let _ = self.resource_clause(other, true, path);
                Err(())
            }
            (Some(member), None) => self.resource_clause(member, false, path).map(Some),
            (None, Some(member)) => self.resource_clause(member, true, path).map(Some),
            (None, None) => {
                self.error("MISSING_RESOURCE", "B11", path, start_of(at), "the statement has no `Resource`".into());
                Err(())
            }
        }
    }

    fn resource_clause(&mut self, member: &Member, not: bool, path: &Path<'_>) -> Result<ResourceClause, ()> {
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
            let item_path = if is_list { path.element(position) } else { path };
            match self.resource_pattern(item, &item_path) {
                Some(pattern) => patterns.push(pattern),
                None => readable = false,
            }
        }
        if readable { Ok(ResourceClause { not, at: member.value.at, patterns }) } else { Err(()) }
    }

    pub(super) fn resource_pattern(&mut self, item: &Json, path: &Path<'_>) -> Option<ResourcePattern> {
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
                // AWS takes no session policy like that.
                if self.policy_type == PolicyType::Session {
                    return None;
                }
            } else {
                self.warn("MISSING_ARN_FIELD", "B11", path, item.at, details);
            }
        }
        Some(pattern)
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
