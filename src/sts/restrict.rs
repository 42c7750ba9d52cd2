//! What each kind of credentials may call at all, before any policy (rule A13).

use super::{CredentialKind, Credentials, Mfa};
use crate::policy::ActionName;
use crate::request::Caller;

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Use {
    /// Policies decide.
    Policy,
    /// The credentials cannot make the call, whatever policies say.
    Blocked,
    /// The call needs no permission, and none can forbid it.
    Always,
}

/// What becomes of a call with these credentials.
pub fn may_call(credentials: &Credentials, action: &ActionName) -> Use {
    let root = matches!(credentials.caller, Caller::Root { .. });
    let long_term = !credentials.is_temporary();
    let name = action.name.as_str();
    match action.service.as_str() {
        "sts" => match name {
            "getcalleridentity" => Use::Always,
            "getsessiontoken" if long_term => Use::Always,
            "getfederationtoken" if long_term => Use::Policy,
            "getsessiontoken" | "getfederationtoken" => Use::Blocked,
            "assumerole" if root => Use::Blocked,
            _ if credentials.kind == CredentialKind::FederationToken => Use::Blocked,
            "assumerole" => Use::Policy,
            // GetSessionToken and console sessions reach AssumeRole and GetCallerIdentity only; the permission-only actions
            // go with AssumeRole.
            "tagsession" | "setsourceidentity" => Use::Policy,
            _ if matches!(credentials.kind, CredentialKind::SessionToken | CredentialKind::Console) => Use::Blocked,
            _ => Use::Policy,
        },
        "iam" => match credentials.kind {
            CredentialKind::FederationToken => Use::Blocked,
            CredentialKind::SessionToken if !root && !matches!(credentials.mfa, Mfa::At(_)) => Use::Blocked,
            _ => Use::Policy,
        },
        _ => Use::Policy,
    }
}
