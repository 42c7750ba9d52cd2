//! The STS calls (rules A4 to A11, A14, A18). The order of the checks is a choice that the rules make: shapes of
//! the parameters, kind of caller, MFA parameters, authorization, caps on the duration.

use super::context::Collector;
use super::request::{authenticate, blocked};
use super::{
    Check, ContextEntry, CredentialKind, Credentials, Evaluated, Federation, Mfa, Operation, Origin, Parameters,
    RoleSessionMfa, Simulator, StsError, TokenCode, Use, decode_secret, may_call, tags, totp_code,
};
use crate::arn::{Arn, friendly_name};
use crate::engine::{AttachedPolicy, Decision};
use crate::policy::{ActionName, PolicyType};
use crate::request::{Caller, Request};
use crate::text::Pointer;
use crate::world::{MfaDevice, PolicySource, RoleRef};

/// A call as a script makes it.
#[derive(Debug, Clone)]
pub struct StsCall<'c> {
    /// Which.
    pub operation: Operation,
    /// With what.
    pub parameters: &'c Parameters,
    /// Vouched for by whom.
    pub federation: Option<&'c Federation>,
    /// Signed with what.
    pub credentials: Option<&'c Credentials>,
    /// When, Unix seconds.
    pub at: i64,
    /// JSON pointer to the parameters, for places in session policies.
    pub pointer: &'c Pointer,
}

/// What came of a call.
#[derive(Debug, Clone)]
pub struct CallOutcome {
    /// The answer.
    pub result: CallResult,
    /// What was looked at before any policy.
    pub checks: Vec<Check>,
    /// The request context, where policies were asked.
    pub context: Vec<ContextEntry>,
    /// The evaluations: the call itself, then the permission-only actions that it needs.
    pub evaluations: Vec<Evaluated>,
}

/// The answer of a call.
#[derive(Debug, Clone)]
pub enum CallResult {
    /// Credentials.
    Issued(Box<Credentials>),
    /// The caller's identity: account, ARN, unique id.
    Identity(String, String, String),
    /// Policies do not allow it.
    Denied(Decision, StsError),
    /// It failed before or beside the policies.
    Refused(StsError),
}

/// A call under way.
struct Progress<'p, 'w> {
    simulator: &'p mut Simulator<'w>,
    call: &'p StsCall<'p>,
    checks: Vec<Check>,
    context: Vec<ContextEntry>,
    evaluations: Vec<Evaluated>,
}

/// Why a call ends early.
enum Stop {
    Refused(StsError),
    Denied(Decision, StsError),
}

impl From<StsError> for Stop {
    fn from(error: StsError) -> Self {
        Self::Refused(error)
    }
}

impl Simulator<'_> {
    /// Answers a call.
    pub fn call(&mut self, call: &StsCall<'_>) -> CallOutcome {
        let mut progress =
            Progress { simulator: self, call, checks: Vec::new(), context: Vec::new(), evaluations: Vec::new() };
        let result = match progress.run() {
            Ok(result) => result,
            Err(Stop::Refused(error)) => CallResult::Refused(error),
            Err(Stop::Denied(decision, error)) => CallResult::Denied(decision, error),
        };
        CallOutcome { result, checks: progress.checks, context: progress.context, evaluations: progress.evaluations }
    }
}

impl Progress<'_, '_> {
    fn run(&mut self) -> Result<CallResult, Stop> {
        match self.call.operation {
            Operation::AssumeRoleWithSaml | Operation::AssumeRoleWithWebIdentity => {
                self.checks.push(Check::Unsigned { ok: true });
                self.assume_role_federated()
            }
            operation => {
                let Some(credentials) = self.call.credentials else {
                    self.checks.push(Check::Unsigned { ok: false });
                    return Err(StsError::missing_authentication().into());
                };
                authenticate(credentials, self.call.at, &mut self.checks)?;
                self.check_parameters()?;
                if let Some(action) = ActionName::parse(&format!("sts:{}", operation.name())) {
                    let answer = may_call(credentials, &action);
                    self.checks.push(Check::MayCall { action: action.text.clone(), answer });
                    if answer == Use::Blocked {
                        return Err(blocked(credentials, &action).into());
                    }
                }
                match operation {
                    Operation::GetSessionToken => self.get_session_token(credentials),
                    Operation::GetFederationToken => self.get_federation_token(credentials),
                    Operation::AssumeRole => self.assume_role(credentials),
                    _ => Ok(CallResult::Identity(
                        credentials.account.clone(),
                        credentials.caller.name().to_owned(),
                        credentials.user_id.clone(),
                    )),
                }
            }
        }
    }

    fn check_parameters(&mut self) -> Result<(), Stop> {
        let checked = self.call.parameters.check(self.call.operation, self.call.federation.is_some());
        self.checks.push(Check::Parameters { problem: checked.as_ref().err().map(|error| error.message.clone()) });
        checked.map_err(Stop::Refused)
    }

    /// Checks device and code (rule A5). Says whether the call is MFA-authenticated.
    fn mfa(&mut self, credentials: &Credentials) -> Result<bool, Stop> {
        let parameters = self.call.parameters;
        let (serial, code) = match (&parameters.serial_number, &parameters.token_code) {
            (None, None) => {
                self.checks.push(Check::NoMfa);
                return Ok(false);
            }
            (Some(serial), Some(code)) => (serial, code),
            _ => {
                self.checks.push(Check::HalfMfa);
                return Err(StsError::half_mfa().into());
            }
        };
        if matches!(credentials.caller, Caller::Root { .. }) {
            self.checks.push(Check::Device { serial: serial.clone(), ok: false });
            let message = "MFA-protected API access does not work with the root user (simulator: AWS documents no message for this call).";
            return Err(StsError::access_denied(message).into());
        }
        let device = self.device(credentials, serial);
        self.checks.push(Check::Device { serial: serial.clone(), ok: device.is_some() });
        let secret = device.and_then(|device| decode_secret(&device.secret)).ok_or_else(StsError::invalid_device)?;
        let at = self.call.at;
        let digits = match code {
            TokenCode::Current => totp_code(&secret, at),
            TokenCode::Digits(digits) => digits.clone(),
        };
        let tolerated = self.simulator.settings.totp_steps_tolerated;
        let presented = self.simulator.devices.present(serial, &secret, &digits, at, tolerated);
        self.checks.push(Check::Code { problem: presented.err() });
        presented.map_err(|_| StsError::invalid_code())?;
        Ok(true)
    }

    /// A device of the calling user, by serial number.
    fn device(&self, credentials: &Credentials, serial: &str) -> Option<MfaDevice> {
        let Caller::User { arn, .. } = &credentials.caller else { return None };
        self.simulator.world().user(arn)?.user.mfa.iter().find(|device| device.serial == serial).cloned()
    }

    fn get_session_token(&mut self, credentials: &Credentials) -> Result<CallResult, Stop> {
        let mfa = self.mfa(credentials)?;
        let at = self.call.at;
        let asked = self.call.parameters.duration_seconds;
        let duration = if matches!(credentials.caller, Caller::Root { .. }) {
            asked.unwrap_or(3600).min(3600)
        } else {
            asked.unwrap_or(43_200)
        };
        Ok(issued(Credentials {
            kind: CredentialKind::SessionToken,
            issued_at: at,
            expires_at: Some(at.saturating_add(duration)),
            mfa: if mfa { Mfa::At(at) } else { Mfa::No },
            ..credentials.clone()
        }))
    }

    fn get_federation_token(&mut self, credentials: &Credentials) -> Result<CallResult, Stop> {
        let parameters = self.call.parameters;
        let at = self.call.at;
        let name = parameters.name.as_deref().unwrap_or_default();
        let account = &credentials.account;
        let arn = format!("arn:aws:sts::{account}:federated-user/{name}");
        let session_policies = self.session_policies(account)?;
        let passed = parameters.tags.as_deref().unwrap_or_default();
        self.authorize("sts:GetFederationToken", credentials, &arn, false)?;
        if !passed.is_empty() {
            self.authorize("sts:TagSession", credentials, &arn, false)?;
        }
        let root = matches!(credentials.caller, Caller::Root { .. });
        let asked = parameters.duration_seconds;
        let duration = if root { asked.unwrap_or(3600).min(3600) } else { asked.unwrap_or(43_200) };
        Ok(issued(Credentials {
            kind: CredentialKind::FederationToken,
            caller: Caller::FederatedUser { arn, user_arn: credentials.caller.name().to_owned() },
            account: account.clone(),
            user_id: format!("{account}:{name}"),
            issued_at: at,
            expires_at: Some(at.saturating_add(duration)),
            mfa: Mfa::Absent,
            session_policies,
            tags: tags::overlay(&credentials.tags, passed),
            transitive_tag_keys: Vec::new(),
            source_identity: None,
            federated_provider: None,
        }))
    }

    fn assume_role(&mut self, credentials: &Credentials) -> Result<CallResult, Stop> {
        let parameters = self.call.parameters;
        let mfa = self.mfa(credentials)?;
        let role_arn = parameters.role_arn.as_deref().unwrap_or_default();
        self.inherited_tags(credentials)?;
        self.source_identity(credentials)?;
        let account = Arn::parse(role_arn).map(|arn| arn.account.to_owned()).unwrap_or_default();
        let session_policies = self.session_policies(&account)?;

        self.authorize("sts:AssumeRole", credentials, role_arn, mfa)?;
        let passed = parameters.tags.as_deref().unwrap_or_default();
        if !passed.is_empty() {
            self.authorize("sts:TagSession", credentials, role_arn, mfa)?;
        }
        let source_identity = parameters.source_identity.clone().or_else(|| credentials.source_identity.clone());
        if source_identity.is_some() {
            self.authorize("sts:SetSourceIdentity", credentials, role_arn, mfa)?;
        }
        let world = self.simulator.world();
        let Some(role) = world.role(role_arn) else {
            return Err(Stop::Denied(
                Decision::ImplicitDeny,
                StsError::not_authorized(credentials.caller.name(), "sts:AssumeRole", role_arn),
            ));
        };
        let duration = self.duration(role, Some(credentials))?;

        let inherited = tags::with_keys(&credentials.tags, &credentials.transitive_tag_keys);
        let mut transitive = credentials.transitive_tag_keys.clone();
        transitive.extend(parameters.transitive_tag_keys.iter().flatten().cloned());
        let session_tags = tags::overlay(&inherited, passed);
        let settings = self.simulator.settings;
        let session_mfa = match (settings.role_session_mfa, credentials.mfa) {
            (RoleSessionMfa::Absent, _) => Mfa::Absent,
            (RoleSessionMfa::Propagated, Mfa::At(since)) => Mfa::At(since),
            _ => Mfa::No,
        };
        let name = parameters.role_session_name.as_deref().unwrap_or_default();
        Ok(issued(Credentials {
            kind: CredentialKind::AssumeRole,
            mfa: session_mfa,
            session_policies,
            tags: tags::overlay(&role.role.tags, &session_tags),
            transitive_tag_keys: transitive,
            source_identity,
            ..self.role_session(role, name, duration)
        }))
    }

    fn assume_role_federated(&mut self) -> Result<CallResult, Stop> {
        let parameters = self.call.parameters;
        let saml = self.call.operation == Operation::AssumeRoleWithSaml;
        self.check_parameters()?;
        let Some(federation) = self.call.federation else {
            return Err(StsError::invalid_identity_token(
                "The simulator does not read signed assertions; describe the identity in `federation`.",
            )
            .into());
        };
        let role_arn = parameters.role_arn.as_deref().unwrap_or_default();
        let account = Arn::parse(role_arn).map(|arn| arn.account.to_owned()).unwrap_or_default();
        let known = federation.is_known(self.simulator.world(), &account);
        let agrees = !saml || parameters.principal_arn.as_ref().is_none_or(|arn| *arn == federation.provider);
        self.checks.push(Check::Provider { provider: federation.provider.clone(), ok: known && agrees });
        if !known || !agrees {
            let message = if saml {
                "Specified provider doesn't exist".to_owned()
            } else {
                format!("No OpenIDConnect provider found in your account for https://{}", federation.host())
            };
            return Err(StsError::invalid_identity_token(message).into());
        }
        if federation.not_on_or_after.is_some_and(|end| end <= self.call.at) {
            return Err(StsError::expired_assertion().into());
        }
        let session_policies = self.session_policies(&account)?;
        let name = match saml {
            true => federation.session_name.as_deref().unwrap_or(&federation.subject),
            false => parameters.role_session_name.as_deref().unwrap_or_default(),
        };
        let operation = format!("sts:{}", self.call.operation.name());
        self.authorize_federated(&operation, federation, role_arn, name)?;
        if !federation.tags.is_empty() {
            self.authorize_federated("sts:TagSession", federation, role_arn, name)?;
        }
        if federation.source_identity.is_some() {
            self.authorize_federated("sts:SetSourceIdentity", federation, role_arn, name)?;
        }
        let world = self.simulator.world();
        let Some(role) = world.role(role_arn) else {
            return Err(Stop::Denied(
                Decision::ImplicitDeny,
                StsError::access_denied(format!("Not authorized to perform {operation}")),
            ));
        };
        let mut duration = self.duration(role, None)?;
        if let Some(end) = federation.not_on_or_after.filter(|_| saml) {
            duration = duration.min(end - self.call.at);
        }
        let provider = if saml { federation.provider.clone() } else { federation.host().to_owned() };
        Ok(issued(Credentials {
            kind: if saml { CredentialKind::Saml } else { CredentialKind::WebIdentity },
            mfa: Mfa::Absent,
            session_policies,
            tags: tags::overlay(&role.role.tags, &federation.tags),
            transitive_tag_keys: federation.transitive_tag_keys.clone(),
            source_identity: federation.source_identity.clone(),
            federated_provider: Some(provider),
            ..self.role_session(role, name, duration)
        }))
    }

    /// A session of a role with nothing but its identity.
    fn role_session(&self, role: RoleRef<'_>, name: &str, duration: i64) -> Credentials {
        let role_arn = role.arn();
        let at = self.call.at;
        Credentials {
            kind: CredentialKind::AssumeRole,
            caller: Caller::RoleSession {
                arn: format!("arn:aws:sts::{}:assumed-role/{}/{name}", role.account_id, friendly_name(role.name)),
                role_arn,
                id: Some(role.id()),
            },
            account: role.account_id.to_owned(),
            user_id: format!("{}:{name}", role.id()),
            issued_at: at,
            expires_at: Some(at.saturating_add(duration)),
            mfa: Mfa::Absent,
            session_policies: None,
            tags: Vec::new(),
            transitive_tag_keys: Vec::new(),
            source_identity: None,
            federated_provider: None,
        }
    }

    /// Caps on the duration of a role session (rule A8).
    fn duration(&self, role: RoleRef<'_>, caller: Option<&Credentials>) -> Result<i64, Stop> {
        let asked = self.call.parameters.duration_seconds;
        let duration = asked.unwrap_or(3600);
        let chained = caller.is_some_and(|credentials| match credentials.kind {
            CredentialKind::UserKey | CredentialKind::RootKey | CredentialKind::Console => false,
            CredentialKind::SessionToken => self.simulator.settings.session_token_chains,
            _ => true,
        });
        if chained && duration > 3600 {
            return Err(StsError::validation(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
            )
            .into());
        }
        if duration > role.max_session_duration() {
            return Err(StsError::validation(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            )
            .into());
        }
        Ok(duration)
    }

    /// A tag that the session inherits cannot be passed anew (rule A11).
    fn inherited_tags(&self, credentials: &Credentials) -> Result<(), Stop> {
        let passed = self.call.parameters.tags.as_deref().unwrap_or_default();
        match passed.iter().find(|(key, _)| tags::has(credentials.transitive_tag_keys.iter(), key)) {
            Some((key, _)) => Err(StsError::validation(format!("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session: {key}")).into()),
            None => Ok(()),
        }
    }

    /// A source identity cannot be changed once set (rule A11).
    fn source_identity(&self, credentials: &Credentials) -> Result<(), Stop> {
        match (&credentials.source_identity, &self.call.parameters.source_identity) {
            (Some(old), Some(new)) if old != new => {
                Err(StsError::access_denied("The source identity of a session cannot be changed once it is set.")
                    .into())
            }
            _ => Ok(()),
        }
    }

    /// The session policies that the call passes (rule A18).
    fn session_policies(&self, account: &str) -> Result<Option<Vec<AttachedPolicy>>, Stop> {
        let parameters = self.call.parameters;
        let mut policies = Vec::new();
        if let Some(text) = &parameters.policy {
            let pointer = self.call.pointer.member("Policy");
            let policy = self.simulator.shelf.attach(
                &pointer,
                None,
                &PolicySource::from_text(text.as_str()),
                PolicyType::Session,
            );
            let document = &policy.document.policy;
            let problem =
                document.findings.iter().find(|finding| finding.finding_type == crate::finding::FindingType::Error);
            if let Some(problem) = problem {
                return Err(
                    StsError::malformed_policy(format!("The policy is not well formed: {}", problem.details)).into()
                );
            }
            policies.push(policy);
        }
        for arn in parameters.policy_arns.iter().flatten() {
            let owner = Arn::parse(arn).map(|arn| arn.account);
            if owner != Some(account) && owner != Some("aws") {
                return Err(
                    StsError::validation(format!("The managed policy {arn} is not in the account {account}.")).into()
                );
            }
            match self.simulator.shelf.find_managed(arn, PolicyType::Session) {
                Some(policy) => policies.push(policy),
                None => return Err(StsError::validation(format!("There is no managed policy {arn}.")).into()),
            }
        }
        let passed =
            parameters.policy.is_some() || parameters.policy_arns.as_ref().is_some_and(|arns| !arns.is_empty());
        Ok(passed.then_some(policies))
    }

    /// Asks the policies whether the caller may make the call.
    fn authorize(&mut self, action: &str, credentials: &Credentials, resource: &str, mfa: bool) -> Result<(), Stop> {
        let Some(action) = ActionName::parse(action) else { return Ok(()) };
        let at = self.call.at;
        let mut collector = Collector::default();
        collector.credentials(Some(credentials), at, &[]);
        if mfa {
            collector.put("aws:MultiFactorAuthPresent", "true", Origin::Call);
            collector.put("aws:MultiFactorAuthAge", "0", Origin::Call);
        }
        collector.common(at, resource, &[]);
        let parameters = self.call.parameters;
        let source_identity = parameters.source_identity.as_ref().or(credentials.source_identity.as_ref());
        call_keys(
            &mut collector,
            parameters.role_session_name.as_deref(),
            parameters.external_id.as_deref(),
            source_identity.map(String::as_str),
            parameters.tags.as_deref().unwrap_or_default(),
            parameters.transitive_tag_keys.as_deref().unwrap_or_default(),
        );
        self.simulator.surroundings(&mut collector, resource, Some(&credentials.account));
        let session = credentials.session_policies.clone();
        let error = StsError::not_authorized(credentials.caller.name(), &action.text, resource);
        self.evaluate(collector, credentials.caller.clone(), action, resource, session, error)
    }

    /// Asks the trust policy whether somebody federated may make the call (rule A14).
    fn authorize_federated(
        &mut self,
        action: &str,
        federation: &Federation,
        resource: &str,
        name: &str,
    ) -> Result<(), Stop> {
        let saml = self.call.operation == Operation::AssumeRoleWithSaml;
        let Some(action) = ActionName::parse(action) else { return Ok(()) };
        let mut collector = Collector::default();
        collector.common(self.call.at, resource, &[]);
        let provider = if saml { federation.provider.clone() } else { federation.host().to_owned() };
        collector.put("aws:FederatedProvider", provider, Origin::Call);
        for (key, values, list) in federation.keys(saml) {
            collector.put_all(&key, values, list, Origin::Call);
        }
        call_keys(
            &mut collector,
            Some(name),
            None,
            federation.source_identity.as_deref(),
            &federation.tags,
            &federation.transitive_tag_keys,
        );
        self.simulator.surroundings(&mut collector, resource, None);
        let error = StsError::access_denied(format!("Not authorized to perform {}", action.text));
        let caller = Caller::Federated { provider: federation.provider.clone() };
        self.evaluate(collector, caller, action, resource, None, error)
    }

    fn evaluate(
        &mut self,
        collector: Collector,
        caller: Caller,
        action: ActionName,
        resource: &str,
        session: Option<Vec<AttachedPolicy>>,
        error: StsError,
    ) -> Result<(), Stop> {
        let (context, entries) = collector.finish();
        let account = caller.account().map(str::to_owned);
        let request = Request {
            resource_account: self.simulator.resource_account(resource, account.as_deref()),
            caller,
            action,
            resource: resource.to_owned(),
            context,
        };
        let evaluated = self.simulator.evaluate(request, session);
        let decision = evaluated.evaluation.verdict.decision;
        if self.context.is_empty() {
            self.context = entries;
        }
        self.evaluations.push(evaluated);
        let goes_on = decision == Decision::Allowed || self.simulator.beyond_denials;
        if goes_on { Ok(()) } else { Err(Stop::Denied(decision, error)) }
    }
}

/// The keys that only the STS call itself carries (rule A2).
fn call_keys(
    collector: &mut Collector,
    session_name: Option<&str>,
    external_id: Option<&str>,
    source_identity: Option<&str>,
    tags: &[(String, String)],
    transitive: &[String],
) {
    let single = [
        ("sts:RoleSessionName", session_name),
        ("sts:ExternalId", external_id),
        ("sts:SourceIdentity", source_identity),
    ];
    for (key, value) in single {
        if let Some(value) = value {
            collector.put(key, value, Origin::Call);
        }
    }
    for (key, value) in tags {
        collector.put(&format!("aws:RequestTag/{key}"), value.clone(), Origin::Call);
    }
    if !tags.is_empty() {
        collector.put_all("aws:TagKeys", tags.iter().map(|(key, _)| key.clone()).collect(), true, Origin::Call);
    }
    if !transitive.is_empty() {
        collector.put_all("sts:TransitiveTagKeys", transitive.to_vec(), true, Origin::Call);
    }
}

fn issued(credentials: Credentials) -> CallResult {
    CallResult::Issued(Box::new(credentials))
}
