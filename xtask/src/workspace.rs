//! Where things are.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::{Context, Failure, Result};
use crate::programs;

/// The folder with the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// Cargo's target folder, which may be configured to be elsewhere.
pub fn target() -> Result<PathBuf> {
    let answer = metadata(&["--no-deps"])?;
    let path = answer.get("target_directory").and_then(Value::as_str);
    path.map(PathBuf::from)
        .ok_or_else(|| Failure("`cargo metadata` does not say where the target folder is".to_owned()))
}

/// Where the commands keep what they build: `target/xtask/`.
pub fn built() -> Result<PathBuf> {
    Ok(target()?.join("xtask"))
}

/// What `cargo metadata` says about the workspace.
pub fn metadata(flags: &[&str]) -> Result<Value> {
    let mut cargo = programs::cargo();
    cargo.current_dir(root()).args(["metadata", "--format-version", "1"]).args(flags);
    let text = programs::output("`cargo metadata`", &mut cargo)?;
    serde_json::from_str(&text).context(|| "could not read what `cargo metadata` printed".to_owned())
}

/// The version of a package in `Cargo.lock`.
pub fn locked_version(package: &str) -> Result<String> {
    let text = crate::files::read_text(&root().join("Cargo.lock"))?;
    let wanted = format!("name = \"{package}\"");
    let mut lines = text.lines();
    let mut versions = Vec::new();
    while let Some(line) = lines.next() {
        if line == wanted
            && let Some(version) = lines.next().and_then(|next| next.strip_prefix("version = "))
        {
            versions.push(version.trim_matches('"').to_owned());
        }
    }
    match versions.as_slice() {
        [version] => Ok(version.clone()),
        [] => Err(Failure(format!("Cargo.lock has no `{package}`"))),
        several => Err(Failure(format!(
            "Cargo.lock has several versions of `{package}` ({}); it must have one",
            several.join(", ")
        ))),
    }
}
