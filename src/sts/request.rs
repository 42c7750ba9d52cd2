//! A request to any service: authentication, context, evaluation.

use super::context::Collector;
use super::{Check, ContextEntry, Credentials, Evaluated, Overrides, Simulator, StsError, Use, may_call};
use crate::policy::ActionName;
use crate::request::{Caller, Request};

/// A request as a script makes it.
#[derive(Debug, Clone)]
pub struct AwsRequest<'r> {
    /// What signs it; none for an anonymous request.
    pub credentials: Option<&'r Credentials>,
    /// The action.
    pub action: &'r ActionName,
    /// The resource's ARN or `*`.
    pub resource: &'r str,
    /// What the scenario sets in the context.
    pub overrides: &'r Overrides,
    /// The services that act for the caller, first caller first.
    pub via: &'r [String],
    /// When, Unix seconds.
    pub at: i64,
}

/// What came of a request.
#[derive(Debug, Clone)]
pub struct RequestOutcome {
    /// What was looked at before any policy.
    pub checks: Vec<Check>,
    /// Why it never reached the policies.
    pub refusal: Option<StsError>,
    /// The context, where it was built.
    pub context: Vec<ContextEntry>,
    /// The evaluation, where it came to one.
    pub evaluated: Option<Evaluated>,
}

/// The refusal of a call that A13 blocks.
pub(super) fn blocked(credentials: &Credentials, action: &ActionName) -> StsError {
    if action.service == "iam" {
        return StsError::invalid_client_token();
    }
    let name = action.text.split_once(':').map_or(action.text.as_str(), |(_, name)| name);
    if action.is("sts", "AssumeRole") && matches!(credentials.caller, Caller::Root { .. }) {
        return StsError::access_denied("Roles may not be assumed by root accounts.");
    }
    StsError::access_denied(format!("Cannot call {name} with session credentials"))
}

/// The checks that every signed call begins with.
pub(super) fn authenticate(credentials: &Credentials, now: i64, checks: &mut Vec<Check>) -> Result<(), StsError> {
    checks.push(Check::Signed { kind: credentials.kind, arn: credentials.caller.name().to_owned() });
    checks.push(Check::Expiry { expires_at: credentials.expires_at, now });
    if credentials.is_expired(now) { Err(StsError::expired()) } else { Ok(()) }
}

impl Simulator<'_> {
    /// Answers a request.
    pub fn request(&self, ask: &AwsRequest<'_>) -> RequestOutcome {
        let mut checks = Vec::new();
        let refused = |checks: Vec<Check>, error: StsError| RequestOutcome {
            checks,
            refusal: Some(error),
            context: Vec::new(),
            evaluated: None,
        };
        match ask.credentials {
            None => checks.push(Check::Unsigned { ok: true }),
            Some(credentials) => {
                if let Err(error) = authenticate(credentials, ask.at, &mut checks) {
                    return refused(checks, error);
                }
                let answer = may_call(credentials, ask.action);
                checks.push(Check::MayCall { action: ask.action.text.clone(), answer });
                if answer == Use::Blocked {
                    return refused(checks, blocked(credentials, ask.action));
                }
            }
        }
        let caller = ask.credentials.map_or(Caller::Anonymous, |credentials| credentials.caller.clone());
        let account = ask.credentials.map(|credentials| credentials.account.as_str());
        let mut collector = Collector::default();
        collector.credentials(ask.credentials, ask.at, ask.via);
        collector.common(ask.at, ask.resource, ask.via);
        self.surroundings(&mut collector, ask.resource, account);
        collector.overrides(ask.overrides);
        let (context, entries) = collector.finish();
        let request = Request {
            resource_account: self.resource_account(ask.resource, account),
            caller,
            action: ask.action.clone(),
            resource: ask.resource.to_owned(),
            context,
        };
        let session = ask.credentials.and_then(|credentials| credentials.session_policies.clone());
        RequestOutcome { checks, refusal: None, context: entries, evaluated: Some(self.evaluate(request, session)) }
    }
}
