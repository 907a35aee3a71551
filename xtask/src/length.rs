//! No source file is so long that nobody reads it to its end, and no line of a template so long that nobody sees what is in it.

use std::fs;

use crate::{Chore, shell};

const MOST_LINES: usize = 800;
/// Characters of a line of a template.
const LONGEST_LINE: usize = 200;
const SOURCES: &[&str] = &[".rs", ".typ", ".html", ".css", ".js", ".ts", ".py", ".sh"];

pub(crate) fn check() -> Chore {
    let listed =
        shell::capture(&mut shell::program("git", &["ls-files", "--cached", "--others", "--exclude-standard"]));
    let files = listed.map_err(|error| vec![error])?;
    let sources = files.lines().filter(|file| SOURCES.iter().any(|ending| file.ends_with(ending)));
    let mut problems = Vec::new();
    for file in sources {
        let Ok(text) = fs::read_to_string(shell::root().join(file)) else { continue };
        let lines = text.lines().count();
        if lines > MOST_LINES {
            problems.push(format!("{file} has {lines} lines; {MOST_LINES} are the most"));
        }
        if is_template(file) {
            problems.extend(long_lines(file, &text));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Whether a file is a template of a page or a document, in whichever crate.
fn is_template(file: &str) -> bool {
    let inside = file.strip_prefix("crates/").and_then(|file| file.split_once('/'));
    inside.is_some_and(|(_, file)| file.starts_with("templates/"))
}

fn long_lines<'a>(file: &'a str, text: &'a str) -> impl Iterator<Item = String> + 'a {
    let numbered = text.lines().enumerate().map(|(place, line)| (place + 1, line.chars().count()));
    let long = numbered.filter(|(_, length)| *length > LONGEST_LINE);
    long.map(move |(line, length)| format!("{file}:{line} has {length} characters; {LONGEST_LINE} are the most"))
}

#[cfg(test)]
mod tests {
    use super::{is_template, long_lines};

    #[test]
    fn the_templates_of_every_crate_are_looked_at() {
        for file in ["crates/web/templates/work/home/show.html", "crates/report/templates/pdf/style.typ"] {
            assert!(is_template(file), "{file}");
        }
        for file in ["crates/web/src/templates/page.rs", "crates/web/templates.rs", "docs/templates/page.html"] {
            assert!(!is_template(file), "{file}");
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_named() {
        let text = format!("short\n{}\n{}", "監".repeat(200), "査".repeat(201));
        assert_eq!(
            long_lines("page.html", &text).collect::<Vec<_>>(),
            ["page.html:3 has 201 characters; 200 are the most"]
        );
    }
}
