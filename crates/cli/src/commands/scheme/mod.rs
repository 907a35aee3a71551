//! `tasuki scheme`: what the operator of a scheme decides about the road to a ★.

mod check;
mod overlay;
mod show;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;
use tasuki_catalog::Text;
use tasuki_scheme::road::Scheme;

use crate::{failure::Failure, output::Output};

#[derive(Debug, Subcommand)]
pub(crate) enum SchemeCommand {
    /// Show a scheme, or one ★ of it.
    Show {
        /// Name of the scheme.
        #[arg(default_value = "scs")]
        id: String,
        /// Only this ★.
        #[arg(long, value_name = "N")]
        star: Option<u8>,
    },
    /// Check a file that contains a scheme of your own.
    Check {
        /// TOML file of a scheme.
        file: PathBuf,
    },
    /// Use a file of your own in the place of what is built in.
    #[command(subcommand)]
    Overlay(overlay::OverlayCommand),
}

pub(super) fn run(command: SchemeCommand, output: &mut Output) -> Result<ExitCode, Failure> {
    match command {
        SchemeCommand::Show { id, star } => show::run(&id, star, output).map(|()| ExitCode::SUCCESS),
        SchemeCommand::Check { file } => check::run(&file, output),
        SchemeCommand::Overlay(command) => overlay::run(command, output),
    }
}

/// The schemes of a server: those that are built in, each with the file of its own in the data folder in its place.
pub(super) fn all_in(folder: &Path) -> Result<Vec<Scheme>, Failure> {
    let own = |scheme: &Scheme| Ok(overlay::of_in(folder, &scheme.id)?.unwrap_or_else(|| scheme.clone()));
    Scheme::builtin().iter().map(own).collect()
}

/// The scheme built in under this name.
fn builtin(id: &str) -> Result<&'static Scheme, Failure> {
    Scheme::builtin().iter().find(|own| own.id == id).ok_or_else(|| {
        let known: Vec<_> = Scheme::builtin().iter().map(|own| own.id.as_str()).collect();
        let known = known.join(", ");
        let text = Text::new(format!("「{id}」という制度はありません"), format!("there is no scheme {id:?}"));
        Failure::usage("unknown-scheme", text)
            .hint(format!("次のどれかを指定してください: {known}"), format!("use one of: {known}"))
    })
}
