//! Migrations: embedded, in order, each once, each unchanged for ever.

use sha2::{Digest, Sha256};

use crate::audit::remake;
use crate::engine::Driver;
use crate::schema::MIGRATIONS;
use crate::{Engine, StoreError, Tx, Value, answer_days};

/// Brings the database up to date, or refuses one that another edition of Tasuki has changed.
pub(crate) fn run(driver: &mut dyn Driver, now: i64) -> Result<(), StoreError> {
    driver.begin_write()?;
    let result = apply(driver, now);
    driver.batch(if result.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    result
}

fn apply(driver: &mut dyn Driver, now: i64) -> Result<(), StoreError> {
    driver.lock("migrations")?;
    driver.batch(
        "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, digest TEXT NOT NULL, applied BIGINT NOT NULL)",
    )?;
    let done = applied(driver)?;
    if let Some((name, _)) = done.iter().find(|(name, _)| MIGRATIONS.iter().all(|migration| migration.name != *name)) {
        return Err(StoreError::Migration { name: name.clone(), problem: "is unknown here (the database is newer)" });
    }
    let mut steps = Vec::new();
    for migration in MIGRATIONS {
        let sql = migration.sql(driver.engine());
        let digest = digest(migration.text);
        match done.iter().find(|(name, _)| name == migration.name) {
            Some((_, known)) if *known == digest => {}
            Some((name, _)) => {
                return Err(StoreError::Migration { name: name.clone(), problem: "was changed after it was applied" });
            }
            None => {
                driver.batch(&sql)?;
                steps.push(migration);
                let values = [Value::Text(migration.name), Value::Text(&digest), Value::Int(now)];
                driver.execute("INSERT INTO migrations (name, digest, applied) VALUES (?1, ?2, ?3)", &values)?;
            }
        }
    }
    // What is done in code knows the tables as they are now, and comes when all of them are.
    steps.into_iter().try_for_each(|migration| migration.step(driver, now))
}

/// Refuses a database that is not up to date, without changing it.
pub(crate) fn check(driver: &mut dyn Driver) -> Result<(), StoreError> {
    let done = applied(driver)?;
    let refuse = |name: &str, problem| Err(StoreError::Migration { name: name.to_owned(), problem });
    for migration in MIGRATIONS {
        match done.iter().find(|(name, _)| name == migration.name) {
            None => return refuse(migration.name, "is missing (the database is older)"),
            Some((name, known)) if *known != digest(migration.text) => {
                return refuse(name, "was changed after it was applied");
            }
            Some(_) => {}
        }
    }
    match done.iter().find(|(name, _)| MIGRATIONS.iter().all(|migration| migration.name != *name)) {
        Some((name, _)) => refuse(name, "is unknown here (the database is newer)"),
        None => Ok(()),
    }
}

fn applied(driver: &mut dyn Driver) -> Result<Vec<(String, String)>, StoreError> {
    let mut done = Vec::new();
    driver.query("SELECT name, digest FROM migrations", &[], &mut |cells| {
        let row = (cells.cell(0)?, cells.cell(1)?);
        if let (crate::Cell::Text(name), crate::Cell::Text(digest)) = row {
            done.push((name.to_owned(), digest.to_owned()));
        }
        Ok(())
    })?;
    Ok(done)
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// One step of the schema.
pub(crate) struct Migration {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

impl Migration {
    /// What cannot be said in SQL: how what is there already gets what is new.
    fn step(&self, driver: &mut dyn Driver, now: i64) -> Result<(), StoreError> {
        match self.name {
            "0050_audit_details" => remake::run(&mut Tx::new(driver), now),
            "0051_answer_days" => answer_days::fill(&mut Tx::new(driver)),
            "0061_seals" => remake::restock(&mut Tx::new(driver), now),
            _ => Ok(()),
        }
    }

    /// The statements for an engine. Three words are ours: `BYTES` is the type of bytes, `CLUSTERED` keeps a table's rows in
    /// the order of its key, and a paragraph after `-- sqlite` or `-- postgres` is for that engine alone.
    fn sql(&self, engine: Engine) -> String {
        let other = match engine {
            Engine::Sqlite => "-- postgres",
            Engine::Postgres => "-- sqlite",
        };
        let (bytes, clustered) = match engine {
            Engine::Sqlite => ("BLOB", "WITHOUT ROWID"),
            Engine::Postgres => ("BYTEA", ""),
        };
        let paragraphs = self.text.split("\n\n").filter(|paragraph| !paragraph.trim_start().starts_with(other));
        paragraphs.collect::<Vec<_>>().join("\n\n").replace("BYTES", bytes).replace("CLUSTERED", clustered)
    }
}
