//! Checks the free space on a disk.

use std::path::Path;

use rustix::fs::statvfs;

/// The required free space on a disk, in bytes: as much as the write-ahead log grows before a checkpoint.
const ROOM: u64 = 8 << 20;

/// Whether there is room on the disk of a folder. If the free space is unknown, this returns true.
pub(crate) fn has_room(folder: &Path) -> bool {
    statvfs(folder).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) >= ROOM || disk.f_blocks == 0)
}
