//! Every dependency, of Rust and of npm, has a licence that this project may ship under.

use serde_json::{Map, Value};

use super::licence;
use crate::failure::{Context, Failure, Result};
use crate::files;
use crate::workspace;

pub fn run() -> Result {
    let mut packages = of_cargo()?;
    packages.extend(of_npm()?);
    let refused: Vec<_> = packages
        .iter()
        .filter(|(_, licence)| !licence::is_allowed(licence))
        .map(|(package, licence)| {
            format!("{package} ({})", if licence.is_empty() { "no licence stated" } else { licence })
        })
        .collect();
    println!("licences: {} dependencies looked at, {} refused", packages.len(), refused.len());
    if refused.is_empty() {
        Ok(())
    } else {
        Err(Failure(format!("dependencies with a licence that is not allowed: {}", refused.join(", "))))
    }
}

/// Name and licence of every package in Cargo.lock.
fn of_cargo() -> Result<Vec<(String, String)>> {
    let metadata = workspace::metadata(&[])?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let packages = packages.ok_or_else(|| Failure("`cargo metadata` lists no packages".to_owned()))?;
    Ok(packages.iter().map(|package| (text(package, "name"), text(package, "license"))).collect())
}

/// Path and licence of every package in package-lock.json.
fn of_npm() -> Result<Vec<(String, String)>> {
    let path = workspace::root().join("package-lock.json");
    let lock: Map<String, Value> =
        serde_json::from_str(&files::read_text(&path)?).context(|| "could not read package-lock.json".to_owned())?;
    let packages = lock.get("packages").and_then(Value::as_object);
    let packages = packages.ok_or_else(|| Failure("package-lock.json lists no packages".to_owned()))?;
    Ok(packages.iter().map(|(path, package)| (path.clone(), text(package, "license"))).collect())
}

fn text(package: &Value, field: &str) -> String {
    package.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}
