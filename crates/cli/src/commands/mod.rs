//! One command per file; each turns its arguments into data on the [`Output`].

pub(crate) mod assess;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod bench;
pub(crate) mod benchmark;
pub(crate) mod carry;
pub(crate) mod catalog;
pub(crate) mod crosswalk;
pub(crate) mod db;
pub(crate) mod organization;
mod own_data;
pub(crate) mod package;
mod permissions;
pub(crate) mod place;
mod problems;
pub(crate) mod profile;
mod roads;
pub(crate) mod sample;
pub(crate) mod scan;
pub(crate) mod scheme;
pub(crate) mod serve;
mod sheet;
pub(crate) mod submission;
pub(crate) mod suggest;
pub(crate) mod template;
pub(crate) mod user;

use std::{fs, path::Path, process::ExitCode};

use tasuki_catalog::{Catalog, Library, Text, fold};

use crate::{arguments::Command, failure::Failure, help, output::Output};

/// Runs one command.
pub(crate) fn run(command: Command, output: &mut Output) -> Result<ExitCode, Failure> {
    if keeps_data(&command) {
        place::for_owner_alone();
    }
    match command {
        Command::Assess(arguments) => return assess::run(&arguments, output),
        Command::Suggest(arguments) => suggest::run(&arguments, output)?,
        Command::Carry(arguments) => carry::run(&arguments, output)?,
        Command::Template(arguments) => template::run(&arguments, output)?,
        Command::Profile(arguments) => profile::run(&arguments, output)?,
        Command::Catalog(command) => return catalog::run(command, output),
        Command::Scheme(command) => return scheme::run(command, output),
        Command::Submission(command) => return submission::run(command, output),
        Command::Package(command) => return package::run(command, output),
        Command::Sample(command) => sample::run(&command, output)?,
        Command::Scan(command) => return scan::run(command, output),
        Command::Crosswalk(command) => crosswalk::run(&command, output)?,
        Command::Benchmark(command) => benchmark::run(&command, output)?,
        Command::Bench(command) => bench::run(command, output)?,
        Command::Serve(arguments) => serve::run(&arguments, output)?,
        Command::Audit(command) => audit::run(command, output)?,
        Command::Backup(arguments) => backup::make(&arguments, output)?,
        Command::Restore(arguments) => backup::restore(&arguments, output)?,
        Command::Organization(command) => organization::run(command, output)?,
        Command::Db(command) => db::run(command, output)?,
        Command::User(command) => user::run(command, output)?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut help::command(output.lang), "tasuki", &mut script);
            output.write(&script);
        }
        Command::Man { folder } => help::write_manual(&folder, output)?,
        Command::Reference => output.line(help::reference()),
        Command::Permissions => output.line(permissions::table(output.lang)),
        Command::Roads => output.line(roads::page()),
        Command::Openapi => output.line(format!("{:#}", tasuki_web::openapi())),
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether a command writes private data: the data of the server, or files made from it.
fn keeps_data(command: &Command) -> bool {
    matches!(command, Command::Serve(_) | Command::Audit(_) | Command::Backup(_) | Command::Restore(_) | Command::Db(_))
        || matches!(command, Command::Catalog(catalog::CatalogCommand::Overlay(_)))
        || matches!(command, Command::Scheme(scheme::SchemeCommand::Overlay(_)))
}

/// The edition called `name`, or the default edition of the framework with that name.
fn edition(library: &'static Library, name: &str) -> Result<&'static Catalog, Failure> {
    library.catalog(&fold(name)).ok_or_else(|| {
        let known = library.editions().collect::<Vec<_>>().join(", ");
        Failure::usage(
            "unknown-edition",
            Text::new(format!("「{name}」という版はありません"), format!("there is no edition {name:?}")),
        )
        .hint(format!("次のどれかを指定してください: {known}"), format!("use one of: {known}"))
    })
}

/// Reads a whole file.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::read(path, &error))
}

/// Writes a whole file. The file appears complete or not at all, so that an interrupted write never leaves half a
/// report.
fn write(path: &Path, contents: &[u8]) -> Result<(), Failure> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let partial = path.with_file_name(name);
    fs::write(&partial, contents).and_then(|()| fs::rename(&partial, path)).map_err(|error| {
        // The partial file of a failed attempt is of no use.
        let _ = fs::remove_file(&partial);
        Failure::write(path, &error)
    })
}
