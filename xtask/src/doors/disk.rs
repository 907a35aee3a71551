//! A full disk: it is reported, nothing is lost, and saving works again once there is space.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    server::{Server, Setup},
    shell,
    stage::Stage,
};

/// The size of the disk.
const SIZE: &str = "size=48m,mode=700";

/// A small separate disk, which is removed when this is dropped. Only root can create one.
struct Disk(TempDir);

impl Disk {
    fn new() -> Option<Self> {
        let folder = TempDir::with_prefix("tasuki-disk-").ok()?;
        let mount = |folder: &Path| {
            shell::capture(Command::new("mount").args(["-t", "tmpfs", "-o", SIZE, "tmpfs"]).arg(folder))
        };
        mount(folder.path()).ok().map(|_| Self(folder))
    }

    fn filler(&self) -> PathBuf {
        self.0.path().join("filler")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = shell::capture(Command::new("umount").arg("-l").arg(self.0.path()));
    }
}

pub(super) fn run(binary: &Path) -> Result<(), String> {
    let Some(disk) = Disk::new() else {
        println!("a full disk: skipped, nobody but root can make a small one");
        return Ok(());
    };
    let data = disk.0.path().join("data");
    let setup = Setup { binary: binary.to_owned(), data, database: None, demo: false };
    let server = setup.serve()?;
    let stage = Stage::prepare(&server)?;
    let answers = stage.answers()?;
    let (saved, last) = answers.split_first().ok_or("no answers")?;
    let saved = stage.save(&mut stage.connect()?, saved, "met")?;

    fill(&disk)?;
    let told = stage.send(&mut stage.connect()?, &last[0], "met")?;
    let (status, body) = (told.status, told.text());
    if status != 507 || !body.contains("disk_full") {
        return Err(format!("a save on a full disk was answered {status}: {body}"));
    }
    ready(&server, 503)?;
    fs::remove_file(disk.filler()).map_err(|error| format!("filler: {error}"))?;
    ready(&server, 200)?;
    let now = stage.answers()?;
    for before in [&saved, &last[0]] {
        if !now.contains(before) {
            return Err(format!("after the disk was full, {before:?} is no longer so"));
        }
    }
    stage.save(&mut stage.connect()?, &last[0], "met")?;
    server.stop()?;
    shell::capture(&mut setup.command(&["audit", "verify"]))?;
    println!("a full disk is told (507, /readyz 503), nothing is lost, and it goes on once there is room");
    Ok(())
}

/// Fills the disk to the last byte.
fn fill(disk: &Disk) -> Result<(), String> {
    // It ends when the disk is full, which it reports as an error.
    let _ = Command::new("dd").args(["if=/dev/zero", "bs=64k"]).arg(format!("of={}", disk.filler().display())).output();
    let size = fs::metadata(disk.filler()).map_err(|error| format!("filler: {error}"))?.len();
    if size > 1 << 20 { Ok(()) } else { Err("the disk could not be filled".to_owned()) }
}

fn ready(server: &Server, expected: u16) -> Result<(), String> {
    let mut told = 0;
    for _ in 0..50 {
        told = server.connect()?.get("/readyz", &[])?.status;
        if told == expected {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err(format!("/readyz says {told}, not {expected}"))
}
