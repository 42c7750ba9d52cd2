//! How the author lays objects out, so that new members look like the old ones.

use crate::policy::fix::quoted;
use crate::text::json::Json;

/// The layout of one object.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// The white space that its members' lines begin with; none where it stands on one line.
    indent: Option<String>,
    /// One level.
    unit: String,
    /// Behind a name.
    colon: String,
    /// Inside the brackets, on one line.
    pad: String,
    line_end: &'static str,
}

impl Layout {
    /// The layout of an object that has members.
    pub(super) fn of(text: &str, object: &Json) -> Self {
        let slice = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or_default();
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let members = object.as_object().unwrap_or_default();
        let (Some(first), Some(last)) = (members.first(), members.last()) else { return Self::around(text, object) };
        let colon = slice(first.name_at.end, first.value.at.start);
        let colon = if colon == ":" { ":" } else { ": " }.to_owned();
        let opening = slice(object.at.start + 1, first.name_at.start);
        let indent = after_line_end(opening);
        let closing = after_line_end(slice(last.value.at.end, object.at.end.saturating_sub(1)));
        let unit = match (indent, closing) {
            (Some(indent), Some(closing)) => {
                indent.strip_prefix(closing).filter(|unit| !unit.is_empty()).unwrap_or("  ").to_owned()
            }
            _ => "  ".to_owned(),
        };
        Self {
            indent: indent.map(str::to_owned),
            unit,
            colon,
            pad: opening.trim_matches(['\r', '\n']).to_owned(),
            line_end,
        }
    }

    /// The layout that an empty object should have: lines, one level deeper than its own.
    pub(super) fn around(text: &str, object: &Json) -> Self {
        let before = text.get(..object.at.start as usize).unwrap_or_default();
        let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default();
        let own = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
        let on_lines = before.contains('\n');
        let unit = if own.starts_with('\t') { "\t" } else { "  " };
        Self {
            indent: on_lines.then(|| format!("{own}{unit}")),
            unit: unit.to_owned(),
            colon: if before.contains(": ") || before.is_empty() { ": " } else { ":" }.to_owned(),
            pad: if before.starts_with("{ ") { " " } else { "" }.to_owned(),
            line_end: if text.contains("\r\n") { "\r\n" } else { "\n" },
        }
    }

    /// The layout of an object in this one.
    pub(super) fn deeper(&self) -> Self {
        let indent = self.indent.as_ref().map(|indent| format!("{indent}{}", self.unit));
        Self { indent, ..self.clone() }
    }

    /// A member as text.
    pub(super) fn member(&self, name: &str, value: &str) -> String {
        format!("{}{}{value}", quoted(name), self.colon)
    }

    /// What stands between two members.
    pub(super) fn separator(&self) -> String {
        match &self.indent {
            Some(indent) => format!(",{}{indent}", self.line_end),
            None if self.colon.ends_with(' ') => ", ".to_owned(),
            None => ",".to_owned(),
        }
    }

    /// An object with these members.
    pub(super) fn object(&self, members: &[String]) -> String {
        let inside = members.join(&self.separator());
        match &self.indent {
            Some(indent) => {
                let closing = indent.strip_suffix(self.unit.as_str()).unwrap_or_default();
                format!("{{{end}{indent}{inside}{end}{closing}}}", end = self.line_end)
            }
            None => format!("{{{pad}{inside}{pad}}}", pad = self.pad),
        }
    }
}

/// The white space behind the last line end of a gap.
fn after_line_end(gap: &str) -> Option<&str> {
    gap.rsplit_once('\n').map(|(_, indent)| indent)
}
