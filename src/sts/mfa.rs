//! MFA devices: six-digit codes (RFC 6238), each accepted once (rule A12).

use std::collections::BTreeMap;

use totp_rs::{Algorithm, Builder, Secret};

/// How long a code is shown, in seconds.
pub const TOTP_STEP_SECONDS: i64 = 30;

/// Decodes a base32 secret. White space, dashes, lower case and padding are forgiven, as authenticator apps do.
pub fn decode_secret(base32: &str) -> Option<Vec<u8>> {
    let cleaned: String = base32
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect::<String>()
        .trim_end_matches('=')
        .to_ascii_uppercase();
    let secret = Secret::try_from_base32(&cleaned).ok()?;
    let bytes = secret.as_bytes().to_vec();
    (!bytes.is_empty()).then_some(bytes)
}

/// The code that a device shows at a time in Unix seconds.
pub fn totp_code(secret: &[u8], at: i64) -> String {
    let totp = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(secret.to_vec())
        // Devices with secrets under 16 bytes exist, which the strict builder refuses.
        .build_noncompliant();
    let at = u64::try_from(at).unwrap_or(0);
    format!("{:0>6}", totp.generate(at).to_string())
}

/// What is wrong with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeProblem {
    /// Not a code of this device at this time.
    Wrong,
    /// The right code, but it, or a later one, was used before.
    Used,
}

/// What devices remember: the last step whose code was accepted.
#[derive(Debug, Clone, Default)]
pub struct Devices {
    accepted: BTreeMap<String, i64>,
}

impl Devices {
    /// Checks a code, and remembers it when it is right.
    ///
    /// # Errors
    /// Wrong and used codes.
    pub fn present(
        &mut self,
        serial: &str,
        secret: &[u8],
        code: &str,
        at: i64,
        steps_tolerated: i64,
    ) -> Result<(), CodeProblem> {
        let now = at.div_euclid(TOTP_STEP_SECONDS);
        let last = self.accepted.get(serial).copied();
        let mut used = false;
        for distance in 0..=steps_tolerated {
            for step in [now - distance, now + distance] {
                if step < 0 || totp_code(secret, step * TOTP_STEP_SECONDS) != code {
                    continue;
                }
                if last.is_some_and(|last| step <= last) {
                    used = true;
                    continue;
                }
                self.accepted.insert(serial.to_owned(), step);
                return Ok(());
            }
        }
        Err(if used { CodeProblem::Used } else { CodeProblem::Wrong })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_rfc_6238() {
        let secret = b"12345678901234567890";
        for (at, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(totp_code(secret, at), code);
        }
        assert_eq!(decode_secret("gezd gnbv-GY3TQOJQGEZDGNBVGY3TQOJQ===").as_deref(), Some(secret.as_slice()));
        assert_eq!(decode_secret("1"), None);
        assert_eq!(decode_secret(""), None);
    }
}
