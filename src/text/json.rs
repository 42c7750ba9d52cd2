//! A strict JSON reader that keeps what others lose: places, key order, duplicate keys, and numbers as written.

use jsonc_parser::errors::ParseErrorKind as Kind;
use jsonc_parser::{CollectOptions, ParseOptions, ast};

use super::ByteRange;

/// The largest text that is read, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// A JSON value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Json {
    /// The value.
    pub value: Value,
    /// Where it stands in its text.
    pub at: ByteRange,
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A string, unescaped.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object: members in order, duplicates included.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The name, unescaped.
    pub name: String,
    /// Where the name stands, quotes included.
    pub name_at: ByteRange,
    /// The value.
    pub value: Json,
}

/// Why a text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// A short lower-case sentence.
    pub message: String,
    /// Where reading stopped.
    pub at: ByteRange,
    /// JSON pointer to the value that was being read.
    pub path: String,
}

/// Reads a text: JSON as RFC 8259 has it, at most 512 deep and [`MAX_BYTES`] long, lone surrogates refused.
///
/// # Errors
/// The first place where the text stops being JSON.
pub fn parse(text: &str) -> Result<Json, SyntaxError> {
    if text.len() > MAX_BYTES {
        return Err(SyntaxError {
            message: format!("the text is larger than {} MiB", MAX_BYTES / 1024 / 1024),
            at: ByteRange::default(),
            path: String::new(),
        });
    }
    match super::strict::read(text) {
        Some(json) => Ok(json),
        None => explained(text).unwrap_or_else(|| {
            Err(SyntaxError { message: "this is not JSON".into(), at: ByteRange::default(), path: String::new() })
        }),
    }
}

crate::later! {
    in "ui":
    /// What is wrong with a text that is no plain JSON. The page knows it without: the checks beside it say where.
    fn explained(text: &str) -> Result<Json, SyntaxError> = parse_strictly;
}

fn parse_strictly(text: &str) -> Result<Json, SyntaxError> {
    parse_with(text, &options(false))
}

/// Reads a text as people paste it: also with comments, trailing or missing commas, single quotes, names without quotes.
///
/// # Errors
/// The first place that makes no sense even so.
pub fn parse_loosely(text: &str) -> Result<Json, SyntaxError> {
    if text.len() > MAX_BYTES {
        return parse(text);
    }
    parse_with(text, &options(true))
}

fn options(loose: bool) -> ParseOptions {
    ParseOptions {
        allow_comments: loose,
        allow_loose_object_property_names: loose,
        allow_trailing_commas: loose,
        allow_missing_commas: loose,
        allow_single_quoted_strings: loose,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

fn parse_with(text: &str, options: &ParseOptions) -> Result<Json, SyntaxError> {
    match jsonc_parser::parse_to_ast(text, &CollectOptions::default(), options) {
        Ok(parsed) => match parsed.value {
            Some(value) => Ok(convert(value)),
            None => Err(SyntaxError {
                message: "the text is empty".into(),
                at: ByteRange::new(text.len(), text.len()),
                path: String::new(),
            }),
        },
        Err(error) => {
            let range = error.range();
            let unterminated = matches!(error.kind(), Kind::UnterminatedObject | Kind::UnterminatedArray);
            let mut message = error.kind().to_string();
            if let Some(first) = message.get_mut(0..1) {
                first.make_ascii_lowercase();
            }
            let path = super::Pointer::from_place(text, range.start).as_str().to_owned();
            if unterminated {
                // What is missing is missing at the end, and not where it began.
                let end = text.trim_end().len();
                let line = super::LineIndex::new(text).span(ByteRange::new(range.start, range.start)).line;
                let message = format!("{message} (it begins in line {line})");
                let before = (0..end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
                return Err(SyntaxError { message, at: ByteRange::new(before, end), path });
            }
            Err(SyntaxError { message, at: ByteRange::new(range.start, range.end.max(range.start)), path })
        }
    }
}

fn convert(value: ast::Value<'_>) -> Json {
    fn at(range: jsonc_parser::common::Range) -> ByteRange {
        ByteRange::new(range.start, range.end)
    }
    match value {
        ast::Value::NullKeyword(null) => Json { value: Value::Null, at: at(null.range) },
        ast::Value::BooleanLit(lit) => Json { value: Value::Bool(lit.value), at: at(lit.range) },
        ast::Value::NumberLit(lit) => Json { value: Value::Number(lit.value.to_owned()), at: at(lit.range) },
        ast::Value::StringLit(lit) => Json { value: Value::String(lit.value.into_owned()), at: at(lit.range) },
        ast::Value::Array(array) => {
            Json { at: at(array.range), value: Value::Array(array.elements.into_iter().map(convert).collect()) }
        }
        ast::Value::Object(object) => Json {
            at: at(object.range),
            value: Value::Object(
                object
                    .properties
                    .into_iter()
                    .map(|property| {
                        let name_at = match &property.name {
                            ast::ObjectPropName::String(lit) => at(lit.range),
                            ast::ObjectPropName::Word(lit) => at(lit.range),
                        };
                        Member { name: property.name.into_string(), name_at, value: convert(property.value) }
                    })
                    .collect(),
            ),
        },
    }
}

impl Json {
    /// What kind of value this is, as a reader would call it.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a Boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The members of an object.
    pub fn as_object(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The elements of an array.
    pub fn as_array(&self) -> Option<&[Json]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// A value without a place, for documents that are built rather than read.
    pub fn of(value: Value) -> Self {
        Self { value, at: ByteRange::default() }
    }

    /// An object that is built rather than read.
    pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, Json)>) -> Self {
        Self::of(Value::Object(members.into_iter().map(|(name, value)| Member::of(name, value)).collect()))
    }

    /// What a member of an object holds; of two with one name the first.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.as_object()?.iter().find(|member| member.name == name).map(|member| &member.value)
    }
}

impl Member {
    /// A member of an object that is built rather than read.
    pub fn of(name: &str, value: Json) -> Self {
        Self { name: name.to_owned(), name_at: ByteRange::default(), value }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::of(Value::String(text.to_owned()))
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::of(Value::String(text))
    }
}

impl From<bool> for Json {
    fn from(truth: bool) -> Self {
        Self::of(Value::Bool(truth))
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Self {
        Self::of(Value::Number(number.to_string()))
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Self {
        Self::of(Value::Array(items))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_places_order_duplicates_and_numbers() {
        let text = r#"{"b":1e400,"a":[true,null],"b":"é"}"#;
        let json = parse(text).unwrap_or_else(|e| Json::of(Value::String(e.message)));
        let names: Vec<_> = json.as_object().unwrap_or_default().iter().map(|m| m.name.as_str()).collect();
        assert_eq!(names, ["b", "a", "b"]);
        assert!(
            matches!(&json.as_object().and_then(|m| m.first()).map(|m| &m.value.value), Some(Value::Number(n)) if n == "1e400")
        );
    }

    #[test]
    fn both_readers_read_the_same() {
        let strictly = options(false);
        for text in [
            r#" { "a" : [ 1 , -0.5e+10 , 0, true,false , null ,"", [ ] , { } ] , "a" : "x" } "#,
            r#"{"\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t\u0000":"é😀"}"#,
            "\t\r\n\"\u{2028}\u{7f}\"",
            "1e400",
        ] {
            let read = super::super::strict::read(text);
            assert!(read.is_some(), "{text:?} was not read");
            assert_eq!(read, parse_with(text, &strictly).ok(), "{text:?}");
        }
        for text in [
            "01",
            "1.",
            "-",
            "1e",
            "truex",
            "1 2",
            r#""\ud800""#,
            r#""\udc00\ud800""#,
            r#""\u+123""#,
            r#""\x""#,
            "\"\u{1}\"",
            "[1,]",
            r#"{"a"}"#,
            r#"{"a":1,}"#,
            "[1",
            "\"a",
            "\u{feff}1",
            "\u{a0}1",
            "",
        ] {
            assert_eq!(super::super::strict::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn refuses_what_is_not_json() {
        for text in [
            "",
            " ",
            "{\"a\":1,}",
            "[1,]",
            "{a:1}",
            "// x\n1",
            "'a'",
            "\"\\ud800\"",
            "[1",
            "1 2",
            "+1",
            ".5",
            "NaN",
            "\u{feff}{",
        ] {
            assert!(parse(text).is_err(), "{text:?} was read");
        }
        assert!(parse(&"[".repeat(100_000)).is_err());
    }
}
