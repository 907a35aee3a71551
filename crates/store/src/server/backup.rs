//! Backups: everything in one file, made while the server runs, and read again before it gets its name.
//!
//! A backup is a tar archive: `manifest.json`, the database as an SQLite file whatever engine it comes from, and the files of evidence under
//! their digests. The manifest tells how many rows each table has, with a digest, so that a backup can be verified by itself, on any
//! machine, and a restored database against it. What a backup refers to is in it, or it is not made.
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

use crate::blobs::BlobDigest;
use crate::store::FILE;
use crate::{Address, Blobs, StoreError, Tx, copy, evidence, migrate};

pub use error::BackupError;
pub use manifest::{Manifest, Piece};
pub use work::sweep;

use archive::Writer;
use verify::Contents;
use work::Work;

/// Makes a backup of a database and of the files that it refers to. `file` must not exist yet; it appears complete and verified, or not at all.
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

    // Passwords' hashes and secrets of second factors are in it: a temporary file is its owner's alone, and stays so.
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

/// Brings a backup back, into an empty database. It is verified before anything is written. `now` is noted beside the migrations.
pub fn restore(file: &Path, to: &Address, blobs: &Blobs, now: i64) -> Result<Manifest, BackupError> {
    let work = Work::elsewhere()?;
    let contents = verify::open(file, work.path())?;
    let copy = Address::Folder(work.path().to_owned());
    // A backup of an earlier Tasuki is brought up to date in its own copy, after it was verified as it was.
    migrate::run(copy.writer()?.as_mut(), now)?;
    copy::require_empty(to, now)?;
    // Files first: there is never a database that refers to what is not there.
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
fn referenced(folder: &Path) -> Result<Vec<(BlobDigest, u64)>, StoreError> {
    let mut driver = Address::Folder(folder.to_owned()).reader()?;
    evidence::digests(&mut Tx::new(driver.as_mut()))
}

/// Where a backup goes that was asked for as `place`: into a folder under a name with the time, else to that very file.
pub fn target(place: &Path, now: i64) -> PathBuf {
    if !place.is_dir() {
        return place.to_owned();
    }
    let at = jiff::Timestamp::from_millisecond(now).unwrap_or_default();
    place.join(format!("tasuki-{}.tar", at.strftime("%Y-%m-%dT%H%M%SZ")))
}
