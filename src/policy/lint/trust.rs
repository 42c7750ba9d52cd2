//! Role trust policies (rules A14, D16): who is trusted, with which action, under which condition.

use super::{Lint, Test, tests};
use crate::arn::{Arn, friendly_name};
use crate::condition::{Base, Family};
use crate::policy::{ActionPattern, Effect, PolicyType, PrincipalKind, PrincipalValue, Statement};

const GITHUB: &str = "token.actions.githubusercontent.com";
const ROLES_ANYWHERE: &str = "rolesanywhere.amazonaws.com";

impl Lint<'_> {
    pub(super) fn principals(&mut self, statement: &Statement) {
        let Some(clause) = &statement.principal else { return };
        for value in clause.list.iter().filter(|value| value.kind == PrincipalKind::UniqueId) {
            self.unique_id(value);
        }
        match self.policy_type {
            PolicyType::Trust => self.trust(statement, &clause.list),
            PolicyType::Resource => self.resource_policy(statement, clause),
            _ => {}
        }
    }

    fn unique_id(&mut self, value: &PrincipalValue) {
        let (code, what) = if value.text.starts_with("AROA") {
            ("INVALID_ROLE_REFERENCE", "role")
        } else {
            ("INVALID_USER_REFERENCE", "user")
        };
        let details = format!("`{}` is the id of a {what}; write its ARN, which IAM turns into the id", value.text);
        self.warn(code, "B8", value.at, details);
    }

    fn trust(&mut self, statement: &Statement, list: &[PrincipalValue]) {
        self.provider_syntax(list);
        self.session_beside_role(list);
        if statement.effect == Effect::Allow {
            self.action_for_principal(statement, list);
            self.provider_conditions(statement, list);
        }
        for test in tests(statement).filter(|test| test.key.key_lower == format!("{GITHUB}:sub")) {
            self.github_subject(test);
        }
    }

    fn provider_syntax(&mut self, list: &[PrincipalValue]) {
        for value in list.iter().filter(|value| value.kind == PrincipalKind::Federated) {
            let text = &value.text;
            let arn = Arn::parse(text).is_some_and(|arn| {
                arn.service == "iam"
                    && ["saml-provider", "oidc-provider"].iter().any(|kind| arn.resource_of_kind(kind).is_some())
            });
            let domain = text.contains('.')
                && !text.starts_with("arn:")
                && !text.contains("://")
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._/".contains(&b));
            if !arn && !domain {
                let details = format!(
                    "`{text}` is neither a domain such as `accounts.google.com` nor the ARN of a SAML or OIDC provider"
                );
                self.error("INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", "B8", value.at, details);
            }
        }
    }

    fn session_beside_role(&mut self, list: &[PrincipalValue]) {
        for session in list.iter().filter(|value| value.kind == PrincipalKind::RoleSession) {
            let Some(arn) = Arn::parse(&session.text) else { continue };
            let role = arn.resource_of_kind("assumed-role").and_then(|rest| rest.split('/').next());
            let parent = list.iter().filter(|value| value.kind == PrincipalKind::Role).find(|value| {
                Arn::parse(&value.text).is_some_and(|parent| {
                    parent.account == arn.account
                        && parent.resource_of_kind("role").map(friendly_name).is_some_and(|name| Some(name) == role)
                })
            });
            if let Some(parent) = parent {
                let details = format!("`{}` is trusted already through its role `{}`", session.text, parent.text);
                self.suggest("REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", "D16", session.at, details);
            }
        }
    }

    /// An action that none of the principals can call.
    fn action_for_principal(&mut self, statement: &Statement, list: &[PrincipalValue]) {
        if statement.action.not || list.is_empty() {
            return;
        }
        for pattern in &statement.action.patterns {
            if is_assume_role(pattern) && !list.iter().any(|value| can_call(value, pattern)) {
                let details = format!(
                    "none of these principals can call `{}`: SAML providers go with `sts:AssumeRoleWithSAML`, OIDC providers with `sts:AssumeRoleWithWebIdentity`, all others with `sts:AssumeRole`",
                    pattern.text
                );
                self.error("MISMATCHED_ACTION_FOR_PRINCIPAL", "D16", pattern.at, details);
            }
        }
    }

    fn provider_conditions(&mut self, statement: &Statement, list: &[PrincipalValue]) {
        for value in list {
            let Some(provider) = oidc_provider(value).map(str::to_lowercase) else { continue };
            let own: Vec<Test<'_>> =
                tests(statement).filter(|test| test.key.key_lower.starts_with(provider.as_str())).collect();
            if own.is_empty() {
                let details = format!(
                    "`{provider}` may vouch for anyone: compare `{provider}:aud` or `{provider}:sub` in `Condition`"
                );
                self.security("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", "A14", value.at, details);
            }
            // Only the audience is checked, which every repository can ask for.
            if provider == GITHUB && own.iter().all(|test| test.key.key_lower.ends_with(":aud")) {
                let details =
                    format!("every repository on GitHub can assume this role: compare `{GITHUB}:sub` in `Condition`");
                self.security("MISSING_GITHUB_REPO_CONDITION_KEY", "A14", value.at, details);
            }
        }
    }

    fn github_subject(&mut self, test: Test<'_>) {
        let base = test.operator().base;
        if base.family() != Family::String || base.is_negated() || base != Base::StringLike {
            return;
        }
        for value in &test.key.values {
            let repository =
                value.text.strip_prefix("repo:").map_or("*", |rest| rest.split(':').next().unwrap_or(rest));
            if repository.contains(['*', '?']) {
                let details =
                    format!("`{}` takes in more than one repository; name it: `repo:owner/name:*`", value.text);
                self.warn("SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", "A14", value.at, details);
            }
        }
    }

    /// IAM Roles Anywhere sends tags and a source identity along and must be allowed to.
    pub(super) fn roles_anywhere(&mut self, statements: &[Statement]) {
        if self.policy_type != PolicyType::Trust {
            return;
        }
        let trusts = |statement: &&Statement| {
            !statement.void
                && statement.effect == Effect::Allow
                && statement.principal.iter().flat_map(|p| &p.list).any(|value| value.text == ROLES_ANYWHERE)
        };
        let Some(first) = statements.iter().find(trusts) else { return };
        let missing: Vec<&str> = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]
            .into_iter()
            .filter(|action| {
                crate::policy::ActionName::parse(action)
                    .is_some_and(|name| !statements.iter().filter(trusts).any(|s| s.action.matches(&name)))
            })
            .collect();
        if !missing.is_empty() {
            let details = format!("`{ROLES_ANYWHERE}` needs `{}` too", missing.join("`, `"));
            self.error("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", "D16", first.action.at, details);
        }
    }
}

fn is_assume_role(pattern: &ActionPattern) -> bool {
    pattern.service.as_deref() == Some("sts")
        && matches!(pattern.name.as_literal(), Some("assumerole" | "assumerolewithsaml" | "assumerolewithwebidentity"))
}

fn can_call(value: &PrincipalValue, pattern: &ActionPattern) -> bool {
    let own = match value.kind {
        PrincipalKind::Everyone => return true,
        PrincipalKind::Federated if value.text.contains(":saml-provider/") => "assumerolewithsaml",
        PrincipalKind::Federated => "assumerolewithwebidentity",
        _ => "assumerole",
    };
    pattern.name.as_literal() == Some(own)
}

/// The domain and path of an OIDC provider, as they begin its condition keys.
fn oidc_provider(value: &PrincipalValue) -> Option<&str> {
    if value.kind != PrincipalKind::Federated {
        return None;
    }
    match Arn::parse(&value.text) {
        Some(arn) => arn.resource_of_kind("oidc-provider"),
        None => Some(value.text.as_str()).filter(|text| !text.starts_with("arn:")),
    }
}
