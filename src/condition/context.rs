//! The request context: what a request says about itself, by key.

use super::key::{KeyType, key_type};
use crate::pattern::Lookup;
use crate::text::same;

/// Contexts up to this size are searched from front to end.
const FEW: usize = 16;

/// The keys and values of one request. Keys are found whatever their case (rule C6).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Sorted by lower-case key.
    entries: Vec<ContextValue>,
}

/// One key of a context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextValue {
    /// The key as it was given.
    pub key: String,
    key_lower: String,
    /// The values; none counts as a missing key (rule C15).
    pub values: Vec<String>,
    /// Whether the key holds a list, even of one.
    pub multivalued: bool,
}

impl Context {
    /// An empty context.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a key to one value. A key that the rules know as a list holds a list of one.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.put(key, vec![value.into()], false);
    }

    /// Sets a key to a list. A list of one under a key that the rules know as single-valued is that value.
    pub fn set_list(&mut self, key: &str, values: Vec<String>) {
        self.put(key, values, true);
    }

    fn put(&mut self, key: &str, values: Vec<String>, list: bool) {
        let key_lower = key.to_lowercase();
        let multivalued = match key_type(&key_lower) {
            Some(KeyType::StringList) => true,
            Some(_) => list && values.len() != 1,
            None => list,
        };
        let entry = ContextValue { key: key.to_owned(), values, multivalued, key_lower };
        match self.find(&entry.key_lower) {
            Ok(at) => {
                if let Some(slot) = self.entries.get_mut(at) {
                    *slot = entry;
                }
            }
            Err(at) => self.entries.insert(at, entry),
        }
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &str) {
        if let Ok(at) = self.find(&key.to_lowercase()) {
            self.entries.remove(at);
        }
    }

    /// The entry of a key by its lower-case name; an empty list counts as missing (rule C15).
    pub fn get(&self, key_lower: &str) -> Option<&ContextValue> {
        // Few entries are faster told apart by their length than by their order.
        let entry = if self.entries.len() <= FEW {
            self.entries.iter().find(|entry| same(&entry.key_lower, key_lower))
        } else {
            self.entries.get(self.find(key_lower).ok()?)
        };
        entry.filter(|entry| !entry.values.is_empty())
    }

    /// How a key was spelt when it was set, by its lower-case name.
    pub fn spelling(&self, key_lower: &str) -> Option<&str> {
        self.entries.get(self.find(key_lower).ok()?).map(|entry| entry.key.as_str())
    }

    /// The entries, sorted by lower-case key.
    pub fn iter(&self) -> impl Iterator<Item = &ContextValue> {
        self.entries.iter()
    }

    fn find(&self, key_lower: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| entry.key_lower.as_str().cmp(key_lower))
    }
}

impl Lookup for Context {
    fn single(&self, key_lower: &str) -> Option<&str> {
        match self.get(key_lower)? {
            ContextValue { multivalued: false, values, .. } => values.first().map(String::as_str),
            _ => None,
        }
    }
}
