//! `tasuki scan`: what scanners found, and which software is there.

mod judge;
mod read;
mod told;

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;

use crate::{failure::Failure, output::Output};

#[derive(Debug, Subcommand)]
pub(crate) enum ScanCommand {
    /// Read a file of a scanner or a list of software, and show it in one form for all of them.
    Read {
        /// XML of nmap, Nessus, OpenVAS or OpenSCAP; JSON of Trivy, Grype, KEV, CycloneDX or SPDX; CSV of EPSS.
        file: PathBuf,
    },
    /// Hold what was found against the criteria of an edition: what speaks against them, what a person must decide, what to look at first.
    Judge(judge::JudgeArguments),
}

pub(super) fn run(command: ScanCommand, output: &mut Output) -> Result<ExitCode, Failure> {
    match command {
        ScanCommand::Read { file } => read::run(&file, output).map(|()| ExitCode::SUCCESS),
        ScanCommand::Judge(arguments) => judge::run(&arguments, output).map(|()| ExitCode::SUCCESS),
    }
}
