//! Finds a Chromium for the browser tests, or gets one.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};
use crate::programs::{self, say};
use crate::workspace;

/// Tells which Chromium to use.
const CHROMIUM_PATH: &str = "CHROMIUM_PATH";
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// Where applications are that are not on the `PATH`.
const APPLICATIONS: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
];

/// The first that there is: `CHROMIUM_PATH`, an installed Chromium or Chrome, Playwright's; then Debian's package, then
/// Playwright's download.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os(CHROMIUM_PATH) {
        let path = PathBuf::from(path);
        let there = path.is_file();
        return if there {
            Ok(path)
        } else {
            Err(Failure(format!("{CHROMIUM_PATH} names {}, which is not there", path.display())))
        };
    }
    if let Some(path) = installed().or_else(playwrights_own) {
        return Ok(path);
    }
    if let Some(path) = install_from_debian() {
        return Ok(path);
    }
    say("downloading Playwright's Chromium");
    let mut playwright = programs::node();
    playwright.current_dir(workspace::root()).args(["node_modules/playwright-core/cli.js", "install", "chromium"]);
    let downloaded = programs::run("Playwright", &mut playwright);
    downloaded.ok().and_then(|()| playwrights_own()).ok_or_else(|| {
        Failure(format!(
            "there is no Chromium for the browser tests and none could be fetched: install Chromium or Chrome, or set \
             {CHROMIUM_PATH} to one"
        ))
    })
}

fn installed() -> Option<PathBuf> {
    let on_path = NAMES.iter().find_map(|name| programs::find(name));
    on_path.or_else(|| APPLICATIONS.iter().map(PathBuf::from).find(|path| path.is_file()))
}

fn playwrights_own() -> Option<PathBuf> {
    let script = "import('playwright-core').then(({ chromium }) => console.log(chromium.executablePath()))";
    let mut node = programs::node();
    let answer = node
        .current_dir(workspace::root())
        .args(["--input-type=module", "-e", script])
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let path = PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim());
    path.is_file().then_some(path)
}

fn install_from_debian() -> Option<PathBuf> {
    if !Path::new("/etc/debian_version").exists() || programs::find("apt-get").is_none() || !is_root() {
        return None;
    }
    say("installing Debian's chromium");
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null()).stdout(Stdio::null());
        programs::run("apt-get", &mut apt)
    };
    apt(&["update"]).ok()?;
    apt(&["install", "-y", "--no-install-recommends", "chromium"]).ok()?;
    installed()
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|answer| answer.stdout.trim_ascii() == b"0")
}
