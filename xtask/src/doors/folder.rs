//! The data folder: one server, access only for the owner, and no leftovers.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use super::House;
use crate::{server::Server, shell};

/// The leftovers of a killed upload and a killed backup.
const LEFT: [&str; 3] = ["blobs/incoming/00ff#1", ".tasuki-backup-killed/lock", ".tasuki-backup-killed/tasuki.db"];

impl House {
    /// Creates leftovers that are several days old and readable for everybody.
    pub(super) fn leave_things_about(&self) -> Result<(), String> {
        for name in LEFT {
            let path = self.data().join(name);
            let folder = path.parent().unwrap_or(&path);
            let made = fs::create_dir_all(folder).and_then(|()| fs::write(&path, "x"));
            made.map_err(|error| format!("{}: {error}", path.display()))?;
            shell::capture(Command::new("touch").args(["-d", "3 days ago"]).arg(&path).arg(folder))?;
        }
        fs::set_permissions(self.data(), PermissionsExt::from_mode(0o777)).map_err(|error| format!("chmod: {error}"))
    }
}

pub(super) fn run(house: &House, server: &Server) -> Result<(), String> {
    second_server(house)?;
    for words in [vec!["db", "copy", "--to", "elsewhere"], vec!["restore", "backup.tar"]] {
        beside(house, &words)?;
    }
    shell::capture(&mut house.setup().command(&["audit", "verify"]))?;
    let log = house.folder.path().join("log.jsonl");
    shell::capture(&mut house.setup().command(&["audit", "export", "--output", &log.to_string_lossy()]))?;
    if is_open(&log) {
        return Err("others can read the exported audit log".to_owned());
    }
    swept(house, server)?;
    let open: Vec<_> = all(&house.data()).into_iter().filter(|path| is_open(path)).collect();
    if open.is_empty() {
        println!("the folder has one server, is its owner's alone, and nothing lies about in it");
        return Ok(());
    }
    Err(format!("others can read {open:?}"))
}

/// A second server exits, and says why.
fn second_server(house: &House) -> Result<(), String> {
    refused(house.setup().command(&["serve", "--listen", "127.0.0.1:0"]), "in-use")
}

/// A command whose copy would miss or overwrite saves exits, and says why.
fn beside(house: &House, words: &[&str]) -> Result<(), String> {
    let place = |name: &str| house.folder.path().join(name).to_string_lossy().into_owned();
    let backup = place("backup.tar");
    if words[0] == "restore" {
        shell::capture(house.setup().command(&["backup", &backup]).stderr(Stdio::null()))?;
        if is_open(Path::new(&backup)) {
            return Err("others can read the backup".to_owned());
        }
        return refused(house.setup().command(&["restore", &backup]), "in-use");
    }
    let to = place(words[3]);
    refused(house.setup().command(&[words[0], words[1], words[2], &to]), "in-use")
}

fn refused(mut command: Command, code: &str) -> Result<(), String> {
    let done = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let said = String::from_utf8_lossy(&done.stderr);
    if !done.status.success() && said.contains(&format!("[{code}]")) {
        return Ok(());
    }
    Err(format!("{command:?} ended with {} and said:\n{said}", done.status))
}

/// Leftovers are removed soon after the start, and the log says so.
fn swept(house: &House, server: &Server) -> Result<(), String> {
    for _ in 0..100 {
        let is_there = LEFT.iter().any(|name| house.data().join(name).exists());
        if !is_there && server.said().contains("tidied up") {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err(format!("what was killed still lies about; the server said:\n{}", server.said()))
}

fn all(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| all(&path).into_iter().chain([path]).collect::<Vec<_>>()).collect()
}

fn is_open(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}
