//! Reads a `Condition` element (rules B14 to B16).

use super::{Base, Condition, Family, KeyBlock, Operator, OperatorBlock, OperatorError, PolicyValue, key_type};
use crate::finding::{Finding, FindingType};
use crate::pattern::{VariableErrorKind, parse_template};
use crate::text::json::{Json, Member, Value};
use crate::text::{ByteRange, Path};

/// Reads the element. Nothing comes back when some part of it cannot be read; the findings then say why.
/// `variables` tells whether `Version` lets variables work (rule B3).
pub fn parse(json: &Json, path: &Path<'_>, variables: bool, findings: &mut Vec<Finding>) -> Option<Condition> {
    let Some(members) = json.as_object() else {
        findings.push(error(
            "INVALID_POLICY_ELEMENT",
            "B1",
            path,
            json.at,
            format!("`Condition` takes an object, not {}", json.kind()),
        ));
        return None;
    };
    duplicates(members, path, findings);
    let mut readable = true;
    let mut operators = Vec::with_capacity(members.len());
    for member in members {
        match operator_block(member, &path.member(&member.name), variables, findings) {
            Some(block) => operators.push(block),
            None => readable = false,
        }
    }
    readable.then_some(Condition { at: json.at, operators })
}

fn operator_block(
    member: &Member,
    path: &Path<'_>,
    variables: bool,
    findings: &mut Vec<Finding>,
) -> Option<OperatorBlock> {
    let operator = match Operator::parse(&member.name) {
        Ok(operator) => operator,
        Err(OperatorError::NullIfExists) => {
            findings.push(error(
                "NULL_WITH_IF_EXISTS",
                "B15",
                path,
                member.name_at,
                format!("`{}` contradicts itself: `Null` already asks whether the key exists", member.name),
            ));
            return None;
        }
        Err(OperatorError::Unknown) => {
            let hint = nearest(&member.name).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
            findings.push(error(
                "INVALID_CONDITION_OPERATOR",
                "B15",
                path,
                member.name_at,
                format!("`{}` is not a condition operator{hint}", member.name),
            ));
            return None;
        }
    };
    let Some(keys) = member.value.as_object() else {
        findings.push(error(
            "INVALID_POLICY_ELEMENT",
            "B1",
            path,
            member.value.at,
            format!("`{}` takes an object of condition keys, not {}", member.name, member.value.kind()),
        ));
        return None;
    };
    duplicates(keys, path, findings);
    case_duplicates(keys, path, findings);
    let mut readable = true;
    let mut blocks = Vec::with_capacity(keys.len());
    for key in keys {
        match key_block(operator, key, &path.member(&key.name), variables, findings) {
            Some(block) => blocks.push(block),
            None => readable = false,
        }
    }
    readable.then_some(OperatorBlock {
        operator,
        name: member.name.clone(),
        at: ByteRange { start: member.name_at.start, end: member.value.at.end },
        name_at: member.name_at,
        keys: blocks,
    })
}

fn key_block(
    operator: Operator,
    member: &Member,
    path: &Path<'_>,
    variables: bool,
    findings: &mut Vec<Finding>,
) -> Option<KeyBlock> {
    let key_lower = member.name.to_lowercase();
    let items = match &member.value.value {
        Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(&member.value),
    };
    let is_list = matches!(member.value.value, Value::Array(_));
    let mut readable = true;
    let mut values = Vec::with_capacity(items.len());
    for (position, item) in items.iter().enumerate() {
        let item_path = if is_list { path.element(position) } else { *path };
        match value(operator.base, item, &item_path, variables, findings) {
            Some(value) => values.push(value),
            None => readable = false,
        }
    }
    if operator.base == Base::Bool && values.len() > 1 {
        findings.push(error(
            "INVALID_CONDITION_MULTIPLE_BOOLEAN",
            "B15",
            path,
            member.value.at,
            format!("`{}` takes one Boolean; two of them match every Boolean", member.name),
        ));
    }
    readable.then(|| KeyBlock {
        key_type: key_type(&key_lower),
        key: member.name.clone(),
        key_lower,
        at: ByteRange { start: member.name_at.start, end: member.value.at.end },
        key_at: member.name_at,
        values,
    })
}

fn value(
    base: Base,
    json: &Json,
    path: &Path<'_>,
    variables: bool,
    findings: &mut Vec<Finding>,
) -> Option<PolicyValue> {
    let text = match &json.value {
        Value::String(text) => text.as_str(),
        Value::Number(text) => text.as_str(),
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        _ => {
            findings.push(error(
                "INVALID_CONDITION_DATA_TYPE",
                "B1",
                path,
                json.at,
                format!("a condition value is a string, number or Boolean, not {}", json.kind()),
            ));
            return None;
        }
    };
    let allowed = matches!(base.family(), Family::String | Family::Arn | Family::Bool);
    if text.contains("${") {
        if !variables {
            findings.push(Finding::new(
                FindingType::Warning,
                "VARIABLE_UNSUPPORTED_IN_VERSION",
                "B3",
                path,
                json.at,
                format!("`{text}`: without `Version` 2012-10-17 a variable is ordinary text"),
            ));
        } else if !allowed {
            findings.push(error(
                "INVALID_VARIABLE_FOR_OPERATOR",
                "B16",
                path,
                json.at,
                format!("`{text}`: {} takes no variables", base.name()),
            ));
        } else if base == Base::Bool {
            findings.push(Finding::new(
                FindingType::Warning,
                "INVALID_VARIABLE_FOR_OPERATOR",
                "B16",
                path,
                json.at,
                format!("`{text}`: AWS's pages disagree whether Bool takes variables; here it is substituted"),
            ));
        }
    }
    match parse_template(text, base.takes_wildcards(), variables && allowed) {
        Ok(pieces) => Some(PolicyValue::new(base, text, pieces, json.at)),
        Err(problem) => {
            findings.push(variable_error(problem.kind, &problem.text, path, json.at));
            None
        }
    }
}

/// The finding for a variable that is not written as rule B16 has it.
pub(crate) fn variable_error(kind: VariableErrorKind, text: &str, path: &Path<'_>, at: ByteRange) -> Finding {
    let (code, why) = match kind {
        VariableErrorKind::MissingBrace => ("MISSING_BRACE_IN_VARIABLE", "has no closing brace"),
        VariableErrorKind::MissingQuote => ("MISSING_QUOTE_IN_VARIABLE", "needs its default value in single quotes"),
        VariableErrorKind::Empty => ("EMPTY_VARIABLE", "names no key"),
        VariableErrorKind::Space => ("UNSUPPORTED_SPACE_IN_VARIABLE", "has a space in its key"),
    };
    error(code, "B16", path, at, format!("the variable `{text}` {why}"))
}

fn error(code: &'static str, rule: &'static str, path: &Path<'_>, at: ByteRange, details: String) -> Finding {
    Finding::new(FindingType::Error, code, rule, path, at, details)
}

/// Reports members that an object has twice (rule B2).
pub(crate) fn duplicates(members: &[Member], path: &Path<'_>, findings: &mut Vec<Finding>) {
    for_each_repeated(
        members,
        |member| member.name.as_str(),
        |member, _| {
            let details = format!("`{}` appears twice here; only the last one counts", member.name);
            findings.push(error("DUPLICATE_KEY", "B2", &path.member(&member.name), member.name_at, details));
        },
    );
}

/// Visits members whose key an earlier member has; few members, as objects mostly have, are compared one by one.
fn for_each_repeated<'a, K: Ord>(
    members: &'a [Member],
    key: impl Fn(&'a Member) -> K,
    mut visit: impl FnMut(&'a Member, &'a Member),
) {
    if members.len() <= 8 {
        for (position, member) in members.iter().enumerate() {
            if let Some(first) = members.iter().take(position).find(|earlier| key(earlier) == key(member)) {
                visit(member, first);
            }
        }
        return;
    }
    let mut seen: std::collections::BTreeMap<K, &Member> = std::collections::BTreeMap::new();
    for member in members {
        let first = *seen.entry(key(member)).or_insert(member);
        if !std::ptr::eq(first, member) {
            visit(member, first);
        }
    }
}

fn case_duplicates(keys: &[Member], path: &Path<'_>, findings: &mut Vec<Finding>) {
    for_each_repeated(
        keys,
        |key| key.name.to_lowercase(),
        |key, first| {
            if first.name != key.name {
                let details = format!("`{}` and `{}` are the same condition key", key.name, first.name);
                findings.push(error(
                    "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
                    "B2",
                    &path.member(&key.name),
                    key.name_at,
                    details,
                ));
            }
        },
    );
}

/// The operator that a reader probably meant: same letters, other case, or one small slip away.
fn nearest(name: &str) -> Option<String> {
    let (prefix, rest) = match name.rsplit_once(':') {
        Some((prefix, rest)) => (Some(prefix), rest),
        None => (None, name),
    };
    let mut best: Option<(usize, String)> = None;
    for base in Base::ALL {
        for suffix in ["", "IfExists"] {
            let candidate = format!("{}{suffix}", base.name());
            let distance = distance(&candidate.to_lowercase(), &rest.to_lowercase());
            if distance <= 2 && best.as_ref().is_none_or(|(d, _)| distance < *d) {
                best = Some((distance, candidate));
            }
        }
    }
    let quantifier = match prefix {
        None => "",
        Some(p) if p.to_lowercase().contains("all") => "ForAllValues:",
        Some(p) if p.to_lowercase().contains("any") => "ForAnyValue:",
        Some(_) => return None,
    };
    best.map(|(_, base)| format!("{quantifier}{base}"))
}

/// Edit distance of two short names; long ones are not compared.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    if a.len() > 64 || b.len() > 64 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut previous = i;
        let mut left = i + 1;
        for (slot, cb) in row.iter_mut().skip(1).zip(b.chars()) {
            let cost = previous + usize::from(ca != cb);
            previous = *slot;
            left = cost.min(previous + 1).min(left + 1);
            *slot = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
