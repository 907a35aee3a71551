//! Samples: what is drawn is the same wherever it is drawn, no item is preferred, and a shell draws it too.

use std::collections::BTreeSet;
use std::process::Command;

use proptest::prelude::*;
use tasuki_trust::Digest;
use tasuki_trust::sample::{LONGEST_ITEM, MOST_ITEMS, Unfit, digest, draw, duplicates, is_seed, items, list, ticket};

fn leavers(many: usize) -> Vec<String> {
    (1..=many).map(|number| format!("退職者 {number:03}")).collect()
}

proptest! {
    #[test]
    fn a_sample_is_drawn_again_and_a_larger_one_begins_with_it(
        population in proptest::collection::vec("[a-z]{0,4}", 1..80),
        seed in "[0-9a-f]{1,20}",
        (small, large) in (0..90_usize, 0..90_usize),
    ) {
        let (small, large) = (small.min(large), small.max(large));
        let drawn = draw(&population, &seed, large);
        prop_assert_eq!(&drawn, &draw(&population, &seed, large));
        prop_assert_eq!(&draw(&population, &seed, small)[..], &drawn[..small.min(population.len())]);
        prop_assert_eq!(drawn.len(), large.min(population.len()));
        // Nothing is drawn twice, and nothing that is not there.
        let distinct: BTreeSet<_> = drawn.iter().copied().collect();
        prop_assert_eq!(distinct.len(), drawn.len());
        prop_assert!(drawn.iter().all(|at| *at < population.len()));
    }

    #[test]
    fn a_list_is_read_back_as_it_was(text in "[ a-z,\n\r\t　あ]{0,200}") {
        if let Ok(read) = items(&text) {
            prop_assert_eq!(items(&list(&read)), Ok(read.clone()));
            prop_assert_eq!(digest(&read), Digest::of(list(&read).as_bytes()));
        }
    }

    #[test]
    fn another_seed_or_another_item_draws_another_ticket(seed in "[a-z]{1,9}", number in 1..999_usize, item in "[a-z]{1,9}") {
        let own = ticket(&seed, number, &item);
        prop_assert_ne!(own, ticket(&format!("{seed}x"), number, &item));
        prop_assert_ne!(own, ticket(&seed, number + 1, &item));
        prop_assert_ne!(own, ticket(&seed, number, &format!("{item}x")));
    }
}

#[test]
fn no_item_is_preferred() {
    let (population, seeds, size) = (leavers(40), 2_000, 10);
    let mut times = [0_u32; 40];
    for seed in 0..seeds {
        for at in draw(&population, &format!("seed {seed}"), size) {
            times[at] += 1;
        }
    }
    // Each is expected 500 times, with a standard deviation of 19; five of those are beyond chance.
    assert!(times.iter().all(|own| (400..=600).contains(own)), "{times:?}");
}

#[test]
fn what_is_drawn_stays_drawn_in_later_versions() {
    // Written down once: a sample that was drawn must be repeatable for years.
    assert_eq!(draw(&leavers(214), "7f3a9c", 5), DRAWN);
    assert_eq!(digest(&leavers(214)).to_string(), FROZEN);
}

#[test]
fn a_shell_draws_the_same() {
    let (population, seed) = (leavers(60), "賽の目 4-2-6");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("list.txt"), list(&population)).expect("written");
    let doc = include_str!("../../../docs/audits.md");
    let script = doc.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the commands");
    let ran = Command::new("bash")
        .args(["-c", script])
        .env("SEED", seed)
        .env("SIZE", "7")
        .current_dir(folder.path())
        .output()
        .expect("a shell");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let told = String::from_utf8(ran.stdout).expect("text");
    let (first, lines) = told.split_once('\n').expect("lines");
    assert_eq!(first, format!("{}  list.txt", digest(&population)));
    let drawn = draw(&population, seed, 7);
    let expected: Vec<_> = drawn
        .iter()
        .map(|at| format!("{} {} {}", ticket(seed, at + 1, &population[*at]), at + 1, population[*at]))
        .collect();
    assert_eq!(lines.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn lines_are_items() {
    let read = items("\u{feff}一人目\r\n\r\n  二人目 \n\t\n一人目\n").expect("items");
    assert_eq!(read, ["一人目", "二人目", "一人目"]);
    assert_eq!((duplicates(&read), list(&read).as_str()), (vec![2], "一人目\n二人目\n一人目\n"));
    assert_eq!(items(" \n\n"), Err(Unfit::Empty));
    assert_eq!(items("a\n\nb\0\n"), Err(Unfit::Unprintable(3)));
    assert_eq!(items(&format!("a\n{}", "長".repeat(LONGEST_ITEM + 1))), Err(Unfit::TooLong(2)));
    assert_eq!(items(&"a\n".repeat(MOST_ITEMS + 1)), Err(Unfit::TooMany(MOST_ITEMS + 1)));
    assert_eq!(items(&"a\n".repeat(MOST_ITEMS)).map(|own| own.len()), Ok(MOST_ITEMS));
}

#[test]
fn a_seed_is_a_line() {
    assert!(is_seed("4-2-6") && is_seed("賽の目 四") && is_seed(&"s".repeat(100)));
    for none in ["", " 4", "4 ", "4\n2", "4\t2", &"s".repeat(101)] {
        assert!(!is_seed(none), "{none:?}");
    }
}

/// The first five of 214 with this seed.
const DRAWN: [usize; 5] = [27, 183, 205, 192, 153];
/// The SHA-256 of the list of 214.
const FROZEN: &str = "a4a1ab086489d253f2049bffef95683d36918887c1cb0ceac43d4724e088fe99";
