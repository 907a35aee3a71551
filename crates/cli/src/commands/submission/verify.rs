//! `tasuki submission verify`: whether a file is the submission that somebody was told of, with the evidence that it names.

use std::{
    collections::HashMap,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use serde::Serialize;
use tasuki_catalog::Library;
use tasuki_trust::submission::{Evidence, Fault, Verified, verify};
use tasuki_trust::{Digest, DigestWriter};

use crate::{
    failure::{Failure, INPUT},
    output::{Output, Tint, say},
};

/// The most files that are looked at in a folder of evidence.
const MOST: usize = 100_000;

#[derive(Serialize)]
struct Wire<'a> {
    sha256: Option<Digest>,
    /// Whether this build has the very texts that were asked; `null` if it does not know the edition.
    same_texts: Option<bool>,
    faults: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Vec<FileWire<'a>>>,
}

#[derive(Serialize)]
struct FileWire<'a> {
    name: &'a str,
    sha256: Digest,
    /// The file in the folder that has these bytes.
    file: Option<&'a Path>,
}

impl<'a> FileWire<'a> {
    fn of((piece, file): (&'a Evidence, Option<&'a Path>)) -> Self {
        Self { name: &piece.name, sha256: piece.sha256, file }
    }
}

pub(super) fn run(
    file: &Path,
    expected: Option<&str>,
    evidence: Option<&Path>,
    output: &mut Output,
) -> Result<ExitCode, Failure> {
    let expected = expected.map(super::digest).transpose()?;
    let verified = match verify(&super::bytes(file)?, expected, Library::builtin()) {
        Ok(verified) => verified,
        Err(faults) => return Ok(refuse(&faults, output)),
    };
    let found = evidence.map(files).transpose()?;
    let pieces: Vec<(&Evidence, Option<&Path>)> = match &found {
        None => Vec::new(),
        Some(found) => {
            let files = verified.submission.evidence.iter().filter(|piece| piece.kind == "file");
            files.map(|piece| (piece, found.get(&piece.sha256).map(PathBuf::as_path))).collect()
        }
    };
    if output.is_json() {
        let evidence = found.is_some().then(|| pieces.iter().map(|own| FileWire::of(*own)).collect());
        output.json(&Wire { sha256: Some(verified.digest), same_texts: verified.same_texts, faults: vec![], evidence });
    } else {
        tell(&verified, &pieces, output);
    }
    let is_missing = pieces.iter().any(|(_, file)| file.is_none());
    Ok(if is_missing { ExitCode::from(INPUT) } else { ExitCode::SUCCESS })
}

fn refuse(faults: &[Fault], output: &mut Output) -> ExitCode {
    let texts: Vec<String> = faults.iter().map(|fault| fault.text().get(output.lang).to_owned()).collect();
    if output.is_json() {
        output.json(&Wire { sha256: None, same_texts: None, faults: texts, evidence: None });
    } else {
        for text in texts {
            output.line(output.tint(&format!("✗ {text}"), Tint::Bad));
        }
    }
    ExitCode::from(INPUT)
}

fn tell(verified: &Verified, pieces: &[(&Evidence, Option<&Path>)], output: &mut Output) {
    let lang = output.lang;
    output.line(format!("SHA-256  {}", verified.digest));
    output.line(
        output.tint(&say!(lang, "✓ 提出版の形で、書き直されていません", "✓ a submission, as it was made"), Tint::Good),
    );
    let edition = &verified.submission.edition.id;
    output.line(match verified.same_texts {
        Some(true) => say!(
            lang,
            "✓ {edition} の文は、このプログラムのものと同じです",
            "✓ the texts of {edition} are those of this program"
        ),
        Some(false) => say!(
            lang,
            "・{edition} の文は、このプログラムのものと違う改訂です（問うことは同じです）",
            "· the texts of {edition} are another revision than those of this program (what is asked is the same)"
        ),
        None => say!(lang, "・{edition} はこのプログラムにありません", "· this program does not know {edition}"),
    });
    for (piece, file) in pieces {
        let name = &piece.name;
        output.line(match file {
            Some(file) => {
                let file = file.display();
                output.tint(&say!(lang, "✓ 証跡 {name}: {file}", "✓ evidence {name}: {file}"), Tint::Good)
            }
            None => output.tint(
                &say!(
                    lang,
                    "✗ 証跡 {name}: この内容のファイルがありません（{}）",
                    "✗ evidence {name}: no file with these bytes ({})",
                    piece.sha256
                ),
                Tint::Bad,
            ),
        });
    }
}

/// The files below a folder, by the digest of their bytes.
fn files(folder: &Path) -> Result<HashMap<Digest, PathBuf>, Failure> {
    let mut found = HashMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| Failure::read(&folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::read(&folder, &error))?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(|error| Failure::read(&folder, &error))?);
            // A link may lead out of the folder, or in a circle.
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && found.len() < MOST {
                found.insert(of_file(&path)?, path);
            }
        }
    }
    Ok(found)
}

fn of_file(path: &Path) -> Result<Digest, Failure> {
    let mut writer = DigestWriter::default();
    File::open(path)
        .and_then(|mut file| io::copy(&mut file, &mut writer))
        .map_err(|error| Failure::read(path, &error))?;
    Ok(writer.finish())
}
