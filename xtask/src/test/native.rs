//! The native tests of the library, and of these commands.

use crate::failure::{Failure, Result};
use crate::programs;
use crate::workspace;

pub fn run() -> Result {
    // Apart, so that the library is tested with exactly the features that it has by default.
    let results = [&["--no-fail-fast"] as &[&str], &["--package", "xtask"]].map(|flags| {
        let mut cargo = programs::cargo();
        cargo.current_dir(workspace::root()).arg("test").args(flags);
        programs::run("`cargo test`", &mut cargo)
    });
    if results.iter().all(Result::is_ok) { Ok(()) } else { Err(Failure("`cargo test` failed".to_owned())) }
}
