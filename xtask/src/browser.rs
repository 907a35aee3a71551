//! Runs the tests of the pages' scripts and the tests in a browser, which are in `e2e/`.

use crate::{server, shell};

/// Debian's browser.
pub(crate) const BROWSER: &str = "chromium";

/// The folder of the tests and their tools.
const FOLDER: &str = "e2e";

/// Checks the types of the pages' scripts, and runs their own tests, which need neither server nor browser.
pub(crate) fn scripts() -> Result<(), String> {
    install()?;
    for chore in ["types", "unit"] {
        shell::run(shell::program("npm", &["run", "--silent", chore]).current_dir(shell::root().join(FOLDER)))?;
    }
    Ok(())
}

fn install() -> Result<(), String> {
    shell::run(shell::program("npm", &["ci", "--no-audit", "--no-fund"]).current_dir(shell::root().join(FOLDER)))
}

/// Runs the tests in the browser, with these arguments for the test runner.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let binary = server::build(false)?;
    install()?;
    let runner = [&["playwright", "test"], arguments].concat();
    let mut command = shell::program("npx", &runner);
    shell::run(command.current_dir(shell::root().join(FOLDER)).env("TASUKI_BINARY", binary).env("CI", "true"))
}
