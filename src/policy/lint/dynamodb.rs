//! Conditions on DynamoDB's attributes and S3's prefixes that keep less than they promise.

use super::{Lint, has_key, tests};
use crate::condition::Base;
use crate::policy::{ActionName, Effect, Statement};
use crate::text::ByteRange;

const READS: &[&str] = &["GetItem", "BatchGetItem", "Query", "Scan"];
const WRITES: &[&str] = &["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"];

impl Lint<'_> {
    pub(super) fn dynamodb(&mut self, statement: &Statement) {
        self.wrong_condition(statement);
        self.prefix_in_negative_context(statement);
        if statement.effect == Effect::Deny {
            return;
        }
        let allows = |names: &[&str]| names.iter().find_map(|name| covers(statement, "dynamodb", name));
        if has_key(statement, &["dynamodb:leadingkeys"])
            && let Some(at) = allows(&["Scan"])
        {
            let details = "`dynamodb:Scan` reads the whole table, whatever `dynamodb:LeadingKeys` says";
            self.warn("DYNAMODB_SCAN_BYPASSES_LEADING_KEYS", "B10", at, details.into());
        }
        let attributes = tests(statement).find(|test| test.key.key_lower == "dynamodb:attributes");
        let Some(attributes) = attributes.map(|test| test.key.key_at) else { return };
        if allows(READS).is_some() && !has_key(statement, &["dynamodb:select"]) {
            let details =
                "a read that names no attributes returns them all: require `dynamodb:Select` `SPECIFIC_ATTRIBUTES` too";
            self.security("DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", "B10", attributes, details.into());
        }
        if allows(&["PutItem", "UpdateItem", "DeleteItem"]).is_some() && !has_key(statement, &["dynamodb:returnvalues"])
        {
            let details = "a write can ask for the whole item back: limit `dynamodb:ReturnValues` to `NONE`, `UPDATED_OLD` and `UPDATED_NEW`";
            self.security("DYNAMODB_ATTRIBUTES_WITHOUT_RETURN_VALUES", "B10", attributes, details.into());
        }
        if let Some(at) = allows(&["PutItem", "BatchWriteItem"]) {
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
        if covers(statement, "s3", "ListBucket").is_none() {
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

/// Where the statement names an action of a service, by a pattern of that service.
fn covers(statement: &Statement, service: &str, name: &str) -> Option<ByteRange> {
    let action = ActionName::parse(&format!("{service}:{name}"))?;
    let named = statement.action.patterns.iter().filter(|_| !statement.action.not);
    named.filter(|p| p.service.as_deref() == Some(service)).find(|p| p.matches(&action)).map(|p| p.at)
}
