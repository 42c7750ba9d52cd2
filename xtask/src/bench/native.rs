//! The engine's own speed, measured by the package's benchmark program, which prints its figures itself.

use super::Figure;
use crate::failure::Result;
use crate::programs;
use crate::workspace;

pub fn measure() -> Result<Vec<Figure>> {
    let root = workspace::root();
    let arguments: &[&str] = if root.join("benches").is_dir() {
        &["bench"]
    } else if root.join("examples/bench.rs").exists() {
        &["run", "--release", "--example", "bench"]
    } else {
        programs::say("the engine has no benchmark program yet");
        return Ok(Vec::new());
    };
    let mut cargo = programs::cargo();
    cargo.current_dir(root).args(arguments);
    programs::run("the benchmark program", &mut cargo)?;
    Ok(Vec::new())
}
