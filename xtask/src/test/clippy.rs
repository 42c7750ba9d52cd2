//! Clippy on every feature set and every package.

use crate::failure::{Failure, Result};
use crate::programs::{self, say};
use crate::workspace;

const CLIPPY: [(&str, &[&str]); 5] = [
    ("the library and its tests", &["--all-targets"]),
    ("the library with service data", &["--lib", "--features", "service-data"]),
    ("the JavaScript API", &["--lib", "--features", "js", "--target", "wasm32-unknown-unknown"]),
    ("the page", &["--bin", "playground", "--features", "ui", "--target", "wasm32-unknown-unknown"]),
    ("the commands and the benchmark", &["--package", "xtask", "--package", "bench", "--all-targets"]),
];

pub fn run() -> Result {
    let mut failed = Vec::new();
    for (what, flags) in CLIPPY {
        say(&format!("clippy on {what}"));
        let mut clippy = programs::cargo();
        clippy.current_dir(workspace::root()).arg("clippy").args(flags).args(["--", "-D", "warnings"]);
        if programs::run("clippy", &mut clippy).is_err() {
            failed.push(what);
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(Failure(format!("clippy found something in {}", failed.join(", ")))) }
}
