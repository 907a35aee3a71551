//! How one sees from what a scanner says which kind of thing it found: `catalogs/scan-signs.toml`.
//!
//! Signs belong to the scanners and not to a guideline, so that all editions share them.

use std::{collections::HashSet, sync::LazyLock};

use serde::{Deserialize, Serialize};

use crate::{Problem, SourceFile, Text, fold};

/// All signs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signs {
    /// Identifiers of tests that say that a port is open.
    pub open_ports: Vec<String>,
    /// The signs, each identifier once.
    pub signs: Vec<Sign>,
}

/// A kind of thing, and how one recognizes it. Any one of its marks is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// A stable name.
    pub id: String,
    /// What it is, in a few words.
    pub title: Text,
    /// Which scans look for it, so that finding nothing means something. Empty: whether one did, its file does not tell.
    #[serde(default)]
    pub looks: Vec<Look>,
    /// Whole words of a title, in the form of [`plain`].
    #[serde(default)]
    pub words: Vec<String>,
    /// Words of a title that say that it is something else.
    #[serde(default)]
    pub never: Vec<String>,
    /// Identifiers of tests; a star stands for any beginning or end.
    #[serde(default)]
    pub tests: Vec<String>,
    /// Ports, of what says that a port is open: `tcp/23`.
    #[serde(default)]
    pub ports: Vec<String>,
    /// Types of package URLs.
    #[serde(default)]
    pub packages: Vec<String>,
}

/// What a scan looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Look {
    /// Known weaknesses of software.
    Vulnerabilities,
    /// Which ports are open.
    Ports,
    /// How something is set up, as far as the network shows it.
    Settings,
    /// Which software is there.
    Software,
}

static BUILTIN: LazyLock<Signs> = LazyLock::new(|| {
    let text = include_str!(concat!(env!("OUT_DIR"), "/scan-signs.json"));
    serde_json::from_str(text).unwrap_or_else(|error| broken(&error))
});

/// The tests of this crate load the file, so a failure here is a bug in the build.
#[expect(clippy::panic, reason = "broken built-in signs cannot be worked around at run time")]
fn broken(error: &serde_json::Error) -> ! {
    panic!("the built-in scan-signs are broken: {error}")
}

impl Signs {
    /// The signs of this build.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// The sign with this identifier.
    pub fn sign(&self, id: &str) -> Option<&Sign> {
        self.signs.iter().find(|sign| sign.id == id)
    }
}

/// A text as words are looked for in it: folded, with one blank for whatever is neither letter nor digit, and one at both ends.
pub fn plain(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |plain, word| plain + word + " ")
}

/// Reads `scan-signs.toml`.
///
/// # Errors
/// Every problem of the file, with its place.
pub fn parse_signs(file: &SourceFile) -> Result<Signs, Vec<Problem>> {
    let signs: Signs = file.parse().map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let mut seen = HashSet::new();
    for sign in &signs.signs {
        let found = wrong(sign).into_iter().chain((!seen.insert(&sign.id)).then(|| "an identifier twice".to_owned()));
        problems.extend(found.map(|found| {
            let expected = "each sign once, both languages, and plain words, identifiers, ports or packages";
            file.problem(&sign.id, format!("{found} in {}", sign.id), expected)
        }));
    }
    if problems.is_empty() { Ok(signs) } else { Err(problems) }
}

/// What is wrong with one sign.
fn wrong(sign: &Sign) -> Vec<String> {
    let mut found = Vec::new();
    if sign.title.ja.trim().is_empty() || sign.title.en.trim().is_empty() {
        found.push("a text in one language only".to_owned());
    }
    let marks = [&sign.words, &sign.tests, &sign.ports, &sign.packages];
    if marks.iter().all(|list| list.is_empty()) {
        found.push("no way to recognize it".to_owned());
    }
    let words = sign.words.iter().chain(&sign.never);
    found.extend(words.filter(|word| plain(word).trim() != *word).map(|word| format!("the words {word:?}")));
    found.extend(sign.ports.iter().filter(|port| !is_port(port)).map(|port| format!("the port {port:?}")));
    let tests = sign.tests.iter().filter(|test| test.trim_matches('*').is_empty());
    found.extend(tests.map(|test| format!("the test {test:?}")));
    found
}

fn is_port(port: &str) -> bool {
    let number = port.strip_prefix("tcp/").or_else(|| port.strip_prefix("udp/"));
    number.is_some_and(|number| number.parse::<u16>().is_ok_and(|number| number > 0))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn only_letters_and_digits_separate_words() {
        assert_eq!(plain("Default  Password (admin)"), " default password admin ");
        assert_eq!(plain("End-of-Life（ＥＯＬ）"), " end of life eol ");
        assert_eq!((plain(""), plain("—")), (" ".to_owned(), " ".to_owned()));
    }
}
