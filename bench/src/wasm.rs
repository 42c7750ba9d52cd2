//! The same work for the benchmark in JavaScript.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::Work;

/// A request with its compiled policies.
#[wasm_bindgen]
pub struct Decider(Work);

#[wasm_bindgen]
impl Decider {
    /// Reads what `authorize` takes.
    #[wasm_bindgen(constructor)]
    pub fn new(input: &str) -> Self {
        Self(Work::new(input))
    }

    /// Decides so many times.
    pub fn decide(&self, times: u32) {
        self.0.decide(times);
    }
}
