//! The compact text: `@service`, then its keys, resource types and actions, one line each.

use std::sync::Arc;

use super::{AccessLevel, Action, Key, KeySet, ResourceType, Service, ServiceData};
use crate::condition::KeyType;

/// No service has more keys or resource types than this; a range in a broken text must not become a flood.
const MOST: usize = 4096;

pub(super) fn read(text: &str) -> ServiceData<'_> {
    let mut data = ServiceData::default();
    for block in text.split('@') {
        let mut lines = block.lines();
        let Some(prefix) = lines.next().filter(|prefix| !prefix.is_empty()) else { continue };
        let mut service = Service::default();
        for line in lines {
            let mut words = line.split(' ');
            match words.next() {
                Some("k") => service.keys = words.filter(|word| !word.is_empty()).map(key).collect(),
                Some("r") => service.types.extend(resource_type(words, prefix)),
                Some("a") => {
                    let action = action(words);
                    service.actions.extend(action.map(|action| (action.name.to_lowercase(), action)));
                }
                _ => {}
            }
        }
        data.services.insert(prefix, Arc::new(service));
    }
    data
}

fn key(word: &str) -> Key<'_> {
    let (name, code) = word.split_once(':').unwrap_or((word, ""));
    let key_type = match code {
        "n" => KeyType::Numeric,
        "b" => KeyType::Bool,
        "d" => KeyType::Date,
        "i" => KeyType::IpAddress,
        "a" => KeyType::Arn,
        "l" => KeyType::StringList,
        _ => KeyType::String,
    };
    Key { name, name_lower: name.to_lowercase(), key_type }
}

fn resource_type<'a>(mut words: impl Iterator<Item = &'a str>, prefix: &'a str) -> Option<ResourceType<'a>> {
    Some(ResourceType {
        region: words.next()? == "1",
        account: words.next()? == "1",
        resource: words.next()?,
        keys: key_set(words.next()?),
        service: words.next().unwrap_or(prefix),
    })
}

fn action<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<Action<'a>> {
    Some(Action {
        name: words.next()?,
        types: ranges(words.next()?),
        keys: key_set(words.next()?),
        level: words.next().and_then(level),
    })
}

fn level(word: &str) -> Option<AccessLevel> {
    Some(match word {
        "l" => AccessLevel::List,
        "r" => AccessLevel::Read,
        "w" => AccessLevel::Write,
        "t" => AccessLevel::Tagging,
        "p" => AccessLevel::PermissionsManagement,
        _ => return None,
    })
}

fn key_set(word: &str) -> KeySet {
    KeySet { positions: ranges(word), resource_tag: word == "t" || word.ends_with(".t") }
}

/// `0-3.7` as positions; `-` and `t` have none.
fn ranges(word: &str) -> Vec<usize> {
    let mut positions = Vec::new();
    for part in word.split('.') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        if let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) {
            positions.extend(first..=last.min(MOST));
        }
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_service() {
        let text = "@s3\nk ExistingObjectTag/* prefix max-keys:n\nr 0 0 */* 0.t\na GetObject 0 0\na ListBucket - 1-2\n";
        let data = ServiceData::read(text);
        let found = data.service("s3").map(|service| {
            let get = service.actions.get("getobject");
            (
                service.key_position("existingobjecttag/team"),
                get.is_some_and(|action| service.action_has_key(action, 0)),
                get.is_some_and(|action| service.action_has_resource_tag(action)),
                service.actions.get("listbucket").map(|action| action.keys.positions.clone()),
            )
        });
        assert_eq!(found, Some((Some(0), true, true, Some(vec![1, 2]))));
        assert_eq!(data.key("s3:max-keys").map(|key| key.key_type), Some(KeyType::Numeric));
    }
}
