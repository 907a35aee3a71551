//! PostgreSQL through `tokio-postgres`, on a runtime that belongs to the connection.
//!
//! Each round trip to the server costs about as much as a query. A statement whose result is not needed is
//! therefore delayed and sent together with the next one, in order; the server answers all of them in one round
//! trip. The same applies to a query that is announced in advance.
//!
//! A connection that broke while it was idle is noticed with the first query of a transaction. As long as nothing
//! was answered in the transaction, it is restarted on a new connection, once.

use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;

use bytes::BytesMut;
use futures_util::future::{join, try_join_all};
use futures_util::stream::TryStreamExt;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::config::SslMode;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, Row, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{Driver, Engine};
use crate::row::Cells;
use crate::value::Owned;
use crate::{Cell, StoreError, Value};

/// The maximum number of delayed statements; `try_join_all` sends them in order as long as there are at most
/// thirty.
const WAITING: usize = 24;

/// The timeout for connecting, and for a response to what was sent.
const SILENCE: Duration = Duration::from_secs(10);
/// The idle time after which the other end is probed.
const ALIVE: Duration = Duration::from_secs(30);
/// The lock that servers sharing a database take: "tasuki" as a number.
const CLAIM: i64 = 0x7461_7375_6b69;
/// A statement may take less time than a request, a lock wait less than a statement, and an abandoned transaction
/// does not keep its locks.
const BOUNDS: &str =
    "SET statement_timeout = '40s'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'";

pub(crate) struct PostgresDriver {
    config: Config,
    client: Client,
    /// The connection runs on this runtime while a thread waits for a response.
    runtime: Runtime,
    statements: HashMap<String, Statement>,
    waiting: Vec<Waiting>,
    /// Results of announced queries of this transaction that were not asked for yet.
    answered: Vec<(Asked, Vec<Row>)>,
    /// Statements that were delayed since this transaction began, as long as nothing was answered in it.
    begun: Option<Vec<Begun>>,
    /// Whether timeouts are set, and whether the database is shared with other servers.
    hurries: bool,
    shares: bool,
}

/// A delayed statement, to be repeated if necessary: its SQL, its values, and whether its rows are needed.
type Begun = (String, Vec<Owned>, bool);

/// A statement that was not sent yet.
struct Waiting {
    statement: Statement,
    values: Vec<Owned>,
    /// The query, if its rows are needed.
    asked: Option<Asked>,
}

/// A query: its SQL and its values.
type Asked = (String, Vec<Owned>);

impl PostgresDriver {
    /// Connects; with `sslmode=require` over TLS, and the server's certificate is checked against the system's
    /// authorities.
    pub(crate) fn connect(url: &str) -> Result<Self, StoreError> {
        let mut config: Config = url.parse()?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(SILENCE);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE);
        }
        config.keepalives_idle(ALIVE.min(config.get_keepalives_idle()));
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|source| StoreError::File { path: "tokio".to_owned(), source })?;
        let client = client(&config, &runtime)?;
        Ok(Self {
            config,
            client,
            runtime,
            statements: HashMap::new(),
            waiting: Vec::new(),
            answered: Vec::new(),
            begun: None,
            hurries: false,
            shares: false,
        })
    }

    /// Runs `work`; if the connection turns out to be broken before anything was answered in this transaction, runs
    /// it once more on a new connection.
    fn again<T>(&mut self, mut work: impl FnMut(&mut Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let error = match work(self) {
            Err(error) if error.is_cut() => error,
            done => return done,
        };
        let Some(begun) = self.begun.take() else { return Err(error) };
        tracing::warn!(%error, "the connection to the database broke; the transaction begins again on another");
        self.renew()?;
        for (sql, values, is_asked) in &begun {
            let values: Vec<_> = values.iter().map(Owned::value).collect();
            let asked = is_asked.then(|| (sql.clone(), values.iter().map(|value| Owned::from(*value)).collect()));
            self.put_off(sql, &values, asked)?;
        }
        work(self)
    }

    /// Replaces the broken connection.
    fn renew(&mut self) -> Result<(), StoreError> {
        self.client = client(&self.config, &self.runtime)?;
        self.statements.clear();
        self.waiting.clear();
        self.answered.clear();
        if self.shares {
            self.claim(true)?;
        }
        if self.hurries { self.hurry() } else { Ok(()) }
    }

    /// Begins a transaction.
    fn begin(&mut self, sql: &str) -> Result<(), StoreError> {
        self.begun = Some(Vec::new());
        self.later(sql, &[], false)
    }

    /// Something was answered, so the transaction can no longer be restarted.
    fn is_under_way(&mut self) {
        self.begun = None;
    }

    fn later(&mut self, sql: &str, values: &[Value<'_>], is_asked: bool) -> Result<(), StoreError> {
        let own = || values.iter().map(|value| Owned::from(*value)).collect::<Vec<_>>();
        self.again(|driver| driver.put_off(sql, values, is_asked.then(|| (sql.to_owned(), own()))))?;
        if let Some(begun) = &mut self.begun {
            begun.push((sql.to_owned(), own(), is_asked));
        }
        Ok(())
    }

    fn statement(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        // Our dialect numbers its placeholders like SQLite.
        let text = sql.replace('?', "$");
        let statement = self.ask(async |client| client.prepare(&text).await)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Sends the delayed statements together with a query; returns the first error.
    fn ask<T>(
        &mut self,
        question: impl AsyncFnOnce(&Client) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, StoreError> {
        let (client, mut waiting) = (&self.client, std::mem::take(&mut self.waiting));
        let answer = self.runtime.block_on(async {
            let before = try_join_all(waiting.iter().map(async |own| {
                let values = own.values.iter().map(|value| Bound(value.value()));
                if own.asked.is_some() {
                    client.query_raw(&own.statement, values).await?.try_collect().await
                } else {
                    client.execute_raw(&own.statement, values).await.map(|_| Vec::new())
                }
            }));
            let (before, answer) = join(before, question(client)).await;
            Ok::<_, StoreError>((before?, answer?))
        });
        let (before, answer) = answer?;
        if waiting.iter().any(|own| own.asked.is_some()) {
            self.is_under_way();
        }
        let before = waiting.iter_mut().map(|own| own.asked.take()).zip(before);
        self.answered.extend(before.filter_map(|(asked, rows)| asked.map(|asked| (asked, rows))));
        Ok(answer)
    }

    fn put_off(&mut self, sql: &str, values: &[Value<'_>], asked: Option<Asked>) -> Result<(), StoreError> {
        let statement = self.statement(sql)?;
        // A statement with wrong parameters would not be sent, but those after it would, including the commit.
        let fits =
            statement.params().len() == values.len() && statement.params().iter().all(<Bound<'_> as ToSql>::accepts);
        if !fits {
            return Err(StoreError::Column { column: values.len(), expected: "as many values as there are places" });
        }
        let values = values.iter().map(|value| Owned::from(*value)).collect();
        self.waiting.push(Waiting { statement, values, asked });
        if self.waiting.len() < WAITING { Ok(()) } else { self.ask(async |_| Ok(())) }
    }

    /// The rows of an announced query.
    fn answered(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Option<Vec<Row>>, StoreError> {
        let is_it = |asked: &Asked| asked.0 == sql && asked.1.iter().map(Owned::value).eq(values.iter().copied());
        if self.waiting.iter().any(|own| own.asked.as_ref().is_some_and(is_it)) {
            self.ask(async |_| Ok(()))?;
        }
        let place = self.answered.iter().position(|(asked, _)| is_it(asked));
        Ok(place.map(|place| self.answered.swap_remove(place).1))
    }
}

fn client(config: &Config, runtime: &Runtime) -> Result<Client, StoreError> {
    let tls = (config.get_ssl_mode() == SslMode::Require).then(tls).transpose()?;
    runtime.block_on(async {
        if let Some(tls) = tls {
            let (client, connection) = config.connect(tls).await?;
            tokio::spawn(connection);
            Ok(client)
        } else {
            let (client, connection) = config.connect(NoTls).await?;
            tokio::spawn(connection);
            Ok(client)
        }
    })
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
        let rows = self.again(|driver| {
            let statement = driver.statement(sql)?;
            driver.ask(async |client| client.execute_raw(&statement, values.iter().map(|value| Bound(*value))).await)
        })?;
        self.is_under_way();
        // Results that were received earlier may be outdated after this change.
        self.answered.clear();
        Ok(rows)
    }

    fn query(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&dyn Cells) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if let Some(rows) = self.again(|driver| driver.answered(sql, values))? {
            self.is_under_way();
            return rows.iter().try_for_each(|row| each(row));
        }
        let rows = self.again(|driver| {
            let statement = driver.statement(sql)?;
            driver.ask(async |client| client.query_raw(&statement, values.iter().map(|value| Bound(*value))).await)
        })?;
        self.is_under_way();
        let mut rows = Box::pin(rows);
        // Rows are not collected first: the callback may itself query another database.
        while let Some(row) = self.runtime.block_on(rows.try_next())? {
            each(&row)?;
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.ask(async |client| client.batch_execute(sql).await)
    }

    fn send(&mut self, sql: &str, values: &[Value<'_>]) -> Result<(), StoreError> {
        self.later(sql, values, false)
    }

    fn expect(&mut self, sql: &str, values: &[Value<'_>]) -> Result<(), StoreError> {
        self.later(sql, values, true)
    }

    fn settle(&mut self) {
        let _ = self.ask(async |_| Ok(()));
    }

    fn control(&mut self, statements: &[&str]) -> Result<(), StoreError> {
        self.answered.clear();
        self.is_under_way();
        self.batch(&statements.join(";"))
    }

    fn lock(&mut self, name: &str) -> Result<(), StoreError> {
        self.send("SELECT CAST(pg_advisory_xact_lock(hashtextextended(?1, 0)) AS TEXT)", &[Value::Text(name)])
    }

    fn claim(&mut self, shared: bool) -> Result<(), StoreError> {
        let sql = if shared {
            "SELECT CAST(pg_try_advisory_lock_shared(?1) AS INT)"
        } else {
            "SELECT CAST(pg_try_advisory_lock(?1) AS INT)"
        };
        let mut taken = false;
        self.query(sql, &[Value::Int(CLAIM)], &mut |row| {
            taken = matches!(row.cell(0)?, Cell::Int(1));
            Ok(())
        })?;
        self.shares = taken && shared;
        let place = || self.config.get_dbname().unwrap_or("PostgreSQL").to_owned();
        if taken { Ok(()) } else { Err(StoreError::InUse(place())) }
    }

    fn hurry(&mut self) -> Result<(), StoreError> {
        self.hurries = true;
        self.batch(BOUNDS)
    }

    fn begin_write(&mut self) -> Result<(), StoreError> {
        self.begin("BEGIN")
    }

    fn begin_read(&mut self) -> Result<(), StoreError> {
        self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
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

impl Cells for Row {
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
