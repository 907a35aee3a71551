//! Which criteria are late, and by which day.

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use tasuki_assess::{Answers, Assessment, Late, Status, evaluate, late};
use tasuki_catalog::Cadence;

use crate::{TODAY, all, catalog};

/// The first criterion of the final edition with a yearly interval.
fn yearly() -> usize {
    let criteria = catalog("scs-2026-03").criteria();
    criteria.iter().position(|criterion| criterion.cadence == Some(Cadence::Yearly)).expect("exists")
}

/// The late criteria when people set the day `set` for the criterion at `position`.
fn late_at(position: usize, answers: &Answers, set: Option<Date>) -> Vec<Late> {
    let evaluation = evaluate(catalog("scs-2026-03"), Some(4), answers, TODAY);
    late(&evaluation, |at| set.filter(|_| at == position))
}

#[test]
fn what_is_open_is_late_when_its_day_is_past() {
    let scs = catalog("scs-2026-03");
    let yesterday = TODAY.checked_sub(1.day()).expect("a day");
    for (status, set, is_late) in [
        (Status::Unmet, Some(yesterday), true),
        (Status::Unanswered, Some(yesterday), true),
        (Status::Unmet, Some(TODAY), false),
        (Status::Unmet, None, false),
        (Status::Met, Some(yesterday), false),
    ] {
        let mut answers = all(scs, Status::Met);
        answers.at_mut(3).status = status;
        let expected = if is_late { vec![Late { position: 3, due: yesterday, lapsed: false }] } else { vec![] };
        assert_eq!(late_at(3, &answers, set), expected, "{status:?} {set:?}");
    }
}

#[test]
fn of_two_days_the_earlier_counts() {
    let position = yearly();
    let mut answers = all(catalog("scs-2026-03"), Status::Met);
    answers.at_mut(position).confirmed = Some(date(2025, 3, 31));
    for (set, due) in [
        (None, date(2026, 3, 31)),
        (Some(date(2026, 2, 1)), date(2026, 2, 1)),
        (Some(date(2026, 5, 1)), date(2026, 3, 31)),
        (Some(date(2027, 1, 1)), date(2026, 3, 31)),
    ] {
        assert_eq!(late_at(position, &answers, set), [Late { position, due, lapsed: true }], "{set:?}");
    }
}

#[test]
fn the_oldest_comes_first() {
    let scs = catalog("scs-2026-03");
    let days = [date(2026, 3, 3), date(2026, 1, 1), date(2026, 3, 3), date(2026, 2, 2)];
    let assessment = Assessment::new(scs, Some(4), all(scs, Status::Unmet), TODAY, None);
    assert!(assessment.late.is_empty(), "nobody set a day yet");
    let late = assessment.with_days(|position| days.get(position).copied()).late;
    assert_eq!(late.iter().map(|late| late.position).collect::<Vec<_>>(), [1, 3, 0, 2]);
}
