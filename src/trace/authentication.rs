//! What happens before any policy: signature, expiry, parameters, device and code; and the request context.

use super::node::{Fact, NodeKind, NodeResult, NodeRole, TraceNode};
use crate::sts::{Check, CodeProblem, ContextEntry, CredentialKind, RoleSessionMfa, StsError, Use};
use crate::time::format_utc;

/// The steps before the policies; the last one that failed decides. `refusal` is the error of a call that failed
/// before or beside the policies.
pub fn authentication(checks: &[Check], refusal: Option<&StsError>) -> Vec<TraceNode> {
    if checks.is_empty() && refusal.is_none() {
        return Vec::new();
    }
    let mut children: Vec<TraceNode> =
        checks.iter().enumerate().map(|(index, check)| check_node(index, check)).collect();
    if let Some(error) = refusal.filter(|_| !children.iter().any(|child| child.result == NodeResult::NotMatched)) {
        // Something beside the checks: no credentials to sign with, a session policy, a tag, a duration.
        let mut node = check_node(children.len(), &Check::Parameters { problem: Some(error.message.clone()) });
        node.title = "Refusal".into();
        children.push(node);
    }
    let failed = children.iter().any(|child| child.result == NodeResult::NotMatched);
    if let Some(last) = children.iter_mut().rev().find(|child| child.result == NodeResult::NotMatched) {
        last.role = NodeRole::Deciding;
    }
    vec![TraceNode {
        id: "authentication".into(),
        kind: NodeKind::Authentication,
        title: "Authentication".into(),
        detail: match refusal {
            Some(error) if failed => Some(error.message.clone()),
            _ => Some("The caller is who the credentials say. What it may do is decided by the policies.".into()),
        },
        result: if failed { NodeResult::NotMatched } else { NodeResult::Matched },
        role: if failed { NodeRole::Deciding } else { NodeRole::Contributing },
        source: None,
        facts: refusal.filter(|_| failed).map(|error| ("code", Fact::Text(error.code.clone()))).into_iter().collect(),
        rule: Some("A13"),
        children,
    }]
}

fn check_node(index: usize, check: &Check) -> TraceNode {
    let (title, detail, ok, rule) = describe(check);
    TraceNode {
        id: format!("authentication/{index}"),
        kind: NodeKind::Authentication,
        title,
        detail: Some(detail),
        result: match ok {
            Some(true) => NodeResult::Matched,
            Some(false) => NodeResult::NotMatched,
            None => NodeResult::Info,
        },
        role: if ok.is_none() { NodeRole::Irrelevant } else { NodeRole::Contributing },
        source: None,
        facts: Vec::new(),
        rule: Some(rule),
        children: Vec::new(),
    }
}

fn kind_name(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::UserKey => "a long-term access key of an IAM user",
        CredentialKind::RootKey => "a long-term access key of the root user",
        CredentialKind::SessionToken => "credentials from GetSessionToken",
        CredentialKind::AssumeRole => "credentials from AssumeRole",
        CredentialKind::Saml => "credentials from AssumeRoleWithSAML",
        CredentialKind::WebIdentity => "credentials from AssumeRoleWithWebIdentity",
        CredentialKind::FederationToken => "credentials from GetFederationToken",
        CredentialKind::Console => "the hidden temporary credentials of a console sign-in",
    }
}

/// Title, sentence, outcome (none for a mere remark) and rule of a check.
fn describe(check: &Check) -> (String, String, Option<bool>, &'static str) {
    match check {
        Check::Signed { kind, arn } => {
            ("Signature".into(), format!("Signed with {}: `{arn}`.", kind_name(*kind)), Some(true), "A1")
        }
        Check::Unsigned { ok: true } => (
            "Signature".into(),
            "Not signed. That is fine here: the caller is anonymous, or an identity provider vouches for it.".into(),
            Some(true),
            "A14",
        ),
        Check::Unsigned { ok: false } => {
            ("Signature".into(), "Not signed, and this call needs credentials.".into(), Some(false), "A6")
        }
        Check::Expiry { expires_at: None, .. } => {
            ("Expiry".into(), "Long-term keys do not expire.".into(), Some(true), "A13")
        }
        Check::Expiry { expires_at: Some(end), now } if now < end => (
            "Expiry".into(),
            format!("Valid until {}, another {} seconds.", format_utc(*end), end - now),
            Some(true),
            "A8",
        ),
        Check::Expiry { expires_at: Some(end), .. } => {
            ("Expiry".into(), format!("Expired at {}.", format_utc(*end)), Some(false), "A13")
        }
        Check::Parameters { problem: None } => {
            ("Parameters".into(), "Have the shape that the API asks for.".into(), Some(true), "A7")
        }
        Check::Parameters { problem: Some(problem) } => ("Parameters".into(), problem.clone(), Some(false), "A7"),
        Check::MayCall { action, answer: Use::Policy } => {
            ("Kind of credentials".into(), format!("May call {action}, if policies allow it."), Some(true), "A13")
        }
        Check::MayCall { action, answer: Use::Always } => {
            ("Kind of credentials".into(), format!("May always call {action}; no policy is asked."), Some(true), "A6")
        }
        Check::MayCall { action, answer: Use::Blocked } => (
            "Kind of credentials".into(),
            format!("Cannot call {action} at all, whatever policies say."),
            Some(false),
            "A13",
        ),
        Check::NoMfa => (
            "MFA".into(),
            "No device and no code were sent: the call itself is not MFA-authenticated.".into(),
            None,
            "A5",
        ),
        Check::HalfMfa => (
            "MFA".into(),
            "Only one of SerialNumber and TokenCode was sent; both are needed.".into(),
            Some(false),
            "A5",
        ),
        Check::Device { serial, ok: true } => {
            ("MFA device".into(), format!("`{serial}` belongs to the caller."), Some(true), "A5")
        }
        Check::Device { serial, ok: false } => {
            ("MFA device".into(), format!("`{serial}` is not a device of the caller."), Some(false), "A5")
        }
        Check::Code { problem: None } => {
            ("MFA code".into(), "Is what the device shows, and was not used before.".into(), Some(true), "A12")
        }
        Check::Code { problem: Some(CodeProblem::Wrong) } => {
            ("MFA code".into(), "Is not what the device shows around this time.".into(), Some(false), "A12")
        }
        Check::Code { problem: Some(CodeProblem::Used) } => {
            ("MFA code".into(), "Was right, but a code is accepted only once.".into(), Some(false), "A12")
        }
        Check::Provider { provider, ok: true } => {
            ("Identity provider".into(), format!("`{provider}` is known to the role's account."), Some(true), "A14")
        }
        Check::Provider { provider, ok: false } => (
            "Identity provider".into(),
            format!("`{provider}` is not known to the role's account."),
            Some(false),
            "A14",
        ),
    }
}

/// The request context as a node. For a role session it says which reading of the MFA keys was used.
pub fn context(entries: &[ContextEntry], reading: Option<RoleSessionMfa>) -> TraceNode {
    let mut facts: Vec<(&'static str, Fact)> = Vec::new();
    let mut detail = "What the request says about itself. Conditions read these keys and no others.".to_owned();
    if let Some(reading) = reading {
        facts.push(("roleSessionMfa", Fact::Text(reading.name().to_owned())));
        detail.push_str(match reading {
            RoleSessionMfa::Documented => " As AWS documents it, a role session carries aws:MultiFactorAuthPresent `false` and no age, whatever MFA came before.",
            RoleSessionMfa::Absent => " By the setting roleSessionMfa `absent`, a role session carries no MFA key.",
            RoleSessionMfa::Propagated => " By the setting roleSessionMfa `propagated`, a chained role session keeps the MFA of the session that assumed it, as some users report.",
        });
    }
    TraceNode {
        id: "context".into(),
        kind: NodeKind::Context,
        title: "Request context".into(),
        detail: Some(detail),
        result: NodeResult::Info,
        role: NodeRole::Contributing,
        source: None,
        facts,
        rule: Some("A2"),
        children: entries
            .iter()
            .enumerate()
            .map(|(index, entry)| TraceNode {
                id: format!("context/{index}"),
                kind: NodeKind::Key,
                title: entry.key.clone(),
                detail: None,
                result: NodeResult::Info,
                role: NodeRole::Irrelevant,
                source: None,
                facts: vec![
                    ("requestValues", Fact::List(entry.values.clone())),
                    ("origin", Fact::Text(entry.origin.name().to_owned())),
                ],
                rule: Some(if entry.key.starts_with("aws:MultiFactorAuth") { "A3" } else { "A2" }),
                children: Vec::new(),
            })
            .collect(),
    }
}
