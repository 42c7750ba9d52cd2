//! Whether two short texts are the same.

/// Whether two texts are the same. It says what `==` says, but sooner for short texts in WebAssembly, where `==` goes
/// byte by byte through a function that is never inlined.
#[inline(always)]
pub(crate) fn same(one: &str, other: &str) -> bool {
    same_bytes(one.as_bytes(), other.as_bytes())
}

/// Whether a text begins with another, as `starts_with`.
#[inline(always)]
pub(crate) fn begins_with(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|head| same_bytes(head, start.as_bytes()))
}

#[inline]
fn same_bytes(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    // Words of eight, the last of which overlaps the one before.
    if let (Some(one_last), Some(other_last)) = (one.last_chunk(), other.last_chunk()) {
        let word = |bytes: &[u8; 8]| u64::from_ne_bytes(*bytes);
        return word(one_last) == word(other_last)
            && one.as_chunks().0.iter().zip(other.as_chunks().0).all(|(one, other)| word(one) == word(other));
    }
    one.iter().zip(other).all(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_texts_apart_as_equality_does() {
        let long = "arn:aws:iam::111122223333:user/Sofia";
        let texts: Vec<String> = (0..=long.len())
            .flat_map(|end| {
                let text = &long[..end];
                (0..=end).map(move |at| {
                    let mut bytes = text.as_bytes().to_vec();
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1;
                    }
                    String::from_utf8(bytes).expect("ASCII")
                })
            })
            .collect();
        for one in &texts {
            for other in [long, "arn:aws:", "arn:aws:iam::1", "", "a"]
                .into_iter()
                .chain(texts.iter().take(200).map(String::as_str))
            {
                assert_eq!(same(one, other), one == other, "{one} {other}");
                assert_eq!(begins_with(one, other), one.starts_with(other), "{one} {other}");
            }
        }
    }
}
