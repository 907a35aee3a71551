//! Keeps a small database of this version for the tests of later ones: `crates/app/tests/it/scenarios/releases.rs` makes and opens it.

use crate::{Chore, shell};

/// Makes `crates/app/tests/releases/NAME`.
pub(crate) fn keep(name: &str) -> Chore {
    let is_plain = |own: char| own.is_ascii_alphanumeric() || ".-".contains(own);
    if name.is_empty() || !name.chars().all(is_plain) {
        return Err(vec!["keep-release wants the name of a version, such as 0.1.0".to_owned()]);
    }
    let test = "scenarios::releases::keep_this_release";
    let arguments =
        ["test", "--package", "tasuki-app", "--test", "it", "--", "--exact", test, "--include-ignored", "--nocapture"];
    // On SQLite, whatever the tests are told to use.
    let mut command = shell::program("cargo", &arguments);
    command.env("TASUKI_KEEP_RELEASE", name).env_remove("TASUKI_TEST_ENGINE");
    shell::run(&mut command).map_err(|error| vec![error])?;
    println!("kept in crates/app/tests/releases/{name}; commit it with the release");
    Ok(())
}
