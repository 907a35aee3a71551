//! What is kept: repositories and transactions over SQLite and PostgreSQL, blobs, and the audit chain.
//!
//! The store is synchronous inside and asynchronous at its door: [`Store::write`] and [`Store::read`] take a closure over
//! a [`Tx`] and return a future of its result. SQL is written once, in a dialect that both engines understand
//! (`?1` placeholders; `BIGINT`, `TEXT` and bytes; `ON CONFLICT`; `RETURNING`), over two thin drivers.
//!
//! Writes are committed in groups: whatever waits runs in one transaction with a savepoint each, and is answered only after the
//! commit has reached the disk. A write that leaves no entry in the [`audit`] log is refused.
//!
//! Every table carries the organization first in its key, so that it can be partitioned by organization. Repositories
//! are modules of functions over a [`Tx`]; a lookup of one thing returns an `Option`.

pub mod audit;
pub mod backup;
pub mod blobs;
mod claim;
pub mod copy;
mod engine;
mod error;
mod id;
mod migrate;
pub mod private;
mod readers;
mod schema;
mod statistics;
mod store;
pub mod tidy;
mod tx;
mod value;
mod writer;

pub mod access_reviews;
pub mod agenda;
pub mod answer_days;
pub mod answers;
pub mod assessments;
pub mod attempts;
pub mod callers;
pub mod ceremonies;
pub mod comments;
pub mod daily;
pub mod deliveries;
pub mod devices;
pub mod erasure;
pub mod evidence;
pub mod failed_sign_ins;
pub mod feeds;
pub mod idempotency;
pub mod identities;
pub mod inspections;
pub mod invitations;
pub mod members;
pub mod notifications;
pub mod organizations;
pub mod outbox;
pub mod parcels;
pub mod passkeys;
pub mod people;
pub mod recovery_codes;
pub mod reset_requests;
pub mod search;
pub mod sessions;
pub mod sites;
pub mod steps;
pub mod suggestions;
pub mod tasks;
pub mod timers;
pub mod tokens;
pub mod webhooks;

pub use blobs::{BlobDigest, BlobError, Blobs};
pub use engine::Engine;
pub use error::StoreError;
pub use id::{
    ApiTokenId, AssessmentId, CommentId, DeliveryId, DeviceId, EvidenceId, IdError, InvitationId, NotificationId,
    OrganizationId, ParcelId, PasskeyId, PersonId, SessionId, SiteId, TaskId, WebhookId,
};
pub use statistics::{GROUP_SIZES, Statistics};
pub use store::{Address, Store};
pub use tx::{Row, Tx};
pub use value::{Cell, FromCell, Value};
