//! Values that a key can never have (rules C7, C8), and numbers that others make idle (rule C2).

use super::wildcards::has_wildcard;
use super::{Lint, Test, fix};
use crate::condition::{Base, Decimal, Family, PolicyValue};
use crate::text::ByteRange;

/// The values that DynamoDB has for some of its keys, and what Access Analyzer calls others.
const DYNAMODB: &[(&str, &str, &[&str])] = &[
    ("dynamodb:returnconsumedcapacity", "DYNAMODB_INVALID_RETURN_CONSUMED_CAPACITY", &["TOTAL", "NONE"]),
    (
        "dynamodb:returnvalues",
        "DYNAMODB_INVALID_RETURN_VALUES",
        &["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"],
    ),
    (
        "dynamodb:select",
        "DYNAMODB_INVALID_SELECT_VALUE",
        &["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"],
    ),
];

/// Keys that hold the name of a service, such as `ec2.amazonaws.com`.
const SERVICE_NAMES: &[&str] = &[
    "aws:calledvia",
    "aws:calledviafirst",
    "aws:calledvialast",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "iam:awsservicename",
    "iam:passedtoservice",
];

impl Lint<'_> {
    pub(super) fn condition_values(&mut self, test: Test<'_>) {
        match test.operator().base.family() {
            Family::String => {
                // A value with a wildcard or a variable stands for others.
                for value in test.key.values.iter().filter(|v| !has_wildcard(&v.text) && !v.text.contains("${")) {
                    self.text_value(test, value);
                }
            }
            Family::Numeric => self.numbers(test),
            _ => {}
        }
    }

    fn text_value(&mut self, test: Test<'_>, value: &PolicyValue) {
        let (key, text, at) = (test.key.key_lower.as_str(), value.text.as_str(), value.at);
        let ignore_case =
            matches!(test.operator().base, Base::StringEqualsIgnoreCase | Base::StringNotEqualsIgnoreCase);
        match key {
            "aws:sourcevpc" if !is_id(text, "vpc-") => {
                let details = format!("`{text}` is not the id of a VPC: `vpc-` and 8 or 17 letters and digits");
                self.error("INVALID_VPC_FORMAT", "C7", at, details);
            }
            "aws:sourcevpce" if !is_id(text, "vpce-") => {
                let details =
                    format!("`{text}` is not the id of a VPC endpoint: `vpce-` and 8 or 17 letters and digits");
                self.error("INVALID_VPCE_FORMAT", "C7", at, details);
            }
            "aws:requestedregion" if !super::arns::is_region(text) => {
                self.error("INVALID_REGION", "C7", at, format!("`{text}` is not a region such as `eu-central-1`"));
            }
            "kms:viaservice" if !is_service_name(text) || text.trim_end_matches(".cn").split('.').count() < 4 => {
                let details = format!("`{text}` is not a service in a region, such as `s3.eu-central-1.amazonaws.com`");
                self.error("INVALID_SERVICE_PRINCIPAL_FORMAT", "C7", at, details);
            }
            "s3:x-amz-server-side-encryption-aws-kms-key-id" if !is_key_arn(text) => {
                let details =
                    format!("`{text}` is not the ARN of a key, `arn:aws:kms:region:account:key/id`, which S3 compares");
                self.error("INVALID_KMS_KEY_VALUE", "C7", at, details);
            }
            _ if SERVICE_NAMES.contains(&key) && !is_service_name(text) => {
                let details = format!("`{text}` is not the name of a service such as `ec2.amazonaws.com`");
                self.error("INVALID_SERVICE_PRINCIPAL_FORMAT", "C7", at, details);
            }
            _ => {
                let known = DYNAMODB.iter().find(|(name, ..)| *name == key);
                let same = |a: &str| if ignore_case { a.eq_ignore_ascii_case(text) } else { a == text };
                if let Some((_, code, values)) = known
                    && !values.iter().any(|value| same(value))
                {
                    let details =
                        format!("`{text}` never stands in `{}`; it is one of {}", test.key.key, values.join(", "));
                    self.error(code, "C7", at, details);
                    if let Some(value) = values.iter().find(|value| value.eq_ignore_ascii_case(text)) {
                        self.fix(format!("Write `{value}`"), fix::replace(at, value));
                    }
                }
            }
        }
    }

    /// Of several bounds the loosest counts.
    fn numbers(&mut self, test: Test<'_>) {
        let values: Vec<(&Decimal, &PolicyValue)> =
            test.key.values.iter().filter_map(|value| value.number().map(|number| (number, value))).collect();
        let loosest = match test.operator().base {
            Base::NumericLessThan | Base::NumericLessThanEquals => values.iter().map(|(number, _)| *number).max(),
            Base::NumericGreaterThan | Base::NumericGreaterThanEquals => values.iter().map(|(number, _)| *number).min(),
            _ => None,
        };
        let Some(loosest) = loosest else { return };
        let mut kept = false;
        let places: Vec<ByteRange> = test.key.values.iter().map(|value| value.at).collect();
        for (number, value) in values {
            if number == loosest && !kept {
                kept = true;
                continue;
            }
            let details =
                format!("one match is enough, so that `{}` changes nothing beside the looser value", value.text);
            self.suggest("REDUNDANT_CONDITION_VALUE_NUM", "C2", value.at, details);
            let position = places.iter().position(|place| *place == value.at).unwrap_or_default();
            self.fix(format!("Remove `{}`", value.text), fix::remove(&places, position));
        }
    }
}

/// `vpc-` or `vpce-` and 8 or 17 letters and digits.
fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|id| matches!(id.len(), 8 | 17) && id.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn is_service_name(text: &str) -> bool {
    [".amazonaws.com", ".amazonaws.com.cn", ".aws.internal", ".amazon.com", ".amazonaws.eu"]
        .iter()
        .any(|ending| text.strip_suffix(ending).is_some_and(|name| !name.is_empty()))
}

fn is_key_arn(text: &str) -> bool {
    crate::arn::Arn::parse(text).is_some_and(|arn| arn.service == "kms" && arn.resource_of_kind("key").is_some())
}
