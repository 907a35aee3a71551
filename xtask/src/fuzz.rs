//! Fuzzing the readers of foreign files with libFuzzer, on the stable toolchain.
//!
//! `cargo fuzz` wants a nightly compiler for its sanitizers. Coverage alone, which finds panics and hangs in safe code, needs only
//! code generation flags that are stable.

use std::process::Command;

use crate::{Chore, shell};

const TARGETS: &[&str] = &["workbook", "csv", "choices"];
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Ccodegen-units=1";

/// Fuzzes every target for `seconds`.
pub(crate) fn run(seconds: u32) -> Chore {
    let host = host().map_err(|error| vec![error])?;
    let problems: Vec<_> = TARGETS.iter().filter_map(|target| one(target, &host, seconds).err()).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The machine's own target. It is named to cargo so that build scripts are spared the flags.
fn host() -> Result<String, String> {
    let facts = shell::capture(&mut shell::program("rustc", &["-vV"]))?;
    let host = facts.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not tell its host".to_owned())
}

fn one(target: &str, host: &str, seconds: u32) -> Result<(), String> {
    let root = shell::root();
    let corpus = root.join("fuzz/corpus").join(target);
    let seeds = root.join("fuzz/seeds").join(target);
    for folder in [&corpus, &root.join("fuzz/artifacts")] {
        std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let build = ["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml"];
    let build = [&build[..], &["--target-dir", "fuzz/target", "--target", host, "--bin", target]].concat();
    shell::run(shell::program("cargo", &build).env("RUSTFLAGS", COVERAGE))?;
    let mut fuzzer = Command::new(root.join("fuzz/target").join(host).join("release").join(target));
    fuzzer.current_dir(&root).args([&corpus, &seeds]).arg(format!("-max_total_time={seconds}")).args([
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-max_len=65536",
        "-artifact_prefix=fuzz/artifacts/",
        "-print_final_stats=1",
    ]);
    shell::run(&mut fuzzer)
}
