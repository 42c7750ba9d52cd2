//! `cargo xtask bench`: measures, and prints each figure beside its goal. One file per measured thing.

mod first_visit;
mod javascript;
mod native;
mod package;
mod typing;

use crate::arguments::Arguments;
use crate::failure::{Failure, Result};
use crate::set_up;

/// One line of the table.
pub struct Figure {
    work: String,
    measured: f64,
    unit: &'static str,
    /// Not above this; none where there is no goal.
    at_most: Option<f64>,
}

struct Measurement {
    name: &'static str,
    measure: fn() -> Result<Vec<Figure>>,
}

const MEASUREMENTS: [Measurement; 5] = [
    Measurement { name: "npm package", measure: package::measure },
    Measurement { name: "first visit", measure: first_visit::measure },
    Measurement { name: "typing", measure: typing::measure },
    Measurement { name: "native", measure: native::measure },
    Measurement { name: "JavaScript", measure: javascript::measure },
];

pub fn run(arguments: Arguments) -> Result {
    arguments.finish()?;
    set_up::everything()?;
    let mut figures = Vec::new();
    let mut failed = Vec::new();
    for Measurement { name, measure } in MEASUREMENTS {
        match measure() {
            Ok(measured) => figures.extend(measured),
            Err(Failure(why)) => failed.push(format!("{name}: {why}")),
        }
    }
    print(&figures);
    if failed.is_empty() { Ok(()) } else { Err(Failure(format!("not measured: {}", failed.join("; ")))) }
}

fn print(figures: &[Figure]) {
    println!("\n{:<52} {:>14} {:>14}  of goal", "work", "measured", "goal");
    for Figure { work, measured, unit, at_most } in figures {
        let measured_text = format!("{measured:.0} {unit}");
        match at_most {
            Some(goal) => {
                let verdict = if measured <= goal { "" } else { "  MISSED" };
                println!(
                    "{work:<52} {measured_text:>14} {:>14}  {:>5.0} %{verdict}",
                    format!("{goal:.0} {unit}"),
                    measured / goal * 100.0
                );
            }
            None => println!("{work:<52} {measured_text:>14}"),
        }
    }
}
