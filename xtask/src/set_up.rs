//! `cargo xtask set-up`: what every other command needs first. Each part looks before it fetches, so a second run
//! takes no time.

use std::fs;
use std::process::{Command, Stdio};

use crate::arguments::Arguments;
use crate::failure::{Failure, Result};
use crate::files;
use crate::programs::{self, say};
use crate::workspace;

const OLDEST_NODE: u32 = 20;
const WASM_TARGET: &str = "wasm32-unknown-unknown";

pub fn run(arguments: Arguments) -> Result {
    arguments.finish()?;
    everything()
}

/// The wasm target, Node, and the npm packages of `package-lock.json`.
pub fn everything() -> Result {
    node()?;
    wasm_target()?;
    npm_packages()
}

/// Adds the wasm target. `rust-toolchain.toml` names it too, but rustup's automatic installation can be switched off.
fn wasm_target() -> Result {
    if wasm_target_is_there() {
        return Ok(());
    }
    say("adding the Rust target wasm32-unknown-unknown");
    let added = Command::new("rustup").args(["target", "add", WASM_TARGET]).current_dir(workspace::root()).status();
    match added {
        Ok(status) if status.success() && wasm_target_is_there() => Ok(()),
        Ok(_) => Err(Failure(
            "rustup could not add the target wasm32-unknown-unknown: check the network, or run \
             `rustup target add wasm32-unknown-unknown` yourself"
                .to_owned(),
        )),
        Err(_) => Err(Failure(
            "this Rust has no target wasm32-unknown-unknown and there is no rustup to add it: install Rust from \
             https://rustup.rs"
                .to_owned(),
        )),
    }
}

/// Asks the compiler and not rustup, since a Rust without rustup may have the target as well.
fn wasm_target_is_there() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let answer = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", WASM_TARGET])
        .current_dir(workspace::root())
        .stderr(Stdio::null())
        .output();
    let Ok(answer) = answer else { return false };
    let folder = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    let libraries = fs::read_dir(folder).map(|entries| entries.flatten().collect::<Vec<_>>()).unwrap_or_default();
    libraries.iter().any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
}

fn node() -> Result {
    let install = format!("install Node {OLDEST_NODE} or newer from https://nodejs.org");
    let answer = programs::node().arg("--version").output();
    let Ok(answer) = answer else {
        return Err(Failure(format!("there is no Node on the PATH: {install}")));
    };
    let version = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    if major(&version) < Some(OLDEST_NODE) {
        return Err(Failure(format!("the Node on the PATH is {version}: {install}")));
    }
    Ok(())
}

/// `v20.1.2` → 20.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs the packages of `package-lock.json` unless exactly these were installed before.
fn npm_packages() -> Result {
    let root = workspace::root();
    let lock = files::read(&root.join("package-lock.json"))?;
    let stamp = root.join("node_modules/.installed-from-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if programs::npm().arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        return Err(Failure("there is no npm on the PATH: it comes with Node, see https://nodejs.org".to_owned()));
    }
    say("installing the npm packages of package-lock.json");
    let mut npm = programs::npm();
    // No package needs its install script, so none may run one.
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&root);
    programs::run("npm", &mut npm).map_err(|_| {
        Failure(
            "npm could not install the packages: its message is above; check the network and run the command again"
                .to_owned(),
        )
    })?;
    files::write(&stamp, lock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_compared_by_their_first_number() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert!(major("v9.0.0") < Some(OLDEST_NODE));
        assert!(major("") < Some(OLDEST_NODE));
    }
}
