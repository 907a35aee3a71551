//! Writes share a commit and nothing else: a failing write is rolled back, and the others remain.

use std::sync::{Arc, Barrier};
use std::thread;

use tasuki_store::{StoreError, audit, organizations};

use crate::base::{Base, NOW, note, organization};

stories![
    many_share_a_commit,
    one_that_fails_takes_nobody_along,
    one_that_breaks_a_rule_of_the_database_takes_nobody_along,
    one_that_panics_takes_nobody_along,
    what_nobody_noted_is_refused,
    housekeeping_needs_no_note,
    a_reader_that_panics_is_told,
    what_is_refused_is_not_there,
    a_read_sees_one_state,
    what_was_kept_is_there_after_opening_again,
];

fn add(base: &Base, name: &'static str) -> Result<(), StoreError> {
    base.write(move |tx| {
        let organization = organization(name);
        organizations::add(tx, &organization)?;
        note(tx, organization.id.as_str(), name)
    })
}

fn is_there(base: &Base, name: &str) -> bool {
    let id = organization(name).id;
    base.read(move |tx| organizations::find(tx, id)).unwrap().is_some()
}

/// Holds the writer until all others are queued, then runs all of them in one group.
pub(crate) fn together<'scope>(base: &'scope Base, works: Vec<Box<dyn FnOnce() + Send + 'scope>>) {
    let gate = Arc::new(Barrier::new(2));
    let held = Arc::clone(&gate);
    thread::scope(|scope| {
        scope.spawn(move || {
            base.write(move |_| {
                held.wait();
                Ok(())
            })
            .unwrap();
        });
        let threads: Vec<_> = works.into_iter().map(|work| scope.spawn(work)).collect();
        thread::sleep(std::time::Duration::from_millis(100));
        gate.wait();
        for thread in threads {
            thread.join().expect("a work that says what it found");
        }
    });
}

fn many_share_a_commit(base: &Base) {
    let before = base.store.statistics();
    let works = (0..40).map(|_| {
        Box::new(move || base.write(|tx| note(tx, "", "one of many")).unwrap()) as Box<dyn FnOnce() + Send + '_>
    });
    together(base, works.collect());
    let after = base.store.statistics();
    assert_eq!(after.writes - before.writes, 41);
    assert!(after.groups - before.groups <= 5, "{after:?}");
    assert_eq!(base.read(|tx| audit::verify(tx, "")).unwrap(), audit::Verified::Whole { entries: 40 });
}

fn one_that_fails_takes_nobody_along(base: &Base) {
    let fails = || {
        let result: Result<(), StoreError> = base.write(|tx| {
            let organization = organization("駄目");
            organizations::add(tx, &organization)?;
            note(tx, "", "in vain")?;
            Err(StoreError::Closed)
        });
        assert!(matches!(result, Err(StoreError::Closed)));
    };
    together(base, vec![Box::new(|| add(base, "前").unwrap()), Box::new(fails), Box::new(|| add(base, "後").unwrap())]);
    assert!(is_there(base, "前") && is_there(base, "後") && !is_there(base, "駄目"));
    assert_eq!(base.read(audit::chains).unwrap().len(), 2, "nor did its entry stay");
}

fn one_that_breaks_a_rule_of_the_database_takes_nobody_along(base: &Base) {
    add(base, "既にある").unwrap();
    let breaks = || {
        assert!(add(base, "既にある").is_err());
    };
    let hides_it = || {
        // Work that continues after a database error is not committed either.
        let result: Result<(), StoreError> = base.write(|tx| {
            let _ = organizations::add(tx, &organization("既にある"));
            Ok(())
        });
        let _ = result;
    };
    together(
        base,
        vec![
            Box::new(|| add(base, "前").unwrap()),
            Box::new(breaks),
            Box::new(hides_it),
            Box::new(|| add(base, "後").unwrap()),
        ],
    );
    assert!(is_there(base, "前") && is_there(base, "後"));
}

fn one_that_panics_takes_nobody_along(base: &Base) {
    let panics = || {
        let result: Result<(), StoreError> = base.write(|tx| {
            organizations::add(tx, &organization("駄目"))?;
            panic!("a mistake of ours");
        });
        assert!(matches!(result, Err(StoreError::Panicked)));
    };
    together(
        base,
        vec![Box::new(|| add(base, "前").unwrap()), Box::new(panics), Box::new(|| add(base, "後").unwrap())],
    );
    assert!(is_there(base, "前") && is_there(base, "後") && !is_there(base, "駄目"));
    add(base, "まだ動く").unwrap();
}

fn what_nobody_noted_is_refused(base: &Base) {
    let result = base.write(|tx| organizations::add(tx, &organization("黙って")));
    assert!(matches!(result, Err(StoreError::Unaudited)));
    assert!(!is_there(base, "黙って"));
}

fn housekeeping_needs_no_note(base: &Base) {
    base.write(|tx| tx.housekeep("DELETE FROM sessions WHERE ends < ?1", tasuki_store::params![NOW])).unwrap();
}

fn a_reader_that_panics_is_told(base: &Base) {
    for _ in 0..10 {
        let result: Result<(), StoreError> = base.read(|_| panic!("a mistake of ours"));
        assert!(matches!(result, Err(StoreError::Panicked)));
    }
    assert!(!is_there(base, "だれも"));
}

fn what_is_refused_is_not_there(base: &Base) {
    let result: Result<(), StoreError> = base.read(|tx| tx.housekeep("DELETE FROM sessions", &[]).map(drop));
    assert!(result.is_err(), "a read changes nothing");
}

fn a_read_sees_one_state(base: &Base) {
    let gate = Arc::new(Barrier::new(2));
    let held = Arc::clone(&gate);
    thread::scope(|scope| {
        let reader = scope.spawn(move || {
            base.read(move |tx| {
                let before = audit::chains(tx)?.len();
                held.wait();
                held.wait();
                Ok(before == audit::chains(tx)?.len())
            })
        });
        gate.wait();
        add(base, "途中で").unwrap();
        gate.wait();
        assert!(reader.join().expect("the reader").unwrap());
    });
    assert!(is_there(base, "途中で"));
}

fn what_was_kept_is_there_after_opening_again(base: &Base) {
    add(base, "残る").unwrap();
    let again = tasuki_store::Store::open(&base.address, NOW).unwrap();
    let id = organization("残る").id;
    assert!(again.read_blocking(move |tx| organizations::find(tx, id)).unwrap().is_some());
}
