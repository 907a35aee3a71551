//! Databases of earlier releases: kept in the repository, and opened as somebody who updates Tasuki opens theirs.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use tasuki_store::{Address, OrganizationId, copy};

use super::happenings::blocking;
use super::{Kept, begin, cast};
use crate::common::{Ground, NOW, World, copy_folder};
use crate::database::Database;

/// The folder is as large as this at most, in bytes: it is in every clone for ever.
const MOST: usize = 400_000;
/// Five minutes after a release was begun: all that was made in it is older.
const LATER: u64 = NOW.unsigned_abs() + 5 * 60_000;
const DATABASE: &str = "tasuki.db";

/// What is beside the database.
#[derive(Serialize, Deserialize)]
struct About {
    organization: OrganizationId,
    kept: Kept,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/releases")
}

/// The folders of all releases that were kept.
pub(super) fn all() -> Vec<PathBuf> {
    let mut all: Vec<_> =
        fs::read_dir(folder()).into_iter().flatten().map(|own| own.expect("a release").path()).collect();
    all.sort();
    all
}

/// Opens a copy of it, on the engine of the tests.
pub(super) async fn open(release: &Path) -> (World, Kept) {
    let about = fs::read_to_string(release.join("notes.json")).expect("the notes");
    let About { organization, kept } = serde_json::from_str(&about).expect("the notes");
    let here = tempfile::tempdir().expect("a folder");
    let packed = fs::read(release.join(format!("{DATABASE}.gz"))).expect("the database");
    let mut database = Vec::new();
    GzDecoder::new(&packed[..]).read_to_end(&mut database).expect("the database");
    fs::write(here.path().join(DATABASE), database).expect("the database");
    copy_folder(&release.join("blobs"), &here.path().join("blobs"));
    let path = here.path().to_owned();
    // Nothing new may be called as something that is there, nor happen before it.
    let ground = Ground::there(Address::Folder(path.clone()), path.clone(), organization, 3 << 40, LATER);
    // Opening brings it up to date.
    let world = ground.open();
    if std::env::var("TASUKI_TEST_ENGINE").is_ok_and(|engine| engine == "postgresql") {
        let moved = blocking(move || {
            let database = Database::new().expect("a PostgreSQL server");
            let (ground, address) = (world.stopped(), Address::Postgres(database.url()));
            copy::run(&ground.address, &address, NOW).expect("copied");
            ground.moved(address, path, Some(here), Some(database)).open()
        });
        return (moved.await, kept);
    }
    let ground = world.stopped();
    let address = ground.address.clone();
    (ground.moved(address, path, Some(here), None).open(), kept)
}

/// Makes the folder of a release, with the name that `TASUKI_KEEP_RELEASE` gives it.
#[tokio::test]
#[ignore = "writes into the repository: cargo xtask keep-release NAME"]
async fn keep_this_release() {
    let Ok(name) = std::env::var("TASUKI_KEEP_RELEASE") else { return };
    let target = folder().join(name);
    assert!(!target.exists(), "{} was kept already; what was kept is not changed", target.display());
    let world = World::new().await;
    let cast = cast(&world).await;
    let kept = begin(&world, cast, BTreeMap::new()).await;
    let about = About { organization: world.organization, kept };
    let ground = world.stopped();
    assert!(matches!(ground.address, Address::Folder(_)), "a release is kept as an SQLite database");
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&fs::read(ground.folder.join(DATABASE)).expect("the database")).expect("packed");
    let packed = packed.finish().expect("packed");
    assert!(packed.len() < MOST, "{} bytes are too many for the repository", packed.len());
    fs::create_dir_all(&target).expect("a folder");
    fs::write(target.join(format!("{DATABASE}.gz")), packed).expect("the database");
    let about = serde_json::to_string_pretty(&about).expect("the notes");
    fs::write(target.join("notes.json"), about + "\n").expect("the notes");
    copy_folder(&ground.folder.join("blobs"), &target.join("blobs"));
}
