//! What to do first.
//!
//! Lower levels come before higher ones; rules before making them known, doing, recording and inspecting; and
//! nothing before the criteria that it refers to. Among equals, first what unblocks most others, then what a △ says
//! is begun, then the smaller work.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, HashSet},
};

use tasuki_catalog::{Catalog, Criterion, Effort, Kind};

use crate::{CriterionVerdict, Evaluation, Open};

/// One open criterion in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Position in [`Catalog::criteria`].
    pub position: usize,
    /// Why it is open.
    pub open: Open,
    /// How much work it is.
    pub effort: Effort,
    /// Positions of open criteria that should be closed before this one.
    pub after: Vec<usize>,
    /// How many open criteria wait for this one, directly or indirectly.
    pub unblocks: usize,
    /// Whether it is the last open criterion of its requirement.
    pub closes_requirement: bool,
}

/// The open criteria of an evaluation, in the order in which to close them.
pub fn plan(catalog: &Catalog, evaluation: &Evaluation) -> Vec<Gap> {
    let open: Vec<&CriterionVerdict> = evaluation.open().collect();
    let places: HashMap<usize, usize> =
        open.iter().enumerate().map(|(place, verdict)| (verdict.position, place)).collect();
    let after: Vec<Vec<usize>> = open
        .iter()
        .map(|verdict| {
            let named = catalog.criteria()[verdict.position].refers_to.iter();
            named.filter_map(|id| places.get(&catalog.position(id)?).copied()).collect()
        })
        .collect();
    let waiting = waiting(&after);
    let last: HashSet<&str> = evaluation
        .requirements
        .iter()
        .filter(|verdict| verdict.asked - verdict.satisfied == 1)
        .map(|verdict| catalog.requirements()[verdict.position].id.as_str())
        .collect();

    let unblocks: Vec<usize> = (0..open.len()).map(|place| reachable(place, &waiting)).collect();
    let keys: Vec<Key> = open
        .iter()
        .enumerate()
        .map(|(place, verdict)| key(&catalog.criteria()[verdict.position], verdict, unblocks[place]))
        .collect();
    ordered(&keys, &after, &waiting)
        .into_iter()
        .map(|place| {
            let verdict = open[place];
            let criterion = &catalog.criteria()[verdict.position];
            Gap {
                position: verdict.position,
                open: verdict.open.unwrap_or(Open::Unanswered),
                effort: criterion.effort_or_guess(),
                after: after[place].iter().map(|&before| open[before].position).collect(),
                unblocks: unblocks[place],
                closes_requirement: last.contains(criterion.requirement.as_str()),
            }
        })
        .collect()
}

/// The sort key of two gaps that do not depend on each other; smaller is earlier.
type Key = (u8, Kind, Reverse<usize>, bool, Effort, usize);

fn key(criterion: &Criterion, verdict: &CriterionVerdict, unblocks: usize) -> Key {
    (
        criterion.level.unwrap_or(0),
        criterion.kind.unwrap_or(Kind::Rule),
        Reverse(unblocks),
        !matches!(verdict.open, Some(Open::Partial | Open::Lapsed { .. })),
        criterion.effort_or_guess(),
        verdict.position,
    )
}

/// The converse of `after`: for each place, the places that wait for it.
fn waiting(after: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut waiting = vec![Vec::new(); after.len()];
    for (place, befores) in after.iter().enumerate() {
        for &before in befores {
            waiting[before].push(place);
        }
    }
    waiting
}

fn reachable(place: usize, waiting: &[Vec<usize>]) -> usize {
    let (mut seen, mut stack) = (HashSet::from([place]), vec![place]);
    while let Some(next) = stack.pop() {
        stack.extend(waiting[next].iter().copied().filter(|&other| seen.insert(other)));
    }
    seen.len() - 1
}

/// Smallest key first among those whose predecessors are done; a cycle of references is broken at its smallest key.
fn ordered(keys: &[Key], after: &[Vec<usize>], waiting: &[Vec<usize>]) -> Vec<usize> {
    let mut left: Vec<usize> = after.iter().map(Vec::len).collect();
    let mut ready: BinaryHeap<Reverse<(Key, usize)>> =
        (0..keys.len()).filter(|&place| left[place] == 0).map(|place| Reverse((keys[place], place))).collect();
    let mut order = Vec::with_capacity(keys.len());
    let mut done = vec![false; keys.len()];
    while order.len() < keys.len() {
        let next = match ready.pop() {
            Some(Reverse((_, place))) => place,
            None => (0..keys.len()).filter(|&place| !done[place]).min_by_key(|&place| keys[place]).unwrap_or_default(),
        };
        if std::mem::replace(&mut done[next], true) {
            continue;
        }
        order.push(next);
        for &later in &waiting[next] {
            left[later] = left[later].saturating_sub(1);
            if left[later] == 0 && !done[later] {
                ready.push(Reverse((keys[later], later)));
            }
        }
    }
    order
}
