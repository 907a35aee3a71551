//! Checks that `docs/self-assessment.md` covers every criterion of the default edition, and names only tests that
//! exist.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::{Chore, shell};

const DOCUMENT: &str = "docs/self-assessment.md";
/// The edition of the self-assessment.
const EDITION: &str = "catalogs/scs-2026-03";
/// The folders that contain tests.
const TESTS: &[&str] = &["crates", "xtask/src", "e2e/tests"];
/// The prefixes of test names in the document: the crate or folder of the test.
const ROOMS: &[&str] =
    &["signin::", "scheme::", "store::", "app::", "web::", "cli::", "report::", "intake::", "xtask::", "e2e::"];

pub(crate) fn check() -> Chore {
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| vec![format!("{}: {error}", path.display())]);
    let document = read(&shell::root().join(DOCUMENT))?;
    let mut criteria = BTreeSet::new();
    for file in files(&shell::root().join(EDITION), &["toml"]) {
        criteria.extend(identifiers(&read(&file)?));
    }
    let mut sources = BTreeMap::<&str, String>::new();
    for file in TESTS.iter().flat_map(|folder| files(&shell::root().join(folder), &["rs", "js"])) {
        sources.entry(room(&file)).or_default().push_str(&read(&file)?);
    }
    let problems: Vec<_> = uncovered(&document, &criteria)
        .chain(unknown_tests(&document, &sources))
        .map(|problem| format!("{DOCUMENT} {problem}"))
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The criteria that a file of the catalogue defines.
fn identifiers(toml: &str) -> impl Iterator<Item = String> + '_ {
    toml.split("[[criteria]]").skip(1).filter_map(|part| {
        let line = part.lines().find(|line| line.starts_with("id = "))?;
        Some(line.trim_start_matches("id = ").trim_matches('"').to_owned())
    })
}

/// Criteria that the document does not cover, or covers twice; and identifiers in it that do not exist. A criterion
/// is covered where it is in asterisks.
fn uncovered<'a>(document: &'a str, criteria: &'a BTreeSet<String>) -> impl Iterator<Item = String> + 'a {
    let spoken: Vec<&str> = document.split("**").skip(1).step_by(2).filter(|word| is_identifier(word)).collect();
    let count = move |id: &str| spoken.iter().filter(|word| **word == id).count();
    let strangers = document.split("**").skip(1).step_by(2).filter(|word| is_identifier(word));
    let strangers = strangers
        .filter(|word| !criteria.contains(*word))
        .map(|word| format!("speaks of {word}, which the edition does not have"));
    let missing = criteria.iter().filter_map(move |id| match count(id) {
        0 => Some(format!("does not speak of {id}")),
        1 => None,
        _ => Some(format!("speaks of {id} more than once")),
    });
    missing.chain(strangers)
}

/// Four numbers separated by dashes.
fn is_identifier(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    parts.len() == 4 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Tests that are named in the document but do not exist in that crate or folder.
fn unknown_tests<'a>(document: &'a str, sources: &'a BTreeMap<&str, String>) -> impl Iterator<Item = String> + 'a {
    let spans = document.split('`').skip(1).step_by(2).filter(|span| ROOMS.iter().any(|room| span.starts_with(room)));
    spans.filter_map(|span| {
        let (room, name) = span.split_once("::")?;
        let source = sources.get(room).map_or("", String::as_str);
        let known = [format!("fn {name}("), format!("test('{name}'"), format!("        {name},\n")];
        (!known.iter().any(|form| source.contains(form.as_str())))
            .then(|| format!("names the test {span}, which does not exist"))
    })
}

/// The prefix for a file: the crate below `crates`, otherwise the first folder.
fn room(file: &Path) -> &'static str {
    let file = file.strip_prefix(shell::root()).unwrap_or(file).to_string_lossy().replace('\\', "/");
    let folder = file.strip_prefix("crates/").unwrap_or(&file).split('/').next().unwrap_or_default().to_owned();
    ROOMS.iter().map(|room| room.trim_end_matches("::")).find(|room| *room == folder).unwrap_or_default()
}

/// All files below a folder with one of these endings.
fn files(folder: &Path, endings: &[&str]) -> Vec<std::path::PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && !["target", "node_modules"].contains(&name) {
            found.extend(files(&path, endings));
        } else if path.extension().is_some_and(|ending| endings.iter().any(|one| ending == *one)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{identifiers, uncovered, unknown_tests};

    #[test]
    fn a_criterion_nobody_speaks_of_is_found() {
        let toml = "[[criteria]]\nid = \"1-1-1-1\"\nlevel = 4\n\n[[criteria]]\nid = \"1-1-1-2\"\n";
        let criteria: BTreeSet<String> = identifiers(toml).collect();
        let found = |document: &str| uncovered(document, &criteria).collect::<Vec<_>>();
        assert_eq!(found("**1-1-1-1** and **1-1-1-2**, **not this**"), Vec::<String>::new());
        assert_eq!(found("**1-1-1-1** **1-1-1-1**"), ["speaks of 1-1-1-1 more than once", "does not speak of 1-1-1-2"]);
        assert_eq!(
            found("**1-1-1-1** **1-1-1-2** **9-9-9-9**"),
            ["speaks of 9-9-9-9, which the edition does not have"]
        );
    }

    #[test]
    fn a_test_nobody_wrote_is_found() {
        let sources =
            BTreeMap::from([("store", "fn it_holds() {".to_owned()), ("e2e", "test('with a passkey', ".to_owned())]);
        let document = "`store::it_holds`, `e2e::with a passkey`, `store::it_flies`, `cli::it_holds`, `tasuki backup`";
        let found: Vec<_> = unknown_tests(document, &sources).collect();
        assert_eq!(
            found,
            [
                "names the test store::it_flies, which does not exist",
                "names the test cli::it_holds, which does not exist"
            ]
        );
    }
}
