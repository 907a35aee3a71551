//! Routes from one edition to another over crosswalks.

use tasuki_catalog::{Composed, Library, Relation};

#[test]
fn the_shortest_way_is_taken_whichever_way_the_files_are_written() {
    let library = Library::builtin();
    for (from, to, way) in [
        ("scs-2026-03", "scs-2026-03", Some(&["scs-2026-03"][..])),
        ("scs-2026-03", "jama-2.3", Some(&["scs-2026-03", "jama-2.3"])),
        ("jama-2.3", "scs-2026-03", Some(&["jama-2.3", "scs-2026-03"])),
        ("jama-2.3", "scs-2025-12", Some(&["jama-2.3", "scs-2026-03", "scs-2025-12"])),
        ("scs-2025-12", "nist-csf-1.1", Some(&["scs-2025-12", "scs-2026-03", "nist-csf-2.0", "nist-csf-1.1"])),
        ("cpsf-draft", "iso-27001-2022", Some(&["cpsf-draft", "iso-27001-2013", "iso-27001-2022"])),
        ("scs-2026-03", "pci-dss", None),
        ("pci-dss", "scs-2026-03", None),
    ] {
        assert_eq!(library.route(from, to).as_deref(), way, "{from} {to}");
    }
}

#[test]
fn every_step_of_a_way_is_a_crosswalk() {
    let library = Library::builtin();
    for from in library.editions() {
        for to in library.editions() {
            let Some(way) = library.route(from, to) else { panic!("{from} does not reach {to}") };
            assert_eq!((way.first(), way.last()), (Some(&from), Some(&to)));
            for leg in way.windows(2) {
                assert!(library.crosswalk(leg[0], leg[1]).is_some(), "{way:?}");
            }
        }
    }
}

#[test]
fn a_way_without_a_crosswalk_composes_to_nothing() {
    let library = Library::builtin();
    assert_eq!(library.compose(&["scs-2026-03", "cpsf-draft"]), None);
    assert_eq!(library.compose(&["jama-2.3", "scs-2026-03", "cpsf-draft"]), None);
    assert_eq!(library.compose(&["scs-2026-03"]), None);
    assert_eq!(library.crosswalk("scs-2026-03", "cpsf-draft"), None);
}

#[test]
fn what_is_composed_begins_and_ends_at_criteria_of_the_two_editions() {
    let library = Library::builtin();
    let way = ["scs-2025-12", "scs-2026-03", "jama-2.3"];
    let (first, last) = (library.catalog(way[0]).expect("built in"), library.catalog(way[2]).expect("built in"));
    for path in library.compose(&way).expect("a way") {
        assert!(first.node(&path.from).is_some() && last.node(&path.to).is_some(), "{path:?}");
        let editions: Vec<_> = path.path.iter().map(|step| step.from_edition.as_str()).collect();
        assert_eq!(editions, way[..2]);
    }
}

#[test]
fn what_has_no_counterpart_leads_nowhere() {
    let crosswalk = Library::builtin().crosswalk("scs-2026-03", "jama-2.3").expect("built in");
    let related = crosswalk.pairs.iter().filter(|pair| pair.relation != Relation::Disjoint).count();
    assert!(related < crosswalk.pairs.len(), "some have none");
    assert_eq!(crosswalk.steps().len(), related);
    assert!(crosswalk.steps().iter().all(|step| step.relation() != Some(Relation::Disjoint)));
}

#[test]
fn a_crosswalk_reads_both_ways() {
    let library = Library::builtin();
    let (there, back) = (library.crosswalk("scs-2026-03", "jama-2.3"), library.crosswalk("jama-2.3", "scs-2026-03"));
    let (there, back) = (there.expect("built in"), back.expect("read from right to left"));
    assert_eq!((back.from.as_str(), back.to.as_str()), ("jama-2.3", "scs-2026-03"));
    for (pair, converse) in there.pairs.iter().zip(&back.pairs) {
        assert_eq!((&converse.from, &converse.to), (&pair.to, &pair.from));
        assert_eq!(converse.relation, pair.relation.converse());
    }
    let relations = |paths: Vec<Composed>| paths.iter().filter_map(Composed::relation).collect::<Vec<_>>();
    let turned: Vec<_> = relations(there.steps()).into_iter().map(Relation::converse).collect();
    assert_eq!(relations(back.steps()), turned);
}
