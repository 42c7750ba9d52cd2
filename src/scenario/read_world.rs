//! Reading the world.

use super::check_world::check_world;
use crate::arn::{Arn, is_account_id};
use crate::sts::decode_secret;
use crate::text::decode::{At, InputError};
use crate::text::json::Value;
use crate::world::{
    Account, BoundarySource, ControlLevel, Group, ManagedPolicy, MfaDevice, Named, Organization, PolicySource,
    Resource, Role, User, World,
};

/// Reads accounts and organization.
pub(super) fn read_world(accounts: &At<'_>, organization: Option<&At<'_>>) -> Result<World, InputError> {
    let accounts = accounts
        .entries()?
        .iter()
        .map(|(id, at)| {
            if !is_account_id(id) {
                return Err(at.error(format!("`{id}` is not an account id of twelve digits")));
            }
            Ok(((*id).to_owned(), account(at)?))
        })
        .collect::<Result<_, _>>()?;
    let organization = organization.map(read_organization).transpose()?;
    let world = World { accounts, organization };
    check_world(&world)?;
    Ok(world)
}

fn account(at: &At<'_>) -> Result<Account, InputError> {
    let fields = at.fields()?;
    let groups: Named<Group> = fields.read("groups", |at| named(at, group))?.unwrap_or_default();
    let account = Account {
        alias: fields.read("alias", At::string)?,
        managed_policies: fields.read("managedPolicies", |at| named(at, managed_policy))?.unwrap_or_default(),
        users: fields.read("users", |at| named(at, |at| user(at, &groups)))?.unwrap_or_default(),
        groups,
        roles: fields.read("roles", |at| named(at, role))?.unwrap_or_default(),
        identity_providers: fields.read("identityProviders", At::strings)?.unwrap_or_default(),
        resources: fields.read("resources", resources)?.unwrap_or_default(),
    };
    fields.finish()?;
    Ok(account)
}

fn named<'a, T>(at: &At<'a>, read: impl Fn(&At<'a>) -> Result<T, InputError>) -> Result<Named<T>, InputError> {
    at.entries()?.iter().map(|(name, at)| Ok(((*name).to_owned(), read(at)?))).collect()
}

/// A policy document: an object, or text that is kept as it is.
pub(crate) fn policy_source(at: &At<'_>) -> Result<PolicySource, InputError> {
    match &at.json.value {
        Value::String(text) => Ok(PolicySource::from_text(text.as_str())),
        Value::Object(_) => Ok(PolicySource::from_json(at.json.clone())),
        _ => Err(at.error(format!("a policy is an object or a string, not {}", at.json.kind()))),
    }
}

fn policies(at: &At<'_>) -> Result<Named<PolicySource>, InputError> {
    named(at, policy_source)
}

fn boundary(at: &At<'_>) -> Result<BoundarySource, InputError> {
    match at.json.as_str() {
        Some(text) if text.starts_with("arn:") => Ok(BoundarySource::Arn(text.to_owned())),
        _ => policy_source(at).map(BoundarySource::Document),
    }
}

fn arns(at: &At<'_>) -> Result<Vec<String>, InputError> {
    at.elements()?
        .iter()
        .map(|at| {
            let text = at.string()?;
            if Arn::parse(&text).is_none() { Err(at.error(format!("`{text}` is not an ARN"))) } else { Ok(text) }
        })
        .collect()
}

fn path(at: &At<'_>) -> Result<String, InputError> {
    let text = at.string()?;
    let whole = text.starts_with('/') && text.ends_with('/');
    if whole { Ok(text) } else { Err(at.error(format!("`{text}` is not a path; it begins and ends with a slash"))) }
}

fn managed_policy(at: &At<'_>) -> Result<ManagedPolicy, InputError> {
    let fields = at.fields()?;
    let policy =
        ManagedPolicy { path: fields.read("path", path)?, document: policy_source(&fields.required("document")?)? };
    fields.finish()?;
    Ok(policy)
}

fn user(at: &At<'_>, known: &Named<Group>) -> Result<User, InputError> {
    let fields = at.fields()?;
    let user = User {
        path: fields.read("path", path)?,
        id: fields.read("id", At::string)?,
        groups: fields.read("groups", |at| groups(at, known))?.unwrap_or_default(),
        policies: fields.read("policies", policies)?.unwrap_or_default(),
        attached: fields.read("attached", arns)?.unwrap_or_default(),
        boundary: fields.read("boundary", boundary)?,
        tags: fields.read("tags", At::string_map)?.unwrap_or_default(),
        mfa: fields.read("mfa", devices)?.unwrap_or_default(),
    };
    fields.finish()?;
    Ok(user)
}

fn groups(at: &At<'_>, known: &Named<Group>) -> Result<Vec<String>, InputError> {
    at.elements()?
        .iter()
        .map(|at| {
            let name = at.string()?;
            let exists = known.iter().any(|(group, _)| *group == name);
            if exists { Ok(name) } else { Err(at.error(format!("the account has no group `{name}`"))) }
        })
        .collect()
}

fn devices(at: &At<'_>) -> Result<Vec<MfaDevice>, InputError> {
    at.elements()?
        .iter()
        .map(|at| {
            let fields = at.fields()?;
            let serial = fields.required("serial")?.string()?;
            let secret_at = fields.required("secret")?;
            let secret = secret_at.string()?;
            if decode_secret(&secret).is_none() {
                return Err(secret_at.error("the secret is not base32: letters A to Z and digits 2 to 7"));
            }
            fields.finish()?;
            Ok(MfaDevice { serial, secret })
        })
        .collect()
}

fn group(at: &At<'_>) -> Result<Group, InputError> {
    let fields = at.fields()?;
    let group = Group {
        policies: fields.read("policies", policies)?.unwrap_or_default(),
        attached: fields.read("attached", arns)?.unwrap_or_default(),
    };
    fields.finish()?;
    Ok(group)
}

fn role(at: &At<'_>) -> Result<Role, InputError> {
    let fields = at.fields()?;
    let role = Role {
        path: fields.read("path", path)?,
        id: fields.read("id", At::string)?,
        trust: policy_source(&fields.required("trust")?)?,
        policies: fields.read("policies", policies)?.unwrap_or_default(),
        attached: fields.read("attached", arns)?.unwrap_or_default(),
        boundary: fields.read("boundary", boundary)?,
        max_session_duration: fields.read("maxSessionDuration", |at| {
            let seconds = at.integer()?;
            let within = (3600..=43_200).contains(&seconds);
            if within {
                Ok(seconds)
            } else {
                Err(at.error(format!("`{seconds}` is not between 3600 and 43200 seconds")))
            }
        })?,
        tags: fields.read("tags", At::string_map)?.unwrap_or_default(),
    };
    fields.finish()?;
    Ok(role)
}

fn resources(at: &At<'_>) -> Result<Named<Resource>, InputError> {
    at.entries()?
        .iter()
        .map(|(arn, at)| {
            if Arn::parse(arn).is_none() {
                return Err(at.error(format!("`{arn}` is not an ARN")));
            }
            let fields = at.fields()?;
            let resource = Resource {
                policy: fields.read("policy", policy_source)?,
                tags: fields.read("tags", At::string_map)?.unwrap_or_default(),
            };
            fields.finish()?;
            Ok(((*arn).to_owned(), resource))
        })
        .collect()
}

fn account_id(at: &At<'_>) -> Result<String, InputError> {
    let text = at.string()?;
    if is_account_id(&text) {
        Ok(text)
    } else {
        Err(at.error(format!("`{text}` is not an account id of twelve digits")))
    }
}

fn account_ids(at: &At<'_>) -> Result<Vec<String>, InputError> {
    at.elements()?.iter().map(account_id).collect()
}

fn read_organization(at: &At<'_>) -> Result<Organization, InputError> {
    let fields = at.fields()?;
    let organization = Organization {
        id: fields.read("id", At::string)?,
        management_account: fields.read("managementAccount", account_id)?,
        accounts: fields.read("accounts", account_ids)?,
        service_control_policies: fields.read("serviceControlPolicies", levels)?,
        resource_control_policies: fields.read("resourceControlPolicies", levels)?,
    };
    fields.finish()?;
    Ok(organization)
}

fn levels(at: &At<'_>) -> Result<Vec<ControlLevel>, InputError> {
    at.elements()?
        .iter()
        .map(|at| {
            let fields = at.fields()?;
            let level = ControlLevel {
                level: fields.required("level")?.string()?,
                accounts: fields.read("accounts", account_ids)?,
                policies: policies(&fields.required("policies")?)?,
            };
            fields.finish()?;
            Ok(level)
        })
        .collect()
}

/// Values of a context key: their texts, and whether they are a list.
///
/// # Errors
/// A value that is neither text, number, Boolean nor a list of texts.
pub fn context_values(at: &At<'_>) -> Result<(Vec<String>, bool), InputError> {
    match &at.json.value {
        Value::String(text) | Value::Number(text) => Ok((vec![text.clone()], false)),
        Value::Bool(value) => Ok((vec![value.to_string()], false)),
        Value::Array(_) => Ok((at.strings()?, true)),
        _ => Err(at
            .error(format!("a context value is a string, number, Boolean or list of strings, not {}", at.json.kind()))),
    }
}
