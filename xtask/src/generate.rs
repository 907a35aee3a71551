//! Generated files: written by `cargo xtask generate`, and checked to be up to date.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::{Chore, errors, schemas, server, shell};

/// Each file, and how its text is made.
const FILES: &[(&str, Printed)] = &[
    ("docs/reference/errors.md", errors::page),
    ("docs/reference/cli.md", || printed(&["reference"])),
    ("docs/reference/roads.md", || printed(&["roads"])),
    ("docs/reference/openapi.json", || printed(&["openapi"])),
    ("docs/operation.md", operation),
];

/// A text, or all that is wrong.
type Printed = fn() -> Result<String, Vec<String>>;

pub(crate) fn write() -> Chore {
    schemas::check()?;
    for (file, print) in FILES {
        let text = print()?;
        let path = shell::root().join(file);
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        folder.and_then(|()| fs::write(&path, text)).map_err(|error| vec![format!("{file}: {error}")])?;
    }
    Ok(())
}

pub(crate) fn check() -> Chore {
    let mut problems = schemas::check().err().unwrap_or_default();
    for (file, print) in FILES {
        match print() {
            Ok(fresh) if fresh == fs::read_to_string(shell::root().join(file)).unwrap_or_default() => {}
            Ok(_) => problems.push(format!("{file} is not fresh; run `cargo xtask generate`")),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// What a hidden command of the binary prints.
fn printed(command: &[&str]) -> Result<String, Vec<String>> {
    let run = |binary: PathBuf| shell::capture(Command::new(binary).args(command).current_dir(shell::root()));
    server::build(false).and_then(run).map_err(|error| vec![error])
}

/// The guide for operators as it stands, with fresh tables of permissions between their marks.
fn operation() -> Result<String, Vec<String>> {
    let file = "docs/operation.md";
    let mut text = fs::read_to_string(shell::root().join(file)).map_err(|error| vec![format!("{file}: {error}")])?;
    for lang in ["ja", "en"] {
        let (begin, end) = (format!("<!-- permissions {lang} -->\n"), format!("<!-- end of permissions {lang} -->"));
        let between =
            text.split_once(&begin).and_then(|(_, rest)| rest.split_once(&end)).map(|(old, _)| old.to_owned());
        let old = between.ok_or_else(|| vec![format!("{file}: the table of permissions ({lang}) has no marks")])?;
        let fresh = printed(&["permissions", "--lang", lang])?;
        text = text.replacen(&format!("{begin}{old}{end}"), &format!("{begin}{}\n{end}", fresh.trim_end()), 1);
    }
    Ok(text)
}
