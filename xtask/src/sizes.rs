//! How large files are: raw, gzip and brotli.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::{Context, Failure, Result};
use crate::files;
use crate::programs;
use crate::workspace;

#[derive(Clone, Copy, Default)]
pub struct Size {
    pub raw: u64,
    pub gzip: u64,
    pub brotli: u64,
}

impl std::iter::Sum for Size {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes.fold(Self::default(), |sum, size| Self {
            raw: sum.raw + size.raw,
            gzip: sum.gzip + size.gzip,
            brotli: sum.brotli + size.brotli,
        })
    }
}

/// The sizes of files inside a folder, in the order given.
pub fn measure(folder: &Path, relative: &[PathBuf]) -> Result<Vec<Size>> {
    let mut node = programs::node();
    node.current_dir(folder).arg(workspace::root().join("xtask/scripts/sizes.mjs")).args(relative);
    let text = programs::output("measuring sizes", &mut node)?;
    let sizes: Vec<Value> = serde_json::from_str(&text).context(|| "could not read the measured sizes".to_owned())?;
    sizes
        .iter()
        .map(|size| Ok(Size { raw: field(size, "raw")?, gzip: field(size, "gzip")?, brotli: field(size, "brotli")? }))
        .collect()
}

fn field(size: &Value, name: &str) -> Result<u64> {
    size.get(name).and_then(Value::as_u64).ok_or_else(|| Failure(format!("the measured sizes have no `{name}`")))
}

/// A folder with more files than this is one row.
const MANY: usize = 40;

/// Prints every file of a folder, folders with many files as one, and the total.
pub fn print(title: &str, folder: &Path) -> Result {
    let relative = files::list(folder)?;
    let sizes = measure(folder, &relative)?;
    let total: Size = sizes.iter().copied().sum();
    println!("\n{title:<44} {:>10} {:>10} {:>10}", "raw", "gzip", "brotli");
    let inside = |parent: Option<&Path>| relative.iter().filter(move |path| path.parent() == parent).count();
    let mut summed: Vec<&Path> = Vec::new();
    for (path, size) in relative.iter().zip(&sizes) {
        match path.parent().filter(|parent| inside(Some(parent)) > MANY) {
            None => print_row(&path.display().to_string(), *size),
            Some(parent) if summed.contains(&parent) => {}
            Some(parent) => {
                summed.push(parent);
                let own = relative.iter().zip(&sizes).filter(|(path, _)| path.parent() == Some(parent));
                print_row(
                    &format!("{}/ ({} files)", parent.display(), inside(Some(parent))),
                    own.map(|(_, size)| *size).sum(),
                );
            }
        }
    }
    print_row("total", total);
    Ok(())
}

fn print_row(name: &str, size: Size) {
    println!("{name:<44} {:>10} {:>10} {:>10}", size.raw, size.gzip, size.brotli);
}
