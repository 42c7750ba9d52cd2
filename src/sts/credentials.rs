//! Credentials and what a request carries because of them (rules A1 to A3).

use crate::engine::AttachedPolicy;
use crate::request::Caller;
use crate::time::format_utc;

/// How credentials were obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CredentialKind {
    /// Long-term access key of an IAM user.
    UserKey,
    /// Long-term access key of the root user.
    RootKey,
    /// `GetSessionToken`, by a user or by root.
    SessionToken,
    /// `AssumeRole`.
    AssumeRole,
    /// `AssumeRoleWithSAML`.
    Saml,
    /// `AssumeRoleWithWebIdentity`.
    WebIdentity,
    /// `GetFederationToken`.
    FederationToken,
    /// The hidden temporary credentials of a console sign-in.
    Console,
}

/// What credentials say of MFA.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mfa {
    /// Nothing: both keys are absent.
    Absent,
    /// `aws:MultiFactorAuthPresent` is `false`, the age is absent.
    No,
    /// MFA was used at this time, Unix seconds.
    At(i64),
}

/// Credentials that sign requests.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// How they were obtained.
    pub kind: CredentialKind,
    /// Whose they are.
    pub caller: Caller,
    /// The account.
    pub account: String,
    /// The unique id that `GetCallerIdentity` answers, which is also `aws:userid`.
    pub user_id: String,
    /// When they were issued, Unix seconds.
    pub issued_at: i64,
    /// When they expire, Unix seconds; none for long-term keys.
    pub expires_at: Option<i64>,
    /// What they say of MFA.
    pub mfa: Mfa,
    /// Session policies; none where the session was made without.
    pub session_policies: Option<Vec<AttachedPolicy>>,
    /// Tags of the principal and of the session together.
    pub tags: Vec<(String, String)>,
    /// Keys of the session tags that chained sessions inherit.
    pub transitive_tag_keys: Vec<String>,
    /// The source identity.
    pub source_identity: Option<String>,
    /// The provider of a SAML or web identity session.
    pub federated_provider: Option<String>,
}

impl Credentials {
    /// The first letters of the access key id.
    pub fn access_key_prefix(&self) -> &'static str {
        match self.kind {
            CredentialKind::UserKey | CredentialKind::RootKey => "AKIA",
            _ => "ASIA",
        }
    }

    /// Whether they are temporary.
    pub fn is_temporary(&self) -> bool {
        !matches!(self.kind, CredentialKind::UserKey | CredentialKind::RootKey)
    }

    /// Whether they have expired at a time.
    pub fn is_expired(&self, now: i64) -> bool {
        self.expires_at.is_some_and(|end| now >= end)
    }

    /// Whether they are a role session, however obtained.
    pub fn is_role_session(&self) -> bool {
        matches!(self.caller, Caller::RoleSession { .. })
    }

    /// The keys that a request made at `now` carries because of them, in display order.
    pub fn context(&self, now: i64) -> Vec<(String, Vec<String>)> {
        let mut keys: Vec<(String, Vec<String>)> = Vec::new();
        let mut put = |key: &str, value: String| keys.push((key.to_owned(), vec![value]));
        let (principal_type, principal_arn) = match &self.caller {
            Caller::Root { arn } => ("Account", arn.as_str()),
            Caller::User { arn, .. } => ("User", arn.as_str()),
            Caller::RoleSession { role_arn, .. } => ("AssumedRole", role_arn.as_str()),
            Caller::FederatedUser { arn, .. } => ("FederatedUser", arn.as_str()),
            other => ("Unknown", other.name()),
        };
        put("aws:PrincipalArn", principal_arn.to_owned());
        put("aws:PrincipalAccount", self.account.clone());
        put("aws:PrincipalType", principal_type.to_owned());
        put("aws:userid", self.user_id.clone());
        if let Caller::User { arn, .. } = &self.caller {
            put("aws:username", crate::arn::friendly_name(arn).to_owned());
        }
        match self.mfa {
            Mfa::Absent => {}
            Mfa::No => put("aws:MultiFactorAuthPresent", "false".to_owned()),
            Mfa::At(since) => {
                put("aws:MultiFactorAuthPresent", "true".to_owned());
                put("aws:MultiFactorAuthAge", (now - since).max(0).to_string());
            }
        }
        if self.is_temporary() {
            put("aws:TokenIssueTime", format_utc(self.issued_at));
        }
        if let Some(provider) = &self.federated_provider {
            put("aws:FederatedProvider", provider.clone());
        }
        if let Some(identity) = &self.source_identity {
            put("aws:SourceIdentity", identity.clone());
        }
        for (key, value) in &self.tags {
            put(&format!("aws:PrincipalTag/{key}"), value.clone());
        }
        keys
    }
}
