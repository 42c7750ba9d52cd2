//! Intervals of one decision each over time: the clock moves, credentials expire, codes of MFA devices change, and the
//! MFA age grows with it. Borders can lie only where one of these or a condition on the clock changes its mind.

use std::collections::{BTreeMap, BTreeSet};

use super::Interval;
use super::intervals::{add_borders, merge};
use super::moving::{bounds, changed};
use crate::scenario::{Detail, Outcome, Runner, Scenario, StepKind, StsStep};
use crate::sts::{Evaluated, Mfa, TOTP_STEP_SECONDS, TokenCode, decode_secret, totp_code};
use crate::world::Library;

/// No more moments are looked at; policies of any size that AWS stores have fewer.
const MOST_MOMENTS: usize = 10_000;
/// A device's codes are looked through for so many half minutes, which is more than two months.
const MOST_CODES: i64 = 200_000;
/// Over so many seconds a question may be asked whose call has a code that is written out.
pub const LONGEST_WITH_CODE: i64 = (MOST_CODES - 100) * STEP;

/// Seconds for which a device shows one code.
const STEP: i64 = TOTP_STEP_SECONDS;

/// How the step ends at a moment.
struct Moment {
    outcome: Outcome,
    evaluated: Vec<Evaluated>,
}

/// The intervals of time for a step, from one moment to another.
pub fn time_intervals(scenario: &Scenario, library: &Library, step: usize, from: i64, to: i64) -> Vec<Interval> {
    let ready = before(scenario, library, step);
    let at = |moment: i64| -> Moment {
        let mut runner = ready.clone();
        let report = runner.step_at(step, moment, Detail::Decision);
        Moment { outcome: report.outcome.unwrap_or(Outcome::Refused), evaluated: runner.evaluated().to_vec() }
    };
    let fixed = fixed_borders(scenario, library, step, from, to);
    let since = mfa_since(scenario, &ready, step);
    let mut seen: BTreeMap<i64, Outcome> = BTreeMap::new();
    let mut wanted: BTreeSet<i64> = BTreeSet::from([from]);
    wanted.extend(fixed.into_iter().filter(|moment| (from..=to).contains(moment)));
    // Where the step is not refused its policies show which other moments count.
    while let Some(moment) = wanted.pop_first() {
        if seen.contains_key(&moment) || seen.len() >= MOST_MOMENTS {
            continue;
        }
        let found = at(moment);
        for one in &found.evaluated {
            for border in borders_of(one, since) {
                wanted.extend([border, border.saturating_add(1)].iter().filter(|m| (from..=to).contains(*m)));
            }
        }
        seen.insert(moment, found.outcome);
    }
    let starts: Vec<i64> = seen.keys().copied().collect();
    let pieces = seen
        .iter()
        .enumerate()
        .map(|(position, (start, outcome))| Interval {
            from: *start,
            to: Some(starts.get(position + 1).map_or(to, |next| next - 1)),
            outcome: *outcome,
            borders: Vec::new(),
        })
        .collect();
    let mut intervals = merge(pieces);
    add_borders(&mut intervals, |border| {
        let mut found = Vec::new();
        for (one, other) in at(border - 1).evaluated.iter().zip(&at(border).evaluated) {
            changed(&one.policies, &one.request, &other.request, scenario.settings.condition, &mut found);
        }
        found
    });
    intervals
}

/// The script up to the step.
fn before<'s>(scenario: &'s Scenario, library: &'s Library, step: usize) -> Runner<'s> {
    let mut runner = Runner::new(scenario, library);
    for index in 0..step {
        runner.step(index, Detail::Decision);
    }
    runner
}

fn signer(scenario: &Scenario, step: usize) -> Option<usize> {
    match &scenario.script.get(step)?.kind {
        StepKind::Request(request) => request.signed_by,
        StepKind::Sts(call) => call.signed_by,
        _ => None,
    }
}

/// When the MFA of the step's credentials was.
fn mfa_since(scenario: &Scenario, runner: &Runner<'_>, step: usize) -> Option<i64> {
    match runner.credentials_of(signer(scenario, step)?)?.mfa {
        Mfa::At(since) => Some(since),
        _ => None,
    }
}

/// Moments that no policy makes: credentials expire, and a code that is written out is shown for a while.
fn fixed_borders(scenario: &Scenario, library: &Library, step: usize, from: i64, to: i64) -> Vec<i64> {
    let mut runner = Runner::new(scenario, library);
    let mut borders = Vec::new();
    let serial = |index: usize| match scenario.script.get(index).map(|step| &step.kind) {
        Some(StepKind::Sts(call)) => call.parameters.serial_number.as_ref(),
        _ => None,
    };
    for index in 0..step {
        let report = runner.step(index, Detail::Decision);
        // A code that an earlier call used up is good for nothing until the device shows later ones.
        if serial(index).is_some() && serial(index) == serial(step) {
            let shown = report.at.div_euclid(STEP);
            let around = 2 * scenario.settings.totp_steps_tolerated + 2;
            borders.extend((-around..=around).map(|steps| shown.saturating_add(steps).saturating_mul(STEP)));
        }
    }
    if let Some(end) = signer(scenario, step)
        .and_then(|index| runner.credentials_of(index))
        .and_then(|credentials| credentials.expires_at)
    {
        borders.extend([end, end.saturating_add(1)]);
    }
    if let Some(StepKind::Sts(call)) = scenario.script.get(step).map(|step| &step.kind) {
        borders.extend(code_borders(scenario, call, from, to));
        // What an identity provider vouches for ends too.
        borders.extend(call.federation.iter().filter_map(|f| f.not_on_or_after).flat_map(|end| [end, end + 1]));
    }
    borders
}

/// When a device starts and stops to show a code, tolerance included.
fn code_borders(scenario: &Scenario, call: &StsStep, from: i64, to: i64) -> Vec<i64> {
    let (Some(serial), Some(TokenCode::Digits(code))) = (&call.parameters.serial_number, &call.parameters.token_code)
    else {
        return Vec::new();
    };
    let secret = scenario
        .world
        .users()
        .flat_map(|user| &user.user.mfa)
        .find(|device| device.serial == *serial)
        .and_then(|device| decode_secret(&device.secret));
    let Some(secret) = secret else { return Vec::new() };
    let tolerated = scenario.settings.totp_steps_tolerated;
    let first = from.div_euclid(STEP).saturating_sub(tolerated);
    let last = to.div_euclid(STEP).saturating_add(tolerated).min(first.saturating_add(MOST_CODES));
    (first..=last)
        .filter(|step| totp_code(&secret, step.saturating_mul(STEP)) == *code)
        .flat_map(|step| [(step - tolerated) * STEP, (step + tolerated + 1) * STEP])
        .collect()
}

/// The moments at which statements about the clock or the MFA age change their mind.
fn borders_of(one: &Evaluated, since: Option<i64>) -> BTreeSet<i64> {
    let bounds = bounds(&one.policies, &one.request);
    let mut borders = bounds.moments;
    borders.extend(since.iter().flat_map(|since| bounds.ages.iter().map(|age| since.saturating_add(*age))));
    borders
}
