//! What a text may be that somebody brings: a scenario, a policy document, or the details of an AWS account.

mod aws_details;
mod script;

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

pub use aws_details::Details;

use super::{FORMAT, InputError, Scenario};
use crate::text::decode::At;
use crate::text::json::{self, Json, SyntaxError, Value};
use crate::text::{LineIndex, pretty};

/// What a text turned out to be.
#[derive(Debug, Clone)]
pub enum Import {
    /// A scenario.
    Scenario(Box<Scenario>),
    /// A policy document: its text.
    Policy(String),
    /// The output of `aws iam get-account-authorization-details`.
    Details(Details),
}

/// Says what a text is. `secret` is base32, for the made-up MFA device of an account's details.
///
/// # Errors
/// The text is not JSON, or is nothing of these, or has something in it that cannot be read: the place and why.
pub fn import(text: &str, secret: &str) -> Result<Import, InputError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = percent_decoded(fenced(text));
    let text = text.as_str();
    let json = json::parse(text).map_err(|error| not_json(text, error))?;
    let has = |name: &str| json.get(name).is_some();
    if has("format") {
        return Scenario::from_json(json).map(|scenario| Import::Scenario(Box::new(scenario)));
    }
    if ["UserDetailList", "GroupDetailList", "RoleDetailList"].into_iter().any(has)
        || json.get("Policies").is_some_and(|policies| policies.as_array().is_some())
    {
        return aws_details::read(&json, secret).map(Import::Details);
    }
    if has("Statement") {
        return Ok(Import::Policy(text.trim().to_owned()));
    }
    // As the AWS CLI answers: get-policy-version, get-user-policy, get-bucket-policy.
    let inside = json
        .get("PolicyVersion")
        .and_then(|version| version.get("Document"))
        .or_else(|| json.get("PolicyDocument"))
        .or_else(|| json.get("Policy"));
    if let Some(text) = inside.map(document_text)
        && json::parse(&text).is_ok_and(|json| json.get("Statement").is_some())
    {
        return Ok(Import::Policy(text));
    }
    Err(At::root(&json).error(format!(
        "this is {}, but neither a scenario (`format` is \"{FORMAT}\"), nor a policy document (with `Statement`), nor \
         the output of `aws iam get-account-authorization-details` (with `UserDetailList`)",
        json.kind()
    )))
}

/// The inside of a Markdown fence; any other text as it is.
fn fenced(text: &str) -> &str {
    let inside = text.trim().strip_prefix("```").and_then(|rest| rest.split_once('\n'));
    inside.map_or(text, |(_, body)| body.trim_end().strip_suffix("```").unwrap_or(body))
}

/// Why a text is no JSON, with the place as editors count; or what it is instead, where that can be told.
fn not_json(text: &str, error: SyntaxError) -> InputError {
    let begins = |word: &str| text.trim_start().starts_with(word);
    let at = |message: String| InputError { path: String::new(), message };
    if (begins("http") || begins("#")) && text.contains("#v=") {
        return at("this is a link to a playground: open it in the browser's address bar".to_owned());
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let is_yaml = |line: &str| {
        let name = line.trim_start_matches("- ").split(':').next().unwrap_or_default();
        line == "---" || line.contains(':') && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())
    };
    if lines.next().is_some_and(is_yaml) {
        return at(
            "this looks like YAML in which no policy of its own was found: paste one policy, from `Version` or \
                   `Statement` on"
                .to_owned(),
        );
    }
    let place = LineIndex::new(text).span(error.at);
    let message = format!("this is not JSON: {} (line {}, column {})", error.message, place.line, place.column);
    // The place tells where in the text; a way of many steps would tell nobody more.
    let path = if error.path.len() > LONGEST_WAY { String::new() } else { error.path };
    InputError { path, message }
}

/// The longest JSON pointer, in bytes, that is shown for a text that is no JSON.
const LONGEST_WAY: usize = 120;

/// A scenario to begin with: one account, a user with a device, a role, a request.
pub fn from_scratch(secret: &str) -> String {
    format!(
        r#"{{
  "format": "{FORMAT}",
  "title": "New scenario",
  "clock": "2026-03-02T09:00:00Z",
  "accounts": {{
    "111122223333": {{
      "users": {{
        "User": {{
          "policies": {{
            "Policy": {{ "Version": "2012-10-17", "Statement": [ {{ "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" }} ] }}
          }},
          "mfa": [ {{ "serial": "arn:aws:iam::111122223333:mfa/User", "secret": "{secret}" }} ]
        }}
      }},
      "roles": {{
        "Role": {{
          "trust": {{ "Version": "2012-10-17", "Statement": [ {{ "Effect": "Allow", "Principal": {{ "AWS": "arn:aws:iam::111122223333:user/User" }}, "Action": "sts:AssumeRole" }} ] }},
          "policies": {{
            "Policy": {{ "Version": "2012-10-17", "Statement": [ {{ "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" }} ] }}
          }}
        }}
      }}
    }}
  }},
  "script": [
    {{ "do": "signIn", "id": "key", "principal": "arn:aws:iam::111122223333:user/User" }},
    {{ "do": "request", "as": "key", "action": "s3:ListAllMyBuckets", "resource": "*" }}
  ]
}}
"#
    )
}

/// A policy document's text: an object as it is printed, a string without the encoding that IAM's answers have.
fn document_text(json: &Json) -> String {
    match &json.value {
        Value::String(text) => percent_decoded(text),
        _ => pretty(json),
    }
}

/// Undoes the percent-encoding of a text that begins with `%7B`; any other stays as it is.
fn percent_decoded(text: &str) -> String {
    if !text.trim_start().starts_with("%7B") && !text.trim_start().starts_with("%7b") {
        return text.to_owned();
    }
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}
