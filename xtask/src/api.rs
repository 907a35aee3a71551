//! Tests the API from outside, as its description says it is: generated clients use it, and schemathesis generates unexpected
//! requests.

use std::{fs, path::PathBuf, process::Command};

use tempfile::TempDir;

use crate::{
    clients, python,
    server::{self, Setup},
    shell,
    stage::Stage,
};

/// The pinned versions of its packages.
const REQUIREMENTS: &str = "e2e/requirements.txt";
/// The length of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// A few requests of each kind; part of every full test run.
    Short,
    /// All phases, including chains of requests, for eight minutes; run by hand.
    Long,
}

impl Length {
    /// Which requests are sent, and how many.
    fn arguments(self) -> [&'static str; 6] {
        match self {
            Self::Short => ["--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "15", "--seed", "1"],
            Self::Long => {
                ["--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "60", "--max-time", "480"]
            }
        }
    }
}

/// The timeout of a response, in seconds: the binary is not optimized, and a report takes time.
const PATIENCE: &str = "60";
/// What every response must satisfy: no server error, and conformance with the description.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,negative_data_rejection,positive_data_acceptance,missing_required_header,unsupported_method,\
    use_after_free,ensure_resource_availability,ignored_auth";
/// The allowed statuses for a request that conforms to the description (the server has more rules than a schema can
/// express: 422, 412), and for one that does not.
const ANSWERS: &str = "\
[checks.positive_data_acceptance]
expected-statuses = [\"2xx\", \"3xx\", 401, 403, 404, 409, 412, 422, 429]
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429]
";
/// Operations that would break the rest of the run, because the client could remove its own token or role.
const LEFT_OUT: [&str; 3] = ["delete_token", "delete_member", "put_member"];
/// Operations that take a form with files.
const FORMS: [&str; 3] = ["post_evidence", "post_evidence_versions", "post_imports"];

/// Runs generated clients and schemathesis against a server with a company in it.
pub(crate) fn run(length: Length) -> Result<(), String> {
    let schemathesis = installed()?;
    let folder = TempDir::with_prefix("tasuki-api-").map_err(|error| format!("temporary folder: {error}"))?;
    let binary = server::build(false)?;
    let server = Setup { binary, data: folder.path().to_owned(), database: None, demo: false }.serve()?;
    let stage = Stage::prepare(&server)?;
    if length == Length::Short {
        clients::run(&server, &stage).map_err(|error| format!("{error}\nthe server said:\n{}", server.said()))?;
    }
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
        // One worker: with several threads, Python 3.11 sometimes loses track of the depth of its own parser and
        // aborts.
        command.args(["--checks", &checks, "--no-color", "--workers", "1"]).args(length.arguments());
        shell::run(command.current_dir(folder.path()))
            .map_err(|error| format!("{error}\nthe server said:\n{}", server.said()))?;
    }
    Ok(())
}

/// The operations of one run.
#[derive(Debug, Clone, Copy)]
enum Which {
    /// Those that take forms with files.
    Forms,
    /// All other operations.
    Others,
}

impl Which {
    fn arguments(self) -> Vec<&'static str> {
        let each =
            |option: &'static str, names: &'static [&'static str]| names.iter().flat_map(move |name| [option, *name]);
        match self {
            Self::Forms => each("--include-operation-id", &FORMS).collect(),
            // An event stream has no end.
            Self::Others => ["--exclude-path-regex", "/events$"]
                .into_iter()
                .chain(each("--exclude-operation-id", &LEFT_OUT))
                .chain(each("--exclude-operation-id", &FORMS))
                .collect(),
        }
    }
}

/// The checks of responses to forms. Every form field is text, so no value has a wrong type.
fn of_forms() -> String {
    let checks = CHECKS.split(',').filter(|check| *check != "negative_data_rejection");
    checks.collect::<Vec<_>>().join(",")
}

/// Identifiers that exist on the server, so that not every request ends in a 404. Other identifiers come from
/// responses.
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

/// Installs schemathesis into a separate folder.
fn installed() -> Result<PathBuf, String> {
    python::install("schemathesis", &["--requirement", REQUIREMENTS]).map(|programs| programs.join("schemathesis"))
}
