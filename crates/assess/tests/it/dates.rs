use jiff::civil::date;
use tasuki_assess::{Open, Status, Verdict, calendar, evaluate};
use tasuki_catalog::Cadence;

use crate::{TODAY, all, catalog};

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
