//! Chores of the house. `cargo xtask` alone lists them.

mod architecture;
mod arrows;
mod fuzz;
mod generate;
mod length;
mod licences;
mod metadata;
mod shell;
mod test;

use std::process::ExitCode;

/// What a chore says when it fails: everything that is wrong, a line each.
type Chore = Result<(), Vec<String>>;
/// A check and what it proves.
type Check = (&'static str, fn() -> Chore);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words[..] {
        ["check"] => check(),
        ["generate"] => generate::write(),
        ["test"] => test::run(),
        ["fuzz"] => fuzz::run(60),
        ["fuzz", seconds] => {
            seconds.parse().map_err(|_| vec!["fuzz wants a number of seconds".to_owned()]).and_then(fuzz::run)
        }
        _ => {
            eprintln!(
                "cargo xtask check     arrows between crates, paths in the architecture, generated files, licences, long files\n\
                 cargo xtask generate  write the generated files\n\
                 cargo xtask test      everything: format, lints, tests, the check, other programs, a short fuzz run\n\
                 cargo xtask fuzz [s]  fuzz the readers of foreign files"
            );
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
    let checks: [Check; 5] = [
        ("arrows between crates go down", arrows::check),
        ("every dependency's licence is accepted", licences::check),
        ("paths named in the architecture exist", architecture::check),
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
