//! `cargo xtask test`: everything that a change must pass, in steps that can also be run alone.

mod javascript;
mod licence;
mod licences;
mod lint;
mod native;

use std::time::Instant;

use crate::arguments::Arguments;
use crate::failure::{Failure, Result};
use crate::programs::say;
use crate::set_up;

struct Step {
    name: &'static str,
    run: fn() -> Result,
}

const STEPS: [Step; 5] = [
    Step { name: "lint", run: lint::run },
    Step { name: "licences", run: licences::run },
    Step { name: "native", run: native::run },
    Step { name: "js", run: javascript::api },
    Step { name: "web", run: javascript::page },
];

pub fn run(mut arguments: Arguments) -> Result {
    let names = arguments.take_names();
    arguments.finish()?;
    if let Some(unknown) = names.iter().find(|name| !STEPS.iter().any(|step| step.name == **name)) {
        let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        return Err(Failure(format!("there is no test step `{unknown}`; the steps are {}", known.join(", "))));
    }
    set_up::everything()?;

    // A failed step does not hide what the later ones find.
    let mut summary = Vec::new();
    let mut failed = Vec::new();
    for step in STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)) {
        say(&format!("test step {}", step.name));
        let started = Instant::now();
        let result = (step.run)();
        let seconds = started.elapsed().as_secs_f32();
        match result {
            Ok(()) => summary.push(format!("  {:<10} ok      {seconds:>6.1} s", step.name)),
            Err(Failure(why)) => {
                eprintln!("error: {why}");
                summary.push(format!("  {:<10} FAILED  {seconds:>6.1} s  {why}", step.name));
                failed.push(step.name);
            }
        }
    }
    println!("\n{}", summary.join("\n"));
    if failed.is_empty() { Ok(()) } else { Err(Failure(format!("these test steps failed: {}", failed.join(", ")))) }
}
