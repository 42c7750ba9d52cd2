//! From Rust to a WebAssembly module with its JavaScript glue: cargo, wasm-bindgen, and for releases wasm-opt.

use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::failure::{Context, Failure, Result};
use crate::files;
use crate::programs::{self, say};
use crate::split;
use crate::workspace;

const TARGET: &str = "wasm32-unknown-unknown";
/// The file beside a module that says what it was made from.
pub const STAMP: &str = "made-from";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Fast to build.
    Development,
    /// Small and fast to run.
    Release,
}

/// The modules that this package becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Artefact {
    /// The Yew page: `playground.js` and `playground_bg.wasm`.
    Page,
    /// The engine behind the npm package: `engine.js` and `engine_bg.wasm`.
    Engine,
    /// The engine with service data, for the page's worker: `assistant.js` and `assistant_bg.wasm`.
    Assistant,
    /// The benchmark's loop around the engine: `bench.js` and `bench_bg.wasm`.
    Bench,
}

impl Artefact {
    fn name(self) -> &'static str {
        match self {
            Self::Page => "playground",
            Self::Engine => "engine",
            Self::Assistant => "assistant",
            Self::Bench => "bench",
        }
    }

    fn cargo_arguments(self) -> &'static [&'static str] {
        match self {
            Self::Page => &["rustc", "--bin", "playground", "--features", "ui"],
            Self::Engine => &["rustc", "--lib", "--crate-type", "cdylib", "--features", "js"],
            Self::Assistant => &["rustc", "--lib", "--crate-type", "cdylib", "--features", "js,service-data,assist"],
            Self::Bench => &["build", "--package", "bench", "--lib"],
        }
    }

    /// Whether its release is in two parts, the second one called `…_more.wasm`.
    fn is_split(self, mode: Mode) -> bool {
        mode == Mode::Release && matches!(self, Self::Page | Self::Engine)
    }

    fn compiled_file(self) -> &'static str {
        match self {
            Self::Page => "playground.wasm",
            Self::Engine | Self::Assistant => "iam_playground.wasm",
            Self::Bench => "bench.wasm",
        }
    }
}

/// Builds a module and answers the folder with the module and its glue.
pub fn build(artefact: Artefact, mode: Mode) -> Result<PathBuf> {
    let compiled = compile(artefact, mode)?;
    let name = artefact.name();
    let suffix = if mode == Mode::Release { "release" } else { "development" };
    let folder = workspace::built()?.join(format!("{name}-{suffix}"));

    let module = files::read(&compiled)?;
    let recipe = format!(
        "{} {} {}",
        wasm_bindgen_version()?,
        workspace::locked_version("wasm_split_cli_support")?,
        OPTIMISE.join(" ")
    );
    let fingerprint = files::fingerprint(&[&module, recipe.as_bytes()]);
    let stamp = folder.join(STAMP);
    if std::fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == fingerprint) {
        return Ok(folder);
    }
    files::empty_directory(&folder)?;
    say(&format!("writing the JavaScript glue of {name}"));
    if artefact.is_split(mode) {
        let parts = split::split(&compiled, &folder)?;
        write_glue(artefact, mode, &parts.first, &folder)?;
        files::remove_file(&parts.first)?;
        let second = folder.join(format!("{name}_more.wasm"));
        files::rename(&parts.second, &second)?;
        optimise(&second)?;
    } else {
        write_glue(artefact, mode, &compiled, &folder)?;
    }
    if mode == Mode::Release {
        optimise(&folder.join(format!("{name}_bg.wasm")))?;
    }
    files::write(&stamp, fingerprint)?;
    Ok(folder)
}

fn compile(artefact: Artefact, mode: Mode) -> Result<PathBuf> {
    say(&format!("compiling {} to WebAssembly", artefact.name()));
    let (profile, folder) = match (mode, artefact) {
        (Mode::Development, _) => ("dev", "debug"),
        (Mode::Release, Artefact::Page) => ("page", "page"),
        (Mode::Release, _) => ("wasm", "wasm"),
    };
    let mut cargo = programs::cargo();
    cargo.current_dir(workspace::root());
    cargo.args(artefact.cargo_arguments()).args(["--target", TARGET, "--profile", profile]);
    if mode == Mode::Release {
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", release_flags());
    }
    if artefact.is_split(mode) {
        cargo.args(["--features", "split", "--", split::LINK_ARGUMENTS]);
    }
    programs::run("compiling to WebAssembly", &mut cargo)?;
    Ok(workspace::target()?.join(TARGET).join(folder).join(artefact.compiled_file()))
}

/// The shorter one of two ways to the same digests; speed is of no matter where a digest makes an id.
const SMALL_DIGESTS: [&str; 2] = ["--cfg", "sha2_backend_soft=\"compact\""];

/// Flags of a release. Panic messages carry source paths; a release must not tell where it was built.
fn release_flags() -> String {
    let mut flags: Vec<String> = SMALL_DIGESTS.map(str::to_owned).into();
    flags.push(format!("--remap-path-prefix={}=", workspace::root().display()));
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    if let Some(home) = home {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    flags.join(" ")
}

fn write_glue(artefact: Artefact, mode: Mode, compiled: &Path, folder: &Path) -> Result {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name(artefact.name())
        .web(true)
        .context(|| "wasm-bindgen does not know the target `web`".to_owned())?
        .typescript(false)
        .remove_producers_section(true)
        .remove_name_section(mode == Mode::Release)
        // The engine's wrapper names its module itself, so that bundlers find one reference to it and not two.
        .omit_default_module_path(artefact == Artefact::Engine)
        // The table, which the second part shares.
        .keep_lld_exports(artefact.is_split(mode))
        // After a trap the wrapper starts over with a fresh instance.
        .reset_state_function(artefact != Artefact::Page);
    bindgen.generate(folder).context(|| format!("wasm-bindgen could not process {}", compiled.display()))
}

/// The one version of wasm-bindgen: the glue is only right when the macro and this tool agree.
fn wasm_bindgen_version() -> Result<String> {
    let macros = workspace::locked_version("wasm-bindgen")?;
    let tool = workspace::locked_version("wasm-bindgen-cli-support")?;
    if macros == tool {
        return Ok(macros);
    }
    Err(Failure(format!(
        "Cargo.lock has wasm-bindgen {macros} but wasm-bindgen-cli-support {tool}; they must be the same version: run \
         `cargo update -p wasm-bindgen-cli-support --precise {macros}`"
    )))
}

/// What rustc emits by default, by name: with `--all-features` the optimiser writes modules that browsers refuse.
///
/// `--low-memory-unused` lets additions of less than 1,024 be folded into the offsets of loads and stores. It is right
/// where nothing lives in the first KiB of memory: rustc links with the stack first, and that KiB is the stack's very
/// end, which only a call too deep would reach, one that traps a moment later anyway.
const OPTIMISE: [&str; 12] = [
    "-Os",
    "--low-memory-unused",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

fn optimise(module: &Path) -> Result {
    say(&format!("optimising {}", module.file_name().unwrap_or_default().display()));
    let mut wasm_opt = programs::node();
    wasm_opt.arg(workspace::root().join("node_modules/binaryen/bin/wasm-opt")).args(OPTIMISE);
    wasm_opt.arg(module).arg("-o").arg(module);
    programs::run("wasm-opt", &mut wasm_opt)
}
