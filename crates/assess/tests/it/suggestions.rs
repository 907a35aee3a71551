use tasuki_assess::{Answers, Assessment, Status, evaluate, suggest};
use tasuki_catalog::{Catalog, Composed, Library, Relation, Step, Text};

use crate::{TODAY, all, catalog, put};

/// A path of one step from the first criterion of the SCS edition to JAMA's No. 1.
fn path(from: &str, to: &str, relation: Relation) -> Composed {
    let step = Step {
        from_edition: "scs-2026-03".to_owned(),
        from: from.to_owned(),
        to_edition: "jama-2.3".to_owned(),
        to: to.to_owned(),
        relation,
        reason: Text::default(),
    };
    Composed { from: from.to_owned(), to: to.to_owned(), possible: relation.into(), path: vec![step] }
}

/// What is suggested for JAMA's No. 1, given the states of SCS criteria and their relations to it.
fn suggested(known: &[(&str, Status, Relation)]) -> Option<Status> {
    let (scs, jama): (&Catalog, &Catalog) = (catalog("scs-2026-03"), catalog("jama-2.3"));
    let mut answers = all(scs, Status::Unanswered);
    for (id, status, _) in known {
        put(scs, &mut answers, id, *status);
    }
    let paths: Vec<_> = known.iter().map(|(id, _, relation)| path(id, "1", *relation)).collect();
    let evaluation = evaluate(scs, Some(4), &answers, TODAY);
    suggest(scs, &answers, &evaluation, jama, &paths).first().map(|suggestion| suggestion.status)
}

#[test]
fn only_equal_and_superset_carry_met() {
    use Status::{Met, Partial, Unmet};
    let one = |status, relation| suggested(&[("1-1-1-1", status, relation)]);
    assert_eq!(one(Met, Relation::Equal), Some(Met));
    assert_eq!(one(Met, Relation::Superset), Some(Met));
    assert_eq!(one(Met, Relation::Subset), Some(Partial));
    assert_eq!(one(Met, Relation::Intersects), Some(Partial));
    assert_eq!(one(Met, Relation::Disjoint), None);
    assert_eq!(one(Partial, Relation::Equivalent), Some(Partial));
    assert_eq!(one(Partial, Relation::Subset), Some(Partial));
    assert_eq!(one(Partial, Relation::Superset), None);
    assert_eq!(one(Partial, Relation::Intersects), None);
    assert_eq!(one(Unmet, Relation::Equal), None);
}

#[test]
fn an_open_part_caps_the_whole() {
    use Status::{Met, Partial, Unmet};
    let whole = ("1-1-1-1", Met, Relation::Superset);
    assert_eq!(suggested(&[whole, ("1-1-1-2", Unmet, Relation::Subset)]), Some(Partial));
    assert_eq!(suggested(&[whole, ("1-1-1-2", Partial, Relation::Subset)]), Some(Partial));
    assert_eq!(suggested(&[whole, ("1-1-1-2", Unmet, Relation::Intersects)]), Some(Met));
}

#[test]
fn the_draft_edition_reaches_jama_over_the_final_one() {
    let library = Library::builtin();
    let route = library.route("scs-2025-12", "jama-2.3").expect("a route");
    assert_eq!(route, ["scs-2025-12", "scs-2026-03", "jama-2.3"]);
    let paths = library.compose(&route).expect("composed");
    assert!(!paths.is_empty() && paths.iter().all(|path| path.path.len() == 2));
}

#[test]
fn what_lies_above_the_level_still_suggests() {
    let scs = catalog("scs-2026-03");
    let outlook = |level| {
        let assessment = Assessment::new(scs, Some(level), all(scs, Status::Met), TODAY, None);
        assessment.outlook(Library::builtin(), catalog("jama-2.3")).expect("a crosswalk").suggestions
    };
    assert!(outlook(3).iter().any(|suggestion| suggestion.status == Status::Met));
    assert_eq!(outlook(3), outlook(4));
}

#[test]
fn a_requirement_suggests_when_nothing_in_it_is_open() {
    let cpsf = catalog("cpsf-draft");
    let suggested = |answers: &Answers| {
        let assessment = Assessment::new(cpsf, None, answers.clone(), TODAY, None);
        assessment.outlook(Library::builtin(), catalog("iso-27001-2013")).expect("appendix B").suggestions
    };
    let mut answers = Answers::new(cpsf);
    assert!(suggested(&answers).is_empty());
    for &position in cpsf.members(0) {
        answers.at_mut(position).status = Status::Met;
    }
    let suggestions = suggested(&answers);
    assert!(!suggestions.is_empty());
    // Appendix B says no more than that the two overlap.
    assert!(suggestions.iter().all(|suggestion| suggestion.status == Status::Partial));
}
