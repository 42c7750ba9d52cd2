//! Clean paste: a policy as people find it, made into the policy that it is.
//!
//! Comes from mail and word processors (curly quotes, odd spaces), from code (comments, trailing commas, single quotes),
//! from answers of AWS (`{"PolicyDocument": …}`, percent-encoded documents, JSON inside a JSON string), from Markdown
//! fences and from CloudFormation YAML. What is a policy already stays as it is, and so does what cannot be read.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::yaml;
use crate::text::json::{self, Json, Member, Value};
use crate::text::pretty;

/// Texts inside texts are opened so often.
const DEEPEST: usize = 6;

/// A pasted text, cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// The text.
    pub text: String,
    /// What was changed, as words for a list; empty where nothing was.
    pub changes: Vec<&'static str>,
}

impl Pasted {
    /// What was changed, as a sentence; none where nothing was.
    pub fn said(&self) -> Option<String> {
        let (last, rest) = self.changes.split_last()?;
        if rest.is_empty() {
            return Some(format!("Pasted: {last}."));
        }
        Some(format!("Pasted: {} and {last}.", rest.join(", ")))
    }
}

/// Cleans a pasted text.
pub fn tidy_paste(text: &str) -> Pasted {
    let untouched = || Pasted { text: text.to_owned(), changes: Vec::new() };
    if text.len() > json::MAX_BYTES {
        return untouched();
    }
    let mut now = text.to_owned();
    let mut changes: Vec<&'static str> = Vec::new();
    for _ in 0..DEEPEST {
        match step(&now) {
            Step::Done => break,
            Step::Changed(next, change) => {
                if !changes.contains(&change) {
                    changes.push(change);
                }
                now = next;
            }
        }
    }
    // Unless a policy came out, the text is what it was.
    if changes.is_empty() || json::parse(&now).is_err() { untouched() } else { Pasted { text: now, changes } }
}

enum Step {
    Done,
    Changed(String, &'static str),
}

fn step(text: &str) -> Step {
    if let Ok(json) = json::parse(text) {
        return inside(text, &json);
    }
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
    if let Some(fenced) = fenced(trimmed) {
        return Step::Changed(fenced.to_owned(), "took it out of its Markdown fence");
    }
    if let Some(decoded) = percent_decoded(trimmed) {
        return Step::Changed(decoded, "decoded the percent signs");
    }
    if let Some(unescaped) = unescaped(trimmed) {
        return Step::Changed(unescaped, "took the policy out of a string");
    }
    let straight = straightened(trimmed);
    if json::parse(&straight).is_ok() {
        return Step::Changed(straight, "straightened quotes and spaces");
    }
    if let Ok(json) = json::parse_loosely(&straight)
        && matches!(json.value, Value::Object(_) | Value::Array(_))
    {
        return Step::Changed(pretty(&json), "removed comments and stray commas");
    }
    match yaml::read(&straight) {
        Some(json) => Step::Changed(pretty(&json), "wrote the YAML as JSON"),
        None => Step::Done,
    }
}

/// What is JSON already may still have the policy inside it.
fn inside(text: &str, json: &Json) -> Step {
    match &json.value {
        Value::String(inner) if looks_like_json(inner) => {
            Step::Changed(inner.clone(), "took the policy out of a string")
        }
        Value::Object(members) if !is_policy(members) => match document(members, 0).or_else(|| only_policy(json)) {
            Some(Json { value: Value::String(inner), .. }) if looks_like_json(inner) || inner.starts_with("%7B") => {
                Step::Changed(inner.clone(), "took the policy out of what was around it")
            }
            Some(found) if found.as_object().is_some_and(is_policy) => {
                let own = text.get(found.at.start as usize..found.at.end as usize).unwrap_or_default();
                Step::Changed(outdented(text, found, own), "took the policy out of what was around it")
            }
            _ => Step::Done,
        },
        _ => Step::Done,
    }
}

fn is_policy(members: &[Member]) -> bool {
    members.iter().any(|member| member.name == "Statement")
}

fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '"'])
}

/// The policy in an answer of AWS or in a template.
fn document(members: &[Member], depth: usize) -> Option<&Json> {
    const NAMES: &[&str] = &["PolicyDocument", "AssumeRolePolicyDocument", "Document", "Policy", "KeyPolicy"];
    const AROUND: &[&str] = &["PolicyVersion", "Role", "Properties", "RolePolicy", "UserPolicy", "GroupPolicy"];
    let of_name = |names: &[&str]| members.iter().find(|member| names.contains(&member.name.as_str()));
    if let Some(found) = of_name(NAMES) {
        return Some(&found.value);
    }
    if depth > 2 {
        return None;
    }
    of_name(AROUND).and_then(|around| document(around.value.as_object()?, depth + 1))
}

/// The policy of a CloudFormation template, or of a resource in one, that has no other.
fn only_policy(json: &Json) -> Option<&Json> {
    json.get("Resources").or_else(|| json.get("Properties"))?;
    let mut found = Vec::new();
    policies(json, 0, &mut found);
    match found.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

fn policies<'j>(json: &'j Json, depth: usize, found: &mut Vec<&'j Json>) {
    match &json.value {
        _ if depth > DEEPEST_TEMPLATE => {}
        Value::Object(members) if is_policy(members) => found.push(json),
        Value::Object(members) => members.iter().for_each(|member| policies(&member.value, depth + 1, found)),
        Value::Array(items) => items.iter().for_each(|item| policies(item, depth + 1, found)),
        _ => {}
    }
}

/// No template has a policy deeper.
const DEEPEST_TEMPLATE: usize = 24;

/// An object with its lines as deep as a document's, where they were deeper.
fn outdented(text: &str, json: &Json, own: &str) -> String {
    let before = text.get(..json.at.start as usize).unwrap_or_default();
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default();
    let indent = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
    if indent.is_empty() { own.to_owned() } else { own.replace(&format!("\n{indent}"), "\n") }
}

/// What stands in a Markdown fence.
fn fenced(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("```")?;
    let (_, body) = rest.split_once('\n')?;
    Some(body.trim_end().strip_suffix("```").unwrap_or(body).trim_end())
}

/// A percent-encoded document, as IAM's answers have it.
fn percent_decoded(text: &str) -> Option<String> {
    let start = text.get(..3)?;
    if !start.eq_ignore_ascii_case("%7B") && !text.trim_start().starts_with("%0A") && !start.eq_ignore_ascii_case("%22")
    {
        return None;
    }
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(Cow::into_owned)
}

/// The inside of a JSON string without its quotes: `{\"Version\": …`.
fn unescaped(text: &str) -> Option<String> {
    let inner = text.trim_matches(|c| matches!(c, '\'' | '"' | '`'));
    if !inner.starts_with('{') || !inner.contains("\\\"") {
        return None;
    }
    // Line ends that were left as they are would end the string.
    let on_one_line = inner.replace("\r\n", "\\n").replace('\n', "\\n").replace('\t', " ");
    match json::parse(&format!("\"{on_one_line}\"")).ok()?.value {
        Value::String(unescaped) => Some(unescaped),
        _ => None,
    }
}

/// Curly quotes made straight, odd spaces plain.
fn straightened(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}'))
        .map(|c| match c {
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' => '"',
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' => '\'',
            '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
            '\u{2028}' | '\u{2029}' => '\n',
            c => c,
        })
        .collect()
}
