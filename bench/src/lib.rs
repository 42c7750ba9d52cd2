//! What the benchmarks share: the work, and the engine's decision on it, natively and as WebAssembly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark may fail loudly")]

use std::hint::black_box;

use iam_playground::engine::Compiled;
use iam_playground::wire::{Asked, read_authorize};

pub mod inputs;
#[cfg(target_arch = "wasm32")]
mod wasm;

/// A request with its compiled policies.
pub struct Work {
    compiled: Compiled,
    asked: Asked,
}

impl Work {
    /// Reads what `authorize` takes; the request must be an allowed one.
    pub fn new(input: &str) -> Self {
        let mut asked = read_authorize(input).expect("a well-formed request");
        let compiled = Compiled::new(std::mem::take(&mut asked.policies));
        let work = Self { compiled, asked };
        assert_eq!(work.compiled.decide(&work.asked.request, work.asked.settings.condition).name(), "allowed");
        work
    }

    /// Decides so many times.
    pub fn decide(&self, times: u32) {
        for _ in 0..times {
            black_box(self.compiled.decide(black_box(&self.asked.request), self.asked.settings.condition));
        }
    }
}
