//! The types of the keys that the rules know (rule C21).

use super::{Base, Family};

/// The type of a condition key, which says which operators can ever match it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// `true` or `false`.
    Bool,
    /// A number.
    Numeric,
    /// A date.
    Date,
    /// A date that may also be compared as a number: `aws:EpochTime`.
    Epoch,
    /// An address.
    IpAddress,
    /// An ARN, which string operators may compare too.
    Arn,
    /// One string.
    String,
    /// A list of strings.
    StringList,
}

impl KeyType {
    /// Whether an operator can match a key of this type at all.
    pub fn fits(self, base: Base) -> bool {
        match base.family() {
            Family::Null => true,
            family => match self {
                Self::Bool => family == Family::Bool,
                Self::Numeric => family == Family::Numeric,
                Self::Date => family == Family::Date,
                Self::Epoch => matches!(family, Family::Date | Family::Numeric),
                Self::IpAddress => family == Family::Ip,
                Self::Arn => matches!(family, Family::Arn | Family::String),
                Self::String | Self::StringList => family == Family::String,
            },
        }
    }

    /// What a reader calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "Bool",
            Self::Numeric => "Numeric",
            Self::Date => "Date",
            Self::Epoch => "Date or Numeric",
            Self::IpAddress => "IpAddress",
            Self::Arn => "ARN or String",
            Self::String => "String",
            Self::StringList => "list of strings",
        }
    }
}

/// The type of a key by its lower-case name; none for keys outside the table.
pub fn key_type(key_lower: &str) -> Option<KeyType> {
    Some(match key_lower {
        "aws:multifactorauthpresent" | "aws:securetransport" | "aws:viaawsservice" | "aws:principalisawsservice" => {
            KeyType::Bool
        }
        "aws:multifactorauthage" | "s3:max-keys" => KeyType::Numeric,
        "aws:currenttime" | "aws:tokenissuetime" => KeyType::Date,
        "aws:epochtime" => KeyType::Epoch,
        "aws:sourceip" | "aws:vpcsourceip" => KeyType::IpAddress,
        "aws:principalarn" | "aws:sourcearn" => KeyType::Arn,
        "aws:username"
        | "aws:userid"
        | "aws:principaltype"
        | "aws:principalaccount"
        | "aws:principalorgid"
        | "aws:sourceaccount"
        | "aws:sourceidentity"
        | "aws:federatedprovider"
        | "aws:requestedregion"
        | "aws:calledviafirst"
        | "aws:calledvialast"
        | "sts:externalid"
        | "sts:rolesessionname"
        | "sts:sourceidentity" => KeyType::String,
        "aws:tagkeys"
        | "aws:calledvia"
        | "aws:principalorgpaths"
        | "aws:principalservicenameslist"
        | "sts:transitivetagkeys" => KeyType::StringList,
        key if ["aws:principaltag/", "aws:requesttag/", "aws:resourcetag/"].iter().any(|p| key.starts_with(p)) => {
            KeyType::String
        }
        _ => return None,
    })
}
