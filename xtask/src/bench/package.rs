//! What the npm package costs to load.

use super::figure::Figure;
use crate::failure::Result;
use crate::npm_package;
use crate::sizes;

const GOAL_KILOBYTES: f64 = 130.0;

pub fn measure() -> Result<Vec<Figure>> {
    let folder = npm_package::build()?;
    let size: sizes::Size = sizes::measure(&folder, &["engine.wasm".into()])?.into_iter().sum();
    Ok(vec![Figure::at_most(
        "npm package, wasm, brotli".to_owned(),
        size.brotli as f64 / 1000.0,
        "KB",
        Some(GOAL_KILOBYTES),
    )])
}
