//! PostgreSQL through `postgres`.

use std::collections::HashMap;
use std::error::Error;

use bytes::BytesMut;
use postgres::config::SslMode;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{Driver, Engine};
use crate::tx::Cells;
use crate::{Cell, StoreError, Value};

pub(crate) struct PostgresDriver {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl PostgresDriver {
    /// Connects; with `sslmode=require` over TLS, with the server's certificate checked against the system's authorities.
    pub(crate) fn connect(url: &str) -> Result<Self, StoreError> {
        let config: Config = url.parse()?;
        let client = match config.get_ssl_mode() {
            SslMode::Require => config.connect(tls()?)?,
            _ => config.connect(NoTls)?,
        };
        Ok(Self { client, statements: HashMap::new() })
    }

    fn statement(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        // Our dialect numbers its placeholders as SQLite does.
        let statement = self.client.prepare(&sql.replace('?', "$"))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn tls() -> Result<MakeRustlsConnect, StoreError> {
    let system = rustls_native_certs::load_native_certs();
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(system.certs);
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Address(error.to_string()))?;
    Ok(MakeRustlsConnect::new(config.with_root_certificates(roots).with_no_client_auth()))
}

impl Driver for PostgresDriver {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let statement = self.statement(sql)?;
        let bound: Vec<_> = values.iter().map(|value| Bound(*value)).collect();
        let bound: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|value| value as _).collect();
        Ok(self.client.execute(&statement, &bound)?)
    }

    fn query(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&dyn Cells) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        use postgres::fallible_iterator::FallibleIterator;
        let statement = self.statement(sql)?;
        let mut rows = self.client.query_raw(&statement, values.iter().map(|value| Bound(*value)))?;
        while let Some(row) = rows.next()? {
            each(&row)?;
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.client.batch_execute(sql)?)
    }

    fn control(&mut self, statements: &[&str]) -> Result<(), StoreError> {
        self.batch(&statements.join(";"))
    }

    fn lock(&mut self, name: &str) -> Result<(), StoreError> {
        let statement = self.statement("SELECT CAST(pg_advisory_xact_lock(hashtextextended(?1, 0)) AS TEXT)")?;
        self.client.query(&statement, &[&name])?;
        Ok(())
    }

    fn begin_read(&mut self) -> Result<(), StoreError> {
        self.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    fn is_broken(&self) -> bool {
        self.client.is_closed()
    }
}

#[derive(Debug)]
struct Bound<'a>(Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => number.to_sql(kind, out),
            Value::Text(text) => text.to_sql(kind, out),
            Value::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT | Type::BYTEA | Type::VARCHAR)
    }

    to_sql_checked!();
}

impl Cells for postgres::Row {
    fn cell(&self, column: usize) -> Result<Cell<'_>, StoreError> {
        let kind = self.columns()[column].type_();
        let cell = match *kind {
            Type::INT8 => self.try_get::<_, Option<i64>>(column)?.map(Cell::Int),
            Type::INT4 => self.try_get::<_, Option<i32>>(column)?.map(|number| Cell::Int(number.into())),
            Type::BOOL => self.try_get::<_, Option<bool>>(column)?.map(|yes| Cell::Int(yes.into())),
            Type::TEXT | Type::VARCHAR => self.try_get::<_, Option<&str>>(column)?.map(Cell::Text),
            Type::BYTEA => self.try_get::<_, Option<&[u8]>>(column)?.map(Cell::Bytes),
            _ => return Err(StoreError::Column { column, expected: "a number, a text or bytes" }),
        };
        Ok(cell.unwrap_or(Cell::Null))
    }
}
