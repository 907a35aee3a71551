//! Pages and operations over HTTP: what they show, what they accept, and who sees nothing of them.
#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

mod answering;
mod authorization;
mod catalogs;
#[path = "../../../app/tests/it/common.rs"]
mod common;
mod conforms;
mod connecting;
#[path = "../../../store/tests/it/database.rs"]
mod database;
mod documents;
mod doors;
mod ending;
mod evidence;
mod forms;
mod links;
mod manners;
mod once;
mod register;
mod roads;
mod server;
mod site_audits;
mod streams;
mod support;
mod technical_checks;
mod work;

pub(crate) use tasuki_web::address;
