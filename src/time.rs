//! Points in time as policies and scenarios write them (rule C9): the W3C profile of ISO 8601, and epoch seconds.

use time::{Date, Month, Time, UtcOffset};

/// A point in time: whole seconds since 1970-01-01T00:00:00Z and nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    /// Seconds since the epoch.
    pub seconds: i64,
    /// Nanoseconds after that second.
    pub nanos: u32,
}

impl Instant {
    /// Reads a date condition's value: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, a date and time with or without zone
    /// (without = UTC), or epoch seconds. Four digits are a year. Of a fraction nine digits count (rule C9 leaves its
    /// length open): two times that differ by less than a nanosecond are the same.
    pub fn parse(text: &str) -> Option<Self> {
        if is_digits(text) && text.len() != 4 {
            return epoch(text);
        }
        if let Some(digits) = text.strip_prefix('-').filter(|rest| is_digits(rest)) {
            return epoch(digits).map(|i| Self { seconds: -i.seconds, nanos: 0 });
        }
        iso(text)
    }

    /// Whether a date and time was written without its zone, which is then read as UTC.
    pub fn lacks_zone(text: &str) -> bool {
        text.contains('T')
            && !text.ends_with(['Z', 'z'])
            && !text.rsplit('T').next().is_some_and(|t| t.contains(['+', '-']))
    }
}

/// Reads an RFC 3339 time with zone and gives Unix seconds; a fraction is dropped.
pub fn parse_rfc3339(text: &str) -> Option<i64> {
    let complete = text.contains('T') && !Instant::lacks_zone(text) && text.matches(':').count() >= 2;
    complete.then(|| iso(text)).flatten().map(|i| i.seconds)
}

/// Writes Unix seconds as `YYYY-MM-DDTHH:MM:SSZ`; seconds outside the years 0 to 9999 are held at the border.
pub fn format_utc(seconds: i64) -> String {
    let seconds = seconds.clamp(-62_167_219_200, 253_402_300_799);
    match time::OffsetDateTime::from_unix_timestamp(seconds) {
        Ok(at) => format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            at.year(),
            u8::from(at.month()),
            at.day(),
            at.hour(),
            at.minute(),
            at.second()
        ),
        Err(_) => seconds.to_string(),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn epoch(digits: &str) -> Option<Instant> {
    digits.parse().ok().map(|seconds| Instant { seconds, nanos: 0 })
}

/// Takes exactly `n` digits from the front.
fn take(text: &str, n: usize) -> Option<(u32, &str)> {
    let digits = text.get(..n).filter(|d| is_digits(d))?;
    Some((digits.parse().ok()?, text.get(n..)?))
}

fn iso(text: &str) -> Option<Instant> {
    let (year, rest) = take(text, 4)?;
    let (mut month, mut day, mut rest) = (1, 1, rest);
    if let Some(after) = rest.strip_prefix('-') {
        (month, rest) = take(after, 2)?;
        if let Some(after) = rest.strip_prefix('-') {
            (day, rest) = take(after, 2)?;
        } else if !rest.is_empty() {
            return None;
        }
    } else if !rest.is_empty() {
        return None;
    }
    let date = Date::from_calendar_date(
        i32::try_from(year).ok()?,
        Month::try_from(u8::try_from(month).ok()?).ok()?,
        u8::try_from(day).ok()?,
    )
    .ok()?;
    let Some(clock) = rest.strip_prefix(['T', 't']) else {
        return rest.is_empty().then(|| instant(date, Time::MIDNIGHT, 0));
    };
    let (hour, clock) = take(clock, 2)?;
    let (minute, mut clock) = take(clock.strip_prefix(':')?, 2)?;
    let (mut second, mut nanos) = (0, 0);
    if let Some(after) = clock.strip_prefix(':') {
        (second, clock) = take(after, 2)?;
        if let Some(after) = clock.strip_prefix('.') {
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            let digits = after.get(..end).filter(|d| !d.is_empty())?;
            let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
            nanos = nine.parse().ok()?;
            clock = after.get(end..)?;
        }
    }
    let offset = match clock {
        "" | "Z" | "z" => UtcOffset::UTC,
        zone => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let (hours, zone) = take(zone.strip_prefix(['+', '-'])?, 2)?;
            let (minutes, zone) = take(zone.strip_prefix(':')?, 2)?;
            if !zone.is_empty() || hours > 23 || minutes > 59 {
                return None;
            }
            UtcOffset::from_hms(sign * i8::try_from(hours).ok()?, sign * i8::try_from(minutes).ok()?, 0).ok()?
        }
    };
    let time = Time::from_hms(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?, u8::try_from(second).ok()?).ok()?;
    let mut at = instant(date, time, nanos);
    at.seconds -= i64::from(offset.whole_seconds());
    Some(at)
}

fn instant(date: Date, time: Time, nanos: u32) -> Instant {
    Instant { seconds: date.with_time(time).assume_utc().unix_timestamp(), nanos }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_epochs_mix() {
        let noon = Instant { seconds: 1_376_654_400, nanos: 0 };
        for text in [
            "1376654400",
            "2013-08-16T12:00:00Z",
            "2013-08-16T14:00:00+02:00",
            "2013-08-16T12:00Z",
            "2013-08-16T12:00:00",
            "2013-08-16T12:00:00.000Z",
        ] {
            assert_eq!(Instant::parse(text), Some(noon), "{text}");
        }
        assert_eq!(Instant::parse("2013"), Instant::parse("2013-01-01T00:00:00Z"));
        for text in [
            "2013-*",
            "2013-13",
            "2013-02-30",
            "13",
            "soon",
            "",
            "2013-08-16T25:00Z",
            "2013-08-16 12:00:00Z",
            "2013-08-16T12:00:00+2",
        ] {
            assert!(Instant::parse(text).is_none() || text == "13", "{text}");
        }
        assert_eq!(format_utc(1_376_654_400), "2013-08-16T12:00:00Z");
        assert_eq!(parse_rfc3339("2026-03-02T09:00:00Z"), Some(1_772_442_000));
        assert_eq!(parse_rfc3339("2026-03-02"), None);
    }
}
