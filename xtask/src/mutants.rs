//! Mutation testing: cargo-mutants changes a crate in one place at a time and checks whether a test of that crate fails.
//!
//! This chore is started by hand and is no part of `cargo xtask test`. A crate takes from minutes to an hour, and somebody
//! has to read the mutants that survive, because some of them change nothing that anybody could observe.

use std::fs;

use serde_json::Value;

use crate::{Chore, metadata, shell};

/// The share of viable mutants that the tests must catch, in per cent.
const LEAST: u64 = 90;
/// Exit codes of a complete run: all mutants caught, some missed, some timed out.
const COMPLETE: [i32; 3] = [0, 2, 3];
/// The folder that cargo-mutants writes its results to.
const RESULTS: &str = "mutants.out";

/// Tests mutants of `package` with the tests of that package, and fails when they catch too few. Each of `only` is a file, or a share such
/// as `0/8`: every eighth mutant, which says enough of a large crate.
pub(crate) fn run(package: &str, only: &[&str]) -> Chore {
    check(package)
        .and_then(|()| test_mutants(package, only))
        .and_then(|()| read())
        .and_then(|figures| figures.report(package))
}

/// Checks that the tool is installed and that the package exists, before anything is built.
fn check(package: &str) -> Result<(), Vec<String>> {
    if !shell::answers("cargo-mutants", "--version") {
        return Err(vec!["cargo-mutants is not installed: run `cargo install cargo-mutants --locked`".to_owned()]);
    }
    let packages = metadata::packages(false).map_err(|error| vec![error])?;
    let names: Vec<_> = packages.iter().map(|package| metadata::text(package, "name")).collect();
    if names.contains(&package) {
        return Ok(());
    }
    Err(vec![format!("there is no crate {package}; ours are {}", names.join(", "))])
}

fn test_mutants(package: &str, only: &[&str]) -> Result<(), Vec<String>> {
    let mut command = shell::program("cargo", &["mutants", "--package", package, "--test-package", package]);
    // `cargo test` runs all tests in one process, so that the built-in catalogues are parsed once and not once per test.
    command.args(["--test-tool", "cargo", "--cargo-test-arg=--tests", "--jobs", "1", "--minimum-test-timeout", "60"]);
    for own in only {
        let is_share =
            own.split_once('/').is_some_and(|(part, of)| part.parse::<u32>().is_ok() && of.parse::<u32>().is_ok());
        command.args(if is_share { &["--sharding", "round-robin", "--shard"][..] } else { &["--file"] }).arg(own);
    }
    // One failing case is enough here: shrinking it would only take time, and nobody needs the file with the seed.
    command.env("PROPTEST_MAX_SHRINK_ITERS", "0").env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1");
    command.env("INSTA_UPDATE", "no");
    match command.status().map(|status| status.code()) {
        Ok(Some(code)) if COMPLETE.contains(&code) => Ok(()),
        Ok(code) => Err(vec![format!(
            "cargo mutants failed with exit code {code:?}; check that the tests pass on the unchanged code"
        )]),
        Err(error) => Err(vec![format!("cargo mutants: {error}")]),
    }
}

fn read() -> Result<Figures, Vec<String>> {
    let file = shell::root().join(RESULTS).join("outcomes.json");
    let text = fs::read_to_string(&file).map_err(|error| vec![format!("{}: {error}", file.display())])?;
    Figures::of(&text).ok_or_else(|| vec![format!("{}: not the format of cargo-mutants", file.display())])
}

/// The results of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Figures {
    /// A test failed or ran into the timeout.
    caught: u64,
    /// All tests passed.
    missed: u64,
    /// The mutant did not compile.
    unviable: u64,
}

impl Figures {
    fn of(outcomes: &str) -> Option<Self> {
        let outcomes: Value = serde_json::from_str(outcomes).ok()?;
        let count = |key: &str| outcomes[key].as_u64();
        let caught = count("caught")? + count("timeout")?;
        Some(Self { caught, missed: count("missed")?, unviable: count("unviable")? })
    }

    /// Prints the figures, and fails when too few mutants were caught.
    fn report(self, package: &str) -> Chore {
        let Self { caught, missed, unviable } = self;
        println!("{package}: {caught} caught, {missed} missed, {unviable} unviable; {} % caught", self.share());
        if self.share() >= LEAST {
            return Ok(());
        }
        Err(vec![format!(
            "{package}: fewer than {LEAST} % caught; the missed mutants are listed in {RESULTS}/missed.txt"
        )])
    }

    /// The share of viable mutants that were caught, in per cent, rounded down; 100 when there are none.
    fn share(self) -> u64 {
        (self.caught * 100).checked_div(self.caught + self.missed).unwrap_or(100)
    }
}

#[cfg(test)]
mod tests {
    use super::Figures;

    fn figures(caught: u64, missed: u64) -> Figures {
        Figures { caught, missed, unviable: 7 }
    }

    #[test]
    fn nine_of_ten_viable_mutants_are_enough() {
        for (caught, missed, share, enough) in
            [(90, 10, 90, true), (899, 101, 89, false), (1, 0, 100, true), (0, 1, 0, false), (0, 0, 100, true)]
        {
            let figures = figures(caught, missed);
            assert_eq!((figures.share(), figures.report("a crate").is_ok()), (share, enough), "{caught} {missed}");
        }
    }

    #[test]
    fn a_timeout_counts_as_caught() {
        let outcomes = r#"{"total_mutants":20,"missed":2,"caught":8,"timeout":3,"unviable":7,"outcomes":[]}"#;
        assert_eq!(Figures::of(outcomes), Some(figures(11, 2)));
        for other in ["", "{}", r#"{"caught":8}"#] {
            assert_eq!(Figures::of(other), None, "{other}");
        }
    }
}
