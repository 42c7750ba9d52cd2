//! Operators and values that do not fit the type of a key (rules C8 to C13, C19, C21).

use super::{Lint, Test, fix};
use crate::condition::{Base, Family, KeyType, PolicyValue};
use crate::time::{Instant, format_utc};

impl Lint<'_> {
    pub(super) fn condition_type(&mut self, test: Test<'_>) {
        let base = test.operator().base;
        // A list from the service data may hold ARNs or Booleans as well; only the rules' own lists are lists of text.
        let key_type = self.key_type(test.key).filter(|key_type| {
            *key_type != KeyType::StringList || test.key.key_type.is_some() || base.family() == Family::Numeric
        });
        if let Some(key_type) = key_type
            && !key_type.fits(base)
        {
            let details =
                format!("`{}` is of type {}: `{}` never matches it", test.key.key, key_type.name(), test.block.name);
            self.warn("TYPE_MISMATCH", "C21", test.key.key_at, details);
            if let (Some(other), [_]) = (base_for(key_type, base), test.block.keys.as_slice()) {
                let name = fix::operator_name(test.operator(), other);
                self.fix(format!("Write `{name}`"), fix::replace(test.block.name_at, &name));
            }
        }
        for value in &test.key.values {
            if value.is_readable() {
                self.date(test, value);
            } else if !value.text.contains("${") {
                self.unreadable(base, value);
            }
        }
    }

    fn unreadable(&mut self, base: Base, value: &PolicyValue) {
        let text = &value.text;
        let (code, rule, details) = match base.family() {
            Family::Numeric => ("TYPE_MISMATCH_NUMBER", "C8", format!("`{text}` is not a number and matches nothing")),
            Family::Date => (
                "TYPE_MISMATCH_DATE",
                "C9",
                format!("`{text}` is not a date such as 2026-01-31 or 2026-01-31T12:00:00Z and matches nothing"),
            ),
            Family::Bool | Family::Null => {
                ("TYPE_MISMATCH_BOOLEAN", "C10", format!("`{text}` is neither true nor false and matches nothing"))
            }
            Family::Binary => ("TYPE_MISMATCH_STRING", "C11", format!("`{text}` is not base64 and matches nothing")),
            Family::Arn => (
                "INCOMPLETE_ARN_IN_CONDITION",
                "C13",
                format!("`{text}` has fewer than the six fields of an ARN: `{}` never matches it", base.name()),
            ),
            Family::Ip => {
                let details = format!("`{text}` is not an address or network such as 203.0.113.0/24");
                self.error("TYPE_MISMATCH_IP_RANGE", "C12", value.at, details);
                return;
            }
            Family::String => return,
        };
        self.warn(code, rule, value.at, details);
    }

    fn date(&mut self, test: Test<'_>, value: &PolicyValue) {
        let Some(instant) = value.instant() else { return };
        let text = &value.text;
        if Instant::lacks_zone(text) {
            self.warn("INVALID_DATE_VALUE", "C9", value.at, format!("`{text}` has no time zone and is read as UTC"));
            self.fix("Add `Z` for UTC".into(), fix::replace(value.at, &format!("{text}Z")));
        } else if !text.contains('-') && text.len() != 4 && test.key.key_lower != "aws:epochtime" {
            let date = format_utc(instant.seconds);
            let details = format!("`{text}` counts seconds since 1970; a date such as `{date}` says it clearly");
            self.warn("INVALID_DATE_VALUE", "C9", value.at, details);
            self.fix(format!("Write `{date}`"), fix::replace(value.at, &date));
        }
    }
}

/// The comparison of the right kind that says the same, where there is one.
fn base_for(key_type: KeyType, base: Base) -> Option<Base> {
    use Base::{
        ArnEquals, ArnNotEquals, Bool, DateEquals, IpAddress, NotIpAddress, NumericEquals, StringEquals,
        StringEqualsIgnoreCase, StringLike, StringNotEquals, StringNotLike,
    };
    Some(match (key_type, base) {
        (KeyType::Bool, StringEquals | StringEqualsIgnoreCase | StringLike) => Bool,
        (KeyType::IpAddress, StringEquals | StringLike) => IpAddress,
        (KeyType::IpAddress, StringNotEquals | StringNotLike) => NotIpAddress,
        (KeyType::Numeric, StringEquals) => NumericEquals,
        (KeyType::Date, StringEquals) => DateEquals,
        (KeyType::String | KeyType::StringList, ArnEquals | Base::ArnLike) => StringLike,
        (KeyType::String | KeyType::StringList, ArnNotEquals | Base::ArnNotLike) => StringNotLike,
        (KeyType::String | KeyType::StringList, NumericEquals | Bool) => StringEquals,
        _ => return None,
    })
}
