//! The JavaScript edge: decode, call, encode. The npm package wraps these functions.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::wire::{Packed, TEXT};

/// What a large input may leave behind for the next one, in bytes.
const KEEP_AT_MOST: usize = 1024 * 1024;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTPUT: RefCell<Packed> = RefCell::default();
}

/// Answers a call of the API; see [`crate::wire::call`].
#[wasm_bindgen]
pub fn call(function: &str, first: &str, second: &str) -> String {
    make_room(first.len() + second.len());
    crate::wire::call(function, first, second)
}

/// Where the input of [`authorize`] is to be written, so many bytes at most.
#[wasm_bindgen]
pub fn room(bytes: usize) -> *const u8 {
    INPUT.with_borrow_mut(|input| {
        if input.len() < bytes {
            input.resize(bytes, 0);
        }
        input.as_ptr()
    })
}

/// Answers `authorize`; see [`crate::wire::authorize_packed`]. The input stands where [`room`] said, so many bytes of it,
/// and after it the policies. Answers where the words stand.
#[wasm_bindgen]
pub fn authorize(input: usize, policies: usize, number: u32, known: usize) -> *const u32 {
    make_room(input + policies);
    INPUT.with_borrow_mut(|written| {
        let text = |from: usize, length: usize| {
            written.get(from..from + length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
        };
        let words = OUTPUT.with_borrow_mut(|out| {
            crate::wire::authorize_packed(text(0, input), text(input, policies), number, known, out);
            let [start, length] = TEXT;
            let (address, bytes) = (out.text().as_ptr() as usize, out.text().len());
            for (position, word) in [(start, address), (length, bytes)] {
                if let Some(slot) = out.words().get_mut(position) {
                    *slot = u32::try_from(word).unwrap_or_default();
                }
            }
            out.words().as_ptr()
        });
        if written.capacity() > KEEP_AT_MOST {
            *written = Vec::new();
        }
        words
    })
}

/// Has the memory grow once before a large input, and not page by page while it is read: each growth has the host
/// collect its garbage, which took ten times as long as the reading.
fn make_room(input: usize) {
    const LARGE: usize = 128 * 1024;
    /// What a byte of input comes to, at most: its JSON with places, and what it means.
    const PER_BYTE: usize = 40;
    const MOST: usize = 256 * 1024 * 1024;
    if input > LARGE {
        let mut room = Vec::<u8>::new();
        // Where there is not so much, reading has to find out how far it comes.
        let _ = room.try_reserve_exact(input.saturating_mul(PER_BYTE).min(MOST));
        drop(std::hint::black_box(room));
    }
}

/// The version of the package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
