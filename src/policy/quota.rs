//! How large a policy may be (rule B18).

use super::PolicyType;

/// A size limit of IAM or Organizations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say what the limit is for")]
pub enum Quota {
    UserInline,
    GroupInline,
    RoleInline,
    Managed,
    Trust,
    ServiceControl,
    ServiceControlReported,
    Session,
    Bucket,
}

/// Who has an inline policy; each may have more than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InlineOf {
    /// A user.
    User,
    /// A group.
    Group,
    /// A role.
    Role,
}

impl InlineOf {
    /// All of them, by name.
    pub const ALL: [(&'static str, Self); 3] = [("user", Self::User), ("group", Self::Group), ("role", Self::Role)];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, of)| *of == self).map_or("", |(name, _)| name)
    }

    fn quota(self) -> Quota {
        match self {
            Self::User => Quota::UserInline,
            Self::Group => Quota::GroupInline,
            Self::Role => Quota::RoleInline,
        }
    }
}

/// The limit in characters; white space is not counted for IAM's own policies.
pub fn quota_limit(quota: Quota) -> usize {
    match quota {
        Quota::UserInline | Quota::Trust | Quota::Session => 2048,
        Quota::GroupInline | Quota::ServiceControl => 5120,
        Quota::Managed => 6144,
        Quota::RoleInline | Quota::ServiceControlReported => 10240,
        Quota::Bucket => 20 * 1024,
    }
}

/// How many characters all inline policies of somebody may have together.
pub fn inline_limit(inline_of: InlineOf) -> usize {
    quota_limit(inline_of.quota())
}

/// A size that is over a limit.
pub(super) struct Over {
    pub code: &'static str,
    pub error: bool,
    pub details: String,
}

/// Characters that count: white space outside strings does not, where IAM stores the policy itself.
pub fn size_that_counts(text: &str) -> usize {
    let mut inside = false;
    let mut escaped = false;
    let mut count = 0;
    for c in text.chars() {
        if inside || !c.is_whitespace() {
            count += 1;
        }
        match c {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            _ => {}
        }
    }
    count
}

/// Whether a document is over its limit. An inline policy of nobody in particular has the widest one.
pub(super) fn over(text: &str, policy_type: PolicyType, inline_of: Option<InlineOf>) -> Option<Over> {
    let all = text.chars().count();
    let (size, limit, code, error) = match policy_type {
        PolicyType::Identity => {
            let quota = inline_of.map_or(Quota::RoleInline, InlineOf::quota);
            (size_that_counts(text), quota_limit(quota), "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", false)
        }
        PolicyType::Managed | PolicyType::Boundary => {
            (size_that_counts(text), quota_limit(Quota::Managed), "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", false)
        }
        PolicyType::Session => (all, quota_limit(Quota::Session), "POLICY_TOO_LARGE", true),
        PolicyType::Resource => {
            (text.len(), quota_limit(Quota::Bucket), "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", false)
        }
        PolicyType::Trust => {
            (size_that_counts(text), quota_limit(Quota::Trust), "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", false)
        }
        PolicyType::ServiceControl => {
            let reported = quota_limit(Quota::ServiceControlReported);
            let size = size_that_counts(text);
            (size, quota_limit(Quota::ServiceControl), "POLICY_SIZE_EXCEEDS_SCP_QUOTA", size > reported)
        }
        PolicyType::ResourceControl => {
            (size_that_counts(text), quota_limit(Quota::ServiceControl), "POLICY_SIZE_EXCEEDS_RCP_QUOTA", true)
        }
    };
    let control = matches!(policy_type, PolicyType::ServiceControl | PolicyType::ResourceControl);
    if size > limit {
        let details = format!("the policy has {size} characters that count; the limit is {limit}");
        return Some(Over { code, error, details });
    }
    (control && all > limit).then(|| Over {
        code,
        error: false,
        details: format!("the policy has {all} characters with its white space, and the limit is {limit}: saved through the API, white space counts"),
    })
}
