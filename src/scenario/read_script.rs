//! Reading the script: steps, references between them, and a clock that never runs backwards.

use std::collections::HashMap;

use super::read::time;
use super::read_world::context_values;
use super::{Common, Expectation, Outcome, RequestStep, SignIn, Step, StepKind, StsStep};
use crate::arn::Arn;
use crate::policy::ActionName;
use crate::sts::{Federation, Operation, Overrides, Parameters, TokenCode};
use crate::text::decode::{At, Fields, InputError};
use crate::text::json::Value;
use crate::world::World;

/// The latest moment that the clock may reach: the end of the year 9999.
const END_OF_TIME: i64 = 253_402_300_799;

/// Reads the script.
pub(super) fn read_script(at: &At<'_>, clock: i64, world: &World) -> Result<Vec<Step>, InputError> {
    let mut reader = ScriptReader { world, ids: HashMap::new(), now: clock };
    at.elements()?.iter().enumerate().map(|(index, at)| reader.step(index, at)).collect()
}

struct ScriptReader<'w> {
    world: &'w World,
    ids: HashMap<String, usize>,
    now: i64,
}

impl ScriptReader<'_> {
    fn step(&mut self, index: usize, at: &At<'_>) -> Result<Step, InputError> {
        let fields = at.fields()?;
        let does = fields.required("do")?;
        let name = does.string()?;
        let common = self.common(&fields, &name)?;
        let kind = match name.as_str() {
            "signIn" => StepKind::SignIn(self.sign_in(&fields)?),
            "sts" => StepKind::Sts(Box::new(self.sts(&fields)?)),
            "wait" => StepKind::Wait(self.wait(&fields)?),
            "request" => StepKind::Request(self.request(&fields)?),
            _ => return Err(does.error(format!("`{name}` is none of \"signIn\", \"sts\", \"wait\", \"request\""))),
        };
        fields.finish()?;
        if let Some(id) = &common.id {
            self.ids.insert(id.clone(), index);
        }
        Ok(Step { common, kind })
    }

    fn common(&mut self, fields: &Fields<'_>, does: &str) -> Result<Common, InputError> {
        let id = fields.read("id", |at| {
            let id = at.string()?;
            if self.ids.contains_key(&id) {
                Err(at.error(format!("an earlier step has the id `{id}` already")))
            } else {
                Ok(id)
            }
        })?;
        let now = self.now;
        let at = fields.read("at", |at| {
            let moment = time(at)?;
            if moment < now { Err(at.error("the clock cannot run backwards")) } else { Ok(moment) }
        })?;
        self.now = at.unwrap_or(self.now);
        let note = fields.read("note", At::string)?;
        let expect = fields.read("expect", |at| {
            if does == "wait" { Err(at.error("a wait has no outcome to expect")) } else { expectation(at) }
        })?;
        Ok(Common { id, at, note, expect })
    }

    fn signed_by(&self, fields: &Fields<'_>) -> Result<Option<usize>, InputError> {
        fields.read("as", |at| {
            let id = at.string()?;
            self.ids.get(&id).copied().ok_or_else(|| at.error(format!("no earlier step has the id `{id}`")))
        })
    }

    fn sign_in(&self, fields: &Fields<'_>) -> Result<SignIn, InputError> {
        let at = fields.required("principal")?;
        let principal = at.string()?;
        let root = Arn::parse(&principal).is_some_and(|arn| {
            arn.is_account_root() && arn.partition == "aws" && self.world.account(arn.account).is_some()
        });
        if !root && self.world.user(&principal).is_none() {
            return Err(at.error(format!("there is no user or root user `{principal}` in this world")));
        }
        let console = fields.read("console", |at| {
            let fields = at.fields()?;
            let mfa = fields.required("mfa")?.bool()?;
            fields.finish()?;
            Ok(mfa)
        })?;
        Ok(SignIn { principal, console })
    }

    fn wait(&mut self, fields: &Fields<'_>) -> Result<i64, InputError> {
        let at = fields.required("seconds")?;
        let seconds = at.integer()?;
        if seconds < 0 {
            return Err(at.error("the clock cannot run backwards"));
        }
        match self.now.checked_add(seconds).filter(|now| *now <= END_OF_TIME) {
            Some(now) => self.now = now,
            None => return Err(at.error("the clock cannot pass the year 9999")),
        }
        Ok(seconds)
    }

    fn request(&self, fields: &Fields<'_>) -> Result<RequestStep, InputError> {
        Ok(RequestStep {
            signed_by: self.signed_by(fields)?,
            action: action(&fields.required("action")?)?,
            resource: fields.required("resource")?.string()?,
            context: fields.read("context", overrides)?.unwrap_or_default(),
            via: fields
                .read("via", |at| match &at.json.value {
                    Value::Array(_) => at.strings(),
                    _ => at.string().map(|service| vec![service]),
                })?
                .unwrap_or_default(),
        })
    }

    fn sts(&self, fields: &Fields<'_>) -> Result<StsStep, InputError> {
        let words: Vec<(&str, Operation)> =
            Operation::ALL.iter().map(|operation| (operation.name(), *operation)).collect();
        let operation = fields.required("operation")?.word(&words)?;
        let federated = matches!(operation, Operation::AssumeRoleWithSaml | Operation::AssumeRoleWithWebIdentity);
        let federation = fields.read("federation", |at| {
            if federated {
                read_federation(at)
            } else {
                Err(at.error(format!("{} takes no `federation`", operation.name())))
            }
        })?;
        Ok(StsStep {
            signed_by: self.signed_by(fields)?,
            operation,
            parameters: parameters(&fields.required("parameters")?, operation)?,
            federation,
        })
    }
}

/// An action such as `s3:GetObject`.
pub(crate) fn action(at: &At<'_>) -> Result<ActionName, InputError> {
    let text = at.string()?;
    let plain = !text.contains(['*', '?']) && !text.contains(char::is_whitespace);
    ActionName::parse(&text)
        .filter(|_| plain)
        .ok_or_else(|| at.error(format!("`{text}` is not an action such as s3:GetObject")))
}

/// What a context is set to; `null` removes a key.
fn overrides(at: &At<'_>) -> Result<Overrides, InputError> {
    let mut seen = HashMap::new();
    at.entries()?
        .iter()
        .map(|(key, at)| {
            if let Some(first) = seen.insert(key.to_lowercase(), *key) {
                return Err(at.error(format!("`{key}` and `{first}` are the same condition key")));
            }
            let value = if at.json.value == Value::Null { None } else { Some(context_values(at)?) };
            Ok(((*key).to_owned(), value))
        })
        .collect()
}

/// The outcomes by name.
pub(crate) const OUTCOMES: &[(&str, Outcome)] = &[
    ("allowed", Outcome::Allowed),
    ("explicitDeny", Outcome::ExplicitDeny),
    ("implicitDeny", Outcome::ImplicitDeny),
    ("refused", Outcome::Refused),
    ("issued", Outcome::Issued),
];

fn expectation(at: &At<'_>) -> Result<Expectation, InputError> {
    if at.json.as_object().is_none() {
        return at.word(OUTCOMES).map(Expectation::Outcome);
    }
    let fields = at.fields()?;
    let code = fields.required("error")?.string()?;
    fields.finish()?;
    Ok(Expectation::Error(code))
}

/// Parameters by AWS's names; an unknown name or a wrong JSON type is an error, bounds are AWS's to refuse.
fn parameters(at: &At<'_>, operation: Operation) -> Result<Parameters, InputError> {
    let mut parameters = Parameters::default();
    for (name, at) in at.entries()? {
        if !operation.parameter_names().contains(&name) {
            let known = operation.parameter_names().join(", ");
            let known = if known.is_empty() { "none".to_owned() } else { known };
            return Err(at.error(format!("{} has no parameter `{name}`; it takes: {known}", operation.name())));
        }
        match name {
            "DurationSeconds" => parameters.duration_seconds = Some(at.integer()?),
            "SerialNumber" => parameters.serial_number = Some(at.string()?),
            "TokenCode" => {
                let code = at.string()?;
                parameters.token_code =
                    Some(if code == "$current" { TokenCode::Current } else { TokenCode::Digits(code) });
            }
            "RoleArn" => parameters.role_arn = Some(at.string()?),
            "RoleSessionName" => parameters.role_session_name = Some(at.string()?),
            "Policy" => parameters.policy = Some(at.string()?),
            "PolicyArns" => {
                let arns = structures(&at, "policyArns", &mut parameters.absent, |member| member("arn"))?;
                parameters.policy_arns = Some(arns);
            }
            "Tags" => {
                let tag = |member: &mut Member<'_>| Ok((member("Key")?, member("Value")?));
                parameters.tags = Some(structures(&at, "tags", &mut parameters.absent, tag)?);
            }
            "TransitiveTagKeys" => parameters.transitive_tag_keys = Some(at.strings()?),
            "ExternalId" => parameters.external_id = Some(at.string()?),
            "SourceIdentity" => parameters.source_identity = Some(at.string()?),
            "Name" => parameters.name = Some(at.string()?),
            "PrincipalArn" => parameters.principal_arn = Some(at.string()?),
            "ProviderId" => parameters.provider_id = Some(at.string()?),
            _ => parameters.assertion = Some(at.string()?),
        }
    }
    Ok(parameters)
}

/// Reads a member of a structure by its name.
type Member<'a> = dyn FnMut(&'static str) -> Result<String, InputError> + 'a;

/// Reads a list of structures; the first member that one of them lacks is AWS's to refuse (rule A7).
fn structures<T>(
    at: &At<'_>,
    list: &str,
    absent: &mut Option<String>,
    read: impl Fn(&mut Member<'_>) -> Result<T, InputError>,
) -> Result<Vec<T>, InputError> {
    let mut elements = Vec::new();
    for (index, at) in at.elements()?.iter().enumerate() {
        let fields = at.fields()?;
        let mut member = |name: &'static str| {
            let value = fields.read(name, At::string)?;
            if value.is_none() {
                absent.get_or_insert_with(|| format!("{list}.{}.member.{}", index + 1, name.to_lowercase()));
            }
            Ok(value.unwrap_or_default())
        };
        elements.push(read(&mut member)?);
        fields.finish()?;
    }
    Ok(elements)
}

fn read_federation(at: &At<'_>) -> Result<Federation, InputError> {
    let fields = at.fields()?;
    let federation = Federation {
        provider: fields.required("provider")?.string()?,
        subject: fields.required("subject")?.string()?,
        audience: fields.read("audience", At::string)?,
        claims: fields
            .read("claims", |at| {
                at.entries()?
                    .iter()
                    .map(|(key, at)| context_values(at).map(|(values, list)| ((*key).to_owned(), values, list)))
                    .collect::<Result<Vec<_>, _>>()
            })?
            .unwrap_or_default(),
        session_name: fields.read("sessionName", At::string)?,
        tags: fields.read("tags", At::string_map)?.unwrap_or_default(),
        transitive_tag_keys: fields.read("transitiveTagKeys", At::strings)?.unwrap_or_default(),
        source_identity: fields.read("sourceIdentity", At::string)?,
        not_on_or_after: fields.read("notOnOrAfter", time)?,
    };
    fields.finish()?;
    Ok(federation)
}
