//! Checks that schema names in the API's description are unique: two types with the same name would silently become
//! one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::{Chore, shell};

/// Reports names that are used by two types.
pub(crate) fn check() -> Chore {
    let listed = shell::capture(&mut shell::program(
        "git",
        &["ls-files", "--cached", "--others", "--exclude-standard", "crates/web/src"],
    ));
    let listed = listed.map_err(|error| vec![error])?;
    let is_source = |file: &&str| Path::new(file).extension().is_some_and(|ending| ending == "rs");
    let sources = listed.lines().filter(is_source);
    let read = |file: &str| Some((file.to_owned(), fs::read_to_string(shell::root().join(file)).ok()?));
    let problems = twice(&sources.filter_map(read).collect::<Vec<_>>());
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn twice(sources: &[(String, String)]) -> Vec<String> {
    let mut places = BTreeMap::<String, Vec<&str>>::new();
    for (file, text) in sources {
        for name in names(text) {
            places.entry(name).or_default().push(file);
        }
    }
    let twice = places.into_iter().filter(|(_, files)| files.len() > 1);
    twice
        .map(|(name, files)| {
            format!("{name} names a schema in {}: give each a name of its own", files.join(" and in "))
        })
        .collect()
}

/// The schema names of the types in a source file.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    // Whether the next type has a schema, and the name that it sets for itself.
    let (mut described, mut own) = (false, None);
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[derive(") {
            (described, own) = (line.contains("ToSchema"), None);
        }
        if let Some((_, name)) = line.split_once("#[schema(as = ") {
            own = name.split([',', ')']).next().map(|name| name.trim().to_owned());
        }
        let words: Vec<&str> = line.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).collect();
        let kind = words.iter().position(|word| matches!(*word, "struct" | "enum")).filter(|_| !line.starts_with("//"));
        if let (true, Some(kind)) = (described, kind) {
            names.extend(own.take().or_else(|| words.get(kind + 1).map(|name| (*name).to_owned())));
            described = false;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::twice;

    #[test]
    fn a_name_that_stands_twice_is_told_with_both_places() {
        let source = |file: &str, text: &str| (file.to_owned(), text.to_owned());
        let one = source(
            "a.rs",
            "/// A step.\n#[derive(Debug, ToSchema)]\n#[serde(deny_unknown_fields)]\nstruct StepBody {\n",
        );
        let two = source("b.rs", "#[derive(Debug, Serialize, ToSchema)]\npub(crate) enum StepBody {\n");
        let other = source(
            "c.rs",
            "#[derive(Debug)]\nstruct StepBody;\n#[derive(ToSchema)]\n#[schema(as = LinkBody)]\nstruct StepBody {\n",
        );
        let problems = twice(&[one.clone(), two, other.clone()]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("StepBody") && problems[0].contains("a.rs and in b.rs"), "{problems:?}");
        assert!(twice(&[one, other]).is_empty());
    }
}
