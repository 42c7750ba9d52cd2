//! `Principal` and `NotPrincipal` (rules B7 to B9).

use super::{Reader, items, last, start_of};
use crate::condition;
use crate::finding::{Finding, FindingType};
use crate::policy::principal::Problem;
use crate::policy::{Effect, PolicyType, PrincipalClause, PrincipalKind, PrincipalValue};
use crate::text::json::{Member, Value};
use crate::text::{ByteRange, Path};

impl Reader {
    /// `Ok(None)` where the policy type takes no principal; `Err` where it must have one and has none to read.
    pub(super) fn principal(
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
                if self.policy_type == PolicyType::ServiceControl && member.name == "NotPrincipal" {
                    let details = "`NotPrincipal` has no place in a service control policy".to_owned();
                    self.error("UNSUPPORTED_PRINCIPAL", "B7", &path.member(&member.name), member.name_at, details);
                }
            }
            return Ok(None);
        }
        match found {
            (Some(principal), Some(other)) => {
                self.error(
                    "UNSUPPORTED_ELEMENT_COMBINATION",
                    "B7",
                    &path.member("NotPrincipal"),
                    other.name_at,
                    "a statement has `Principal` or `NotPrincipal`, not both".into(),
                );
                // What else is wrong in them is said all the same.
                let _ = self.principal_clause(principal, false, path, effect);
                let _ = self.principal_clause(other, true, path, effect);
                Err(())
            }
            (Some(member), None) => self.principal_clause(member, false, path, effect).map(Some),
            (None, Some(member)) => self.principal_clause(member, true, path, effect).map(Some),
            (None, None) => {
                self.error("MISSING_PRINCIPAL", "B7", path, start_of(at), "the statement has no `Principal`".into());
                Err(())
            }
        }
    }

    fn principal_clause(
        &mut self,
        member: &Member,
        not: bool,
        path: &Path<'_>,
        effect: Option<Effect>,
    ) -> Result<PrincipalClause, ()> {
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
                PolicyType::ResourceControl => {
                    let details = "a resource control policy takes only `\"Principal\": \"*\"`".to_owned();
                    self.error("RCP_SYNTAX_ERROR_PRINCIPAL", "B17", &path, member.name_at, details.clone());
                    self.error("UNSUPPORTED_PRINCIPAL", "B7", &path, member.name_at, details);
                }
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
        let list = self.principal_list(member, &path, effect);
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
        Ok(PrincipalClause { not, at: member.value.at, list })
    }

    pub(super) fn principal_list(
        &mut self,
        member: &Member,
        path: &Path<'_>,
        effect: Option<Effect>,
    ) -> Option<Vec<PrincipalValue>> {
        match &member.value.value {
            Value::String(text) if text == "*" => {
                self.public(member, path, effect);
                Some(vec![PrincipalValue { text: text.clone(), at: member.value.at, kind: PrincipalKind::Everyone }])
            }
            Value::Object(kinds) => {
                condition::duplicates(kinds, path, &mut self.findings);
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
                    self.public(member, path, effect);
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

    pub(super) fn principal_values(
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
            let item_path = if is_list { path.element(position) } else { *path };
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
            // Variables stand in `Resource` and `Condition` alone.
            if text.contains("${") {
                let details = format!("`{text}`: `Principal` takes no variables");
                self.error("VARIABLE_UNSUPPORTED_IN_ELEMENT", "B16", &item_path, item.at, details);
                readable = false;
                continue;
            }
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

    /// A Deny for everyone makes nothing public.
    fn public(&mut self, member: &Member, path: &Path<'_>, effect: Option<Effect>) {
        if member.name == "Principal" && effect != Some(Effect::Deny) && self.policy_type != PolicyType::ResourceControl
        {
            self.warn(
                "PUBLIC_PRINCIPAL",
                "D13",
                path,
                member.value.at,
                "`*` means everyone, anonymous callers included, unless a condition narrows it".into(),
            );
        }
    }
}
