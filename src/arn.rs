//! Amazon Resource Names: six fields between colons (rules B8, B11, C13).

use crate::text::begins_with;

/// An ARN, split at its first five colons. Fields may be empty; the sixth keeps its own colons and slashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov`, …
    pub partition: &'a str,
    /// The service prefix.
    pub service: &'a str,
    /// The region; empty for global resources.
    pub region: &'a str,
    /// The account; empty for some resources, such as buckets.
    pub account: &'a str,
    /// Everything after the fifth colon.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Splits a text that begins with `arn:` and has at least six fields.
    pub fn parse(text: &'a str) -> Option<Self> {
        let [prefix, partition, service, region, account, resource] = fields(text)?;
        (prefix == "arn").then_some(Self { partition, service, region, account, resource })
    }

    /// The part of the resource after `kind/`, for example the path and name after `role/`.
    pub fn resource_of_kind(&self, kind: &str) -> Option<&'a str> {
        self.resource.strip_prefix(kind)?.strip_prefix('/')
    }

    /// Whether this is the root user of its account, which also stands for the account itself.
    pub fn is_account_root(&self) -> bool {
        self.service == "iam" && self.resource == "root"
    }
}

/// The six fields of a text, or nothing when it has fewer.
pub fn fields(text: &str) -> Option<[&str; 6]> {
    let mut fields = [""; 6];
    let mut start = 0;
    let mut filled = fields.iter_mut();
    // The first five fields of an ARN are short, so that looking at each byte is faster than searching.
    for (at, byte) in text.bytes().enumerate() {
        if byte == b':' {
            *filled.next()? = text.get(start..at)?;
            start = at + 1;
            if filled.len() == 1 {
                *filled.next()? = text.get(start..)?;
                return Some(fields);
            }
        }
    }
    None
}

/// The account in an ARN: its fifth field.
pub fn account(text: &str) -> Option<&str> {
    // The form of nearly every caller's ARN, whose account stands at a fixed place.
    const START: usize = "arn:aws:iam::".len();
    const END: usize = START + 12;
    if (begins_with(text, "arn:aws:iam::") || begins_with(text, "arn:aws:sts::"))
        && text.as_bytes().get(END) == Some(&b':')
        && let Some(account) = text.get(START..END)
        && is_account_id(account)
    {
        return Some(account);
    }
    text.split(':').nth(4)
}

/// Whether a text is a twelve-digit account id.
pub fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The last part of a path such as `team/Audit`: the friendly name.
pub fn friendly_name(path_and_name: &str) -> &str {
    path_and_name.rsplit('/').next().unwrap_or(path_and_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_at_the_first_five_colons() {
        let arn = Arn::parse("arn:aws:sns:us-east-1:111122223333:topic:sub/1");
        assert_eq!(arn.map(|a| (a.service, a.account, a.resource)), Some(("sns", "111122223333", "topic:sub/1")));
        assert_eq!(Arn::parse("arn:aws:sqs"), None);
        assert_eq!(Arn::parse("urn:a:b:c:d:e"), None);
        assert_eq!(fields("a:b:c:d:e:f:g"), Some(["a", "b", "c", "d", "e", "f:g"]));
        assert_eq!(fields(":::::"), Some([""; 6]));
        assert_eq!(fields("::::"), None);
        assert_eq!(friendly_name("team/Audit"), "Audit");
        for text in [
            "arn:aws:iam::111122223333:user/u",
            "arn:aws-cn:sts::111122223333:assumed-role/r/s",
            "a:b:c:d:111122223333:",
        ] {
            assert_eq!(account(text), Some("111122223333"), "{text}");
        }
        assert_eq!(account("arn:aws:iam::1111:2223333:user/u"), Some("1111"));
    }
}
