//! `tasuki catalog`: shows the guidelines.

mod check;
mod diff;
mod list;
pub(super) mod overlay;
mod search;
mod show;

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;

pub(super) use self::diff::changes;
use crate::{failure::Failure, output::Output};

#[derive(Debug, Subcommand)]
pub(crate) enum CatalogCommand {
    /// List the editions.
    List,
    /// Show an edition, or one criterion of it.
    Show {
        /// Edition or framework.
        id: String,
        /// Only this criterion or requirement.
        criterion: Option<String>,
    },
    /// Check a folder that contains a catalogue of your own.
    Check {
        /// Folder with a catalog.toml.
        folder: PathBuf,
    },
    /// Find criteria by words.
    Search {
        /// Words that must all occur; two characters are enough.
        #[arg(required = true)]
        words: Vec<String>,
        /// Only in this edition or framework.
        #[arg(long, value_name = "ID")]
        framework: Option<String>,
    },
    /// Show what changed from one edition to another.
    Diff {
        /// The older edition.
        from: String,
        /// The newer edition.
        to: String,
    },
    /// Show the official wording, from your own copy, beside ours.
    #[command(subcommand)]
    Overlay(overlay::OverlayCommand),
}

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
