//! Files that are made from others: written by `cargo xtask generate`, proven fresh by the check.

use std::fs;

use crate::{Chore, shell};

/// The reference of the command line, from its own definition.
const REFERENCE: &str = "docs/reference/cli.md";

pub(crate) fn write() -> Chore {
    let text = reference().map_err(|error| vec![error])?;
    let path = shell::root().join(REFERENCE);
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder.and_then(|()| fs::write(&path, text)).map_err(|error| vec![format!("{REFERENCE}: {error}")])
}

pub(crate) fn check() -> Chore {
    let fresh = reference().map_err(|error| vec![error])?;
    let kept = fs::read_to_string(shell::root().join(REFERENCE)).unwrap_or_default();
    if kept == fresh { Ok(()) } else { Err(vec![format!("{REFERENCE} is not fresh; run `cargo xtask generate`")]) }
}

fn reference() -> Result<String, String> {
    shell::capture(&mut shell::program("cargo", &["run", "--quiet", "--package", "tasuki", "--", "reference"]))
}
