//! A script to begin with: the first user whose policies name an action signs in, with and without MFA, and does some
//! of what they name.

use crate::text::json::{Json, Member, Value};

/// How many requests the script begins with.
const REQUESTS: usize = 6;

/// Requests that stand for the actions of a pattern.
const SAMPLES: &[&str] = &[
    "ec2:DescribeInstances",
    "s3:ListAllMyBuckets",
    "iam:ListUsers",
    "ec2:StopInstances",
    "s3:GetObject",
    "dynamodb:GetItem",
    "lambda:InvokeFunction",
    "sqs:ListQueues",
    "sns:ListTopics",
    "kms:Decrypt",
    "ssm:GetParameter",
    "secretsmanager:GetSecretValue",
    "rds:DescribeDBInstances",
    "logs:DescribeLogGroups",
    "cloudwatch:ListMetrics",
    "cloudformation:DescribeStacks",
    "iam:GetUser",
    "iam:ListMFADevices",
];

/// The steps. Every user gets a made-up MFA device, since the details of an account have none.
pub(super) fn script(account: &mut Json, id: &str, secret: &str, notes: &mut Vec<String>) -> Vec<Json> {
    let users = account.get("users").and_then(Json::as_object).unwrap_or_default();
    let asked = |user: &Member| requests(account, &user.value, &user.name, id);
    let Some((user, requests)) = users
        .iter()
        .map(|user| (user, asked(user)))
        .find(|(_, requests)| !requests.is_empty())
        .or_else(|| users.first().map(|user| (user, Vec::new())))
    else {
        notes.push("There is no user to sign in as: the script is empty.".to_owned());
        return Vec::new();
    };
    let name = user.name.clone();
    let path = user.value.get("path").and_then(Json::as_str).unwrap_or("/").to_owned();
    let requests = if requests.is_empty() {
        SAMPLES.iter().take(2).map(|action| ((*action).to_owned(), "*".to_owned())).collect()
    } else {
        requests
    };
    let serial_of = |name: &str| format!("arn:aws:iam::{id}:mfa/{name}");
    let serial = serial_of(&name);
    if let Some(Value::Object(users)) = member(account, "users").map(|users| &mut users.value) {
        for (index, user) in users.iter_mut().enumerate() {
            let own = if user.name == name { secret.to_owned() } else { turned(secret, index + 1) };
            let device = Json::object([("serial", serial_of(&user.name).into()), ("secret", own.into())]);
            if let Value::Object(members) = &mut user.value.value {
                members.push(Member::of("mfa", vec![device].into()));
            }
        }
    }
    notes.push(
        "The output has no MFA devices: each user gets one with a made-up secret, so that MFA sessions can be compared."
            .to_owned(),
    );
    let request = |signed_by: &str, (action, resource): &(String, String)| {
        Json::object([
            ("do", "request".into()),
            ("as", signed_by.into()),
            ("action", action.as_str().into()),
            ("resource", resource.as_str().into()),
        ])
    };
    let principal = format!("arn:aws:iam::{id}:user{path}{name}");
    let mut steps =
        vec![Json::object([("do", "signIn".into()), ("id", "key".into()), ("principal", principal.into())])];
    steps.extend(requests.iter().map(|asked| request("key", asked)));
    let parameters = Json::object([("SerialNumber", serial.into()), ("TokenCode", "$current".into())]);
    steps.push(Json::object([
        ("do", "sts".into()),
        ("id", "mfa".into()),
        ("as", "key".into()),
        ("operation", "GetSessionToken".into()),
        ("parameters", parameters),
    ]));
    steps.extend(requests.iter().take(1).map(|asked| request("mfa", asked)));
    steps
}

/// A secret for each user from one: it begins with another of its letters.
fn turned(secret: &str, index: usize) -> String {
    let letters = secret.trim_end_matches('=');
    let at = index.checked_rem(letters.len()).filter(|at| letters.is_char_boundary(*at)).unwrap_or_default();
    let (end, start) = letters.split_at(at);
    format!("{start}{end}")
}

fn member<'a>(json: &'a mut Json, name: &str) -> Option<&'a mut Json> {
    match &mut json.value {
        Value::Object(members) => members.iter_mut().find(|member| member.name == name).map(|member| &mut member.value),
        _ => None,
    }
}

/// Actions and resources that the policies of a user name; named ones first, then some that patterns stand for.
fn requests(account: &Json, user: &Json, name: &str, id: &str) -> Vec<(String, String)> {
    let mut documents = Vec::new();
    let groups = user.get("groups").and_then(Json::as_array).unwrap_or_default().iter().filter_map(Json::as_str);
    let groups = groups.filter_map(|group| account.get("groups")?.get(group));
    for holder in std::iter::once(user).chain(groups) {
        let inline = holder.get("policies").and_then(Json::as_object).unwrap_or_default();
        documents.extend(inline.iter().map(|policy| &policy.value));
        for arn in holder.get("attached").and_then(Json::as_array).unwrap_or_default().iter().filter_map(Json::as_str) {
            let name = crate::arn::friendly_name(arn);
            let here = arn.contains(&format!("::{id}:"));
            let managed = account.get("managedPolicies").filter(|_| here).and_then(|policies| policies.get(name));
            documents.extend(managed.and_then(|policy| policy.get("document")));
        }
    }
    let (mut named, mut sampled) = (Vec::new(), Vec::new());
    for statement in documents.iter().filter_map(|document| document.get("Statement")).flat_map(one_or_many) {
        let resources: Vec<&str> =
            statement.get("Resource").map(one_or_many).unwrap_or_default().iter().filter_map(Json::as_str).collect();
        let resource =
            |action: &str| fitting(action, &resources).map_or_else(|| "*".to_owned(), |text| concrete(&text, name, id));
        let actions = statement.get("Action").map(one_or_many).unwrap_or_default();
        for action in actions.iter().filter_map(Json::as_str) {
            let lower = action.to_lowercase();
            if lower.starts_with("sts:") || lower == "iam:passrole" {
                continue;
            }
            let Some((prefix, _)) = lower.split_once(['*', '?']) else {
                if action.contains(':') && !action.contains(char::is_whitespace) {
                    named.push((action.to_owned(), resource(action)));
                }
                continue;
            };
            let some = if prefix.is_empty() { 3 } else { 1 };
            let fit = SAMPLES.iter().filter(|sample| sample.to_lowercase().starts_with(prefix)).take(some);
            sampled.extend(fit.map(|sample| ((*sample).to_owned(), resource(sample))));
        }
    }
    let mut all: Vec<(String, String)> = Vec::new();
    for (action, resource) in named.into_iter().chain(sampled) {
        if !all.iter().any(|(other, _)| other.eq_ignore_ascii_case(&action)) && all.len() < REQUESTS {
            all.push((action, resource));
        }
    }
    all
}

/// The first of a statement's resources that the action is likely to be about: of S3, objects have a key and buckets none.
fn fitting(action: &str, resources: &[&str]) -> Option<String> {
    let first = (*resources.first()?).to_owned();
    let action = action.to_lowercase();
    let Some(name) = action.strip_prefix("s3:") else { return Some(first) };
    let wants_key = name.contains("object") && !name.contains("bucket");
    let has_key = |text: &&&str| text.contains('/') || **text == "*";
    match (wants_key, resources.iter().find(|text| has_key(text) == wants_key)) {
        (_, Some(fits)) => Some((*fits).to_owned()),
        (true, None) => Some(format!("{first}/*")),
        (false, None) => Some(first),
    }
}

/// One resource that a pattern stands for.
fn concrete(pattern: &str, user: &str, account: &str) -> String {
    let text = pattern.replace("${aws:username}", user);
    if text == "*" || text.contains("${") {
        return "*".to_owned();
    }
    let fill = |(at, part): (usize, &str)| match (at, part) {
        (1, "*") => "aws".to_owned(),
        (3, "*") => "us-east-1".to_owned(),
        (4, "*") => account.to_owned(),
        _ => part.replace('*', "example").replace('?', "x"),
    };
    text.splitn(6, ':').enumerate().map(fill).collect::<Vec<_>>().join(":")
}

fn one_or_many(json: &Json) -> &[Json] {
    json.as_array().unwrap_or(std::slice::from_ref(json))
}
