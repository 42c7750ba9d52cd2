//! The JavaScript edge: decode, call, encode. The npm package wraps these two functions.

use wasm_bindgen::prelude::wasm_bindgen;

/// Answers a call of the API; see [`crate::wire::call`].
#[wasm_bindgen]
pub fn call(function: &str, first: &str, second: &str) -> String {
    crate::wire::call(function, first, second)
}

/// The version of the package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
