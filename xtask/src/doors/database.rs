//! A database whose connections break: a refused write was not done, and an unknown outcome is reported as unknown.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    postgres::Postgres,
    server::Setup,
    stage::{Answer, Stage},
};

/// How often all connections are broken, and at which interval.
const BREAKS: (u32, Duration) = (25, Duration::from_millis(120));
/// The number of clients that save in parallel.
const CLIENTS: usize = 4;

/// The outcomes of the saves of one client.
#[derive(Default)]
struct Told {
    saved: u32,
    refused: u32,
    unknown: u32,
}

pub(super) fn run(binary: &Path, cluster: &Postgres) -> Result<(), String> {
    let folder = TempDir::with_prefix("tasuki-doors-").map_err(|error| format!("temporary folder: {error}"))?;
    let database = Some(cluster.url());
    let setup = Setup { binary: binary.to_owned(), data: folder.path().to_owned(), database, demo: false };
    let server = setup.serve()?;
    let stage = Stage::prepare(&server)?;
    let answers = stage.answers()?;
    let over = AtomicBool::new(false);
    let told = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let own: Vec<_> = answers.iter().skip(client).step_by(CLIENTS).cloned().collect();
                let (stage, over) = (&stage, &over);
                scope.spawn(move || saves(stage, own, over))
            })
            .collect();
        let broken = break_off(&cluster.url());
        over.store(true, Ordering::Relaxed);
        let told = clients.into_iter().map(|client| client.join().map_err(|_| "a client fell over".to_owned())?);
        broken.and(told.collect::<Result<Vec<_>, String>>())
    })?;
    let sum = |of: fn(&Told) -> u32| told.iter().map(of).sum::<u32>();
    let (saved, refused, unknown) = (sum(|told| told.saved), sum(|told| told.refused), sum(|told| told.unknown));
    println!(
        "PostgreSQL went away {} times: {saved} saves, {refused} refused and not done, {unknown} told as unknown",
        BREAKS.0
    );
    server.stop()?;
    if saved > BREAKS.0 { Ok(()) } else { Err("hardly anything was saved between the breaks".to_owned()) }
}

/// Repeatedly breaks all connections except its own.
fn break_off(url: &str) -> Result<(), String> {
    let mut client = postgres::Client::connect(url, postgres::NoTls).map_err(|error| format!("PostgreSQL: {error}"))?;
    for _ in 0..BREAKS.0 {
        thread::sleep(BREAKS.1);
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        client.batch_execute(sql).map_err(|error| format!("PostgreSQL: {error}"))?;
    }
    Ok(())
}

fn saves(stage: &Stage, mut own: Vec<Answer>, over: &AtomicBool) -> Result<Told, String> {
    let (mut connection, mut told) = (stage.connect()?, Told::default());
    for position in (0..own.len()).cycle() {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let answer = &mut own[position];
        let response = stage.send(&mut connection, answer, answer.changed())?;
        if response.status == 200 {
            *answer = answer.read_saved(&response)?;
            told.saved += 1;
            continue;
        }
        let said = response.text();
        let now = stage.answer(&answer.criterion)?;
        if said.contains("outcome_unknown") {
            told.unknown += 1;
        } else if now != *answer {
            return Err(format!("it was said: {said}, and {answer:?} is {now:?}"));
        } else if !matches!(response.status, 500 | 503) {
            return Err(format!("a save was answered {}: {said}", response.status));
        } else {
            told.refused += 1;
        }
        *answer = now;
    }
    Ok(told)
}
