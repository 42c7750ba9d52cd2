//! The simulator: a world, its readings of the open questions, and what its devices remember.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::context::Collector;
use super::{CredentialKind, Credentials, Devices, Mfa, Origin, Shelf};
use crate::condition;
use crate::engine::{AttachedPolicy, Evaluation, PolicySet, evaluate};
use crate::policy::{PolicyType, ScpLanguage};
use crate::request::{Caller, Request, ResourceRule};
use crate::text::Pointer;
use crate::world::{Library, PolicySource, UserRef, World, account_pointer};

/// Whether a role session carries the MFA of the session that assumed it (option O1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoleSessionMfa {
    /// As AWS documents it: the key is there and `false`.
    #[default]
    Documented,
    /// The key is absent.
    Absent,
    /// As some users report it: chained sessions keep key and age.
    Propagated,
}

impl RoleSessionMfa {
    /// Every reading, the default first.
    pub const ALL: &[Self] = &[Self::Documented, Self::Absent, Self::Propagated];

    /// The name that scenarios use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Absent => "absent",
            Self::Propagated => "propagated",
        }
    }
}

/// The open readings of the rules (options O1 to O6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// O1.
    pub role_session_mfa: RoleSessionMfa,
    /// O2: whether a `GetSessionToken` session counts as role chaining.
    pub session_token_chains: bool,
    /// O3 and O4.
    pub condition: condition::Settings,
    /// O5: how many steps of 30 seconds a code may be early or late.
    pub totp_steps_tolerated: i64,
    /// O6.
    pub scp: ScpLanguage,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            role_session_mfa: RoleSessionMfa::default(),
            session_token_chains: true,
            condition: condition::Settings::default(),
            totp_steps_tolerated: 1,
            scp: ScpLanguage::default(),
        }
    }
}

/// A request that reached the policies, with what it was evaluated against.
#[derive(Debug, Clone)]
pub struct Evaluated {
    /// The policies that bear on it.
    pub policies: PolicySet,
    /// The request.
    pub request: Request,
    /// What came of it.
    pub evaluation: Evaluation,
}

/// Identity policies and boundary of one principal.
type OwnPolicies = (Vec<AttachedPolicy>, Option<AttachedPolicy>);

/// Answers calls and requests in one world. Devices remember their codes from call to call.
#[derive(Clone)]
pub struct Simulator<'a> {
    /// The policies of the world.
    pub shelf: Shelf<'a>,
    /// The readings of the open questions.
    pub settings: Settings,
    /// What the devices remember.
    pub devices: Devices,
    /// Whether a call that policies deny goes on all the same, for the question what it would meet further on.
    pub beyond_denials: bool,
    own: RefCell<HashMap<String, Rc<OwnPolicies>>>,
}

impl<'a> Simulator<'a> {
    /// A simulator with fresh devices.
    pub fn new(world: &'a World, library: &'a Library, settings: Settings) -> Self {
        Self {
            shelf: Shelf { world, library, scp: settings.scp },
            settings,
            devices: Devices::default(),
            beyond_denials: false,
            own: RefCell::new(HashMap::new()),
        }
    }

    /// The world.
    pub fn world(&self) -> &'a World {
        self.shelf.world
    }

    /// Long-term keys of a user or of root.
    pub fn long_term(&self, principal: &Principal<'_>, at: i64) -> Credentials {
        let (caller, account, user_id, tags, kind) = match principal {
            Principal::User(user) => (
                Caller::User { arn: user.arn(), id: Some(user.id()) },
                user.account_id.to_owned(),
                user.id(),
                user.user.tags.clone(),
                CredentialKind::UserKey,
            ),
            Principal::Root(account) => (
                Caller::Root { arn: format!("arn:aws:iam::{account}:root") },
                (*account).to_owned(),
                (*account).to_owned(),
                Vec::new(),
                CredentialKind::RootKey,
            ),
        };
        Credentials {
            kind,
            caller,
            account,
            user_id,
            issued_at: at,
            expires_at: None,
            mfa: Mfa::Absent,
            session_policies: None,
            tags,
            transitive_tag_keys: Vec::new(),
            source_identity: None,
            federated_provider: None,
        }
    }

    /// The hidden credentials of a console sign-in (rule A15).
    pub fn console(&self, principal: &Principal<'_>, mfa: bool, at: i64) -> Credentials {
        Credentials {
            kind: CredentialKind::Console,
            expires_at: Some(at.saturating_add(43_200)),
            mfa: if mfa { Mfa::At(at) } else { Mfa::No },
            ..self.long_term(principal, at)
        }
    }

    /// Identity policies and boundary of the principal behind a caller.
    fn own_policies(&self, caller: &Caller) -> Option<Rc<OwnPolicies>> {
        let arn = match caller {
            Caller::User { arn, .. } => arn,
            Caller::RoleSession { role_arn, .. } => role_arn,
            Caller::FederatedUser { user_arn, .. } => user_arn,
            _ => return None,
        };
        if let Some(own) = self.own.borrow().get(arn) {
            return Some(own.clone());
        }
        let world = self.shelf.world;
        let own = if let Some(user) = world.user(arn) {
            let at = account_pointer(user.account_id).member("users").member(user.name);
            (self.shelf.user_policies(user), self.shelf.boundary(&at, user.user.boundary.as_ref()))
        } else if let Some(role) = world.role(arn) {
            let at = account_pointer(role.account_id).member("roles").member(role.name);
            (self.shelf.role_policies(role), self.shelf.boundary(&at, role.role.boundary.as_ref()))
        } else {
            return None;
        };
        let own = Rc::new(own);
        self.own.borrow_mut().insert(arn.clone(), own.clone());
        Some(own)
    }

    /// The policy of a resource, as far as it bears on an action.
    fn resource_policy(&self, request: &Request) -> Option<AttachedPolicy> {
        let world = self.shelf.world;
        match request.needs_resource_allow() {
            Some(ResourceRule::Trust) => return world.role(&request.resource).map(|role| self.shelf.trust(role)),
            Some(ResourceRule::Key) => return Some(self.key_policy(&request.resource)),
            None => {}
        }
        let lookup = world.resource(&request.resource);
        let (account, key, resource) = lookup.entry?;
        let source = resource.policy.as_ref()?;
        let pointer = account_pointer(account).member("resources").member(key).member("policy");
        Some(self.shelf.attach(&pointer, Some(&format!("Policy of {key}")), source, PolicyType::Resource))
    }

    /// A key's policy; a key without one has AWS's default key policy.
    fn key_policy(&self, arn: &str) -> AttachedPolicy {
        let lookup = self.shelf.world.resource(arn);
        if let Some((account, key, resource)) = lookup.entry
            && let Some(source) = &resource.policy
        {
            let pointer = account_pointer(account).member("resources").member(key).member("policy");
            return self.shelf.attach(&pointer, Some(&format!("Policy of {key}")), source, PolicyType::Resource);
        }
        let account = lookup.owner.account(None).unwrap_or_default();
        let text = format!(
            "{{\n  \"Version\": \"2012-10-17\",\n  \"Id\": \"key-default-1\",\n  \"Statement\": [\n    {{\n      \"Sid\": \"Enable IAM User Permissions\",\n      \"Effect\": \"Allow\",\n      \"Principal\": {{ \"AWS\": \"arn:aws:iam::{account}:root\" }},\n      \"Action\": \"kms:*\",\n      \"Resource\": \"*\"\n    }}\n  ]\n}}"
        );
        let pointer = Pointer::from_text("#default-key-policy");
        self.shelf.attach(
            &pointer,
            Some("AWS's default key policy"),
            &PolicySource::from_text(text),
            PolicyType::Resource,
        )
    }

    /// The policies that bear on a request.
    pub(super) fn policies(&self, request: &Request, session_policies: Option<Vec<AttachedPolicy>>) -> PolicySet {
        let caller_account = request.caller.account();
        let own = self.own_policies(&request.caller);
        let world = self.shelf.world;
        PolicySet {
            identity: match (&own, &request.caller) {
                (Some(own), _) => Some(own.0.clone()),
                (None, Caller::User { .. } | Caller::RoleSession { .. }) => Some(Vec::new()),
                _ => None,
            },
            boundary: own.as_ref().and_then(|own| own.1.clone()),
            session: session_policies,
            resource: self.resource_policy(request),
            service_control: caller_account.and_then(|account| self.shelf.control(account, PolicyType::ServiceControl)),
            resource_control: request
                .resource_account
                .as_deref()
                .filter(|account| !world.is_management(account))
                .and_then(|account| self.shelf.control(account, PolicyType::ResourceControl)),
            service_control_exempt: caller_account.is_some_and(|account| world.is_management(account)),
        }
    }

    /// Evaluates a request.
    pub(super) fn evaluate(&self, request: Request, session_policies: Option<Vec<AttachedPolicy>>) -> Evaluated {
        let policies = self.policies(&request, session_policies);
        let evaluation = evaluate(&policies, &request, self.settings.condition);
        Evaluated { policies, request, evaluation }
    }

    /// The account that owns a resource, given the caller's.
    pub(super) fn resource_account(&self, resource: &str, caller_account: Option<&str>) -> Option<String> {
        self.shelf.world.resource(resource).owner.account(caller_account).map(str::to_owned)
    }

    /// Adds what the resource and the organization say.
    pub(super) fn surroundings(&self, collector: &mut Collector, resource: &str, account: Option<&str>) {
        let world = self.shelf.world;
        if account.is_some_and(|account| world.is_member(account))
            && let Some(id) = world.organization.as_ref().and_then(|organization| organization.id.as_ref())
        {
            collector.put("aws:PrincipalOrgID", id.clone(), Origin::Credentials);
        }
        let lookup = world.resource(resource);
        if let Some((_, _, found)) = lookup.entry.filter(|_| lookup.exact) {
            for (key, value) in &found.tags {
                collector.put(&format!("aws:ResourceTag/{key}"), value.clone(), Origin::Resource);
            }
        }
        if let Some(role) = world.role(resource) {
            for (key, value) in &role.role.tags {
                collector.put(&format!("aws:ResourceTag/{key}"), value.clone(), Origin::Resource);
                collector.put(&format!("iam:ResourceTag/{key}"), value.clone(), Origin::Resource);
            }
        }
    }
}

/// Who signs in.
#[derive(Debug, Clone, Copy)]
pub enum Principal<'a> {
    /// An IAM user.
    User(UserRef<'a>),
    /// The root user of an account.
    Root(&'a str),
}
