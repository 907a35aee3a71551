//! `tasuki catalog overlay`: the official wording, from the user's own copy.
//!
//! Overlays are on the user's computer, one JSON file per edition, in `$TASUKI_DATA/overlays`, or by default in the
//! data folder of the desktop's conventions. They are never part of Tasuki.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use tasuki_catalog::{Catalog, Library, Overlay, Text};
use tasuki_intake::Limits;

use crate::{
    commands::{edition, own_data, read},
    failure::Failure,
    output::{Output, say, to_json},
};

#[derive(Debug, Subcommand)]
pub(crate) enum OverlayCommand {
    /// Read the official texts from a workbook, CSV or JSON and store them on this computer.
    Add {
        /// File with the identifiers and the official texts.
        file: PathBuf,
        /// Edition or framework of the file, if its identifiers do not show it.
        #[arg(long, value_name = "ID")]
        framework: Option<String>,
    },
    /// List the overlays on this computer.
    List,
    /// Remove an overlay.
    Remove {
        /// Edition or framework.
        framework: String,
    },
}

pub(super) fn run(command: OverlayCommand, output: &mut Output) -> Result<(), Failure> {
    match command {
        OverlayCommand::Add { file, framework } => add(&file, framework.as_deref(), output),
        OverlayCommand::List => list(output),
        OverlayCommand::Remove { framework } => remove(&framework, output),
    }
}

/// The overlay of an edition, if the user has one.
pub(super) fn of(catalog: &Catalog) -> Result<Option<Overlay>, Failure> {
    read_in(&own_data::folder()?, catalog)
}

/// All overlays that a server with this data folder shows.
pub(in crate::commands) fn all_in(folder: &Path) -> Result<Vec<Overlay>, Failure> {
    let answered = Library::builtin().catalogs().filter(|catalog| catalog.is_answered());
    answered.filter_map(|catalog| read_in(folder, catalog).transpose()).collect()
}

fn read_in(folder: &Path, catalog: &Catalog) -> Result<Option<Overlay>, Failure> {
    let path = path_in(folder, catalog);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::read(&path, &error)),
    };
    let overlay: Overlay = serde_json::from_slice(&bytes).map_err(|error| broken(&path, &error))?;
    overlay.check(catalog).map_err(|error| broken(&path, &error))?;
    Ok(Some(overlay))
}

fn add(file: &Path, framework: Option<&str>, output: &mut Output) -> Result<(), Failure> {
    let library = Library::builtin();
    let framework = framework.map(|name| edition(library, name)).transpose()?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let overlay = tasuki_intake::read_official_texts(library, &name, &read(file)?, framework, &Limits::default())
        .map_err(|error| Failure::intake(file, &error))?;
    let catalog = edition(library, &overlay.edition)?;
    let path = path(catalog)?;
    own_data::keep(&path, to_json(&overlay).as_bytes())?;
    let (texts, all) = (overlay.texts.len(), catalog.criteria().len());
    output.remark(say!(
        output.lang,
        "{}: 公式の文 {texts} / {all} 件を {} に置きました",
        "{}: {texts} of {all} official texts kept in {}",
        catalog.id(),
        path.display()
    ));
    Ok(())
}

fn list(output: &mut Output) -> Result<(), Failure> {
    let mut overlays = Vec::new();
    for catalog in Library::builtin().catalogs() {
        overlays.extend(of(catalog)?.map(|overlay| (catalog.id(), overlay.texts.len(), catalog.criteria().len())));
    }
    if output.is_json() {
        let wires: Vec<_> = overlays
            .iter()
            .map(|(id, texts, all)| serde_json::json!({ "edition": id, "texts": texts, "criteria": all }))
            .collect();
        output.json(&wires);
    } else {
        for (id, texts, all) in overlays {
            output.line(format!("{id}  {texts} / {all}"));
        }
    }
    Ok(())
}

fn remove(framework: &str, output: &mut Output) -> Result<(), Failure> {
    let catalog = edition(Library::builtin(), framework)?;
    let path = path(catalog)?;
    if !own_data::remove(&path)? {
        let id = catalog.id();
        let text = Text::new(format!("{id} の公式の文は置かれていません"), format!("there is no overlay of {id}"));
        return Err(Failure::usage("no-overlay", text).hint(
            "tasuki catalog overlay list で、あるものを確かめてください",
            "see tasuki catalog overlay list for those that there are",
        ));
    }
    output.remark(say!(output.lang, "{} を消しました", "removed {}", path.display()));
    Ok(())
}

fn path(catalog: &Catalog) -> Result<PathBuf, Failure> {
    Ok(path_in(&own_data::folder()?, catalog))
}

fn path_in(folder: &Path, catalog: &Catalog) -> PathBuf {
    folder.join("overlays").join(format!("{}.json", catalog.id()))
}

fn broken(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    let path = path.display();
    Failure::input(
        "broken-overlay",
        Text::new(
            format!("{path} の公式の文を使えません: {error}"),
            format!("cannot use the official texts in {path}: {error}"),
        ),
    )
    .hint("tasuki catalog overlay add で読み込み直してください", "read it again with tasuki catalog overlay add")
}
