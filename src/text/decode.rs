//! Reading JSON of a fixed shape: every problem is one [`InputError`] that names the place.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use super::json::{Json, Member, SyntaxError, Value};
use super::{Path, Pointer};

/// Input that is not of the documented shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// JSON pointer (RFC 6901) to the place; empty for the whole document.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

impl InputError {
    /// An error at a place.
    pub fn new(path: &Pointer, message: impl Into<String>) -> Self {
        Self { path: path.as_str().to_owned(), message: message.into() }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the document" } else { &self.path };
        write!(f, "{place}: {}", self.message)
    }
}

impl std::error::Error for InputError {}

impl From<SyntaxError> for InputError {
    fn from(error: SyntaxError) -> Self {
        Self { message: format!("this is not JSON: {} (byte {})", error.message, error.at.start), path: error.path }
    }
}

/// A value with the place it stands at.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// The value.
    pub json: &'a Json,
    whole: &'a Json,
    /// The pointer to the whole.
    before: &'a str,
}

impl<'a> At<'a> {
    /// A whole document.
    pub fn root(json: &'a Json) -> Self {
        Self::part(json, "")
    }

    /// A document that is part of another, where the pointer says.
    pub fn part(json: &'a Json, pointer: &'a str) -> Self {
        Self { json, whole: json, before: pointer }
    }

    fn inside(&self, json: &'a Json) -> Self {
        Self { json, ..*self }
    }

    /// The place. It is looked for in the whole document, since nearly nobody asks.
    pub fn path(&self) -> Pointer {
        let inside = find(self.whole, self.json, Path::root()).unwrap_or_default();
        Pointer::from_text(format!("{}{inside}", self.before))
    }

    /// An error at this place.
    pub fn error(&self, message: impl Into<String>) -> InputError {
        InputError::new(&self.path(), message)
    }

    fn wrong(&self, wanted: &str) -> InputError {
        self.error(format!("expected {wanted}, found {}", self.json.kind()))
    }

    /// A string.
    ///
    /// # Errors
    /// Any other kind of value; likewise for the readers below.
    pub fn string(&self) -> Result<String, InputError> {
        self.json.as_str().map(str::to_owned).ok_or_else(|| self.wrong("a string"))
    }

    /// A Boolean.
    pub fn bool(&self) -> Result<bool, InputError> {
        match self.json.value {
            Value::Bool(value) => Ok(value),
            _ => Err(self.wrong("true or false")),
        }
    }

    /// A whole number.
    pub fn integer(&self) -> Result<i64, InputError> {
        match &self.json.value {
            Value::Number(text) => {
                text.parse().map_err(|_| self.error(format!("`{text}` is not a whole number within bounds")))
            }
            _ => Err(self.wrong("a whole number")),
        }
    }

    /// One of some words.
    pub fn word<T: Copy>(&self, words: &[(&str, T)]) -> Result<T, InputError> {
        let text = self.json.as_str().ok_or_else(|| self.wrong("a string"))?;
        words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| {
            let known: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            self.error(format!("`{text}` is none of {}", known.join(", ")))
        })
    }

    /// The elements of an array.
    pub fn elements(&self) -> Result<Vec<At<'a>>, InputError> {
        let items = self.json.as_array().ok_or_else(|| self.wrong("an array"))?;
        Ok(items.iter().map(|json| self.inside(json)).collect())
    }

    /// An array of strings.
    pub fn strings(&self) -> Result<Vec<String>, InputError> {
        self.elements()?.iter().map(At::string).collect()
    }

    /// The members of an object whose names are free.
    pub fn entries(&self) -> Result<Vec<(&'a str, At<'a>)>, InputError> {
        let members = self.members()?;
        Ok(members.iter().map(|member| (member.name.as_str(), self.inside(&member.value))).collect())
    }

    /// An object whose values are strings.
    pub fn string_map(&self) -> Result<Vec<(String, String)>, InputError> {
        self.entries()?.iter().map(|(name, value)| Ok(((*name).to_owned(), value.string()?))).collect()
    }

    /// An object with fixed fields.
    pub fn fields(&self) -> Result<Fields<'a>, InputError> {
        Ok(Fields { members: self.members()?, at: *self, used: RefCell::new(Vec::with_capacity(12)) })
    }

    fn members(&self) -> Result<&'a [Member], InputError> {
        let members = self.json.as_object().ok_or_else(|| self.wrong("an object"))?;
        // The few members of most objects are compared one by one.
        let few = members.len() <= 12;
        let mut seen = BTreeSet::new();
        for (position, member) in members.iter().enumerate() {
            let twice = if few {
                members.iter().take(position).any(|earlier| earlier.name == member.name)
            } else {
                !seen.insert(member.name.as_str())
            };
            if twice {
                return Err(InputError::new(&self.path().member(&member.name), "appears twice here"));
            }
        }
        Ok(members)
    }
}

/// An object with fixed fields; unknown ones are an error.
#[derive(Debug)]
pub struct Fields<'a> {
    members: &'a [Member],
    at: At<'a>,
    /// The names that were asked for.
    used: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    /// A field that may be missing.
    pub fn optional(&self, name: &'static str) -> Option<At<'a>> {
        self.used.borrow_mut().push(name);
        let member = self.members.iter().find(|member| member.name == name)?;
        Some(self.at.inside(&member.value))
    }

    /// A field that must be there.
    ///
    /// # Errors
    /// A missing field, at the place of the object.
    pub fn required(&self, name: &'static str) -> Result<At<'a>, InputError> {
        self.optional(name).ok_or_else(|| self.at.error(format!("`{name}` is missing")))
    }

    /// Reads a field that may be missing.
    ///
    /// # Errors
    /// Whatever the reader says.
    pub fn read<T>(
        &self,
        name: &'static str,
        reader: impl FnOnce(&At<'a>) -> Result<T, InputError>,
    ) -> Result<Option<T>, InputError> {
        self.optional(name).map(|at| reader(&at)).transpose()
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// The first field that nobody asked for.
    pub fn finish(self) -> Result<(), InputError> {
        let mut known = self.used.into_inner();
        match self.members.iter().find(|member| !known.contains(&member.name.as_str())) {
            None => Ok(()),
            Some(member) => {
                known.sort_unstable();
                known.dedup();
                let message = format!("unknown field `{}`; known here: {}", member.name, known.join(", "));
                Err(InputError::new(&self.at.path().member(&member.name), message))
            }
        }
    }

    /// An error at the place of the object.
    pub fn error(&self, message: impl Into<String>) -> InputError {
        self.at.error(message)
    }
}

/// The place of a value inside another.
fn find(inside: &Json, wanted: &Json, path: &Path<'_>) -> Option<Pointer> {
    if std::ptr::eq(inside, wanted) {
        return Some(path.into());
    }
    match &inside.value {
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| find(item, wanted, &path.element(index)))
        }
        Value::Object(members) => {
            members.iter().find_map(|member| find(&member.value, wanted, &path.member(&member.name)))
        }
        _ => None,
    }
}
