//! The folder in which commands keep what the user gave them, such as the official wording of a guideline.

use std::{env, path::PathBuf};

use tasuki_catalog::Text;

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
