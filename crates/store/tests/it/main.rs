//! The contract of the store: every story is told on SQLite and, where `TASUKI_TEST_POSTGRES` names a server, on PostgreSQL, each
//! in a database of its own.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says so")]

/// Tells stories, functions over a [`Base`], on both engines.
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

mod audit;
mod backups;
mod base;
mod blobs;
mod broken;
mod claims;
mod conflicts;
mod copies;
mod database;
mod groups;
mod migrations;
mod once;
mod search;
