//! Starting other programs, with one sentence when that goes wrong.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};

/// Says in one line what is being done.
pub fn say(doing: &str) {
    println!("xtask: {doing}");
}

/// Runs a program with its output on the terminal. `what` is the subject of the sentence on failure.
pub fn run(what: &str, command: &mut Command) -> Result {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure(format!("{what} failed; its messages are above"))),
        Err(error) => Err(could_not_start(command, &error)),
    }
}

/// Runs a program and answers what it printed; what it says on standard error goes to the terminal.
pub fn output(what: &str, command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| could_not_start(command, &error))?;
    if !output.status.success() {
        return Err(Failure(format!("{what} failed; its messages are above")));
    }
    String::from_utf8(output.stdout).map_err(|_| Failure(format!("{what} printed something that is not text")))
}

/// Where a program is, if it is on the `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// The cargo that runs this command.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

pub fn node() -> Command {
    Command::new("node")
}

pub fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

fn could_not_start(command: &Command, error: &std::io::Error) -> Failure {
    let program = command.get_program().to_string_lossy().into_owned();
    if error.kind() == ErrorKind::NotFound {
        Failure(format!("`{program}` is not installed, or not on the PATH"))
    } else {
        Failure(format!("`{program}` could not be started: {error}"))
    }
}
