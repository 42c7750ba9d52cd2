//! What the npm package costs to load.

use std::path::PathBuf;

use super::figure::Figure;
use crate::failure::Result;
use crate::npm_package;
use crate::sizes;

const GOAL_KILOBYTES: f64 = 130.0;

pub fn measure() -> Result<Vec<Figure>> {
    let folder = npm_package::build()?;
    let part = |what: &str, files: &[&str]| {
        let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
        let size: sizes::Size = sizes::measure(&folder, &files)?.into_iter().sum();
        let kilobytes = size.brotli as f64 / 1000.0;
        Ok(Figure::at_most(format!("npm package, wasm for {what}, brotli"), kilobytes, "KB", Some(GOAL_KILOBYTES)))
    };
    Ok(vec![part("authorize", &["engine.wasm"])?, part("everything", &["engine.wasm", "engine-more.wasm"])?])
}
