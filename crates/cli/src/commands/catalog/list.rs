//! `tasuki catalog list`.

use serde::Serialize;
use tasuki_catalog::{Catalog, Level, Library, Text};

use crate::{output::Output, table::Table};

#[derive(Serialize)]
struct Wire<'a> {
    id: &'a str,
    framework: &'a str,
    edition: &'a str,
    default: bool,
    title: &'a Text,
    publisher: &'a Text,
    levels: &'a [Level],
    requirements: usize,
    criteria: usize,
}

pub(super) fn run(output: &mut Output) {
    let mut catalogs: Vec<_> = Library::builtin().catalogs().collect();
    // Editions that companies answer come before reference frameworks.
    catalogs.sort_by_key(|catalog| !catalog.is_answered());
    if output.is_json() {
        output.json(&catalogs.into_iter().map(wire).collect::<Vec<_>>());
        return;
    }
    let mut table = Table::default();
    for catalog in catalogs {
        let counts = catalog.counts();
        let levels = catalog.levels().iter().map(|level| {
            let own = counts.levels.get(&level.id.to_string()).copied().unwrap_or(0);
            format!("{} {own}", level.title.get(output.lang))
        });
        table.row([
            catalog.id().to_owned(),
            format!("{:>3} / {:>3}", counts.requirements, counts.criteria),
            levels.collect::<Vec<_>>().join(" + "),
            catalog.title().get(output.lang).to_owned(),
        ]);
    }
    table.lines().for_each(|line| output.line(line));
}

fn wire(catalog: &Catalog) -> Wire<'_> {
    Wire {
        id: catalog.id(),
        framework: catalog.framework(),
        edition: catalog.edition(),
        default: catalog.is_default(),
        title: catalog.title(),
        publisher: catalog.publisher(),
        levels: catalog.levels(),
        requirements: catalog.counts().requirements,
        criteria: catalog.counts().criteria,
    }
}
