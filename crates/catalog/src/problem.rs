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

impl SourceFile {
    /// The file as the given type.
    ///
    /// # Errors
    /// Where it is not TOML of that shape.
    pub fn parse<T: for<'de> Deserialize<'de>>(&self) -> Result<T, Problem> {
        toml::from_str(&self.text).map_err(|error| {
            let line = error.span().map(|span| self.text[..span.start].matches('\n').count() + 1);
            let message = error.message();
            let (found, expected) =
                message.split_once(", expected ").unwrap_or((message, "the shape of catalogs/README.md"));
            Problem { file: self.name.clone(), line, found: found.to_owned(), expected: expected.to_owned() }
        })
    }

    /// A problem with the entry called `subject`, at the line that names it.
    pub fn problem(&self, subject: &str, found: impl Into<String>, expected: impl Into<String>) -> Problem {
        let complaint = Complaint { subject: subject.to_owned(), found: found.into(), expected: expected.into() };
        locate(complaint, std::slice::from_ref(self))
    }
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
    file.parse().map_err(|problem| problems.push(problem)).ok()
}

/// Finds the entry that a complaint is about: the line with its `id` or, in a crosswalk, with its `from`; in a
/// scheme also with its `actor`, `field` or `kind`.
pub(crate) fn locate(complaint: Complaint, files: &[SourceFile]) -> Problem {
    let needles = ["id", "from", "to", "actor", "field", "kind"].map(|key| format!("{key}=\"{}\"", complaint.subject));
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
