//! No source file is so long that nobody reads it to its end.

use std::fs;

use crate::{Chore, shell};

const MOST_LINES: usize = 800;
const SOURCES: &[&str] = &[".rs", ".typ", ".html", ".css", ".js", ".ts", ".py", ".sh"];

pub(crate) fn check() -> Chore {
    let listed =
        shell::capture(&mut shell::program("git", &["ls-files", "--cached", "--others", "--exclude-standard"]));
    let files = listed.map_err(|error| vec![error])?;
    let sources = files.lines().filter(|file| SOURCES.iter().any(|ending| file.ends_with(ending)));
    let problems: Vec<_> = sources
        .filter_map(|file| {
            let lines = fs::read_to_string(shell::root().join(file)).ok()?.lines().count();
            (lines > MOST_LINES).then(|| format!("{file} has {lines} lines; {MOST_LINES} are the most"))
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
