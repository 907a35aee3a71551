//! SQLite through `rusqlite`.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use super::{Driver, Engine};
use crate::row::Cells;
use crate::{Cell, StoreError, Value, private};

pub(crate) struct SqliteDriver {
    connection: Connection,
}

impl SqliteDriver {
    /// Opens the file for writing and creates it if it does not exist. Committed data has reached the disk.
    pub(crate) fn writer(path: &Path) -> Result<Self, StoreError> {
        // SQLite gives its other files the permissions of this one.
        private::file(path).map_err(|source| StoreError::File { path: path.display().to_string(), source })?;
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // Appending to a large write-ahead log is cheap; a checkpoint is not, so there is one only every 8 MiB.
        connection.pragma_update(None, "wal_autocheckpoint", 2_000)?;
        connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
        Self::prepare(connection)
    }

    /// Opens the file for reading only.
    pub(crate) fn reader(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        Self::prepare(Connection::open_with_flags(path, flags)?)
    }

    fn prepare(connection: Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.set_prepared_statement_cache_capacity(256);
        // One query plan per statement, whatever its values are: without this, SQLite plans again for each value
        // compared with `<`.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(Self { connection })
    }
}

impl Driver for SqliteDriver {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        for (place, value) in values.iter().enumerate() {
            statement.raw_bind_parameter(place + 1, Bound(*value))?;
        }
        Ok(u64::try_from(statement.raw_execute()?).unwrap_or(u64::MAX))
    }

    fn query(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&dyn Cells) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        for (place, value) in values.iter().enumerate() {
            statement.raw_bind_parameter(place + 1, Bound(*value))?;
        }
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    }

    fn send(&mut self, sql: &str, values: &[Value<'_>]) -> Result<(), StoreError> {
        self.execute(sql, values).map(drop)
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(sql)?)
    }

    fn control(&mut self, statements: &[&str]) -> Result<(), StoreError> {
        for sql in statements {
            self.connection.prepare_cached(sql)?.raw_execute()?;
        }
        Ok(())
    }

    fn lock(&mut self, _name: &str) -> Result<(), StoreError> {
        Ok(())
    }

    fn begin_write(&mut self) -> Result<(), StoreError> {
        // Immediately, not with the first change: otherwise a change would fail if another process had written
        // since the first read.
        self.control(&["BEGIN IMMEDIATE"])
    }

    fn begin_read(&mut self) -> Result<(), StoreError> {
        self.control(&["BEGIN"])
    }

    fn is_broken(&self) -> bool {
        false
    }
}

struct Bound<'a>(Value<'a>);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Cells for rusqlite::Row<'_> {
    fn cell(&self, column: usize) -> Result<Cell<'_>, StoreError> {
        match self.get_ref(column)? {
            ValueRef::Null => Ok(Cell::Null),
            ValueRef::Integer(number) => Ok(Cell::Int(number)),
            ValueRef::Text(text) => {
                str::from_utf8(text).map(Cell::Text).map_err(|_| StoreError::Column { column, expected: "UTF-8" })
            }
            ValueRef::Blob(bytes) => Ok(Cell::Bytes(bytes)),
            ValueRef::Real(_) => Err(StoreError::Column { column, expected: "a number without a fraction" }),
        }
    }
}
