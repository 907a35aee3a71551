//! Pages and operations over HTTP: what they show, what they accept, and who sees nothing of them.
#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

mod answering;
mod authorization;
#[path = "../../../app/tests/it/common.rs"]
mod common;
mod connecting;
#[path = "../../../store/tests/it/database.rs"]
mod database;
mod documents;
mod doors;
mod evidence;
mod manners;
mod once;
mod server;
mod streams;
mod support;
mod work;
