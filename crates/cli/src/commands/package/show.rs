//! `tasuki package show`: what is in a package.

use std::path::Path;

use serde::Serialize;
use tasuki_catalog::{Library, Text};
use tasuki_trust::Digest;
use tasuki_trust::package::{Manifest, Package, verify};

use super::named;
use crate::{
    failure::Failure,
    output::{Output, say},
    table::Table,
};

#[derive(Serialize)]
struct Wire<'a> {
    sha256: Digest,
    manifest: &'a Manifest,
}

pub(super) fn run(file: &Path, output: &mut Output) -> Result<(), Failure> {
    let package = verify(&super::bytes(file)?, None, Library::builtin()).map_err(|faults| {
        let texts: Vec<Text> = faults.iter().map(tasuki_trust::package::Fault::text).collect();
        let (ja, en): (Vec<_>, Vec<_>) = texts.into_iter().map(|text| (text.ja, text.en)).unzip();
        let shown = file.display();
        let text = Text::new(format!("{shown}: {}", ja.join("、")), format!("{shown}: {}", en.join("; ")));
        Failure::input("broken-package", text).hint(
            "渡した人から、作ったままのファイルをもらってください",
            "get the file as it was made from whoever gave it to you",
        )
    })?;
    if output.is_json() {
        output.json(&Wire { sha256: package.digest, manifest: &package.manifest });
    } else {
        overview(&package, output);
    }
    Ok(())
}

fn overview(package: &Package, output: &mut Output) {
    let (lang, facts) = (output.lang, &package.manifest.facts);
    output.heading(&facts.organization);
    output.line(say!(lang, "SHA256SUMS の SHA-256  {}", "SHA-256 of SHA256SUMS  {}", package.digest));
    output.line(say!(lang, "提出版の SHA-256  {}", "SHA-256 of the submission  {}", facts.submission.sha256));
    output.line(say!(
        lang,
        "{} の提出版（第{}版） · 作成 {}",
        "Submission {1} of {0} · made {2}",
        facts.submission.day,
        facts.submission.number,
        facts.made_at
    ));
    let mut table = Table::default();
    for file in &package.manifest.files {
        table.row([format!("  {}", file.path), format!("{} B", file.size), named(file, output)]);
    }
    table.lines().for_each(|line| output.line(line));
}
