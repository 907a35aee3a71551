//! `tasuki catalog search`.

use serde::Serialize;
use tasuki_catalog::{Catalog, Library, Text, search};

use crate::{
    commands::edition,
    failure::Failure,
    output::{Output, say},
    table::{Table, cut},
};

#[derive(Serialize)]
struct Wire<'a> {
    framework: &'a str,
    criterion: &'a str,
    title: &'a Text,
    statement: &'a Text,
}

pub(super) fn run(words: &str, framework: Option<&str>, output: &mut Output) -> Result<(), Failure> {
    let library = Library::builtin();
    let catalogs: Vec<&Catalog> = match framework {
        Some(name) => vec![edition(library, name)?],
        None => library.catalogs().collect(),
    };
    let hits = search(catalogs, words);
    if output.is_json() {
        let wires = hits.iter().map(|hit| Wire {
            framework: hit.catalog.id(),
            criterion: &hit.criterion.id,
            title: &hit.criterion.title,
            statement: &hit.criterion.statement,
        });
        output.json(&wires.collect::<Vec<_>>());
        return Ok(());
    }
    let mut table = Table::default();
    for hit in &hits {
        table.row([
            hit.catalog.id().to_owned(),
            hit.criterion.id.clone(),
            cut(hit.criterion.title.get(output.lang), 44),
            cut(hit.criterion.statement.get(output.lang), 70),
        ]);
    }
    table.lines().for_each(|line| output.line(line));
    output.remark(say!(output.lang, "{} 件", "{} found", hits.len()));
    Ok(())
}
