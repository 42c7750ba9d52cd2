//! Formatting, of every package.

use crate::failure::{Failure, Result};
use crate::programs;
use crate::workspace;

pub fn run() -> Result {
    let mut format = programs::cargo();
    format.current_dir(workspace::root()).args(["fmt", "--all", "--check"]);
    programs::run("`cargo fmt --check`", &mut format)
        .map_err(|_| Failure("`cargo fmt --check` failed; `cargo fmt` mends it".to_owned()))
}
