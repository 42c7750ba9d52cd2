//! The engine's own speed beside its native peer, measured by the `bench` crate.

use serde_json::Value;

use super::figure::{Beside, Figure, Goal};
use crate::failure::{Context, Result};
use crate::programs;
use crate::workspace;

/// What the `bench` crate prints.
pub fn run(arguments: &[&str]) -> Result<Value> {
    let mut cargo = programs::cargo();
    cargo
        .current_dir(workspace::root())
        .args(["run", "--quiet", "--release", "--package", "bench", "--"])
        .args(arguments);
    let text = programs::output("the native benchmark", &mut cargo)?;
    serde_json::from_str(&text).context(|| "could not read what the native benchmark measured".to_owned())
}

pub fn measure() -> Result<Vec<Figure>> {
    let measured = run(&[])?;
    let at = |pointer: &str| measured.pointer(pointer);
    let mut figures = Vec::new();
    for (name, what, goal) in [
        ("small", "decide, small MFA policy, compiled, native", 10.0),
        ("heavy", "decide, heavy, compiled, native", 40.0),
    ] {
        figures.push(
            Figure::new(what, at(&format!("/{name}/decide")), "/s")?
                .beside(vec![Beside::new("iam-rs", at(&format!("/{name}/iamRs")))], Goal::AtLeastTimes(goal)),
        );
    }
    for count in ["100", "1000", "10000"] {
        let work = format!("decide among {count} statements of which one can match, native");
        figures.push(Figure::new(&work, at(&format!("/statements/{count}")), "/s")?);
    }
    for (name, detail, words) in [
        ("small", "text", "decision"),
        ("small", "textFull", "full trace"),
        ("heavy", "text", "decision"),
        ("heavy", "textFull", "full trace"),
    ] {
        let work = format!("authorize as text, {name}, {words}, native");
        figures.push(Figure::new(&work, at(&format!("/{name}/{detail}")), "/s")?);
    }
    Ok(figures)
}
