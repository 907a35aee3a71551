//! The base for the other modules: the two engines, transactions and their order, the audit log, files by digest,
//! copies and backups.

pub(crate) mod address;
pub(crate) mod claim;
pub(crate) mod disk;
pub(crate) mod engine;
pub(crate) mod error;
pub(crate) mod hex;
pub(crate) mod id;
pub(crate) mod migrate;
pub(crate) mod readers;
pub(crate) mod row;
pub(crate) mod schema;
pub(crate) mod statistics;
pub(crate) mod store;
pub(crate) mod stored;
pub(crate) mod subject;
pub(crate) mod tx;
pub(crate) mod value;
pub(crate) mod writer;

pub mod audit;
pub mod backup;
pub mod blobs;
pub mod callers;
pub mod copy;
pub mod daily;
pub mod files;
pub mod idempotency;
pub mod private;
pub mod tidy;
