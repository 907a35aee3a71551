//! Small editions for cases that no built-in edition contains.

use tasuki_catalog::{Catalog, SourceFile, parse_catalog};

/// An edition without levels. Each criterion is given by its number and the optional fields of its entry in TOML; it belongs
/// to the requirement that its number begins with.
pub(crate) fn edition(criteria: &[(&str, &str)]) -> Catalog {
    let mut requirements: Vec<&str> = criteria.iter().map(|(id, _)| requirement(id)).collect();
    requirements.sort_unstable();
    requirements.dedup();
    let head = format!(
        "id = 'own'\nframework = 'own'\nedition = '1'\ntitle = {TEXT}\npublisher = {TEXT}\ndocument = {TEXT}\n\
         scale = 'scs'\n[counts]\nrequirements = {}\ncriteria = {}\n",
        requirements.len(),
        criteria.len()
    );
    let mut part = String::new();
    part.extend(requirements.iter().map(|id| format!("[[requirements]]\nid = '{id}'\ntitle = {TEXT}\n")));
    part.extend(criteria.iter().map(|(id, more)| entry(id, more)));
    let file = |name: &str, text: String| SourceFile { name: name.to_owned(), text };
    parse_catalog(&[file("catalog.toml", head), file("part.toml", part)]).expect("a good edition")
}

const TEXT: &str = "{ ja = '文', en = 'text' }";

fn requirement(criterion: &str) -> &str {
    criterion.split_once('-').expect("requirement-criterion").0
}

fn entry(id: &str, more: &str) -> String {
    let kind = if more.contains("kind") { "" } else { "kind = 'rule'" };
    let requirement = requirement(id);
    format!(
        "[[criteria]]\nid = '{id}'\nrequirement = '{requirement}'\ntitle = {TEXT}\nstatement = {TEXT}\n{kind}\n{more}\n"
    )
}
