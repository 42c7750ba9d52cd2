//! From byte offsets to what editors count.

use super::{ByteRange, Span};

/// Finds line, column and UTF-16 offset of byte offsets in one text.
#[derive(Debug, Clone)]
pub struct LineIndex {
    /// Byte offset and UTF-16 offset of each line's start.
    lines: Vec<(u32, u32)>,
    /// What is needed besides where bytes and UTF-16 units differ.
    beyond_ascii: Option<BeyondAscii>,
    len: u32,
}

/// A text whose bytes and UTF-16 units differ, with places from which units are counted: lines may be as long as the text.
#[derive(Debug, Clone)]
struct BeyondAscii {
    text: Box<str>,
    /// Byte offset and UTF-16 offset, every so often.
    marks: Vec<(u32, u32)>,
}

/// At least so many bytes lie between two marks.
const STRIDE: usize = 256;

fn offset(at: usize) -> u32 {
    ByteRange::new(at, at).start
}

impl LineIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let len = offset(text.len());
        let mut lines = vec![(0, 0)];
        if text.is_ascii() {
            lines.extend(text.match_indices('\n').map(|(at, _)| (offset(at + 1), offset(at + 1))));
            return Self { lines, beyond_ascii: None, len };
        }
        let mut marks = vec![(0, 0)];
        let (mut units, mut marked) = (0_u32, 0);
        for (at, c) in text.char_indices() {
            if at >= marked + STRIDE {
                marks.push((offset(at), units));
                marked = at;
            }
            units += u32::from(c.len_utf16() == 2) + 1;
            if c == '\n' {
                lines.push((offset(at + 1), units));
            }
        }
        Self { lines, beyond_ascii: Some(BeyondAscii { text: text.into(), marks }), len }
    }

    /// The span of a byte range; ranges beyond the text end at its end.
    pub fn span(&self, range: ByteRange) -> Span {
        let start_byte = range.start.min(self.len);
        let (start, end) = (self.units(start_byte), self.units(range.end.min(self.len)));
        let line = self.lines.partition_point(|line| line.0 <= start_byte).saturating_sub(1);
        let line_start = self.lines.get(line).map_or(0, |line| line.1);
        Span { start, end, line: offset(line + 1), column: start - line_start + 1 }
    }

    /// The UTF-16 offset of a byte offset.
    fn units(&self, byte: u32) -> u32 {
        let Some(BeyondAscii { text, marks }) = &self.beyond_ascii else { return byte };
        let mark = marks.partition_point(|mark| mark.0 <= byte).saturating_sub(1);
        let (at, units) = marks.get(mark).copied().unwrap_or_default();
        let between = text.get(at as usize..byte as usize);
        units + between.map_or(byte - at, |text| offset(text.encode_utf16().count()))
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
