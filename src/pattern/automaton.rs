//! The matcher for patterns that a leftmost search cannot decide: all states at once, one bit each.
//!
//! Each character of the text costs one pass over the bits, so the time is text length × pattern length / 64.

use std::collections::BTreeMap;

use super::Part;

/// One state step of a compiled pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// This character.
    Char(char),
    /// Any character; not `:` unless `crosses`.
    One { crosses: bool },
    /// Any run of characters; not `:` unless `crosses`.
    Run { crosses: bool },
}

/// Whether the whole text matches the parts; wildcards match every character.
pub(crate) fn matches<'a>(parts: impl Iterator<Item = Part<'a>>, text: &str) -> bool {
    let mut tokens = Vec::new();
    for part in parts {
        match part {
            Part::Text(text) => tokens.extend(text.chars().map(Token::Char)),
            Part::One => tokens.push(Token::One { crosses: true }),
            Part::Run => tokens.push(Token::Run { crosses: true }),
        }
    }
    matches_tokens(&tokens, text)
}

/// Whether the whole text matches the tokens.
pub(crate) fn matches_tokens(tokens: &[Token], text: &str) -> bool {
    let steps = tokens.iter().filter(|token| !matches!(token, Token::Run { .. })).count();
    let words = steps / 64 + 1;
    let mut advance: BTreeMap<char, Vec<u64>> = BTreeMap::new();
    let mut advance_any = vec![0_u64; words];
    let mut advance_any_but_colon = vec![0_u64; words];
    let mut stay = vec![0_u64; words];
    let mut stay_but_colon = vec![0_u64; words];
    let set = |bits: &mut Vec<u64>, at: usize| {
        if let Some(word) = bits.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    };
    let mut state = 0;
    for token in tokens {
        match *token {
            Token::Run { crosses } => {
                set(&mut stay_but_colon, state);
                if crosses {
                    set(&mut stay, state);
                }
            }
            Token::One { crosses } => {
                state += 1;
                set(&mut advance_any_but_colon, state);
                if crosses {
                    set(&mut advance_any, state);
                }
            }
            Token::Char(c) => {
                state += 1;
                set(advance.entry(c).or_insert_with(|| vec![0; words]), state);
            }
        }
    }
    let none = vec![0_u64; words];
    let mut active = vec![0_u64; words];
    set(&mut active, 0);
    for c in text.chars() {
        let by_char = advance.get(&c).unwrap_or(&none);
        let (any, stays) = if c == ':' { (&advance_any, &stay) } else { (&advance_any_but_colon, &stay_but_colon) };
        let mut carry = 0;
        let mut alive = 0;
        for (((word, by_char), any), stays) in active.iter_mut().zip(by_char).zip(any).zip(stays) {
            let shifted = (*word << 1) | carry;
            carry = *word >> 63;
            *word = (shifted & (by_char | any)) | (*word & stays);
            alive |= *word;
        }
        if alive == 0 {
            return false;
        }
    }
    active.get(steps / 64).is_some_and(|word| word >> (steps % 64) & 1 == 1)
}
