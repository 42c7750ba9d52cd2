//! Reading a scenario: format, title, clock and settings; the world and the script have files of their own.

use super::read_script::read_script;
use super::read_world::read_world;
use super::{Scenario, View};
use crate::policy::ScpLanguage;
use crate::sts::{RoleSessionMfa, Settings};
use crate::text::decode::{At, InputError};
use crate::text::json::{self, Json, Value};
use crate::time::parse_rfc3339;

/// The format that is read and written.
pub const FORMAT: &str = "iam-playground/1";

impl Scenario {
    /// Reads a scenario from its text.
    ///
    /// # Errors
    /// The first place that is not of the documented shape.
    pub fn read(text: &str) -> Result<Self, InputError> {
        Self::from_json(json::parse(text)?)
    }

    /// Reads a scenario that is JSON already.
    ///
    /// # Errors
    /// The first place that is not of the documented shape.
    pub fn from_json(json: Json) -> Result<Self, InputError> {
        let root = At::root(&json);
        let fields = root.fields()?;
        let format = fields.required("format")?;
        if format.string()? != FORMAT {
            return Err(
                format.error(format!("this is not the format \"{FORMAT}\"; a newer playground may have written it"))
            );
        }
        let title = fields.required("title")?.string()?;
        let summary = fields.read("summary", At::string)?;
        let clock = time(&fields.required("clock")?)?;
        let settings = fields.read("settings", read_settings)?.unwrap_or_default();
        let world = read_world(&fields.required("accounts")?, fields.optional("organization").as_ref())?;
        let script = read_script(&fields.required("script")?, clock, &world)?;
        let view = fields.read("view", read_view)?.unwrap_or_default();
        fields.finish()?;
        Ok(Self { title, summary, clock, settings, world, script, view, json })
    }

    /// Writes the scenario as text.
    pub fn write(&self) -> String {
        let mut text = crate::text::pretty(&self.json);
        text.push('\n');
        text
    }

    /// The scenario as JSON.
    pub fn json(&self) -> &Json {
        &self.json
    }

    pub(super) fn json_mut(&mut self) -> &mut Json {
        &mut self.json
    }
}

/// A time in RFC 3339, UTC.
pub(super) fn time(at: &At<'_>) -> Result<i64, InputError> {
    let text = at.string()?;
    let utc = text.ends_with(['Z', 'z']) || text.ends_with("+00:00") || text.ends_with("-00:00");
    parse_rfc3339(&text)
        .filter(|_| utc)
        .ok_or_else(|| at.error(format!("`{text}` is not a time in UTC such as 2026-03-02T09:00:00Z")))
}

/// Reads the open readings of the rules.
pub(crate) fn read_settings(at: &At<'_>) -> Result<Settings, InputError> {
    let fields = at.fields()?;
    let mut settings = Settings::default();
    if let Some(value) = fields.optional("roleSessionMfa") {
        settings.role_session_mfa = value.word(&[
            ("documented", RoleSessionMfa::Documented),
            ("absent", RoleSessionMfa::Absent),
            ("propagated", RoleSessionMfa::Propagated),
        ])?;
    }
    if let Some(value) = fields.optional("sessionTokenChains") {
        settings.session_token_chains = value.bool()?;
    }
    if let Some(value) = fields.optional("forAnyValueIfExistsMissing") {
        settings.condition.for_any_value_if_exists_missing = value.bool()?;
    }
    if let Some(value) = fields.optional("emptyStringIsNull") {
        settings.condition.empty_string_is_null = value.bool()?;
    }
    if let Some(value) = fields.optional("totpStepsTolerated") {
        let steps = value.integer()?;
        if !(0..=10).contains(&steps) {
            return Err(value.error(format!("`{steps}` is not between 0 and 10")));
        }
        settings.totp_steps_tolerated = steps;
    }
    if let Some(value) = fields.optional("scpLanguage") {
        settings.scp = value.word(&[("2025", ScpLanguage::Full2025), ("2023", ScpLanguage::Narrow2023)])?;
    }
    fields.finish()?;
    Ok(settings)
}

fn read_view(at: &At<'_>) -> Result<View, InputError> {
    let fields = at.fields()?;
    let view = View {
        tab: fields.read("tab", At::string)?,
        step: fields.read("step", |step| match &step.json.value {
            Value::Number(text) => Ok(text.clone()),
            _ => step.string(),
        })?,
        user: fields.read("user", At::string)?,
        role: fields.read("role", At::string)?,
        mfa_age: fields.read("mfaAge", At::integer)?,
    };
    fields.read("compare", At::entries)?;
    fields.finish()?;
    Ok(view)
}
