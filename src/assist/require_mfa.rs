//! "Require MFA" and "require MFA within N seconds": the condition that means it, for an Allow or for a Deny (section E
//! of the rules), written into a statement without touching the rest of it.
//!
//! | | Allow | Deny |
//! |---|---|---|
//! | MFA | `Bool` Present `true` (E1) | `BoolIfExists` Present `false` (E4) |
//! | within N seconds | `NumericLessThan` Age N (E9) | `NumericGreaterThanEqualsIfExists` Age N (E12) |
//!
//! What is written is read again and asked before it is answered.

mod layout;
mod meaning;

use layout::Layout;
use meaning::{Wanted, means};

use crate::finding::Edit;
use crate::policy::fix::quoted;
use crate::text::json::{self, Json, Member, Value};
use crate::text::{ByteRange, LineIndex};

/// No session with MFA lives longer, in seconds (rule A4).
const LONGEST: u32 = 129_600;

const PRESENT: &str = "aws:MultiFactorAuthPresent";
const AGE: &str = "aws:MultiFactorAuthAge";

/// A statement that is to require MFA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredMfa {
    /// The edits, in text order; none where the statement requires it already.
    pub edits: Vec<Edit>,
    /// What the statement does then.
    pub said: String,
}

/// Makes the statement at a byte of the text require MFA, or MFA within so many seconds.
///
/// # Errors
/// A sentence for the reader: the text is not JSON, no statement is there, or it cannot be mended.
pub fn require_mfa(text: &str, at: usize, seconds: Option<u32>) -> Result<RequiredMfa, String> {
    if seconds.is_some_and(|seconds| seconds == 0 || seconds > LONGEST) {
        return Err(format!("write between 1 and {LONGEST} seconds: no session with MFA lives longer"));
    }
    let json = json::parse(text).map_err(|error| {
        let line = LineIndex::new(text).span(error.at).line;
        format!("the policy is not JSON yet: {}, line {line}", error.message)
    })?;
    let (number, statement) = statement_at(&json, at)?;
    let members = statement.as_object().unwrap_or_default();
    let deny = match member(members, "Effect")?.and_then(|effect| effect.value.as_str()) {
        Some("Allow") => false,
        Some("Deny") => true,
        _ => return Err(format!("statement {number} has no `Effect`: write `Allow` or `Deny` first")),
    };
    let wanted = Wanted { deny, seconds };
    let said = said(number, wanted);
    let condition = member(members, "Condition")?;
    if condition.is_some_and(|condition| means(&condition.value, wanted)) {
        return Ok(RequiredMfa { edits: Vec::new(), said: format!("Nothing to change. {said}") });
    }
    let edit = match condition {
        None => add(text, statement, members, wanted),
        Some(condition) => {
            let Some(operators) = condition.value.as_object() else {
                return Err(format!("the `Condition` of statement {number} is no object"));
            };
            rewrite(text, members, &condition.value, operators, wanted)
        }
    };
    if !holds_after(text, &edit, number, wanted) {
        return Err(format!("the condition of statement {number} cannot be changed safely: write it by hand"));
    }
    Ok(RequiredMfa { edits: vec![edit], said })
}

/// Operator, key and value.
fn clause(wanted: Wanted) -> (&'static str, &'static str, String) {
    match (wanted.deny, wanted.seconds) {
        (false, None) => ("Bool", PRESENT, "true".to_owned()),
        (true, None) => ("BoolIfExists", PRESENT, "false".to_owned()),
        (false, Some(seconds)) => ("NumericLessThan", AGE, seconds.to_string()),
        (true, Some(seconds)) => ("NumericGreaterThanEqualsIfExists", AGE, seconds.to_string()),
    }
}

fn said(number: usize, wanted: Wanted) -> String {
    match (wanted.deny, wanted.seconds) {
        (false, None) => format!("Statement {number} allows only with MFA."),
        (true, None) => format!("Statement {number} denies whatever comes without MFA."),
        (false, Some(seconds)) => format!("Statement {number} allows for {seconds} seconds after MFA."),
        (true, Some(seconds)) => {
            format!("Statement {number} denies whatever comes without MFA, or {seconds} seconds after it and later.")
        }
    }
}

/// The statement at a byte, with its number from 1; elsewhere the only one.
fn statement_at(json: &Json, at: usize) -> Result<(usize, &Json), String> {
    let statements: Vec<&Json> = match member(json.as_object().unwrap_or_default(), "Statement")? {
        Some(Member { value: Json { value: Value::Array(items), .. }, .. }) => items.iter().collect(),
        Some(one) => vec![&one.value],
        None => Vec::new(),
    };
    let contains = |json: &Json| (json.at.start as usize) <= at && at <= json.at.end as usize;
    let found = match statements.iter().position(|statement| contains(statement)) {
        Some(index) => statements.get(index).map(|statement| (index, *statement)),
        None => match statements.as_slice() {
            [only] => Some((0, *only)),
            _ => None,
        },
    };
    let (index, statement) = found
        .filter(|(_, statement)| statement.as_object().is_some())
        .ok_or_else(|| "put the caret into the statement that is to require MFA".to_owned())?;
    Ok((index + 1, statement))
}

fn member<'j>(members: &'j [Member], name: &str) -> Result<Option<&'j Member>, String> {
    let mut found = members.iter().filter(|member| member.name == name);
    let first = found.next();
    if found.next().is_some() {
        return Err(format!("`{name}` stands there twice: keep one of them first"));
    }
    Ok(first)
}

/// Adds a `Condition` behind the last element of a statement.
fn add(text: &str, statement: &Json, members: &[Member], wanted: Wanted) -> Edit {
    let layout = Layout::of(text, statement);
    let (operator, key, value) = clause(wanted);
    let inner = layout.deeper().deeper().object(&[layout.member(key, &quoted(&value))]);
    let block = layout.deeper().object(&[layout.member(operator, &inner)]);
    let end = members.last().map_or(statement.at.start + 1, |last| last.value.at.end);
    let member = layout.member("Condition", &block);
    let text = if members.is_empty() { member } else { format!("{}{member}", layout.separator()) };
    Edit { at: ByteRange { start: end, end }, text }
}

/// Takes the MFA keys out of a condition, and puts the right one in.
fn rewrite(text: &str, members: &[Member], condition: &Json, operators: &[Member], wanted: Wanted) -> Edit {
    let layout = match (operators.first(), members.first()) {
        (None, Some(_)) => Layout::around(text, condition),
        _ => Layout::of(text, condition),
    };
    let (operator, key, value) = clause(wanted);
    let clause = layout.member(key, &quoted(&value));
    // An Allow may ask for Present and Age together (E13); in a Deny the one would take back the other.
    let stays = |name: &str, member: &Member| {
        let asks_present = member.name.eq_ignore_ascii_case(PRESENT);
        let asks_mfa = asks_present || member.name.eq_ignore_ascii_case(AGE);
        !asks_mfa
            || (!wanted.deny && wanted.seconds.is_some() && name == "Bool" && asks_present && is_true(&member.value))
    };
    let mut written = Vec::new();
    let mut placed = false;
    let mut vacant = None;
    for block in operators {
        let Some(keys) = block.value.as_object() else {
            written.push(slice(text, block).to_owned());
            continue;
        };
        let mut kept: Vec<String> = keys
            .iter()
            .filter(|member| stays(&block.name, member))
            .map(|member| slice(text, member).to_owned())
            .collect();
        let changed = kept.len() < keys.len();
        let here = block.name == operator && !placed;
        if here {
            placed = true;
            kept.push(clause.clone());
        }
        if !changed && !here {
            written.push(slice(text, block).to_owned());
        } else if kept.is_empty() {
            vacant.get_or_insert(written.len());
        } else {
            let inner = if keys.is_empty() { layout.deeper() } else { Layout::of(text, &block.value) };
            written.push(layout.member(&block.name, &inner.object(&kept)));
        }
    }
    if !placed {
        let block = layout.member(operator, &layout.deeper().object(&[clause]));
        written.insert(vacant.unwrap_or(written.len()), block);
    }
    shortest(text, condition.at, &layout.object(&written))
}

fn is_true(json: &Json) -> bool {
    match &json.value {
        Value::Bool(yes) => *yes,
        Value::String(text) => text.eq_ignore_ascii_case("true"),
        Value::Array(items) => !items.is_empty() && items.iter().all(is_true),
        _ => false,
    }
}

fn slice<'t>(text: &'t str, member: &Member) -> &'t str {
    text.get(member.name_at.start as usize..member.value.at.end as usize).unwrap_or_default()
}

/// A replacement without what both texts begin and end with.
fn shortest(text: &str, at: ByteRange, new: &str) -> Edit {
    let old = text.get(at.start as usize..at.end as usize).unwrap_or_default();
    let common = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>, most: usize| {
        let mut bytes = 0;
        for (x, y) in a.zip(b) {
            if x != y || bytes + x.len_utf8() > most {
                break;
            }
            bytes += x.len_utf8();
        }
        bytes
    };
    let most = old.len().min(new.len());
    let before = common(&mut old.chars(), &mut new.chars(), most);
    let after = common(&mut old.chars().rev(), &mut new.chars().rev(), most - before);
    Edit {
        at: ByteRange::new(at.start as usize + before, (at.end as usize).saturating_sub(after)),
        text: new.get(before..new.len() - after).unwrap_or_default().to_owned(),
    }
}

fn holds_after(text: &str, edit: &Edit, number: usize, wanted: Wanted) -> bool {
    let (Some(before), Some(after)) = (text.get(..edit.at.start as usize), text.get(edit.at.end as usize..)) else {
        return false;
    };
    let Ok(json) = json::parse(&format!("{before}{}{after}", edit.text)) else { return false };
    let statement =
        member(json.as_object().unwrap_or_default(), "Statement").ok().flatten().and_then(
            |statements| match statements.value.as_array() {
                Some(items) => items.get(number - 1),
                None => Some(&statements.value),
            },
        );
    let condition = statement.and_then(|statement| member(statement.as_object()?, "Condition").ok().flatten());
    condition.is_some_and(|condition| means(&condition.value, wanted))
}
