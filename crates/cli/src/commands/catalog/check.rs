//! `tasuki catalog check`: checks whether a folder is a valid catalogue, and reports every problem with its place.

use std::{fs, path::Path, process::ExitCode};

use tasuki_catalog::{SourceFile, Text, parse_catalog};

use crate::{
    commands::problems,
    failure::Failure,
    output::{Output, say},
};

pub(super) fn run(folder: &Path, output: &mut Output) -> Result<ExitCode, Failure> {
    match parse_catalog(&files(folder)?) {
        Ok(catalog) if output.is_json() => {
            output.json(&serde_json::json!({ "id": catalog.id(), "problems": [] }));
            Ok(ExitCode::SUCCESS)
        }
        Ok(catalog) => {
            let (requirements, criteria) = (catalog.requirements().len(), catalog.criteria().len());
            output.line(say!(
                output.lang,
                "{}: 問題はありません（要求事項 {requirements}、評価基準 {criteria}）",
                "{}: no problems ({requirements} requirements, {criteria} criteria)",
                catalog.id()
            ));
            Ok(ExitCode::SUCCESS)
        }
        Err(problems) => Ok(problems::tell(&problems, output)),
    }
}

/// The TOML files of a folder, sorted by name.
fn files(folder: &Path) -> Result<Vec<SourceFile>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::read(folder, &error))?;
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    if paths.is_empty() {
        let shown = folder.display();
        let text = Text::new(format!("{shown} に TOML ファイルがありません"), format!("no TOML file in {shown}"));
        return Err(Failure::input("no-catalog", text).hint(
            "catalog.toml と部品を置いたフォルダを渡してください",
            "give the folder that holds catalog.toml and its parts",
        ));
    }
    let read = |path: std::path::PathBuf| match fs::read_to_string(&path) {
        Ok(text) => Ok(SourceFile { name: path.display().to_string(), text }),
        Err(error) => Err(Failure::read(&path, &error)),
    };
    paths.into_iter().map(read).collect()
}
