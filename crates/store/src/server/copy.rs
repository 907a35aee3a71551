//! One database into another, on whatever engines they are, and the proof that everything arrived.
//!
//! The source is read in one snapshot, while others go on writing to it. The target must be empty; it is filled in one transaction, read
//! again, and compared table by table with what was sent before that transaction is committed. So a copy is there as a whole or not at all.
//! Backups are made of copies ([`crate::backup`]).

mod digest;
mod shape;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::audit::{self, Summary};
use crate::engine::Driver;
use crate::{Address, StoreError, Tx, claim, migrate};

pub(crate) use digest::Seen;
use shape::Shape;

/// What stood in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// How many rows it had.
    pub rows: u64,
    /// A digest of all rows, in whatever order they stand: the sum of their SHA-256.
    pub digest: String,
}

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Every table, as it stands in both databases now.
    pub tables: Vec<Table>,
    /// The chains of the audit log, as they stand in both. A broken chain is copied as it is.
    pub audit: Summary,
}

/// What can go wrong with a copy.
#[derive(Debug, Error)]
pub enum CopyError {
    /// One of the databases refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is something in the target already.
    #[error("the table {table} of the target is not empty; only an empty database is written to")]
    NotEmpty {
        /// In which table.
        table: String,
    },
    /// What arrived is not what was sent; nothing was kept.
    #[error("the table {table} did not arrive as it was sent; nothing was kept")]
    Differs {
        /// Which table.
        table: String,
    },
}

/// The tables that hold what people entrust to us, in an order in which each comes after those it refers to. They are read off the migrations, so
/// that none is ever forgotten.
pub fn tables() -> Vec<&'static str> {
    shape::names().collect()
}

/// Copies one database into another, which is made where there is none. `now` is noted beside its migrations. No server runs on either of them
/// meanwhile: what it were to save would be left behind, or overwritten.
pub fn run(from: &Address, to: &Address, now: i64) -> Result<Copied, CopyError> {
    let mut source = current(from)?;
    let _alone = claim::alone(from, source.as_mut())?;
    let mut target = to.writer()?;
    let _alone_there = claim::alone(to, target.as_mut())?;
    fill_from(source, target, now)
}

/// The same beside a server that runs on the source: what it saves later is not in the copy.
pub(crate) fn snapshot(from: &Address, to: &Address, now: i64) -> Result<Copied, CopyError> {
    fill_from(current(from)?, to.writer()?, now)
}

/// The same into a database on which no server may run.
pub(crate) fn bring(from: &Address, to: &Address, now: i64) -> Result<Copied, CopyError> {
    let (source, mut target) = (current(from)?, to.writer()?);
    let _alone = claim::alone(to, target.as_mut())?;
    fill_from(source, target, now)
}

/// A source that is up to date. It is looked at before a target is opened: where it cannot be copied, none is made.
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
        // What went wrong before says more than that a broken connection cannot roll back.
        Err(_) => drop(target.batch("ROLLBACK")),
    }
    copied
}

/// Makes sure that there is nothing in a database yet. It is made where there is none.
pub fn require_empty(address: &Address, now: i64) -> Result<(), CopyError> {
    let mut target = address.writer()?;
    let _alone = claim::alone(address, target.as_mut())?;
    migrate::run(target.as_mut(), now)?;
    shape::names().try_for_each(|name| empty(&Shape::of(target.as_mut(), name)?, target.as_mut()))
}

/// What stands in the tables of these names.
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
