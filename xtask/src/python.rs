//! Installs programs from the Python package index.

use std::path::PathBuf;

use crate::shell;

/// Installs packages into a separate virtual environment in the target folder and returns the folder with its
/// programs. `wanted` are arguments of `pip install`. Packages that are already installed are not downloaded again.
pub(crate) fn install(name: &str, wanted: &[&str]) -> Result<PathBuf, String> {
    let programs = programs(name);
    let pip = programs.join("pip");
    // Programs of an environment name its folder: where that was moved, they answer no more.
    if !shell::answers(&pip.to_string_lossy(), "--version") {
        shell::capture(shell::program("python3", &["-m", "venv", "--clear"]).arg(environment(name)))?;
    }
    let mut command = shell::program(&pip.to_string_lossy(), &["install", "--quiet", "--disable-pip-version-check"]);
    shell::capture(command.args(wanted))?;
    Ok(programs)
}

/// The folder with the programs of an environment, which need not exist.
pub(crate) fn programs(name: &str) -> PathBuf {
    environment(name).join("bin")
}

fn environment(name: &str) -> PathBuf {
    shell::target().join(name)
}
