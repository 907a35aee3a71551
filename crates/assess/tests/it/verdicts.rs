use tasuki_assess::{Answers, Open, Score, Status, Verdict, evaluate, score};
use tasuki_catalog::{Catalog, Points};

use crate::{TODAY, all, catalog, put};

#[test]
fn blank_is_open_and_met_is_all_met() {
    let scs = catalog("scs-2026-03");
    let blank = evaluate(scs, Some(3), &Answers::new(scs), TODAY);
    assert_eq!((blank.verdict(), blank.counts.unanswered, blank.criteria.len()), (Verdict::Open, 81, 81));
    let met = evaluate(scs, Some(4), &all(scs, Status::Met), TODAY);
    assert_eq!((met.verdict(), met.satisfied(), met.requirements.len()), (Verdict::AllMet, 153, 43));
}

#[test]
fn one_unmet_opens_its_requirement_and_the_level() {
    let scs = catalog("scs-2026-03");
    let mut answers = all(scs, Status::Met);
    put(scs, &mut answers, "4-1-1-1", Status::Unmet);
    let evaluation = evaluate(scs, Some(3), &answers, TODAY);
    assert_eq!(evaluation.verdict(), Verdict::Open);
    let open: Vec<_> = evaluation.requirements.iter().filter(|verdict| verdict.verdict() == Verdict::Open).collect();
    assert_eq!(open.len(), 1);
    assert_eq!(scs.requirements()[open[0].position].id, "4-1-1");
}

#[test]
fn a_level_asks_for_its_own_criteria_and_all_below() {
    let scs = catalog("scs-2026-03");
    let mut answers = all(scs, Status::Met);
    let starred = |level: u8| scs.criteria().iter().filter(move |criterion| criterion.level == Some(level));
    put(scs, &mut answers, &starred(4).next().expect("★4").id, Status::Unmet);
    assert_eq!(evaluate(scs, Some(3), &answers, TODAY).verdict(), Verdict::AllMet);
    assert_eq!(evaluate(scs, Some(4), &answers, TODAY).verdict(), Verdict::Open);
}

/// The first criterion with, or without, a condition.
fn conditional(scs: &Catalog, wanted: bool) -> usize {
    scs.criteria().iter().position(|criterion| criterion.condition.is_some() == wanted).expect("both kinds exist")
}

#[test]
fn not_applicable_needs_a_reason_and_a_condition_or_a_reviewer() {
    let scs = catalog("scs-2026-03");
    let judge = |position: usize, note: &str, accepted: bool| {
        let mut answers = all(scs, Status::Met);
        let answer = answers.at_mut(position);
        (answer.status, answer.accepted) = (Status::NotApplicable, accepted);
        note.clone_into(&mut answer.note);
        evaluate(scs, Some(4), &answers, TODAY).criterion(position).expect("asked at ★4").open
    };
    assert_eq!(judge(conditional(scs, true), "リモートワークをしない", false), None);
    assert_eq!(judge(conditional(scs, true), "  ", true), Some(Open::NoReason));
    assert_eq!(judge(conditional(scs, false), "自社にはない", false), Some(Open::NotAccepted));
    assert_eq!(judge(conditional(scs, false), "自社にはない", true), None);
}

#[test]
fn jama_points_leave_out_what_does_not_apply() {
    let jama = catalog("jama-2.3");
    let mut answers = all(jama, Status::Met);
    put(jama, &mut answers, "1", Status::Partial);
    put(jama, &mut answers, "2", Status::Unmet);
    put(jama, &mut answers, "3", Status::NotApplicable);
    let evaluation = evaluate(jama, Some(3), &answers, TODAY);
    let Score::Points(points) = score(jama, &answers, &evaluation, None) else { panic!("JAMA counts points") };
    assert_eq!((points.total.points, points.total.possible), (150 * 2 + 1, 152 * 2));
    assert_eq!((points.labels[0].tally.points, points.labels[0].tally.possible), (1, 4));
    assert_eq!(points.labels[0].tally.percent, Some(25.0));
    assert_eq!(points.levels.iter().map(|level| level.tally.possible).sum::<u32>(), 304);

    let steep = Some(Points { met: 3, partial: 0, unmet: 0 });
    let Score::Points(points) = score(jama, &answers, &evaluation, steep) else { panic!("JAMA counts points") };
    assert_eq!((points.total.points, points.total.possible), (450, 456));
}

#[test]
fn directions_count_yes_and_mean_maturity() {
    let guideline = catalog("mgl-2.0");
    let mut answers = all(guideline, Status::Met);
    put(guideline, &mut answers, "1.1", Status::Unmet);
    for (id, maturity) in [("1.1", 1), ("1.2", 4), ("1.3", 5)] {
        answers.at_mut(guideline.position(id).expect(id)).maturity = Some(maturity);
    }
    let evaluation = evaluate(guideline, None, &answers, TODAY);
    let Score::Directions { directions } = score(guideline, &answers, &evaluation, None) else { panic!("directions") };
    assert_eq!(directions.len(), 10);
    assert_eq!((directions[0].met, directions[0].asked, directions[0].maturity), (2, 3, Some(3.3)));
    assert_eq!(directions[1].maturity, None);
}

#[test]
fn areas_add_up_to_the_level() {
    let scs = catalog("scs-2026-03");
    for level in [3, 4] {
        let evaluation = evaluate(scs, Some(level), &all(scs, Status::Met), TODAY);
        let areas = Score::areas(scs, &evaluation);
        assert_eq!(areas.len(), if level == 3 { 6.max(areas.len()) } else { 7 });
        assert_eq!(areas.iter().map(|area| area.satisfied).sum::<usize>(), evaluation.criteria.len());
    }
}
