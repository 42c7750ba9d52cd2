//! Resource policies that let AWS services in (rule D14), or name what has no place there.

use super::{Lint, has_key, tests};
use crate::policy::{Effect, PrincipalClause, PrincipalKind, Statement};

/// Keys that say for whom a service acts.
const SOURCES: &[&str] = &["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"];

impl Lint<'_> {
    pub(super) fn resource_policy(&mut self, statement: &Statement, clause: &PrincipalClause) {
        for value in clause.list.iter().filter(|value| value.kind == PrincipalKind::Federated) {
            let details =
                format!("`{}`: only role trust policies name identity providers; name the role instead", value.text);
            self.error("FEDERATED_PRINCIPAL_NOT_SUPPORTED", "B8", value.at, details);
        }
        for test in tests(statement).filter(|test| test.key.key_lower == "s3:resourceaccount") {
            let details = format!(
                "`{}` compares the account of the very resource that the policy belongs to; it is for identity-based policies",
                test.key.key
            );
            self.suggest("IRRELEVANT_CONDITION_KEY_IN_POLICY", "D5", test.key.key_at, details);
        }
        if statement.effect == Effect::Allow && !clause.not {
            self.services_let_in(statement, clause);
        }
    }

    fn services_let_in(&mut self, statement: &Statement, clause: &PrincipalClause) {
        let services: Vec<_> = clause.list.iter().filter(|value| value.kind == PrincipalKind::Service).collect();
        let Some(first) = services.first() else { return };
        if services.len() == clause.list.len() {
            for test in tests(statement)
                .filter(|test| matches!(test.key.key_lower.as_str(), "aws:principalorgid" | "aws:principalorgpaths"))
                .filter(|test| !test.operator().if_exists && !test.operator().base.is_negated())
            {
                let details = format!("`{}` is in no organization and never has `{}`", first.text, test.key.key);
                self.error("UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", "D14", test.key.key_at, details);
            }
        }
        if has_key(statement, SOURCES) {
            return;
        }
        if tests(statement).next().is_none() {
            let details = format!(
                "`{}` can be made to act for anyone: compare `aws:SourceArn` or `aws:SourceAccount` in `Condition`",
                first.text
            );
            self.security("RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", "D14", first.at, details);
        } else {
            let details = format!("`aws:SourceArn` or `aws:SourceAccount` says best for whom `{}` acts", first.text);
            self.suggest("RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", "D14", first.at, details);
        }
    }
}
