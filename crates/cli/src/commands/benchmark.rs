//! `tasuki benchmark`: how four guidelines cover the check items of the management guideline.

use std::collections::BTreeMap;

use clap::Subcommand;
use serde::Serialize;
use tasuki_catalog::{Catalog, Criterion, Library, Text};

use super::edition;
use crate::{
    failure::Failure,
    output::{Output, say},
    table::{Table, bar, cut},
};

#[derive(Debug, Subcommand)]
pub(crate) enum BenchmarkCommand {
    /// Show ratings, citations and CSF references of all items.
    Show,
}

/// One item and how each guideline treats it.
#[derive(Serialize)]
struct Wire<'a> {
    item: &'a str,
    directive: &'a str,
    title: &'a Text,
    ratings: BTreeMap<&'a str, u8>,
    citations: BTreeMap<&'a str, &'a [u16]>,
    notes: BTreeMap<&'a str, &'a Text>,
    csf: Vec<&'a str>,
}

pub(super) fn run(command: &BenchmarkCommand, output: &mut Output) -> Result<(), Failure> {
    let BenchmarkCommand::Show = command;
    let catalog = edition(Library::builtin(), "benchmark")?;
    if output.is_json() {
        json(catalog, output);
    } else {
        coverage(catalog, output);
    }
    Ok(())
}

fn json(catalog: &Catalog, output: &mut Output) {
    let crosswalk = Library::builtin().crosswalk(catalog.id(), "nist-csf-1.0");
    let pairs = crosswalk.as_ref().map_or(&[][..], |crosswalk| &crosswalk.pairs);
    let csf = |item: &Criterion| {
        let own = pairs.iter().filter(|pair| pair.from.as_deref() == Some(&item.id));
        own.filter_map(|pair| pair.to.as_deref()).collect()
    };
    let wires = catalog.criteria().iter().map(|item| Wire {
        item: &item.id,
        directive: &item.requirement,
        title: &item.title,
        ratings: item.ratings.iter().map(|(guideline, rating)| (guideline.as_str(), rating.value)).collect(),
        citations: item.ratings.iter().map(|(guideline, rating)| (guideline.as_str(), &rating.pages[..])).collect(),
        notes: item
            .ratings
            .iter()
            .filter_map(|(guideline, rating)| Some((guideline.as_str(), rating.note.as_ref()?)))
            .collect(),
        csf: csf(item),
    });
    output.json(&wires.collect::<Vec<_>>());
}

/// For each direction and guideline, the points reached and possible, as a bar and as figures.
fn coverage(catalog: &Catalog, output: &mut Output) {
    let lang = output.lang;
    output.heading(catalog.title().get(lang));
    let mut table = Table::default();
    let guidelines = catalog.guidelines();
    let heads = guidelines.iter().map(|guideline| guideline.id.clone());
    table.push([String::new(), say!(lang, "指示", "direction")].into_iter().chain(heads).collect());
    for (position, direction) in catalog.requirements().iter().enumerate() {
        let items = catalog.members(position);
        let mut row = vec![direction.id.clone(), cut(direction.title.get(lang), 36)];
        for guideline in guidelines {
            let given: usize = items
                .iter()
                .filter_map(|&item| catalog.criteria()[item].ratings.get(&guideline.id))
                .map(|rating| usize::from(rating.value))
                .sum();
            let possible = items.len() * 2;
            row.push(format!("{} {given:>2}/{possible}", bar(given, possible)));
        }
        table.push(row);
    }
    table.lines().for_each(|line| output.line(line));
    output.line("");
    for guideline in guidelines {
        output.line(format!("{}: {}", guideline.id, guideline.title.get(lang)));
    }
    output.line(say!(lang, "0 記載なし、1 一部、2 記載あり の合計", "sums of 0 not mentioned, 1 in part, 2 in full"));
}
