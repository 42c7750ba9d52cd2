//! Advice about a whole scenario: its world, and the MFA devices that its script names.

use super::{Expectation, Outcome, Scenario, StepKind};
use crate::advice::{self, WorldFinding};
use crate::finding::{Finding, FindingType};
use crate::text::Pointer;
use crate::world::Library;

impl Scenario {
    /// Everything that can be said about the scenario beyond its single documents. Pointers start at its root.
    pub fn advice(&self, library: &Library) -> Vec<WorldFinding> {
        let signed_in: Vec<String> = self
            .script
            .iter()
            .filter_map(|step| match &step.kind {
                StepKind::SignIn(sign_in) if sign_in.console == Some(true) => Some(sign_in.principal.clone()),
                _ => None,
            })
            .collect();
        let mut findings = advice::world(&self.world, self.settings, library, &signed_in);
        self.serials(&mut findings);
        findings
    }

    /// Serial numbers that cannot work (rule A5). Steps that expect a refusal mean them.
    fn serials(&self, findings: &mut Vec<WorldFinding>) {
        for (index, step) in self.script.iter().enumerate() {
            let StepKind::Sts(call) = &step.kind else { continue };
            let Some(serial) = &call.parameters.serial_number else { continue };
            if matches!(step.common.expect, Some(Expectation::Error(_) | Expectation::Outcome(Outcome::Refused))) {
                continue;
            }
            let owner = self.world.users().find(|user| user.user.mfa.iter().any(|device| device.serial == *serial));
            let caller = call.signed_by.and_then(|index| match &self.script.get(index)?.kind {
                StepKind::SignIn(sign_in) => Some(sign_in.principal.as_str()),
                _ => None,
            });
            let (code, details) = match (owner, caller) {
                (None, _) => ("MFA_UNKNOWN_SERIAL", format!("no user of this world has the MFA device `{serial}`")),
                (Some(owner), Some(caller)) if owner.arn() != caller => (
                    "MFA_SERIAL_OF_ANOTHER_USER",
                    format!(
                        "the MFA device `{serial}` belongs to {}, and only its own user can show its codes",
                        owner.name
                    ),
                ),
                _ => continue,
            };
            let pointer = Pointer::root().member("script").element(index).member("parameters").member("SerialNumber");
            let finding = Finding::about(FindingType::Warning, code, "A5", details);
            findings.push(WorldFinding { pointer: pointer.as_str().to_owned(), finding });
        }
    }
}
