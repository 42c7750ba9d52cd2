//! The project's commands, run as `cargo xtask <command>`. One file per command; the others are what they share.
#![allow(clippy::disallowed_methods, reason = "a build tool measures time; only the library may not")]

mod arguments;
mod bench;
mod chromium;
mod dist;
mod failure;
mod files;
mod fuzz;
mod notices;
mod npm_package;
mod programs;
mod screenshots;
mod serve;
mod server;
mod set_up;
mod site;
mod sizes;
mod split;
mod test;
mod wasm;
mod watch;
mod workspace;

use std::process::ExitCode;

use arguments::Arguments;
use failure::{Failure, Result};

const USAGE: &str = "\
Usage: cargo xtask <command>

  serve [--port N] [--release]   build, serve on http://127.0.0.1:8080/, rebuild and reload on change
  test [STEP ...]                run everything that CI runs, or only: lint licences native js web
  dist                           write dist/site/ and dist/npm/, and print their sizes
  bench                          measure speed and size, and print them beside the goals
  fuzz [TARGET ...] [--seconds N]  run the fuzz targets (needs a nightly toolchain)
  screenshots                    take pictures of every view, and the README's
  set-up                         only fetch what the other commands need";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    match run(&command, Arguments::new(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(sentence)) => {
            eprintln!("error: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &str, arguments: Arguments) -> Result {
    match command {
        "serve" => serve::run(arguments),
        "test" => test::run(arguments),
        "dist" => dist::run(arguments),
        "bench" => bench::run(arguments),
        "screenshots" => screenshots::run(arguments),
        "fuzz" => fuzz::run(arguments),
        "set-up" => set_up::run(arguments),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(Failure(format!("there is no command `{other}`\n\n{USAGE}"))),
    }
}
