//! What happens to a server and its database.

use std::path::Path;
use std::sync::Arc;

use tasuki_catalog::{Library, Own, SourceFile, parse_catalog};
use tasuki_store::{Address, Blobs, backup, copy};
use tempfile::TempDir;

use crate::common::{NOW, World};
use crate::database::Database;

/// The edition that is revised; every check uses it.
const EDITION: &str = "scs-2026-03";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Happening {
    Nothing,
    Restarted,
    /// See [`super::killed`]: it happens while a part is performed, not after it.
    Killed,
    Restored,
    Moved,
    Revised,
}

impl Happening {
    /// Lets it happen. None is a world in which it cannot, as there is no server of the other engine; the database says so.
    pub(super) async fn befall(self, world: World) -> Option<World> {
        match self {
            Self::Nothing | Self::Killed => Some(world),
            Self::Restarted => Some(world.restarted()),
            Self::Restored => Some(blocking(move || restored(world)).await),
            Self::Moved => blocking(move || moved(world)).await,
            Self::Revised => Some(revised(world)),
        }
    }
}

/// On a thread on which it is allowed to block, as a command does.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("it is done")
}

/// A new place for a database of an engine.
fn fresh(is_postgres: bool) -> Option<(Address, TempDir, Option<Database>)> {
    let folder = tempfile::tempdir().expect("a folder");
    if !is_postgres {
        return Some((Address::Folder(folder.path().to_owned()), folder, None));
    }
    let database = Database::new()?;
    Some((Address::Postgres(database.url()), folder, Some(database)))
}

fn files(folder: &Path) -> Blobs {
    Blobs::open(&folder.join("blobs").to_string_lossy()).expect("a folder for files")
}

/// A backup is made while the server runs, and restored to a new database and a new folder of files.
fn restored(world: World) -> World {
    let place = tempfile::tempdir().expect("a folder");
    let (file, from) = (place.path().join("backup.tar"), world.ground());
    backup::write(&from.address, world.app.blobs(), &file, NOW).expect("a backup");
    let is_postgres = matches!(from.address, Address::Postgres(_));
    let (address, folder, database) = fresh(is_postgres).expect("a place like the one before");
    backup::restore(&file, &address, &files(folder.path()), NOW).expect("restored");
    let path = folder.path().to_owned();
    world.stopped().moved(address, path, Some(folder), database).open()
}

/// The database is copied to the other engine; the files stay where they are.
fn moved(world: World) -> Option<World> {
    let was_postgres = matches!(world.ground().address, Address::Postgres(_));
    let (address, folder, database) = fresh(!was_postgres)?;
    let ground = world.stopped();
    copy::run(&ground.address, &address, NOW).expect("copied");
    let path = ground.folder.clone();
    Some(ground.moved(address, path, Some(folder), database).open())
}

/// The server comes back with another state of the edition: the same criteria in other words.
fn revised(world: World) -> World {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogs").join(EDITION);
    let mut names: Vec<_> =
        std::fs::read_dir(&folder).expect("the edition").map(|file| file.expect("a file").path()).collect();
    names.retain(|name| name.extension().is_some_and(|ending| ending == "toml"));
    names.sort();
    let read = |name: &std::path::PathBuf| {
        let text = std::fs::read_to_string(name).expect("a part of the edition");
        SourceFile { name: name.display().to_string(), text: text.replace("{ ja = \"", "{ ja = \"改：") }
    };
    let catalog = parse_catalog(&names.iter().map(read).collect::<Vec<_>>()).expect("a revision that holds together");
    // It stands in the place of the edition of the same name.
    let revision = Own { catalog: Arc::new(catalog), crosswalks: Vec::new() };
    let library = Arc::new(Library::builtin().and(Arc::new(revision), true));
    let mut ground = world.stopped();
    ground.library = library;
    ground.open()
}
