//! The cost of a durable one-row commit on this disk without our code: the reference for our saves.

use std::{path::Path, thread, time::Duration};

use rusqlite::{Connection, params};

use super::samples::Samples;
use crate::clock;

const ROWS: i32 = 153;

/// One-row updates in SQLite, each in its own transaction, on the disk of a folder.
pub(crate) fn sqlite(folder: &Path, times: usize) -> Result<Samples, String> {
    let path = folder.join("bare.db");
    let measure = || -> rusqlite::Result<Samples> {
        let database = Connection::open(&path)?;
        database.pragma_update(None, "journal_mode", "WAL")?;
        database.pragma_update(None, "synchronous", "FULL")?;
        database.execute_batch(
            "drop table if exists answer; create table answer (id integer primary key, status text not null, version integer not null)",
        )?;
        for id in 0..ROWS {
            database.execute("insert into answer values (?1, 'met', 0)", params![id])?;
        }
        let mut update = database.prepare("update answer set status = ?1, version = version + 1 where id = ?2")?;
        let mut samples = Vec::with_capacity(times);
        for id in (0..ROWS).cycle().take(times) {
            let start = clock::now();
            update.execute(params!["partial", id])?;
            samples.push(start.elapsed());
        }
        Ok(Samples::new(samples))
    };
    let samples = measure().map_err(|error| format!("bare SQLite: {error}"));
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("bare.db{ending}")));
    }
    samples
}

/// The same in PostgreSQL, with one connection per client. Returns the times and the total duration.
pub(crate) fn postgres(url: &str, clients: u16, times: usize) -> Result<(Samples, Duration), String> {
    let connect =
        || postgres::Client::connect(url, postgres::NoTls).map_err(|error| format!("bare PostgreSQL: {error}"));
    let prepare =
        "drop table if exists bare; create table bare (id int primary key, status text not null, version int not null);
        insert into bare select id, 'met', 0 from generate_series(0, 152) as id";
    connect()?.batch_execute(prepare).map_err(|error| format!("bare PostgreSQL: {error}"))?;
    let each = times / usize::from(clients);
    let work = |client: u16| -> Result<Samples, String> {
        let mut connection = connect()?;
        let mut measure = || -> Result<Samples, postgres::Error> {
            let update = connection.prepare("update bare set status = $1, version = version + 1 where id = $2")?;
            let mut samples = Vec::with_capacity(each);
            for id in (i32::from(client)..ROWS).step_by(clients.into()).cycle().take(each) {
                let start = clock::now();
                connection.execute(&update, &[&"partial", &id])?;
                samples.push(start.elapsed());
            }
            Ok(Samples::new(samples))
        };
        measure().map_err(|error| format!("bare PostgreSQL: {error}"))
    };
    let start = clock::now();
    let samples = thread::scope(|scope| {
        let workers: Vec<_> = (0..clients).map(|client| scope.spawn(move || work(client))).collect();
        workers.into_iter().try_fold(Samples::default(), |all, worker| {
            let samples = worker.join().map_err(|_| "a client fell over".to_owned())??;
            Ok::<_, String>(all.and(samples))
        })
    })?;
    let took = start.elapsed();
    connect()?.batch_execute("drop table bare").map_err(|error| format!("bare PostgreSQL: {error}"))?;
    Ok((samples, took))
}
