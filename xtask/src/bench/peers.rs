//! The peers in JavaScript, installed at run time into the target folder. They are black boxes: never shipped, never read.

use std::path::PathBuf;

use crate::failure::Result;
use crate::files;
use crate::programs::{self, say};
use crate::workspace;

const PACKAGES: [&str; 2] = ["@cedar-policy/cedar-wasm@4.13.0", "@cloud-copilot/iam-simulate@0.1.173"];

/// The folder with the peers; what could not be installed is missing from it.
pub fn install() -> Result<PathBuf> {
    let folder = workspace::built()?.join("peers");
    let wanted = PACKAGES.join("\n");
    let stamp = folder.join("installed");
    if files::read_text(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    files::empty_directory(&folder)?;
    files::write(&folder.join("package.json"), "{ \"private\": true }\n")?;
    let mut all = true;
    for package in PACKAGES {
        say(&format!("installing {package} beside the benchmark"));
        let mut npm = programs::npm();
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", package]);
        all &= programs::run("npm install", npm.current_dir(&folder)).is_ok();
    }
    if all {
        files::write(&stamp, wanted)?;
    } else {
        say("not every peer could be installed; the table says which");
    }
    Ok(folder)
}
