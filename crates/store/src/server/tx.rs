//! A transaction, as repositories use it.

use crate::audit::Head;
use crate::engine::Driver;
use crate::{Engine, Row, StoreError, Value};

/// A transaction on either engine.
pub struct Tx<'a> {
    driver: &'a mut dyn Driver,
    writes: bool,
    changed: bool,
    audited: bool,
    /// Whether the disk was full.
    full: bool,
    /// The ends of chains that were read; nobody else can move them before the transaction ends.
    heads: Vec<(String, Head)>,
    /// The locks that were taken.
    locks: Vec<String>,
}

impl<'a> Tx<'a> {
    /// A transaction that may change data.
    pub(crate) fn new(driver: &'a mut dyn Driver) -> Self {
        Self { driver, writes: true, changed: false, audited: false, full: false, heads: Vec::new(), locks: Vec::new() }
    }

    /// A read-only transaction.
    pub(crate) fn reading(driver: &'a mut dyn Driver) -> Self {
        Self { writes: false, ..Self::new(driver) }
    }

    /// The engine. Only for search and migrations; everything else uses the common dialect.
    pub fn engine(&self) -> Engine {
        self.driver.engine()
    }

    /// Runs a statement that changes data; returns how many rows it changed. The transaction must also leave an
    /// entry in the audit log.
    pub fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let rows = self.driver.execute(sql, values);
        let rows = self.looked_at(rows)?;
        self.changed |= rows > 0;
        Ok(rows)
    }

    /// Like [`Tx::execute`] if the row count is not needed: the statement may be sent together with the next one,
    /// and its errors are then reported with that one, or when the transaction ends.
    pub fn send(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<(), StoreError> {
        self.changed = true;
        let sent = self.driver.send(sql, values);
        self.looked_at(sent)
    }

    /// Like [`Tx::execute`], for changes that nobody decided and that therefore need no entry in the audit log:
    /// when a session was last seen, what was mailed, which notification was read, derived indexes.
    pub fn housekeep(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let rows = self.driver.execute(sql, values);
        self.looked_at(rows)
    }

    /// All rows of a query, each converted to a value.
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

    /// Announces a query of this transaction, with these values: it may be sent together with the next statement.
    /// Nothing that it reads may be changed before it is run.
    pub(crate) fn expect(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<(), StoreError> {
        self.driver.expect(sql, values)
    }

    /// Takes a lock until the transaction ends; other transactions that take the same lock wait. SQLite has only
    /// one writer and needs no lock, and neither do read-only transactions.
    pub(crate) fn lock(&mut self, name: &str) -> Result<(), StoreError> {
        if !self.writes || self.locks.iter().any(|own| own == name) {
            return Ok(());
        }
        self.locks.push(name.to_owned());
        self.driver.lock(name)
    }

    /// The end of a chain, if it was read before.
    pub(crate) fn head(&self, organization: &str) -> Option<Head> {
        self.heads.iter().find(|(own, _)| own == organization).map(|(_, head)| *head)
    }

    /// Remembers the end of a chain.
    pub(crate) fn note_head(&mut self, organization: &str, head: Head) {
        match self.heads.iter_mut().find(|(own, _)| own == organization) {
            Some((_, own)) => *own = head,
            None => self.heads.push((organization.to_owned(), head)),
        }
    }

    /// Records that the audit log got an entry.
    pub(crate) fn note_audited(&mut self) {
        self.audited = true;
    }

    /// Records whether a statement failed because the disk was full.
    fn looked_at<T>(&mut self, came: Result<T, StoreError>) -> Result<T, StoreError> {
        self.full |= matches!(&came, Err(error) if error.is_full());
        came
    }

    /// Whether a statement failed because the disk was full.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Whether a change has no entry in the audit log.
    pub(crate) fn is_unaudited(&self) -> bool {
        self.changed && !self.audited
    }
}
