//! Copies one database into another, on any engines, and verifies that everything arrived.
//!
//! The source is read in one snapshot, while others may keep writing to it. The target must be empty; it is filled
//! in one transaction, read again, and compared table by table with what was sent before that transaction is
//! committed. So a copy is complete or does not exist. Backups are made from copies ([`crate::backup`]).

mod digest;
mod shape;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::audit::{self, Summary};
use crate::engine::Driver;
use crate::{Address, StoreError, Tx, claim, migrate};

pub(crate) use digest::Seen;
use shape::Shape;

/// The contents of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The number of rows.
    pub rows: u64,
    /// A digest of all rows, independent of their order: the sum of their SHA-256.
    pub digest: String,
}

/// The result of copying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Every table, as it is in both databases now.
    pub tables: Vec<Table>,
    /// The chains of the audit log, as they are in both. An invalid chain is copied unchanged.
    pub audit: Summary,
}

/// Errors of copying.
#[derive(Debug, Error)]
pub enum CopyError {
    /// One of the databases returned an error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The target is not empty.
    #[error("the table {table} of the target is not empty; only an empty database is written to")]
    NotEmpty {
        /// The table that has rows.
        table: String,
    },
    /// The received rows differ from the sent ones; nothing was committed.
    #[error("the table {table} did not arrive as it was sent; nothing was kept")]
    Differs {
        /// The table.
        table: String,
    },
}

/// The tables with user data; each comes after the tables that it refers to. The list is derived from the
/// migrations, so that no table can be forgotten.
pub fn tables() -> Vec<&'static str> {
    shape::names().collect()
}

/// Copies one database into another, which is created if it does not exist. `now` is stored with its migrations. No
/// server may run on either of them meanwhile: its writes would be missing in the copy, or overwritten.
pub fn run(from: &Address, to: &Address, now: i64) -> Result<Copied, CopyError> {
    let mut source = current(from)?;
    let _alone = claim::alone(from, source.as_mut())?;
    let mut target = to.writer()?;
    let _alone_there = claim::alone(to, target.as_mut())?;
    fill_from(source, target, now)
}

/// The same while a server runs on the source: its later writes are not in the copy.
pub(crate) fn snapshot(from: &Address, to: &Address, now: i64) -> Result<Copied, CopyError> {
    fill_from(current(from)?, to.writer()?, now)
}

/// The same, into a database on which no server may run.
pub(crate) fn bring(from: &Address, to: &Address, now: i64) -> Result<Copied, CopyError> {
    let (source, mut target) = (current(from)?, to.writer()?);
    let _alone = claim::alone(to, target.as_mut())?;
    fill_from(source, target, now)
}

/// Opens a source and checks that it is up to date. This happens before a target is opened, so that no target is
/// created if the source cannot be copied.
fn current(from: &Address) -> Result<Box<dyn Driver>, CopyError> {
    let mut source = from.reader()?;
    migrate::check(source.as_mut())?;
    Ok(source)
}

fn fill_from(mut source: Box<dyn Driver>, mut target: Box<dyn Driver>, now: i64) -> Result<Copied, CopyError> {
    migrate::run(target.as_mut(), now)?;
    source.begin_read()?;
    target.batch("BEGIN")?;
    let copied = fill(source.as_mut(), target.as_mut());
    match &copied {
        Ok(_) => target.batch("COMMIT")?,
        // The earlier error says more than a failed rollback on a broken connection.
        Err(_) => drop(target.batch("ROLLBACK")),
    }
    copied
}

/// Makes sure that a database is empty. It is created if it does not exist.
pub fn require_empty(address: &Address, now: i64) -> Result<(), CopyError> {
    let mut target = address.writer()?;
    let _alone = claim::alone(address, target.as_mut())?;
    migrate::run(target.as_mut(), now)?;
    shape::names().try_for_each(|name| empty(&Shape::of(target.as_mut(), name)?, target.as_mut()))
}

/// The contents of the tables with these names.
pub(crate) fn summary<'a>(
    driver: &mut dyn Driver,
    names: impl Iterator<Item = &'a str>,
) -> Result<Vec<Table>, StoreError> {
    names.map(|name| Shape::of(driver, name)?.summary(driver)).collect()
}

fn fill(source: &mut dyn Driver, target: &mut dyn Driver) -> Result<Copied, CopyError> {
    let shapes = shape::names().map(|name| Shape::of(source, name)).collect::<Result<Vec<_>, _>>()?;
    shapes.iter().try_for_each(|shape| empty(shape, target))?;
    let mut tables = Vec::new();
    for shape in shapes {
        let sent = shape.send(source, target)?;
        if shape.summary(target)? != sent {
            return Err(CopyError::Differs { table: sent.name });
        }
        tables.push(sent);
    }
    let audit = audit::verify_all(&mut Tx::new(target))?;
    Ok(Copied { tables, audit })
}

fn empty(shape: &Shape, target: &mut dyn Driver) -> Result<(), CopyError> {
    if shape.is_empty(target)? { Ok(()) } else { Err(CopyError::NotEmpty { table: shape.name().to_owned() }) }
}
