use jiff::civil::date;
use tasuki_assess::{Answers, Assessment, Status, Suggestion, evaluate, suggest};
use tasuki_catalog::{Cadence, Catalog, Composed, Library, Relation, Step, Text};

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

/// The suggestion for JAMA's No. 1, given the states of SCS criteria and their relations to it.
fn suggested(known: &[(&str, Status, Relation)]) -> Option<Status> {
    suggestion(known).map(|suggestion| suggestion.status)
}

fn suggestion(known: &[(&str, Status, Relation)]) -> Option<Suggestion> {
    let (scs, jama): (&Catalog, &Catalog) = (catalog("scs-2026-03"), catalog("jama-2.3"));
    let mut answers = all(scs, Status::Unanswered);
    for (id, status, _) in known {
        put(scs, &mut answers, id, *status);
    }
    let paths: Vec<_> = known.iter().map(|(id, _, relation)| path(id, "1", *relation)).collect();
    let evaluation = evaluate(scs, Some(4), &answers, TODAY);
    suggest(scs, &answers, &evaluation, jama, &paths).into_iter().next()
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
fn a_part_that_is_met_or_unanswered_caps_nothing() {
    use Status::{Met, Unanswered};
    let whole = ("1-1-1-1", Met, Relation::Superset);
    assert_eq!(suggested(&[whole, ("1-1-1-2", Met, Relation::Subset)]), Some(Met));
    assert_eq!(suggested(&[whole, ("1-1-1-2", Unanswered, Relation::Subset)]), Some(Met));
}

/// Where the paths for and against the suggestion begin.
fn reasons(known: &[(&str, Status, Relation)]) -> (Vec<String>, Vec<String>) {
    let begin = |paths: Vec<Composed>| paths.into_iter().map(|path| path.from).collect();
    suggestion(known).map(|found| (begin(found.because), begin(found.against))).unwrap_or_default()
}

#[test]
fn the_strongest_reason_is_told_first_and_equal_ones_as_they_come() {
    use Status::Met;
    let (because, _) = reasons(&[
        ("1-1-1-1", Met, Relation::Intersects),
        ("1-1-1-2", Met, Relation::Intersects),
        ("1-1-1-3", Met, Relation::Equal),
        ("1-2-1-1", Met, Relation::Superset),
    ]);
    assert_eq!(because, ["1-1-1-3", "1-1-1-1", "1-1-1-2", "1-2-1-1"]);
}

#[test]
fn what_speaks_against_is_told_once() {
    use Status::{Met, Partial, Unmet};
    let whole = ("1-1-1-1", Met, Relation::Superset);
    for (part, because, against) in [
        (("1-1-1-2", Unmet, Relation::Subset), "1-1-1-1", "1-1-1-2"),
        // A part that is △ is already a reason for *partial*, so it is not listed against the suggestion as well.
        (("1-1-1-2", Partial, Relation::Subset), "1-1-1-1 1-1-1-2", ""),
        (("1-1-1-2", Met, Relation::Subset), "1-1-1-1 1-1-1-2", ""),
        (("1-1-1-2", Unmet, Relation::Intersects), "1-1-1-1", ""),
    ] {
        let (speak_for, speak_against) = reasons(&[whole, part]);
        assert_eq!((speak_for.join(" ").as_str(), speak_against.join(" ").as_str()), (because, against), "{part:?}");
    }
    assert_eq!(suggestion(&[("1-1-1-2", Unmet, Relation::Subset)]), None, "nothing speaks for it");
}

#[test]
fn what_lapsed_says_no_more_than_look_again() {
    let (scs, jama) = (catalog("scs-2026-03"), catalog("jama-2.3"));
    let yearly = scs.criteria().iter().find(|criterion| criterion.cadence == Some(Cadence::Yearly)).expect("exists");
    let judged = |confirmed| {
        let mut answers = all(scs, Status::Met);
        answers.at_mut(scs.position(&yearly.id).expect("itself")).confirmed = Some(confirmed);
        let evaluation = evaluate(scs, Some(4), &answers, TODAY);
        suggest(scs, &answers, &evaluation, jama, &[path(&yearly.id, "1", Relation::Equal)])[0].status
    };
    assert_eq!(judged(TODAY), Status::Met);
    assert_eq!(judged(date(2025, 3, 31)), Status::Partial);
}

#[test]
fn a_whole_requirement_speaks_by_what_is_open_in_it() {
    use Relation::{Equal, Intersects, Subset};
    use Status::{Met, Partial};
    let (scs, jama) = (catalog("scs-2026-03"), catalog("jama-2.3"));
    let members = scs.members(0);
    for (met, relation, expected) in [
        (members.len(), Equal, Some(Met)),
        (members.len(), Subset, Some(Partial)),
        (1, Equal, Some(Partial)),
        (1, Subset, Some(Partial)),
        (1, Intersects, None),
        (0, Equal, None),
        (0, Subset, None),
    ] {
        let mut answers = all(scs, Status::Unmet);
        for &position in &members[..met] {
            answers.at_mut(position).status = Met;
        }
        let evaluation = evaluate(scs, Some(4), &answers, TODAY);
        let paths = [path(&scs.requirements()[0].id, "1", relation)];
        let found = suggest(scs, &answers, &evaluation, jama, &paths);
        assert_eq!(found.first().map(|one| one.status), expected, "{met} of {} {relation:?}", members.len());
    }
}

#[test]
fn suggestions_come_in_the_order_of_the_other_edition() {
    let (scs, jama) = (catalog("scs-2026-03"), catalog("jama-2.3"));
    let answers = all(scs, Status::Met);
    let evaluation = evaluate(scs, Some(4), &answers, TODAY);
    let paths = ["9", "3", "12", "1"].map(|to| path("1-1-1-1", to, Relation::Equal));
    let found = suggest(scs, &answers, &evaluation, jama, &paths);
    let told: Vec<_> = found.iter().map(|one| jama.criteria()[one.position].id.as_str()).collect();
    assert_eq!(told, ["1", "3", "9", "12"]);
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
    // Appendix B says only that the two overlap.
    assert!(suggestions.iter().all(|suggestion| suggestion.status == Status::Partial));
}
