//! `tasuki catalog diff`: what changed from one edition to another.

use serde::Serialize;
use tasuki_catalog::{Catalog, Change, ChangeKind, Library, Relation, Text};

use crate::{
    commands::edition,
    failure::Failure,
    output::{Output, say},
    table::Table,
};

#[derive(Serialize)]
struct Wire<'a> {
    from: &'a [String],
    to: &'a [String],
    change: ChangeKind,
    relation: Relation,
    reason: Text,
}

pub(super) fn run(from: &str, to: &str, output: &mut Output) -> Result<(), Failure> {
    let library = Library::builtin();
    let changes = changes(edition(library, from)?, edition(library, to)?)?;
    if output.is_json() {
        let wires = changes.iter().map(|change| Wire {
            from: &change.from,
            to: &change.to,
            change: change.change,
            relation: change.relation(),
            reason: change.reason.clone().unwrap_or_else(|| Text::new("変更なし", "unchanged")),
        });
        output.json(&wires.collect::<Vec<_>>());
    } else {
        text(&changes, output);
    }
    Ok(())
}

/// The changes between two editions, in the requested direction.
pub(in crate::commands) fn changes(from: &Catalog, to: &Catalog) -> Result<Vec<Change>, Failure> {
    let library = Library::builtin();
    let changes = library.crosswalk(from.id(), to.id()).map(|crosswalk| crosswalk.changes).unwrap_or_default();
    if changes.is_empty() {
        let (from, to) = (from.id(), to.id());
        let text = Text::new(
            format!("{from} と {to} の版の違いは記録がありません"),
            format!("there is no edition diff between {from} and {to}"),
        );
        return Err(Failure::usage("no-edition-diff", text).hint(
            format!("別の枠組みどうしなら tasuki crosswalk show {from} {to} を使ってください"),
            format!("between different frameworks use tasuki crosswalk show {from} {to}"),
        ));
    }
    if library.crosswalks().any(|pair| pair == (from.id(), to.id())) {
        return Ok(changes);
    }
    // The reasons were written for the opposite direction; say so, because otherwise they contradict the change
    // beside them.
    let backwards = |reason: Text| {
        Text::new(
            format!("（新しい版への変更として）{}", reason.ja),
            format!("(as the change to the newer edition) {}", reason.en),
        )
    };
    Ok(changes.into_iter().map(|change| Change { reason: change.reason.map(backwards), ..change }).collect())
}

fn text(changes: &[Change], output: &mut Output) {
    let lang = output.lang;
    let mut table = Table::default();
    for change in changes.iter().filter(|change| change.change != ChangeKind::Unchanged) {
        let side = |ids: &[String]| if ids.is_empty() { "—".to_owned() } else { ids.join(" ") };
        table.row([
            side(&change.from),
            side(&change.to),
            change.change.name(lang).to_owned(),
            change.reason.as_ref().map_or("", |reason| reason.get(lang)).to_owned(),
        ]);
    }
    table.lines().for_each(|line| output.line(line));
    let unchanged = changes.iter().filter(|change| change.change == ChangeKind::Unchanged).count();
    output.line(say!(lang, "変更なし {unchanged} 項目", "{unchanged} criteria unchanged"));
}
