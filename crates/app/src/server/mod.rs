//! The base for the other wings: the application, the context in which a use case runs, time, errors, events, and
//! idempotency.

pub(crate) mod access;
pub(crate) mod app;
pub(crate) mod bounds;
pub(crate) mod changes;
pub(crate) mod clock;
pub(crate) mod context;
pub(crate) mod credentials;
pub(crate) mod describe;
pub(crate) mod description;
pub(crate) mod destinations;
pub(crate) mod error;
pub(crate) mod events;
pub(crate) mod happened;
pub(crate) mod hashing;
pub(crate) mod known;
pub(crate) mod libraries;
pub(crate) mod naming;
pub(crate) mod patch;
pub(crate) mod secrets;
pub(crate) mod use_case;

pub mod downloads;
pub mod housekeeping;
pub mod once;
