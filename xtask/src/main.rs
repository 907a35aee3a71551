//! Chores of the project. `cargo xtask` alone lists them.

mod api;
mod architecture;
mod arrows;
mod bench;
mod browse;
mod browser;
mod circles;
mod clients;
mod clock;
mod crash;
mod doors;
mod entity;
mod errors;
mod fuzz;
mod generate;
mod http;
mod keeper;
mod length;
mod licences;
mod metadata;
mod mutants;
mod people;
mod postgres;
mod python;
mod releases;
mod report;
mod s3;
mod schemas;
mod self_assessment;
mod server;
mod shell;
mod stage;
mod test;
mod tolerated;

use std::process::ExitCode;

use shell::Output;

/// The result of a chore: all problems, one per line.
type Chore = Result<(), Vec<String>>;
/// A check and what it verifies.
type Check = (&'static str, fn() -> Chore);

const USAGE: &str = "\
cargo xtask check             arrows between crates, circles in them, paths in the architecture, the self-assessment,
                              generated files, licences, tolerated crates, long files
cargo xtask generate          write the generated files
cargo xtask test              everything: format, lints, tests, the check, other programs, browser, crashes, a short fuzz run
cargo xtask scripts           types and own tests of the pages' scripts
cargo xtask browser [...]     the tests in the browser; arguments go to Playwright
cargo xtask api [long]        generated clients and schemathesis against the API; long is schemathesis for eight minutes
cargo xtask crash             kill the server in the middle of saves, and look what is there
cargo xtask doors             what must not kill or stall the server: sizes, connections, slow readers, a full disk
cargo xtask bench server [n]  the budgets of the server, with so many assessments in the database
cargo xtask fuzz [seconds]    fuzz the readers of foreign files
cargo xtask people SECONDS    people who act at random on both engines, from a new seed; a seed may follow
cargo xtask people replay F   play the plan in a file: one that failed was printed and saved
cargo xtask keep-release NAME keep a small database of this version for the tests of later ones
cargo xtask mutants CRATE [..] mutation testing: how many mutants of a crate its own tests catch; takes long, so that a share
                              (0/8: every eighth) and files may follow
cargo xtask postgres COMMAND  run a command with TASUKI_TEST_POSTGRES leading to a cluster of its own
cargo xtask s3 COMMAND        run a command with TASUKI_TEST_S3 naming a bucket of its own
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words[..] {
        ["check"] => check(),
        ["generate"] => generate::write(),
        ["test"] => test::run(),
        ["browser", ref arguments @ ..] => browser::run(arguments).map_err(|error| vec![error]),
        ["scripts"] => browser::scripts().map_err(|error| vec![error]),
        ["api"] => api::run(api::Length::Short).map_err(|error| vec![error]),
        ["api", "long"] => api::run(api::Length::Long).map_err(|error| vec![error]),
        ["crash"] => server::build(false).and_then(|binary| crash::run(&binary)).map_err(|error| vec![error]),
        ["doors"] => server::build(false).and_then(|binary| doors::run(&binary)).map_err(|error| vec![error]),
        ["bench", "server", ref sizes @ ..] => bench::server(sizes),
        ["people", "replay", file] => people::replay(file),
        ["people", seconds] => people::run(seconds, None),
        ["people", seconds, seed] => people::run(seconds, Some(seed)),
        ["keep-release", name] => releases::keep(name),
        ["mutants", package, ref only @ ..] => mutants::run(package, only),
        ["postgres", ref command @ ..] => postgres::lend(command),
        ["s3", ref command @ ..] => s3::lend(command),
        ["fuzz"] => fuzz::run(fuzz::Length::Seconds(60), &Output::Terminal),
        ["fuzz", seconds] => {
            let seconds = seconds.parse().map_err(|_| vec!["fuzz wants a number of seconds".to_owned()]);
            seconds.and_then(|seconds| fuzz::run(fuzz::Length::Seconds(seconds), &Output::Terminal))
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

/// All checks of the project that a compiler does not do.
fn check() -> Chore {
    let checks: [Check; 9] = [
        ("arrows between crates go down", arrows::check),
        ("files of a crate do not name each other in circles", circles::check),
        ("every dependency's licence is accepted", licences::check),
        ("what is old or unfinished among them is tolerated by name", tolerated::check),
        ("paths named in the architecture exist", architecture::check),
        ("the files that know the example of adding an entity are those that its page names", entity::check),
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
