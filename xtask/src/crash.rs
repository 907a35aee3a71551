//! Nothing that was acknowledged is lost: a server is repeatedly killed in the middle of a stream of saves, and
//! checked afterwards.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    postgres::{self, Postgres},
    server::Setup,
    shell,
    stage::{Answer, Stage},
};

/// How often the server is killed on each engine.
const TIMES: u32 = 20;
const CLIENTS: usize = 4;

/// Kills a server twenty times on each available engine, and checks the acknowledged saves each time.
pub(crate) fn run(binary: &Path) -> Result<(), String> {
    engine(binary, "SQLite", None)?;
    if !postgres::installed() {
        println!("PostgreSQL: skipped, not installed ({})", postgres::PACKAGE);
        return Ok(());
    }
    let cluster = Postgres::start()?;
    engine(binary, "PostgreSQL", Some(cluster.url()))
}

fn engine(binary: &Path, name: &str, database: Option<String>) -> Result<(), String> {
    let folder = TempDir::with_prefix("tasuki-crash-").map_err(|error| format!("temporary folder: {error}"))?;
    let setup = Setup { binary: binary.to_owned(), data: folder.path().to_owned(), database, demo: false };
    let mut server = setup.serve()?;
    let mut stage = Stage::prepare(&server)?;
    let (mut saved, mut ahead) = (0, 0);
    for turn in 0..TIMES {
        let before = stage.answers()?;
        let over = AtomicBool::new(false);
        let told = thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|client| {
                    let own = before.iter().skip(client).step_by(CLIENTS).cloned().collect();
                    let (stage, over) = (&stage, &over);
                    scope.spawn(move || stream(stage, own, over))
                })
                .collect();
            // At a different point of the stream each time.
            thread::sleep(Duration::from_millis(u64::from(150 + turn * 137 % 700)));
            let killed = server.kill();
            over.store(true, Ordering::Relaxed);
            let told = clients.into_iter().map(|client| client.join().map_err(|_| "a client fell over".to_owned())?);
            killed.and(told.collect::<Result<Vec<_>, String>>())
        })?;
        server = setup.serve()?;
        stage = stage.on(&server);
        let after = stage.answers()?;
        for (answers, count) in told {
            saved += count;
            for answer in answers {
                ahead += u32::from(kept(&answer, &after).map_err(|loss| format!("{name}, kill {}: {loss}", turn + 1))?);
            }
        }
    }
    server.stop()?;
    shell::capture(&mut setup.command(&["audit", "verify"]))?;
    println!(
        "{name}: killed {TIMES} times, {saved} acknowledged saves, none lost ({ahead} more were durable than acknowledged)"
    );
    if saved < u64::from(TIMES) { Err(format!("{name}: hardly anything was saved between the kills")) } else { Ok(()) }
}

/// Saves answers until the server is gone. Returns the last acknowledged state of each, and the number of
/// acknowledged saves.
fn stream(stage: &Stage, mut own: Vec<Answer>, over: &AtomicBool) -> Result<(Vec<Answer>, u64), String> {
    let mut connection = stage.connect()?;
    let mut count = 0;
    for position in (0..own.len()).cycle() {
        let answer = &mut own[position];
        match stage.save(&mut connection, answer, answer.changed()) {
            Ok(saved) => *answer = saved,
            // The connection broke because the server was killed; any other error is a failure.
            Err(error) if over.load(Ordering::Relaxed) || broken(&error) => break,
            Err(error) => return Err(error),
        }
        count += 1;
    }
    Ok((own, count))
}

/// Whether this is a connection error, not a response of the server.
fn broken(error: &str) -> bool {
    ["reset", "end of file", "unexpected eof", "Broken pipe", "refused", "fill whole buffer"]
        .iter()
        .any(|sign| error.contains(sign))
}

/// Whether an acknowledged answer is there unchanged (`false`) or newer (`true`).
fn kept(acknowledged: &Answer, after: &[Answer]) -> Result<bool, String> {
    let found = after.iter().find(|answer| answer.criterion == acknowledged.criterion);
    match found {
        Some(found) if found == acknowledged => Ok(false),
        Some(found) if found.version > acknowledged.version => Ok(true),
        found => Err(format!("acknowledged was {acknowledged:?}, and there is {found:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, kept};

    #[test]
    fn a_lost_save_is_noticed() {
        let answer = |status: &str, version| Answer { criterion: "1-1-1-1".into(), status: status.into(), version };
        assert_eq!(kept(&answer("met", 3), &[answer("met", 3)]), Ok(false));
        assert_eq!(kept(&answer("met", 3), &[answer("partial", 4)]), Ok(true));
        assert!(kept(&answer("met", 3), &[answer("partial", 2)]).is_err());
        assert!(kept(&answer("met", 3), &[answer("partial", 3)]).is_err());
        assert!(kept(&answer("met", 3), &[]).is_err());
    }
}
