//! Conditions on DynamoDB's attributes and S3's prefixes that keep less than they promise.

use super::{Lint, has_key, start_of, tests};
use crate::condition::Base;
use crate::policy::{ActionName, Effect, Statement};

const READS: &[&str] = &["GetItem", "BatchGetItem", "Query", "Scan"];
const WRITES: &[&str] = &["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"];

impl Lint<'_> {
    pub(super) fn dynamodb(&mut self, statement: &Statement) {
        self.wrong_condition(statement);
        self.prefix_in_negative_context(statement);
        if statement.effect == Effect::Deny {
            return;
        }
        let at = start_of(statement);
        let allows = |names: &[&str]| names.iter().any(|name| covers(statement, "dynamodb", name));
        if has_key(statement, &["dynamodb:leadingkeys"]) && allows(&["Scan"]) {
            let details = "`dynamodb:Scan` reads the whole table, whatever `dynamodb:LeadingKeys` says";
            self.warn("DYNAMODB_SCAN_BYPASSES_LEADING_KEYS", "B10", at, details.into());
        }
        if !has_key(statement, &["dynamodb:attributes"]) {
            return;
        }
        if allows(READS) && !has_key(statement, &["dynamodb:select"]) {
            let details =
                "a read that names no attributes returns them all: require `dynamodb:Select` `SPECIFIC_ATTRIBUTES` too";
            self.security("DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", "B10", at, details.into());
        }
        if allows(&["PutItem", "UpdateItem", "DeleteItem"]) && !has_key(statement, &["dynamodb:returnvalues"]) {
            let details = "a write can ask for the whole item back: limit `dynamodb:ReturnValues` to `NONE`, `UPDATED_OLD` and `UPDATED_NEW`";
            self.security("DYNAMODB_ATTRIBUTES_WITHOUT_RETURN_VALUES", "B10", at, details.into());
        }
        if allows(&["PutItem", "BatchWriteItem"]) {
            let details = "`dynamodb:PutItem` and `dynamodb:BatchWriteItem` replace whole items: `dynamodb:Attributes` keeps no attribute from being dropped";
            self.warn("DYNAMODB_REPLACE_OPERATION_WITH_ATTRIBUTES", "B10", at, details.into());
        }
    }

    /// `dynamodb:Select` comes with reads only, `dynamodb:ReturnValues` with writes only.
    fn wrong_condition(&mut self, statement: &Statement) {
        let patterns = &statement.action.patterns;
        let all = |names: &[&str]| {
            !patterns.is_empty()
                && !statement.action.not
                && patterns.iter().all(|pattern| {
                    pattern.service.as_deref() == Some("dynamodb")
                        && pattern
                            .name
                            .as_literal()
                            .is_some_and(|n| names.iter().any(|name| name.eq_ignore_ascii_case(n)))
                })
        };
        let (only_reads, only_writes) = (all(READS), all(WRITES));
        for test in tests(statement).filter(|test| test.operator().base != Base::Null) {
            let wrong = match test.key.key_lower.as_str() {
                "dynamodb:select" => only_writes,
                "dynamodb:returnvalues" => only_reads,
                _ => false,
            };
            if wrong {
                let details = format!("requests for these actions never have `{}`", test.key.key);
                self.warn("DYNAMODB_WRONG_CONDITION_FOR_ACTION", "C4", test.key.key_at, details);
            }
        }
    }

    /// A shorter prefix lists what a `Deny` on the longer one meant to keep.
    fn prefix_in_negative_context(&mut self, statement: &Statement) {
        if !covers(statement, "s3", "ListBucket") {
            return;
        }
        let loose = match statement.effect {
            Effect::Allow => Base::StringNotLike,
            Effect::Deny => Base::StringLike,
        };
        for test in tests(statement)
            .filter(|test| test.key.key_lower == "s3:prefix" && test.operator().base == loose)
            .filter(|test| test.key.values.iter().any(|value| value.text != "*"))
        {
            let details = format!(
                "a request with a shorter prefix gets round this: `Allow` with `StringLike`, or `Deny` with `StringNotLike`, on `{}` does not let it",
                test.key.key
            );
            self.security("S3_PREFIX_IN_NEGATIVE_CONTEXT", "C7", test.key.key_at, details);
        }
    }
}

/// Whether the statement names an action of a service, by a pattern of that service.
fn covers(statement: &Statement, service: &str, name: &str) -> bool {
    let Some(action) = ActionName::parse(&format!("{service}:{name}")) else { return false };
    !statement.action.not
        && statement.action.patterns.iter().any(|p| p.service.as_deref() == Some(service) && p.matches(&action))
}
