//! The contract of the store: every test runs on SQLite and, if `TASUKI_TEST_POSTGRES` names a server, on
//! PostgreSQL, each in a database of its own. Tests of files also run on an S3 store, if `TASUKI_TEST_S3` names a
//! bucket.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says so")]

/// Runs tests, which are functions over a [`Base`], on both engines.
macro_rules! stories {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { super::$name(&crate::base::Base::sqlite()); })+
        }
        mod postgres {
            $(#[test] fn $name() { if let Some(base) = crate::base::Base::postgres() { super::$name(&base); } })+
        }
    };
}

mod agenda;
mod audit;
mod backups;
mod base;
mod blobs;
mod broken;
mod bucket;
mod buckets;
mod catalogs;
mod claims;
mod conflicts;
mod copies;
mod database;
mod groups;
mod migrations;
mod once;
mod search;
mod words;
