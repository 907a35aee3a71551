//! Overload and failures that must not kill or stall the server: endless bodies, silent connections, clients that
//! do not read, many parallel sign-ins, sheets with too many rows, a second server, a long history, a full disk, a
//! database that becomes unavailable. Everything runs against this machine, in less than a minute.

mod bodies;
mod connections;
mod database;
mod disk;
mod folder;
mod history;
mod sheets;
mod sign_ins;

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::{
    postgres::{self, Postgres},
    server::{Server, Setup},
    stage::Stage,
};

/// Runs all scenarios.
pub(crate) fn run(binary: &Path) -> Result<(), String> {
    let house = House::new(binary)?;
    let server = house.setup().serve()?;
    let stage = Stage::prepare(&server)?;
    // First, because the peak memory of later scenarios would hide it.
    sign_ins::run(&server, &stage)?;
    bodies::run(&server, &stage)?;
    connections::run(&server, &stage)?;
    sheets::run(&server, &stage)?;
    folder::run(&house, &server)?;
    server.stop()?;
    history::run(&house, &stage)?;
    disk::run(binary)?;
    if !postgres::installed() {
        println!("PostgreSQL: skipped, not installed ({})", postgres::PACKAGE);
        return Ok(());
    }
    database::run(binary, &Postgres::start()?)
}

/// The environment of a badly configured server: its umask lets everybody read its files, and its limit on open
/// files is low.
struct House {
    folder: TempDir,
    script: PathBuf,
}

/// The server's limit on open files.
const FILES: u32 = 512;

impl House {
    fn new(binary: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("temporary folder: {error}");
        let folder = TempDir::with_prefix("tasuki-doors-").map_err(failed)?;
        let script = folder.path().join("tasuki");
        let text = format!("#!/bin/sh\numask 000\nulimit -n {FILES}\nexec '{}' \"$@\"\n", binary.display());
        let written =
            fs::write(&script, text).and_then(|()| fs::set_permissions(&script, PermissionsExt::from_mode(0o755)));
        written.map_err(failed)?;
        let house = Self { folder, script };
        house.leave_things_about()?;
        Ok(house)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn setup(&self) -> Setup {
        Setup { binary: self.script.clone(), data: self.data(), database: None, demo: false }
    }
}

/// Checks that memory did not grow by more than this many MiB.
fn within(server: &Server, before: f64, most: f64, what: &str) -> Result<(), String> {
    let grown = server.peak()? - before;
    println!("{what}: {grown:.0} MiB more at the peak");
    if grown <= most { Ok(()) } else { Err(format!("{what} took {grown:.0} MiB, which is more than {most:.0}")) }
}

/// Checks that another client can still save.
fn works(stage: &Stage, what: &str) -> Result<(), String> {
    let mut connection = stage.connect()?;
    let answer = stage.answers()?.into_iter().next().ok_or("no answers")?;
    stage.save(&mut connection, &answer, answer.changed()).map(drop).map_err(|error| format!("{what}: {error}"))
}
