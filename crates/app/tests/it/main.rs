//! The use cases, as people go through them, in a small world of their own.
#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

mod answering;
mod audit;
mod bounds;
mod calendar;
mod common;
#[path = "../../../store/tests/it/database.rs"]
mod database;

mod doors;
mod imports;
mod mail;
mod people;
mod tasks;
mod undo;
mod webhooks;
