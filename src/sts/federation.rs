//! What an identity provider vouches for in a SAML or web identity call (rule A14).

use crate::arn::Arn;
use crate::world::World;

/// The content of an assertion or token, given directly instead of the signed document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Federation {
    /// The provider: an ARN, or the host of a web identity provider.
    pub provider: String,
    /// Who it is.
    pub subject: String,
    /// For whom it was issued.
    pub audience: Option<String>,
    /// Further claims: key and values, and whether the claim is a list.
    pub claims: Vec<(String, Vec<String>, bool)>,
    /// The session name that a SAML assertion carries.
    pub session_name: Option<String>,
    /// Session tags.
    pub tags: Vec<(String, String)>,
    /// Keys of the tags that chained sessions inherit.
    pub transitive_tag_keys: Vec<String>,
    /// The source identity.
    pub source_identity: Option<String>,
    /// When the provider's own session ends, Unix seconds.
    pub not_on_or_after: Option<i64>,
}

/// Web identity providers that need no registration in an account.
pub const PUBLIC_PROVIDERS: &[&str] =
    &["accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"];

impl Federation {
    /// The host of a web identity provider, whether given as host or as ARN.
    pub fn host(&self) -> &str {
        Arn::parse(&self.provider).and_then(|arn| arn.resource_of_kind("oidc-provider")).unwrap_or(&self.provider)
    }

    /// Whether an account knows the provider.
    pub fn is_known(&self, world: &World, account: &str) -> bool {
        if PUBLIC_PROVIDERS.contains(&self.host()) {
            return true;
        }
        let host_of = |text: &str| {
            Arn::parse(text).and_then(|arn| arn.resource_of_kind("oidc-provider")).unwrap_or(text).to_owned()
        };
        world.account(account).is_some_and(|account| {
            account.identity_providers.iter().any(|known| *known == self.provider || host_of(known) == self.host())
        })
    }

    /// The condition keys that the claims become.
    pub fn keys(&self, saml: bool) -> Vec<(String, Vec<String>, bool)> {
        let prefix = if saml { "SAML" } else { self.host() };
        let mut keys = vec![(format!("{prefix}:sub"), vec![self.subject.clone()], false)];
        let audience = self.audience.clone().or_else(|| saml.then(|| "https://signin.aws.amazon.com/saml".to_owned()));
        keys.extend(audience.map(|audience| (format!("{prefix}:aud"), vec![audience], false)));
        for (key, values, list) in &self.claims {
            let key = if key.contains(':') { key.clone() } else { format!("{prefix}:{key}") };
            keys.push((key, values.clone(), *list));
        }
        keys
    }
}
