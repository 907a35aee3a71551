//! Chores of the house. `cargo xtask` alone lists them.

mod api;
mod architecture;
mod arrows;
mod bench;
mod browse;
mod browser;
mod clock;
mod crash;
mod doors;
mod fuzz;
mod generate;
mod http;
mod length;
mod licences;
mod metadata;
mod postgres;
mod schemas;
mod self_assessment;
mod server;
mod shell;
mod stage;
mod test;
mod tolerated;

use std::process::ExitCode;

/// What a chore says when it fails: everything that is wrong, a line each.
type Chore = Result<(), Vec<String>>;
/// A check and what it proves.
type Check = (&'static str, fn() -> Chore);

const USAGE: &str = "\
cargo xtask check             arrows between crates, paths in the architecture, the self-assessment,
                              generated files, licences, tolerated crates, long files
cargo xtask generate          write the generated files
cargo xtask test              everything: format, lints, tests, the check, other programs, browser, crashes, a short fuzz run
cargo xtask browser [...]     the tests in the browser; arguments go to Playwright
cargo xtask api [long]        schemathesis against the API; long is every phase for eight minutes
cargo xtask crash             kill the server in the middle of saves, and look what is there
cargo xtask doors             what must not kill or stall the server: sizes, connections, slow readers, a full disk
cargo xtask bench server [n]  the budgets of the server, with so many assessments in the database
cargo xtask fuzz [seconds]    fuzz the readers of foreign files
cargo xtask postgres COMMAND  run a command with TASUKI_TEST_POSTGRES leading to a cluster of its own
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words[..] {
        ["check"] => check(),
        ["generate"] => generate::write(),
        ["test"] => test::run(),
        ["browser", ref arguments @ ..] => browser::run(arguments).map_err(|error| vec![error]),
        ["api"] => api::run(api::Length::Short).map_err(|error| vec![error]),
        ["api", "long"] => api::run(api::Length::Long).map_err(|error| vec![error]),
        ["crash"] => server::build(false).and_then(|binary| crash::run(&binary)).map_err(|error| vec![error]),
        ["doors"] => server::build(false).and_then(|binary| doors::run(&binary)).map_err(|error| vec![error]),
        ["bench", "server", ref sizes @ ..] => bench::server(sizes),
        ["postgres", ref command @ ..] => postgres::lend(command),
        ["fuzz"] => fuzz::run(60),
        ["fuzz", seconds] => {
            seconds.parse().map_err(|_| vec!["fuzz wants a number of seconds".to_owned()]).and_then(fuzz::run)
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for problem in problems {
                eprintln!("✗ {problem}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Everything about the house that no compiler sees.
fn check() -> Chore {
    let checks: [Check; 7] = [
        ("arrows between crates go down", arrows::check),
        ("every dependency's licence is accepted", licences::check),
        ("what is old or unfinished among them is tolerated by name", tolerated::check),
        ("paths named in the architecture exist", architecture::check),
        ("the self-assessment speaks of every criterion and names tests that exist", self_assessment::check),
        ("no source file is too long", length::check),
        ("generated files are fresh", generate::check),
    ];
    let mut problems = Vec::new();
    for (name, check) in checks {
        match check() {
            Ok(()) => println!("✓ {name}"),
            Err(found) => problems.extend(found.into_iter().map(|problem| format!("{name}: {problem}"))),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
