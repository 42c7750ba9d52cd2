//! The condition keys that AWS has for all services.

use crate::condition::{KeyType, distance};

/// Every global key in AWS's spelling, beside those that end with a tag's key.
const KEYS: &[(&str, KeyType)] = {
    use KeyType::{Arn, Bool, Date, Epoch, IpAddress, Numeric, String, StringList};
    &[
        ("aws:AssumedRoot", Bool),
        ("aws:CalledVia", StringList),
        ("aws:CalledViaAWSMCP", String),
        ("aws:CalledViaFirst", String),
        ("aws:CalledViaLast", String),
        ("aws:ChatbotSourceArn", Arn),
        ("aws:CurrentTime", Date),
        ("aws:Ec2InstanceSourcePrivateIPv4", IpAddress),
        ("aws:Ec2InstanceSourceVpc", String),
        ("aws:EpochTime", Epoch),
        ("aws:FederatedProvider", String),
        ("aws:IsMcpServiceAction", Bool),
        ("aws:MultiFactorAuthAge", Numeric),
        ("aws:MultiFactorAuthPresent", Bool),
        ("aws:PrincipalAccount", String),
        ("aws:PrincipalArn", Arn),
        ("aws:PrincipalIsAWSService", Bool),
        ("aws:PrincipalOrgID", String),
        ("aws:PrincipalOrgPaths", StringList),
        ("aws:PrincipalServiceName", String),
        ("aws:PrincipalServiceNamesList", StringList),
        ("aws:PrincipalType", String),
        ("aws:Referer", String),
        ("aws:RequestedRegion", String),
        ("aws:ResourceAccount", String),
        ("aws:ResourceOrgID", String),
        ("aws:ResourceOrgPaths", StringList),
        ("aws:SecureTransport", Bool),
        ("aws:SignInSessionArn", Arn),
        ("aws:SourceAccount", String),
        ("aws:SourceArn", Arn),
        ("aws:SourceIdentity", String),
        ("aws:SourceIp", IpAddress),
        ("aws:SourceOrgID", String),
        ("aws:SourceOrgPaths", StringList),
        ("aws:SourceOwner", String),
        ("aws:SourceVpc", String),
        ("aws:SourceVpcArn", String),
        ("aws:SourceVpce", String),
        ("aws:TagKeys", StringList),
        ("aws:TokenIssueTime", Date),
        ("aws:UserAgent", String),
        ("aws:ViaAWSMCPService", Bool),
        ("aws:ViaAWSService", Bool),
        ("aws:VpcSourceIp", IpAddress),
        ("aws:VpceAccount", String),
        ("aws:VpceOrgID", String),
        ("aws:VpceOrgPaths", StringList),
        ("aws:userid", String),
        ("aws:username", String),
    ]
};

/// The global keys that end with the key of a tag, in AWS's spelling.
pub(crate) const TAGS: &[&str] = &["aws:PrincipalTag", "aws:RequestTag", "aws:ResourceTag"];

/// Every global key with its type, beside those that end with a tag's key.
pub(crate) fn all() -> &'static [(&'static str, KeyType)] {
    KEYS
}

/// The type of a global key by its lower-case name.
pub(crate) fn key_type(key_lower: &str) -> Option<KeyType> {
    KEYS.iter().find(|(name, _)| name.eq_ignore_ascii_case(key_lower)).map(|(_, key_type)| *key_type)
}

/// Whether there is such a global key.
pub(super) fn exists(key_lower: &str) -> bool {
    let (name, tag) = key_lower.split_once('/').unwrap_or((key_lower, ""));
    if tag.is_empty() { key_type(key_lower).is_some() } else { TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name)) }
}

/// The global key that was probably meant.
pub(super) fn nearest(key_lower: &str) -> Option<&'static str> {
    KEYS.iter()
        .map(|(name, _)| (distance(&name.to_ascii_lowercase(), key_lower), *name))
        .filter(|(distance, _)| *distance <= 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
