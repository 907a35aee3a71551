//! The folder in which commands keep what the user gave them, such as the official wording of a guideline.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use tasuki_catalog::Text;

use super::write;
use crate::failure::Failure;

/// `$TASUKI_DATA`, or by default the data folder of the desktop's conventions.
pub(super) fn folder() -> Result<PathBuf, Failure> {
    let folder = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder("TASUKI_DATA")
        .or_else(|| folder("XDG_DATA_HOME").map(|home| home.join("tasuki")))
        .or_else(|| folder("LOCALAPPDATA").map(|home| home.join("tasuki")))
        .or_else(|| folder("HOME").map(|home| home.join(".local/share/tasuki")))
        .ok_or_else(|| {
            let text = Text::new("データを置くフォルダが分かりません", "no folder to keep data in");
            Failure::usage("no-data-folder", text)
                .hint("環境変数 TASUKI_DATA で決めてください", "name one in the variable TASUKI_DATA")
        })
}

/// Writes a file into the folder, or over the one that is there.
pub(super) fn keep(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::write(folder, &error))?;
    }
    write(path, bytes)
}

/// Removes a file from the folder; whether there was one.
pub(super) fn remove(path: &Path) -> Result<bool, Failure> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::write(path, &error)),
    }
}
