//! Attempts that overlap, in any order: an attempt that began before others and is judged after them must not undo
//! what was counted in the meantime.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use tasuki_signin::lockout::{Admission, Counts, FAILURES_THAT_LOCK, Guess, LOCKED_FOR};

use crate::moment;

const START: &str = "2026-11-21T09:00:00Z";

/// Something that happens after so many seconds.
#[derive(Debug, Clone, Copy)]
enum Happening {
    /// Somebody begins an attempt, if one is allowed.
    Begin(Guess, bool),
    /// The attempt at this place (among those in progress) is judged.
    Judge(usize),
}

fn happenings(right: impl Strategy<Value = (Guess, bool)> + Clone) -> impl Strategy<Value = Vec<(i64, Happening)>> {
    let happening = prop_oneof![
        right.prop_map(|(guess, right)| Happening::Begin(guess, right)),
        (0..6_usize).prop_map(Happening::Judge)
    ];
    prop::collection::vec((prop_oneof![Just(0_i64), 0..400_i64, 900..90_000_i64], happening), 1..200)
}

/// The result: the final counts, and when attempts at the given factor were allowed.
fn played(happenings: &[(i64, Happening)], guess: Guess) -> (Counts, Vec<Timestamp>) {
    let (mut counts, mut now) = (Counts::default(), moment(START));
    let (mut under_way, mut let_in) = (Vec::new(), Vec::new());
    for (later, happening) in happenings {
        now = now.checked_add(SignedDuration::from_secs(*later)).expect("a time");
        match happening {
            Happening::Begin(own, right) => {
                if counts.admission(*own, now) == Admission::Open {
                    counts = counts.and_one_more(*own, now);
                    under_way.push((*own, *right));
                    if *own == guess {
                        let_in.push(now);
                    }
                }
            }
            Happening::Judge(place) => {
                if !under_way.is_empty() {
                    let (own, right) = under_way.remove(place % under_way.len());
                    counts = if right { counts.forgiven(own) } else { counts };
                }
            }
        }
    }
    (counts, let_in)
}

proptest! {
    /// An attacker knows the password and guesses the code: every guess stays counted, whatever happens to the
    /// password meanwhile.
    #[test]
    fn a_right_password_gives_no_guess_of_a_factor_back(
        happenings in happenings(prop_oneof![
            any::<bool>().prop_map(|right| (Guess::Password, right)),
            Just((Guess::Factor, false)),
        ]),
    ) {
        let (counts, let_in) = played(&happenings, Guess::Factor);
        prop_assert_eq!(usize::try_from(counts.factor.count).unwrap(), let_in.len());
        let locks = usize::try_from(FAILURES_THAT_LOCK).unwrap();
        for window in let_in.windows(2).skip(locks - 1) {
            prop_assert!(window[1].duration_since(window[0]) >= LOCKED_FOR, "a guess within the lock");
        }
    }

    /// The other way round: an attacker who has the telephone gets no more guesses at the password because of it.
    #[test]
    fn a_right_factor_gives_no_guess_of_the_password_back(
        happenings in happenings(prop_oneof![
            Just((Guess::Password, false)),
            any::<bool>().prop_map(|right| (Guess::Factor, right)),
        ]),
    ) {
        let (_, let_in) = played(&happenings, Guess::Password);
        let locks = usize::try_from(FAILURES_THAT_LOCK).unwrap();
        // Within a quarter of an hour, no more attempts than the number that locks, however they overlap.
        for window in let_in.windows(locks + 1) {
            prop_assert!(window[locks].duration_since(window[0]) >= LOCKED_FOR, "{:?}", window);
        }
    }
}

#[test]
fn what_began_before_the_guesses_and_ends_after_them_takes_none_back() {
    let mut happenings = vec![(0, Happening::Begin(Guess::Password, true)); 3];
    happenings.extend((0..40).map(|_| (301, Happening::Begin(Guess::Factor, false))));
    happenings.extend((0..3).map(|_| (0, Happening::Judge(0))));
    let (counts, let_in) = played(&happenings, Guess::Factor);
    assert!(let_in.len() >= 10);
    assert_eq!(counts.password.count, 0);
    assert!(matches!(counts.admission(Guess::Factor, *let_in.last().unwrap()), Admission::Locked(_)));
}

#[test]
fn the_second_factor_locks_for_longer_each_time_and_quiet_does_not_help() {
    let (mut counts, mut now, mut waits) = (Counts::default(), moment(START), Vec::new());
    for _ in 0..18 {
        let open = counts.admission(Guess::Factor, now).until().unwrap_or(now);
        waits.push(open.duration_since(now).as_secs() / 60);
        now = open;
        counts = counts.and_one_more(Guess::Factor, now);
    }
    assert_eq!(waits[10..], [15, 30, 60, 120, 240, 480, 720, 720]);
    let later = now.checked_add(SignedDuration::from_hours(24 * 30)).unwrap();
    assert_eq!(counts.and_one_more(Guess::Factor, later).factor.count, 19);
}
