//! Doors that must not kill or stall the server: bodies without an end, connections that say nothing, readers that do not read, many who sign
//! in at once, sheets with too many rows, a second server, a long history, a full disk, a database that goes away. All of it against this machine, and over in less than a minute.

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

/// Goes through all doors.
pub(crate) fn run(binary: &Path) -> Result<(), String> {
    let house = House::new(binary)?;
    let server = house.setup().serve()?;
    let stage = Stage::prepare(&server)?;
    // First, as the peak of what takes more would hide it.
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

/// A place for a server that is set up badly: everybody may read what it writes, and it may open few files.
struct House {
    folder: TempDir,
    script: PathBuf,
}

/// How many files the server may have open.
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

/// Whether memory stayed within so many MiB of what it was.
fn within(server: &Server, before: f64, most: f64, what: &str) -> Result<(), String> {
    let grown = server.peak()? - before;
    println!("{what}: {grown:.0} MiB more at the peak");
    if grown <= most { Ok(()) } else { Err(format!("{what} took {grown:.0} MiB, which is more than {most:.0}")) }
}

/// Whether somebody else can still save.
fn works(stage: &Stage, what: &str) -> Result<(), String> {
    let mut connection = stage.connect()?;
    let answer = stage.answers()?.into_iter().next().ok_or("no answers")?;
    stage.save(&mut connection, &answer, answer.changed()).map(drop).map_err(|error| format!("{what}: {error}"))
}
