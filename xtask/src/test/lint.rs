//! Formatting, and clippy on every feature set.

use crate::failure::{Failure, Result};
use crate::programs::{self, say};
use crate::workspace;

const CLIPPY: [(&str, &[&str]); 8] = [
    ("the library and its tests", &["--all-targets"]),
    ("the library with service data", &["--all-targets", "--features", "service-data,assist"]),
    ("the JavaScript API", &["--lib", "--features", "js", "--target", "wasm32-unknown-unknown"]),
    ("the JavaScript API in two parts", &["--lib", "--features", "js,split", "--target", "wasm32-unknown-unknown"]),
    ("the page", &["--bin", "playground", "--features", "ui", "--target", "wasm32-unknown-unknown"]),
    ("the benchmark", &["--package", "bench", "--all-targets"]),
    ("xtask", &["--package", "xtask", "--all-targets"]),
    // A workspace of its own, with a lock file of its own.
    ("the fuzz targets", &["--manifest-path", "fuzz/Cargo.toml", "--all-targets", "--target-dir", "target/fuzz-lint"]),
];

pub fn run() -> Result {
    let mut failed = Vec::new();
    say("checking the formatting");
    let mut format = programs::cargo();
    format.current_dir(workspace::root()).args(["fmt", "--all", "--check"]);
    if programs::run("`cargo fmt --check`", &mut format).is_err() {
        failed.push("`cargo fmt --check` (`cargo fmt` mends it)".to_owned());
    }
    for (what, flags) in CLIPPY {
        say(&format!("clippy on {what}"));
        let mut clippy = programs::cargo();
        clippy.current_dir(workspace::root()).arg("clippy").args(flags).args(["--", "-D", "warnings"]);
        if programs::run("clippy", &mut clippy).is_err() {
            failed.push(format!("clippy on {what}"));
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(Failure(format!("lint failed: {}", failed.join(", ")))) }
}
