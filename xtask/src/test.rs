//! Runs all tests, with everything that they need.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{
    Chore, api, browser, check, crash, doors, fuzz,
    postgres::{self, Postgres},
    report::Report,
    s3::{self, S3},
    server,
    shell::{self, Output},
};

/// Programs with which other people open our documents, and their Debian packages.
const TOOLS: &[(&str, &str, &str)] = &[
    ("pdftoppm", "-v", "poppler-utils"),
    ("soffice", "--version", "libreoffice-calc"),
    ("g++", "--version", "g++"),
    ("nmap", "--version", "nmap"),
    ("oscap", "--version", "openscap-scanner"),
    (browser::BROWSER, "--version", browser::BROWSER),
];
/// A check for a Python with openpyxl; Debian's own gets it from the package, another one may have it from
/// elsewhere.
const OPENPYXL: (&str, &str) = ("import openpyxl", "python3-openpyxl");
/// A check for virtual environments, which Debian packages separately from Python.
const ENVIRONMENTS: (&str, &str) = ("import ensurepip, venv", "python3-venv");

/// What `OpenSCAP` checks on a Debian machine: the folder, and the package that brings it.
const CHECKS: (&str, &str) = ("/usr/share/xml/scap/ssg/content", "ssg-debian");

pub(crate) fn run() -> Chore {
    let mut report = Report::default();
    let mut skipped = tools();
    let store = store().map_err(|reason| skipped.push(reason)).ok();
    report.step("format", || shell::run(&mut shell::program("cargo", &["fmt", "--all", "--check"])));
    // Not beside the tests: both want every core and the disk, and together they were slower than one after the other.
    report.step("lints", || {
        shell::run(&mut shell::program(
            "cargo",
            &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
        ))
    });
    report.step("tests", || tests(skipped.is_empty(), store.as_deref()));
    report.step("the binary", server::take_from_tests);
    report.step("tests in documentation", || {
        shell::run(&mut shell::program("cargo", &["test", "--workspace", "--doc", "--locked"]))
    });
    report.step("scripts of the pages", browser::scripts);
    report.step("the house", || check().map_err(|problems| problems.join("\n  ")));
    report.step("crashes", || server::build(false).and_then(|binary| crash::run(&binary)));
    report.step("doors", || server::build(false).and_then(|binary| doors::run(&binary)));
    if shell::answers(browser::BROWSER, "--version") {
        report.step("browser", || browser::run(&[]));
    }
    let api = |report: &mut Report| report.step("api", || api::run(api::Length::Short));
    if shell::answers("g++", "--version") {
        // They share neither a port nor a folder, and each is for the most part one process that computes.
        let fuzz = |output: &Output| fuzz::run(fuzz::Length::Short, output).map_err(|problems| problems.join("\n  "));
        report.beside("fuzzing", fuzz, api);
    } else {
        api(&mut report);
    }
    report.tell(&skipped)
}

/// All tests, with nextest if it is installed, and with an S3 store if its program is given. If every tool is
/// available, a test that would be skipped fails instead. Among them are people who act at random, from fixed seeds
/// ([`crate::people`] plays more), and every check of a capability in every scenario; the scenario that moves a database
/// to the other engine needs the cluster, and says so where there is none.
fn tests(complete: bool, store: Option<&Path>) -> Result<(), String> {
    let nextest = shell::answers("cargo-nextest", "--version");
    let arguments: &[&str] = if nextest {
        &["nextest", "run", "--workspace", "--locked", "--no-fail-fast"]
    } else {
        &["test", "--workspace", "--all-targets", "--locked", "--no-fail-fast"]
    };
    let mut command = shell::program("cargo", arguments);
    if complete {
        command.env("TASUKI_TOOLS", "required");
    }
    let cluster = postgres::installed().then(Postgres::start).transpose()?;
    if let Some(cluster) = &cluster {
        command.env(postgres::VARIABLE, cluster.url());
    }
    let store = store.map(S3::start).transpose()?;
    if let Some(store) = &store {
        store.lend(&mut command);
    }
    shell::run(&mut command)?;
    drop(store);
    cluster.map_or(Ok(()), |cluster| shell::run(&mut on_postgres(&cluster, nextest)))
}

/// The tests of the use cases and the pages again, on PostgreSQL, without the authorization test: the results are
/// the same on both engines, and that test copies its SQLite database for every request. The whole workspace is named, so that nothing is
/// compiled again: two packages alone would have dependencies with other features.
fn on_postgres(cluster: &Postgres, nextest: bool) -> Command {
    let arguments: &[&str] = if nextest {
        let filter = "(package(tasuki-app) + package(tasuki-web)) & kind(test) - test(/^authorization::/)";
        &["nextest", "run", "--workspace", "--locked", "--no-fail-fast", "-E", filter]
    } else {
        let packages = ["--package", "tasuki-app", "--package", "tasuki-web", "--tests", "--locked", "--no-fail-fast"];
        &[&["test"], &packages[..], &["--", "--skip", "authorization::"]].concat()
    };
    let mut command = shell::program("cargo", arguments);
    command.env(postgres::VARIABLE, cluster.url()).env("TASUKI_TEST_ENGINE", "postgresql");
    command
}

/// Installs missing programs if possible, and returns what is still missing and why.
fn tools() -> Vec<String> {
    let missing = || {
        let programs =
            TOOLS.iter().filter(|(name, argument, _)| !shell::answers(name, argument)).map(|(.., package)| *package);
        let others = [
            (["/usr/bin/python3", "python3"].into_iter().any(|python| runs(python, OPENPYXL.0)), OPENPYXL.1),
            (runs("python3", ENVIRONMENTS.0), ENVIRONMENTS.1),
            (Path::new(CHECKS.0).is_dir(), CHECKS.1),
            (postgres::installed(), postgres::PACKAGE),
        ];
        programs.chain(others.into_iter().filter(|(there, _)| !there).map(|(_, package)| package)).collect::<Vec<_>>()
    };
    let wanted = missing();
    if wanted.is_empty() {
        return Vec::new();
    }
    println!("installing {}", wanted.join(", "));
    let install = ["install", "--yes", "--quiet", "--no-install-recommends"];
    let steps = [vec!["update", "--quiet"], install.iter().chain(&wanted).copied().collect()];
    for arguments in steps {
        let mut command = shell::program("apt-get", &arguments);
        if let Err(error) = shell::capture(command.env("DEBIAN_FRONTEND", "noninteractive")) {
            println!("could not install: {error}");
            break;
        }
    }
    let reason = "could not be installed (apt-get as root is needed); its tests were skipped";
    missing().into_iter().map(|package| format!("{package} {reason}")).collect()
}

/// Installs the S3 store and returns its program, or the reason why its tests are skipped.
fn store() -> Result<PathBuf, String> {
    s3::install().map_err(|error| {
        println!("could not install: {error}");
        format!(
            "{} could not be installed (pip and access to the Python package index are needed); its tests were skipped",
            s3::PACKAGE
        )
    })
}

/// Whether a Python interpreter runs a program without an error.
fn runs(python: &str, what: &str) -> bool {
    let output = Command::new(python).args(["-c", what]).output();
    output.is_ok_and(|output| output.status.success())
}
