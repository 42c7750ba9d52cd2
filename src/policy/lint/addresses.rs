//! Addresses: private ones for a key that sees public ones only, and host bits that do not count (rule C12).

use ipnet::IpNet;

use super::{Lint, Test, fix};
use crate::condition::Base;

impl Lint<'_> {
    pub(super) fn addresses(&mut self, test: Test<'_>) {
        let negated = match test.operator().base {
            Base::IpAddress => false,
            Base::NotIpAddress => true,
            _ => return,
        };
        for value in &test.key.values {
            if let Some(network) = value.network()
                && network != network.trunc()
            {
                let better = network.trunc().to_string();
                let details = format!("`{}`: bits after the prefix do not count; this is `{better}`", value.text);
                self.suggest("IMPROVE_IP_RANGE", "C12", value.at, details);
                self.fix(format!("Write `{better}`"), fix::replace(value.at, &better));
            }
        }
        if test.key.key_lower == "aws:sourceip" {
            self.private(test, negated);
        }
    }

    fn private(&mut self, test: Test<'_>, negated: bool) {
        let private = |network: &IpNet| is_private(network);
        let networks: Vec<IpNet> = test.key.values.iter().filter_map(|value| value.network()).collect();
        let some = networks.iter().filter(|network| private(network)).count();
        let at = test.key.key_at;
        if some == 0 {
            return;
        }
        if some == test.key.values.len() {
            let (code, effect) = if negated {
                ("PRIVATE_NOT_IP_ADDRESS", "always holds")
            } else {
                ("PRIVATE_IP_ADDRESS", "never holds")
            };
            let details = format!(
                "`{}` sees public addresses only, so that this {effect}; `aws:VpcSourceIp` sees private ones",
                test.key.key
            );
            self.error(code, "C12", at, details);
        } else {
            let code = if negated { "PRIVATE_NOT_IP_ADDRESS_SUBSET" } else { "PRIVATE_IP_ADDRESS_SUBSET" };
            let details = format!(
                "`{}` sees public addresses only: the private ones here have no effect; `aws:VpcSourceIp` sees them",
                test.key.key
            );
            self.suggest(code, "C12", at, details);
        }
    }
}

/// Whether every address of a network is private (RFC 1918, RFC 4193).
fn is_private(network: &IpNet) -> bool {
    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
        .iter()
        .filter_map(|text| text.parse::<IpNet>().ok())
        .any(|private| private.contains(network))
}
