//! Full-text search for criteria; two characters are enough (監査).

use crate::{Catalog, Criterion, fold};

/// A criterion that contains all the words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit<'a> {
    /// The catalogue it is in.
    pub catalog: &'a Catalog,
    /// What was found.
    pub criterion: &'a Criterion,
    /// Higher is better: words in the number and the title count most.
    pub weight: u32,
}

/// Criteria of `catalogs` that contain every word of `query` somewhere in their number, title, statement, evidence
/// or the heading of their requirement, in either language. Best match first, then in the order of the catalogue.
pub fn search<'a>(catalogs: impl IntoIterator<Item = &'a Catalog>, query: &str) -> Vec<Hit<'a>> {
    let query = fold(query);
    let words: Vec<_> = query.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for catalog in catalogs {
        for criterion in catalog.criteria() {
            if let Some(weight) = weigh(catalog, criterion, &words) {
                hits.push(Hit { catalog, criterion, weight });
            }
        }
    }
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.weight));
    hits
}

fn weigh(catalog: &Catalog, criterion: &Criterion, words: &[&str]) -> Option<u32> {
    let requirement = catalog.requirement(&criterion.requirement).map(|requirement| &requirement.title);
    let fields = [
        (16, criterion.id.as_str()),
        (8, &criterion.title.ja),
        (8, &criterion.title.en),
        (4, &criterion.statement.ja),
        (4, &criterion.statement.en),
        (2, requirement.map_or("", |title| &title.ja)),
        (2, requirement.map_or("", |title| &title.en)),
        (1, criterion.evidence.as_ref().map_or("", |text| &text.ja)),
        (1, criterion.evidence.as_ref().map_or("", |text| &text.en)),
    ]
    .map(|(weight, field)| (weight, fold(field)));
    words
        .iter()
        .map(|word| fields.iter().filter(|(_, field)| field.contains(word)).map(|(weight, _)| *weight).max())
        .sum()
}
