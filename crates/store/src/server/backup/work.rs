//! Temporary folders and files for making a backup. Each is locked by the process that uses it; one without a lock
//! was left behind.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rustix::process::getuid;
use tempfile::{NamedTempFile, TempDir};

use super::BackupError;
use crate::private;

/// The name prefixes of temporary files beside a backup, and in the system's folder for temporary files.
const BESIDE: &str = ".tasuki-backup-";
const ELSEWHERE: &str = "tasuki-backup-";
/// The locked file in a folder.
const LOCK: &str = "lock";
/// The minimum age, in milliseconds, for removal: a minute, within which the owner has certainly taken the lock.
/// For files that cannot be locked, because they are from a version without locks, a day.
const SURELY: i64 = 60_000;
const WITHOUT: i64 = 24 * 60 * 60_000;

/// A temporary folder, which is removed when this is dropped.
pub(super) struct Work {
    folder: TempDir,
    _lock: File,
}

impl Work {
    /// A folder beside the backup.
    pub(super) fn beside(folder: &Path) -> Result<Self, BackupError> {
        let made = TempDir::with_prefix_in(BESIDE, folder).and_then(Self::lock);
        made.map_err(|source| BackupError::File { path: folder.to_owned(), source })
    }

    /// A folder in the system's folder for temporary files.
    pub(super) fn elsewhere() -> Result<Self, BackupError> {
        let made = TempDir::with_prefix(ELSEWHERE).and_then(Self::lock);
        made.map_err(|source| BackupError::File { path: std::env::temp_dir(), source })
    }

    fn lock(folder: TempDir) -> io::Result<Self> {
        private::folder(folder.path())?;
        let lock = private::file(&folder.path().join(LOCK))?;
        lock.try_lock()?;
        Ok(Self { folder, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A file beside the backup, which becomes the backup.
pub(super) fn file(folder: &Path) -> Result<NamedTempFile, BackupError> {
    let made = NamedTempFile::with_prefix_in(BESIDE, folder).and_then(|file| {
        file.as_file().try_lock()?;
        Ok(file)
    });
    made.map_err(|source| BackupError::File { path: folder.to_owned(), source })
}

/// Removes leftovers of killed backups from a folder; returns how many there were.
pub fn sweep(folder: &Path, now: i64) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let left = entries.flatten().map(|entry| entry.path()).filter(|path| is_ours(path) && is_left(path, now));
    let left: Vec<PathBuf> = left.collect();
    left.iter().filter(|path| remove(path)).count() as u64
}

fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with(BESIDE) || name.starts_with(ELSEWHERE)
}

/// Whether nobody uses it any more.
fn is_left(path: &Path, now: i64) -> bool {
    let Ok(found) = fs::symlink_metadata(path) else { return false };
    // In a shared folder, other users may create files with our names.
    if found.uid() != getuid().as_raw() || !(found.is_dir() || found.is_file()) {
        return false;
    }
    let lock = if found.is_dir() { path.join(LOCK) } else { path.to_owned() };
    let least = match File::open(&lock) {
        // As long as this handle is open we hold the lock, and nobody else can start using the file.
        Ok(file) if file.try_lock().is_ok() => SURELY,
        Ok(_) => return false,
        Err(_) => WITHOUT,
    };
    let changed = found.modified().ok().and_then(|changed| changed.duration_since(UNIX_EPOCH).ok());
    changed.and_then(|changed| i64::try_from(changed.as_millis()).ok()).is_some_and(|changed| now - changed > least)
}

fn remove(path: &Path) -> bool {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.is_ok()
}
