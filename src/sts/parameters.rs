//! Parameters of the STS calls: shapes, bounds and defaults (rules A4, A5, A7, A8, A10, A18).

use super::StsError;

/// An STS operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are AWS's")]
pub enum Operation {
    GetSessionToken,
    AssumeRole,
    AssumeRoleWithSaml,
    AssumeRoleWithWebIdentity,
    GetFederationToken,
    GetCallerIdentity,
}

impl Operation {
    /// Every operation.
    pub const ALL: &[Self] = &[
        Self::GetSessionToken,
        Self::AssumeRole,
        Self::AssumeRoleWithSaml,
        Self::AssumeRoleWithWebIdentity,
        Self::GetFederationToken,
        Self::GetCallerIdentity,
    ];

    /// AWS's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::GetSessionToken => "GetSessionToken",
            Self::AssumeRole => "AssumeRole",
            Self::AssumeRoleWithSaml => "AssumeRoleWithSAML",
            Self::AssumeRoleWithWebIdentity => "AssumeRoleWithWebIdentity",
            Self::GetFederationToken => "GetFederationToken",
            Self::GetCallerIdentity => "GetCallerIdentity",
        }
    }

    /// The parameters that the operation takes, in AWS's order.
    pub fn parameter_names(self) -> &'static [&'static str] {
        match self {
            Self::GetSessionToken => &["DurationSeconds", "SerialNumber", "TokenCode"],
            Self::AssumeRole => &[
                "RoleArn",
                "RoleSessionName",
                "PolicyArns",
                "Policy",
                "DurationSeconds",
                "Tags",
                "TransitiveTagKeys",
                "ExternalId",
                "SerialNumber",
                "TokenCode",
                "SourceIdentity",
            ],
            Self::AssumeRoleWithSaml => {
                &["RoleArn", "PrincipalArn", "SAMLAssertion", "PolicyArns", "Policy", "DurationSeconds"]
            }
            Self::AssumeRoleWithWebIdentity => &[
                "RoleArn",
                "RoleSessionName",
                "WebIdentityToken",
                "ProviderId",
                "PolicyArns",
                "Policy",
                "DurationSeconds",
            ],
            Self::GetFederationToken => &["Name", "Policy", "PolicyArns", "DurationSeconds", "Tags"],
            Self::GetCallerIdentity => &[],
        }
    }
}

/// A code as a script writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenCode {
    /// `$current`: what the named device shows at that moment.
    Current,
    /// These digits.
    Digits(String),
}

/// The parameters of a call, of the right JSON types; bounds are checked by [`Parameters::check`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parameters {
    /// `DurationSeconds`
    pub duration_seconds: Option<i64>,
    /// `SerialNumber`
    pub serial_number: Option<String>,
    /// `TokenCode`
    pub token_code: Option<TokenCode>,
    /// `RoleArn`
    pub role_arn: Option<String>,
    /// `RoleSessionName`
    pub role_session_name: Option<String>,
    /// `Policy`
    pub policy: Option<String>,
    /// `PolicyArns`
    pub policy_arns: Option<Vec<String>>,
    /// The first member that an element of `PolicyArns` or `Tags` lacks, as AWS names it: `tags.1.member.value`.
    pub absent: Option<String>,
    /// `Tags`
    pub tags: Option<Vec<(String, String)>>,
    /// `TransitiveTagKeys`
    pub transitive_tag_keys: Option<Vec<String>>,
    /// `ExternalId`
    pub external_id: Option<String>,
    /// `SourceIdentity`
    pub source_identity: Option<String>,
    /// `Name`
    pub name: Option<String>,
    /// `PrincipalArn`
    pub principal_arn: Option<String>,
    /// `SAMLAssertion` or `WebIdentityToken`, which is never read.
    pub assertion: Option<String>,
    /// `ProviderId`
    pub provider_id: Option<String>,
}

/// AWS's wording of a broken constraint.
fn constraint(value: &str, name: &str, must: &str) -> StsError {
    StsError::validation(format!(
        "1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: Member must {must}"
    ))
}

fn required<'a>(value: Option<&'a String>, name: &str) -> Result<&'a str, StsError> {
    value.map(String::as_str).ok_or_else(|| {
        StsError::validation(format!(
            "1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null"
        ))
    })
}

fn length(value: &str, name: &str, min: usize, max: usize) -> Result<(), StsError> {
    let count = value.chars().count();
    if count < min {
        return Err(constraint(value, name, &format!("have length greater than or equal to {min}")));
    }
    if count > max {
        let shown: String = value.chars().take(200).collect();
        return Err(constraint(&shown, name, &format!("have length less than or equal to {max}")));
    }
    Ok(())
}

/// `[\w+=,.@-]*` and its relatives: letters, digits, `_` and the given signs.
fn pattern(value: &str, name: &str, signs: &str, shown: &str) -> Result<(), StsError> {
    if value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || signs.contains(c)) {
        return Ok(());
    }
    Err(constraint(value, name, &format!("satisfy regular expression pattern: {shown}")))
}

fn text(value: Option<&String>, name: &str, min: usize, max: usize, signs: &str, shown: &str) -> Result<(), StsError> {
    value.map_or(Ok(()), |value| length(value, name, min, max).and_then(|()| pattern(value, name, signs, shown)))
}

impl Parameters {
    /// Checks shapes and bounds, the first problem first.
    ///
    /// # Errors
    /// `ValidationError`.
    pub fn check(&self, operation: Operation, has_federation: bool) -> Result<(), StsError> {
        match operation {
            Operation::GetCallerIdentity => return Ok(()),
            Operation::GetSessionToken => {}
            Operation::AssumeRole => {
                length(required(self.role_arn.as_ref(), "roleArn")?, "roleArn", 20, 2048)?;
                required(self.role_session_name.as_ref(), "roleSessionName")?;
                text(self.external_id.as_ref(), "externalId", 2, 1224, "+=,.@:/-", "[\\w+=,.@:\\/-]*")?;
                text(self.source_identity.as_ref(), "sourceIdentity", 2, 64, "+=,.@-", "[\\w+=,.@-]*")?;
                if let Some(identity) =
                    self.source_identity.as_ref().filter(|identity| identity.to_lowercase().starts_with("aws:"))
                {
                    return Err(constraint(identity, "sourceIdentity", "not begin with aws:"));
                }
            }
            Operation::AssumeRoleWithSaml => {
                length(required(self.role_arn.as_ref(), "roleArn")?, "roleArn", 20, 2048)?;
                length(required(self.principal_arn.as_ref(), "principalArn")?, "principalArn", 20, 2048)?;
                if !has_federation {
                    required(self.assertion.as_ref(), "sAMLAssertion")?;
                }
            }
            Operation::AssumeRoleWithWebIdentity => {
                length(required(self.role_arn.as_ref(), "roleArn")?, "roleArn", 20, 2048)?;
                required(self.role_session_name.as_ref(), "roleSessionName")?;
                if !has_federation {
                    required(self.assertion.as_ref(), "webIdentityToken")?;
                }
            }
            Operation::GetFederationToken => {
                required(self.name.as_ref(), "name")?;
                text(self.name.as_ref(), "name", 2, 32, "+=,.@-", "[\\w+=,.@-]*")?;
            }
        }
        text(self.role_session_name.as_ref(), "roleSessionName", 2, 64, "+=,.@-", "[\\w+=,.@-]*")?;
        text(self.serial_number.as_ref(), "serialNumber", 9, 256, "+=/:,.@-", "[\\w+=/:,.@-]*")?;
        self.check_code()?;
        self.check_duration(operation)?;
        if let Some(policy) = &self.policy {
            length(policy, "policy", 1, 2048)?;
        }
        self.check_lists()
    }

    fn check_code(&self) -> Result<(), StsError> {
        match &self.token_code {
            Some(TokenCode::Digits(code)) if code.len() != 6 => {
                let must = if code.len() < 6 {
                    "have length greater than or equal to 6"
                } else {
                    "have length less than or equal to 6"
                };
                Err(constraint(code, "tokenCode", must))
            }
            Some(TokenCode::Digits(code)) if !code.bytes().all(|b| b.is_ascii_digit()) => {
                Err(constraint(code, "tokenCode", "satisfy regular expression pattern: [\\d]*"))
            }
            _ => Ok(()),
        }
    }

    fn check_duration(&self, operation: Operation) -> Result<(), StsError> {
        let Some(duration) = self.duration_seconds else { return Ok(()) };
        let max = match operation {
            Operation::GetSessionToken | Operation::GetFederationToken => 129_600,
            _ => 43_200,
        };
        if duration < 900 {
            return Err(constraint(
                &duration.to_string(),
                "durationSeconds",
                "have value greater than or equal to 900",
            ));
        }
        // A longer request by root is cut to an hour, not refused (rule A4), within the shape's bounds.
        if duration > max {
            return Err(constraint(
                &duration.to_string(),
                "durationSeconds",
                &format!("have value less than or equal to {max}"),
            ));
        }
        Ok(())
    }

    fn check_lists(&self) -> Result<(), StsError> {
        if let Some(name) = &self.absent {
            required(None, name)?;
        }
        let at_most = |count: usize, max: usize, name: &str| {
            if count <= max {
                Ok(())
            } else {
                Err(constraint(&format!("[{count} items]"), name, &format!("have length less than or equal to {max}")))
            }
        };
        at_most(self.policy_arns.as_ref().map_or(0, Vec::len), 10, "policyArns")?;
        at_most(self.tags.as_ref().map_or(0, Vec::len), 50, "tags")?;
        at_most(self.transitive_tag_keys.as_ref().map_or(0, Vec::len), 50, "transitiveTagKeys")?;
        for arn in self.policy_arns.iter().flatten() {
            length(arn, "policyArns.member.arn", 20, 2048)?;
        }
        let mut seen = std::collections::BTreeSet::new();
        for (key, value) in self.tags.iter().flatten() {
            length(key, "tags.member.key", 1, 128)?;
            length(value, "tags.member.value", 0, 256)?;
            if !seen.insert(key.to_lowercase()) {
                return Err(StsError::validation(
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
                ));
            }
        }
        for key in self.transitive_tag_keys.iter().flatten() {
            length(key, "transitiveTagKeys.member", 1, 128)?;
        }
        Ok(())
    }
}
