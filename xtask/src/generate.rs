//! Files that are made from others: written by `cargo xtask generate`, proven fresh by the check.

use std::fs;

use crate::{Chore, schemas, shell};

/// What the binary says of itself: the file, and the hidden command that prints it.
const FILES: &[(&str, &str)] = &[("docs/reference/cli.md", "reference"), ("docs/reference/openapi.json", "openapi")];

pub(crate) fn write() -> Chore {
    schemas::check()?;
    for (file, command) in FILES {
        let text = printed(command).map_err(|error| vec![error])?;
        let path = shell::root().join(file);
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        folder.and_then(|()| fs::write(&path, text)).map_err(|error| vec![format!("{file}: {error}")])?;
    }
    Ok(())
}

pub(crate) fn check() -> Chore {
    let mut problems = schemas::check().err().unwrap_or_default();
    for (file, command) in FILES {
        match printed(command) {
            Ok(fresh) if fresh == fs::read_to_string(shell::root().join(file)).unwrap_or_default() => {}
            Ok(_) => problems.push(format!("{file} is not fresh; run `cargo xtask generate`")),
            Err(error) => problems.push(error),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn printed(command: &str) -> Result<String, String> {
    shell::capture(&mut shell::program("cargo", &["run", "--quiet", "--package", "tasuki", "--", command]))
}
