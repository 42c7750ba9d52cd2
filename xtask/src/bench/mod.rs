//! `cargo xtask bench [PART ...]`: measures, and prints each figure beside its peers and its goal. One file per part.

mod figure;
mod first_visit;
mod javascript;
mod native;
mod package;
mod peers;
mod typing;

use crate::arguments::Arguments;
use crate::failure::{Failure, Result};
use crate::set_up;
use figure::Figure;

struct Measurement {
    name: &'static str,
    measure: fn() -> Result<Vec<Figure>>,
}

/// The parts in the order of the table. What is measured in the page stands at the end.
const MEASUREMENTS: [Measurement; 5] = [
    Measurement { name: "native", measure: native::measure },
    Measurement { name: "javascript", measure: javascript::measure },
    Measurement { name: "package", measure: package::measure },
    Measurement { name: "first-visit", measure: first_visit::measure },
    Measurement { name: "typing", measure: typing::measure },
];

pub fn run(mut arguments: Arguments) -> Result {
    let wanted = arguments.take_names();
    arguments.finish()?;
    if let Some(unknown) = wanted.iter().find(|name| MEASUREMENTS.iter().all(|part| part.name != **name)) {
        let names: Vec<_> = MEASUREMENTS.iter().map(|part| part.name).collect();
        return Err(Failure(format!("bench has no part `{unknown}`; it has {}", names.join(", "))));
    }
    set_up::everything()?;
    let mut figures = Vec::new();
    let mut failed = Vec::new();
    for Measurement { name, measure } in MEASUREMENTS {
        if !wanted.is_empty() && wanted.iter().all(|wanted| wanted != name) {
            continue;
        }
        match measure() {
            Ok(measured) => figures.extend(measured),
            Err(Failure(why)) => failed.push(format!("{name}: {why}")),
        }
    }
    figure::print(&figures);
    if failed.is_empty() { Ok(()) } else { Err(Failure(format!("not measured: {}", failed.join("; ")))) }
}
