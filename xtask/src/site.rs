//! The static site: the page's module, and everything else that `www/build.mjs` writes beside it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::files;
use crate::notices;
use crate::programs::{self, say};
use crate::wasm::{self, Artefact, Mode};
use crate::workspace;

/// Builds the site into `folder`, which it empties first.
pub fn build(mode: Mode, folder: &Path) -> Result {
    let rest = workspace::root().join("www/build.mjs");
    if !rest.exists() {
        return Err(Failure("there is no www/build.mjs, so there is no page to build".to_owned()));
    }
    let modules = [wasm::build(Artefact::Page, mode)?, wasm::build(Artefact::Assistant, mode)?];
    files::empty_directory(folder)?;
    for module in &modules {
        files::copy_tree(module, folder, |path| path != Path::new(wasm::STAMP))?;
    }
    if mode == Mode::Release {
        minify_glue(folder)?;
        files::write(&folder.join(notices::FILE), notices::of_site()?)?;
    }
    say("bundling the page's scripts and styles");
    let mut node = programs::node();
    node.current_dir(workspace::root()).arg(rest).arg("--out").arg(folder);
    if mode == Mode::Release {
        node.arg("--release");
    }
    programs::run("www/build.mjs", &mut node)
}

/// The site as released, at its usual place among the built things.
pub fn build_release() -> Result<PathBuf> {
    let folder = workspace::built()?.join("site");
    build(Mode::Release, &folder)?;
    Ok(folder)
}

/// Minifies what wasm-bindgen wrote, where it is.
fn minify_glue(folder: &Path) -> Result {
    let paths = files::list(folder)?;
    let mut esbuild = esbuild();
    esbuild
        .current_dir(folder)
        .args(paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "js")));
    esbuild.args(["--minify", "--format=esm", "--allow-overwrite", "--outdir=.", "--outbase=.", "--log-level=warning"]);
    // The glue names a script once for each function that it calls in it.
    esbuild.arg("--log-override:duplicate-object-key=silent");
    programs::run("esbuild", &mut esbuild)
}

pub fn esbuild() -> Command {
    let mut esbuild = programs::node();
    esbuild.arg(workspace::root().join("node_modules/esbuild/bin/esbuild"));
    esbuild
}
