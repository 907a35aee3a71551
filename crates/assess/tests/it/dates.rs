use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::prelude::*;
use tasuki_assess::{Calendar, Open, Status, Verdict, calendar, due, evaluate, rollups};
use tasuki_catalog::{Cadence, Catalog};

use crate::{TODAY, all, catalog, small::edition};

#[test]
fn an_inspection_lapses_after_its_interval() {
    let scs = catalog("scs-2026-03");
    for (cadence, fresh, stale) in [
        (Cadence::Yearly, date(2025, 11, 21), date(2025, 11, 20)),
        (Cadence::Monthly, date(2026, 10, 21), date(2026, 10, 20)),
    ] {
        let position = scs.criteria().iter().position(|criterion| criterion.cadence == Some(cadence)).expect("exists");
        let judge = |confirmed| {
            let mut answers = all(scs, Status::Met);
            answers.at_mut(position).confirmed = Some(confirmed);
            evaluate(scs, Some(4), &answers, TODAY)
        };
        assert_eq!(judge(fresh).verdict(), Verdict::AllMet, "{cadence:?}");
        let open = judge(stale).criterion(position).and_then(|verdict| verdict.open);
        assert!(matches!(open, Some(Open::Lapsed { confirmed, .. }) if confirmed == stale), "{cadence:?} {open:?}");
    }
}

#[test]
fn the_calendar_has_every_interval_of_the_next_twelve_months() {
    let scs = catalog("scs-2026-03");
    let answers = all(scs, Status::Met);
    let evaluation = evaluate(scs, Some(4), &answers, TODAY);
    let calendar = calendar(scs, &answers, &evaluation);
    let of = |cadence| {
        let due = calendar.occasions.iter();
        due.filter(|occasion| scs.criteria()[occasion.position].cadence == Some(cadence)).count()
    };
    assert_eq!((of(Cadence::Yearly), of(Cadence::Monthly)), (23, 24));
    assert!(calendar.occasions.is_sorted_by_key(|occasion| occasion.date));
    assert!(calendar.occasions.iter().all(|occasion| !occasion.overdue && occasion.date >= TODAY));
}

#[test]
fn what_is_not_met_has_no_date() {
    let scs = catalog("scs-2026-03");
    for status in [Status::Unmet, Status::Partial, Status::Unanswered] {
        let answers = all(scs, status);
        let calendar = calendar(scs, &answers, &evaluate(scs, Some(4), &answers, TODAY));
        assert!(calendar.occasions.is_empty(), "{status:?}");
        assert_eq!(calendar.waiting.len(), 25, "{status:?}");
    }
}

#[test]
fn what_lapsed_is_overdue_and_comes_round_again() {
    let scs = catalog("scs-2026-03");
    let yearly =
        scs.criteria().iter().position(|criterion| criterion.cadence == Some(Cadence::Yearly)).expect("exists");
    let mut answers = all(scs, Status::Met);
    answers.at_mut(yearly).confirmed = Some(date(2025, 3, 31));
    let evaluation = evaluate(scs, Some(4), &answers, TODAY);
    let calendar = calendar(scs, &answers, &evaluation);
    let dates: Vec<_> = calendar
        .occasions
        .iter()
        .filter(|occasion| occasion.position == yearly)
        .map(|occasion| (occasion.date, occasion.overdue))
        .collect();
    assert_eq!(dates, [(date(2026, 3, 31), true), (date(2027, 3, 31), false)]);
}

#[test]
fn an_interval_ends_on_the_same_day_or_on_the_last_of_a_short_month() {
    for (cadence, day) in [
        ("daily", Some(date(2026, 2, 1))),
        ("weekly", Some(date(2026, 2, 7))),
        ("monthly", Some(date(2026, 2, 28))),
        ("quarterly", Some(date(2026, 4, 30))),
        ("half-yearly", Some(date(2026, 7, 31))),
        ("yearly", Some(date(2027, 1, 31))),
        ("continuous", None),
        ("on-change", None),
    ] {
        let own = edition(&[("1-1", &format!("cadence = '{cadence}'"))]);
        assert_eq!(due(&own.criteria()[0], date(2026, 1, 31)), day, "{cadence}");
    }
}

/// The calendar of an edition of which every criterion is met, the first shown on `shown`.
fn shown_on(own: &Catalog, shown: Option<Date>) -> Calendar {
    let mut answers = all(own, Status::Met);
    answers.at_mut(0).confirmed = shown;
    calendar(own, &answers, &evaluate(own, None, &answers, TODAY))
}

#[test]
fn the_day_itself_and_the_last_day_are_in_the_calendar() {
    let yearly = edition(&[("1-1", "cadence = 'yearly'")]);
    let half = edition(&[("1-1", "cadence = 'half-yearly'")]);
    let (today, half_year_on, year_on) = (TODAY, date(2027, 5, 21), date(2027, 11, 21));
    for (own, shown, days) in [
        // Due today is not overdue yet.
        (&yearly, Some(date(2025, 11, 21)), vec![(today, false), (year_on, false)]),
        (&yearly, Some(date(2025, 11, 20)), vec![(date(2026, 11, 20), true), (date(2027, 11, 20), false)]),
        (&yearly, None, vec![(year_on, false)]),
        // A confirmation in the future counts as one on the day of the evaluation.
        (&yearly, Some(date(2027, 3, 1)), vec![(year_on, false)]),
        (&half, Some(today), vec![(half_year_on, false), (year_on, false)]),
    ] {
        let told: Vec<_> = shown_on(own, shown).occasions.iter().map(|one| (one.date, one.overdue)).collect();
        assert_eq!(told, days, "{shown:?}");
    }
}

#[test]
fn the_end_of_a_month_comes_back_after_a_short_one() {
    let monthly = edition(&[("1-1", "cadence = 'monthly'")]);
    let days: Vec<_> = shown_on(&monthly, Some(date(2026, 10, 31))).occasions.iter().map(|one| one.date).collect();
    let expected = [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)];
    assert_eq!(days[..5], expected);
}

#[test]
fn the_calendar_sorts_criteria_by_what_makes_them_due() {
    let own = edition(&[
        ("1-1", "cadence = 'yearly'"),
        ("1-2", "cadence = 'weekly'"),
        ("1-3", "cadence = 'on-change'"),
        ("1-4", ""),
    ]);
    let sorted = |status| {
        let answers = all(&own, status);
        let told = calendar(&own, &answers, &evaluate(&own, None, &answers, TODAY));
        let dated: Vec<_> = told.occasions.iter().map(|one| one.position).collect();
        (dated, told.waiting, told.ongoing, told.on_event)
    };
    assert_eq!(sorted(Status::Met), (vec![0], vec![], vec![1], vec![2]));
    assert_eq!(sorted(Status::Partial), (vec![], vec![0], vec![1], vec![2]));
    // A criterion that does not apply is neither due nor waiting.
    let (dated, waiting, ..) = sorted(Status::NotApplicable);
    assert_eq!((dated, waiting), (vec![], vec![]));
}

proptest! {
    /// For every day of confirmation, only the first date may be past, the number of dates fits the interval, and none is
    /// after the twelve months.
    #[test]
    fn days_come_round_within_the_twelve_months(past in 0..1000_i32, cadence in 0..4_usize) {
        let (word, months) = [("monthly", 1), ("quarterly", 3), ("half-yearly", 6), ("yearly", 12)][cadence];
        let own = edition(&[("1-1", &format!("cadence = '{word}'"))]);
        let shown = TODAY.checked_sub(past.days()).expect("a day");
        let found = shown_on(&own, Some(shown)).occasions;
        let overdue = found.iter().filter(|one| one.overdue).count();
        prop_assert_eq!(overdue, usize::from(shown.checked_add(months.months()).expect("a day") < TODAY));
        let upcoming = &found[overdue..];
        let most = usize::try_from(12 / months).expect("small");
        prop_assert!(upcoming.len() == most || upcoming.len() == most + 1, "{} days", upcoming.len());
        prop_assert!(upcoming.iter().all(|one| one.date >= TODAY && one.date <= date(2027, 11, 21)));
    }
}

#[test]
fn a_report_gathers_two_or_more_that_have_an_interval_too() {
    let own = edition(&[
        ("1-1", "cadence = 'yearly'"),
        ("1-2", "cadence = 'monthly'"),
        ("1-3", "cadence = 'on-change'"),
        ("2-1", "cadence = 'yearly'\nrefers_to = ['1-1', '1-2']"),
        ("2-2", "cadence = 'yearly'\nrefers_to = ['1-1']"),
        ("2-3", "cadence = 'yearly'\nrefers_to = ['1-1', '1-3']"),
        ("2-4", "refers_to = ['1-1', '1-2']"),
        ("2-5", "cadence = 'yearly'\nrefers_to = ['1-1', '1-2', '2-2']"),
    ]);
    let found: Vec<_> = rollups(&own).into_iter().map(|position| own.criteria()[position].id.as_str()).collect();
    assert_eq!(found, ["2-1", "2-5"]);
}

#[test]
fn the_yearly_report_gathers_the_inspections() {
    let scs = catalog("scs-2026-03");
    assert_eq!(rollups(scs), [scs.position("1-4-1-1").expect("the yearly report")]);
}
