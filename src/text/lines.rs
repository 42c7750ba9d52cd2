//! From byte offsets to what editors count.

use super::{ByteRange, Span};

/// Finds line, column and UTF-16 offset of byte offsets in one text.
#[derive(Debug, Clone)]
pub struct LineIndex {
    /// Byte offset and UTF-16 offset of each line's start.
    lines: Vec<(u32, u32)>,
    /// The text, kept only where bytes and UTF-16 units differ.
    text: Option<Box<str>>,
    len: u32,
}

impl LineIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let mut lines = vec![(0, 0)];
        let ascii = text.is_ascii();
        let mut units = 0_u32;
        if ascii {
            for (at, _) in text.match_indices('\n') {
                let next = ByteRange::new(at + 1, at + 1).start;
                lines.push((next, next));
            }
        } else {
            for (at, c) in text.char_indices() {
                units += u32::from(c.len_utf16() == 2) + 1;
                if c == '\n' {
                    lines.push((ByteRange::new(at + 1, at + 1).start, units));
                }
            }
        }
        Self { lines, text: (!ascii).then(|| text.into()), len: ByteRange::new(text.len(), text.len()).start }
    }

    /// The span of a byte range; ranges beyond the text end at its end.
    pub fn span(&self, range: ByteRange) -> Span {
        let (line, start) = self.position(range.start.min(self.len));
        let (_, end) = self.position(range.end.min(self.len));
        let line_start = self.lines.get(line).map_or(0, |l| l.1);
        Span { start, end, line: ByteRange::new(line + 1, 0).start, column: start - line_start + 1 }
    }

    /// Index of the line and UTF-16 offset of a byte offset.
    fn position(&self, byte: u32) -> (usize, u32) {
        let line = self.lines.partition_point(|l| l.0 <= byte).saturating_sub(1);
        let (line_byte, line_unit) = self.lines.get(line).copied().unwrap_or_default();
        let units = match &self.text {
            None => byte - line_byte,
            Some(text) => text
                .get(line_byte as usize..byte as usize)
                .map_or(byte - line_byte, |t| ByteRange::new(t.encode_utf16().count(), 0).start),
        };
        (line, line_unit + units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_utf16_units_lines_and_columns() {
        let text = "a\n\u{1F511}é{\n}";
        let index = LineIndex::new(text);
        let brace = text.find('{').map_or(0, |at| at);
        let span = index.span(ByteRange::new(brace, brace + 1));
        assert_eq!(span, Span { start: 5, end: 6, line: 2, column: 4 });
        assert_eq!(index.span(ByteRange::new(90, 99)).end, 8);
    }
}
