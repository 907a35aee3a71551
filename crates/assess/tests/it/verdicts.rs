use tasuki_assess::{Answers, Open, Score, Status, Verdict, evaluate, score};
use tasuki_catalog::{Catalog, Points};

use crate::{TODAY, all, catalog, put, small::edition};

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
        assert_eq!(areas.iter().map(|area| area.asked).sum::<usize>(), evaluation.criteria.len());
    }
}

#[test]
fn an_area_counts_what_is_satisfied_of_what_is_asked() {
    let scs = catalog("scs-2026-03");
    let mut answers = all(scs, Status::Met);
    put(scs, &mut answers, "1-1-1-1", Status::Unmet);
    put(scs, &mut answers, "1-2-1-3", Status::Partial);
    let evaluation = evaluate(scs, Some(4), &answers, TODAY);
    let Score::Areas { areas } = score(scs, &answers, &evaluation, None) else { panic!("SCS counts areas") };
    let open: Vec<_> = areas.iter().map(|area| (area.id.as_str(), area.asked - area.satisfied)).collect();
    assert_eq!(open[0], ("1", 2));
    assert!(open[1..].iter().all(|(_, open)| *open == 0), "{open:?}");
}

#[test]
fn where_there_are_no_areas_requirements_count() {
    let own = edition(&[("1-1", ""), ("1-2", ""), ("2-1", "")]);
    let mut answers = all(&own, Status::Met);
    put(&own, &mut answers, "1-2", Status::Unmet);
    let areas = Score::areas(&own, &evaluate(&own, None, &answers, TODAY));
    let told: Vec<_> = areas.iter().map(|area| (area.id.as_str(), area.satisfied, area.asked)).collect();
    assert_eq!(told, [("1", 1, 2), ("2", 1, 1)]);
}

#[test]
fn points_are_told_for_the_levels_asked_and_for_each_label() {
    let jama = catalog("jama-2.3");
    let answers = all(jama, Status::Met);
    for (level, levels) in [(1, vec![("1", 100)]), (2, vec![("1", 100), ("2", 148)])] {
        let evaluation = evaluate(jama, Some(level), &answers, TODAY);
        let Score::Points(points) = score(jama, &answers, &evaluation, None) else { panic!("JAMA counts points") };
        let told: Vec<_> = points.levels.iter().map(|part| (part.id.as_str(), part.tally.possible)).collect();
        assert_eq!(told, levels);
        let labels: u32 = points.labels.iter().map(|part| part.tally.points).sum();
        assert_eq!((labels, points.total.percent), (points.total.points, Some(100.0)));
    }
}

#[test]
fn what_does_not_apply_is_not_asked_of_a_direction() {
    let guideline = catalog("mgl-2.0");
    let mut answers = all(guideline, Status::Met);
    put(guideline, &mut answers, "1.1", Status::NotApplicable);
    let evaluation = evaluate(guideline, None, &answers, TODAY);
    let Score::Directions { directions } = score(guideline, &answers, &evaluation, None) else { panic!("directions") };
    assert_eq!((directions[0].met, directions[0].asked), (2, 2));
}

#[test]
fn nothing_asked_is_nothing_to_vouch_for() {
    let scs = catalog("scs-2026-03");
    let evaluation = evaluate(scs, Some(1), &all(scs, Status::Met), TODAY);
    assert_eq!((evaluation.verdict(), evaluation.criteria.len()), (Verdict::Open, 0));
    assert!(evaluation.requirements.is_empty(), "a requirement without criteria at the level has no verdict");
}

#[test]
fn every_criterion_is_counted_by_its_state() {
    let own = edition(&[("1-1", ""), ("1-2", ""), ("1-3", ""), ("1-4", ""), ("1-5", ""), ("1-6", "")]);
    let mut answers = all(&own, Status::Met);
    for (id, status) in [
        ("1-2", Status::Partial),
        ("1-3", Status::Unmet),
        ("1-4", Status::NotApplicable),
        ("1-5", Status::Unanswered),
        ("1-6", Status::Unanswered),
    ] {
        put(&own, &mut answers, id, status);
    }
    let evaluation = evaluate(&own, None, &answers, TODAY);
    let counted = Status::ALL.map(|status| evaluation.counts.of(status));
    assert_eq!((counted, evaluation.counts.total()), ([1, 1, 1, 1, 2], 6));
    assert_eq!((evaluation.satisfied(), evaluation.open().count()), (1, 5));
    let found = evaluation.criterion(3).map(|verdict| (verdict.position, verdict.status));
    assert_eq!(found, Some((3, Status::NotApplicable)));
    assert_eq!(evaluation.criterion(6), None);
}

#[test]
fn verdicts_come_in_the_order_of_the_catalogue_also_where_requirements_alternate() {
    let own = edition(&[("1-1", ""), ("2-1", ""), ("1-2", ""), ("2-2", "")]);
    let mut answers = all(&own, Status::Met);
    put(&own, &mut answers, "2-1", Status::Unmet);
    let evaluation = evaluate(&own, None, &answers, TODAY);
    let told: Vec<_> = evaluation.criteria.iter().map(|verdict| verdict.position).collect();
    assert_eq!(told, [0, 1, 2, 3]);
    assert_eq!(evaluation.criterion(1).and_then(|verdict| verdict.open), Some(Open::Unmet));
    assert_eq!(evaluation.open().map(|verdict| verdict.position).collect::<Vec<_>>(), [1]);
}
