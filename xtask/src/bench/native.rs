//! The engine's own speed beside its native peer, measured by the `bench` crate, which prints its figures itself.

use super::Figure;
use crate::failure::Result;
use crate::programs;
use crate::workspace;

pub fn measure() -> Result<Vec<Figure>> {
    let mut cargo = programs::cargo();
    cargo.current_dir(workspace::root()).args(["run", "--release", "--package", "bench"]);
    programs::run("the native benchmark", &mut cargo)?;
    Ok(Vec::new())
}
