//! HTTP: pages for people and a JSON API for programs, both over the use cases of `app`.
//!
//! One endpoint, one file. A page's handler asks [`Web::page`] or [`Web::act`] to run a use case and turns what comes back into a
//! [`Reply`]; an endpoint of the API asks [`Web::read`] or [`Web::write`] and answers JSON or a [`Problem`] (RFC 9457).
//! Nothing else in the house knows HTTP, and only this crate derives what goes over the wire.

mod account;
mod answering;
mod answers;
mod assessments;
mod assets;
mod calendar;
mod comments;
mod demo;
mod door;
mod etag;
mod evidence;
mod front;
mod guard;
mod history;
mod home;
mod inspections;
mod invitations;
mod members;
mod notifications;
mod once;
mod organizations;
mod page;
mod pages;
mod paging;
mod preferences;
mod problem;
mod reference;
mod reply;
mod router;
mod search;
mod server;
mod sign_in;
mod suggestions;
mod take;
mod tasks;
mod time;
mod tokens;
mod trouble;
mod web;
mod webhooks;
mod welcome;
mod who;

pub use door::{Doors, serve};
pub use problem::{Outcome, Problem};
pub use reference::document as openapi;
pub use reply::Reply;
pub use router::{page_addresses, router};
pub use server::Limits;
pub use web::Web;
pub use who::Who;
