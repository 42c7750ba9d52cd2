//! The tests that Node runs: of the npm package, and of the page in a real browser.

use std::path::PathBuf;
use std::process::Command;

use crate::chromium;
use crate::failure::{Failure, Result};
use crate::files;
use crate::npm_package;
use crate::programs;
use crate::server;
use crate::site;
use crate::workspace;

/// `tests/js/` on the built package, whose folder is in `IAM_PLAYGROUND_NPM`.
pub fn api() -> Result {
    let tests = test_files("tests/js")?;
    let package = npm_package::build()?;
    let mut node = runner(&[]);
    node.args(tests).env("IAM_PLAYGROUND_NPM", package);
    programs::run("`node --test tests/js/`", &mut node)
}

/// `tests/web/` on the release page: `IAM_PLAYGROUND_SITE` is its address, under a sub-path as on many hosts, and
/// `IAM_PLAYGROUND_CHROMIUM` the browser.
pub fn page() -> Result {
    let tests = test_files("tests/web")?;
    let chromium = chromium::find_or_install()?;
    let site = server::start_on_free_port(site::build_release()?)?;
    // One browser at a time: some tests measure, and several browsers on two cores disturb each other.
    let mut node = runner(&["--test-concurrency=1"]);
    node.args(tests).env("IAM_PLAYGROUND_CHROMIUM", chromium).env("IAM_PLAYGROUND_SITE", site);
    programs::run("`node --test tests/web/`", &mut node)
}

/// By name, since a folder means different things to different versions of Node.
fn test_files(folder: &str) -> Result<Vec<PathBuf>> {
    let path = workspace::root().join(folder);
    let all = if path.is_dir() { files::list(&path)? } else { Vec::new() };
    let tests: Vec<_> = all
        .into_iter()
        .filter(|file| file.to_string_lossy().ends_with(".test.mjs"))
        .map(|file| path.join(file))
        .collect();
    if tests.is_empty() { Err(Failure(format!("there are no tests in {folder}/"))) } else { Ok(tests) }
}

fn runner(flags: &[&str]) -> Command {
    let mut node = programs::node();
    node.current_dir(workspace::root()).args(["--test", "--test-reporter=spec"]).args(flags);
    node
}
