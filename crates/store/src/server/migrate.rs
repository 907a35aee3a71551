//! Migrations: embedded, applied in order, each once; they never change.

use sha2::{Digest, Sha256};

use crate::audit::remake;
use crate::engine::Driver;
use crate::hex::hex;
use crate::schema::{MIGRATIONS, Migration};
use crate::{StoreError, Tx, Value, answer_days, grants, notifications};

/// Applies missing migrations, or refuses a database that was changed by another version of Tasuki.
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
    // Steps in code use the current tables, so they run after all SQL migrations.
    steps.into_iter().try_for_each(|migration| step(migration, driver, now))
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

/// The part of a migration that cannot be expressed in SQL: it fills new tables and columns from existing data.
fn step(migration: &Migration, driver: &mut dyn Driver, now: i64) -> Result<(), StoreError> {
    match migration.name {
        "0050_audit_details" => remake::run(&mut Tx::new(driver), now),
        "0051_answer_days" => answer_days::fill(&mut Tx::new(driver)),
        "0061_seals" => remake::restock(&mut Tx::new(driver), now),
        "0063_notification_subjects" => notifications::name_subjects(&mut Tx::new(driver)),
        "0064_grants" => grants::from_guests(&mut Tx::new(driver), now),
        _ => Ok(()),
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
    hex(&Sha256::digest(text.as_bytes()))
}
