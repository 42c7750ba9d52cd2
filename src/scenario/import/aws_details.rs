//! The output of `aws iam get-account-authorization-details` as a scenario.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{FORMAT, InputError, Scenario};
use super::{document_text, script};
use crate::arn::{Arn, is_account_id};
use crate::text::decode::{At, Fields};
use crate::text::json::{self, Json, Member, Value};
use crate::text::pretty;

/// What an account's details came to.
#[derive(Debug, Clone)]
pub struct Details {
    /// The account with a script to begin with.
    pub scenario: Box<Scenario>,
    /// How much of what was read, and what was left out or made up: a sentence each.
    pub notes: Vec<String>,
}

#[derive(Default)]
struct Reader {
    account: String,
    notes: Vec<String>,
    /// ARNs of the AWS managed policies that were read, and the ARNs they have in the account.
    renamed: Vec<(String, String)>,
    managed: BTreeSet<String>,
    missing: BTreeSet<String>,
    groups: Vec<String>,
    instance_profiles: usize,
}

pub(super) fn read(json: &Json, secret: &str) -> Result<Details, InputError> {
    let root = At::root(json);
    let fields = root.fields()?;
    let list = |name| fields.read(name, |at: &At<'_>| at.elements()).map(Option::unwrap_or_default);
    let (users, groups) = (list("UserDetailList")?, list("GroupDetailList")?);
    let (roles, policies) = (list("RoleDetailList")?, list("Policies")?);
    let mut reader = Reader::default();
    for at in users.iter().chain(&groups).chain(&roles).chain(&policies) {
        let account = at.fields()?.read("Arn", At::string)?;
        let account = account.as_deref().and_then(Arn::parse).map(|arn| arn.account).unwrap_or_default();
        if reader.account.is_empty() && is_account_id(account) {
            reader.account = account.to_owned();
        } else if is_account_id(account) && account != reader.account {
            let message = format!("this ARN is of account {account}, others are of {}", reader.account);
            return Err(InputError::new(&at.path().member("Arn"), message));
        }
    }
    if reader.account.is_empty() {
        return Err(root.error("no `Arn` says which account these are the details of"));
    }
    reader.notes.push(format!(
        "{}, {}, {}, {}.",
        count(users.len(), "user", "users"),
        count(groups.len(), "group", "groups"),
        count(roles.len(), "role", "roles"),
        count(policies.len(), "managed policy", "managed policies")
    ));
    let policies = reader.policies(&policies)?;
    let groups = reader.named(&groups, "GroupName", |reader, fields| {
        let mut group = Vec::new();
        reader.permissions(fields, "GroupPolicyList", &mut group)?;
        Ok(group)
    })?;
    reader.groups = groups.iter().map(|group| group.name.clone()).collect();
    let users = reader.named(&users, "UserName", Reader::user)?;
    let roles = reader.named(&roles, "RoleName", Reader::role)?;
    reader.last_words(&fields)?;
    let mut account: Vec<(&str, Vec<Member>)> =
        vec![("managedPolicies", policies), ("users", users), ("groups", groups), ("roles", roles)];
    account.retain(|(_, members)| !members.is_empty());
    let mut account = Json::object(account.into_iter().map(|(name, members)| (name, Json::of(Value::Object(members)))));
    let script = script::script(&mut account, &reader.account, secret, &mut reader.notes);
    let scenario = Json::object([
        ("format", FORMAT.into()),
        ("title", format!("Account {}", reader.account).into()),
        ("clock", "2026-03-02T09:00:00Z".into()),
        ("accounts", Json::object([(reader.account.as_str(), account)])),
        ("script", script.into()),
    ]);
    // Read as it will be written, so that places are those of its own text.
    let scenario = Scenario::read(&pretty(&scenario))?;
    Ok(Details { scenario: Box::new(scenario), notes: reader.notes })
}

type Members = Vec<(&'static str, Json)>;

impl Reader {
    /// Entries of a list by their names.
    fn named(
        &mut self,
        list: &[At<'_>],
        name: &'static str,
        read: impl Fn(&mut Self, &Fields<'_>) -> Result<Members, InputError>,
    ) -> Result<Vec<Member>, InputError> {
        let mut seen = BTreeSet::new();
        let mut members = Vec::new();
        for at in list {
            let fields = at.fields()?;
            let named = fields.required(name)?;
            let text = named.string()?;
            if !seen.insert(text.clone()) {
                return Err(named.error(format!("`{text}` appears twice here")));
            }
            members.push(Member::of(&text, Json::object(read(self, &fields)?)));
        }
        Ok(members)
    }

    fn policies(&mut self, list: &[At<'_>]) -> Result<Vec<Member>, InputError> {
        let mut members: Vec<Member> = Vec::new();
        let mut taken = BTreeSet::new();
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        for at in list {
            let fields = at.fields()?;
            let mut name = fields.required("PolicyName")?.string()?;
            let arn = fields.required("Arn")?.string()?;
            let mut path = fields.read("Path", At::string)?.unwrap_or_else(|| "/".to_owned());
            let default = fields.read("DefaultVersionId", At::string)?;
            let versions = fields.required("PolicyVersionList")?;
            let mut document = None;
            for version in versions.elements()? {
                let fields = version.fields()?;
                let is_default = match &default {
                    Some(default) => fields.required("VersionId")?.string()? == *default,
                    None => fields.read("IsDefaultVersion", At::bool)? == Some(true),
                };
                if is_default {
                    document = Some(policy(&fields.required("Document")?)?);
                }
            }
            let document = document.ok_or_else(|| versions.error("the default version of this policy is not here"))?;
            if Arn::parse(&arn).is_some_and(|arn| arn.account == "aws") {
                "/aws-managed/".clone_into(&mut path);
                let base = name.clone();
                while taken.contains(&name) {
                    let number = numbers.entry(base.clone()).and_modify(|number| *number += 1).or_insert(2);
                    name = format!("{base}-{number}");
                }
                let here = format!("arn:aws:iam::{}:policy{path}{name}", self.account);
                self.renamed.push((arn.clone(), here));
            }
            self.managed.insert(arn);
            let mut policy = vec![("document", document)];
            if path != "/" {
                policy.insert(0, ("path", path.into()));
            }
            members.push(Member::of(&name, Json::object(policy)));
            taken.insert(name);
        }
        if !self.renamed.is_empty() {
            self.notes.push(format!(
                "{} in the account, under the path /aws-managed/.",
                count(self.renamed.len(), "AWS managed policy is kept", "AWS managed policies are kept")
            ));
        }
        Ok(members)
    }

    fn user(&mut self, fields: &Fields<'_>) -> Result<Members, InputError> {
        let mut user = Vec::new();
        identity(fields, "UserId", &mut user)?;
        let (known, unknown): (Vec<String>, Vec<String>) = fields
            .read("GroupList", At::strings)?
            .unwrap_or_default()
            .into_iter()
            .partition(|group| self.groups.contains(group));
        for group in unknown {
            self.notes.push(format!("The group {group}, which a user is in, is not in the output; it is left out."));
        }
        if !known.is_empty() {
            user.push(("groups", Json::from(known.into_iter().map(Json::from).collect::<Vec<_>>())));
        }
        self.permissions(fields, "UserPolicyList", &mut user)?;
        self.boundary_and_tags(fields, &mut user)?;
        Ok(user)
    }

    fn role(&mut self, fields: &Fields<'_>) -> Result<Members, InputError> {
        let mut role = Vec::new();
        identity(fields, "RoleId", &mut role)?;
        role.push(("trust", policy(&fields.required("AssumeRolePolicyDocument")?)?));
        self.permissions(fields, "RolePolicyList", &mut role)?;
        self.boundary_and_tags(fields, &mut role)?;
        self.instance_profiles +=
            fields.read("InstanceProfileList", |at| at.elements())?.map_or(0, |profiles| profiles.len());
        Ok(role)
    }

    fn permissions(&mut self, fields: &Fields<'_>, list: &'static str, out: &mut Members) -> Result<(), InputError> {
        let mut inline = Vec::new();
        for at in fields.read(list, |at| at.elements())?.unwrap_or_default() {
            let fields = at.fields()?;
            let name = fields.required("PolicyName")?.string()?;
            inline.push(Member::of(&name, policy(&fields.required("PolicyDocument")?)?));
        }
        if !inline.is_empty() {
            out.push(("policies", Json::of(Value::Object(inline))));
        }
        let mut attached = Vec::new();
        for at in fields.read("AttachedManagedPolicies", |at| at.elements())?.unwrap_or_default() {
            let arn = at.fields()?.required("PolicyArn")?.string()?;
            attached.push(Json::from(self.arn(arn)));
        }
        if !attached.is_empty() {
            out.push(("attached", attached.into()));
        }
        Ok(())
    }

    fn boundary_and_tags(&mut self, fields: &Fields<'_>, out: &mut Members) -> Result<(), InputError> {
        if let Some(boundary) = fields.optional("PermissionsBoundary") {
            let arn = boundary.fields()?.required("PermissionsBoundaryArn")?.string()?;
            out.push(("boundary", self.arn(arn).into()));
        }
        let mut tags = Vec::new();
        for at in fields.read("Tags", |at| at.elements())?.unwrap_or_default() {
            let fields = at.fields()?;
            let key = fields.required("Key")?.string()?;
            tags.push(Member::of(&key, fields.required("Value")?.string()?.into()));
        }
        if !tags.is_empty() {
            out.push(("tags", Json::of(Value::Object(tags))));
        }
        Ok(())
    }

    /// The ARN that a managed policy has in the scenario.
    fn arn(&mut self, arn: String) -> String {
        if !self.managed.contains(&arn) {
            self.missing.insert(arn.clone());
        }
        self.renamed.iter().find(|(from, _)| *from == arn).map_or(arn, |(_, here)| here.clone())
    }

    fn last_words(&mut self, fields: &Fields<'_>) -> Result<(), InputError> {
        let (aws, own): (Vec<&String>, Vec<&String>) =
            self.missing.iter().partition(|arn| Arn::parse(arn).is_some_and(|arn| arn.account == "aws"));
        for (missing, kind) in [(aws, "AWS managed "), (own, "managed ")] {
            let (one, many) = (format!("{kind}policy is"), format!("{kind}policies are"));
            match missing.len() {
                0 => {}
                1 => self.notes.push(format!(
                    "1 {one} attached whose document the output does not have: it grants nothing until you add it."
                )),
                n => self.notes.push(format!(
                    "{n} {many} attached whose documents the output does not have: they grant nothing until you add them."
                )),
            }
        }
        if self.instance_profiles > 0 {
            self.notes.push("Instance profiles are left out: a role can be assumed without them here.".to_owned());
        }
        if fields.read("IsTruncated", At::bool)? == Some(true) {
            self.notes.push("The output is truncated: the account has more than this.".to_owned());
        }
        Ok(())
    }
}

/// Path and unique id.
fn identity(fields: &Fields<'_>, id: &'static str, out: &mut Members) -> Result<(), InputError> {
    if let Some(path) = fields.read("Path", At::string)?.filter(|path| path != "/") {
        out.push(("path", path.into()));
    }
    if let Some(id) = fields.read(id, At::string)? {
        out.push(("id", id.into()));
    }
    Ok(())
}

/// A policy document: an object, or its text, percent-encoded as IAM's answers have it. Broken text is kept.
fn policy(at: &At<'_>) -> Result<Json, InputError> {
    match &at.json.value {
        Value::Object(_) => Ok(at.json.clone()),
        Value::String(_) => {
            let text = document_text(at.json);
            Ok(json::parse(&text).ok().filter(|json| json.as_object().is_some()).unwrap_or_else(|| text.into()))
        }
        _ => Err(at.error(format!("expected a policy document, found {}", at.json.kind()))),
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
