//! Session tags (rule A11): keys are case-insensitive, later ones override, transitive ones are inherited.

/// Adds tags over others: one of the same key, whatever its case, gives way.
pub(super) fn overlay(base: &[(String, String)], over: &[(String, String)]) -> Vec<(String, String)> {
    let mut tags: Vec<(String, String)> =
        base.iter().filter(|(key, _)| !has(over.iter().map(|(k, _)| k), key)).cloned().collect();
    tags.extend(over.iter().cloned());
    tags
}

/// Whether a list of keys has one, whatever its case.
pub(super) fn has<'a>(mut keys: impl Iterator<Item = &'a String>, key: &str) -> bool {
    keys.any(|k| k.to_lowercase() == key.to_lowercase())
}

/// The tags among some that have one of the keys.
pub(super) fn with_keys(tags: &[(String, String)], keys: &[String]) -> Vec<(String, String)> {
    tags.iter().filter(|(key, _)| has(keys.iter(), key)).cloned().collect()
}
