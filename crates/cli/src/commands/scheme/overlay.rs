//! `tasuki scheme overlay`: a file of the user's own in the place of a scheme that is built in, for example when the operator has published
//! what is only assumed here. One TOML file per scheme, in `schemes` of the data folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;
use tasuki_catalog::Text;
use tasuki_scheme::road::{Scheme, parse_scheme};

use super::{builtin, check};
use crate::{
    commands::{own_data, problems},
    failure::Failure,
    output::{Output, say},
};

#[derive(Debug, Subcommand)]
pub(crate) enum OverlayCommand {
    /// Check the file of a scheme and store it on this computer.
    Add {
        /// TOML file of a scheme.
        file: PathBuf,
    },
    /// List the schemes stored on this computer.
    List,
    /// Remove a stored scheme and use the built-in one again.
    Remove {
        /// Name of the scheme.
        id: String,
    },
}

pub(super) fn run(command: OverlayCommand, output: &mut Output) -> Result<ExitCode, Failure> {
    match command {
        OverlayCommand::Add { file } => return add(&file, output),
        OverlayCommand::List => list(output)?,
        OverlayCommand::Remove { id } => remove(&id, output)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The user's own state of a scheme, if there is one.
pub(super) fn of(id: &str) -> Result<Option<Scheme>, Failure> {
    of_in(&own_data::folder()?, id)
}

/// The same in a data folder.
pub(super) fn of_in(folder: &Path, id: &str) -> Result<Option<Scheme>, Failure> {
    let path = path_in(folder, id);
    match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::read(&path, &error)),
        Ok(_) => parse_scheme(&check::read(&path)?).map(Some).map_err(|found| {
            let first = found.first().map(ToString::to_string).unwrap_or_default();
            let shown = path.display();
            let text = Text::new(
                format!("{shown} の制度を使えません: {first}"),
                format!("cannot use the scheme in {shown}: {first}"),
            );
            Failure::input("broken-scheme", text).hint(
                "tasuki scheme check で確かめて、tasuki scheme overlay add で置き直してください",
                "check it with tasuki scheme check, and store it again with tasuki scheme overlay add",
            )
        }),
    }
}

fn add(file: &Path, output: &mut Output) -> Result<ExitCode, Failure> {
    let source = check::read(file)?;
    let scheme = match parse_scheme(&source) {
        Ok(scheme) => scheme,
        Err(found) => return Ok(problems::tell(&found, output)),
    };
    // Only what has a name of ours is ever asked for.
    builtin(&scheme.id)?;
    let path = path(&scheme.id)?;
    own_data::keep(&path, source.text.as_bytes())?;
    let (id, revised, place) = (&scheme.id, scheme.revised, path.display());
    output.remark(say!(
        output.lang,
        "{id}: {revised} の制度を {place} に置きました",
        "{id}: the scheme of {revised} is kept in {place}"
    ));
    Ok(ExitCode::SUCCESS)
}

fn list(output: &mut Output) -> Result<(), Failure> {
    let mut own = Vec::new();
    for scheme in Scheme::builtin() {
        own.extend(of(&scheme.id)?.map(|own| (own.id, own.revised)));
    }
    if output.is_json() {
        let wires: Vec<_> =
            own.iter().map(|(id, revised)| serde_json::json!({ "scheme": id, "revised": revised })).collect();
        output.json(&wires);
    } else {
        for (id, revised) in own {
            output.line(format!("{id}  {revised}"));
        }
    }
    Ok(())
}

fn remove(id: &str, output: &mut Output) -> Result<(), Failure> {
    let path = path(&builtin(id)?.id)?;
    if !own_data::remove(&path)? {
        let text =
            Text::new(format!("{id} の制度は置かれていません"), format!("there is no scheme of your own for {id}"));
        return Err(Failure::usage("no-scheme-overlay", text).hint(
            "tasuki scheme overlay list で、あるものを確かめてください",
            "see tasuki scheme overlay list for those that there are",
        ));
    }
    output.remark(say!(output.lang, "{} を消しました", "removed {}", path.display()));
    Ok(())
}

fn path(id: &str) -> Result<PathBuf, Failure> {
    Ok(path_in(&own_data::folder()?, id))
}

fn path_in(folder: &Path, id: &str) -> PathBuf {
    folder.join("schemes").join(format!("{id}.toml"))
}
