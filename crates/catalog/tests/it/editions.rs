//! The facts of an edition and the look-ups in it.

use tasuki_catalog::{Catalog, Effort, Lang, Library, Node, Points, Scale};

fn catalog(id: &str) -> &'static Catalog {
    Library::builtin().catalog(id).expect(id)
}

#[test]
fn an_edition_says_what_it_is() {
    let scs = catalog("scs-2026-03");
    assert_eq!(
        (scs.id(), scs.framework(), scs.edition(), scs.scale()),
        ("scs-2026-03", "scs", "2026-03-27", Scale::Scs)
    );
    assert!(scs.title().ja.contains("2026年3月版"), "{}", scs.title().ja);
    assert_eq!(scs.short_title().ja, "SCS評価制度");
    assert_eq!(scs.publisher().ja, "経済産業省");
    assert!(scs.document().ja.contains("★3・★4要求事項・評価基準"), "{}", scs.document().ja);
    assert_eq!((scs.counts().requirements, scs.counts().criteria), (43, 153));
}

#[test]
fn without_a_shorter_name_the_title_is_the_name() {
    let guideline = catalog("mgl-2.0");
    assert_eq!(guideline.short_title(), guideline.title());
}

#[test]
fn companies_answer_guidelines_and_neither_references_nor_the_benchmark() {
    for (id, answered) in [
        ("scs-2026-03", true),
        ("jama-2.3", true),
        ("mgl-2.0", true),
        ("cpsf-draft", true),
        ("benchmark", false),
        ("nist-csf-2.0", false),
        ("iso-27001-2022", false),
    ] {
        assert_eq!(catalog(id).is_answered(), answered, "{id}");
    }
}

#[test]
fn a_framework_alone_means_its_default_edition_or_its_only_one() {
    for (name, id) in
        [("scs", "scs-2026-03"), ("nist-csf", "nist-csf-2.0"), ("jama", "jama-2.3"), ("scs-2025-12", "scs-2025-12")]
    {
        assert_eq!(Library::builtin().catalog(name).map(Catalog::id), Some(id), "{name}");
    }
    assert_eq!(Library::builtin().catalog("pci-dss"), None);
    assert!(catalog("scs-2026-03").is_default() && !catalog("scs-2025-12").is_default());
}

#[test]
fn levels_are_named_and_the_last_asks_for_everything() {
    let (scs, guideline) = (catalog("scs-2026-03"), catalog("mgl-2.0"));
    assert_eq!((scs.highest_level(), guideline.highest_level()), (Some(4), None));
    assert_eq!(scs.levels().iter().map(|level| level.id).collect::<Vec<_>>(), [3, 4]);
    for (level, title) in [(Some(3), "★3"), (Some(4), "★4"), (Some(5), ""), (None, "")] {
        assert_eq!(scs.level_title(level, Lang::Ja), title, "{level:?}");
    }
    assert_eq!(scs.level(3).map(|level| level.id), Some(3));
    assert_eq!(scs.level(5), None);
}

#[test]
fn a_level_asks_for_its_own_and_what_is_below() {
    let scs = catalog("scs-2026-03");
    let asked = |level| scs.criteria().iter().filter(|criterion| scs.asks(level, criterion)).count();
    assert_eq!([asked(Some(2)), asked(Some(3)), asked(Some(4)), asked(None)], [0, 81, 153, 153]);
    let guideline = catalog("mgl-2.0");
    assert!(guideline.criteria().iter().all(|criterion| guideline.asks(Some(1), criterion)), "it has no levels");
}

#[test]
fn every_criterion_lies_in_the_area_that_its_number_begins_with() {
    let scs = catalog("scs-2026-03");
    let areas: Vec<_> = scs.areas().map(|area| area.id.as_str()).collect();
    assert_eq!(areas, ["1", "2", "3", "4", "5", "6", "7"]);
    for (position, criterion) in scs.criteria().iter().enumerate() {
        let area = scs.area_at(position).map(|at| scs.groups()[at].id.as_str());
        assert_eq!(area, criterion.id.split('-').next(), "{}", criterion.id);
    }
    for (group, area) in [("4-1", Some("4")), ("4", Some("4")), ("9-9", None)] {
        assert_eq!(scs.area_of(group).map(|found| found.id.as_str()), area, "{group}");
    }
    assert_eq!(catalog("benchmark").area_at(0), None, "an edition without areas");
}

#[test]
fn every_criterion_is_a_member_of_its_requirement_and_of_no_other() {
    for edition in Library::builtin().catalogs() {
        let mut members = 0;
        for (room, requirement) in edition.requirements().iter().enumerate() {
            for &position in edition.members(room) {
                assert_eq!(edition.criteria()[position].requirement, requirement.id, "{}", edition.id());
                members += 1;
            }
        }
        assert_eq!(members, edition.criteria().len(), "{}", edition.id());
    }
}

#[test]
fn an_identifier_leads_to_what_bears_it() {
    let scs = catalog("scs-2026-03");
    for (position, criterion) in scs.criteria().iter().enumerate() {
        assert_eq!(scs.position(&criterion.id), Some(position));
        assert_eq!(scs.criterion(&criterion.id), Some(criterion));
        assert_eq!(scs.node(&criterion.id).map(Node::title), Some(&criterion.title));
    }
    for requirement in scs.requirements() {
        assert_eq!(scs.requirement(&requirement.id), Some(requirement));
        assert_eq!(scs.node(&requirement.id).map(Node::title), Some(&requirement.title));
    }
    for group in scs.groups() {
        assert_eq!(scs.group(&group.id), Some(group));
        assert_eq!(scs.node(&group.id).map(Node::title), Some(&group.title));
    }
    assert!(scs.position("9-9-9-9").is_none() && scs.criterion("9-9-9-9").is_none());
    assert!(scs.requirement("9-9-9").is_none() && scs.group("9").is_none() && scs.node("9").is_none());
}

#[test]
fn an_edition_without_points_counts_two_one_and_nothing() {
    assert_eq!(catalog("scs-2026-03").points(), Points { met: 2, partial: 1, unmet: 0 });
}

#[test]
fn the_management_guideline_has_three_principles() {
    let principles = catalog("mgl-2.0").principles();
    assert_eq!(principles.iter().map(|principle| principle.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert!(catalog("scs-2026-03").principles().is_empty());
}

#[test]
fn what_the_benchmark_rates_is_named() {
    let named: Vec<_> = catalog("benchmark").guidelines().iter().map(|guideline| guideline.id.as_str()).collect();
    for row in catalog("benchmark").criteria() {
        assert!(row.ratings.keys().all(|rated| named.contains(&rated.as_str())), "{}", row.id);
    }
}

#[test]
fn doing_is_guessed_to_be_more_work_than_deciding() {
    use tasuki_catalog::Kind;
    let criterion = &catalog("scs-2026-03").criteria()[0];
    for (effort, kind, expected) in [
        (Some(Effort::Large), Some(Kind::Rule), Effort::Large),
        (Some(Effort::Small), Some(Kind::Operate), Effort::Small),
        (None, Some(Kind::Operate), Effort::Medium),
        (None, Some(Kind::Rule), Effort::Small),
        (None, Some(Kind::Inspect), Effort::Small),
        (None, None, Effort::Small),
    ] {
        let mut own = criterion.clone();
        (own.effort, own.kind) = (effort, kind);
        assert_eq!(own.effort_or_guess(), expected, "{effort:?} {kind:?}");
    }
}
