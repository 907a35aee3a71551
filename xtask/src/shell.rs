//! Runs other programs, from the root of the project.

use std::{
    collections::VecDeque,
    env,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

/// The number of output lines that are repeated when a program fails: a failure is read at the end of a long run,
/// not in the middle.
const LAST_LINES: usize = 40;

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The folder in which cargo builds.
pub(crate) fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
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
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_str().is_some_and(own)) {
        command.env_remove(name);
    }
    command
}

/// Where the output of a program goes.
#[derive(Debug)]
pub(crate) enum Output {
    Terminal,
    /// Here, while another program writes to the terminal: the lines of both would be mixed.
    Kept(Mutex<Vec<u8>>),
}

/// Runs a program and passes on its output. An error contains the command and its last lines of output.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    run_to(&Output::Terminal, command)
}

/// Like [`run`], with another place for the output.
pub(crate) fn run_to(place: &Output, command: &mut Command) -> Result<(), String> {
    let line = line(command);
    place.add(format!("$ {line}\n").as_bytes(), &mut std::io::stdout());
    let failed = |error: std::io::Error| format!("`{line}`: {error}");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let last = Mutex::new(VecDeque::new());
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| output.map(|output| place.pass(output, std::io::stdout(), &last)));
        scope.spawn(|| errors.map(|errors| place.pass(errors, std::io::stderr(), &last)));
    });
    let status = child.wait().map_err(failed)?;
    if status.success() {
        return Ok(());
    }
    let last = last.into_inner().unwrap_or_else(PoisonError::into_inner);
    Err(format!("`{line}`: {status}\n{}", last.into_iter().collect::<String>()))
}

impl Output {
    /// What was kept.
    pub(crate) fn kept(&self) -> String {
        match self {
            Self::Terminal => String::new(),
            Self::Kept(kept) => String::from_utf8_lossy(&lock(kept)).into_owned(),
        }
    }

    /// Passes on a program's output line by line, and keeps the last lines.
    fn pass(&self, from: impl Read, mut terminal: impl Write, last: &Mutex<VecDeque<String>>) {
        let mut from = BufReader::new(from);
        let mut bytes = Vec::new();
        while from.read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
            self.add(&bytes, &mut terminal);
            let mut last = lock(last);
            last.push_back(String::from_utf8_lossy(&bytes).into_owned());
            if last.len() > LAST_LINES {
                last.pop_front();
            }
            bytes.clear();
        }
    }

    fn add(&self, line: &[u8], terminal: &mut impl Write) {
        match self {
            // If nobody reads the passed-on output, the program continues anyway.
            Self::Terminal => drop(terminal.write_all(line)),
            Self::Kept(kept) => lock(kept).extend_from_slice(line),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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

#[cfg(test)]
mod tests {
    use super::{Mutex, Output, program, run_to};

    #[test]
    fn output_that_is_kept_is_whole_and_its_last_lines_are_in_the_error() {
        let place = Output::Kept(Mutex::default());
        // What goes through one pipe stays in order; the other one may be read before or after it.
        let failed =
            run_to(&place, &mut program("sh", &["-c", "echo odd >&2; seq 50; echo broken; exit 3"])).unwrap_err();
        let kept = place.kept();
        assert!(kept.starts_with("$ sh -c echo odd"), "{kept}");
        for line in ["odd", "1", "50", "broken"] {
            assert!(kept.lines().any(|other| other == line), "{line}: {kept}");
        }
        assert!(failed.contains("exit status: 3") && failed.lines().any(|line| line == "broken"), "{failed}");
    }
}
