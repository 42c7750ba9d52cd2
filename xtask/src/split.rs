//! Cutting a module in two: what is needed at once, and what `src/later.rs` names.

use std::path::{Path, PathBuf};

use wasm_split_cli_support::Options;

use crate::failure::{Failure, Result};
use crate::files;

/// What the linker has to leave in a module, so that it can be cut.
pub const LINK_ARGUMENTS: &str = "-Clink-args=--emit-relocs";
/// The script beside a module that it asks for its second part: `www/parts.js` and `www/npm/parts.js`.
const SCRIPT: &str = "parts.js";

/// The two parts, both still without their glue.
pub struct Parts {
    pub first: PathBuf,
    pub second: PathBuf,
}

/// Cuts a compiled module; the parts are written into `folder`.
pub fn split(compiled: &Path, folder: &Path) -> Result<Parts> {
    let module = files::read(compiled)?;
    let first = folder.join("first.wasm");
    let link = format!("./{SCRIPT}");
    let mut options = Options::new(&module);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.link_name = &link;
    let parts = wasm_split_cli_support::transform(options)
        .map_err(|error| Failure(format!("{} could not be cut: {error:#}", compiled.display())))?;
    // The package's own way to load the part suits a page that can wait; ours can not, and has its own.
    let script = folder.join(SCRIPT);
    files::remove_file(&script)?;
    match parts.split_modules.as_slice() {
        [second] => Ok(Parts { first, second: second.clone() }),
        others => Err(Failure(format!("{} came apart into {} parts, not two", compiled.display(), others.len() + 1))),
    }
}
