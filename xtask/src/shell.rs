//! Runs other programs, from the root of the project.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
    thread,
};

/// The number of output lines that are repeated when a program fails: a failure is read at the end of a long run,
/// not in the middle.
const LAST_LINES: usize = 40;

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// A program to run in the root folder.
pub(crate) fn program(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(root());
    // Cargo's variables for `xtask` are not meant for the programs that it starts: build scripts that read them
    // would see a change, and everything that depends on them would be rebuilt with each switch between `cargo` and
    // `cargo xtask`.
    let own = |name: &str| {
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "LIBSQLITE3_FLAGS"
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(own)) {
        command.env_remove(name);
    }
    command
}

/// Runs a program and passes on its output. An error contains the command and its last lines of output.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let line = line(command);
    println!("$ {line}");
    let failed = |error: std::io::Error| format!("`{line}`: {error}");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let last = Mutex::new(VecDeque::new());
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| output.map(|output| pass(output, std::io::stdout(), &last)));
        scope.spawn(|| errors.map(|errors| pass(errors, std::io::stderr(), &last)));
    });
    let status = child.wait().map_err(failed)?;
    if status.success() {
        return Ok(());
    }
    let last = last.into_inner().unwrap_or_else(PoisonError::into_inner);
    Err(format!("`{line}`: {status}\n{}", last.into_iter().collect::<String>()))
}

/// Passes on a program's output line by line, and keeps the last lines.
fn pass(from: impl Read, mut to: impl Write, last: &Mutex<VecDeque<String>>) {
    let mut from = BufReader::new(from);
    let mut bytes = Vec::new();
    while from.read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
        // If nobody reads the passed-on output, the program continues anyway.
        drop(to.write_all(&bytes));
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        last.push_back(String::from_utf8_lossy(&bytes).into_owned());
        if last.len() > LAST_LINES {
            last.pop_front();
        }
        bytes.clear();
    }
}

/// Runs a program and returns its output.
pub(crate) fn capture(command: &mut Command) -> Result<String, String> {
    let line = line(command);
    match command.output() {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => Err(format!("`{line}`: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr))),
        Err(error) => Err(format!("`{line}`: {error}")),
    }
}

/// Whether a program exists and runs.
pub(crate) fn answers(name: &str, argument: &str) -> bool {
    Command::new(name).arg(argument).output().is_ok()
}

fn line(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
