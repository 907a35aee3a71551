//! Persistence: repositories and transactions over SQLite and PostgreSQL, blobs, and the audit chain.
//!
//! The store is synchronous inside and has an asynchronous interface: [`Store::write`] and [`Store::read`] take a
//! closure over a [`Tx`] and return a future of its result. SQL is written once, in a dialect that both engines
//! understand (`?1` placeholders; `BIGINT`, `TEXT` and bytes; `ON CONFLICT`; `RETURNING`), on top of two thin
//! drivers.
//!
//! Writes are committed in groups: all waiting writes run in one transaction with one savepoint each, and are
//! answered only after the commit has reached the disk. A write that leaves no entry in the [`audit`] log is
//! refused.
//!
//! The key of every table of an organization's data begins with the organization, so that the table can be
//! partitioned by it. Repositories are modules of functions over a [`Tx`]; looking up a single row returns an
//! `Option`.

mod assessing;
pub mod evidence;
mod guidelines;
mod partners;
mod people;
mod road;
mod server;
mod telling;
mod work;

pub use assessing::{answer_days, answers, assessments, parcels, steps, suggestions};
pub use guidelines::catalogs;
pub use partners::register;
pub use people::{
    access_reviews, attempts, ceremonies, devices, erasure, failed_sign_ins, grants, identities, invitations, links,
    members, organizations, passkeys, persons, recovery_codes, reset_requests, sessions, sites, tokens,
};
pub use road::{
    declarations, issues, marks, packages, registrations, reviewers, roads, site_audits, submissions, technical_checks,
};
pub use server::{audit, backup, blobs, callers, copy, daily, files, idempotency, private, tidy};
pub use telling::{deliveries, feeds, notifications, outbox, timers, webhooks};
pub use work::{agenda, comments, inspections, search, tasks};

pub(crate) use server::{
    address, claim, disk, engine, error, hex, id, migrate, readers, row, schema, statistics, store, subject, tx, value,
    writer,
};

pub use address::Address;
pub use blobs::{BlobError, Blobs};
pub use engine::Engine;
pub use error::StoreError;
pub use hex::hex;
pub use id::{
    ApiTokenId, AssessmentId, CommentId, DeliveryId, DeviceId, EvidenceId, GrantId, IdError, InvitationId, IssueId,
    LinkId, NotificationId, OrganizationId, ParcelId, PartnerId, PasskeyId, PersonId, PopulationId, RoadId, SampleId,
    ScanFindingId, ScanId, SessionId, SiteId, TargetId, TaskId, WebhookId,
};
pub use row::Row;
pub use statistics::{GROUP_SIZES, Statistics};
pub use store::Store;
pub use subject::{Noun, Subject};
pub use tasuki_trust::Digest;
pub use tx::Tx;
pub use value::{Cell, FromCell, Value};
