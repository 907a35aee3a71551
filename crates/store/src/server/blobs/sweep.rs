//! Cleans up unused files: interrupted uploads, and files that no row refers to.
//!
//! A file that no row refers to is first set aside for a month, and is found there if a row refers to it after all:
//! two databases may share one storage, and a backup may be older than a file. Files younger than a day are left
//! alone: an upload may still be in progress.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path as FilePath;
use std::time::UNIX_EPOCH;

use futures_util::TryStreamExt;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, UTIME_NOW, utimensat};

use super::{BlobError, Blobs, Digest, INCOMING, UNUSED, digest_of, path, unused};
use crate::private;

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// The minimum age, in milliseconds, of a file that counts as left behind.
const LEFT: i64 = DAY;
/// How long an unused file is set aside, in milliseconds.
const ASIDE: i64 = 30 * DAY;

/// The result of cleaning up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Interrupted uploads that were deleted.
    pub unfinished: u64,
    /// Files that no row refers to, which were set aside.
    pub set_aside: u64,
    /// Files that were set aside a month ago and are now deleted.
    pub removed: u64,
    /// Files that were set aside and brought back, because a row refers to them again.
    pub brought_back: u64,
}

impl Blobs {
    /// Cleans up, at a point in time in milliseconds since 1970. `named` are the files that rows refer to.
    pub async fn sweep(&self, now: i64, named: &HashSet<Digest>) -> Result<Swept, BlobError> {
        let mut old = Vec::new();
        let mut all = self.place.list(None);
        while let Some(found) = all.try_next().await? {
            let age = now - found.last_modified.timestamp_millis();
            let is_needed = digest_of(&found.location).is_some_and(|digest| named.contains(&digest));
            let is_aside = found.location.as_ref().starts_with(UNUSED);
            if age > LEFT && (is_aside || !is_needed) {
                old.push((found.location, age));
            }
        }
        let mut swept = Swept::default();
        for (location, age) in old {
            self.look_at(&location, age, named, &mut swept).await?;
        }
        if let Some(folder) = self.folder.clone() {
            let tidied = tokio::task::spawn_blocking(move || {
                private::tighten_all(&folder);
                unfinished(&folder, now)
            });
            swept.unfinished += tidied.await.unwrap_or_default();
        }
        Ok(swept)
    }

    async fn look_at(
        &self,
        location: &Path,
        age: i64,
        named: &HashSet<Digest>,
        swept: &mut Swept,
    ) -> Result<(), BlobError> {
        let kind = location.parts().next();
        let kind = kind.as_ref().map(AsRef::as_ref);
        match digest_of(location) {
            None if kind == Some(INCOMING) => {
                self.place.delete(location).await?;
                swept.unfinished += 1;
            }
            // A file of another program.
            None => {}
            Some(digest) if kind == Some(UNUSED) && named.contains(&digest) => {
                swept.brought_back += u64::from(self.bring_back(digest).await?);
            }
            Some(_) if kind == Some(UNUSED) && age > ASIDE => {
                self.place.delete(location).await?;
                swept.removed += 1;
            }
            Some(_) if kind == Some(UNUSED) => {}
            Some(digest) => {
                self.place.rename(location, &unused(digest)).await?;
                self.touch(&unused(digest));
                swept.set_aside += 1;
            }
        }
        Ok(())
    }

    /// Brings back a file that was set aside; returns whether there was one.
    pub(super) async fn bring_back(&self, digest: Digest) -> Result<bool, BlobError> {
        match self.place.rename(&unused(digest), &path(digest)).await {
            Ok(()) => {
                self.touch(&path(digest));
                Ok(true)
            }
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Sets the modification time of a file to now. Only possible in a folder; elsewhere the file must be uploaded
    /// again.
    pub(super) fn touch(&self, location: &Path) -> bool {
        let Some(folder) = &self.folder else { return false };
        let now = Timespec { tv_sec: 0, tv_nsec: UTIME_NOW };
        let times = Timestamps { last_access: now, last_modification: now };
        utimensat(CWD, folder.join(location.as_ref()), &times, AtFlags::empty()).is_ok()
    }
}

/// Removes temporary files (`…#1`) of interrupted uploads from a folder: listing the stored files does not include
/// them.
fn unfinished(folder: &FilePath, now: i64) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries.flatten().fold(0, |gone, entry| {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => gone + unfinished(&path, now),
            Ok(kind) if kind.is_file() && is_gathered(&path) && is_old(&path, now).unwrap_or(false) => {
                gone + u64::from(fs::remove_file(&path).is_ok())
            }
            _ => gone,
        }
    })
}

fn is_gathered(path: &FilePath) -> bool {
    let number = path.file_name().and_then(|name| name.to_str()?.rsplit_once('#')).map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

fn is_old(path: &FilePath, now: i64) -> io::Result<bool> {
    let changed = fs::metadata(path)?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(i64::try_from(changed.as_millis()).is_ok_and(|changed| now - changed > LEFT))
}
