//! What the words of the policy language mean, in our own words (sections A, B, C and E of the rules).

use crate::condition::{Base, Family, KeyType, Operator, Quantifier};

const GUIDE: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";

/// Something that has a name, a meaning, and a page of AWS's documentation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// AWS's spelling.
    pub(super) name: &'static str,
    /// What it means.
    pub(super) about: &'static str,
    page: &'static str,
}

impl Word {
    pub(super) fn link(&self) -> String {
        format!("{GUIDE}{}", self.page)
    }
}

const fn w(name: &'static str, page: &'static str, about: &'static str) -> Word {
    Word { name, about, page }
}

/// The elements of a document and of a statement.
pub(super) const ELEMENTS: &[Word] = &[
    w(
        "Version",
        "reference_policies_elements_version.html",
        "The rules that the document follows, not its revision. Under `2012-10-17` policy variables such as `${aws:username}` work; without `Version`, and under `2008-10-17`, they are ordinary text.",
    ),
    w(
        "Id",
        "reference_policies_elements_id.html",
        "A name for the whole document. Only some resource-based policies use it.",
    ),
    w(
        "Statement",
        "reference_policies_elements_statement.html",
        "One statement or a list of them. Their order never matters: a Deny that applies wins over every Allow, and what no statement allows is denied.",
    ),
    w(
        "Sid",
        "reference_policies_elements_sid.html",
        "A name for the statement. It decides nothing. In IAM policies: letters and digits, each name once.",
    ),
    w(
        "Effect",
        "reference_policies_elements_effect.html",
        "What the statement does to the requests it applies to: `Allow` or `Deny`, spelled exactly so.",
    ),
    w(
        "Principal",
        "reference_policies_elements_principal.html",
        "Who the statement is about. An account here delegates: its users still need an Allow in their own policies. A user or role named by ARN is granted directly in the same account.",
    ),
    w(
        "NotPrincipal",
        "reference_policies_elements_notprincipal.html",
        "Everybody but the listed. Only with Deny, and to exempt a user both the user and its account must be listed: `ArnNotLike` on `aws:PrincipalArn` is the safer way.",
    ),
    w(
        "Action",
        "reference_policies_elements_action.html",
        "The operations, as `service:Name`; `*` and `?` are wildcards, upper and lower case are alike.",
    ),
    w(
        "NotAction",
        "reference_policies_elements_notaction.html",
        "Every operation but the listed ones, of every service. With Allow that is nearly everything.",
    ),
    w(
        "Resource",
        "reference_policies_elements_resource.html",
        "What the operations may touch, as ARNs; `*` and `?` are wildcards. Operations that are about no resource of their own need `*`.",
    ),
    w("NotResource", "reference_policies_elements_notresource.html", "Every resource but the listed ones."),
    w(
        "Condition",
        "reference_policies_elements_condition.html",
        "When the statement applies. All operators and all keys must hold; of several values of a key one is enough. A key that the request lacks does not match, unless the operator ends with `IfExists`.",
    ),
];

/// The kinds of principals.
pub(super) const PRINCIPAL_KINDS: &[Word] = &[
    w(
        "AWS",
        "reference_policies_elements_principal.html",
        "Accounts, users, roles and sessions. An account's id and the ARN of its root mean the same: the whole account.",
    ),
    w(
        "Service",
        "reference_policies_elements_principal.html",
        "AWS services that act by themselves, such as `ec2.amazonaws.com`. They carry no MFA information.",
    ),
    w(
        "Federated",
        "reference_policies_elements_principal.html",
        "Identity providers: the ARN of a SAML or OIDC provider, or a provider's host name. Sessions that come from them carry no MFA information.",
    ),
    w(
        "CanonicalUser",
        "reference_policies_elements_principal.html",
        "An account by its canonical user id, in bucket policies.",
    ),
];

/// An element by its name.
pub(super) fn element(name: &str) -> Option<&'static Word> {
    ELEMENTS.iter().find(|word| word.name == name)
}

const KEYS_PAGE: &str = "reference_policies_condition-keys.html";

/// What the global keys hold, and which requests have them.
pub(super) const KEYS: &[(&str, &str)] = &[
    (
        "aws:MultiFactorAuthPresent",
        "Whether the credentials were made with MFA. Only temporary credentials can have it: long-term access keys and federated sessions (SAML, web identity, GetFederationToken) lack the key altogether. `GetSessionToken` and the console say `true` with MFA and `false` without; a role session says `false`, even if a code was sent when the role was assumed.",
    ),
    (
        "aws:MultiFactorAuthAge",
        "Seconds since the MFA code was accepted: 0 at issue, growing by one each second, however long the credentials live. There only when `aws:MultiFactorAuthPresent` is `true`. Allow within an hour: `NumericLessThan` `3600`. Deny otherwise: `NumericGreaterThanEqualsIfExists` `3600`, which also catches requests without the key.",
    ),
    ("aws:CurrentTime", "The date and time of the request. Always there."),
    ("aws:EpochTime", "The time of the request in seconds since 1970. Always there."),
    (
        "aws:TokenIssueTime",
        "When the temporary credentials were issued. Long-term access keys lack it. Old sessions can be shut out with `DateLessThan`.",
    ),
    (
        "aws:PrincipalType",
        "What kind of principal calls: `Account`, `User`, `AssumedRole`, `FederatedUser` or `Anonymous`. Always there.",
    ),
    ("aws:PrincipalArn", "The ARN of the user, or for a session the ARN of its role. Absent for anonymous requests."),
    ("aws:PrincipalAccount", "The account of the caller. Always there."),
    ("aws:PrincipalOrgID", "The organization of the caller's account; absent when it belongs to none."),
    ("aws:PrincipalOrgPaths", "The caller's place in its organization. A list: use a set operator."),
    (
        "aws:PrincipalTag",
        "A tag of the calling user or role, or of its session. There only for tags that the caller really has.",
    ),
    ("aws:PrincipalIsAWSService", "Whether an AWS service calls by itself."),
    ("aws:PrincipalServiceName", "The service that calls by itself."),
    ("aws:RequestTag", "A tag that the request would set."),
    ("aws:ResourceTag", "A tag of the resource; only some operations report it."),
    (
        "aws:TagKeys",
        "The keys of the tags in the request. A list: use a set operator, and `ForAllValues` with a `Null` check.",
    ),
    ("aws:RequestedRegion", "The Region that the request goes to. Global services answer from `us-east-1`."),
    ("aws:SecureTransport", "Whether the request came over TLS. Always there."),
    (
        "aws:SourceIp",
        "The caller's public address. Absent when the request comes through a VPC endpoint: then `aws:VpcSourceIp` is there.",
    ),
    ("aws:VpcSourceIp", "The caller's private address; only for requests through a VPC endpoint."),
    ("aws:SourceVpc", "The VPC that the request comes from; only through a VPC endpoint."),
    ("aws:SourceVpce", "The VPC endpoint that the request comes through; only then."),
    ("aws:SourceArn", "The resource for which a service calls. Guards against a service being used for somebody else."),
    ("aws:SourceAccount", "The account of the resource for which a service calls."),
    (
        "aws:SourceIdentity",
        "The name that was set when a role was assumed; it stays through chained roles. Absent until it is set.",
    ),
    ("aws:ViaAWSService", "Whether a service makes the request on behalf of the caller."),
    ("aws:CalledVia", "The services on behalf of which the request is made, in order. A list: use a set operator."),
    ("aws:CalledViaFirst", "The first service of the chain."),
    ("aws:CalledViaLast", "The last service of the chain."),
    ("aws:FederatedProvider", "The identity provider of a SAML or web-identity session; others lack it."),
    ("aws:username", "The name of the IAM user. Roles, root and federated sessions lack it."),
    ("aws:userid", "The unique id: of a role session with the session's name behind a colon. Always there."),
    ("aws:UserAgent", "What the client says about itself. Easily made up: not for security."),
    ("aws:Referer", "What a browser says it came from. Easily made up: not for security."),
    ("aws:ResourceAccount", "The account that owns the resource."),
    ("aws:ResourceOrgID", "The organization of the account that owns the resource."),
    ("aws:ResourceOrgPaths", "The place in its organization of the account that owns the resource. A list."),
    ("sts:ExternalId", "The external id on the AssumeRole call. There on that call only."),
    ("sts:RoleSessionName", "The session's name on the call that assumes the role. There on that call only."),
    ("sts:SourceIdentity", "The source identity on the call that assumes the role. There on that call only."),
    (
        "sts:TransitiveTagKeys",
        "The session tags that are to live on in chained sessions. A list, on the STS call only.",
    ),
];

/// What a key holds, by its name with or without a tag's key.
pub(super) fn key_about(key: &str) -> Option<&'static str> {
    let name = key.split_once('/').map_or(key, |(name, _)| name);
    KEYS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, about)| *about)
}

/// Where AWS describes a global key.
pub(super) fn key_link(key: &str) -> Option<String> {
    let name = key.split_once('/').map_or(key, |(name, _)| name).to_ascii_lowercase();
    let own = name.strip_prefix("aws:")?;
    Some(format!("{GUIDE}{KEYS_PAGE}#condition-keys-{own}"))
}

/// What an operator does.
pub(super) fn operator_about(operator: Operator) -> Vec<String> {
    let mut paragraphs = vec![comparison(operator.base).to_owned()];
    match operator.quantifier {
        Some(Quantifier::ForAllValues) => paragraphs.push(
            "`ForAllValues`: every value in the request must match. A request without the key matches as well."
                .to_owned(),
        ),
        Some(Quantifier::ForAnyValue) => paragraphs.push(
            "`ForAnyValue`: at least one value in the request must match. A request without the key does not match."
                .to_owned(),
        ),
        None => {}
    }
    if operator.base == Base::Null {
        return paragraphs;
    }
    paragraphs.push(
        match (operator.if_exists, operator.base.is_negated()) {
            (true, _) => "`IfExists`: a request without the key matches.",
            (false, true) => "A request without the key matches: there is nothing that could be equal.",
            (false, false) => "A request without the key does not match.",
        }
        .to_owned(),
    );
    paragraphs
}

fn comparison(base: Base) -> &'static str {
    match base {
        Base::StringEquals => "The text is exactly this.",
        Base::StringNotEquals => "The text is none of these.",
        Base::StringEqualsIgnoreCase => "The text is this; upper and lower case are alike.",
        Base::StringNotEqualsIgnoreCase => "The text is none of these; upper and lower case are alike.",
        Base::StringLike => "The text matches; `*` stands for any characters, `?` for one.",
        Base::StringNotLike => "The text matches none of these; `*` stands for any characters, `?` for one.",
        Base::NumericEquals => "The number is this.",
        Base::NumericNotEquals => "The number is none of these.",
        Base::NumericLessThan => "The number is smaller.",
        Base::NumericLessThanEquals => "The number is this or smaller.",
        Base::NumericGreaterThan => "The number is larger.",
        Base::NumericGreaterThanEquals => "The number is this or larger.",
        Base::DateEquals => "The time is exactly this.",
        Base::DateNotEquals => "The time is none of these.",
        Base::DateLessThan => "The time is before.",
        Base::DateLessThanEquals => "The time is at this or before.",
        Base::DateGreaterThan => "The time is after.",
        Base::DateGreaterThanEquals => "The time is at this or after.",
        Base::Bool => "The key is `true` or `false`, as written.",
        Base::BinaryEquals => "The bytes are these, written in base64.",
        Base::IpAddress => "The address is in this network.",
        Base::NotIpAddress => "The address is in none of these networks.",
        Base::ArnEquals | Base::ArnLike => {
            "The ARN matches, field by field; `*` and `?` never cross a colon. `ArnEquals` and `ArnLike` do the same."
        }
        Base::ArnNotEquals | Base::ArnNotLike => "The ARN matches none of these, field by field.",
        Base::Null => {
            "Whether the request lacks the key: `true` matches when it is absent, `false` when it is there with whatever value. On `aws:MultiFactorAuthPresent` that tells temporary credentials from long-term ones, not MFA from none."
        }
    }
}

pub(super) fn operator_link() -> String {
    format!("{GUIDE}reference_policies_elements_condition_operators.html")
}

/// How often policies use an operator: for what is offered first.
pub(super) fn operator_rank(base: Base) -> i8 {
    match base {
        Base::StringEquals | Base::Bool => 9,
        Base::StringLike | Base::ArnLike | Base::NumericLessThan | Base::IpAddress => 8,
        Base::StringNotEquals | Base::StringNotLike | Base::Null | Base::NumericGreaterThan | Base::ArnNotLike => 6,
        Base::NotIpAddress | Base::DateLessThan | Base::DateGreaterThan | Base::ArnEquals => 5,
        Base::NumericGreaterThanEquals | Base::NumericLessThanEquals => 4,
        _ => 1,
    }
}

/// What a family of operators compares.
pub(super) fn family_name(family: Family) -> &'static str {
    match family {
        Family::String => "text",
        Family::Numeric => "number",
        Family::Date => "date",
        Family::Bool => "true or false",
        Family::Binary => "bytes",
        Family::Ip => "address",
        Family::Arn => "ARN",
        Family::Null => "presence",
    }
}

/// The values of `aws:PrincipalType`, with who they are.
pub(super) const PRINCIPAL_TYPES: &[(&str, &str)] = &[
    ("Account", "the root user"),
    ("User", "an IAM user, also with GetSessionToken"),
    ("AssumedRole", "a role session"),
    ("FederatedUser", "GetFederationToken"),
    ("Anonymous", "an unsigned request"),
];

/// AWS's Regions.
pub(super) const REGIONS: &[&str] = &[
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "eu-central-1",
    "eu-central-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-7",
    "ap-south-1",
    "ap-south-2",
    "ap-east-1",
    "ca-central-1",
    "ca-west-1",
    "sa-east-1",
    "mx-central-1",
    "af-south-1",
    "me-south-1",
    "me-central-1",
    "il-central-1",
];

/// Services that often stand in a `Principal`.
pub(super) const SERVICE_PRINCIPALS: &[&str] = &[
    "ec2.amazonaws.com",
    "lambda.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "s3.amazonaws.com",
    "sns.amazonaws.com",
    "sqs.amazonaws.com",
    "events.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "cloudformation.amazonaws.com",
    "config.amazonaws.com",
    "delivery.logs.amazonaws.com",
    "logs.amazonaws.com",
    "states.amazonaws.com",
    "ssm.amazonaws.com",
    "rds.amazonaws.com",
    "eks.amazonaws.com",
    "pods.eks.amazonaws.com",
    "codebuild.amazonaws.com",
    "codepipeline.amazonaws.com",
    "apigateway.amazonaws.com",
    "scheduler.amazonaws.com",
    "glue.amazonaws.com",
    "firehose.amazonaws.com",
    "backup.amazonaws.com",
    "batch.amazonaws.com",
    "sagemaker.amazonaws.com",
    "elasticloadbalancing.amazonaws.com",
    "cloudfront.amazonaws.com",
    "autoscaling.amazonaws.com",
];

/// Web identity providers by host.
pub(super) const WEB_IDENTITY_PROVIDERS: &[&str] =
    &["cognito-identity.amazonaws.com", "accounts.google.com", "www.amazon.com", "graph.facebook.com"];

/// The policy variables that most policies use.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("${aws:username}", "the IAM user's name"),
    ("${aws:userid}", "the caller's unique id"),
    ("${aws:PrincipalAccount}", "the caller's account"),
];

/// What a value of this type may be, where there are few.
pub(super) fn values_of(key_type: KeyType) -> &'static [(&'static str, &'static str)] {
    match key_type {
        KeyType::Bool => &[("true", ""), ("false", "")],
        _ => &[],
    }
}

/// Ages that policies ask for, in seconds.
pub(super) const AGES: &[(&str, &str)] =
    &[("3600", "1 hour"), ("900", "15 minutes"), ("1800", "30 minutes"), ("28800", "8 hours"), ("43200", "12 hours")];
