//! `totp`: the code of a device at a time.

use super::InputError;
use crate::sts::{TOTP_STEP_SECONDS, decode_secret, totp_code};
use crate::text::decode::At;
use crate::text::json::{self, Value};
use crate::time::parse_rfc3339;

/// Answers `totp`.
pub(super) fn call(text: &str) -> Result<String, InputError> {
    let json = json::parse(text)?;
    let fields = At::root(&json).fields()?;
    let secret_at = fields.required("secret")?;
    let secret = decode_secret(&secret_at.string()?)
        .ok_or_else(|| secret_at.error("the secret is not base32: letters A to Z and digits 2 to 7"))?;
    let at = fields.required("at")?;
    let moment = match &at.json.value {
        Value::String(text) => parse_rfc3339(text)
            .ok_or_else(|| at.error(format!("`{text}` is not a time such as 2026-03-02T09:00:00Z")))?,
        _ => at.integer()?,
    };
    if moment < 0 {
        return Err(at.error("codes begin at 1970-01-01T00:00:00Z"));
    }
    fields.finish()?;
    let valid_for_seconds = TOTP_STEP_SECONDS - moment.rem_euclid(TOTP_STEP_SECONDS);
    // A code is digits.
    Ok(format!("{{\"code\":\"{}\",\"validForSeconds\":{valid_for_seconds}}}", totp_code(&secret, moment)))
}
