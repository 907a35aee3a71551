//! The description of the API as others read it: a validator that nobody here wrote finds it valid, and clients that are
//! generated from it go from a workbook to a report.

use std::{fs, path::Path};

use crate::{python, server::Server, shell, stage::Stage};

/// The programs that use the clients, and what they need.
const FOLDER: &str = "e2e/clients";
/// The pinned versions of the Python packages.
const REQUIREMENTS: &str = "e2e/clients/requirements.txt";
/// Generated files, from the root of the project.
const GENERATED: &str = "target/clients";
/// The description, as the server gives it.
const DESCRIPTION: &str = "target/clients/openapi.json";
/// Answers to the edition that the programs create an assessment of.
const WORKBOOK: &str = "samples/scs-2026-03-answers.xlsx";

/// Validates the description of a running server, generates clients from it, and uses them.
pub(crate) fn run(server: &Server, stage: &Stage) -> Result<(), String> {
    let description = stage.connect()?.get("/api/v1/openapi.json", &[])?.json()?;
    let root = shell::root();
    let written = fs::create_dir_all(root.join(GENERATED));
    let written = written.and_then(|()| fs::write(root.join(DESCRIPTION), description.to_string()));
    written.map_err(|error| format!("{DESCRIPTION}: {error}"))?;
    let [(_, token)] = stage.credentials();
    let words = [&format!("http://localhost:{}", server.port), token, &stage.organization, &workbook()];
    let programs = python::install("clients-python", &["--requirement", REQUIREMENTS])?;
    shell::run(&mut shell::program(&program(&programs, "openapi-spec-validator"), &[DESCRIPTION]))?;
    in_python(&programs, &words)?;
    in_typescript(&words)
}

/// The generated Python client, checked by mypy.
fn in_python(programs: &Path, words: &[&str]) -> Result<(), String> {
    let packages = format!("{GENERATED}/python");
    let package = format!("{packages}/tasuki_client");
    let config = format!("{FOLDER}/python.yaml");
    let generate = [
        "generate",
        "--path",
        DESCRIPTION,
        "--output-path",
        &package,
        "--meta",
        "none",
        "--overwrite",
        "--config",
        &config,
        "--fail-on-warning",
    ];
    fs::create_dir_all(shell::root().join(&packages)).map_err(|error| format!("{packages}: {error}"))?;
    shell::run(&mut shell::program(&program(programs, "openapi-python-client"), &generate))?;
    let used = format!("{FOLDER}/workbook.py");
    let cache = format!("{GENERATED}/mypy");
    let check = ["--strict", "--follow-imports", "silent", "--cache-dir", &cache, &used];
    shell::run(shell::program(&program(programs, "mypy"), &check).env("MYPYPATH", &packages))?;
    let arguments = [&[used.as_str()], words].concat();
    shell::run(shell::program(&program(programs, "python"), &arguments).env("PYTHONPATH", &packages))
}

/// The generated types for TypeScript, checked by its compiler.
fn in_typescript(words: &[&str]) -> Result<(), String> {
    let folder = shell::root().join(FOLDER);
    shell::run(shell::program("npm", &["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    shell::run(shell::program("npm", &["run", "--silent", "types"]).current_dir(&folder))?;
    shell::run(shell::program("node", &[&["build/workbook.js"], words].concat()).current_dir(&folder))
}

fn program(programs: &Path, name: &str) -> String {
    programs.join(name).to_string_lossy().into_owned()
}

fn workbook() -> String {
    shell::root().join(WORKBOOK).to_string_lossy().into_owned()
}
