//! MFA age on a slider: from a second to a day and a half in one line.
//!
//! The scale is linear between stops that lie at equal distances, so that seconds can be told apart at the left end
//! and hours at the right.

/// The longest life of a `GetSessionToken` session, seconds (rule A8).
pub const MAX: i64 = 129_600;

/// The length of the scale, in its own units.
pub const LENGTH: i64 = 1_200;

/// The stops, at equal distances: seconds and words.
pub const STOPS: &[(i64, &str)] =
    &[(0, "0"), (60, "1 min"), (900, "15 min"), (3_600, "1 h"), (14_400, "4 h"), (43_200, "12 h"), (MAX, "36 h")];

/// How near a flip point pulls the slider to itself, in units of the scale.
const PULL: i64 = 7;

fn unit() -> i64 {
    LENGTH / (i64::try_from(STOPS.len()).unwrap_or(2) - 1)
}

/// Where an age lies on the scale.
pub fn position(age: i64) -> i64 {
    let age = clamp(age);
    let mut at = 0;
    for (from, to) in STOPS.iter().zip(STOPS.iter().skip(1)) {
        if age <= to.0 {
            return at + (age - from.0) * unit() / (to.0 - from.0);
        }
        at += unit();
    }
    LENGTH
}

/// The age at a place of the scale: a flip point where one is near, else a round number.
pub fn at_position(place: i64, flips: &[i64]) -> i64 {
    let place = place.clamp(0, LENGTH);
    if let Some(flip) = flips
        .iter()
        .copied()
        .filter(|flip| (position(*flip) - place).abs() <= PULL)
        .min_by_key(|flip| (position(*flip) - place).abs())
    {
        return clamp(flip);
    }
    let mut at = 0;
    for (from, to) in STOPS.iter().zip(STOPS.iter().skip(1)) {
        if place <= at + unit() {
            let exact = from.0 + (place - at) * (to.0 - from.0) / unit();
            let step = match to.0 {
                ..=60 => 1,
                61..=900 => 5,
                901..=3_600 => 15,
                3_601..=14_400 => 60,
                14_401..=43_200 => 300,
                _ => 900,
            };
            return clamp((exact + step / 2) / step * step);
        }
        at += unit();
    }
    MAX
}

/// The nearest age that a session can have.
pub fn clamp(age: i64) -> i64 {
    age.clamp(0, MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_goes_both_ways() {
        for (index, (age, _)) in STOPS.iter().enumerate() {
            let place = i64::try_from(index).unwrap_or(0) * unit();
            assert_eq!(position(*age), place);
            assert_eq!(at_position(place, &[]), *age);
        }
    }

    #[test]
    fn a_flip_point_pulls() {
        assert_eq!(at_position(position(1_937) + 5, &[1_937]), 1_937);
        assert_ne!(at_position(position(1_937) + 20, &[1_937]), 1_937);
    }
}
