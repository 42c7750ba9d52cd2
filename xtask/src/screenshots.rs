//! `cargo xtask screenshots`: every view of the page, wide and narrow, light and dark, into the target folder; and the
//! one that the README shows, into its place.

use crate::arguments::Arguments;
use crate::chromium;
use crate::failure::Result;
use crate::files;
use crate::programs::{self, say};
use crate::server;
use crate::set_up;
use crate::site;
use crate::workspace;

pub fn run(arguments: Arguments) -> Result {
    arguments.finish()?;
    set_up::everything()?;
    let site = site::build_release()?;
    let folder = workspace::built()?.join("screenshots");
    files::empty_directory(&folder)?;
    let address = server::start_on_free_port(site)?;
    let mut node = programs::node();
    node.current_dir(workspace::root())
        .arg("xtask/scripts/screenshots.mjs")
        .arg(&address)
        .arg(chromium::find_or_install()?);
    node.arg(&folder).arg("www/screenshot.png");
    programs::run("taking the screenshots", &mut node)?;
    say(&format!("the screenshots are in {}", folder.display()));
    Ok(())
}
