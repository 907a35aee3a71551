use tasuki_assess::{Answers, Status, carry, profile_gaps};
use tasuki_catalog::{Change, ChangeKind, Library, Relation};

use crate::{all, catalog, put};

#[test]
fn carrying_to_the_final_edition_tells_what_to_answer_again() {
    let (old, new) = (catalog("scs-2025-12"), catalog("scs-2026-03"));
    let diff = Library::builtin().crosswalk(old.id(), new.id()).expect("an edition diff");
    let carryover = carry(old, &all(old, Status::Met), new, &diff.changes);
    assert_eq!(carryover.carried.len(), new.criteria().len());
    for carried in &carryover.carried {
        let status = carryover.answers.at(carried.position).status;
        let id = &new.criteria()[carried.position].id;
        match carried.change {
            ChangeKind::Unchanged | ChangeKind::Reworded | ChangeKind::Moved => {
                assert_eq!((status, carried.again), (Status::Met, false), "{id}");
            }
            ChangeKind::Tightened => assert_eq!((status, carried.again), (Status::Partial, true), "{id}"),
            ChangeKind::Added => assert_eq!((status, carried.again), (Status::Unanswered, true), "{id}"),
            _ => {}
        }
    }
    let dropped = diff.changes.iter().filter(|change| change.change == ChangeKind::Dropped).count();
    assert_eq!(carryover.dropped.len(), dropped);
}

#[test]
fn blank_stays_blank() {
    let (old, new) = (catalog("scs-2025-12"), catalog("scs-2026-03"));
    let diff = Library::builtin().crosswalk(old.id(), new.id()).expect("an edition diff");
    let carryover = carry(old, &Answers::new(old), new, &diff.changes);
    assert_eq!(carryover.answers, Answers::new(new));
    assert!(carryover.carried.iter().all(|carried| carried.again));
}

#[test]
fn a_profile_gap_is_less_than_the_target_wants() {
    let cpsf = catalog("cpsf-draft");
    let (mut current, mut target) = (Answers::new(cpsf), Answers::new(cpsf));
    put(cpsf, &mut target, "L1.001:organization", Status::Met);
    put(cpsf, &mut target, "L1.001:people", Status::Partial);
    put(cpsf, &mut target, "L1.002:organization", Status::Met);
    put(cpsf, &mut current, "L1.001:organization", Status::Partial);
    put(cpsf, &mut current, "L1.001:people", Status::Partial);
    put(cpsf, &mut current, "L1.002:organization", Status::Met);
    let gaps = profile_gaps(cpsf, &current, &target);
    assert_eq!(gaps.len(), 1);
    assert_eq!((gaps[0].position, gaps[0].current, gaps[0].target), (0, Status::Partial, Status::Met));
}

#[test]
fn unmet_stays_unmet_only_when_all_of_it_is_still_asked() {
    let (old, new) = (catalog("scs-2025-12"), catalog("scs-2026-03"));
    let carried = |relation| {
        let change = Change {
            from: vec!["1-1-1-1".to_owned()],
            to: vec!["1-1-1-1".to_owned()],
            change: ChangeKind::Tightened,
            relation,
            reason: None,
        };
        let carryover = carry(old, &all(old, Status::Unmet), new, &[change]);
        (carryover.answers.at(0).status, carryover.carried[0].again)
    };
    assert_eq!(carried(None), (Status::Unmet, false));
    assert_eq!(carried(Some(Relation::Intersects)), (Status::Unmet, true));
}

#[test]
fn what_fell_away_is_told_in_the_order_of_the_old_edition() {
    let (old, new) = (catalog("scs-2025-12"), catalog("scs-2026-03"));
    let dropped = |ids: &[&str]| Change {
        from: ids.iter().map(|id| (*id).to_owned()).collect(),
        to: vec![],
        change: ChangeKind::Dropped,
        relation: None,
        reason: None,
    };
    let changes = [dropped(&["1-1-1-3", "1-1-1-2"]), dropped(&["1-1-1-1"])];
    let carryover = carry(old, &all(old, Status::Met), new, &changes);
    assert_eq!(carryover.dropped, [0, 1, 2]);
    assert!(carryover.carried.is_empty());
}
