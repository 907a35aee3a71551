//! `tasuki scan judge`: what was found, held against the criteria of an edition.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use tasuki_assess::scan::{Judging, Knowledge, NamedScan, Scan, ScanFormat, Targets, judge};
use tasuki_catalog::{Catalog, Library, Text};
use tasuki_intake::{Limits, TargetsError, read_targets};

use super::{read::passed_over, told};
use crate::{
    commands::{edition, read, sheet},
    failure::Failure,
    output::{Output, say},
};

/// What is judged, and by what.
#[derive(Debug, Args)]
pub(crate) struct JudgeArguments {
    /// Results of scanners and lists of software; as many as there are, of any format that `tasuki scan read` reads.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Edition or framework whose criteria are meant.
    #[arg(long, value_name = "ID")]
    framework: String,
    /// List of targets as CSV: name, address, in scope, reason, exposure, kind, owner. docs/scans.md describes it.
    #[arg(long, value_name = "CSV")]
    targets: Option<PathBuf>,
    /// Vulnerabilities that are known to be exploited (CISA KEV as JSON), for the priority.
    #[arg(long, value_name = "JSON")]
    kev: Option<PathBuf>,
    /// How likely vulnerabilities are to be exploited (EPSS as CSV), for the priority.
    #[arg(long, value_name = "CSV")]
    epss: Option<PathBuf>,
    /// Day as of which deadlines are counted; the default is today.
    #[arg(long, value_name = "DATE", value_parser = sheet::date)]
    as_of: Option<Date>,
}

pub(super) fn run(arguments: &JudgeArguments, output: &mut Output) -> Result<(), Failure> {
    let library = Library::builtin();
    let catalog = edition(library, &arguments.framework)?;
    has_rules(catalog, library)?;
    let targets = arguments.targets.as_deref().map(|file| targets(file, output)).transpose()?.unwrap_or_default();
    let mut knowledge = Knowledge::default();
    let scans = scans(&arguments.files, &mut knowledge, output)?;
    for (file, format) in [(&arguments.kev, ScanFormat::Kev), (&arguments.epss, ScanFormat::Epss)] {
        if let Some(file) = file {
            knowledge.add(&list(file, format, output)?);
        }
    }
    let scans: Vec<_> = scans.iter().map(|(name, scan)| NamedScan { name, scan }).collect();
    let as_of = arguments.as_of.unwrap_or_else(sheet::today);
    let signs = library.signs();
    let judgements = judge(Judging { catalog, signs, scans: &scans, targets: &targets, knowledge: &knowledge, as_of });
    if output.is_json() {
        output.json(&judgements);
    } else {
        told::tell(catalog, as_of, &judgements, output);
    }
    Ok(())
}

/// The scans of all files, each with the name of its file. Lists about CVEs among them count as knowledge, too.
fn scans(files: &[PathBuf], knowledge: &mut Knowledge, output: &Output) -> Result<Vec<(String, Scan)>, Failure> {
    let mut scans = Vec::with_capacity(files.len());
    for file in files {
        let (name, scan) = (name(file, files), super::read::scan(file)?);
        passed_over(&scan, &format!("{name}: "), output);
        knowledge.add(&scan);
        scans.push((name, scan));
    }
    Ok(scans)
}

/// The name of a file; its whole path where another file has the same name.
fn name(file: &Path, files: &[PathBuf]) -> String {
    let same = files.iter().filter(|other| other.file_name() == file.file_name()).count();
    let short = file.file_name().filter(|_| same == 1);
    short.map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// A list about CVEs, of the format that is wanted.
fn list(file: &Path, wanted: ScanFormat, output: &Output) -> Result<Scan, Failure> {
    let scan = super::read::scan(file)?;
    if scan.format != wanted {
        let (path, found, wanted) = (file.display(), scan.format.name(), wanted.name());
        let text = Text::new(
            format!("{path} は {found} で、{wanted} ではありません"),
            format!("{path} is {found}, not {wanted}"),
        );
        return Err(Failure::input("scan-other-list", text).hint(
            "--kev には KEV の JSON、--epss には EPSS の CSV を指定してください",
            "give the JSON of KEV to --kev, and the CSV of EPSS to --epss",
        ));
    }
    passed_over(&scan, &format!("{}: ", file.display()), output);
    Ok(scan)
}

/// The list of targets. Columns that were not read are reported.
fn targets(file: &Path, output: &Output) -> Result<Targets, Failure> {
    let list = read_targets(&read(file)?, &Limits::default()).map_err(|error| match error {
        TargetsError::Unreadable(error) => Failure::intake(file, &error),
        TargetsError::Bad(problems) => Failure::targets(file, &problems),
    })?;
    for heading in &list.passed_over {
        let file = file.display();
        output.remark(say!(
            output.lang,
            "読まなかった列: {file}: {heading}",
            "a column that was not read: {file}: {heading}"
        ));
    }
    Ok(list.targets)
}

/// Refuses an edition for which nobody has said which findings speak of which criterion.
fn has_rules(catalog: &Catalog, library: &Library) -> Result<(), Failure> {
    if !catalog.scan_rules().is_empty() {
        return Ok(());
    }
    let known = library.catalogs().filter(|catalog| !catalog.scan_rules().is_empty()).map(Catalog::id);
    let (id, known) = (catalog.id(), known.collect::<Vec<_>>().join(", "));
    let text = Text::new(
        format!("{id} には、検査結果を突き合わせる規則がありません"),
        format!("{id} has no rules about what scanners find"),
    );
    Err(Failure::usage("no-scan-rules", text)
        .hint(format!("次のどれかを指定してください: {known}"), format!("use one of: {known}")))
}
