//! Every test there is, with what it needs.

use std::process::Command;
use std::time::Duration;

use crate::{
    Chore, api, browser, check, clock, crash, doors, fuzz,
    postgres::{self, Postgres},
    server, shell,
};

/// Programs that open our documents as other people do, and the Debian package each comes in.
const TOOLS: &[(&str, &str, &str)] = &[
    ("pdftoppm", "-v", "poppler-utils"),
    ("soffice", "--version", "libreoffice-calc"),
    ("g++", "--version", "g++"),
    (browser::BROWSER, "--version", browser::BROWSER),
];
/// A Python that has openpyxl; Debian's own has it from the package, another may have it from elsewhere.
const OPENPYXL: (&str, &str) = ("import openpyxl", "python3-openpyxl");
/// Seconds that each fuzz target gets in a full test run.
const FUZZ_SECONDS: u32 = 20;

pub(crate) fn run() -> Chore {
    let mut report = Report::default();
    let mut skipped = tools();
    report.step("format", || shell::run(&mut shell::program("cargo", &["fmt", "--all", "--check"])));
    report.step("lints", || {
        shell::run(&mut shell::program(
            "cargo",
            &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
        ))
    });
    report.step("tests", || tests(skipped.is_empty()));
    report.step("tests in documentation", || {
        shell::run(&mut shell::program("cargo", &["test", "--workspace", "--doc", "--locked"]))
    });
    report.step("the house", || check().map_err(|problems| problems.join("\n  ")));
    report.step("crashes", || server::build(false).and_then(|binary| crash::run(&binary)));
    report.step("doors", || server::build(false).and_then(|binary| doors::run(&binary)));
    if shell::answers(browser::BROWSER, "--version") {
        report.step("browser", || browser::run(&[]));
    }
    report.step("api", || api::run(api::Length::Short));
    if shell::answers("g++", "--version") {
        report.step("fuzzing", || fuzz::run(FUZZ_SECONDS).map_err(|problems| problems.join("\n  ")));
    }
    if std::env::var_os("TASUKI_TEST_S3").is_none() {
        skipped.push("files in an S3 store: TASUKI_TEST_S3 names no bucket (s3://bucket/prefix)".to_owned());
    }
    report.tell(&skipped)
}

/// All tests, with nextest where it is installed. Where every tool is there, a test that would be skipped fails instead.
fn tests(complete: bool) -> Result<(), String> {
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
    shell::run(&mut command)?;
    cluster.map_or(Ok(()), |cluster| shell::run(&mut on_postgres(&cluster, nextest)))
}

/// The use cases and the pages once more, on PostgreSQL. Who gets what is the same on both: that test copies its SQLite database for
/// every request.
fn on_postgres(cluster: &Postgres, nextest: bool) -> Command {
    let packages = ["--package", "tasuki-app", "--package", "tasuki-web", "--tests", "--locked", "--no-fail-fast"];
    let (runner, filter): (&[&str], &[&str]) = if nextest {
        (&["nextest", "run"], &["-E", "kind(test) - test(/^authorization::/)"])
    } else {
        (&["test"], &["--", "--skip", "authorization::"])
    };
    let mut command = shell::program("cargo", &[runner, &packages, filter].concat());
    command.env(postgres::VARIABLE, cluster.url()).env("TASUKI_TEST_ENGINE", "postgresql");
    command
}

/// Installs the programs that are missing, where that is possible, and returns what is still missing and why.
fn tools() -> Vec<String> {
    let missing = || {
        let programs =
            TOOLS.iter().filter(|(name, argument, _)| !shell::answers(name, argument)).map(|(.., package)| *package);
        let others = [(has_openpyxl(), OPENPYXL.1), (postgres::installed(), postgres::PACKAGE)];
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

fn has_openpyxl() -> bool {
    let imports = |python: &str| {
        let output = Command::new(python).args(["-c", OPENPYXL.0]).output();
        output.is_ok_and(|output| output.status.success())
    };
    ["/usr/bin/python3", "python3"].into_iter().any(imports)
}

/// What was run, how long it took, and what failed.
#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Duration, Result<(), String>)>,
}

impl Report {
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<(), String>) {
        println!("\n── {name}");
        let start = clock::now();
        let result = work();
        self.steps.push((name, start.elapsed(), result));
    }

    fn tell(self, skipped: &[String]) -> Chore {
        println!();
        let mut problems = Vec::new();
        for (name, took, result) in self.steps {
            let sign = if result.is_ok() { "✓" } else { "✗" };
            println!("{sign} {name} ({:.0} s)", took.as_secs_f64());
            problems.extend(result.err().map(|error| format!("{name}: {error}")));
        }
        if skipped.is_empty() {
            println!("nothing was skipped");
        }
        for reason in skipped {
            println!("skipped: {reason}");
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}
