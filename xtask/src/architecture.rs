//! Every path that the architecture and the readme name exists.

use std::fs;

use crate::{Chore, shell};

const DOCUMENTS: &[&str] = &["docs/ARCHITECTURE.md", "README.md", "CONTRIBUTING.md", "SECURITY.md"];
/// First parts of paths that are ours.
const ROOMS: &[&str] = &["crates/", "catalogs/", "docs/", "xtask/", "samples/", "fuzz/", ".ci/"];

pub(crate) fn check() -> Chore {
    let mut problems = Vec::new();
    for document in DOCUMENTS {
        match fs::read_to_string(shell::root().join(document)) {
            Ok(text) => {
                problems.extend(missing(&text).map(|path| format!("{document} names {path}, which does not exist")));
            }
            Err(error) => problems.push(format!("{document}: {error}")),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Paths between backticks or in links that lead nowhere. `<edition>` and `…` stand for something and are left alone.
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
