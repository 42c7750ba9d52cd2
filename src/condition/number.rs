//! Exact decimals (rule C8): compared digit by digit, without a number type that could round.

use std::cmp::Ordering;

/// A decimal number.
#[derive(Debug, Clone)]
pub struct Decimal(Number);

#[derive(Debug, Clone)]
enum Number {
    /// A whole number of few digits, as nearly all are.
    Whole(i64),
    /// Any other.
    Exact(Exact),
}

/// A decimal number: sign, digits, and where the point stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Exact {
    negative: bool,
    /// Significant digits, no zeros at either end; empty for zero.
    digits: Vec<u8>,
    /// Power of ten of the first digit, plus one.
    point: i64,
}

impl Decimal {
    /// Reads an integer or decimal, with or without exponent; anything else is not a number.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        // `i64` reads the same integers, but also `+1`, which begins with no digit.
        if digits.len() <= 18
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && let Ok(whole) = text.parse()
        {
            return Some(Self(Number::Whole(whole)));
        }
        Exact::parse(text).map(|exact| Self(Number::Exact(exact)))
    }

    /// The number as whole seconds, rounded down, where it fits.
    pub fn floor(&self) -> Option<i64> {
        match &self.0 {
            Number::Whole(whole) => Some(*whole),
            Number::Exact(exact) => exact.floor(),
        }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Number::Whole(one), Number::Whole(other)) => one.cmp(other),
            (Number::Exact(one), Number::Exact(other)) => one.cmp(other),
            (Number::Whole(one), Number::Exact(other)) => Exact::whole(*one).cmp(other),
            (Number::Exact(one), Number::Whole(other)) => one.cmp(&Exact::whole(*other)),
        }
    }
}

impl Exact {
    fn whole(number: i64) -> Self {
        Self::parse(&number.to_string()).unwrap_or(Self { negative: false, digits: Vec::new(), point: 0 })
    }

    fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            None => (rest, 0),
            Some((mantissa, exponent)) => {
                let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
                if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                let magnitude: i64 = digits.parse().unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
                (mantissa, if exponent.starts_with('-') { -magnitude } else { magnitude })
            }
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            None => (mantissa, ""),
            Some((_, "")) => return None,
            Some(parts) => parts,
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        let leading = all.iter().take_while(|d| **d == b'0').count();
        let trailing = all.iter().rev().take_while(|d| **d == b'0').count();
        if leading == all.len() {
            return Some(Self { negative: false, digits: Vec::new(), point: 0 });
        }
        let digits = all.get(leading..all.len() - trailing)?.to_vec();
        let before_point = i64::try_from(whole.len()).ok()? - i64::try_from(leading).ok()?;
        Some(Self { negative, digits, point: before_point + exponent })
    }

    fn floor(&self) -> Option<i64> {
        let mut value: i64 = 0;
        if self.point > 18 {
            return None;
        }
        for position in 0..self.point.max(0) {
            let digit =
                usize::try_from(position).ok().and_then(|p| self.digits.get(p)).map_or(0, |d| i64::from(d - b'0'));
            value = value.checked_mul(10)?.checked_add(digit)?;
        }
        let has_fraction =
            i64::try_from(self.digits.len()).ok()? > self.point.max(0) || (self.point < 0 && !self.digits.is_empty());
        Some(match (self.negative, has_fraction) {
            (false, _) => value,
            (true, false) => -value,
            (true, true) => -value - 1,
        })
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |d: &Self| {
            if d.digits.is_empty() {
                0
            } else if d.negative {
                -1
            } else {
                1
            }
        };
        let by_sign = sign(self).cmp(&sign(other));
        if by_sign != Ordering::Equal || sign(self) == 0 {
            return by_sign;
        }
        let by_size = self.point.cmp(&other.point).then_with(|| self.digits.cmp(&other.digits));
        if self.negative { by_size.reverse() } else { by_size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_by_value() {
        for (a, b, expected) in [
            ("10", "10.0", Ordering::Equal),
            ("010", "10", Ordering::Equal),
            ("1e3", "1000", Ordering::Equal),
            ("-0", "0", Ordering::Equal),
            ("9", "10", Ordering::Less),
            ("-5", "-4", Ordering::Less),
            ("1e400", "1e401", Ordering::Less),
            ("0.1", "0.10000000000000000000000001", Ordering::Less),
            ("9007199254740993", "9007199254740992", Ordering::Greater),
            ("-1", "1e-9", Ordering::Less),
            ("100e-2", "1", Ordering::Equal),
            ("999999999999999999", "1000000000000000000", Ordering::Less),
            ("000000000000000000000000000007", "7", Ordering::Equal),
            ("-7", "-7.5", Ordering::Greater),
            ("-0.0", "-0", Ordering::Equal),
        ] {
            assert_eq!(Decimal::parse(a).cmp(&Decimal::parse(b)), expected, "{a} {b}");
        }
        for text in ["", "-", "abc", "10abc", "0x10", " 1", "1 ", "+1", "1.", ".5", "1e", "NaN", "Infinity", "1_000"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
        for (text, floor) in
            [("3600", 3600), ("3600.5", 3600), ("-1.5", -2), ("0.001", 0), ("-0.001", -1), ("12e2", 1200)]
        {
            assert_eq!(Decimal::parse(text).and_then(|d| d.floor()), Some(floor), "{text}");
        }
    }
}
