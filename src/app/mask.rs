//! Work without what should not leave the house: account ids become made-up ones, each the same everywhere, and MFA
//! devices get demo secrets. Names stay: they are what the reader is to understand.

use super::saved::Saved;
use crate::scenario::{Change, InputError};
use crate::text::Pointer;
use crate::wire;
use crate::world::account_pointer;

/// Sample ids, as documentation uses them.
const IDS: [&str; 4] = ["111122223333", "444455556666", "777788889999", "123456789012"];
/// A sample secret; each device gets it turned by one letter more.
const SECRET: &str = "JBSWY3DPEHPK3PXPGEZDGNBVGY3TQOJQ";

impl Saved {
    /// The same work, masked.
    ///
    /// # Errors
    /// Why its secrets cannot be found, so that nothing may go out as masked.
    pub fn masked(&self) -> Result<Self, InputError> {
        let mut masks = Masks::default();
        Ok(Self { scenario: masks.ids(&with_demo_secrets(&self.scenario)?), choices: masks.ids(&self.choices) })
    }
}

fn with_demo_secrets(text: &str) -> Result<String, InputError> {
    let scenario = wire::read_scenario(text)?;
    let mut changes = Vec::new();
    for (id, account) in &scenario.world.accounts {
        for (name, user) in &account.users {
            let devices: Pointer = account_pointer(id).member("users").member(name).member("mfa");
            for index in 0..user.mfa.len() {
                let (end, start) = SECRET.split_at(changes.len() % SECRET.len());
                let at = devices.element(index).member("secret");
                changes.push(Change::set(at.as_str(), format!("{start}{end}")));
            }
        }
    }
    Ok(wire::write_scenario(&scenario.changed(&changes)?))
}

/// The ids met so far; each has its own sample.
#[derive(Default)]
struct Masks {
    met: Vec<String>,
}

impl Masks {
    /// Replaces every run of exactly twelve digits.
    fn ids(&mut self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
            let (digits, after) = from.split_at(end);
            masked.push_str(before);
            if digits.len() == 12 {
                masked.push_str(&self.sample(digits));
            } else {
                masked.push_str(digits);
            }
            rest = after;
        }
        masked.push_str(rest);
        masked
    }

    fn sample(&mut self, id: &str) -> String {
        let at = self.met.iter().position(|met| met == id).unwrap_or_else(|| {
            self.met.push(id.to_owned());
            self.met.len() - 1
        });
        IDS.get(at).map_or_else(|| format!("2{at:011}"), |sample| (*sample).to_owned())
    }
}
