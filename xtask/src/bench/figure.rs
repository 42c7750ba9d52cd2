//! One measured thing beside its peers and its goal, and the table of all of them.

use serde_json::Value;

use crate::failure::{Failure, Result};

/// One line of the table.
pub struct Figure {
    work: String,
    measured: f64,
    unit: &'static str,
    beside: Vec<Beside>,
    goal: Goal,
}

/// What is to be reached.
#[derive(Clone, Copy)]
pub enum Goal {
    /// Nothing in particular.
    None,
    /// Not above this.
    AtMost(f64),
    /// So many times the first figure beside it.
    AtLeastTimes(f64),
}

/// Somebody else's figure for the same work.
pub struct Beside {
    name: &'static str,
    /// The figure, or why there is none.
    measured: std::result::Result<f64, String>,
}

impl Beside {
    /// A number, or a text that says why there is none.
    pub fn new(name: &'static str, measured: Option<&Value>) -> Self {
        let measured = match measured {
            Some(Value::String(why)) => Err(why.clone()),
            Some(value) => value.as_f64().ok_or_else(|| "not measured".to_owned()),
            None => Err("not measured".to_owned()),
        };
        Self { name, measured }
    }
}

impl Figure {
    /// A figure without peers and goal.
    pub fn new(work: &str, measured: Option<&Value>, unit: &'static str) -> Result<Self> {
        let measured = measured.and_then(Value::as_f64).ok_or_else(|| Failure(format!("{work} was not measured")))?;
        Ok(Self { work: work.to_owned(), measured, unit, beside: Vec::new(), goal: Goal::None })
    }

    /// Something that shall be small.
    pub fn at_most(work: String, measured: f64, unit: &'static str, goal: Option<f64>) -> Self {
        let goal = goal.map_or(Goal::None, Goal::AtMost);
        Self { work, measured, unit, beside: Vec::new(), goal }
    }

    pub fn beside(mut self, beside: Vec<Beside>, goal: Goal) -> Self {
        self.beside = beside;
        self.goal = goal;
        self
    }

    /// What the goal is and whether it is reached.
    fn judged(&self) -> (String, &'static str) {
        let (goal, reached) = match self.goal {
            Goal::None => return (String::new(), ""),
            Goal::AtMost(most) => (format!("at most {}", amount(most, self.unit)), Some(self.measured <= most)),
            Goal::AtLeastTimes(times) => {
                let first = self.beside.first();
                let reached =
                    first.and_then(|first| first.measured.as_ref().ok()).map(|other| self.measured >= other * times);
                (format!("{times} × {}", first.map_or("", |first| first.name)), reached)
            }
        };
        (goal, reached.map_or("unknown", |reached| if reached { "reached" } else { "MISSED" }))
    }

    fn peers(&self) -> String {
        let peers: Vec<String> = self
            .beside
            .iter()
            .map(|Beside { name, measured }| match measured {
                Ok(other) => format!("{name} {} ({:.1} ×)", amount(*other, self.unit), self.measured / other),
                Err(why) => format!("{name}: {why}"),
            })
            .collect();
        peers.join("; ")
    }
}

/// A number as people write it: few digits where it is small, groups of three where it is large.
fn amount(number: f64, unit: &str) -> String {
    let number = if number < 10.0 { format!("{number:.2}") } else { grouped(&format!("{number:.0}")) };
    if unit.starts_with('/') { format!("{number}{unit}") } else { format!("{number} {unit}") }
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Prints the table as Markdown.
pub fn print(figures: &[Figure]) {
    let rows = figures.iter().map(|figure| {
        let (goal, reached) = figure.judged();
        [figure.work.clone(), amount(figure.measured, figure.unit), figure.peers(), goal, reached.to_owned()]
    });
    let head = ["work", "ours", "others (ours to theirs)", "goal", ""].map(str::to_owned);
    let table: Vec<[String; 5]> = std::iter::once(head).chain(rows).collect();
    let widths: Vec<usize> = (0..5)
        .map(|column| {
            table.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    println!();
    for (number, row) in table.iter().enumerate() {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())))
            .collect();
        println!("| {} |", cells.join(" | "));
        if number == 0 {
            println!("|{}|", widths.iter().map(|width| "-".repeat(width + 2)).collect::<Vec<_>>().join("|"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn goals_are_judged_against_the_first_peer() -> Result {
        let figure = |beside: Value| {
            Figure::new("work", Some(&json!(100)), "/s")
                .map(|figure| figure.beside(vec![Beside::new("peer", Some(&beside))], Goal::AtLeastTimes(10.0)))
        };
        assert_eq!(figure(json!(10))?.judged().1, "reached");
        assert_eq!(figure(json!(11))?.judged().1, "MISSED");
        assert_eq!(figure(json!("not installed"))?.judged().1, "unknown");
        assert_eq!(figure(json!("not installed"))?.peers(), "peer: not installed");
        assert_eq!(amount(1_234_567.0, "/s"), "1,234,567/s");
        assert_eq!(amount(0.943, "s"), "0.94 s");
        Ok(())
    }
}
