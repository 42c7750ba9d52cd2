//! `cargo xtask serve`: builds, serves, watches, rebuilds, reloads. A broken build is printed and the last good one
//! stays.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crate::arguments::Arguments;
use crate::failure::{Context, Failure, Result};
use crate::files;
use crate::programs::say;
use crate::server::{self, Reload, Site};
use crate::set_up;
use crate::site;
use crate::wasm::Mode;
use crate::watch::{self, Snapshot};
use crate::workspace;

const PORT: u16 = 8080;
const WATCHED: [&str; 5] = ["src", "www", "index.html", "Cargo.toml", "Cargo.lock"];

pub fn run(mut arguments: Arguments) -> Result {
    let port = match arguments.take_value("--port")? {
        None => PORT,
        Some(text) => {
            text.parse().map_err(|_| Failure(format!("`--port {text}`: a port is a number from 1 to 65535")))?
        }
    };
    let mode = if arguments.take_flag("--release") { Mode::Release } else { Mode::Development };
    arguments.finish()?;

    // Before the long part, so that a taken port is said at once.
    let listener = server::listen(port)?;
    let address = listener.local_addr().context(|| "could not find out the server's port".to_owned())?;
    set_up::everything()?;

    let built = workspace::built()?;
    let next = built.join(format!("serve-{}-next", address.port()));
    let site = Arc::new(Site::new(built.join(format!("serve-{}", address.port())), "/", Some(Reload::default())));
    files::remove_directory(site.folder())?;
    server::start(listener, Arc::clone(&site));

    let watched = WATCHED.map(|path| workspace::root().join(path));
    loop {
        let before = Snapshot::take(&watched);
        let started = Instant::now();
        match rebuild(mode, &next, &site) {
            Ok(()) => say(&format!(
                "serving http://{address}/ (built in {:.1} s; stop with Ctrl+C)",
                started.elapsed().as_secs_f32()
            )),
            Err(Failure(why)) => {
                eprintln!("error: {why}");
                say(&format!("http://{address}/ still serves the last good build; waiting for a change"));
                if let Some(reload) = site.reload() {
                    reload.broken(&why);
                }
            }
        }
        wait(&watched, &before);
    }
}

fn rebuild(mode: Mode, next: &Path, site: &Site) -> Result {
    site::build(mode, next)?;
    {
        let _nobody_reads = site.replace();
        files::remove_directory(site.folder())?;
        files::rename(next, site.folder())?;
    }
    if let Some(reload) = site.reload() {
        reload.built();
    }
    Ok(())
}

fn wait(watched: &[PathBuf], before: &Snapshot) {
    watch::wait_for_change(watched, before);
    say("a source file changed");
}
