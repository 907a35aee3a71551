//! Fuzzes the readers of foreign files with libFuzzer, on the stable toolchain.
//!
//! `cargo fuzz` needs a nightly compiler for its sanitizers. Coverage alone, which finds panics and hangs in safe
//! code, needs only stable code generation flags.

use std::process::Command;

use crate::{
    Chore,
    shell::{self, Output},
};

/// The targets, and how many inputs each gets in a short run: some twenty-five seconds on one core.
const TARGETS: &[(&str, u32)] = &[
    ("workbook", 200_000),
    ("csv", 50_000),
    ("choices", 20_000),
    ("scan_xml", 40_000),
    ("scan_json", 40_000),
    ("scan_list", 40_000),
    ("package", 40_000),
];
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Ccodegen-units=1";

/// The length of a run.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Length {
    /// The same inputs at every run, from the seeds alone, as part of every full test run: what was found by chance
    /// would fail a change that has nothing to do with it.
    Short,
    /// New inputs for this number of seconds, from what earlier runs found worth keeping.
    Seconds(u32),
}

/// Fuzzes every target.
pub(crate) fn run(length: Length, output: &Output) -> Chore {
    let host = host().map_err(|error| vec![error])?;
    let problems: Vec<_> = TARGETS.iter().filter_map(|target| one(*target, &host, length, output).err()).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The target triple of this machine. It is passed to cargo so that the flags do not apply to build scripts.
fn host() -> Result<String, String> {
    let facts = shell::capture(&mut shell::program("rustc", &["-vV"]))?;
    let host = facts.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not tell its host".to_owned())
}

fn one((target, inputs): (&str, u32), host: &str, length: Length, output: &Output) -> Result<(), String> {
    let root = shell::root();
    let kept = root.join("fuzz/corpus").join(target);
    let seeds = root.join("fuzz/seeds").join(target);
    for folder in [&kept, &root.join("fuzz/artifacts")] {
        std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let build = ["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml"];
    let build = [&build[..], &["--target-dir", "fuzz/target", "--target", host, "--bin", target]].concat();
    shell::run_to(output, shell::program("cargo", &build).env("RUSTFLAGS", COVERAGE))?;
    let mut fuzzer = Command::new(root.join("fuzz/target").join(host).join("release").join(target));
    fuzzer.current_dir(&root).args([
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-max_len=65536",
        "-artifact_prefix=fuzz/artifacts/",
        "-print_final_stats=1",
    ]);
    let empty = tempfile::TempDir::with_prefix("tasuki-fuzz-").map_err(|error| format!("temporary folder: {error}"))?;
    match length {
        Length::Short => fuzzer.args(["-seed=1".to_owned(), format!("-runs={inputs}")]).arg(empty.path()),
        Length::Seconds(seconds) => fuzzer.arg(format!("-max_total_time={seconds}")).arg(&kept),
    };
    shell::run_to(output, fuzzer.arg(&seeds))
}
