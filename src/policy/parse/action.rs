//! `Action` and `NotAction` (rule B10).

use super::{Reader, items, last, start_of};
use crate::finding::{Finding, FindingType};
use crate::policy::{ActionClause, ActionPattern, PolicyType};
use crate::text::json::Member;
use crate::text::{ByteRange, Path};

impl Reader {
    pub(super) fn action(&mut self, members: &[Member], at: ByteRange, path: &Path<'_>) -> Option<ActionClause> {
        match (last(members, "Action"), last(members, "NotAction")) {
            (Some(action), Some(other)) => {
                self.error(
                    "UNSUPPORTED_ELEMENT_COMBINATION",
                    "B10",
                    &path.member("NotAction"),
                    other.name_at,
                    "a statement has `Action` or `NotAction`, not both".into(),
                );
                // What else is wrong in them is said all the same.
                self.action_clause(action, false, path);
                self.action_clause(other, true, path);
                None
            }
            (Some(member), None) => self.action_clause(member, false, path),
            (None, Some(member)) => self.action_clause(member, true, path),
            (None, None) => {
                self.error("MISSING_ACTION", "B10", path, start_of(at), "the statement has no `Action`".into());
                None
            }
        }
    }

    fn action_clause(&mut self, member: &Member, not: bool, path: &Path<'_>) -> Option<ActionClause> {
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
            let item_path = if is_list { path.element(position) } else { path };
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
