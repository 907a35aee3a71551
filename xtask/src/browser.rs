//! The tests in a browser. They live in `e2e/`.

use crate::{server, shell};

/// Debian's browser.
pub(crate) const BROWSER: &str = "chromium";

/// Runs the tests in the browser, with what follows as arguments of the runner.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let binary = server::build(false)?;
    let folder = shell::root().join("e2e");
    shell::run(shell::program("npm", &["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    let runner = [&["playwright", "test"], arguments].concat();
    let mut command = shell::program("npx", &runner);
    shell::run(command.current_dir(&folder).env("TASUKI_BINARY", binary).env("CI", "true"))
}
