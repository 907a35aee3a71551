//! How answers are carried over when criteria change between two editions, and how several answers are joined into one.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use tasuki_assess::{Answer, Answers, Status, carry};
use tasuki_catalog::{Change, ChangeKind, Relation};

use crate::catalog;

/// The new answer to the first criterion and whether a person must review it, when `olds` are the answers to its sources.
fn carried(olds: &[Answer], change: ChangeKind, relation: Option<Relation>) -> (Answer, bool) {
    let scs = catalog("scs-2026-03");
    let mut answers = Answers::new(scs);
    for (position, old) in olds.iter().enumerate() {
        *answers.at_mut(position) = old.clone();
    }
    let id = |position: usize| scs.criteria()[position].id.clone();
    let change = Change { from: (0..olds.len()).map(id).collect(), to: vec![id(0)], change, relation, reason: None };
    let carryover = carry(scs, &answers, scs, &[change]);
    (carryover.answers.at(0).clone(), carryover.carried[0].again)
}

fn merged(one: &Answer, two: &Answer) -> Answer {
    carried(&[one.clone(), two.clone()], ChangeKind::Merged, None).0
}

fn in_state(status: Status) -> Answer {
    Answer { status, ..Answer::default() }
}

#[test]
fn a_change_says_what_stays_and_what_to_look_at_again() {
    use ChangeKind::{Loosened, Merged, Moved, Reworded, Split, Tightened, Unchanged};
    use Status::{Met, NotApplicable, Partial, Unanswered, Unmet};
    for (old, change, relation, new, again) in [
        (Met, Unchanged, None, Met, false),
        (Met, Loosened, None, Met, false),
        (Met, Split, None, Met, false),
        (Met, Merged, None, Met, false),
        (Met, Merged, Some(Relation::Subset), Partial, true),
        (Met, Tightened, None, Partial, true),
        (Met, Tightened, Some(Relation::Disjoint), Unanswered, true),
        (Partial, Reworded, None, Partial, false),
        (Partial, Loosened, None, Partial, true),
        (Partial, Tightened, None, Partial, true),
        (Unmet, Moved, None, Unmet, false),
        (Unmet, Loosened, None, Unmet, true),
        (Unmet, Tightened, None, Unmet, false),
        (NotApplicable, Unchanged, None, NotApplicable, false),
        (NotApplicable, Tightened, None, NotApplicable, true),
        (NotApplicable, Tightened, Some(Relation::Disjoint), Unanswered, true),
        (Unanswered, Unchanged, None, Unanswered, true),
    ] {
        let (answer, looked) = carried(&[in_state(old)], change, relation);
        assert_eq!((answer.status, looked), (new, again), "{old:?} {change:?} {relation:?}");
    }
}

#[test]
fn an_acceptance_ends_where_the_question_changes() {
    let accepted = Answer { accepted: true, note: "none here".to_owned(), ..in_state(Status::NotApplicable) };
    assert!(carried(std::slice::from_ref(&accepted), ChangeKind::Reworded, None).0.accepted);
    assert!(!carried(std::slice::from_ref(&accepted), ChangeKind::Tightened, None).0.accepted);
}

#[test]
fn an_acceptance_of_several_holds_when_all_were_accepted_for_one_reason() {
    let answer = |note: &str, accepted| Answer { accepted, note: note.to_owned(), ..in_state(Status::NotApplicable) };
    for (one, two, holds) in [
        (answer("none here", true), answer("none here", true), true),
        (answer("none here", true), answer("none there", true), false),
        (answer("none here", true), answer("none here", false), false),
        (answer("none here", false), answer("none here", true), false),
    ] {
        let (joined, _) = carried(&[one.clone(), two.clone()], ChangeKind::Reworded, None);
        assert_eq!(joined.accepted, holds, "{one:?} {two:?}");
    }
}

#[test]
fn several_states_become_the_weaker_one() {
    use Status::{Met, NotApplicable, Partial, Unanswered, Unmet};
    for (one, two, both) in [
        (Met, Met, Met),
        (Met, Partial, Partial),
        (Met, Unmet, Partial),
        (Partial, Unmet, Partial),
        (Unmet, Unmet, Unmet),
        (Met, Unanswered, Unanswered),
        (NotApplicable, Unanswered, Unanswered),
        (NotApplicable, Met, Met),
        (NotApplicable, Unmet, Unmet),
        (NotApplicable, NotApplicable, NotApplicable),
    ] {
        assert_eq!(merged(&in_state(one), &in_state(two)).status, both, "{one:?} {two:?}");
        assert_eq!(merged(&in_state(two), &in_state(one)).status, both, "{two:?} {one:?}");
    }
}

#[test]
fn several_notes_are_all_kept_and_each_once() {
    let noted = |note: &str| Answer { note: note.to_owned(), ..in_state(Status::Met) };
    for (one, two, both) in [
        ("rule", "record", "rule\nrecord"),
        ("rule", "rule", "rule"),
        ("", "record", "record"),
        ("rule", "", "rule"),
        ("", "", ""),
    ] {
        assert_eq!(merged(&noted(one), &noted(two)).note, both, "{one:?} {two:?}");
    }
}

#[test]
fn of_several_days_the_older_counts() {
    let (older, newer) = (date(2025, 4, 1), date(2026, 4, 1));
    let shown = |confirmed: Option<Date>| Answer { confirmed, ..in_state(Status::Met) };
    for (one, two, both) in [
        (Some(older), Some(newer), Some(older)),
        (Some(newer), Some(older), Some(older)),
        (None, Some(newer), Some(newer)),
        (Some(newer), None, Some(newer)),
        (None, None, None),
    ] {
        assert_eq!(merged(&shown(one), &shown(two)).confirmed, both, "{one:?} {two:?}");
    }
}

fn answer() -> impl Strategy<Value = Answer> {
    let day = proptest::option::of((1_i8..=28).prop_map(|day| date(2026, 4, day)));
    (0..5_usize, day, any::<bool>(), proptest::option::of(1..=5_u8)).prop_map(
        |(state, confirmed, accepted, maturity)| Answer {
            status: Status::ALL[state],
            confirmed,
            accepted,
            maturity,
            note: String::new(),
        },
    )
}

proptest! {
    /// Apart from the order of the notes, the result does not depend on the order of the sources.
    #[test]
    fn joining_does_not_ask_who_comes_first(one in answer(), two in answer()) {
        prop_assert_eq!(merged(&one, &two), merged(&two, &one));
    }

    /// An answer joined with itself is unchanged, apart from the acceptance.
    #[test]
    fn joining_the_same_twice_changes_nothing(one in answer()) {
        let joined = merged(&one, &one);
        prop_assert_eq!(Answer { accepted: one.accepted, ..joined }, one);
    }
}
