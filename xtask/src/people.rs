//! People who act at random for as long as one likes, on each available engine: the test is in `crates/app/tests/it/crowd`.

use std::hash::{BuildHasher, RandomState};

use crate::{
    Chore,
    postgres::{self, Postgres},
    shell,
};

/// Plays plans from a new seed, or from the one that is given, for so many seconds on each engine.
pub(crate) fn run(seconds: &str, seed: Option<&str>) -> Chore {
    let is_number = |text: &str| text.parse::<u64>().is_ok();
    if !is_number(seconds) || !seed.is_none_or(is_number) {
        return Err(vec!["people wants a number of seconds, and if you like a seed".to_owned()]);
    }
    // Small enough that nobody mistypes it.
    let new = || (RandomState::new().hash_one("people") % 1_000_000_000).to_string();
    let seed = seed.map_or_else(new, str::to_owned);
    println!("the seed is {seed}");
    play(&[("TASUKI_PEOPLE_SECONDS", seconds), ("TASUKI_PEOPLE_SEED", &seed)])
}

/// Plays the plan in a file.
pub(crate) fn replay(file: &str) -> Chore {
    let file = std::path::absolute(file).map_err(|error| vec![format!("{file}: {error}")])?;
    play(&[("TASUKI_PEOPLE_PLAN", &file.to_string_lossy())])
}

fn play(variables: &[(&str, &str)]) -> Chore {
    println!("SQLite");
    let mut command = test(variables);
    let mut problems: Vec<String> = shell::run(&mut command).err().into_iter().collect();
    if postgres::installed() {
        println!("PostgreSQL");
        let cluster = Postgres::start().map_err(|error| vec![error])?;
        let mut command = test(variables);
        command.env(postgres::VARIABLE, cluster.url()).env("TASUKI_TEST_ENGINE", "postgresql");
        problems.extend(shell::run(&mut command).err());
    } else {
        println!("PostgreSQL: skipped, not installed ({})", postgres::PACKAGE);
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn test(variables: &[(&str, &str)]) -> std::process::Command {
    let name = "crowd::people_act_at_random_for_a_long_time";
    let arguments =
        ["test", "--package", "tasuki-app", "--test", "it", "--", "--exact", name, "--include-ignored", "--nocapture"];
    let mut command = shell::program("cargo", &arguments);
    command.envs(variables.iter().copied());
    command
}
