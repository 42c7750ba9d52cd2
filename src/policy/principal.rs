//! `Principal` and `NotPrincipal` (rules B8, B9, D15).

use crate::arn::{Arn, is_account_id};
use crate::text::ByteRange;

/// The `Principal` or `NotPrincipal` element.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalClause {
    /// Whether it is `NotPrincipal`.
    pub not: bool,
    /// Where the element's value stands.
    pub at: ByteRange,
    /// The principals in source order.
    pub list: PrincipalList,
}

/// The principals of a clause.
pub type PrincipalList = Vec<PrincipalValue>;

/// One principal of a clause.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalValue {
    /// As it was written.
    pub text: String,
    /// Where it stands.
    pub at: ByteRange,
    /// Who it is.
    pub kind: PrincipalKind,
}

/// Who a principal is. ARNs are kept as text, since they are compared as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrincipalKind {
    /// `*`: everyone, anonymous callers included (rule D13).
    Everyone,
    /// An account, as twelve digits or root ARN: it delegates (rule D6).
    Account {
        /// Twelve digits.
        id: String,
        /// The partition of a root ARN.
        partition: Option<String>,
    },
    /// An IAM user.
    User,
    /// A role.
    Role,
    /// One session of a role.
    RoleSession,
    /// A federated user of `GetFederationToken`.
    FederatedUser,
    /// A unique id: `AIDA…` or `AROA…`.
    UniqueId,
    /// An AWS service.
    Service,
    /// An identity provider; the host for web identity, the ARN for SAML.
    Federated,
    /// A canonical user id, which no caller of this simulator has.
    CanonicalUser,
}

/// Why a principal cannot be read.
pub(super) type Problem = (&'static str, String);

impl PrincipalKind {
    /// Reads a value under `AWS`.
    pub(super) fn aws(text: &str) -> Result<Self, Problem> {
        if text == "*" {
            return Ok(Self::Everyone);
        }
        if text.contains(['*', '?']) {
            return Err((
                "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
                format!("`{text}`: a principal takes no wildcards, only `*` alone"),
            ));
        }
        if is_account_id(text) {
            return Ok(Self::Account { id: text.to_owned(), partition: None });
        }
        if is_unique_id(text) {
            return Ok(Self::UniqueId);
        }
        let invalid = || {
            (
                "INVALID_PRINCIPAL_FORMAT",
                format!(
                    "`{text}` is neither an account id nor the ARN of a user, role, role session or federated user"
                ),
            )
        };
        let arn = Arn::parse(text).ok_or_else(invalid)?;
        if !is_account_id(arn.account) || !arn.region.is_empty() {
            return Err(invalid());
        }
        let named =
            |kind: &str| arn.resource_of_kind(kind).is_some_and(|name| !name.is_empty() && !name.ends_with('/'));
        match arn.service {
            "iam" if arn.resource == "root" => {
                Ok(Self::Account { id: arn.account.to_owned(), partition: Some(arn.partition.to_owned()) })
            }
            "iam" if named("user") => Ok(Self::User),
            "iam" if named("role") => Ok(Self::Role),
            "sts" if named("federated-user") => Ok(Self::FederatedUser),
            "sts"
                if arn.resource_of_kind("assumed-role").is_some_and(|rest| {
                    rest.split_once('/').is_some_and(|(role, session)| !role.is_empty() && !session.is_empty())
                }) =>
            {
                Ok(Self::RoleSession)
            }
            _ => Err(invalid()),
        }
    }

    /// Reads a value under `Service`.
    pub(super) fn service(text: &str) -> Result<Self, Problem> {
        if text.contains(['*', '?']) {
            return Err((
                "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
                format!("`{text}`: a service principal takes no wildcards"),
            ));
        }
        if text.is_empty() || !text.contains('.') || text.contains(char::is_whitespace) {
            return Err((
                "INVALID_PRINCIPAL_FORMAT",
                format!("`{text}` is not a service principal such as `ec2.amazonaws.com`"),
            ));
        }
        Ok(Self::Service)
    }

    /// Reads a value under `Federated`.
    pub(super) fn federated(text: &str) -> Result<Self, Problem> {
        if text.contains(['*', '?']) {
            return Err((
                "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
                format!("`{text}`: a federated principal takes no wildcards"),
            ));
        }
        if text.is_empty() || text.contains(char::is_whitespace) {
            return Err(("INVALID_PRINCIPAL_FORMAT", format!("`{text}` is not an identity provider")));
        }
        Ok(Self::Federated)
    }
}

/// Whether a text has the form of the unique id of a user or role.
fn is_unique_id(text: &str) -> bool {
    (16..=128).contains(&text.len())
        && (text.starts_with("AIDA") || text.starts_with("AROA"))
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
}
