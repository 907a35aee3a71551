//! `tasuki package`: reads the package of an application. It needs no server, so that whoever got the file can check it.

mod show;
mod verify;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;
use tasuki_catalog::Text;
use tasuki_trust::package::{Fault, File};

use crate::{commands::read, failure::Failure, output::Output};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

#[derive(Debug, Subcommand)]
pub(crate) enum PackageCommand {
    /// Show what is in a package.
    Show {
        /// File of a package (zip).
        file: PathBuf,
    },
    /// Check every file of a package, that nothing is missing or added, and the submission in it.
    Verify {
        /// File of a package (zip).
        file: PathBuf,
        /// The SHA-256 that you were told, of the package or of its SHA256SUMS, as 64 hexadecimal digits.
        #[arg(long, value_name = "SHA-256")]
        digest: Option<String>,
    },
}

pub(super) fn run(command: PackageCommand, output: &mut Output) -> Result<ExitCode, Failure> {
    match command {
        PackageCommand::Show { file } => show::run(&file, output).map(|()| ExitCode::SUCCESS),
        PackageCommand::Verify { file, digest } => verify::run(&file, digest.as_deref(), output),
    }
}

/// The bytes of a file that may be a package.
fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let size = std::fs::metadata(file).map_err(|error| Failure::read(file, &error))?.len();
    if size > LARGEST {
        let (shown, most) = (file.display(), LARGEST / 1024 / 1024);
        let text = Text::new(
            format!("{shown} は大きすぎます（{most} MiB まで）"),
            format!("{shown} is too large; at most {most} MiB"),
        );
        return Err(Failure::input("package-too-large", text)
            .hint("申請の一式のファイルか確かめてください", "make sure that it is the file of a package"));
    }
    read(file)
}

fn texts(faults: &[Fault], output: &Output) -> Vec<String> {
    faults.iter().map(|fault| fault.text().get(output.lang).to_owned()).collect()
}

/// What a file is called: its title, or nothing if its path says enough.
fn named(file: &File, output: &Output) -> String {
    let kind = file.kind.name(output.lang);
    if file.title.is_empty() { kind.to_owned() } else { format!("{kind}: {}", file.title) }
}
