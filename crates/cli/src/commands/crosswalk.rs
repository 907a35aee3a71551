//! `tasuki crosswalk`: how the criteria of two editions relate.

use clap::Subcommand;
use serde::Serialize;
use tasuki_catalog::{Catalog, Composed, Crosswalk, Lang, Library, Relation, Step, Text};

use super::{
    edition,
    sheet::{certain_relation, path_text},
};
use crate::{
    failure::Failure,
    output::{Output, say},
    table::{Table, cut},
};

#[derive(Debug, Subcommand)]
pub(crate) enum CrosswalkCommand {
    /// List the crosswalks.
    List,
    /// Show how the criteria of two editions relate.
    Show {
        /// Edition or framework on the left.
        from: String,
        /// Edition or framework on the right.
        to: String,
        /// Edition to go through; may be repeated. Without it, the direct crosswalk or else the shortest path is
        /// used.
        #[arg(long, value_name = "ID")]
        via: Vec<String>,
    },
}

/// One pair; `path` only if it was composed.
#[derive(Serialize)]
struct Wire<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    relation: Relation,
    source: Text,
    reason: Text,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    path: &'a [Step],
}

pub(super) fn run(command: &CrosswalkCommand, output: &mut Output) -> Result<(), Failure> {
    match command {
        CrosswalkCommand::List => {
            list(output);
            Ok(())
        }
        CrosswalkCommand::Show { from, to, via } => show(from, to, via, output),
    }
}

fn list(output: &mut Output) {
    let library = Library::builtin();
    let counted = library.crosswalks().map(|(from, to)| {
        let pairs = library.crosswalk(from, to).map_or(0, |crosswalk| crosswalk.pairs.len());
        (from, to, pairs)
    });
    if output.is_json() {
        let wires: Vec<_> =
            counted.map(|(from, to, pairs)| serde_json::json!({ "from": from, "to": to, "pairs": pairs })).collect();
        output.json(&wires);
        return;
    }
    let mut table = Table::default();
    counted.for_each(|(from, to, pairs)| table.row([from.to_owned(), to.to_owned(), format!("{pairs:>4}")]));
    table.lines().for_each(|line| output.line(line));
}

fn show(from: &str, to: &str, via: &[String], output: &mut Output) -> Result<(), Failure> {
    let library = Library::builtin();
    let (from, to) = (edition(library, from)?, edition(library, to)?);
    if from.id() == to.id() {
        let text = Text::new("左右に同じ版が指定されています", "both sides are the same edition");
        return Err(
            Failure::usage("same-edition", text).hint("違う版を二つ指定してください", "name two different editions")
        );
    }
    if let Some(crosswalk) = library.crosswalk(from.id(), to.id()).filter(|_| via.is_empty()) {
        direct(&crosswalk, from, to, output);
        return Ok(());
    }
    let route: Vec<&str> = if via.is_empty() {
        library.route(from.id(), to.id()).ok_or_else(|| missing(&[from.id(), to.id()]))?
    } else {
        let between = via.iter().map(|name| edition(library, name).map(Catalog::id)).collect::<Result<Vec<_>, _>>()?;
        [from.id()].into_iter().chain(between).chain([to.id()]).collect()
    };
    let composed = library.compose(&route).ok_or_else(|| missing(&route))?;
    over(&composed, &route, from, to, output);
    Ok(())
}

fn missing(route: &[&str]) -> Failure {
    let library = Library::builtin();
    let leg = route.windows(2).find(|leg| library.crosswalk(leg[0], leg[1]).is_none());
    let (from, to) = leg.map_or(("", ""), |leg| (leg[0], leg[1]));
    no_crosswalk(from, to)
}

/// There is no crosswalk between two editions, not even through others.
pub(super) fn no_crosswalk(from: &str, to: &str) -> Failure {
    let text = Text::new(
        format!("{from} から {to} へ続く対応表がありません"),
        format!("no crosswalk leads from {from} to {to}"),
    );
    Failure::usage("no-crosswalk", text).hint("tasuki crosswalk list で一覧できます", "see tasuki crosswalk list")
}

fn direct(crosswalk: &Crosswalk, from: &Catalog, to: &Catalog, output: &mut Output) {
    if output.is_json() {
        output.json(&crosswalk.pairs);
        return;
    }
    let lang = output.lang;
    let mut table = Table::default();
    for pair in &crosswalk.pairs {
        table.row([
            pair.from.clone().unwrap_or_else(|| "—".to_owned()),
            pair.relation.sign().to_string(),
            pair.to.clone().unwrap_or_else(|| "—".to_owned()),
            titles(from, pair.from.as_deref(), to, pair.to.as_deref(), lang),
            pair.reason.get(lang).to_owned(),
        ]);
    }
    table.lines().for_each(|line| output.line(line));
}

fn over(composed: &[Composed], route: &[&str], from: &Catalog, to: &Catalog, output: &mut Output) {
    let lang = output.lang;
    let source =
        Text::new(format!("対応表の合成: {}", route.join(" → ")), format!("composed over {}", route.join(" → ")));
    if output.is_json() {
        let wires = composed.iter().map(|path| Wire {
            from: Some(path.from.as_str()),
            to: Some(path.to.as_str()),
            relation: certain_relation(path),
            source: source.clone(),
            reason: Text::new(path_text(path), path_text(path)),
            path: &path.path,
        });
        output.json(&wires.collect::<Vec<_>>());
        return;
    }
    output.line(source.get(lang));
    let mut table = Table::default();
    for path in composed {
        table.row([
            path.from.clone(),
            path.relation().map_or(' ', Relation::sign).to_string(),
            path.to.clone(),
            titles(from, Some(&path.from), to, Some(&path.to), lang),
            path_text(path),
        ]);
    }
    table.lines().for_each(|line| output.line(line));
    output.remark(say!(lang, "{} 組", "{} pairs", composed.len()));
}

fn titles(from: &Catalog, left: Option<&str>, to: &Catalog, right: Option<&str>, lang: Lang) -> String {
    let title = |catalog: &Catalog, id: Option<&str>| {
        id.and_then(|id| catalog.node(id)).map_or("—".to_owned(), |node| cut(node.title().get(lang), 30))
    };
    format!("{} / {}", title(from, left), title(to, right))
}
