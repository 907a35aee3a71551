//! The API as a stranger tries it: schemathesis reads the description and sends what nobody thought of.

use std::{env, fs, path::PathBuf, process::Command};

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
/// How long an answer may take, in seconds: the binary is not an optimized one, and a report takes its time.
const PATIENCE: &str = "60";
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
    let configuration = folder.path().join("schemathesis.toml");
    fs::write(&configuration, known(&stage)).map_err(|error| format!("{}: {error}", configuration.display()))?;
    let mut command = Command::new(schemathesis);
    command.arg("--config-file").arg(&configuration).args(["run", &description, "--request-timeout", PATIENCE]);
    // A stream of events has no end to wait for.
    command.args(["--exclude-path-regex", "/events$"]);
    for (name, value) in stage.credentials() {
        command.args(["--header", &format!("{name}: {value}")]);
    }
    // One worker: with several threads, Python 3.11 now and then loses count of how deep its own parser is, and gives up.
    command.args(["--checks", CHECKS, "--max-examples", EXAMPLES, "--seed", "1", "--no-color", "--workers", "1"]);
    let result = shell::run(command.current_dir(folder.path()));
    result.map_err(|error| format!("{error}\nthe server said:\n{}", server.said()))
}

/// What exists on the server, so that not everything ends at 404. The rest it finds out from answers.
fn known(stage: &Stage) -> String {
    let known = [
        ("organization", stage.organization.as_str()),
        ("assessment", stage.assessment.as_str()),
        ("criterion", crate::stage::CRITERION),
    ];
    known
        .iter()
        .fold("[parameters]\n".to_owned(), |text, (name, value)| text + &format!("\"path.{name}\" = \"{value}\"\n"))
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
