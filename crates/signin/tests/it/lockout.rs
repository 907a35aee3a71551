use jiff::{SignedDuration, Timestamp};
use tasuki_signin::lockout::{Admission, Counts, FAILURES_THAT_LOCK, Failures, Guess};

use crate::moment;

const START: &str = "2026-11-21T09:00:00Z";

/// Fails this many times, each as soon as allowed; returns the failures and the moment of the last one.
fn failing(times: u32) -> (Failures, Timestamp) {
    let (mut failures, mut now) = (Failures::default(), moment(START));
    for _ in 0..times {
        now = failures.admission(now).until().unwrap_or(now);
        failures = failures.and_one_more(now);
    }
    (failures, now)
}

#[test]
fn mistyping_twice_costs_nothing() {
    let (failures, now) = failing(2);
    assert_eq!(failures.admission(now), Admission::Open);
}

#[test]
fn each_further_failure_waits_longer_and_the_lock_is_minutes_away() {
    let waits: Vec<i64> = (3..FAILURES_THAT_LOCK)
        .map(|times| {
            let (failures, now) = failing(times);
            match failures.admission(now) {
                Admission::Wait(until) => until.duration_since(now).as_secs(),
                other => panic!("after {times}: {other:?}"),
            }
        })
        .collect();
    assert_eq!(waits, [1, 4, 15, 30, 60, 120, 300]);
    let (_, locked) = failing(FAILURES_THAT_LOCK);
    assert!(
        locked.duration_since(moment(START)) >= SignedDuration::from_secs(8 * 60),
        "whoever locks others needs time"
    );
}

#[test]
fn the_tenth_locks_for_a_quarter_of_an_hour() {
    let (failures, now) = failing(10);
    let until = now + SignedDuration::from_mins(15);
    assert!(failures.just_locked());
    assert_eq!(failures.admission(now), Admission::Locked(until));
    assert_eq!(failures.admission(until - SignedDuration::from_nanos(1)), Admission::Locked(until));
    assert_eq!(failures.admission(until), Admission::Open);
}

#[test]
fn one_more_failure_after_the_lock_locks_again() {
    let (failures, now) = failing(11);
    assert!(!failures.just_locked(), "the mail goes out once");
    assert!(matches!(failures.admission(now), Admission::Locked(_)));
}

#[test]
fn a_day_of_quiet_starts_afresh() {
    let (failures, now) = failing(12);
    let next = failures.and_one_more(now + SignedDuration::from_hours(24));
    assert_eq!(next.count, 1);
}

#[test]
fn the_end_of_time_does_not_overflow() {
    let near = Timestamp::MAX - jiff::SignedDuration::from_mins(5);
    let failures = Failures { count: u32::MAX, last: Some(near) };
    assert_eq!(failures.admission(near).until(), Some(Timestamp::MAX));
    assert_eq!(failures.and_one_more(near).count, u32::MAX);
}

#[test]
fn a_clock_that_was_ahead_locks_nobody_for_years() {
    let failures = Failures { count: u32::MAX, last: Some(Timestamp::MAX) };
    assert_eq!(failures.admission(moment(START)).until(), None);
    assert_eq!(failures.and_one_more(moment(START)).count, u32::MAX, "the count stays");
    let soon = Failures { count: 10, last: Some(moment("2026-11-21T09:01:00Z")) };
    assert!(soon.admission(moment(START)).until().is_some(), "a minute ahead is another clock's");
}

#[test]
fn only_the_factor_that_was_guessed_locks() {
    let mut counts = Counts::default();
    for _ in 0..FAILURES_THAT_LOCK {
        assert!(!counts.just_locked(Guess::Factor));
        counts = counts.and_one_more(Guess::Factor, moment(START));
    }
    assert!(counts.just_locked(Guess::Factor) && !counts.just_locked(Guess::Password));
}

#[test]
fn each_factor_is_counted_and_forgiven_by_itself() {
    let (password, factor) = (Guess::Password, Guess::Factor);
    let now = moment(START);
    let of = |counts: Counts| (counts.password.count, counts.factor.count);
    let counts = Counts::default().and_one_more(password, now).and_one_more(factor, now).and_one_more(factor, now);
    assert_eq!(of(counts), (1, 2));
    assert_eq!(of(counts.forgiven(password)), (0, 2));
    assert_eq!(of(counts.forgiven(factor)), (1, 0));
}

#[test]
fn a_failure_dated_up_to_a_day_ahead_is_believed() {
    let now = moment(START);
    let dated = |ahead: SignedDuration| Failures { count: FAILURES_THAT_LOCK, last: Some(now + ahead) };
    let day = SignedDuration::from_hours(24);
    assert!(matches!(dated(day).admission(now), Admission::Locked(_)));
    assert_eq!(dated(day + SignedDuration::from_nanos(1)).admission(now), Admission::Open);
}
