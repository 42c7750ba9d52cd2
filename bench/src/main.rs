//! Decisions a second, beside iam-rs in the same run; and how the cost grows with the number of statements. Prints JSON:
//! `cargo xtask bench` makes the table.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and may fail loudly"
)]

use std::hint::black_box;
use std::time::Instant;

use bench::Work;
use bench::inputs::{heavy, small, with_statements};
use iam_playground::wire::call;
use serde_json::{Value, json};

mod peer;

/// How often a piece of work is done in a second: the best of five rounds, since the machine is noisy.
fn rate(work: &mut dyn FnMut()) -> f64 {
    let mut best = 0.0_f64;
    for _ in 0..5 {
        let start = Instant::now();
        let mut done = 0_u32;
        while start.elapsed().as_millis() < 200 {
            for _ in 0..16 {
                work();
            }
            done += 16;
        }
        best = best.max(f64::from(done) / start.elapsed().as_secs_f64());
    }
    best
}

fn decisions(input: &Value) -> f64 {
    let work = Work::new(&input.to_string());
    rate(&mut || work.decide(16)) * 16.0
}

fn calls(input: &Value, detail: &str) -> f64 {
    let mut input = input.clone();
    input["detail"] = json!(detail);
    let text = input.to_string();
    rate(&mut || {
        black_box(call("authorize", black_box(&text), ""));
    })
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        // The JavaScript benchmark is given the same requests,
        Some("inputs") => return println!("{}", json!({"small": small(), "heavy": heavy()})),
        // and beside its figures stand these.
        Some("decide") => {
            let decide = |input: &Value| json!({"decide": decisions(input)});
            return println!("{}", json!({"small": decide(&small()), "heavy": decide(&heavy())}));
        }
        _ => {}
    }
    let mut measured = json!({});
    for (name, input) in [("small", small()), ("heavy", heavy())] {
        measured[name] = json!({
            "decide": decisions(&input), "iamRs": peer::decisions(&input, rate),
            "text": calls(&input, "decision"), "textFull": calls(&input, "full"),
        });
    }
    for count in [100, 1_000, 10_000] {
        measured["statements"][count.to_string()] = json!(decisions(&with_statements(count)));
    }
    println!("{measured}");
}
