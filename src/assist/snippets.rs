//! Ready-made statements. Each says what it is for, and works as it stands once the marked place is filled.

use crate::policy::PolicyType;

/// A ready-made statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snippet {
    /// What it is called.
    pub title: &'static str,
    /// What it does.
    pub about: &'static str,
    /// The statement as JSON on lines of its own, two spaces a level; `\u{1}` is where the caret goes.
    pub statement: &'static str,
}

const ALLOW: Snippet = Snippet {
    title: "Allow",
    about: "Allows actions on resources.",
    statement: "{\n  \"Effect\": \"Allow\",\n  \"Action\": \"\u{1}\",\n  \"Resource\": \"*\"\n}",
};

const ALLOW_WITH_MFA: Snippet = Snippet {
    title: "Allow, with MFA only",
    about: "Allows actions in sessions that were made with MFA. Long-term access keys, and sessions without MFA, get nothing from it.",
    statement: "{\n  \"Effect\": \"Allow\",\n  \"Action\": \"\u{1}\",\n  \"Resource\": \"*\",\n  \"Condition\": {\n    \"Bool\": {\n      \"aws:MultiFactorAuthPresent\": \"true\"\n    }\n  }\n}",
};

const ALLOW_WITHIN: Snippet = Snippet {
    title: "Allow, with MFA within the last hour",
    about: "Allows actions for 3600 seconds after an MFA code was accepted.",
    statement: "{\n  \"Effect\": \"Allow\",\n  \"Action\": \"\u{1}\",\n  \"Resource\": \"*\",\n  \"Condition\": {\n    \"NumericLessThan\": {\n      \"aws:MultiFactorAuthAge\": \"3600\"\n    }\n  }\n}",
};

const DENY_WITHOUT_MFA: Snippet = Snippet {
    title: "Deny without MFA",
    about: "Denies actions to everything that was not made with MFA, long-term access keys and role sessions included. It allows nothing by itself.",
    statement: "{\n  \"Effect\": \"Deny\",\n  \"Action\": \"\u{1}\",\n  \"Resource\": \"*\",\n  \"Condition\": {\n    \"BoolIfExists\": {\n      \"aws:MultiFactorAuthPresent\": \"false\"\n    }\n  }\n}",
};

const DENY_EXCEPT_SETUP: Snippet = Snippet {
    title: "Deny all but setting up MFA, without MFA",
    about: "Until a session has MFA, only managing one's own MFA device is possible. It allows nothing by itself.",
    statement: "{\n  \"Sid\": \"DenyAllButMfaSetUpWithoutMfa\",\n  \"Effect\": \"Deny\",\n  \"NotAction\": [\n    \"iam:CreateVirtualMFADevice\",\n    \"iam:EnableMFADevice\",\n    \"iam:GetUser\",\n    \"iam:ListMFADevices\",\n    \"iam:ListVirtualMFADevices\",\n    \"iam:ResyncMFADevice\",\n    \"sts:GetSessionToken\"\n  ],\n  \"Resource\": \"*\",\n  \"Condition\": {\n    \"BoolIfExists\": {\n      \"aws:MultiFactorAuthPresent\": \"false\"\n    }\n  }\n}",
};

const TRUST: Snippet = Snippet {
    title: "Trust",
    about: "Lets a principal assume the role.",
    statement: "{\n  \"Effect\": \"Allow\",\n  \"Principal\": { \"AWS\": \"\u{1}\" },\n  \"Action\": \"sts:AssumeRole\"\n}",
};

const TRUST_WITH_MFA: Snippet = Snippet {
    title: "Trust, with MFA only",
    about: "Lets a principal assume the role when the call carries an MFA code, or comes from a session that was made with one.",
    statement: "{\n  \"Effect\": \"Allow\",\n  \"Principal\": { \"AWS\": \"\u{1}\" },\n  \"Action\": \"sts:AssumeRole\",\n  \"Condition\": {\n    \"Bool\": {\n      \"aws:MultiFactorAuthPresent\": \"true\"\n    }\n  }\n}",
};

const TRUST_SERVICE: Snippet = Snippet {
    title: "Trust a service",
    about: "Lets an AWS service assume the role.",
    statement: "{\n  \"Effect\": \"Allow\",\n  \"Principal\": { \"Service\": \"\u{1}\" },\n  \"Action\": \"sts:AssumeRole\"\n}",
};

const GRANT: Snippet = Snippet {
    title: "Allow a principal",
    about: "Allows a principal actions on the resource.",
    statement: "{\n  \"Effect\": \"Allow\",\n  \"Principal\": { \"AWS\": \"\u{1}\" },\n  \"Action\": \"*\",\n  \"Resource\": \"*\"\n}",
};

const RESOURCE_DENY_WITHOUT_MFA: Snippet = Snippet {
    title: "Deny everybody without MFA",
    about: "Denies actions on the resource to every caller without MFA; in a bucket policy it stops even the root user.",
    statement: "{\n  \"Effect\": \"Deny\",\n  \"Principal\": \"*\",\n  \"Action\": \"\u{1}\",\n  \"Resource\": \"*\",\n  \"Condition\": {\n    \"BoolIfExists\": {\n      \"aws:MultiFactorAuthPresent\": \"false\"\n    }\n  }\n}",
};

const CONTROL_DENY: Snippet = Snippet {
    title: "Deny",
    about: "Denies actions wherever the policy is attached.",
    statement: "{\n  \"Effect\": \"Deny\",\n  \"Action\": \"\u{1}\",\n  \"Resource\": \"*\"\n}",
};

const RESOURCE_CONTROL_DENY: Snippet = Snippet {
    title: "Deny outside the organization",
    about: "Denies actions to principals of other organizations; AWS services are spared.",
    statement: "{\n  \"Effect\": \"Deny\",\n  \"Principal\": \"*\",\n  \"Action\": \"\u{1}\",\n  \"Resource\": \"*\",\n  \"Condition\": {\n    \"StringNotEqualsIfExists\": {\n      \"aws:PrincipalOrgID\": \"o-exampleorgid\"\n    },\n    \"BoolIfExists\": {\n      \"aws:PrincipalIsAWSService\": \"false\"\n    }\n  }\n}",
};

/// The ready-made statements for a type of policy, the plainest first.
pub fn snippets(policy_type: PolicyType) -> &'static [Snippet] {
    match policy_type {
        PolicyType::Identity | PolicyType::Managed => {
            &[ALLOW, ALLOW_WITH_MFA, ALLOW_WITHIN, DENY_WITHOUT_MFA, DENY_EXCEPT_SETUP]
        }
        PolicyType::Boundary | PolicyType::Session => &[ALLOW, ALLOW_WITH_MFA, ALLOW_WITHIN, DENY_WITHOUT_MFA],
        PolicyType::Trust => &[TRUST, TRUST_WITH_MFA, TRUST_SERVICE],
        PolicyType::Resource => &[GRANT, RESOURCE_DENY_WITHOUT_MFA],
        PolicyType::ServiceControl => &[CONTROL_DENY, ALLOW, DENY_WITHOUT_MFA],
        PolicyType::ResourceControl => &[RESOURCE_CONTROL_DENY],
    }
}

/// A whole document with one statement.
pub(super) fn document(snippet: &Snippet) -> String {
    let statement = snippet.statement.replace('\n', "\n    ");
    format!("{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {statement}\n  ]\n}}")
}
