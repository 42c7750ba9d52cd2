//! The part of YAML that policies are written in: mappings and lists by indentation, plain and quoted words, `[a, b]`.
//!
//! Whatever else a template may hold (anchors, tags, block texts) is not read: then the text is not touched.

use crate::text::json::{self, Json, Member, Value};

/// No policy is deeper.
const DEEPEST: usize = 40;

/// Reads a document that begins with a mapping which has a `Statement`.
pub(super) fn read(text: &str) -> Option<Json> {
    let lines: Vec<Line<'_>> = text.lines().filter_map(Line::new).collect::<Option<Vec<_>>>()?;
    let mut reader = Reader { lines: &lines, at: 0 };
    let indent = lines.first()?.indent;
    let json = reader.block(indent, 0)?;
    let policy =
        json.as_object()?.iter().any(|member| member.name == "Statement" || member.name.ends_with("PolicyDocument"));
    (policy && reader.at == lines.len()).then_some(json)
}

/// A line with something on it.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    indent: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    /// Lines without content are left out; a line indented by tabs is no YAML.
    fn new(line: &'t str) -> Option<Option<Self>> {
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        let text = without_comment(text).trim_end();
        if text.is_empty() || text == "---" {
            return None;
        }
        Some((!text.starts_with('\t')).then_some(Self { indent, text }))
    }
}

struct Reader<'l, 't> {
    lines: &'l [Line<'t>],
    at: usize,
}

impl<'t> Reader<'_, 't> {
    fn here(&self) -> Option<Line<'t>> {
        self.lines.get(self.at).copied()
    }

    /// The mapping or list whose lines begin here.
    fn block(&mut self, indent: usize, depth: usize) -> Option<Json> {
        if depth > DEEPEST {
            return None;
        }
        if self.here()?.text.starts_with("- ") || self.here()?.text == "-" {
            self.list(indent, depth)
        } else {
            self.mapping(indent, depth, None)
        }
    }

    fn list(&mut self, indent: usize, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        while let Some(line) = self.here().filter(|line| line.indent == indent) {
            let Some(rest) = line.text.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' ')) else {
                break;
            };
            let inner = rest.trim_start();
            let inner_indent = indent + line.text.len() - inner.len();
            self.at += 1;
            if inner.is_empty() {
                let next = self.here().filter(|next| next.indent > indent)?;
                items.push(self.block(next.indent, depth + 1)?);
            } else if key_and_value(inner).is_some() {
                items.push(self.mapping(inner_indent, depth + 1, Some(inner))?);
            } else {
                items.push(scalar(inner)?);
            }
        }
        Some(Json::of(Value::Array(items)))
    }

    /// A mapping; its first line may stand behind the dash of a list.
    fn mapping(&mut self, indent: usize, depth: usize, first: Option<&'t str>) -> Option<Json> {
        if depth > DEEPEST {
            return None;
        }
        let mut members = Vec::new();
        let mut pending = first;
        loop {
            let text = match pending.take() {
                Some(text) => text,
                None => match self.here().filter(|line| line.indent == indent && !line.text.starts_with("- ")) {
                    Some(line) => {
                        self.at += 1;
                        line.text
                    }
                    None => break,
                },
            };
            let (name, value) = key_and_value(text)?;
            let name = scalar(name)?.as_str()?.to_owned();
            let value = if value.is_empty() {
                // A list may stand as deep as its name.
                let next = self.here().filter(|next| {
                    next.indent > indent || next.indent == indent && (next.text.starts_with("- ") || next.text == "-")
                })?;
                self.block(next.indent, depth + 1)?
            } else {
                scalar(value)?
            };
            members.push(Member { name, name_at: value.at, value });
        }
        Some(Json::of(Value::Object(members)))
    }
}

/// `name: value`, or `name:` alone.
fn key_and_value(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let end = match quote {
        Some(quote) => text.get(1..)?.find(quote)? + 2,
        None => text.char_indices().find(|(at, c)| *c == ':' && colon_ends(text, *at)).map(|(at, _)| at)?,
    };
    let rest = text.get(end..)?.strip_prefix(':')?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| (text.get(..end).unwrap_or_default(), rest.trim()))
}

fn colon_ends(text: &str, at: usize) -> bool {
    text.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn scalar(text: &str) -> Option<Json> {
    let value = match text.chars().next()? {
        '"' | '{' => return json::parse(text).ok(),
        '\'' => {
            let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
            Value::String(inner.replace("''", "'"))
        }
        '[' => {
            let inner = text.strip_prefix('[')?.strip_suffix(']')?;
            let items = inner.split(',').map(str::trim).filter(|item| !item.is_empty()).map(scalar);
            Value::Array(items.collect::<Option<Vec<_>>>()?)
        }
        // Anchors, aliases, tags, block texts; a star alone is the wildcard that everybody means.
        '&' | '!' | '|' | '>' | '@' | '`' | '%' => return None,
        '*' if text != "*" => return None,
        _ => match text {
            "true" | "false" => Value::Bool(text == "true"),
            "null" | "~" => Value::Null,
            _ => Value::String(text.to_owned()),
        },
    };
    Some(Json::of(value))
}

/// A line without its comment.
fn without_comment(text: &str) -> &str {
    if text.starts_with('#') {
        return "";
    }
    match text.find(" #") {
        Some(at) if !text.contains(['"', '\'']) => text.get(..at).unwrap_or(text),
        _ => text,
    }
}
