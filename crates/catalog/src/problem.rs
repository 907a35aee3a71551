//! What is wrong with a catalogue, and where.

use std::fmt;

use serde::Deserialize;

/// One TOML file of an edition, already read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path or name, as the person who wrote it knows it.
    pub name: String,
    /// Its contents.
    pub text: String,
}

/// One problem in a catalogue: where it is, what was found and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as named by the caller.
    pub file: String,
    /// Line, from 1, when it is known.
    pub line: Option<usize>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map_or(String::new(), |line| format!(":{line}"));
        write!(formatter, "{}{line}: {}", self.file, self.found)?;
        if !self.expected.is_empty() {
            write!(formatter, "; expected {}", self.expected)?;
        }
        Ok(())
    }
}

/// A problem with the entry called `subject`, not yet located in a file.
pub(crate) struct Complaint {
    pub(crate) subject: String,
    pub(crate) found: String,
    pub(crate) expected: String,
}

/// Parses a file as the given type.
pub(crate) fn parse<T: for<'de> Deserialize<'de>>(file: &SourceFile, problems: &mut Vec<Problem>) -> Option<T> {
    match toml::from_str(&file.text) {
        Ok(value) => Some(value),
        Err(error) => {
            let line = error.span().map(|span| file.text[..span.start].matches('\n').count() + 1);
            let message = error.message();
            let (found, expected) =
                message.split_once(", expected ").unwrap_or((message, "the shape of catalogs/README.md"));
            problems.push(Problem {
                file: file.name.clone(),
                line,
                found: found.to_owned(),
                expected: expected.to_owned(),
            });
            None
        }
    }
}

/// Finds the entry that a complaint is about: the line with its `id` or, in a crosswalk, with its `from`.
pub(crate) fn locate(complaint: Complaint, files: &[SourceFile]) -> Problem {
    let needles = ["id", "from", "to"].map(|key| format!("{key}=\"{}\"", complaint.subject));
    let place = files.iter().find_map(|file| {
        let line = file.text.lines().position(|line| {
            let squeezed: String = line.chars().filter(|character| !character.is_whitespace()).collect();
            needles.iter().any(|needle| squeezed.contains(needle))
        })?;
        Some((file.name.clone(), Some(line + 1)))
    });
    let (file, line) = place.unwrap_or_else(|| (files.first().map_or(String::new(), |file| file.name.clone()), None));
    Problem { file, line, found: complaint.found, expected: complaint.expected }
}
