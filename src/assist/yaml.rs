//! The part of YAML that policies and the templates around them are written in: mappings and lists by indentation, plain
//! and quoted words, `[a, b]` and `{a: b}`, block texts, and the short forms of CloudFormation's functions.
//!
//! Whatever else a text may hold (anchors, aliases, tags before blocks) is not read: then the text is not touched.

use crate::text::json::{self, Json, Member, Value};

/// No policy is deeper.
const DEEPEST: usize = 40;

/// Reads a document that begins with a mapping which has a `Statement`, or may have one inside.
pub(super) fn read(text: &str) -> Option<Json> {
    let lines: Vec<Line<'_>> = text.lines().filter_map(Line::new).collect::<Option<Vec<_>>>()?;
    let mut reader = Reader { lines: &lines, at: 0 };
    let indent = lines.first()?.indent;
    let json = reader.block(indent, 0)?;
    let named = |name: &str| {
        name == "Statement" || name == "Resources" || name == "Properties" || name.ends_with("PolicyDocument")
    };
    let policy = json.as_object()?.iter().any(|member| named(&member.name));
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
                items.push(self.value(inner, indent, depth)?);
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
                });
                match next {
                    Some(next) => self.block(next.indent, depth + 1)?,
                    None => Json::of(Value::Null),
                }
            } else {
                self.value(value, indent, depth)?
            };
            members.push(Member { name, name_at: value.at, value });
        }
        Some(Json::of(Value::Object(members)))
    }
}

impl<'t> Reader<'_, 't> {
    /// A value that begins on the line of its name; a text may go on in the lines below, if they are deeper.
    fn value(&mut self, text: &'t str, indent: usize, depth: usize) -> Option<Json> {
        if let Some((tag, rest)) = text.strip_prefix('!').map(|rest| rest.split_once(' ').unwrap_or((rest, ""))) {
            if depth > DEEPEST {
                return None;
            }
            let inner = (tag == "Sub" && !rest.is_empty()).then(|| self.value(rest.trim(), indent, depth + 1));
            return match (inner, tag) {
                (Some(inner), _) => inner.filter(|inner| inner.as_str().is_some()),
                (None, "Ref" | "GetAtt") => Some(Json::from(format!("${{{}}}", rest.trim()))),
                // A function of the template; what it comes to is for the reader to write.
                (None, _) => (!rest.is_empty()).then(|| Json::from(text)),
            };
        }
        let more: Vec<&str> = std::iter::from_fn(|| {
            let line = self.here().filter(|line| line.indent > indent)?;
            self.at += 1;
            Some(line.text)
        })
        .collect();
        match text.chars().next()? {
            '|' | '>' if text.len() <= 2 => Some(Json::from(more.join(if text.starts_with('|') { "\n" } else { " " }))),
            '[' | '{' => {
                let whole = std::iter::once(text).chain(more).collect::<Vec<_>>().join(" ");
                let (json, rest) = flow(&whole, depth)?;
                rest.trim().is_empty().then_some(json)
            }
            _ if more.is_empty() => scalar(text),
            '"' | '\'' => None,
            _ => scalar(text).map(|_| Json::from(std::iter::once(text).chain(more).collect::<Vec<_>>().join(" "))),
        }
    }
}

/// A value in brackets, or one of their elements, and what stands behind it.
fn flow(text: &str, depth: usize) -> Option<(Json, &str)> {
    let text = text.trim_start();
    if depth > DEEPEST {
        return None;
    }
    let close = match text.chars().next()? {
        '[' => ']',
        '{' => '}',
        '"' => {
            let escaped = |at: usize| {
                text.get(..at).is_some_and(|before| (before.len() - before.trim_end_matches('\\').len()) & 1 == 1)
            };
            let end = text.char_indices().skip(1).find(|(at, c)| *c == '"' && !escaped(*at))?.0 + 1;
            return Some((json::parse(text.get(..end)?).ok()?, text.get(end..)?));
        }
        '\'' => {
            let end = text.get(1..)?.find('\'')? + 2;
            return Some((scalar(text.get(..end)?)?, text.get(end..)?));
        }
        _ => {
            let end = text.find([',', ']', '}']).unwrap_or(text.len());
            return Some((scalar(text.get(..end)?.trim())?, text.get(end..)?));
        }
    };
    let mut rest = text.get(1..)?.trim_start();
    let (mut items, mut members) = (Vec::new(), Vec::new());
    while !rest.starts_with(close) {
        if close == '}' {
            let (name, after) = name_in_braces(rest)?;
            let (value, after) = flow(after, depth + 1)?;
            members.push(Member { name, name_at: value.at, value });
            rest = after.trim_start();
        } else {
            let (item, after) = flow(rest, depth + 1)?;
            items.push(item);
            rest = after.trim_start();
        }
        rest = match rest.strip_prefix(',') {
            Some(more) => more.trim_start(),
            None if rest.starts_with(close) => rest,
            None => return None,
        };
    }
    let value = if close == '}' { Value::Object(members) } else { Value::Array(items) };
    Some((Json::of(value), rest.get(1..)?))
}

/// `name:` within braces.
fn name_in_braces(text: &str) -> Option<(String, &str)> {
    if text.starts_with(['"', '\'']) {
        let (name, rest) = flow(text, 0)?;
        return Some((name.as_str()?.to_owned(), rest.trim_start().strip_prefix(':')?));
    }
    let end = text.char_indices().find(|(at, c)| *c == ':' && colon_ends(text, *at))?.0;
    Some((text.get(..end)?.trim().to_owned(), text.get(end + 1..)?))
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
        '"' => return json::parse(text).ok(),
        '\'' => {
            let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
            Value::String(inner.replace("''", "'"))
        }
        // Anchors and aliases; a star alone is the wildcard that everybody means.
        '&' | '!' | '|' | '>' | '@' | '`' | '%' | '[' | '{' => return None,
        '*' if text != "*" => return None,
        _ => match text {
            "true" | "false" => Value::Bool(text == "true"),
            "null" | "~" => Value::Null,
            _ => Value::String(text.to_owned()),
        },
    };
    Some(Json::of(value))
}

/// A line without its comment, which begins with a sign of its own outside of quotes.
fn without_comment(text: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' && before == ' ' => return text.get(..at).unwrap_or(text),
            None if matches!(c, '"' | '\'') && matches!(before, ' ' | '[' | '{' | ',' | ':') => quote = Some(c),
            None => {}
        }
        before = c;
    }
    text
}
