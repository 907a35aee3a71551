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
/// How long a stranger tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// A few requests of each kind: with every full test.
    Short,
    /// Every phase, chains of requests too, for eight minutes: by hand.
    Long,
}

impl Length {
    /// Which requests, and how many.
    fn arguments(self) -> [&'static str; 6] {
        match self {
            Self::Short => ["--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "15", "--seed", "1"],
            Self::Long => {
                ["--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "60", "--max-time", "480"]
            }
        }
    }
}

/// How long an answer may take, in seconds: the binary is not an optimized one, and a report takes its time.
const PATIENCE: &str = "60";
/// What must hold of every answer: no fault of the server's, and what the description says.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,negative_data_rejection,positive_data_acceptance,missing_required_header,unsupported_method,\
    use_after_free,ensure_resource_availability,ignored_auth";
/// What may be said to a request that fits the description (the rules of the house are more than a schema says: 422, 412), and to one that does not.
const ANSWERS: &str = "\
[checks.positive_data_acceptance]
expected-statuses = [\"2xx\", \"3xx\", 401, 403, 404, 409, 412, 422, 429]
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429]
";
/// What would end the run for everything after it: whoever takes away its own token or role.
const LEFT_OUT: [&str; 3] = ["delete_token", "delete_member", "put_member"];
/// What takes a form with files.
const FORMS: [&str; 3] = ["post_evidence", "post_evidence_versions", "post_imports"];

/// Runs schemathesis against a server with a company in it.
pub(crate) fn run(length: Length) -> Result<(), String> {
    let schemathesis = installed()?;
    let folder = TempDir::with_prefix("tasuki-api-").map_err(|error| format!("temporary folder: {error}"))?;
    let binary = server::build(false)?;
    let server = Setup { binary, data: folder.path().to_owned(), database: None, demo: false }.serve()?;
    let stage = Stage::prepare(&server)?;
    let description = format!("http://localhost:{}/api/v1/openapi.json", server.port);
    let configuration = folder.path().join("schemathesis.toml");
    fs::write(&configuration, known(&stage)).map_err(|error| format!("{}: {error}", configuration.display()))?;
    for (which, checks) in [(Which::Others, CHECKS.to_owned()), (Which::Forms, of_forms())] {
        let mut command = Command::new(&schemathesis);
        command.arg("--config-file").arg(&configuration).args(["run", &description, "--request-timeout", PATIENCE]);
        command.args(which.arguments());
        for (name, value) in stage.credentials() {
            command.args(["--header", &format!("{name}: {value}")]);
        }
        // One worker: with several threads, Python 3.11 now and then loses count of how deep its own parser is, and gives up.
        command.args(["--checks", &checks, "--no-color", "--workers", "1"]).args(length.arguments());
        shell::run(command.current_dir(folder.path()))
            .map_err(|error| format!("{error}\nthe server said:\n{}", server.said()))?;
    }
    Ok(())
}

/// Which operations are tried in one go.
#[derive(Debug, Clone, Copy)]
enum Which {
    /// Those that take forms with files.
    Forms,
    /// All others.
    Others,
}

impl Which {
    fn arguments(self) -> Vec<&'static str> {
        let each =
            |option: &'static str, names: &'static [&'static str]| names.iter().flat_map(move |name| [option, *name]);
        match self {
            Self::Forms => each("--include-operation-id", &FORMS).collect(),
            // A stream of events has no end to wait for.
            Self::Others => ["--exclude-path-regex", "/events$"]
                .into_iter()
                .chain(each("--exclude-operation-id", &LEFT_OUT))
                .chain(each("--exclude-operation-id", &FORMS))
                .collect(),
        }
    }
}

/// What must hold of answers to forms. A field of a form is text, whatever it was made from: none is of a wrong type.
fn of_forms() -> String {
    let checks = CHECKS.split(',').filter(|check| *check != "negative_data_rejection");
    checks.collect::<Vec<_>>().join(",")
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
        + ANSWERS
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
