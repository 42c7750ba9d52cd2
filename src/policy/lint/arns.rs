//! The fields of ARNs in `Resource` (rule B11).

use super::{Lint, fix};
use crate::arn::{fields, is_account_id};
use crate::policy::{ResourcePattern, Statement};
use crate::service_data::{is_service, nearest_service};

const PARTITIONS: &[&str] =
    &["aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"];

/// Resource types whose ARNs have a region and an account, by service and by what begins the last field.
const REGIONAL: &[(&str, &[&str])] = &[
    ("dynamodb", &["table/"]),
    ("ec2", &["instance/", "key-pair/", "network-interface/", "security-group/", "subnet/", "volume/", "vpc/"]),
    ("kms", &["key/", "alias/"]),
    ("lambda", &["function:"]),
    ("secretsmanager", &["secret:"]),
    ("sns", &[""]),
    ("sqs", &[""]),
    ("states", &["stateMachine:", "execution:", "activity:"]),
];

/// What begins the last field of an ARN of S3 that has an account, unlike those of buckets and objects.
const S3_WITH_ACCOUNT: &[&str] = &["accesspoint", "access-grants", "async-request", "job", "storage-lens"];

impl Lint<'_> {
    pub(super) fn arns(&mut self, statement: &Statement) {
        for pattern in statement.resource.iter().flat_map(|clause| &clause.patterns) {
            if !pattern.is_any() && !pattern.completed {
                self.arn(pattern);
            }
        }
    }

    fn arn(&mut self, pattern: &ResourcePattern) {
        let Some([_, partition, service, region, account, resource]) = fields(&pattern.text) else { return };
        let (text, at) = (&pattern.text, pattern.at);
        if !wild(partition) && !PARTITIONS.contains(&partition) {
            let details = format!("`{text}`: `{partition}` is not a partition; most accounts are in `aws`");
            self.error("INVALID_PARTITION", "B11", at, details);
        }
        if wild(service) {
            let details = format!("`{text}`: a wildcard in the service takes in services that you did not think of");
            self.suggest("WILDCARD_IN_SERVICE_NAME", "B11", at, details);
        } else {
            self.arn_service(pattern, service);
        }
        if !wild(region) && !region.is_empty() && !is_region(region) {
            let details = format!("`{text}`: `{region}` is not a region such as `eu-central-1`");
            self.error("INVALID_ARN_REGION", "B11", at, details);
        }
        if !wild(account) && account.bytes().any(|b| b.is_ascii_digit()) && !is_account_id(account) {
            let details = format!("`{text}`: an account ID has twelve digits, and `{account}` does not");
            self.error("INVALID_ARN_ACCOUNT", "B11", at, details);
        }
        if resource.is_empty() {
            self.error("INVALID_ARN_RESOURCE", "B11", at, format!("`{text}` ends before it names a resource"));
        }
        self.arn_scope(pattern, [service, region, account, resource]);
    }

    fn arn_service(&mut self, pattern: &ResourcePattern, service: &str) {
        let (text, lower) = (&pattern.text, service.to_lowercase());
        if lower != service {
            let details = format!("`{text}`: the service is written in lower case, `{lower}`");
            self.error("INVALID_ARN_SERVICE_CASE", "B11", pattern.at, details);
            let better = text.replacen(&format!(":{service}:"), &format!(":{lower}:"), 1);
            self.fix(format!("Write `{lower}`"), fix::replace(pattern.at, &better));
        } else if !is_service(service)
            && let Some(near) = self.hint(|| nearest_service(service))
        {
            // ARNs may name services that actions do not, so that only a slip is certain enough to speak of.
            let details = format!("`{text}`: AWS has no service `{service}`; did you mean `{near}`?");
            self.warn("UNKNOWN_SERVICE_IN_ARN", "B11", pattern.at, details);
        }
    }

    /// Fields that must be there, and fields that must not.
    fn arn_scope(&mut self, pattern: &ResourcePattern, [service, region, account, resource]: [&str; 4]) {
        let (text, at) = (&pattern.text, pattern.at);
        let regional = REGIONAL
            .iter()
            .any(|(name, kinds)| *name == service && kinds.iter().any(|kind| resource.starts_with(kind)));
        if regional && region.is_empty() {
            let details = format!("`{text}` has no region: no resource of `{service}` has such an ARN; `*` is any");
            self.error("MISSING_ARN_REGION", "B11", at, details);
        }
        let user_or_role =
            service == "iam" && ["user/", "role/", "group/"].iter().any(|kind| resource.starts_with(kind));
        if (regional || user_or_role) && account.is_empty() {
            let details = format!("`{text}` has no account: no resource of `{service}` has such an ARN; `*` is any");
            self.error("MISSING_ARN_ACCOUNT", "B11", at, details);
        }
        let bucket = service == "s3"
            && !resource.is_empty()
            && !resource.starts_with(['*', '?', '$'])
            && !S3_WITH_ACCOUNT.iter().any(|kind| resource.starts_with(kind));
        if (bucket || matches!(service, "iam" | "cloudfront")) && !region.is_empty() && !wild(region) {
            let details = format!("`{text}`: resources of `{service}` have no region in their ARN");
            self.error("ARN_REGION_NOT_ALLOWED", "B11", at, details);
        }
        if bucket && !account.is_empty() && !wild(account) {
            let details = format!("`{text}`: buckets and objects have no account in their ARN");
            self.error("ARN_ACCOUNT_NOT_ALLOWED", "B11", at, details);
        }
    }
}

fn wild(field: &str) -> bool {
    field.contains(['*', '?'])
}

/// Whether a text has the form of a region: words and a number, `eu-central-1`.
pub(super) fn is_region(text: &str) -> bool {
    let words: Vec<&str> = text.split('-').collect();
    let Some((number, names)) = words.split_last() else { return false };
    names.len() >= 2
        && names.iter().all(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase()))
        && matches!(number.len(), 1 | 2)
        && number.bytes().all(|b| b.is_ascii_digit())
}
