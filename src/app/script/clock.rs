//! The simulated clock of the Script view, and what the MFA devices show at its time. It runs beside the script and
//! changes nothing in it.

use super::timeline::{Issued, Timeline};
use crate::app::model::Subject;
use crate::app::words;
use crate::app::words::duration;
use crate::scenario::Scenario;
use crate::sts::{TOTP_STEP_SECONDS, decode_secret, totp_code};
use crate::time::format_utc;

/// The clock, and the device that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The time, Unix seconds; none for the script's start.
    pub now: Option<i64>,
    /// Which running of the clock goes on, if one does.
    pub running: Option<u32>,
    /// How often it was started; names the next running.
    pub starts: u32,
    /// The serial of the device; none for the first.
    pub device: Option<String>,
}

/// What the clock and the device show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The time, Unix seconds.
    pub now: i64,
    /// The same in words.
    pub time: String,
    /// Whether it runs.
    pub running: bool,
    /// Every device: serial, and whose.
    pub devices: Vec<(String, String)>,
    /// The chosen device.
    pub device: Option<Device>,
    /// The sessions that there are at that time, and how long they last.
    pub sessions: Vec<String>,
    /// The next moment at which credentials expire.
    pub next_expiry: Option<i64>,
    /// The time of the step after this moment.
    pub next_step: Option<i64>,
    /// Whether it is later, or earlier, than the script's start.
    pub away: bool,
    /// The step that Why explains, and its time.
    pub chosen: Option<(usize, i64)>,
}

/// What a device shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its serial.
    pub serial: String,
    /// The ARN of its user.
    pub user: String,
    /// Six digits; or why there are none.
    pub code: Result<String, String>,
    /// How long they stay, seconds.
    pub seconds: i64,
    /// The step that has used this code up already.
    pub used_by: Option<String>,
}

/// What there is to see at the clock's time.
pub fn face(state: &State, scenario: &Scenario, timeline: &Timeline, subject: Subject) -> Face {
    let now = state.now.unwrap_or(scenario.clock);
    let devices = devices(scenario);
    let chosen =
        devices.iter().find(|device| Some(&device.serial) == state.device.as_ref()).or_else(|| devices.first()).map(
            |found| {
                let step = now.div_euclid(TOTP_STEP_SECONDS);
                let used = timeline.issued.iter().find(|issued| {
                    issued.device.as_ref() == Some(&found.serial) && issued.from.div_euclid(TOTP_STEP_SECONDS) == step
                });
                Device {
                    serial: found.serial.clone(),
                    user: found.user.clone(),
                    code: decode_secret(&found.secret)
                        .filter(|_| now >= 0)
                        .map(|secret| totp_code(&secret, now))
                        .ok_or_else(|| "Its secret is not base32: letters A to Z and digits 2 to 7.".to_owned()),
                    seconds: TOTP_STEP_SECONDS - now.rem_euclid(TOTP_STEP_SECONDS),
                    used_by: used.map(|issued| issued.name.clone()),
                }
            },
        );
    let alive = |issued: &&Issued| issued.from <= now && issued.until.is_some();
    let sessions = timeline.issued.iter().filter(alive).map(|issued| {
        let until = issued.until.unwrap_or_default();
        if until > now {
            format!("{}: expires in {}", issued.name, duration(until - now))
        } else {
            format!("{}: expired {} ago", issued.name, duration(now - until))
        }
    });
    let explained = match subject {
        Subject::Step(index) => timeline.cards.get(index).map(|card| (index, card.moment)),
        Subject::Cell => None,
    };
    Face {
        now,
        time: format_utc(now),
        running: state.running.is_some(),
        devices: devices
            .iter()
            .map(|device| (device.serial.clone(), words::arn_name(&device.user).to_owned()))
            .collect(),
        device: chosen,
        sessions: sessions.collect(),
        next_expiry: timeline.issued.iter().filter_map(|issued| issued.until).filter(|until| *until > now).min(),
        next_step: timeline.cards.iter().map(|card| card.moment).find(|moment| *moment > now),
        away: now != scenario.clock,
        chosen: explained.filter(|(_, moment)| *moment != now),
    }
}

struct Known {
    serial: String,
    secret: String,
    user: String,
}

fn devices(scenario: &Scenario) -> Vec<Known> {
    let of = |user: crate::world::UserRef<'_>| {
        let arn = user.arn();
        let known = |device: &crate::world::MfaDevice| Known {
            serial: device.serial.clone(),
            secret: device.secret.clone(),
            user: arn.clone(),
        };
        user.user.mfa.iter().map(known).collect::<Vec<_>>()
    };
    scenario.world.users().flat_map(of).collect()
}
