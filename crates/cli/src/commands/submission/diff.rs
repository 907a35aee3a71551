//! `tasuki submission diff`: what changed from one submission to another.

use std::path::Path;

use tasuki_trust::submission::compare;

use super::submission;
use crate::{
    failure::Failure,
    output::{Output, Tint, say},
};

pub(super) fn run(before: &Path, after: &Path, output: &mut Output) -> Result<(), Failure> {
    let (before, after) = (submission(before)?.submission, submission(after)?.submission);
    let found = compare(&before, &after);
    if output.is_json() {
        output.json(&found);
        return Ok(());
    }
    let lang = output.lang;
    for part in &found.head {
        let name = part.name(lang);
        output.line(say!(lang, "{name}が変わりました", "the {name} changed"));
    }
    for change in &found.criteria {
        output.line(output.tint(&change.criterion, Tint::Strong));
        change.parts.iter().for_each(|part| output.line(format!("  {}", part.text().get(lang))));
    }
    let (changed, same) = (found.criteria.len(), found.unchanged);
    output.line(say!(
        lang,
        "変わった評価基準 {changed}、変わらない評価基準 {same}",
        "{changed} criteria changed, {same} did not"
    ));
    Ok(())
}
