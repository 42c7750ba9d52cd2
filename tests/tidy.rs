//! The house rules that a machine can check: modules only look down, as ARCHITECTURE.md says; only the wire formats know
//! serde; nothing is left over.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The modules of the library in reading order; each may use the ones before it.
const ORDER: &[&str] = &[
    "later",
    "text",
    "arn",
    "pattern",
    "time",
    "finding",
    "condition",
    "service_data",
    "policy",
    "request",
    "world",
    "engine",
    "sts",
    "trace",
    "assist",
    "advice",
    "scenario",
    "whatif",
    "wire",
    "app",
    "js",
    "ui",
    "main",
];

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, extension, found);
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
}

fn module(path: &Path) -> String {
    let inside = path.strip_prefix("src").unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn modules_only_look_down() {
    let position: BTreeMap<&str, usize> = ORDER.iter().enumerate().map(|(index, name)| (*name, index)).collect();
    let mut sources = Vec::new();
    files(Path::new("src"), "rs", &mut sources);
    let mut upward = Vec::new();
    for path in sources {
        let name = module(&path);
        if name == "lib" {
            continue;
        }
        let own = *position
            .get(name.as_str())
            .unwrap_or_else(|| panic!("{} belongs to no module of the order in tests/tidy.rs", path.display()));
        let text = std::fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            assert!(!line.contains("crate::{"), "{}:{}: one module a line", path.display(), number + 1);
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if position.get(used.as_str()).is_some_and(|other| *other > own) {
                    upward.push(format!("{}:{}: {name} uses {used}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(upward.is_empty(), "imports that look upward:\n{}", upward.join("\n"));
}

#[test]
fn architecture_has_the_modules_in_this_order() {
    let text = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    let rows = text
        .lines()
        .skip_while(|line| !line.starts_with("| module |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let names = rows.flat_map(|row| {
        let first = row.split('|').nth(1).unwrap();
        first
            .split('`')
            .skip(1)
            .step_by(2)
            .map(|name| name.trim_end_matches(".rs").trim_end_matches('/').to_owned())
            .collect::<Vec<_>>()
    });
    let mut names: Vec<String> = names.collect();
    let mut order: Vec<String> = ORDER.iter().map(|name| (*name).to_owned()).collect();
    for list in [&mut names, &mut order] {
        // The two that are the binary stand in one row.
        let shell = list.len() - 2;
        list[shell..].sort_unstable();
    }
    assert_eq!(names, order);
}

#[test]
fn only_wire_knows_serde() {
    let mut sources = Vec::new();
    files(Path::new("src"), "rs", &mut sources);
    for path in sources.iter().filter(|path| module(path) != "wire" && !path.to_string_lossy().contains("tests")) {
        let text = std::fs::read_to_string(path).unwrap();
        assert!(
            !text
                .lines()
                .any(|line| line.contains("serde::") || line.contains("serde_json") || line.contains("Serialize")),
            "{} knows serde",
            path.display()
        );
    }
}

#[test]
fn no_leftovers() {
    let mut sources = Vec::new();
    for folder in ["src", "xtask/src"] {
        files(Path::new(folder), "rs", &mut sources);
    }
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X:"].concat(), ["todo", "!("].concat()];
    for path in sources {
        let text = std::fs::read_to_string(&path).unwrap();
        for mark in &marks {
            assert!(!text.contains(mark.as_str()), "{} has {mark}", path.display());
        }
    }
}
