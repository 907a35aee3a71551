//! One server per folder, and no copying of a database while a server uses it; the server sees what commands write
//! meanwhile.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tasuki_store::copy::{self, CopyError};
use tasuki_store::{Address, Blobs, Store, StoreError, backup, organizations};
use tempfile::TempDir;

use crate::base::{Base, NOW, note, organization};

stories![no_database_is_copied_from_under_a_server, a_backup_is_made_beside_a_server];

fn in_use<T>(result: &Result<T, CopyError>) -> bool {
    matches!(result, Err(CopyError::Store(StoreError::InUse(_))))
}

fn no_database_is_copied_from_under_a_server(base: &Base) {
    let server = Store::serve(&base.address, NOW).unwrap();
    let elsewhere = TempDir::new().unwrap();
    let empty = Address::Folder(elsewhere.path().join("copy"));
    assert!(in_use(&copy::run(&base.address, &empty, NOW)), "later writes would be left behind");
    let other = Base::sqlite();
    assert!(in_use(&copy::run(&other.address, &base.address, NOW)), "it would be filled under its hands");
    drop(server);
    copy::run(&base.address, &empty, NOW).unwrap();
    assert_eq!(fs::metadata(elsewhere.path().join("copy")).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(mode(&elsewhere.path().join("copy/tasuki.db")), 0o600);
}

fn a_backup_is_made_beside_a_server(base: &Base) {
    let _server = Store::serve(&base.address, NOW).unwrap();
    let place = TempDir::new().unwrap();
    let blobs = Blobs::open(&place.path().join("blobs").to_string_lossy()).unwrap();
    let file = place.path().join("backup.tar");
    backup::write(&base.address, &blobs, &file, NOW).unwrap();
    assert_eq!(mode(&file), 0o600);
    let empty = TempDir::new().unwrap();
    let target = Address::Folder(empty.path().to_owned());
    let served = Store::serve(&target, NOW).unwrap();
    let refused = backup::restore(&file, &target, &blobs, NOW).unwrap_err();
    assert!(matches!(refused, backup::BackupError::Copy(CopyError::Store(StoreError::InUse(_)))), "{refused}");
    drop(served);
    backup::restore(&file, &target, &blobs, NOW).unwrap();
}

#[test]
fn a_folder_has_one_server() {
    let folder = TempDir::new().unwrap();
    let address = Address::Folder(folder.path().to_owned());
    let server = Store::serve(&address, NOW).unwrap();
    assert!(matches!(Store::serve(&address, NOW), Err(StoreError::InUse(_))));
    drop(server);
    drop(Store::serve(&address, NOW).unwrap());
}

#[test]
fn a_postgresql_database_has_several() {
    let Some(base) = Base::postgres() else { return };
    let _servers = [Store::serve(&base.address, NOW).unwrap(), Store::serve(&base.address, NOW).unwrap()];
}

#[test]
fn what_a_command_writes_beside_a_server_disturbs_nobody() {
    let folder = TempDir::new().unwrap();
    let address = Address::Folder(folder.path().to_owned());
    let server = Store::serve(&address, NOW).unwrap();
    let command = Store::open(&address, NOW).unwrap();
    let own = organization("例示工業");
    let id = own.id;
    server
        .write_blocking(move |tx| {
            organizations::add(tx, &own)?;
            note(tx, id.as_str(), "organization.add")
        })
        .unwrap();
    // Each reads before it writes, as every use case does: what was read must still be true when it is changed.
    let save = |store: &Store| {
        for _ in 0..200 {
            store
                .write_blocking(move |tx| {
                    organizations::find(tx, id)?;
                    note(tx, id.as_str(), "one of many")
                })
                .unwrap();
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| save(&server));
        scope.spawn(|| save(&command));
    });
    let newest = server.read_blocking(move |tx| tasuki_store::audit::newest(tx, id.as_str(), 1)).unwrap();
    assert_eq!(newest[0].seq, 401);
}

#[test]
fn a_database_is_not_brought_up_to_date_under_a_server() {
    let folder = TempDir::new().unwrap();
    let address = Address::Folder(folder.path().to_owned());
    let _server = Store::serve(&address, NOW).unwrap();
    drop(Store::open(&address, NOW).unwrap());
    let behind = "DELETE FROM migrations WHERE name = (SELECT MAX(name) FROM migrations)";
    rusqlite::Connection::open(folder.path().join("tasuki.db")).unwrap().execute_batch(behind).unwrap();
    assert!(matches!(Store::open(&address, NOW), Err(StoreError::Migration { .. })));
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn what_is_kept_is_its_owners_alone() {
    let place = TempDir::new().unwrap();
    let folder = place.path().join("data");
    let address = Address::Folder(folder.clone());
    let all = |folder: &Path| {
        let mut found: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        found.sort();
        found
            .into_iter()
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), mode(&path)))
            .collect::<Vec<_>>()
    };
    let names = ["tasuki.db", "tasuki.db-shm", "tasuki.db-wal", "tasuki.lock"];
    let expected: Vec<_> = names.iter().map(|name| ((*name).to_owned(), 0o600)).collect();
    let server = Store::serve(&address, NOW).unwrap();
    assert_eq!(all(&folder), expected);
    assert_eq!(mode(&folder), 0o700);
    drop(server);
    // As an earlier version left it.
    for path in [folder.join("tasuki.db"), folder.join("tasuki.lock")] {
        fs::set_permissions(path, Permissions::from_mode(0o644)).unwrap();
    }
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    let _server = Store::serve(&address, NOW).unwrap();
    assert_eq!(all(&folder), expected);
    assert_eq!(mode(&folder), 0o700);
}
