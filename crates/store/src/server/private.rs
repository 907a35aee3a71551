//! Only the owner can access our files, whatever the umask of the process is: folders 0700, files 0600.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// The mode of a folder.
const FOLDER: u32 = 0o700;
/// The mode of a file.
const FILE: u32 = 0o600;
/// The permissions of everybody except the owner.
const OTHERS: u32 = 0o077;
/// The sticky bit: such a folder is shared by everybody and is not ours, whoever owns it.
const SHARED: u32 = 0o1000;

/// Creates a folder and its parents if they do not exist; afterwards only the owner can access it.
pub fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER).create(path)?;
    // The user named this path, so a symbolic link is followed.
    tighten(&path.canonicalize()?);
    Ok(())
}

/// Creates an empty file if it does not exist; afterwards only the owner can access it.
pub(crate) fn file(path: &Path) -> io::Result<fs::File> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(FILE).open(path)?;
    tighten(path);
    Ok(file)
}

/// Removes the permissions of others from a file or folder, with a warning in the log. It is no error if it belongs
/// to somebody else and cannot be changed: the operator may have a reason.
pub fn tighten(path: &Path) {
    // Symbolic links are not followed: the target could be anything.
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

/// Calls [`tighten`] for everything in a folder, recursively.
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
