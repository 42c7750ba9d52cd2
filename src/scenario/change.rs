//! Changes of a scenario by place: what a form, a drag or a rename comes to. The changed JSON is read anew, so that a
//! scenario after a change is one that could have been typed.

use super::Scenario;
use crate::text::Pointer;
use crate::text::decode::InputError;
use crate::text::json::{Json, Member, Value};

/// One change. Places are JSON pointers into the scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Puts a value there: replaces what stands there, else adds it as the last member. Missing objects on the way are
    /// made.
    Set {
        /// Where.
        pointer: String,
        /// What.
        value: Json,
    },
    /// Takes away what stands there.
    Remove {
        /// Where.
        pointer: String,
    },
    /// Puts a value into an array before the element with that index, or at its end.
    Insert {
        /// The element's place, as in `/script/3`.
        pointer: String,
        /// What.
        value: Json,
    },
    /// Gives a member of an object another name; it keeps its place in the order.
    Rename {
        /// Which member.
        pointer: String,
        /// Its new name.
        name: String,
    },
    /// Moves an element or a member within its array or object.
    Move {
        /// Which.
        pointer: String,
        /// Its new index.
        to: usize,
    },
}

impl Change {
    /// Puts a value at a place.
    pub fn set(pointer: impl Into<String>, value: impl Into<Json>) -> Self {
        Self::Set { pointer: pointer.into(), value: value.into() }
    }

    /// Takes away what stands at a place.
    pub fn remove(pointer: impl Into<String>) -> Self {
        Self::Remove { pointer: pointer.into() }
    }

    fn pointer(&self) -> &str {
        match self {
            Self::Set { pointer, .. }
            | Self::Remove { pointer }
            | Self::Insert { pointer, .. }
            | Self::Rename { pointer, .. }
            | Self::Move { pointer, .. } => pointer,
        }
    }
}

impl Scenario {
    /// The scenario after these changes, one after another.
    ///
    /// # Errors
    /// A place that is not there, a name that is taken, or a change after which this is no scenario any more.
    pub fn changed(&self, changes: &[Change]) -> Result<Self, InputError> {
        let mut json = self.json().clone();
        for change in changes {
            let parts = Pointer::parts(change.pointer());
            apply(&mut json, &parts, change)
                .map_err(|message| InputError { path: change.pointer().to_owned(), message })?;
        }
        Self::from_json(json)
    }
}

const NOT_THERE: &str = "there is nothing at this place";

fn apply(json: &mut Json, parts: &[String], change: &Change) -> Result<(), String> {
    let Some((last, above)) = parts.split_last() else {
        return Err("the scenario as a whole cannot be changed like this".to_owned());
    };
    let mut parent = json;
    for part in above {
        parent = below(parent, part, matches!(change, Change::Set { .. })).ok_or(NOT_THERE)?;
    }
    match &mut parent.value {
        Value::Object(members) => in_object(members, last, change),
        Value::Array(items) => in_array(items, last, change),
        _ => Err(NOT_THERE.to_owned()),
    }
}

/// What stands below; with `make`, an empty object where there is nothing.
fn below<'a>(json: &'a mut Json, part: &str, make: bool) -> Option<&'a mut Json> {
    match &mut json.value {
        Value::Object(members) => {
            let at = match members.iter().position(|member| member.name == part) {
                Some(at) => at,
                None if make => {
                    members.push(Member::of(part, Json::of(Value::Object(Vec::new()))));
                    members.len() - 1
                }
                None => return None,
            };
            members.get_mut(at).map(|member| &mut member.value)
        }
        Value::Array(items) => items.get_mut(part.parse::<usize>().ok()?),
        _ => None,
    }
}

fn in_object(members: &mut Vec<Member>, name: &str, change: &Change) -> Result<(), String> {
    let at = members.iter().position(|member| member.name == name);
    match change {
        Change::Set { value, .. } => match at.and_then(|at| members.get_mut(at)) {
            Some(member) => member.value = value.clone(),
            None => members.push(Member::of(name, value.clone())),
        },
        Change::Insert { .. } => return Err("values are inserted into arrays".to_owned()),
        Change::Remove { .. } => {
            members.remove(at.ok_or(NOT_THERE)?);
        }
        Change::Rename { name: new, .. } => {
            if new != name && members.iter().any(|member| member.name == *new) {
                return Err(format!("the name `{new}` is taken"));
            }
            let member = at.and_then(|at| members.get_mut(at)).ok_or(NOT_THERE)?;
            member.name.clone_from(new);
        }
        Change::Move { to, .. } => {
            let member = members.remove(at.ok_or(NOT_THERE)?);
            members.insert((*to).min(members.len()), member);
        }
    }
    Ok(())
}

fn in_array(items: &mut Vec<Json>, name: &str, change: &Change) -> Result<(), String> {
    let index: usize = name.parse().map_err(|_| NOT_THERE)?;
    let there = index < items.len();
    match change {
        Change::Insert { value, .. } => items.insert(index.min(items.len()), value.clone()),
        Change::Rename { .. } => return Err("elements of arrays have no names".to_owned()),
        Change::Set { value, .. } if index == items.len() => items.push(value.clone()),
        _ if !there => return Err(NOT_THERE.to_owned()),
        Change::Set { value, .. } => {
            if let Some(item) = items.get_mut(index) {
                *item = value.clone();
            }
        }
        Change::Remove { .. } => {
            items.remove(index);
        }
        Change::Move { to, .. } => {
            let item = items.remove(index);
            items.insert((*to).min(items.len()), item);
        }
    }
    Ok(())
}
