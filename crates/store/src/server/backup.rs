//! Backups: everything in one file, made while the server runs, and verified before it gets its final name.
//!
//! A backup is a tar archive: `manifest.json`, the database as an SQLite file whatever its engine is, and the files
//! of evidence, named by their digests. The manifest contains the number of rows and a digest for each table, so
//! that a backup can be verified by itself on any machine, and a restored database can be compared with it. A
//! backup contains every file that its database refers to; otherwise it is not made.
//!
//! These functions block; they are for callers outside of an async runtime.

mod archive;
mod error;
mod manifest;
mod runtime;
mod verify;
mod work;

use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;

use crate::Digest;
use crate::address::FILE;
use crate::{Address, Blobs, StoreError, Tx, copy, files, migrate};

pub use error::BackupError;
pub use manifest::{Manifest, Piece};
pub use work::sweep;

use archive::Writer;
use verify::Contents;
use work::Work;

/// Makes a backup of a database and the files that it refers to. `file` must not exist yet; it appears complete and
/// verified, or not at all.
pub fn write(from: &Address, blobs: &Blobs, file: &Path, now: i64) -> Result<Manifest, BackupError> {
    if file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let beside = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let in_folder = |source| BackupError::File { path: beside.to_owned(), source };
    let left = sweep(beside, now);
    if left > 0 {
        tracing::info!(left, "what killed backups left was removed");
    }
    let work = Work::beside(beside)?;
    let copied = copy::snapshot(from, &Address::Folder(work.path().to_owned()), now)?;
    let files = referenced(work.path())?;
    let database = work.path().join(FILE);
    let manifest = Manifest::new(now, from, copied, Piece::of(&database)?, &files);

    // It contains password hashes and secrets of second factors: only the owner can access the temporary file, and
    // this does not change.
    let mut partial = work::file(beside)?;
    let mut archive = Writer::new(partial.as_file_mut(), file, now);
    archive.manifest(&manifest)?;
    archive.database(&database)?;
    let runtime = runtime::new()?;
    for (digest, _) in &files {
        archive.file(*digest, blobs, &runtime)?;
    }
    archive.finish()?;
    drop(work);

    let again = Work::beside(beside)?;
    verify::open(partial.path(), again.path())?;
    partial.persist_noclobber(file).map_err(|error| BackupError::file(file, error.error))?;
    std::fs::File::open(beside).and_then(|folder| folder.sync_all()).map_err(in_folder)?;
    Ok(manifest)
}

/// Reads a whole backup and compares everything in it with its manifest.
pub fn verify(file: &Path) -> Result<Manifest, BackupError> {
    let work = Work::elsewhere()?;
    Ok(verify::open(file, work.path())?.manifest)
}

/// Restores a backup into an empty database. It is verified before anything is written. `now` is stored with the
/// migrations.
pub fn restore(file: &Path, to: &Address, blobs: &Blobs, now: i64) -> Result<Manifest, BackupError> {
    let work = Work::elsewhere()?;
    let contents = verify::open(file, work.path())?;
    let copy = Address::Folder(work.path().to_owned());
    // A backup of an earlier version is migrated in a temporary copy, after it was verified unchanged.
    migrate::run(copy.writer()?.as_mut(), now)?;
    copy::require_empty(to, now)?;
    // Files first: the database must never refer to files that do not exist.
    bring_files(&contents, blobs, &runtime::new()?)?;
    copy::bring(&copy, to, now)?;
    Ok(contents.manifest)
}

fn bring_files(contents: &Contents, blobs: &Blobs, runtime: &Runtime) -> Result<(), BackupError> {
    for (digest, span) in &contents.files {
        let kept = runtime.block_on(blobs.put(contents.stream(*span)?, span.size))?;
        if kept.digest != *digest {
            return Err(BackupError::Damaged(digest.to_string()));
        }
    }
    Ok(())
}

/// The files that the database in a folder refers to, with their sizes.
fn referenced(folder: &Path) -> Result<Vec<(Digest, u64)>, StoreError> {
    let mut driver = Address::Folder(folder.to_owned()).reader()?;
    files::named(&mut Tx::new(driver.as_mut()))
}

/// The path of a backup requested as `place`: inside a folder with a name that contains the time, otherwise that
/// file itself.
pub fn target(place: &Path, now: i64) -> PathBuf {
    if !place.is_dir() {
        return place.to_owned();
    }
    let at = jiff::Timestamp::from_millisecond(now).unwrap_or_default();
    place.join(format!("tasuki-{}.tar", at.strftime("%Y-%m-%dT%H%M%SZ")))
}
