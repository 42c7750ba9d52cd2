//! How long the page takes to answer a keystroke.

use serde_json::Value;

use super::figure::Figure;
use crate::chromium;
use crate::failure::{Context, Failure, Result};
use crate::programs;
use crate::server;
use crate::site;
use crate::workspace;

const GOAL_SEED: f64 = 8.0;
const GOAL_LARGE: f64 = 40.0;

pub fn measure() -> Result<Vec<Figure>> {
    let site = site::build_release()?;
    let chromium = chromium::find_or_install()?;
    let address = server::start_on_free_port(site)?;
    let mut node = programs::node();
    node.current_dir(workspace::root()).arg("xtask/scripts/typing.mjs").arg(&address).arg(chromium);
    node.arg("www/gallery/current-account-api.json");
    let text = programs::output("typing in the page", &mut node)?;
    let measured: Value = serde_json::from_str(&text).context(|| "could not read what typing measured".to_owned())?;
    let mut figures = Vec::new();
    for (name, what, goal) in [("seed", "seed scenario", GOAL_SEED), ("large", "100 KB of policies", GOAL_LARGE)] {
        for (part, words, goal) in [
            ("median", "to committed DOM, median", None),
            ("p95", "to committed DOM, p95", Some(goal)),
            ("painted", "to the frame after, p95", None),
        ] {
            let figure = measured.get(name).and_then(|figures| figures.get(part)).and_then(Value::as_f64);
            figures.push(Figure::at_most(
                format!("keystroke {words}, {what}"),
                figure.ok_or_else(|| Failure(format!("typing did not measure {part} of {name}")))?,
                "ms",
                goal,
            ));
        }
    }
    Ok(figures)
}
