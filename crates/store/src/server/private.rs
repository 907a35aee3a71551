//! What we keep is its owner's alone, whatever the process may let others have: folders 0700, files 0600.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// Of a folder.
const FOLDER: u32 = 0o700;
/// Of a file.
const FILE: u32 = 0o600;
/// What anybody but the owner may do.
const OTHERS: u32 = 0o077;
/// In such a folder everybody puts things: it is not ours, whoever its owner is.
const SHARED: u32 = 0o1000;

/// Makes a folder, and those around it, where there are none; it is its owner's alone afterwards.
pub fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER).create(path)?;
    // It was named, so that a link to it means what it leads to.
    tighten(&path.canonicalize()?);
    Ok(())
}

/// Makes an empty file where there is none; it is its owner's alone afterwards.
pub(crate) fn file(path: &Path) -> io::Result<fs::File> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(FILE).open(path)?;
    tighten(path);
    Ok(file)
}

/// Takes from others what they may do with a file or folder, and tells the log of it. That it belongs to somebody else who keeps it so is
/// no error: whoever runs us may know better.
pub fn tighten(path: &Path) {
    // Not what a link leads to: that may be anything.
    let Ok(found) = fs::symlink_metadata(path) else { return };
    let (mode, is_folder) = (found.mode() & 0o7777, found.is_dir());
    if mode & OTHERS == 0 || found.is_symlink() || (is_folder && mode & SHARED != 0) {
        return;
    }
    match fs::set_permissions(path, Permissions::from_mode(if is_folder { FOLDER } else { FILE })) {
        Ok(()) => tracing::warn!(path = %path.display(), "others could open it; it is its owner's alone now"),
        Err(error) => tracing::warn!(path = %path.display(), %error, "others can open it, and we cannot change that"),
    }
}

/// [`tighten`] of everything in a folder, to the bottom.
pub(crate) fn tighten_all(path: &Path) {
    let Ok(entries) = fs::read_dir(path) else { return };
    for entry in entries.flatten() {
        tighten(&entry.path());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            tighten_all(&entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn what_others_could_open_is_closed() {
        let place = tempfile::tempdir().unwrap();
        let (outer, inner) = (place.path().join("outer"), place.path().join("outer/inner"));
        folder(&inner).unwrap();
        assert_eq!((mode(&outer), mode(&inner)), (FOLDER, FOLDER));
        let path = inner.join("file");
        file(&path).unwrap();
        assert_eq!(mode(&path), FILE);
        for (own, mode) in [(&outer, 0o755), (&inner, 0o750), (&path, 0o644)] {
            fs::set_permissions(own, Permissions::from_mode(mode)).unwrap();
        }
        folder(&outer).unwrap();
        tighten_all(&outer);
        assert_eq!((mode(&outer), mode(&inner), mode(&path)), (FOLDER, FOLDER, FILE));
    }

    #[test]
    fn what_is_everybodys_stays_so() {
        let place = tempfile::tempdir().unwrap();
        fs::set_permissions(place.path(), Permissions::from_mode(0o1777)).unwrap();
        folder(place.path()).unwrap();
        assert_eq!(mode(place.path()), 0o1777);
        let elsewhere = tempfile::NamedTempFile::new().unwrap();
        fs::set_permissions(elsewhere.path(), Permissions::from_mode(0o644)).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), place.path().join("link")).unwrap();
        tighten_all(place.path());
        assert_eq!(mode(elsewhere.path()), 0o644, "a link is not followed");
    }
}
