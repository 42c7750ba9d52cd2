//! WebAssembly and the npm package under Node, beside the peers in JavaScript, measured by a script.

use serde_json::Value;

use super::figure::{Beside, Figure, Goal};
use super::{native, peers};
use crate::failure::{Context, Result};
use crate::files;
use crate::npm_package;
use crate::programs;
use crate::wasm::{self, Artefact, Mode};
use crate::workspace;

pub fn measure() -> Result<Vec<Figure>> {
    let inputs = workspace::built()?.join("bench-inputs.json");
    files::write(&inputs, native::run(&["inputs"])?.to_string())?;
    let mut node = programs::node();
    node.current_dir(workspace::root()).arg("bench/javascript.mjs");
    node.env("IAM_PLAYGROUND_NPM", npm_package::build()?).env("IAM_PLAYGROUND_INPUTS", inputs);
    node.env("IAM_PLAYGROUND_BENCH", wasm::build(Artefact::Bench, Mode::Release)?);
    node.env("IAM_PLAYGROUND_PEERS", peers::install()?);
    // Natively once more, at the same time, for the ratio of WebAssembly to native.
    let natively = native::run(&["decide"])?;
    let text = programs::output("the JavaScript benchmark", &mut node)?;
    let measured: Value =
        serde_json::from_str(&text).context(|| "could not read what the JavaScript benchmark measured".to_owned())?;
    figures(&measured, &natively)
}

fn figures(measured: &Value, natively: &Value) -> Result<Vec<Figure>> {
    let at = |name: &str, field: &str| measured.get(name).and_then(|figures| figures.get(field));
    let mut figures = Vec::new();
    for name in ["small", "heavy"] {
        let native = natively.get(name).and_then(|figures| figures.get("decide"));
        let beside = vec![Beside::new("native", native), Beside::new("cedar", at(name, "cedar"))];
        figures.push(
            Figure::new(&format!("decide, {name}, compiled, wasm under Node"), at(name, "decide"), "/s")?
                .beside(beside, Goal::AtLeastTimes(0.5)),
        );
    }
    for (field, words, goals) in [("decision", "decision", [20.0, 20.0]), ("full", "full trace", [5.0, 1.5])] {
        for (name, goal) in ["small", "heavy"].into_iter().zip(goals) {
            figures.push(
                Figure::new(&format!("authorize() from JavaScript, {name}, {words}"), at(name, field), "/s")?
                    .beside(vec![Beside::new("iam-simulate", at(name, "iamSimulate"))], Goal::AtLeastTimes(goal)),
            );
        }
    }
    for (field, work, unit, goal) in [
        ("sweep", "sweep of 1,000,000 decisions, wasm under Node", "s", Goal::AtMost(1.0)),
        ("steps", "script steps, decision, wasm under Node", "/s", Goal::None),
        ("traced", "script of 50 steps, full traces, wasm under Node", "ms", Goal::None),
    ] {
        figures.push(Figure::new(work, measured.get(field), unit)?.beside(Vec::new(), goal));
    }
    for (question, time) in measured.get("whatIf").and_then(Value::as_object).into_iter().flatten() {
        let work = format!("whatIf {question}, wasm under Node");
        figures.push(Figure::new(&work, Some(time), "ms")?.beside(Vec::new(), Goal::None));
    }
    Ok(figures)
}
