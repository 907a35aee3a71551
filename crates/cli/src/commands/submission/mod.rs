//! `tasuki submission`: reads what an assessment was when it was frozen. It needs no server, so that whoever got the file can check it.

mod diff;
mod show;
mod verify;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;
use tasuki_catalog::{Library, Text};
use tasuki_trust::Digest;
use tasuki_trust::submission::{Fault, Verified};

use crate::{commands::read, failure::Failure, output::Output};

/// The largest file that is read, in bytes: a thousand times what a submission of 153 criteria takes.
const LARGEST: u64 = 256 * 1024 * 1024;

#[derive(Debug, Subcommand)]
pub(crate) enum SubmissionCommand {
    /// Show what a submission says.
    Show {
        /// File of a submission (JSON).
        file: PathBuf,
        /// Only this criterion.
        criterion: Option<String>,
    },
    /// Check that a file is a submission, and that it is the one whose SHA-256 you were told.
    Verify {
        /// File of a submission (JSON).
        file: PathBuf,
        /// The SHA-256 that you were told, as 64 hexadecimal digits.
        #[arg(long, value_name = "SHA-256")]
        digest: Option<String>,
        /// Folder with files of evidence: check which of those that the submission names are in it.
        #[arg(long, value_name = "DIR")]
        evidence: Option<PathBuf>,
    },
    /// Show what changed from one submission to another, by criterion.
    Diff {
        /// The earlier submission.
        before: PathBuf,
        /// The later submission.
        after: PathBuf,
    },
}

pub(super) fn run(command: SubmissionCommand, output: &mut Output) -> Result<ExitCode, Failure> {
    match command {
        SubmissionCommand::Show { file, criterion } => {
            show::run(&file, criterion.as_deref(), output).map(|()| ExitCode::SUCCESS)
        }
        SubmissionCommand::Verify { file, digest, evidence } => {
            verify::run(&file, digest.as_deref(), evidence.as_deref(), output)
        }
        SubmissionCommand::Diff { before, after } => diff::run(&before, &after, output).map(|()| ExitCode::SUCCESS),
    }
}

/// The bytes of a file that may be a submission.
fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let size = std::fs::metadata(file).map_err(|error| Failure::read(file, &error))?.len();
    if size > LARGEST {
        let (shown, most) = (file.display(), LARGEST / 1024 / 1024);
        let text = Text::new(
            format!("{shown} は大きすぎます（{most} MiB まで）"),
            format!("{shown} is too large; at most {most} MiB"),
        );
        return Err(Failure::input("submission-too-large", text)
            .hint("提出版のファイルか確かめてください", "make sure that it is the file of a submission"));
    }
    read(file)
}

/// A submission that is in order.
fn submission(file: &Path) -> Result<Verified, Failure> {
    tasuki_trust::submission::verify(&bytes(file)?, None, Library::builtin()).map_err(|faults| broken(file, &faults))
}

fn broken(file: &Path, faults: &[Fault]) -> Failure {
    let texts: Vec<Text> = faults.iter().map(Fault::text).collect();
    let (ja, en): (Vec<_>, Vec<_>) = texts.into_iter().map(|text| (text.ja, text.en)).unzip();
    let shown = file.display();
    let text = Text::new(format!("{shown}: {}", ja.join("、")), format!("{shown}: {}", en.join("; ")));
    Failure::input("broken-submission", text).hint(
        "渡した人から、書き直していないファイルをもらってください",
        "get the file as it was made from whoever gave it to you",
    )
}

/// A digest as somebody was told it.
pub(super) fn digest(text: &str) -> Result<Digest, Failure> {
    text.trim().to_ascii_lowercase().parse().map_err(|_| {
        let text = Text::new(format!("「{text}」は SHA-256 ではありません"), format!("{text:?} is no SHA-256"));
        Failure::usage("not-a-digest", text)
            .hint("0〜9 と a〜f の64文字を渡してください", "give 64 characters from 0 to 9 and a to f")
    })
}
