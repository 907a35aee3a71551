//! Checks that every path named in the architecture, the decisions, the readme, and the documents for contributors
//! and security exists.

use std::fs;

use crate::{Chore, shell};

const DOCUMENTS: &[&str] =
    &["docs/ARCHITECTURE.md", "docs/adding-an-entity.md", "README.md", "CONTRIBUTING.md", "SECURITY.md"];
/// The first parts of paths in this repository.
const ROOMS: &[&str] = &["crates/", "catalogs/", "docs/", "xtask/", "samples/", "fuzz/", ".ci/"];

pub(crate) fn check() -> Chore {
    let mut problems = Vec::new();
    let decisions = shell::capture(&mut shell::program("git", &["ls-files", "docs/decisions"]));
    let decisions = decisions.map_err(|error| vec![error])?;
    for document in DOCUMENTS.iter().copied().chain(decisions.lines()) {
        match fs::read_to_string(shell::root().join(document)) {
            Ok(text) => {
                problems.extend(missing(&text).map(|path| format!("{document} names {path}, which does not exist")));
            }
            Err(error) => problems.push(format!("{document}: {error}")),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Paths in backticks or links that do not exist. `<edition>` and `…` are placeholders and are ignored.
fn missing(text: &str) -> impl Iterator<Item = String> + '_ {
    let spans = text.split(['`', '(', ')', ' ', '\n', '　', '、', '。']);
    let paths = spans.filter(|span| ROOMS.iter().any(|room| span.starts_with(room)));
    let plain = paths.filter(|path| !path.contains(['<', '…', '*', '{']));
    plain
        .map(|path| path.trim_end_matches(['/', '.', ',', ':', ';']))
        .filter(|path| !shell::root().join(path).exists())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn a_path_that_leads_nowhere_is_found() {
        let text =
            "see `crates/catalog/src/relation.rs`, [this](docs/nowhere.md) and `catalogs/<edition>/catalog.toml`";
        assert_eq!(missing(text).collect::<Vec<_>>(), ["docs/nowhere.md"]);
    }
}
