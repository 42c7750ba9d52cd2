//! Amazon Resource Names: six fields between colons (rules B8, B11, C13).

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
    let mut parts = text.splitn(6, ':');
    let fields = [parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?];
    Some(fields)
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
        assert_eq!(friendly_name("team/Audit"), "Audit");
    }
}
