//! The service data that this module has at hand: what it was built with, and what was handed in since.
//!
//! The page's worker fetches the services that a policy names from its own origin when they are first needed. The npm
//! package has neither.

use std::cell::Cell;

use super::{InputError, encode};
use crate::service_data::{ServiceData, is_service};
use crate::text::decode::At;
use crate::text::json;

/// A call names no more services than this; the others wait for the next one.
const MOST: usize = 12;

/// No service's text is longer, in bytes.
const LONGEST: usize = 512 * 1024;

thread_local! {
    static AT_HAND: Cell<Option<&'static ServiceData<'static>>> = const { Cell::new(None) };
}

/// The services in detail, as far as they are at hand.
pub(super) fn data() -> Option<&'static ServiceData<'static>> {
    AT_HAND.get().or_else(ServiceData::built_in)
}

/// Answers `wantedServices`: the services that a text names and that are not at hand.
pub(super) fn wanted(text: &str) -> String {
    let mut found: Vec<String> = Vec::new();
    for (at, _) in text.match_indices(':') {
        let before = text.get(..at).unwrap_or_default();
        let start = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-').map_or(0, |before| before + 1);
        let Some(word) = before.get(start..).filter(|word| !word.is_empty() && word.len() < 64) else { continue };
        let prefix = word.to_ascii_lowercase();
        let known = data().is_some_and(|data| data.service(&prefix).is_some());
        if !known && is_service(&prefix) && !found.contains(&prefix) {
            found.push(prefix);
            if found.len() == MOST {
                break;
            }
        }
    }
    encode(&found)
}

/// Answers `loadServiceData`: takes the services of a text that are not at hand yet, and says which.
pub(super) fn load(first: &str) -> Result<String, InputError> {
    let json = json::parse(first)?;
    let text = At::root(&json).string()?;
    let offered = ServiceData::read(&text);
    let new = |prefix: &str| is_service(prefix) && data().is_none_or(|data| data.service(prefix).is_none());
    let taken: Vec<String> =
        offered.services().map(|(prefix, _)| prefix.to_owned()).filter(|prefix| new(prefix)).collect();
    // The text stays for good, so it is taken once, and only if it is of use.
    if !taken.is_empty() && text.len() <= LONGEST {
        let kept: &'static str = Box::leak(text.into_boxed_str());
        let more = ServiceData::read(kept);
        let all = data().map_or_else(|| more.clone(), |data| data.with(&more));
        AT_HAND.set(Some(Box::leak(Box::new(all))));
    }
    Ok(encode(&taken))
}
