//! The API as a stranger tries it: schemathesis reads the description and sends what nobody thought of.

use std::{env, path::PathBuf, process::Command};

use tempfile::TempDir;

use crate::{
    server::{self, Setup},
    shell,
    stage::Stage,
};

/// Its versions, fixed.
const REQUIREMENTS: &str = "e2e/requirements.txt";
/// How many requests of each kind.
const EXAMPLES: &str = "15";
/// What must hold of every answer: no fault of the server's, and what the description says.
const CHECKS: &str =
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth";

/// Runs schemathesis against a server with a company in it.
pub(crate) fn run() -> Result<(), String> {
    let schemathesis = installed()?;
    let folder = TempDir::with_prefix("tasuki-api-").map_err(|error| format!("temporary folder: {error}"))?;
    let binary = server::build(false)?;
    let server = Setup { binary, data: folder.path().to_owned(), database: None, demo: false }.serve()?;
    let stage = Stage::prepare(&server)?;
    let description = format!("http://localhost:{}/api/v1/openapi.json", server.port);
    let mut command = Command::new(schemathesis);
    command.args(["run", &description]);
    for (name, value) in stage.credentials() {
        command.args(["--header", &format!("{name}: {value}")]);
    }
    command.args(["--checks", CHECKS, "--max-examples", EXAMPLES, "--seed", "1", "--no-color", "--workers", "2"]);
    let result = shell::run(command.current_dir(folder.path()));
    result.map_err(|error| format!("{error}\nthe server said:\n{}", server.said()))
}

/// Installs schemathesis into a folder of its own.
fn installed() -> Result<PathBuf, String> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| shell::root().join("target"), PathBuf::from);
    let programs = target.join("schemathesis/bin");
    if !programs.join("pip").is_file() {
        shell::run(shell::program("python3", &["-m", "venv"]).arg(target.join("schemathesis")))?;
    }
    let pip = programs.join("pip").to_string_lossy().into_owned();
    shell::run(&mut shell::program(
        &pip,
        &["install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS],
    ))?;
    Ok(programs.join("schemathesis"))
}
