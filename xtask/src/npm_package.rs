//! The npm package: the engine's module, and the hand-written files of `www/npm/`.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::failure::{Context, Failure, Result};
use crate::files;
use crate::notices;
use crate::programs::{self, say};
use crate::site;
use crate::wasm::{self, Artefact, Mode};
use crate::workspace;

/// Builds the package and answers its folder.
pub fn build() -> Result<PathBuf> {
    let engine = wasm::build(Artefact::Engine, Mode::Release)?;
    let folder = workspace::built()?.join("npm");
    let root = workspace::root();
    say("putting the npm package together");
    files::empty_directory(&folder)?;
    files::copy_tree(&root.join("www/npm"), &folder, |_| true)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        files::copy(&root.join(licence), &folder.join(licence))?;
    }
    files::write(&folder.join(notices::FILE), notices::of_npm_package()?)?;
    files::copy(&engine.join("engine_bg.wasm"), &folder.join("engine.wasm"))?;
    files::copy(&engine.join("engine_more.wasm"), &folder.join("engine-more.wasm"))?;
    minify_glue(&engine.join("engine.js"), &folder.join("engine.js"))?;
    set_version(&folder)?;
    Ok(folder)
}

/// The glue is generated; nobody reads it.
fn minify_glue(from: &Path, to: &Path) -> Result {
    let mut esbuild = site::esbuild();
    esbuild
        .arg(from)
        .args(["--minify", "--format=esm", "--log-level=warning"])
        .arg(format!("--outfile={}", to.display()));
    programs::run("esbuild", &mut esbuild)
}

/// The package has the version of the workspace; its template has none.
fn set_version(folder: &Path) -> Result {
    let version = workspace::locked_version("iam-playground")?;
    files::write(&folder.join("version.js"), format!("export const version = \"{version}\";\n"))?;

    let path = folder.join("package.json");
    let text = files::read_text(&path)?;
    let template: Map<String, Value> =
        serde_json::from_str(&text).context(|| format!("could not read {}", path.display()))?;
    if template.contains_key("version") {
        return Err(Failure("www/npm/package.json must not have a version: it is the workspace's".to_owned()));
    }
    files::write(&path, text.replacen("{\n", &format!("{{\n  \"version\": \"{version}\",\n"), 1))
}
