//! The JavaScript edge: decode, call, encode. The npm package wraps these two functions.

use wasm_bindgen::prelude::wasm_bindgen;

/// Answers a call of the API; see [`crate::wire::call`].
#[wasm_bindgen]
pub fn call(function: &str, first: &str, second: &str) -> String {
    make_room(first.len() + second.len());
    crate::wire::call(function, first, second)
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
