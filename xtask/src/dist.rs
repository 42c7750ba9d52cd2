//! `cargo xtask dist`: the release artefacts in `dist/`.

use crate::arguments::Arguments;
use crate::failure::Result;
use crate::files;
use crate::npm_package;
use crate::set_up;
use crate::site;
use crate::sizes;
use crate::workspace;

pub fn run(arguments: Arguments) -> Result {
    arguments.finish()?;
    set_up::everything()?;
    let dist = workspace::root().join("dist");
    let site = dist.join("site");
    let npm = dist.join("npm");
    let built_site = site::build_release()?;
    let built_package = npm_package::build()?;
    files::empty_directory(&dist)?;
    files::copy_tree(&built_site, &site, |_| true)?;
    files::copy_tree(&built_package, &npm, |_| true)?;
    sizes::print("dist/site", &site)?;
    sizes::print("dist/npm", &npm)
}
