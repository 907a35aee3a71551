//! Which day a criterion brings: a table of every state, and that calendar, lateness and agenda are of one mind.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use tasuki_assess::{
    Answer, Answers, Cause, CriterionDay, Status, Verdict, agenda, assessment_day, calendar, evaluate, late,
};
use tasuki_catalog::{Cadence, Catalog};

use crate::small::edition;
use crate::{TODAY, all, catalog};

const YESTERDAY: Date = date(2026, 11, 20);
const SOON: Date = date(2026, 11, 28);

/// A criterion without interval, one that is conditional, a yearly, a monthly, a weekly one, one after an event.
fn every_kind() -> Catalog {
    edition(&[
        ("1-1", ""),
        ("1-2", "condition = { ja = '持つとき', en = 'if there is one' }"),
        ("1-3", "cadence = 'yearly'"),
        ("1-4", "cadence = 'monthly'"),
        ("1-5", "cadence = 'weekly'"),
        ("1-6", "cadence = 'on-change'"),
    ])
}

/// The days of one criterion, the others being met without any interval to wait for.
fn days(position: usize, answer: Answer, set: Option<Date>) -> Vec<(Date, Cause)> {
    let own = every_kind();
    let mut answers = Answers::new(&own);
    *answers.at_mut(position) = answer;
    let evaluation = evaluate(&own, None, &answers, TODAY);
    let all = agenda(&own, &answers, &evaluation, |at| set.filter(|_| at == position));
    all.into_iter().filter(|one| one.position == position).map(|one| (one.day, one.cause)).collect()
}

fn given(status: Status, note: &str, confirmed: Option<Date>) -> Answer {
    Answer { status, note: note.to_owned(), confirmed, ..Answer::default() }
}

#[test]
fn each_state_brings_one_day_or_none() {
    let show = |by: Date| Cause::Show { by };
    let shown = |day: Date| given(Status::Met, "", Some(day));
    let accepted = Answer { accepted: true, ..given(Status::NotApplicable, "持たない", None) };
    for (what, position, answer, set, expected) in [
        ("open with a day", 0, given(Status::Unmet, "", None), Some(YESTERDAY), vec![(YESTERDAY, Cause::Set)]),
        ("in part", 0, given(Status::Partial, "", None), Some(SOON), vec![(SOON, Cause::Set)]),
        ("unanswered", 0, Answer::default(), Some(SOON), vec![(SOON, Cause::Set)]),
        ("open without a day", 0, given(Status::Unmet, "", None), None, vec![]),
        ("met", 0, given(Status::Met, "", None), Some(YESTERDAY), vec![]),
        ("out without a reason", 1, given(Status::NotApplicable, " ", None), Some(SOON), vec![(SOON, Cause::Set)]),
        ("out with a reason", 1, given(Status::NotApplicable, "持たない", None), Some(SOON), vec![]),
        ("not accepted", 0, given(Status::NotApplicable, "持たない", None), Some(SOON), vec![(SOON, Cause::Set)]),
        ("accepted", 0, accepted, Some(SOON), vec![]),
        ("yearly, not met yet", 2, given(Status::Partial, "", None), None, vec![]),
        ("yearly, soon", 2, shown(date(2025, 11, 28)), Some(YESTERDAY), vec![(SOON, show(SOON))]),
        (
            "yearly, undated",
            2,
            given(Status::Met, "", None),
            None,
            vec![(date(2027, 11, 21), show(date(2027, 11, 21)))],
        ),
        (
            "yearly, lapsed",
            2,
            shown(date(2025, 11, 20)),
            None,
            vec![(YESTERDAY, show(YESTERDAY)), (date(2027, 11, 20), Cause::Planned)],
        ),
        (
            "yearly, lapsed, with a later day",
            2,
            shown(date(2025, 11, 20)),
            Some(SOON),
            vec![(YESTERDAY, show(YESTERDAY)), (date(2027, 11, 20), Cause::Planned)],
        ),
        (
            "yearly, lapsed, with an earlier day",
            2,
            shown(date(2025, 11, 20)),
            Some(date(2026, 10, 1)),
            vec![(date(2026, 10, 1), show(YESTERDAY)), (date(2027, 11, 20), Cause::Planned)],
        ),
        ("weekly, shown this week", 4, shown(date(2026, 11, 16)), None, vec![]),
        ("weekly, lapsed", 4, shown(date(2026, 11, 13)), None, vec![(YESTERDAY, show(YESTERDAY))]),
        ("after an event", 5, shown(date(2020, 1, 1)), None, vec![]),
    ] {
        assert_eq!(days(position, answer, set), expected, "{what}");
    }
    let monthly = days(3, shown(date(2026, 10, 28)), None);
    assert_eq!(monthly[0], (SOON, show(SOON)));
    assert!(monthly.len() == 12 && monthly[1..].iter().all(|(_, cause)| *cause == Cause::Planned), "{monthly:?}");
}

#[test]
fn criteria_above_the_level_are_never_due() {
    let scs = catalog("scs-2026-03");
    let answers = all(scs, Status::Unmet);
    let evaluation = evaluate(scs, Some(3), &answers, TODAY);
    let days = agenda(scs, &answers, &evaluation, |_| Some(YESTERDAY));
    assert_eq!(days.len(), 81);
    assert!(days.iter().all(|one| scs.criteria()[one.position].level == Some(3)));
}

#[test]
fn an_assessment_is_due_until_nothing_is_open() {
    assert_eq!(assessment_day(Some(YESTERDAY), Verdict::Open), Some(YESTERDAY));
    assert_eq!(assessment_day(Some(YESTERDAY), Verdict::AllMet), None);
    assert_eq!(assessment_day(None, Verdict::Open), None);
}

prop_compose! {
    fn any_answer()(status in prop::sample::select(Status::ALL.to_vec()), reason in any::<bool>(), back in 0_i32..800,
                    dated in any::<bool>(), accepted in any::<bool>()) -> Answer {
        let confirmed = dated.then(|| TODAY.saturating_sub(jiff::Span::new().days(back)));
        Answer { accepted, ..given(status, if reason { "理由" } else { "" }, confirmed) }
    }
}

proptest! {
    #[test]
    fn calendar_and_lateness_tell_what_the_agenda_does(
        given in prop::collection::vec((any_answer(), prop::option::of(-400_i32..400)), 6),
    ) {
        let own = every_kind();
        let mut answers = Answers::new(&own);
        for (position, (answer, _)) in given.iter().enumerate() {
            *answers.at_mut(position) = answer.clone();
        }
        let set = |at: usize| given[at].1.map(|days| TODAY.saturating_add(jiff::Span::new().days(days)));
        let evaluation = evaluate(&own, None, &answers, TODAY);
        let days = agenda(&own, &answers, &evaluation, set);
        // What is late is what has passed and somebody waits for.
        let passed = days.iter().filter(|one| one.day < TODAY);
        let passed: Vec<(usize, Date, bool)> =
            passed.map(|one| (one.position, one.day, one.cause != Cause::Set)).collect();
        let late = late(&evaluation, set);
        let late: Vec<(usize, Date, bool)> = late.iter().map(|one| (one.position, one.due, one.lapsed)).collect();
        prop_assert_eq!(&passed, &late);
        prop_assert!(days.iter().all(|one| one.day >= TODAY || one.cause != Cause::Planned));
        // The calendar has the same days to show something again, but for intervals that are too short for it.
        let occasions = calendar(&own, &answers, &evaluation).occasions;
        let upcoming = occasions.iter().filter(|one| !one.overdue).map(|one| (one.position, one.date));
        let again = days.iter().filter(|one| one.cause != Cause::Set && one.day >= TODAY);
        let again: Vec<(usize, Date)> = again.map(|one| (one.position, one.day)).collect();
        prop_assert_eq!(upcoming.collect::<Vec<_>>(), again);
        for one in occasions.iter().filter(|one| one.overdue) {
            let found = |day: &&CriterionDay| day.position == one.position && day.cause == Cause::Show { by: one.date };
            prop_assert!(days.iter().find(found).is_some());
        }
        // Nobody waits for one criterion twice.
        for position in 0..6 {
            let waited = days.iter().filter(|one| one.position == position && one.cause != Cause::Planned);
            prop_assert!(waited.count() <= 1);
        }
    }
}

#[test]
fn intervals_of_every_built_in_edition_are_known() {
    let weekly = [Cadence::Daily, Cadence::Weekly];
    let jama = catalog("jama-2.3").criteria();
    assert!(jama.iter().any(|own| own.cadence.is_some_and(|cadence| weekly.contains(&cadence))), "the rule is needed");
}
