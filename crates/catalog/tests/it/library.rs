//! The compiled-in library has the same contents as the guidelines.

use std::collections::HashSet;

use tasuki_catalog::{Cadence, Catalog, Library, Relation};

fn catalog(id: &str) -> &'static Catalog {
    Library::builtin().catalog(id).unwrap_or_else(|| panic!("{id}"))
}

/// Requirements, criteria, and the number of criteria that each level adds.
fn counts(id: &str) -> (usize, usize, Vec<usize>) {
    let catalog = catalog(id);
    let own = |level: u8| catalog.criteria().iter().filter(|criterion| criterion.level == Some(level)).count();
    (
        catalog.requirements().len(),
        catalog.criteria().len(),
        catalog.levels().iter().map(|level| own(level.id)).collect(),
    )
}

#[test]
fn counts_are_those_of_the_guidelines() {
    assert_eq!(counts("scs-2026-03"), (43, 153, vec![81, 72]));
    assert_eq!(counts("scs-2025-12"), (44, 157, vec![83, 74]));
    assert_eq!(counts("jama-2.3"), (24, 153, vec![50, 74, 29]));
    assert_eq!(counts("cpsf-draft"), (57, 206, vec![]));
    assert_eq!(counts("mgl-2.0"), (10, 41, vec![]));
    assert_eq!(counts("benchmark"), (10, 51, vec![]));
    assert_eq!(counts("nist-csf-1.0").1, 98);
    assert_eq!(counts("nist-csf-1.1").1, 108);
    assert_eq!(counts("nist-csf-2.0").1, 106);
    assert_eq!(counts("iso-27001-2013").1, 114);
    assert_eq!(counts("iso-27001-2022").1, 93);
    assert_eq!(counts("nist-sp800-171r1").1, 110);
}

#[test]
fn star_three_has_26_requirements_in_both_editions() {
    for id in ["scs-2026-03", "scs-2025-12"] {
        let criteria = catalog(id).criteria().iter().filter(|criterion| criterion.level == Some(3));
        let requirements: HashSet<_> = criteria.map(|criterion| &criterion.requirement).collect();
        assert_eq!(requirements.len(), 26, "{id}");
        assert_eq!(catalog(id).areas().count(), 7, "{id}");
    }
}

#[test]
fn cadences_of_the_final_scs_edition() {
    let of = |cadence, level: u8| {
        let criteria = catalog("scs-2026-03").criteria().iter();
        criteria.filter(|criterion| (criterion.cadence, criterion.level) == (Some(cadence), Some(level))).count()
    };
    assert_eq!((of(Cadence::Yearly, 3), of(Cadence::Yearly, 4)), (8, 15));
    assert_eq!(of(Cadence::Monthly, 3) + of(Cadence::Monthly, 4), 2);
}

#[test]
fn the_yearly_report_gathers_eighteen_inspections() {
    for id in ["scs-2026-03", "scs-2025-12"] {
        assert_eq!(catalog(id).criterion("1-4-1-1").map(|report| report.refers_to.len()), Some(18), "{id}");
    }
}

#[test]
fn every_crosswalk_loads_and_leads_somewhere() {
    let library = Library::builtin();
    for (from, to) in library.crosswalks() {
        let crosswalk = library.crosswalk(from, to).unwrap_or_else(|| panic!("{from}--{to}"));
        assert!(!crosswalk.pairs.is_empty(), "{from}--{to}");
        let back = library.crosswalk(to, from).unwrap_or_else(|| panic!("{to}--{from}"));
        assert_eq!(back.converse(), crosswalk);
    }
}

#[test]
fn appendix_b_of_the_cpsf_has_782_references() {
    let pairs = |to: &str| {
        let crosswalk = Library::builtin().crosswalk("cpsf-draft", to).unwrap_or_else(|| panic!("{to}"));
        assert!(crosswalk.pairs.iter().all(|pair| pair.relation == Relation::Intersects));
        crosswalk.pairs.iter().map(|pair| (pair.from.clone(), pair.to.clone())).collect::<HashSet<_>>().len()
    };
    assert_eq!(pairs("iso-27001-2013"), 401);
    assert_eq!(pairs("nist-csf-1.0"), 185);
    assert_eq!(pairs("nist-csf-1.1"), 26);
    assert_eq!(pairs("nist-sp800-171r1"), 170);
}

#[test]
fn every_scs_criterion_is_related_to_jama_or_said_not_to_be() {
    let crosswalk = Library::builtin().crosswalk("scs-2026-03", "jama-2.3").unwrap_or_else(|| panic!("missing"));
    let said: HashSet<_> = crosswalk.pairs.iter().filter_map(|pair| pair.from.as_deref()).collect();
    assert_eq!(said.len(), 153);
    for criterion in catalog("jama-2.3").criteria() {
        assert!(crosswalk.pairs.iter().any(|pair| pair.to.as_deref() == Some(&criterion.id)), "JAMA {}", criterion.id);
    }
}

#[test]
fn glossary_has_the_terms_of_its_sources() {
    let glossary = Library::builtin().glossary();
    let of = |source: &str| glossary.terms.iter().filter(|term| term.sources.iter().any(|own| own == source)).count();
    assert_eq!((of("cpsf-draft"), of("jama-2.3"), of("mgl-2.0")), (47, 61, 21));
}

#[test]
fn benchmark_rates_every_row_for_every_guideline() {
    let benchmark = catalog("benchmark");
    assert_eq!(benchmark.guidelines().len(), 4);
    for row in benchmark.criteria() {
        assert_eq!(row.ratings.len(), 4, "{}", row.id);
    }
}
