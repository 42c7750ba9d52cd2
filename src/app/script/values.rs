//! What stands in a field, as text and as JSON.

use crate::text::json::{self, Json, Value};

/// What a field's text becomes in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    /// `Key = Value` lines as `[{ Key, Value }]`.
    Tags,
    /// `Key = Value` lines as an object of texts.
    Map,
    /// `key = value` lines as context values.
    Context,
    /// Lines as a list.
    List,
    /// Lines as `[{ arn }]`.
    Arns,
    /// One service, or several.
    Via,
    /// The way of signing in.
    Console,
    /// An outcome or an error code.
    Expect,
}

impl Kind {
    /// A value as the field shows it.
    pub(super) fn read(self, place: &str, value: Option<&Json>) -> String {
        let Some(value) = value else {
            return if self == Self::Console { "key".to_owned() } else { String::new() };
        };
        let lines = |lines: Vec<String>| lines.join("\n");
        let members = || value.as_object().unwrap_or_default().iter();
        let items = || value.as_array().unwrap_or_default().iter();
        let word = |json: &Json, name: &str| json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        match self {
            Self::Text if place == "parameters/Policy" && value.as_object().is_some() => crate::text::pretty(value),
            Self::Text | Self::Number => shown(value),
            Self::Tags => lines(items().map(|tag| format!("{} = {}", word(tag, "Key"), word(tag, "Value"))).collect()),
            Self::Map | Self::Context => {
                lines(members().map(|member| format!("{} = {}", member.name, shown(&member.value))).collect())
            }
            Self::List => lines(items().map(shown).collect()),
            Self::Arns => lines(items().map(|item| word(item, "arn")).collect()),
            Self::Via => value.as_str().map_or_else(|| lines(items().map(shown).collect()), str::to_owned),
            Self::Console => match value.get("mfa").map(|mfa| &mfa.value) {
                Some(Value::Bool(true)) => "mfa".to_owned(),
                _ => "console".to_owned(),
            },
            Self::Expect => value.as_str().map_or_else(|| word(value, "error"), str::to_owned),
        }
    }

    /// The value of a field's text; none for an empty field.
    pub(super) fn write(self, text: &str) -> Result<Option<Json>, String> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        let list = |items: Vec<Json>| Ok(Some(Json::from(items)));
        match self {
            Self::Text => Ok(Some(text.into())),
            Self::Number => {
                let number =
                    text.trim().parse::<i64>().map_err(|_| "This is not a whole number of seconds.".to_owned())?;
                Ok(Some(number.into()))
            }
            Self::Tags => {
                let tags = pairs(text)?
                    .into_iter()
                    .map(|(key, value)| Json::object([("Key", key.into()), ("Value", value.into())]));
                list(tags.collect())
            }
            Self::Map => Ok(Some(Json::object(pairs(text)?.into_iter().map(|(key, value)| (key, value.into()))))),
            Self::Context => {
                Ok(Some(Json::object(pairs(text)?.into_iter().map(|(key, value)| (key, context_value(value))))))
            }
            Self::List => list(lines().map(Json::from).collect()),
            Self::Arns => list(lines().map(|arn| Json::object([("arn", arn.into())])).collect()),
            Self::Via => {
                let services: Vec<Json> = lines().map(Json::from).collect();
                match <[Json; 1]>::try_from(services) {
                    Ok([one]) => Ok(Some(one)),
                    Err(more) => list(more),
                }
            }
            Self::Console => Ok(match text {
                "key" => None,
                way => Some(Json::object([("mfa", (way == "mfa").into())])),
            }),
            Self::Expect => {
                let text = text.trim();
                let outcome = crate::scenario::OUTCOMES.iter().any(|(name, _)| *name == text);
                Ok(Some(if outcome { text.into() } else { Json::object([("error", text.into())]) }))
            }
        }
    }
}

fn shown(value: &Json) -> String {
    match &value.value {
        Value::String(text) => text.clone(),
        _ => one_line(value),
    }
}

/// A small value on one line.
fn one_line(value: &Json) -> String {
    let pretty = crate::text::pretty(value);
    pretty.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// `name = value` lines.
fn pairs(text: &str) -> Result<Vec<(&str, &str)>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let pair = line.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
            pair.filter(|(name, _)| !name.is_empty())
                .ok_or_else(|| format!("`{line}` is not a name, an equals sign and a value."))
        })
        .collect()
}

/// `null` takes a key away; numbers, Booleans and lists are themselves; all else is text.
fn context_value(text: &str) -> Json {
    match json::parse(text) {
        Ok(value) if !matches!(value.value, Value::Object(_) | Value::String(_)) => value,
        Ok(Json { value: Value::String(text), .. }) => text.into(),
        _ => text.into(),
    }
}
