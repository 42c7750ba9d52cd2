//! Reads the worker's answer on the smallest changes, and says what each does on this page.

use super::age;
use super::cell_script::with;
use super::diff::{Line, LineKind, difference};
use super::flips::{Act, Difference, Flip, Found, Key};
use super::model::Subject;
use super::words;
use crate::scenario::{Change, Outcome, Scenario};
use crate::text::json::{self, Json, Value};
use crate::text::pretty;
use crate::whatif::{Family, SessionKind, SessionsQuestion, mfa_age_of};
use crate::world::Library;

/// How many changes are shown.
const SHOWN: usize = 8;

/// What the worker was asked.
#[derive(Debug)]
pub(super) struct Asked {
    pub key: Key,
    /// The scenario that was sent.
    pub scenario: Json,
    /// The step of it that should end otherwise.
    pub step: usize,
    /// How.
    pub to: Outcome,
}

/// The name of an outcome in the JavaScript API.
pub(super) fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "allowed",
        Outcome::ExplicitDeny => "explicitDeny",
        Outcome::ImplicitDeny => "implicitDeny",
        Outcome::Refused => "refused",
        Outcome::Issued => "issued",
    }
}

/// Reads an answer.
pub(super) fn read(asked: &Asked, text: &str) -> Found {
    let Ok(answer) = json::parse(text) else { return Found::Impossible("The answer could not be read.".to_owned()) };
    let listed = answer.get("changes").and_then(Json::as_array).unwrap_or_default();
    let mut changes: Vec<Flip> = other_ages(asked);
    for change in listed {
        if let Some(flip) = read_change(asked, change)
            && !changes.iter().any(|known| known.act == flip.act || says_the_same(known, &flip))
        {
            changes.push(flip);
        }
    }
    changes.truncate(SHOWN);
    if changes.is_empty() {
        let why = answer.get("impossible").and_then(Json::as_str);
        return Found::Impossible(
            why.unwrap_or("No single change of the credentials, the request or one policy leads there.").to_owned(),
        );
    }
    Found::Changes(changes)
}

/// A second way that only waits for another code is none.
fn says_the_same(known: &Flip, other: &Flip) -> bool {
    let plain = |sentence: &str| sentence.replace(" once the device shows its next code", "");
    plain(&known.sentence) == plain(&other.sentence)
}

fn read_change(asked: &Asked, change: &Json) -> Option<Flip> {
    let family = match change.get("family")?.as_str()? {
        "session" => Family::Session,
        "request" => Family::Request,
        _ => Family::Policy,
    };
    let sentence = change.get("sentence")?.as_str()?.to_owned();
    let edits = change.get("edits")?.as_array()?;
    let scenario = &asked.key.scenario.0;
    let in_cell = asked.key.subject == Subject::Cell;
    if family == Family::Session && in_cell {
        let (kind, role) = credentials_after(asked, edits)?;
        let age = good_age(asked, kind, role.as_deref())?;
        let here = kind == asked.key.cell.kind && (role.is_none() || role == asked.key.role);
        return (!here).then_some(Flip {
            family,
            sentence,
            differences: Vec::new(),
            act: Act::Look { kind, role, age: (age != asked.key.age).then_some(age) },
        });
    }
    let mut changes = Vec::new();
    let mut differences = Vec::new();
    let mut document = None;
    let mut step = asked.step;
    // Of two edits of one policy the second one's places are in the text after the first.
    let mut texts: Vec<(&str, String)> = Vec::new();
    for edit in edits {
        let index = || number(edit, "index");
        match edit.get("op")?.as_str()? {
            "insertStep" => {
                step += 1;
                differences.push(added(edit.get("step")?));
                changes.push(Change::Insert {
                    pointer: format!("/script/{}", index()?),
                    value: edit.get("step")?.clone(),
                });
            }
            "replaceStep" if in_cell => {
                // The calls behind a cell are not the scenario's.
                let own = index()? == step;
                let (before, after) = (step_json(&asked.scenario, asked.step).filter(|_| own)?, edit.get("step")?);
                differences.push(step_difference(before, after));
                changes.extend(request_changes(scenario, asked.key.cell.request, after));
            }
            "replaceStep" => {
                // Steps were inserted before the step in question only.
                let at = if index()? == step { asked.step } else { index()? };
                let (before, after) = (step_json(&asked.scenario, at)?, edit.get("step")?);
                differences.push(step_difference(before, after));
                changes.push(Change::set(format!("/script/{}", index()?), after.clone()));
            }
            "addPolicy" => {
                let (pointer, policy) = (edit.get("policy")?.as_str()?, edit.get("document")?);
                let text = pretty(policy);
                differences.push(Difference { title: "A new policy".to_owned(), lines: difference("", &text) });
                changes.push(Change::set(pointer, policy.clone()));
                texts.push((pointer, text));
            }
            "removePolicy" => {
                let pointer = edit.get("policy")?.as_str()?;
                let known = scenario.documents().into_iter().find(|document| document.pointer == pointer)?;
                differences.push(Difference {
                    title: format!("{} · {}", known.name, known.owner),
                    lines: difference(&known.text, ""),
                });
                changes.push(Change::remove(pointer));
            }
            _ => {
                let pointer = edit.get("policy")?.as_str()?;
                let known = scenario.documents().into_iter().find(|document| document.pointer == pointer);
                let before = match texts.iter().position(|(known, _)| *known == pointer) {
                    Some(at) => texts.remove(at).1,
                    None => known.as_ref()?.text.to_string(),
                };
                let text = edited(&before, edit.get("edits")?.as_array()?)?;
                differences.push(Difference {
                    title: known
                        .map_or("The new policy".to_owned(), |known| format!("{} · {}", known.name, known.owner)),
                    lines: difference(&before, &text),
                });
                changes.push(Change::set(pointer, text.clone()));
                texts.push((pointer, text));
                document = Some(pointer.to_owned());
            }
        }
    }
    let step = (!in_cell).then_some(step);
    Some(Flip { family, sentence, differences, act: Act::Change { changes, step, document } })
}

/// At another age of the same session the answer may be the wanted one.
fn other_ages(asked: &Asked) -> Vec<Flip> {
    let (key, kind) = (&asked.key, asked.key.cell.kind);
    if key.subject != Subject::Cell || !kind.has_age() {
        return Vec::new();
    }
    let intervals =
        mfa_age_of(&key.scenario.0, &Library::default(), &question(key, kind, None), kind, key.cell.request);
    let good = intervals.iter().filter(|interval| interval.outcome == asked.to && interval.from <= age::MAX);
    let flips = good.map(|interval| {
        let (sentence, there) = match interval.to.filter(|_| interval.from < key.age) {
            Some(to) => {
                (format!("Make the request earlier: at an MFA age of {to} s ({}) or less.", words::duration(to)), to)
            }
            None => (
                format!(
                    "Make the request later: at an MFA age of {} s ({}) or more.",
                    interval.from,
                    words::duration(interval.from)
                ),
                interval.from,
            ),
        };
        let act = Act::Look { kind, role: None, age: Some(there) };
        Flip { family: Family::Session, sentence, differences: Vec::new(), act }
    });
    flips.take(2).collect()
}

/// The age at which another session leads to the wanted outcome: the present one, where it does.
fn good_age(asked: &Asked, kind: SessionKind, role: Option<&str>) -> Option<i64> {
    let key = &asked.key;
    if !kind.has_age() {
        return Some(key.age);
    }
    let intervals =
        mfa_age_of(&key.scenario.0, &Library::default(), &question(key, kind, role), kind, key.cell.request);
    // Where the call is in question, the request after it may end in any way.
    let good = |outcome: Outcome| outcome == asked.to || asked.to == Outcome::Issued;
    let mut ages = intervals.iter().filter(|interval| good(interval.outcome));
    let holds =
        |interval: &&crate::whatif::Interval| interval.from <= key.age && interval.to.is_none_or(|to| key.age <= to);
    if ages.clone().any(|interval| holds(&interval)) {
        return Some(key.age);
    }
    ages.next().map(|interval| interval.from).filter(|from| *from <= age::MAX)
}

fn question(key: &Key, kind: SessionKind, role: Option<&str>) -> SessionsQuestion {
    SessionsQuestion {
        user: key.user.clone(),
        role: role.map(str::to_owned).or_else(|| key.role.clone()),
        requests: vec![key.cell.request],
        mfa_age: 0,
        kinds: vec![kind],
    }
}

/// The kind of credentials, and the role, that sign the step after the edits.
fn credentials_after(asked: &Asked, edits: &[Json]) -> Option<(SessionKind, Option<String>)> {
    let mut script = asked.scenario.get("script")?.as_array()?.to_vec();
    let mut at = asked.step;
    for edit in edits {
        let (index, step) = (number(edit, "index")?, edit.get("step")?.clone());
        match edit.get("op")?.as_str()? {
            "insertStep" if index <= script.len() => {
                script.insert(index, step);
                at += 1;
            }
            "replaceStep" => *script.get_mut(index)? = step,
            _ => return None,
        }
    }
    let word = |step: &Json, name: &str| step.get(name).and_then(Json::as_str).map(str::to_owned);
    let mut calls = Vec::new();
    let mut role = None;
    let mut console = None;
    let mut step = script.get(at)?;
    for _ in 0..script.len() {
        match word(step, "do")?.as_str() {
            "sts" => {
                let parameters = step.get("parameters")?;
                role = role.or(word(parameters, "RoleArn"));
                calls.push((word(step, "operation")?, parameters.get("TokenCode").is_some()));
            }
            "signIn" => {
                console = step
                    .get("console")
                    .map(|console| console.get("mfa").is_some_and(|mfa| mfa.value == Value::Bool(true)));
                break;
            }
            _ => {}
        }
        let signer = word(step, "as")?;
        step = script.iter().find(|other| word(other, "id").as_ref() == Some(&signer))?;
    }
    // The last call comes first.
    let calls: Vec<(&str, bool)> = calls.iter().map(|(name, code)| (name.as_str(), *code)).collect();
    let kind = match (calls.as_slice(), console) {
        ([], None) => SessionKind::AccessKey,
        ([], Some(false)) => SessionKind::Console,
        ([], Some(true)) => SessionKind::ConsoleMfa,
        ([("GetSessionToken", false)], None) => SessionKind::SessionToken,
        ([("GetSessionToken", true)], None) => SessionKind::SessionTokenMfa,
        ([("AssumeRole", false)], None) => SessionKind::AssumeRole,
        ([("AssumeRole", true)], None) => SessionKind::AssumeRoleMfa,
        ([("AssumeRole", false), ("GetSessionToken", true)], None) => SessionKind::SessionTokenMfaThenRole,
        ([("GetFederationToken", _)], None) => SessionKind::FederatedUser,
        _ => return None,
    };
    Some((kind, role))
}

/// What a changed request comes to for all steps that share its row.
fn request_changes(scenario: &Scenario, request: usize, after: &Json) -> Vec<Change> {
    let mut changes = Vec::new();
    for step in super::requests::same_requests(scenario, request) {
        for member in ["action", "resource", "context", "via"] {
            let pointer = format!("/script/{step}/{member}");
            let now = step_json(scenario.json(), step).and_then(|step| step.get(member));
            match after.get(member) {
                Some(value) if now != Some(value) => changes.push(Change::set(pointer, value.clone())),
                None if now.is_some() => changes.push(Change::remove(pointer)),
                _ => {}
            }
        }
    }
    changes
}

fn step_json(scenario: &Json, step: usize) -> Option<&Json> {
    scenario.get("script")?.as_array()?.get(step)
}

fn added(step: &Json) -> Difference {
    let lines = pretty(step);
    let line = |(index, text): (usize, &str)| Line {
        kind: LineKind::New,
        text: text.to_owned(),
        numbers: (None, Some(index + 1)),
    };
    Difference { title: "A new step of the script".to_owned(), lines: lines.lines().enumerate().map(line).collect() }
}

/// The difference in a step, but for what only this page has put there.
fn step_difference(before: &Json, after: &Json) -> Difference {
    let plain = |step: &Json| pretty(&with(step, "at", None));
    Difference { title: "The step of the script".to_owned(), lines: difference(&plain(before), &plain(after)) }
}

fn number(json: &Json, name: &str) -> Option<usize> {
    match &json.get(name)?.value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

/// A text after edits whose places are UTF-16 units of the text before them.
fn edited(text: &str, edits: &[Json]) -> Option<String> {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    let mut read: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| Some((number(edit, "start")?, number(edit, "end")?, edit.get("text")?.as_str()?)))
        .collect::<Option<_>>()?;
    read.sort_by_key(|(start, ..)| std::cmp::Reverse(*start));
    for (start, end, text) in read {
        if start > end || end > units.len() {
            return None;
        }
        units.splice(start..end, text.encode_utf16());
    }
    String::from_utf16(&units).ok()
}
