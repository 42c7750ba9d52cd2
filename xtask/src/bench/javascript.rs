//! The npm package's speed under Node, measured by a script, which prints its figures itself.

use super::Figure;
use crate::failure::Result;
use crate::npm_package;
use crate::programs;
use crate::workspace;

pub fn measure() -> Result<Vec<Figure>> {
    let folder = npm_package::build()?;
    let mut node = programs::node();
    node.current_dir(workspace::root()).arg("bench/javascript.mjs").env("IAM_PLAYGROUND_NPM", folder);
    programs::run("the JavaScript benchmark", &mut node)?;
    Ok(Vec::new())
}
