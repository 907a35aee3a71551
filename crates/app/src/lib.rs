//! The use cases: one module for each, and the only place that connects store, scheme and assess.
//!
//! A use case is a function that takes a [`Context`]: a transaction, the time, and the caller. It checks the
//! permission where it runs its queries ([`Context::require`]), writes an entry to the audit log
//! ([`Context::record`]) and emits events ([`Context::emit`]), all in the same transaction. Unknown and forbidden
//! things give the same error.

mod assessing;
pub mod demo;
pub mod evidence;
mod guidelines;
mod partners;
mod people;
mod road;
mod server;
mod telling;
mod work;

pub use assessing::{
    answering, answers, assessments, carry, compare, imports, overview, past, reports, suggestions, timeline,
};
pub use guidelines::catalogs;
pub use partners::register;
pub use people::{
    access_reviews, account, devices, erasure, factors, founders, grants, invitations, keys, links, members,
    organizations, passkeys, preferences, proof, resets, sessions, sign_in, tokens, users, welcome,
};
pub use road::{
    declarations, desk, issues, packages, records, registrations, reviewers, reviews, roads, site_audits, submissions,
    technical_checks, turns,
};
pub use server::{downloads, housekeeping, once};
pub use telling::{feeds, heads, mail, notifications, timers, webhooks};
pub use work::{agenda, calendar, comments, history, home, inspections, search, tasks};

pub(crate) use assessing::standings;
pub(crate) use people::{alerts, looked_after, origin, presence};
pub(crate) use server::{
    access, app, bounds, changes, clock, context, credentials, describe, description, destinations, error, events,
    happened, hashing, known, libraries, naming, patch, secrets, use_case,
};

pub use access::Reach;
pub use app::{App, Options, SignIn};
pub use clock::{Clock, Moment, Random, SystemClock, SystemRandom};
pub use context::{Actor, Context, Via};
pub use credentials::{Credentials, digest};
pub use destinations::{Addresses, Destination};
pub use error::{Current, Draft, Error, Field, Kind};
pub use events::Event;
pub use tasuki_signin::openid::Settings as OpenIdSettings;
pub use tasuki_signin::tokens::{Token, TokenKind};
