//! `cargo xtask fuzz`: runs the targets of `fuzz/` one after the other, each from the project's own cases on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::arguments::Arguments;
use crate::failure::{Context, Failure, Result};
use crate::files;
use crate::programs::{self, say};
use crate::workspace;

/// Every target with what it does.
const TARGETS: [(&str, &str); 4] = [
    ("policy", "text → policy"),
    ("evaluation", "policy × request → evaluation"),
    ("edge", "two texts → every function of the JSON edge"),
    ("pattern", "patterns beside a matcher that tries everything"),
];
const TOOLCHAIN: &str = "+nightly";
/// Seconds for each target.
const SECONDS: &str = "600";
/// Longest input, in bytes. Longer ones find nothing more, slowly.
const LONGEST: u32 = 16 * 1024;
/// No input may take longer, in seconds.
const SLOWEST: u32 = 25;

pub fn run(mut arguments: Arguments) -> Result {
    let seconds = arguments.take_value("--seconds")?.unwrap_or_else(|| SECONDS.to_owned());
    let seconds: u32 = seconds.parse().context(|| format!("`--seconds {seconds}`"))?;
    let wanted = arguments.take_names();
    arguments.finish()?;
    if let Some(unknown) = wanted.iter().find(|name| TARGETS.iter().all(|(target, _)| target != name)) {
        let names: Vec<_> = TARGETS.iter().map(|(name, _)| *name).collect();
        return Err(Failure(format!("there is no fuzz target `{unknown}`; there are {}", names.join(", "))));
    }
    let fuzzer = Fuzzer::new()?;
    fuzzer.seeds()?;
    let mut runs = Vec::new();
    for (target, what) in TARGETS.iter().filter(|(target, _)| wanted.is_empty() || wanted.iter().any(|w| w == target)) {
        say(&format!("fuzzing {target} ({what}) for {seconds} s"));
        runs.push((target, fuzzer.fuzz(target, seconds)));
    }
    println!("\n{:<12} {:>14}  findings", "target", "executions");
    for (target, run) in &runs {
        match run {
            Ok(executions) => println!("{target:<12} {executions:>14}  none"),
            Err(Failure(why)) => println!("{target:<12} {:>14}  {why}", ""),
        }
    }
    let failed: Vec<_> = runs.iter().filter(|(_, run)| run.is_err()).map(|(target, _)| **target).collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure(format!("{} found something: keep it as a case in tests/, then mend it", failed.join(", "))))
    }
}

/// Where everything is.
struct Fuzzer {
    /// `cargo-fuzz`.
    program: PathBuf,
    /// Seeds, inputs found, and crashes.
    folder: PathBuf,
}

impl Fuzzer {
    fn new() -> Result<Self> {
        let there =
            Command::new("rustc").args([TOOLCHAIN, "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !there.is_ok_and(|status| status.success()) {
            return Err(Failure(
                "fuzzing needs a nightly toolchain: install one with `rustup toolchain install nightly --profile minimal`"
                    .to_owned(),
            ));
        }
        let folder = workspace::target()?.join("fuzz");
        Ok(Self { program: cargo_fuzz(&folder)?, folder })
    }

    /// Seeds from `tests/vectors`, `tests/cases` and `tests/scenarios`.
    fn seeds(&self) -> Result {
        say("writing the seeds from the cases in tests/");
        files::empty_directory(&self.folder.join("seeds"))?;
        let mut cargo = Command::new("cargo");
        cargo.current_dir(workspace::root().join("fuzz")).arg(TOOLCHAIN);
        cargo.args(["run", "--quiet", "--example", "seeds", "--target-dir"]);
        cargo.arg(self.folder.join("build")).arg("--").arg(self.folder.join("seeds"));
        programs::run("writing the seeds", &mut cargo)
    }

    /// Runs one target and answers how often it ran. There is no `unsafe` to watch, so that no sanitizer slows it down.
    fn fuzz(&self, target: &str, seconds: u32) -> Result<u64> {
        let corpus = self.folder.join("corpus").join(target);
        let crashes = self.folder.join("crashes").join(target);
        for folder in [&corpus, &crashes] {
            fs::create_dir_all(folder).context(|| format!("could not make {}", folder.display()))?;
        }
        let mut fuzz = Command::new("cargo");
        fuzz.current_dir(workspace::root()).arg(TOOLCHAIN);
        fuzz.env("PATH", path_with(self.program.parent())).args(["fuzz", "run", "--sanitizer", "none", "--target-dir"]);
        fuzz.arg(self.folder.join("build")).arg(target).arg(&corpus).arg(self.folder.join("seeds").join(target));
        fuzz.arg("--").arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={LONGEST}"));
        fuzz.arg(format!("-timeout={SLOWEST}")).arg("-print_final_stats=1").arg("-verbosity=1");
        fuzz.arg(format!("-dict={}", workspace::root().join("fuzz/json.dict").display()));
        fuzz.arg(format!("-artifact_prefix={}/", crashes.display()));
        let output = fuzz.stdout(Stdio::inherit()).stderr(Stdio::piped()).output();
        let output = output.context(|| "`cargo fuzz` could not be started".to_owned())?;
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            return executions(&said).ok_or_else(|| Failure("did not say how often it ran".to_owned()));
        }
        eprintln!("{said}");
        let kept = said.lines().find_map(|line| line.split_once("Test unit written to ")).map(|(_, path)| path.trim());
        Err(Failure(kept.map_or("failed; its messages are above".to_owned(), |path| format!("see {path}"))))
    }
}

/// `cargo-fuzz` from the `PATH`, or installed beside what it builds.
fn cargo_fuzz(folder: &Path) -> Result<PathBuf> {
    if let Some(program) = programs::find("cargo-fuzz") {
        return Ok(program);
    }
    let installed = folder.join("tools/bin/cargo-fuzz");
    if !installed.is_file() {
        say("installing cargo-fuzz from crates.io");
        let mut cargo = programs::cargo();
        cargo.args(["install", "cargo-fuzz", "--locked", "--quiet", "--root"]).arg(folder.join("tools"));
        programs::run("`cargo install cargo-fuzz`", &mut cargo)?;
    }
    Ok(installed)
}

/// The `PATH` with one folder before the others.
fn path_with(folder: Option<&Path>) -> std::ffi::OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = folder.map(Path::to_owned).into_iter().chain(std::env::split_paths(&path));
    std::env::join_paths(folders).unwrap_or(path)
}

/// What libFuzzer prints at its end: `stat::number_of_executed_units: 123`.
fn executions(said: &str) -> Option<u64> {
    said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_how_often_a_target_ran() {
        assert_eq!(executions("#12 DONE\nstat::number_of_executed_units: 345\nstat::x: 1"), Some(345));
        assert_eq!(executions("nothing"), None);
    }
}
