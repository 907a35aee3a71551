//! A database that another edition of Tasuki has changed is left alone.

use tasuki_store::{Store, StoreError};

use crate::base::{Base, NOW};

stories![opening_again_changes_nothing, an_unknown_migration_is_refused, a_changed_migration_is_refused];

fn refused(base: &Base) -> String {
    match Store::open(&base.address, NOW) {
        Err(StoreError::Migration { problem, .. }) => problem.to_owned(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was opened"),
    }
}

fn opening_again_changes_nothing(base: &Base) {
    for _ in 0..2 {
        let store = Store::open(&base.address, NOW + 1).unwrap();
        let later =
            store.read_blocking(|tx| tx.query("SELECT applied FROM migrations", &[], |row| row.get::<i64>(0))).unwrap();
        assert!(later.len() > 5 && later.iter().all(|applied| *applied == NOW));
    }
}

fn an_unknown_migration_is_refused(base: &Base) {
    base.behind_its_back("INSERT INTO migrations (name, digest, applied) VALUES ('9999_future', 'x', 0)");
    assert!(refused(base).contains("newer"));
}

fn a_changed_migration_is_refused(base: &Base) {
    base.behind_its_back("UPDATE migrations SET digest = 'x' WHERE name = '0001_people'");
    assert!(refused(base).contains("changed"));
}
