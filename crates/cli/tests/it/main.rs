//! The command as people and scripts use it.

#![expect(clippy::expect_used, reason = "a test that cannot set itself up has failed")]

mod catalogs;
mod comparisons;
#[path = "../../../store/tests/it/database.rs"]
mod database;
mod documents;
mod failures;
mod looking_after;
mod other_programs;
mod packages;
mod readings;
mod round_trip;
mod samples;
mod scans;
mod snapshots;
mod submissions;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

/// A sample sheet of the project.
fn sample(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name).display().to_string()
}

/// The command, with a fixed day and language so that its output is always the same.
fn tasuki(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tasuki"));
    command.args(arguments).env("NO_COLOR", "1").env("LC_ALL", "ja_JP.UTF-8").env_remove("TASUKI_DATA");
    command
}

fn run(arguments: &[&str]) -> Output {
    tasuki(arguments).output().expect("the command starts")
}

/// Stdout of a command that must succeed.
fn stdout(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    let arguments: Vec<_> = arguments.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&stdout(&arguments)).expect("JSON")
}

/// The path of a file in a temporary folder.
fn target(folder: &tempfile::TempDir, name: &str) -> PathBuf {
    folder.path().join(name)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}
