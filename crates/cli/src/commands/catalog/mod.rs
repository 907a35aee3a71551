//! `tasuki catalog`: looking into the guidelines.

mod check;
mod diff;
mod list;
pub(super) mod overlay;
mod search;
mod show;

use std::process::ExitCode;

pub(super) use self::diff::{change_name, changes};
use crate::{arguments::CatalogCommand, failure::Failure, output::Output};

pub(super) fn run(command: CatalogCommand, output: &mut Output) -> Result<ExitCode, Failure> {
    match command {
        CatalogCommand::List => list::run(output),
        CatalogCommand::Show { id, criterion } => show::run(&id, criterion.as_deref(), output)?,
        CatalogCommand::Check { folder } => return check::run(&folder, output),
        CatalogCommand::Search { words, framework } => search::run(&words.join(" "), framework.as_deref(), output)?,
        CatalogCommand::Diff { from, to } => diff::run(&from, &to, output)?,
        CatalogCommand::Overlay(command) => overlay::run(command, output)?,
    }
    Ok(ExitCode::SUCCESS)
}
