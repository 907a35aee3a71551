//! The catalogues: what is built in, how folders are read, and how things are found.
#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

mod changes;
mod editions;
mod folders;
mod library;
mod names;
mod own;
mod scan_rules;
mod ways;
mod words;
