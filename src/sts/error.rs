//! Refusals as AWS words them.

/// A refusal: code, message and HTTP status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StsError {
    /// `AccessDenied`, `ValidationError`, …
    pub code: String,
    /// AWS's wording.
    pub message: String,
    /// HTTP status.
    pub status: u16,
}

impl StsError {
    fn new(code: &str, status: u16, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), status }
    }

    /// 403 `AccessDenied`.
    pub fn access_denied(message: impl Into<String>) -> Self {
        Self::new("AccessDenied", 403, message)
    }

    /// The message of a call that policies do not allow (rule A7).
    pub fn not_authorized(caller: &str, action: &str, resource: &str) -> Self {
        Self::access_denied(format!("User: {caller} is not authorized to perform: {action} on resource: {resource}"))
    }

    /// 400 `ValidationError`.
    pub fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationError", 400, message)
    }

    /// 400 `MalformedPolicyDocument`.
    pub fn malformed_policy(message: impl Into<String>) -> Self {
        Self::new("MalformedPolicyDocument", 400, message)
    }

    /// 403 `ExpiredToken` (rule A13).
    pub fn expired() -> Self {
        Self::new("ExpiredToken", 403, "The security token included in the request is expired")
    }

    /// 403 `InvalidClientTokenId` (rule A13).
    pub fn invalid_client_token() -> Self {
        Self::new("InvalidClientTokenId", 403, "The security token included in the request is invalid")
    }

    /// 403 `MissingAuthenticationToken`.
    pub fn missing_authentication() -> Self {
        Self::new("MissingAuthenticationToken", 403, "Request is missing Authentication Token")
    }

    /// 400 `InvalidIdentityToken` (rule A14).
    pub fn invalid_identity_token(message: impl Into<String>) -> Self {
        Self::new("InvalidIdentityToken", 400, message)
    }

    /// 400 `ExpiredTokenException` (rule A14).
    pub fn expired_assertion() -> Self {
        Self::new("ExpiredTokenException", 400, "Token must be redeemed before it expires")
    }

    /// Credentials that an earlier step failed to make.
    pub fn no_credentials(step: &str) -> Self {
        Self::new("NoCredentials", 400, format!("Step `{step}` made no credentials to sign this call with."))
    }

    /// Invalid, expired or used code (rule A5).
    pub fn invalid_code() -> Self {
        Self::access_denied("MultiFactorAuthentication failed with invalid MFA one time pass code.")
    }

    /// Unknown device, or another user's (rule A5).
    pub fn invalid_device() -> Self {
        Self::access_denied(
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
        )
    }

    /// Only one of the two MFA parameters (rule A5).
    pub fn half_mfa() -> Self {
        Self::access_denied(
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
        )
    }
}
