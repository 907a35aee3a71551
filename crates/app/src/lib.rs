//! What people do: one module per use case, the only place that joins store, scheme and assess.
//!
//! A use case is a function over a [`Context`]: a transaction, the time, and who asks. It checks permission where it
//! queries ([`Context::require`]), writes what happened into the audit log ([`Context::record`]) and tells others
//! ([`Context::emit`]), all in that one transaction. Unknown and forbidden are the same error.

mod alerts;
mod app;
mod bounds;
mod clock;
mod context;
mod credentials;
mod error;
mod events;
mod known;
mod looked_after;
mod presence;
mod secrets;
mod standings;

pub mod access_reviews;
pub mod account;
pub mod answering;
pub mod answers;
pub mod api_tokens;
pub mod assessments;
pub mod calendar;
pub mod carry;
pub mod comments;
pub mod compare;
pub mod demo;
pub mod downloads;
pub mod erasure;
pub mod evidence;
pub mod factors;
pub mod feeds;
pub mod founders;
mod happened;
pub mod heads;
pub mod history;
pub mod home;
pub mod housekeeping;
pub mod imports;
pub mod inspections;
pub mod invitations;
pub mod keys;
pub mod mail;
pub mod members;
pub mod notifications;
pub mod once;
pub mod organizations;
pub mod overview;
pub mod preferences;
pub mod proof;
pub mod reports;
pub mod resets;
pub mod search;
pub mod sessions;
pub mod sign_in;
pub mod suggestions;
pub mod tasks;
pub mod timeline;
pub mod timers;
pub mod users;
pub mod webhooks;
pub mod welcome;

pub use app::{App, Options, SignIn};
pub use clock::{Clock, Moment, Random, SystemClock, SystemRandom};
pub use context::{Actor, Context, Via};
pub use credentials::{Credentials, digest};
pub use error::{Error, Field, Kind};
pub use events::Event;
pub use tasuki_signin::openid::Settings as OpenIdSettings;
pub use tasuki_signin::tokens::{Token, TokenKind};
