use std::collections::HashMap;

use proptest::{collection::vec, prelude::*};
use tasuki_assess::{Answers, Gap, Status, evaluate, plan};
use tasuki_catalog::Catalog;

use crate::{TODAY, all, catalog, put, small::edition};

#[test]
fn rules_come_before_inspections_and_three_before_four() {
    let scs = catalog("scs-2026-03");
    let plan = plan(scs, &evaluate(scs, Some(4), &Answers::new(scs), TODAY));
    assert_eq!(plan.len(), 153);
    let levels: Vec<_> = plan.iter().map(|gap| scs.criteria()[gap.position].level).collect();
    let first_four = levels.iter().position(|level| *level == Some(4)).expect("★4");
    let last_three = levels.iter().rposition(|level| *level == Some(3)).expect("★3");
    // A ★3 criterion comes later only if it refers to a ★4 one.
    let strays = levels[first_four..=last_three.max(first_four)].iter().filter(|level| **level == Some(3)).count();
    assert!(strays <= 2, "{strays} ★3 criteria after the first ★4 one");
    assert!(plan[0].unblocks > 0, "what unblocks most comes first");
}

#[test]
fn the_last_open_criterion_closes_its_requirement() {
    let scs = catalog("scs-2026-03");
    let mut answers = all(scs, Status::Met);
    put(scs, &mut answers, "1-2-1-3", Status::Partial);
    let plan = plan(scs, &evaluate(scs, Some(3), &answers, TODAY));
    assert_eq!(plan.len(), 1);
    assert!(plan[0].closes_requirement && plan[0].after.is_empty());
}

/// The plan of an edition of which the named criteria are △ and all others unanswered.
fn planned(own: &Catalog, partial: &[&str]) -> Vec<Gap> {
    let mut answers = Answers::new(own);
    for id in partial {
        put(own, &mut answers, id, Status::Partial);
    }
    plan(own, &evaluate(own, None, &answers, TODAY))
}

fn ids<'a>(own: &'a Catalog, plan: &[Gap]) -> Vec<&'a str> {
    plan.iter().map(|gap| own.criteria()[gap.position].id.as_str()).collect()
}

#[test]
fn among_equals_what_lets_others_begin_then_what_is_begun_then_the_smaller() {
    let own = edition(&[
        ("1-1", "effort = 'large'"),
        ("1-2", "effort = 'small'"),
        ("1-3", "effort = 'large'"),
        ("1-4", "effort = 'large'"),
        ("1-5", "kind = 'record'\neffort = 'small'\nrefers_to = ['1-4']"),
    ]);
    assert_eq!(ids(&own, &planned(&own, &["1-3"])), ["1-4", "1-3", "1-2", "1-1", "1-5"]);
}

#[test]
fn a_gap_tells_how_many_wait_for_it_directly_or_not() {
    let own = edition(&[
        ("1-1", ""),
        ("1-2", "refers_to = ['1-1']"),
        ("1-3", "refers_to = ['1-2', '1-1']"),
        ("1-4", "refers_to = ['1-2']"),
        ("1-5", ""),
    ]);
    let plan = planned(&own, &[]);
    let told: Vec<_> = plan.iter().map(|gap| (gap.position, gap.unblocks, gap.after.clone())).collect();
    let expected = [(0, 3, vec![]), (1, 2, vec![0]), (2, 0, vec![1, 0]), (3, 0, vec![1]), (4, 0, vec![])];
    assert_eq!(told, expected);
}

#[test]
fn only_the_last_open_one_closes_its_requirement() {
    let own = edition(&[("1-1", ""), ("1-2", ""), ("1-3", ""), ("2-1", "")]);
    let closing = |met: &[&str]| {
        let mut answers = Answers::new(&own);
        for id in met {
            put(&own, &mut answers, id, Status::Met);
        }
        let plan = plan(&own, &evaluate(&own, None, &answers, TODAY));
        let closing: Vec<_> = plan.into_iter().filter(|gap| gap.closes_requirement).collect();
        ids(&own, &closing)
    };
    assert_eq!(closing(&[]), ["2-1"]);
    assert_eq!(closing(&["1-1"]), ["2-1"]);
    assert_eq!(closing(&["1-1", "1-3"]), ["1-2", "2-1"]);
    assert_eq!(closing(&["1-1", "1-3", "2-1"]), ["1-2"]);
}

#[test]
fn criteria_that_refer_to_each_other_in_a_circle_are_all_planned_once() {
    let circle = edition(&[
        ("1-1", "refers_to = ['1-3']\neffort = 'large'"),
        ("1-2", "refers_to = ['1-1']\neffort = 'small'"),
        ("1-3", "refers_to = ['1-2']\neffort = 'medium'"),
        ("1-4", "refers_to = ['1-3']"),
        ("1-5", ""),
    ]);
    // The smallest gap of the circle is planned although it refers to another one; a gap that refers to the circle comes after it.
    assert_eq!(ids(&circle, &planned(&circle, &[])), ["1-5", "1-2", "1-3", "1-1", "1-4"]);
}

proptest! {
    /// Every gap is listed once, and none before a gap that it refers to.
    #[test]
    fn nothing_is_planned_before_what_it_refers_to(states in vec(0..5_usize, 153)) {
        let scs = catalog("scs-2026-03");
        let mut answers = Answers::new(scs);
        for (position, state) in states.iter().enumerate() {
            answers.at_mut(position).status = Status::ALL[*state];
        }
        let evaluation = evaluate(scs, Some(4), &answers, TODAY);
        let plan = plan(scs, &evaluation);
        prop_assert_eq!(plan.len(), evaluation.open().count());
        let places: HashMap<_, _> = plan.iter().enumerate().map(|(place, gap)| (gap.position, place)).collect();
        prop_assert_eq!(places.len(), plan.len());
        for (place, gap) in plan.iter().enumerate() {
            for before in &gap.after {
                prop_assert!(places[before] < place, "{} before {}", scs.criteria()[gap.position].id, scs.criteria()[*before].id);
            }
        }
    }
}
