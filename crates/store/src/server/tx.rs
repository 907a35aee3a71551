//! A transaction, as repositories see it.

use crate::audit::Head;
use crate::engine::Driver;
use crate::{Cell, Engine, FromCell, StoreError, Value};

/// A transaction on either engine.
pub struct Tx<'a> {
    driver: &'a mut dyn Driver,
    writes: bool,
    changed: bool,
    audited: bool,
    /// There was no room on the disk.
    full: bool,
    /// The ends of the chains that were looked at; nobody else moves them before the transaction ends.
    heads: Vec<(String, Head)>,
    /// The locks that were taken.
    locks: Vec<String>,
}

/// Where a driver keeps the cells of the row it is at.
pub(crate) trait Cells {
    fn cell(&self, column: usize) -> Result<Cell<'_>, StoreError>;
}

/// One row of an answer.
pub struct Row<'a>(&'a dyn Cells);

impl Row<'_> {
    /// The cell of a column, counted from 0, as a type.
    pub fn get<T: FromCell>(&self, column: usize) -> Result<T, StoreError> {
        T::from_cell(self.0.cell(column)?).ok_or(StoreError::Column { column, expected: T::EXPECTED })
    }

    /// The cell of a column as it is.
    pub fn cell(&self, column: usize) -> Result<Cell<'_>, StoreError> {
        self.0.cell(column)
    }
}

impl<'a> Tx<'a> {
    /// A transaction that may change things.
    pub(crate) fn new(driver: &'a mut dyn Driver) -> Self {
        Self { driver, writes: true, changed: false, audited: false, full: false, heads: Vec::new(), locks: Vec::new() }
    }

    /// A transaction that only reads.
    pub(crate) fn reading(driver: &'a mut dyn Driver) -> Self {
        Self { writes: false, ..Self::new(driver) }
    }

    /// Which engine this is. For search and migrations only; everything else is said in one dialect.
    pub fn engine(&self) -> Engine {
        self.driver.engine()
    }

    /// Runs a statement that changes something and tells how many rows it touched. The transaction must also leave
    /// an entry in the audit log.
    pub fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let rows = self.driver.execute(sql, values);
        let rows = self.looked_at(rows)?;
        self.changed |= rows > 0;
        Ok(rows)
    }

    /// Like [`Tx::execute`] where nobody needs to know how many rows it touched: it may travel with the next statement, and what is wrong with
    /// it is told by then, or when the transaction ends.
    pub fn send(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<(), StoreError> {
        self.changed = true;
        let sent = self.driver.send(sql, values);
        self.looked_at(sent)
    }

    /// Like [`Tx::execute`], for what needs no entry in the audit log because nobody decided it: when a session was last seen,
    /// what was mailed, which notification was read, derived indexes.
    pub fn housekeep(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let rows = self.driver.execute(sql, values);
        self.looked_at(rows)
    }

    /// All rows of a query, each turned into a value.
    pub fn query<T>(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.driver.query(sql, values, &mut |cells| {
            found.push(read(&Row(cells))?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The first row of a query, if there is one.
    pub fn one<T>(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.query(sql, values, read)?.into_iter().next())
    }

    /// Says that a query will be asked in this transaction, with these values: it may travel with the next statement. Nothing that it reads may
    /// be changed before it is asked.
    pub(crate) fn expect(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<(), StoreError> {
        self.driver.expect(sql, values)
    }

    /// Makes transactions that take the same lock wait for each other until they end. SQLite has one writer and needs none, and who only
    /// reads is in nobody's way.
    pub(crate) fn lock(&mut self, name: &str) -> Result<(), StoreError> {
        if !self.writes || self.locks.iter().any(|own| own == name) {
            return Ok(());
        }
        self.locks.push(name.to_owned());
        self.driver.lock(name)
    }

    /// The end of a chain, if it was looked at.
    pub(crate) fn head(&self, organization: &str) -> Option<Head> {
        self.heads.iter().find(|(own, _)| own == organization).map(|(_, head)| *head)
    }

    /// Notes the end of a chain.
    pub(crate) fn note_head(&mut self, organization: &str, head: Head) {
        match self.heads.iter_mut().find(|(own, _)| own == organization) {
            Some((_, own)) => *own = head,
            None => self.heads.push((organization.to_owned(), head)),
        }
    }

    /// Notes that the audit log got an entry.
    pub(crate) fn note_audited(&mut self) {
        self.audited = true;
    }

    /// Notes of what came of a statement whether there was room for it.
    fn looked_at<T>(&mut self, came: Result<T, StoreError>) -> Result<T, StoreError> {
        self.full |= matches!(&came, Err(error) if error.is_full());
        came
    }

    /// Whether there was no room on the disk for something.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Whether something changed of which the audit log knows nothing.
    pub(crate) fn is_unaudited(&self) -> bool {
        self.changed && !self.audited
    }
}
