//! Help for the editor: `complete`, `hover`, `format`, `requireMfa`, `tidyPaste`; and `remarks` on a request. For the
//! page; the npm package does without.
//!
//! The first argument is the policy's text, the second the options. Places are UTF-16 units.

use serde::Serialize;

use super::check::policy_types;
use super::{InputError, encode, second_argument, services};
use crate::assist::{self, Facts, Setting, byte_at};
use crate::finding::Edit;
use crate::policy::PolicyType;
use crate::text::decode::{At, Fields};
use crate::text::{ByteRange, LineIndex, json, upper_first};

#[derive(Serialize)]
struct EditOut<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct CompletionOut<'a> {
    from: u32,
    to: u32,
    options: Vec<OptionOut<'a>>,
    also: Vec<EditOut<'a>>,
}

#[derive(Serialize)]
struct OptionOut<'a> {
    label: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    detail: &'a str,
    apply: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    caret: Option<usize>,
    #[serde(skip_serializing_if = "str::is_empty")]
    about: &'a str,
    rank: i8,
}

#[derive(Serialize)]
struct HoverOut<'a> {
    from: u32,
    to: u32,
    title: &'a str,
    paragraphs: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'a str>,
}

#[derive(Serialize)]
struct EditsOut<'a> {
    edits: Vec<EditOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

#[derive(Serialize)]
struct PastedOut<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RemarkOut<'a> {
    about: &'static str,
    message: &'a str,
    offers: &'a [String],
    half_typed: bool,
}

/// What a question about a place needs.
struct Asked {
    offset: u32,
    policy_type: PolicyType,
    facts: Facts,
}

/// Answers a call, if it is one of these.
pub(super) fn call(function: &str, first: &str, second: &str) -> Option<Result<String, InputError>> {
    Some(match function {
        "complete" => complete(first, second),
        "hover" => hover(first, second),
        "format" => format(first),
        "requireMfa" => require_mfa(first, second),
        "tidyPaste" => tidy_paste(first),
        "remarks" => remarks(first),
        "wantedServices" => Ok(services::wanted(first)),
        "loadServiceData" => services::load(first),
        _ => return None,
    })
}

fn policy_text(first: &str) -> Result<String, InputError> {
    let json = json::parse(first)?;
    At::root(&json).string()
}

fn complete(first: &str, second: &str) -> Result<String, InputError> {
    let text = policy_text(first)?;
    let asked = second_argument(second, "options", asked)?;
    let setting = Setting { policy_type: asked.policy_type, facts: &asked.facts, data: services::data() };
    let Some(found) = assist::complete(&text, byte_at(&text, asked.offset), setting) else {
        return Ok("null".to_owned());
    };
    let lines = LineIndex::new(&text);
    let span = lines.span(found.at);
    let utf16 = |apply: &str, caret: usize| apply.get(..caret).unwrap_or_default().encode_utf16().count();
    Ok(encode(&CompletionOut {
        from: span.start,
        to: span.end,
        options: found
            .options
            .iter()
            .map(|option| OptionOut {
                label: &option.label,
                kind: option.kind.name(),
                detail: &option.detail,
                apply: &option.apply,
                caret: option.caret.map(|caret| utf16(&option.apply, caret)),
                about: &option.about,
                rank: option.rank,
            })
            .collect(),
        also: edits_out(&found.also, &lines),
    }))
}

fn hover(first: &str, second: &str) -> Result<String, InputError> {
    let text = policy_text(first)?;
    let asked = second_argument(second, "options", asked)?;
    let setting = Setting { policy_type: asked.policy_type, facts: &asked.facts, data: services::data() };
    let Some(found) = assist::hover(&text, byte_at(&text, asked.offset), setting) else {
        return Ok("null".to_owned());
    };
    let span = LineIndex::new(&text).span(found.at);
    Ok(encode(&HoverOut {
        from: span.start,
        to: span.end,
        title: &found.title,
        paragraphs: &found.paragraphs,
        link: found.link.as_deref(),
    }))
}

fn format(first: &str) -> Result<String, InputError> {
    let text = policy_text(first)?;
    let lines = LineIndex::new(&text);
    Ok(match assist::format(&text) {
        Ok(edits) => encode(&EditsOut { edits: edits_out(&edits, &lines), said: None, problem: None }),
        Err(error) => {
            let problem = format!("The text stays as it is: {} in line {}.", error.message, error.line);
            encode(&EditsOut { edits: Vec::new(), said: None, problem: Some(problem) })
        }
    })
}

fn require_mfa(first: &str, second: &str) -> Result<String, InputError> {
    let text = policy_text(first)?;
    let (offset, seconds) = second_argument(second, "options", |options| {
        let fields = required(options)?.fields()?;
        let offset = offset(&fields)?;
        let seconds = fields
            .read("seconds", |at| u32::try_from(at.integer()?).map_err(|_| at.error("expected a number of seconds")))?;
        fields.finish()?;
        Ok((offset, seconds))
    })?;
    let lines = LineIndex::new(&text);
    Ok(match assist::require_mfa(&text, byte_at(&text, offset), seconds) {
        Ok(required) => {
            encode(&EditsOut { edits: edits_out(&required.edits, &lines), said: Some(&required.said), problem: None })
        }
        Err(problem) => encode(&EditsOut { edits: Vec::new(), said: None, problem: Some(sentence(&problem)) }),
    })
}

fn tidy_paste(first: &str) -> Result<String, InputError> {
    let text = policy_text(first)?;
    let pasted = assist::tidy_paste(&text);
    Ok(encode(&PastedOut { text: &pasted.text, said: pasted.said() }))
}

/// Takes a request, and answers with what is worth a word about it.
fn remarks(first: &str) -> Result<String, InputError> {
    let json = json::parse(first)?;
    let at = At::root(&json);
    let fields = at.fields()?;
    let action = fields.required("action")?.string()?;
    let resource = fields.required("resource")?.string()?;
    fields.finish()?;
    let remarks = assist::remarks(&action, &resource, services::data());
    let out = remarks.iter().map(|remark| RemarkOut {
        about: match remark.about {
            assist::About::Action => "action",
            assist::About::Resource => "resource",
        },
        message: &remark.message,
        offers: &remark.offers,
        half_typed: remark.half_typed,
    });
    Ok(encode(&out.collect::<Vec<_>>()))
}

/// A message as a sentence of its own.
fn sentence(message: &str) -> String {
    format!("{}.", upper_first(message))
}

fn edits_out<'a>(edits: &'a [Edit], lines: &LineIndex) -> Vec<EditOut<'a>> {
    let span = |at: ByteRange| lines.span(at);
    edits.iter().map(|edit| EditOut { start: span(edit.at).start, end: span(edit.at).end, text: &edit.text }).collect()
}

fn required<'a, 'j>(options: Option<&'a At<'j>>) -> Result<&'a At<'j>, InputError> {
    options.ok_or_else(|| InputError { path: String::new(), message: "`options` is missing".to_owned() })
}

fn offset(fields: &Fields<'_>) -> Result<u32, InputError> {
    let at = fields.required("offset")?;
    u32::try_from(at.integer()?).map_err(|_| at.error("expected a place in the text"))
}

fn asked(options: Option<&At<'_>>) -> Result<Asked, InputError> {
    let fields = required(options)?.fields()?;
    let offset = offset(&fields)?;
    let policy_type = fields.required("type")?.word(&policy_types())?;
    let facts = fields.read("facts", facts)?.unwrap_or_default();
    fields.finish()?;
    Ok(Asked { offset, policy_type, facts })
}

fn facts(at: &At<'_>) -> Result<Facts, InputError> {
    let fields = at.fields()?;
    let list = |name: &'static str| -> Result<Vec<String>, InputError> {
        Ok(fields.read(name, At::strings)?.unwrap_or_default())
    };
    let facts = Facts {
        account: fields.read("account", At::string)?,
        accounts: list("accounts")?,
        users: list("users")?,
        roles: list("roles")?,
        resources: list("resources")?,
        providers: list("providers")?,
        organization: fields.read("organization", At::string)?,
    };
    fields.finish()?;
    Ok(facts)
}
