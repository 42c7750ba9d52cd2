//! What a first visit costs: everything that a browser really fetches until the page answers input, and how long that
//! takes from a local server with nothing cached.

use std::path::PathBuf;

use serde_json::Value;

use super::figure::Figure;
use crate::chromium;
use crate::failure::{Context, Failure, Result};
use crate::programs;
use crate::server;
use crate::site;
use crate::sizes;
use crate::workspace;

const GOAL_KILOBYTES: f64 = 320.0;
const GOAL_MILLISECONDS: f64 = 300.0;

pub fn measure() -> Result<Vec<Figure>> {
    let folder = site::build_release()?;
    let chromium = chromium::find_or_install()?;
    let address = server::start_on_free_port(folder.clone())?;

    let mut node = programs::node();
    node.current_dir(workspace::root()).arg("xtask/scripts/first-visit.mjs").arg(&address).arg(chromium);
    let text = programs::output("visiting the page", &mut node)?;
    let visit: Value = serde_json::from_str(&text).context(|| "could not read what the visit measured".to_owned())?;
    let ready = visit.get("readyMilliseconds").and_then(Value::as_f64);
    let ready = ready.ok_or_else(|| Failure("the page never set the mark `playground:ready`".to_owned()))?;
    let fetched = |when: &str| -> Result<(usize, f64)> {
        let list = visit.get(when).and_then(Value::as_array).cloned().unwrap_or_default();
        let list: Vec<_> = list.iter().filter_map(Value::as_str).map(PathBuf::from).collect();
        let size: sizes::Size = sizes::measure(&folder, &list)?.into_iter().sum();
        Ok((list.len(), size.brotli as f64 / 1000.0))
    };
    let (files, size) = fetched("files")?;
    let (later_files, later_size) = fetched("later")?;
    Ok(vec![
        Figure::at_most(
            format!("first visit until it answers, {files} files, brotli"),
            size,
            "KB",
            Some(GOAL_KILOBYTES),
        ),
        Figure::at_most(format!("what then follows by itself, {later_files} files, brotli"), later_size, "KB", None),
        Figure::at_most(
            "page start to interactive, local, cold, median of 5".to_owned(),
            ready,
            "ms",
            Some(GOAL_MILLISECONDS),
        ),
    ])
}
