//! Changes of JSON texts that keep them JSON. A change of single bytes mostly breaks a quote or a brace and gets no
//! further than the reader; these get as far as the engine.

use serde_json::{Map, Value, json};

use crate::{BETWEEN, FUNCTIONS};

/// Texts that mean something to the engine.
const WORDS: &[&str] = &[
    "Allow",
    "Deny",
    "*",
    "?",
    "",
    "s3:GetObject",
    "s3:Get*",
    "sts:AssumeRole",
    "sts:GetCallerIdentity",
    "iam:*",
    "kms:Decrypt",
    "NotAction",
    "Action",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
    "Effect",
    "Statement",
    "Version",
    "2012-10-17",
    "2008-10-17",
    "Sid",
    "Id",
    "AWS",
    "Service",
    "Federated",
    "CanonicalUser",
    "111122223333",
    "444455556666",
    "arn:aws:iam::111122223333:user/Sofia",
    "arn:aws:iam::111122223333:role/Operator",
    "arn:aws:iam::111122223333:root",
    "arn:aws:sts::111122223333:assumed-role/Operator/s",
    "arn:aws:sts::111122223333:federated-user/f",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3",
    "arn:aws:kms:us-east-1:111122223333:key/1",
    "arn::::::",
    "arn:*:*:*:*:*",
    "${aws:username}",
    "${aws:username, 'x'}",
    "${*}",
    "${?}",
    "${$}",
    "${",
    "}",
    "'",
    "${aws:PrincipalTag/${a}}",
    "Bool",
    "BoolIfExists",
    "Null",
    "StringLike",
    "StringEquals",
    "StringNotEqualsIgnoreCase",
    "ForAllValues:StringLike",
    "ForAnyValue:StringNotEquals",
    "NumericLessThan",
    "NumericGreaterThanIfExists",
    "DateGreaterThan",
    "IpAddress",
    "NotIpAddress",
    "ArnLike",
    "ArnNotEquals",
    "BinaryEquals",
    "aws:MultiFactorAuthPresent",
    "aws:MultiFactorAuthAge",
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:TokenIssueTime",
    "aws:SourceIp",
    "aws:TagKeys",
    "aws:PrincipalArn",
    "aws:PrincipalTag/team",
    "aws:username",
    "true",
    "false",
    "3600",
    "-1",
    "1e400",
    "0.1",
    "2026-03-02T09:00:00Z",
    "1767225600",
    "10.0.0.0/8",
    "0.0.0.0/0",
    "::/0",
    "2001:db8::1",
    "QmluYXJ5",
    "user",
    "root",
    "role-session",
    "federated-user",
    "federated",
    "service",
    "anonymous",
    "decision",
    "full",
    "__proto__",
    "signIn",
    "sts",
    "wait",
    "request",
    "GetSessionToken",
    "AssumeRole",
    "GetFederationToken",
    "AssumeRoleWithSAML",
    "$current",
    "keys",
    "mfaAge",
    "time",
    "sessions",
    "compare",
    "flip",
    "sweep",
    "allowed",
    "implicitDeny",
    "explicitDeny",
    "refused",
    "issued",
    "propagated",
    "é",
    "\u{1F511}",
    "\u{0}",
    "\u{FEFF}",
    "İ",
    "ß",
];

/// Random numbers from a seed (xorshift).
struct Dice(u64);

impl Dice {
    fn new(seed: u32) -> Self {
        Self(u64::from(seed) << 1 | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }

    fn word(&mut self) -> String {
        WORDS[self.below(WORDS.len())].to_owned()
    }
}

/// Changes a JSON text in one to four places, one time in eight byte by byte.
pub fn mutate_json(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice::new(seed);
    let changed = std::str::from_utf8(&data[..size]).ok().and_then(|text| changed(text, &mut dice));
    put(data, size, max_size, changed)
}

/// Changes a call: one of its arguments, rarely its function.
pub fn mutate_call(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice::new(seed);
    let changed = (|| {
        let (number, rest) = data[..size].split_first()?;
        let text = std::str::from_utf8(rest).ok()?;
        let (first, second) = text.split_once(BETWEEN).unwrap_or((text, ""));
        let mut number = *number;
        let (first, second) = match dice.below(8) {
            0 => {
                number = dice.below(FUNCTIONS.len()) as u8;
                (first.to_owned(), second.to_owned())
            }
            1 | 2 if !second.is_empty() => (first.to_owned(), changed(second, &mut dice)?),
            _ => (changed(first, &mut dice)?, second.to_owned()),
        };
        let between = if second.is_empty() { String::new() } else { BETWEEN.to_string() };
        Some(format!("{}{first}{between}{second}", char::from(number % 128)))
    })();
    put(data, size, max_size, changed)
}

/// Writes what came of a change, or has libFuzzer change the bytes.
fn put(data: &mut [u8], size: usize, max_size: usize, changed: Option<String>) -> usize {
    match changed {
        Some(text) if text.len() <= max_size.min(data.len()) => {
            data[..text.len()].copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => libfuzzer_sys::fuzzer_mutate(data, size, max_size),
    }
}

fn changed(text: &str, dice: &mut Dice) -> Option<String> {
    if dice.below(8) == 0 {
        return None;
    }
    let mut value: Value = serde_json::from_str(text).ok()?;
    for _ in 0..=dice.below(4) {
        let count = count(&value);
        let other = nth(&value, &mut dice.below(count)).cloned().unwrap_or(Value::Null);
        let mut at = dice.below(count);
        change(nth_mut(&mut value, &mut at)?, other, dice);
    }
    serde_json::to_string(&value).ok()
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(members) => Box::new(members.values()),
        _ => Box::new(std::iter::empty()),
    }
}

fn count(value: &Value) -> usize {
    1 + children(value).map(count).sum::<usize>()
}

fn nth<'a>(value: &'a Value, at: &mut usize) -> Option<&'a Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    children(value).find_map(|child| nth(child, at))
}

fn nth_mut<'a>(value: &'a mut Value, at: &mut usize) -> Option<&'a mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|child| nth_mut(child, at)),
        Value::Object(members) => members.values_mut().find_map(|child| nth_mut(child, at)),
        _ => None,
    }
}

/// Changes one value; `other` is another value of the same document.
fn change(value: &mut Value, other: Value, dice: &mut Dice) {
    match dice.below(12) {
        0 => return *value = other,
        1 => return *value = json!([value.take()]),
        2 => return *value = json!([value.take(), other]),
        3 => {
            return *value = match dice.below(6) {
                0 => Value::Null,
                1 => json!(true),
                2 => json!(dice.below(1 << 40)),
                3 => json!({}),
                4 => json!([]),
                _ => json!(dice.word()),
            };
        }
        _ => {}
    }
    match value {
        Value::String(text) => change_text(text, dice),
        Value::Number(number) => {
            let shift = dice.below(3) as i64 - 1;
            *value = json!(number.as_i64().unwrap_or(0).wrapping_mul(dice.below(3) as i64).wrapping_add(shift));
        }
        Value::Bool(truth) => *truth = !*truth,
        Value::Array(items) => match dice.below(4) {
            0 if !items.is_empty() => drop(items.remove(dice.below(items.len()))),
            1 if !items.is_empty() => items.push(items[dice.below(items.len())].clone()),
            2 => items.reverse(),
            _ => items.push(other),
        },
        Value::Object(members) => change_members(members, other, dice),
        Value::Null => *value = other,
    }
}

fn change_text(text: &mut String, dice: &mut Dice) {
    let chars: Vec<char> = text.chars().collect();
    let at = dice.below(chars.len() + 1);
    let rest = chars.get(at + 1..).unwrap_or_default().iter().collect::<String>();
    let before: String = chars[..at].iter().collect();
    *text = match dice.below(6) {
        0 => dice.word(),
        1 => format!("{before}{}", chars[at..].iter().rev().collect::<String>()),
        2 => format!("{before}{rest}"),
        3 => format!("{before}{}{rest}", ['*', '?', '$', ':', '/', '\'', '}', '0', ' ', 'A', 'é', '.'][dice.below(12)]),
        4 => format!("{before}{}{rest}", dice.word()),
        _ if text.len() < 200 => text.repeat(dice.below(4)),
        _ => text.to_lowercase(),
    };
}

fn change_members(members: &mut Map<String, Value>, other: Value, dice: &mut Dice) {
    let name = members.keys().nth(dice.below(members.len())).cloned();
    match (dice.below(5), name) {
        (0, Some(name)) => drop(members.shift_remove(&name)),
        (1 | 2, Some(name)) => {
            let mut renamed = name.clone();
            change_text(&mut renamed, dice);
            let value = members.shift_remove(&name).unwrap_or(other);
            drop(members.insert(renamed, value));
        }
        (3, Some(name)) => drop(members.insert(name, other)),
        _ => drop(members.insert(dice.word(), other)),
    }
}
