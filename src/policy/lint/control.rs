//! Resource control policies (rules B17, D4): services they cover, and conditions that hit services by mistake.

use super::{Lint, Test, has_key, tests};
use crate::condition::{Base, Family};
use crate::policy::{PolicyType, Statement};
use crate::service_data::{is_resource_control_service, is_service};

/// Keys that a service which calls with its own principal does not have.
const PRINCIPAL: &[&str] = &["aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn"];

/// Keys that only calls by a service's own principal have.
const SOURCE: &[&str] = &["aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceaccount", "aws:sourcearn"];

impl Lint<'_> {
    pub(super) fn control_policy(&mut self, statement: &Statement) {
        if self.policy_type != PolicyType::ResourceControl {
            return;
        }
        for pattern in &statement.action.patterns {
            if let Some(service) = pattern.service.as_deref()
                && is_service(service)
                && !is_resource_control_service(service)
            {
                let details =
                    format!("resource control policies do not cover `{service}`: `{}` has no effect", pattern.text);
                self.error("RCP_SYNTAX_ERROR_ACTION", "D4", pattern.at, details);
            }
        }
        let negated = |keys: &[&str]| {
            tests(statement)
                .find(|test| test.operator().base.is_negated() && keys.contains(&test.key.key_lower.as_str()))
                .map(|test| test.key.key_at)
        };
        let tells_services = has_key(statement, &["aws:principalisawsservice"]);
        if let Some(at) = negated(PRINCIPAL)
            && !tells_services
        {
            let details = "services have no organization and no account of their own and would be denied too: add `BoolIfExists` `aws:PrincipalIsAWSService` `false`";
            self.warn("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", "D4", at, details.into());
        }
        if let Some(at) = negated(SOURCE) {
            if !tells_services {
                let details = "your own users and roles act for no source and would be denied too: add `BoolIfExists` `aws:PrincipalIsAWSService` `true`";
                self.warn("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", "D4", at, details.into());
            }
            if !tests(statement).any(is_null_check) {
                let details =
                    "services that name no source would be denied too: add `Null` `aws:SourceAccount` `false`";
                self.warn("RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", "D4", at, details.into());
            }
        }
    }
}

fn is_null_check(test: Test<'_>) -> bool {
    test.operator().base.family() == Family::Null
        && test.operator().base == Base::Null
        && matches!(test.key.key_lower.as_str(), "aws:sourceaccount" | "aws:sourcearn")
}
