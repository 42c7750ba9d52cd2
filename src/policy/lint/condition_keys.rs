//! Names of condition keys: those that do not exist, are no longer used, or promise more than they keep (rule C6).

use super::{Lint, Test, fix, global_keys, has_key, tests};
use crate::policy::Statement;
use crate::service_data::{is_condition_key_prefix, nearest_service};

/// Keys whose values a caller chooses freely.
const FORGEABLE: &[&str] = &["aws:referer", "aws:useragent"];

impl Lint<'_> {
    pub(super) fn condition_key(&mut self, test: Test<'_>) {
        let (key, lower, at) = (&test.key.key, test.key.key_lower.as_str(), test.key.key_at);
        let Some((prefix, name)) = lower
            .split_once(':')
            .filter(|(prefix, name)| !prefix.is_empty() && !name.is_empty() && !prefix.contains(char::is_whitespace))
        else {
            let details =
                format!("`{key}` is not a condition key; write `service:KeyName`, for example `aws:SourceIp`");
            self.error("INVALID_CONDITION_KEY_FORMAT", "C6", at, details);
            return;
        };
        if prefix != "aws" {
            self.prefix(key, prefix, test);
            return;
        }
        if let Some(tag) = global_keys::TAGS
            .iter()
            .find(|tag| name.trim_end_matches('/').eq_ignore_ascii_case(tag.trim_start_matches("aws:")))
        {
            let details = format!("`{key}` needs the key of the tag: `{tag}/team` for the tag `team`");
            self.error("MISSING_TAG_KEY_IN_CONDITION", "C6", at, details);
        } else if name == "arn" {
            let details = format!("`{key}` is no longer used; write `aws:PrincipalArn` or `aws:SourceArn`");
            self.warn("DEPRECATED_GLOBAL_CONDITION_KEY", "C6", at, details);
            for better in ["aws:PrincipalArn", "aws:SourceArn"] {
                self.fix(format!("Write `{better}`"), fix::replace(at, better));
            }
        } else if !global_keys::exists(lower) {
            let near = self.hint(|| global_keys::nearest(lower));
            let hint = near.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
            let details = format!("AWS has no condition key `{key}`{hint}");
            self.error("INVALID_GLOBAL_CONDITION_KEY", "C6", at, details);
            if let Some(name) = near {
                self.fix(format!("Write `{name}`"), fix::replace(at, name));
            }
        } else if FORGEABLE.contains(&lower) {
            let details = format!("the caller chooses what `{key}` says: it keeps nobody out");
            self.security("UNTRUSTWORTHY_CONDITION_KEY", "C6", at, details);
        }
    }

    fn prefix(&mut self, key: &str, prefix: &str, test: Test<'_>) {
        if !is_condition_key_prefix(prefix) {
            let hint =
                self.hint(|| nearest_service(prefix)).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            let details = format!("`{key}`: AWS has no service with the prefix `{prefix}`{hint}");
            self.error("INVALID_SERVICE", "C6", test.key.key_at, details);
            return;
        }
        self.service_key(test);
    }

    /// `aws:VpcSourceIp` says nothing without the VPC: many have the same private addresses.
    pub(super) fn paired_keys(&mut self, statement: &Statement) {
        if has_key(statement, &["aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn"]) {
            return;
        }
        for test in tests(statement).filter(|test| test.key.key_lower == "aws:vpcsourceip") {
            let details =
                format!("`{}` needs `aws:SourceVpc` beside it: any VPC can have these addresses", test.key.key);
            self.security("MISSING_PAIRED_CONDITION_KEYS", "C6", test.key.key_at, details);
        }
    }
}
