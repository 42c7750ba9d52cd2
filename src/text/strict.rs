//! The reader for texts that are JSON, as nearly all are: one pass, and no word about what is wrong.

use super::ByteRange;
use super::json::{Json, Member, Value};

/// How many lists and objects may stand in one another. The ordinary reader, which counts an object in an object twice,
/// then says where a deeper text goes too far.
const DEEPEST: usize = 512;

/// Reads a text. Nothing comes back for what is not JSON, and for what is unusual; the ordinary reader then finds out.
pub(super) fn read(text: &str) -> Option<Json> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    reader.space();
    let json = reader.value(DEEPEST)?;
    reader.space();
    (reader.at == text.len()).then_some(json)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Goes past a byte, if it is there.
    fn pass(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn value(&mut self, deeper: usize) -> Option<Json> {
        let start = self.at;
        let value = match self.peek()? {
            b'"' => Value::String(self.string()?),
            b'{' => Value::Object(self.object(deeper.checked_sub(1)?)?),
            b'[' => Value::Array(self.array(deeper.checked_sub(1)?)?),
            b't' => self.word("true", Value::Bool(true))?,
            b'f' => self.word("false", Value::Bool(false))?,
            b'n' => self.word("null", Value::Null)?,
            _ => self.number()?,
        };
        Some(Json { value, at: ByteRange::new(start, self.at) })
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        self.bytes.get(self.at..)?.starts_with(word.as_bytes()).then(|| {
            self.at += word.len();
            value
        })
    }

    fn array(&mut self, deeper: usize) -> Option<Vec<Json>> {
        let mut items = Vec::new();
        self.at += 1;
        self.space();
        if self.pass(b']') {
            return Some(items);
        }
        loop {
            items.push(self.value(deeper)?);
            self.space();
            if self.pass(b']') {
                return Some(items);
            }
            if !self.pass(b',') {
                return None;
            }
            self.space();
        }
    }

    fn object(&mut self, deeper: usize) -> Option<Vec<Member>> {
        let mut members = Vec::new();
        self.at += 1;
        self.space();
        if self.pass(b'}') {
            return Some(members);
        }
        loop {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return None;
            }
            let name = self.string()?;
            let name_at = ByteRange::new(start, self.at);
            self.space();
            if !self.pass(b':') {
                return None;
            }
            self.space();
            members.push(Member { name, name_at, value: self.value(deeper)? });
            self.space();
            if self.pass(b'}') {
                return Some(members);
            }
            if !self.pass(b',') {
                return None;
            }
            self.space();
        }
    }

    fn number(&mut self) -> Option<Value> {
        let start = self.at;
        self.pass(b'-');
        if !self.pass(b'0') {
            self.digits()?;
        }
        if self.pass(b'.') {
            self.digits()?;
        }
        if self.pass(b'e') || self.pass(b'E') {
            let _ = self.pass(b'+') || self.pass(b'-');
            self.digits()?;
        }
        Some(Value::Number(self.text.get(start..self.at)?.to_owned()))
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn string(&mut self) -> Option<String> {
        self.at += 1;
        let mut start = self.at;
        let mut before = String::new();
        loop {
            let rest = self.bytes.get(self.at..)?;
            self.at += rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
            let plain = self.text.get(start..self.at)?;
            let end = self.peek();
            self.at += 1;
            match end {
                Some(b'"') if before.is_empty() => return Some(plain.to_owned()),
                Some(b'"') => {
                    before.push_str(plain);
                    return Some(before);
                }
                Some(b'\\') => {
                    before.push_str(plain);
                    before.push(self.escaped()?);
                    start = self.at;
                }
                _ => return None,
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                if !(0xd800..0xe000).contains(&unit) {
                    return char::from_u32(unit);
                }
                // A surrogate counts only with its other half.
                if !(unit < 0xdc00 && self.pass(b'\\') && self.pass(b'u')) {
                    return None;
                }
                let low = self.unit().filter(|low| (0xdc00..0xe000).contains(low))?;
                return char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    }
}
