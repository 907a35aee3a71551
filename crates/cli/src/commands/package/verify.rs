//! `tasuki package verify`: whether every file of a package is as it was made, and what the submission in it names.

use std::{path::Path, process::ExitCode};

use serde::Serialize;
use tasuki_catalog::Library;
use tasuki_trust::Digest;
use tasuki_trust::package::{Fault, Package, verify};
use tasuki_trust::submission::Evidence;

use super::{named, texts};
use crate::{
    commands::submission::digest,
    failure::{Failure, INPUT},
    output::{Output, Tint, say},
};

#[derive(Serialize)]
struct Wire<'a> {
    sha256: Option<Digest>,
    submission: Option<Digest>,
    /// Whether this build has the very texts that were asked; `null` if it does not know the edition.
    same_texts: Option<bool>,
    faults: Vec<String>,
    /// The files of evidence that the submission names.
    evidence: Vec<EvidenceWire<'a>>,
}

#[derive(Serialize)]
struct EvidenceWire<'a> {
    name: &'a str,
    sha256: Digest,
    /// Where it is in the package; `null` if it was not handed in.
    path: Option<&'a str>,
}

pub(super) fn run(file: &Path, expected: Option<&str>, output: &mut Output) -> Result<ExitCode, Failure> {
    let expected = expected.map(digest).transpose()?;
    let package = match verify(&super::bytes(file)?, expected, Library::builtin()) {
        Ok(package) => package,
        Err(faults) => return Ok(refuse(&faults, output)),
    };
    if output.is_json() {
        output.json(&Wire {
            sha256: Some(package.digest),
            submission: Some(package.submission.digest),
            same_texts: package.submission.same_texts,
            faults: vec![],
            evidence: evidence(&package)
                .map(|(piece, path)| EvidenceWire { name: &piece.name, sha256: piece.sha256, path })
                .collect(),
        });
    } else {
        tell(&package, output);
    }
    Ok(ExitCode::SUCCESS)
}

/// The files of evidence that the submission names, with where they are. That one was not handed in is no fault: what is 秘 often is not.
fn evidence(package: &Package) -> impl Iterator<Item = (&Evidence, Option<&str>)> {
    let files = package.submission.submission.evidence.iter().filter(|piece| piece.kind == "file");
    files.map(|piece| (piece, package.path_of(piece.sha256)))
}

fn refuse(faults: &[Fault], output: &mut Output) -> ExitCode {
    let faults = texts(faults, output);
    if output.is_json() {
        output.json(&Wire { sha256: None, submission: None, same_texts: None, faults, evidence: vec![] });
    } else {
        for text in faults {
            output.line(output.tint(&format!("✗ {text}"), Tint::Bad));
        }
    }
    ExitCode::from(INPUT)
}

fn tell(package: &Package, output: &mut Output) {
    let lang = output.lang;
    output.line(say!(lang, "SHA256SUMS の SHA-256  {}", "SHA-256 of SHA256SUMS  {}", package.digest));
    for file in &package.manifest.files {
        let line = format!("✓ {}  {}", file.path, named(file, output));
        output.line(output.tint(&line, Tint::Good));
    }
    let submission = package.submission.digest;
    output.line(output.tint(
        &say!(
            lang,
            "✓ 提出版は書き直されていません（SHA-256 {submission}）",
            "✓ the submission is as it was made (SHA-256 {submission})"
        ),
        Tint::Good,
    ));
    for (piece, _) in evidence(package).filter(|(_, path)| path.is_none()) {
        output.line(say!(
            lang,
            "・証跡 {} は、この一式にありません（{}）",
            "· evidence {} is not in this package ({})",
            piece.name,
            piece.sha256
        ));
    }
}
