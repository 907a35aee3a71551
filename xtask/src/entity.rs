//! Checks that `docs/adding-an-entity.md` names the files that know its example, and no others. The wing in which the example stands may
//! have more rooms, and its room more files, than a newcomer needs to see: of those, only what is named must exist.

use std::collections::BTreeSet;
use std::fs;

use crate::{Chore, shell};

const DOCUMENT: &str = "docs/adding-an-entity.md";
/// What a file says that knows partners, the example of the document.
const EXAMPLE: &[&str] = &[
    "partners::register",
    "register::pages",
    "register::description",
    "mod register",
    "PartnerId",
    "Subject::Partner",
    "Noun::Partner",
    "ReadPartners",
    "0090_partners",
    "CREATE TABLE partners",
    "\"partners\"",
    "/partners",
];

pub(crate) fn check() -> Chore {
    let text =
        fs::read_to_string(shell::root().join(DOCUMENT)).map_err(|error| vec![format!("{DOCUMENT}: {error}")])?;
    let listed = listed(&text);
    let files = shell::capture(&mut shell::program("git", &["ls-files", "crates"])).map_err(|error| vec![error])?;
    // Written by programs: nobody has to know of them.
    let sources = files.lines().filter(|file| !file.contains("/snapshots/"));
    let named: BTreeSet<&str> = listed.iter().map(String::as_str).collect();
    let known = sources.filter(|file| !file.contains("/partners/") || named.contains(file));
    let known: BTreeSet<&str> = known.filter(|file| knows(file)).collect();
    let missing = known.difference(&named).map(|file| format!("{DOCUMENT} does not name {file}, which knows partners"));
    let needless = named.difference(&known).map(|file| format!("{DOCUMENT} names {file}, which knows no partner"));
    let problems: Vec<String> = missing.chain(needless).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The files that its lists begin with: one or several before the colon.
fn listed(text: &str) -> Vec<String> {
    let items = text.lines().filter_map(|line| line.strip_prefix("- "));
    let heads = items.filter_map(|item| item.split_once("`: ").map(|(head, _)| head.to_owned()));
    heads
        .flat_map(|head| {
            head.split('`').filter(|part| part.starts_with("crates/")).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

fn knows(file: &str) -> bool {
    let text = fs::read_to_string(shell::root().join(file)).unwrap_or_default();
    EXAMPLE.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn lists_begin_with_their_files() {
        let text = "text `crates/no.rs`: no\n- `crates/a.rs`: one, as `crates/b.rs`\n- `crates/c.rs`, `crates/d.rs`: two\n- three\n";
        assert_eq!(listed(text), ["crates/a.rs", "crates/c.rs", "crates/d.rs"]);
    }
}
