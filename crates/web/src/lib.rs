//! HTTP: pages for people and a JSON API for programs, both based on the use cases of `app`.
//!
//! One endpoint, one file. The handler of a page runs a use case with [`Web::page`] or [`Web::act`] and turns the
//! result into a [`Reply`]; an endpoint of the API uses [`Web::read`] or [`Web::write`] and responds with JSON or a
//! [`Problem`] (RFC 9457). No other crate knows HTTP, and only this crate defines wire types.

mod api;
mod assessing;
mod demo;
mod evidence;
mod guidelines;
mod partners;
mod people;
mod road;
mod rooms;
mod router;
mod server;
mod telling;
mod work;

pub(crate) use assessing::{answering, answers, assessments, suggestions};
pub(crate) use guidelines::catalogs;
pub(crate) use partners::register;
pub(crate) use people::{
    account, grants, invitations, links, members, organizations, preferences, sign_in, tokens, visits, welcome,
};
pub(crate) use road::{
    declarations, desk, issues, packages, records, registrations, reviewers, reviews, roads, site_audits, submissions,
    technical_checks,
};
pub(crate) use server::{
    address, assets, current, door, etag, front, guard, once, operations, page, pages, paging, problem, reference,
    rendered, reply, take, time, trouble, web, who, wire, words,
};
pub(crate) use telling::{notifications, webhooks};
pub(crate) use work::{calendar, comments, history, home, inspections, search, tasks};

pub use address::address;
pub use door::{Doors, serve};
pub use problem::{Outcome, Problem};
pub use reference::document as openapi;
pub use reply::Reply;
pub use router::{page_addresses, router};
pub use server::Limits;
pub use web::Web;
pub use who::Who;
