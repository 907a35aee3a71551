//! Changes between two editions.

use proptest::prelude::*;
use tasuki_catalog::{Change, ChangeKind, Relation};

/// Every kind of change, the relation of old to new, and the converse kind.
const KINDS: [(ChangeKind, Relation, ChangeKind); 9] = [
    (ChangeKind::Unchanged, Relation::Equal, ChangeKind::Unchanged),
    (ChangeKind::Reworded, Relation::Equivalent, ChangeKind::Reworded),
    (ChangeKind::Tightened, Relation::Subset, ChangeKind::Loosened),
    (ChangeKind::Loosened, Relation::Superset, ChangeKind::Tightened),
    (ChangeKind::Split, Relation::Superset, ChangeKind::Merged),
    (ChangeKind::Merged, Relation::Subset, ChangeKind::Split),
    (ChangeKind::Moved, Relation::Equivalent, ChangeKind::Moved),
    (ChangeKind::Added, Relation::Disjoint, ChangeKind::Dropped),
    (ChangeKind::Dropped, Relation::Disjoint, ChangeKind::Added),
];

fn change(kind: ChangeKind, relation: Option<Relation>) -> Change {
    let ids = |id: &str| vec![id.to_owned()];
    Change { from: ids("old"), to: ids("new"), change: kind, relation, reason: None }
}

#[test]
fn a_change_says_how_old_relates_to_new() {
    for (kind, relation, back) in KINDS {
        assert_eq!(change(kind, None).relation(), relation, "{kind:?}");
        assert_eq!(kind.converse(), back, "{kind:?}");
    }
}

#[test]
fn what_the_diff_says_of_the_relation_goes_before_the_kind_of_change() {
    assert_eq!(change(ChangeKind::Tightened, Some(Relation::Intersects)).relation(), Relation::Intersects);
}

proptest! {
    /// The converse swaps the sides and the relation; the converse of the converse is the change itself.
    #[test]
    fn a_change_reads_both_ways(kind in 0..9_usize, relation in proptest::option::of(0..6_usize)) {
        let change = change(KINDS[kind].0, relation.map(|at| Relation::ALL[at]));
        let back = change.converse();
        prop_assert_eq!((&back.from, &back.to), (&change.to, &change.from));
        prop_assert_eq!(back.relation(), change.relation().converse());
        prop_assert_eq!(back.converse(), change);
    }
}
