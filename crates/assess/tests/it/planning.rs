use std::collections::HashMap;

use proptest::{collection::vec, prelude::*};
use tasuki_assess::{Answers, Status, evaluate, plan};

use crate::{TODAY, all, catalog, put};

#[test]
fn rules_come_before_inspections_and_three_before_four() {
    let scs = catalog("scs-2026-03");
    let plan = plan(scs, &evaluate(scs, Some(4), &Answers::new(scs), TODAY));
    assert_eq!(plan.len(), 153);
    let levels: Vec<_> = plan.iter().map(|gap| scs.criteria()[gap.position].level).collect();
    let first_four = levels.iter().position(|level| *level == Some(4)).expect("★4");
    let last_three = levels.iter().rposition(|level| *level == Some(3)).expect("★3");
    // Only a ★3 criterion that refers to a ★4 one may come later.
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

proptest! {
    /// Every gap is there once, and none before a gap that it refers to.
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
