//! The static site: the page's module, `index.html`, and what `www/` holds for it.
//!
//! `index.html` and the files of `www/` keep their names, with `www/` as the site's root: `www/styles/page.css` is
//! `styles/page.css` there. `www/build.mjs` bundles what needs bundling.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};
use crate::files;
use crate::programs::{self, say};
use crate::wasm::{self, Artefact, Mode};
use crate::workspace;

/// Sources in `www/` that become something else, or go elsewhere.
const NOT_SERVED: [&str; 3] = ["npm", "editor", "build.mjs"];

/// Builds the site into `folder`, which it empties first.
pub fn build(mode: Mode, folder: &Path) -> Result {
    let root = workspace::root();
    let index = root.join("index.html");
    if !index.exists() {
        return Err(Failure("there is no index.html, so there is no page to build".to_owned()));
    }
    let module = wasm::build(Artefact::Page, mode)?;

    files::empty_directory(folder)?;
    files::copy(&index, &folder.join("index.html"))?;
    files::copy_tree(&root.join("www"), folder, |path| {
        let top = path.iter().next().unwrap_or_default();
        !NOT_SERVED.iter().any(|name| top == OsStr::new(name))
    })?;
    files::copy_tree(&module, folder, |path| path != Path::new("made-from"))?;
    bundle(mode, folder)?;
    if mode == Mode::Release {
        minify(folder)?;
    }
    Ok(())
}

/// The site as released, at its usual place among the built things.
pub fn build_release() -> Result<PathBuf> {
    let folder = workspace::built()?.join("site");
    build(Mode::Release, &folder)?;
    Ok(folder)
}

fn bundle(mode: Mode, folder: &Path) -> Result {
    let script = workspace::root().join("www/build.mjs");
    if !script.exists() {
        return Ok(());
    }
    say("bundling the editor");
    let mut node = programs::node();
    node.current_dir(workspace::root()).arg(script).arg("--out").arg(folder);
    if mode == Mode::Release {
        node.arg("--release");
    }
    programs::run("www/build.mjs", &mut node)
}

/// Minifies scripts and styles where they are.
fn minify(folder: &Path) -> Result {
    let paths = files::list(folder)?;
    let wanted = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "js" || extension == "css");
    let mut esbuild = esbuild();
    esbuild.current_dir(folder).args(paths.iter().filter(wanted));
    esbuild.args(["--minify", "--allow-overwrite", "--outdir=.", "--outbase=.", "--log-level=warning"]);
    programs::run("esbuild", &mut esbuild)
}

pub fn esbuild() -> std::process::Command {
    let mut esbuild = programs::node();
    esbuild.arg(workspace::root().join("node_modules/esbuild/bin/esbuild"));
    esbuild
}
