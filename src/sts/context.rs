//! The context of a request, each key with where it came from (rules A2, A3).

use super::{Credentials, Mfa};
use crate::condition::Context;
use crate::time::format_utc;

/// One key of a request context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextEntry {
    /// The key, in its usual spelling.
    pub key: String,
    /// Its values.
    pub values: Vec<String>,
    /// Whether it is a list, even of one value.
    pub multivalued: bool,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a context key came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// From the caller's credentials.
    Credentials,
    /// From the parameters of the STS call.
    Call,
    /// From the request.
    Request,
    /// From the resource.
    Resource,
    /// From the simulated clock.
    Clock,
    /// Fixed by the simulator, where AWS has no single answer.
    Simulator,
    /// Set by the scenario.
    Scenario,
}

impl Origin {
    /// The name that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Call => "call",
            Self::Request => "request",
            Self::Resource => "resource",
            Self::Clock => "clock",
            Self::Simulator => "simulator",
            Self::Scenario => "scenario",
        }
    }
}

/// What a scenario sets (values, and whether they are a list) or removes (none) in a context.
pub type Overrides = Vec<(String, Option<(Vec<String>, bool)>)>;

/// Collects the keys of one request.
#[derive(Debug, Default)]
pub(super) struct Collector {
    entries: Vec<ContextEntry>,
}

impl Collector {
    pub(super) fn put(&mut self, key: &str, value: impl Into<String>, origin: Origin) {
        self.put_all(key, vec![value.into()], false, origin);
    }

    pub(super) fn put_all(&mut self, key: &str, values: Vec<String>, multivalued: bool, origin: Origin) {
        self.remove(key);
        self.entries.push(ContextEntry { key: key.to_owned(), values, multivalued, origin });
    }

    fn remove(&mut self, key: &str) {
        self.entries.retain(|entry| !is_same_key(&entry.key, key));
    }

    /// What every request has, signed or not.
    pub(super) fn common(&mut self, at: i64, resource: &str, via: &[String]) {
        self.put("aws:CurrentTime", format_utc(at), Origin::Clock);
        self.put("aws:EpochTime", at.to_string(), Origin::Clock);
        let region = crate::arn::Arn::parse(resource)
            .map(|arn| arn.region)
            .filter(|region| !region.is_empty() && !region.contains(['*', '?']));
        self.put("aws:RequestedRegion", region.unwrap_or("us-east-1"), Origin::Simulator);
        self.put("aws:SecureTransport", "true", Origin::Simulator);
        self.put("aws:SourceIp", "203.0.113.10", Origin::Simulator);
        self.put("aws:UserAgent", "iam-playground", Origin::Simulator);
        match (via.first(), via.last()) {
            (Some(first), Some(last)) => {
                self.put("aws:ViaAWSService", "true", Origin::Request);
                self.put_all("aws:CalledVia", via.to_vec(), true, Origin::Request);
                self.put("aws:CalledViaFirst", first.clone(), Origin::Request);
                self.put("aws:CalledViaLast", last.clone(), Origin::Request);
            }
            _ => self.put("aws:ViaAWSService", "false", Origin::Simulator),
        }
    }

    /// What the credentials carry. A service acting for a long-term key sends `false` (rule A16).
    pub(super) fn credentials(&mut self, credentials: Option<&Credentials>, at: i64, via: &[String]) {
        let Some(credentials) = credentials else {
            self.put("aws:userid", "anonymous", Origin::Credentials);
            self.put("aws:PrincipalType", "Anonymous", Origin::Credentials);
            self.put("aws:PrincipalAccount", "anonymous", Origin::Credentials);
            return;
        };
        for (key, values) in credentials.context(at) {
            self.put_all(&key, values, false, Origin::Credentials);
        }
        if !via.is_empty() && !credentials.is_temporary() && credentials.mfa == Mfa::Absent {
            self.put("aws:MultiFactorAuthPresent", "false", Origin::Request);
        }
    }

    pub(super) fn overrides(&mut self, overrides: &Overrides) {
        for (key, value) in overrides {
            match value {
                Some((values, list)) => self.put_all(key, values.clone(), *list, Origin::Scenario),
                None => self.remove(key),
            }
        }
    }

    pub(super) fn finish(self) -> (Context, Vec<ContextEntry>) {
        let mut context = Context::new();
        for entry in &self.entries {
            match (entry.multivalued, entry.values.as_slice()) {
                (false, [value]) => context.set(&entry.key, value.clone()),
                (_, values) => context.set_list(&entry.key, values.to_vec()),
            }
        }
        (context, self.entries)
    }
}

/// Whether two keys are one, whatever their case (rule C6).
fn is_same_key(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || !(one.is_ascii() && other.is_ascii()) && one.to_lowercase() == other.to_lowercase()
}
