//! Backups: made while others write, verified, restored, and rejected when anything in them was changed.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use futures_util::stream;
use tasuki_store::backup::{self, BackupError};
use tasuki_store::copy::CopyError;
use tasuki_store::{Blobs, Digest, OrganizationId, StoreError, Tx, audit, params};
use tempfile::TempDir;

use crate::base::{Base, NOW, note};
use crate::blobs::{LIMIT, chunks, large};
use crate::bucket::Bucket;
use crate::copies::targets;

stories![
    a_backup_comes_back_on_either_engine,
    a_backup_goes_from_one_s3_store_to_another,
    a_backup_is_one_state_while_others_write,
    nothing_is_written_over,
    without_a_file_there_is_no_backup,
    whatever_is_changed_is_noticed,
    an_earlier_backup_is_brought_up_to_date,
    a_backup_from_before_the_log_was_made_anew_comes_back,
];

/// Files, and a folder for a backup.
struct Place {
    folder: TempDir,
    blobs: Blobs,
}

impl Place {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let blobs = Blobs::open(&folder.path().join("blobs").to_string_lossy()).unwrap();
        Self { folder, blobs }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("backup.tar")
    }

    fn keep(&self, content: &'static [u8]) -> Digest {
        let source = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(content))]);
        wait(self.blobs.put(source, 1 << 20)).unwrap().digest
    }
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// An organization with a piece of evidence with two versions, one of which is a file.
fn furnish(base: &Base, digest: Digest) -> OrganizationId {
    let organization = base.organization("例示工業");
    base.behind_its_back(&evidence_sql(organization.as_str(), &digest.to_string()));
    organization
}

fn evidence_sql(organization: &str, digest: &str) -> String {
    format!(
        "INSERT INTO evidence (organization, id, name, kind, classification, latest, created, changed)
         VALUES ('{organization}', 'e', '規程', 'file', 'internal', 2, 0, 0);
         INSERT INTO evidence_versions (organization, evidence, number, digest, size, added_by, added)
         VALUES ('{organization}', 'e', 1, '{digest}', 11, 'p', 0), ('{organization}', 'e', 2, NULL, 0, 'p', 0)"
    )
}

fn a_backup_comes_back_on_either_engine(base: &Base) {
    let place = Place::new();
    let digest = place.keep(b"certificate");
    place.keep(b"of nobody");
    furnish(base, digest);
    let manifest = backup::write(&base.address, &place.blobs, &place.file(), NOW).unwrap();
    assert_eq!((manifest.files, manifest.bytes, manifest.audit.entries), (1, 11, 1));
    assert_eq!(backup::verify(&place.file()).unwrap(), manifest);
    assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 2, "nothing temporary stays");
    for target in targets() {
        let other = Place::new();
        let restored = backup::restore(&place.file(), &target.address, &other.blobs, NOW).unwrap();
        assert_eq!(restored, manifest);
        assert_eq!(wait(wait(other.blobs.get(digest)).unwrap().unwrap().bytes()).unwrap(), b"certificate");
        let again = backup::write(&target.address, &other.blobs, &other.file(), NOW).unwrap();
        assert_eq!((again.tables, again.audit), (manifest.tables.clone(), manifest.audit.clone()));
    }
}

fn a_backup_goes_from_one_s3_store_to_another(base: &Base) {
    let (Some(from), Some(to)) = (Bucket::new("backup"), Bucket::new("restore")) else { return };
    let place = Place { blobs: from.blobs.clone(), ..Place::new() };
    furnish(base, place.keep(b"certificate"));
    // The second version is larger than a part.
    let content = large();
    let large = wait(place.blobs.put(chunks(content.clone()), LIMIT)).unwrap();
    base.behind_its_back(&format!(
        "UPDATE evidence_versions SET digest = '{}', size = {} WHERE number = 2",
        large.digest, large.size
    ));
    let manifest = backup::write(&base.address, &place.blobs, &place.file(), NOW).unwrap();
    assert_eq!((manifest.files, manifest.bytes), (2, 11 + large.size));
    let target = Base::sqlite();
    assert_eq!(backup::restore(&place.file(), &target.address, &to.blobs, NOW).unwrap(), manifest);
    // In one runtime, because the connection to S3 ends with the runtime that opened it.
    let restored = wait(async { to.blobs.get(large.digest).await.unwrap().unwrap().bytes().await });
    assert_eq!(restored.unwrap(), content.concat());
    assert_eq!(wait(to.names()), wait(from.names()), "the same files, and nothing temporary");

    wait(from.blobs.remove(large.digest)).unwrap();
    let refused = backup::write(&base.address, &place.blobs, &place.folder.path().join("other.tar"), NOW).unwrap_err();
    assert!(matches!(refused, BackupError::Missing(missing) if missing == large.digest), "{refused}");
    wait(from.clear());
    wait(to.clear());
}

fn a_backup_is_one_state_while_others_write(base: &Base) {
    let organization = base.organization("例示工業");
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let mut written = 0;
            // A failing test must not keep writing for ever.
            while !over.load(Ordering::Relaxed) && written < 20_000 {
                // Two rows that belong together.
                base.write(move |tx| add_site(tx, organization, &written.to_string())).unwrap();
                written += 1;
            }
            written
        });
        let mut last = 0;
        for _ in 0..3 {
            let place = Place::new();
            let manifest = backup::write(&base.address, &place.blobs, &place.file(), NOW).unwrap();
            let rows = |name: &str| manifest.tables.iter().find(|table| table.name == name).unwrap().rows;
            assert_eq!(rows("sites") + 1, rows("audit"), "never half of a change");
            assert!(rows("sites") >= last && manifest.audit.broken.is_none());
            last = rows("sites");
        }
        over.store(true, Ordering::Relaxed);
        assert!(writing.join().unwrap() >= last);
    });
}

fn add_site(tx: &mut Tx<'_>, organization: OrganizationId, id: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO sites (organization, id, name, address) VALUES (?1, ?2, '', '')",
        params![organization.as_str(), id],
    )?;
    note(tx, organization.as_str(), id)
}

fn nothing_is_written_over(base: &Base) {
    let place = Place::new();
    backup::write(&base.address, &place.blobs, &place.file(), NOW).unwrap();
    let again = backup::write(&base.address, &place.blobs, &place.file(), NOW).unwrap_err();
    assert!(matches!(again, BackupError::Exists(_)), "{again}");
    base.organization("somebody");
    let refused = backup::restore(&place.file(), &base.address, &place.blobs, NOW).unwrap_err();
    assert!(matches!(refused, BackupError::Copy(CopyError::NotEmpty { .. })), "{refused}");
    assert_eq!(base.read(audit::chains).unwrap().len(), 1);
}

fn without_a_file_there_is_no_backup(base: &Base) {
    let place = Place::new();
    let digest = place.keep(b"certificate");
    furnish(base, digest);
    wait(place.blobs.remove(digest)).unwrap();
    let refused = backup::write(&base.address, &place.blobs, &place.file(), NOW).unwrap_err();
    assert!(matches!(refused, BackupError::Missing(missing) if missing == digest), "{refused}");
    assert!(!place.file().exists());
}

fn whatever_is_changed_is_noticed(base: &Base) {
    let place = Place::new();
    furnish(base, place.keep(b"certificate"));
    backup::write(&base.address, &place.blobs, &place.file(), NOW).unwrap();
    let whole = std::fs::read(place.file()).unwrap();
    let find = |word: &[u8]| whole.windows(word.len()).position(|window| window == word).expect("is in it");
    let places = [find(b"certificate"), find("規程".as_bytes()), find(b"\"rows\": 1") + 8, find(b"SQLite format 3")];
    for (turn, at) in places.into_iter().enumerate() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        refused(&place.folder.path().join(format!("{turn}.tar")), &changed);
    }
    for length in [0, 100, whole.len() / 2, find(b"certificate")] {
        refused(&place.folder.path().join(format!("cut-{length}.tar")), &whole[..length]);
    }
}

fn refused(file: &Path, content: &[u8]) {
    std::fs::write(file, content).unwrap();
    let target = Base::sqlite();
    let blobs = Place::new().blobs;
    let error = backup::restore(file, &target.address, &blobs, NOW).unwrap_err();
    assert!(matches!(error, BackupError::Damaged(_) | BackupError::Foreign(_)), "{}: {error}", file.display());
    assert!(target.read(audit::chains).unwrap().is_empty(), "nothing was written");
}

fn an_earlier_backup_is_brought_up_to_date(base: &Base) {
    // An earlier version had no parcels: the backup is rebuilt as that version would have made it.
    let place = Place::new();
    base.organization("例示工業");
    backup::write(&base.address, &place.blobs, &place.file(), NOW).unwrap();
    let earlier = place.folder.path().join("earlier.tar");
    without_parcels(&place.file(), &earlier);
    let target = Base::sqlite();
    backup::restore(&earlier, &target.address, &place.blobs, NOW).unwrap();
    let count = |sql| target.read(move |tx| tx.query(sql, &[], |row| row.get::<i64>(0))).unwrap();
    assert_eq!(count("SELECT count(*) FROM parcels"), [0]);
    assert_eq!(count("SELECT count(*) FROM organizations"), [1]);
}

fn a_backup_from_before_the_log_was_made_anew_comes_back(base: &Base) {
    let place = Place::new();
    let organization = base.organization("例示工業");
    backup::write(&base.address, &place.blobs, &place.file(), NOW).unwrap();
    let earlier = place.folder.path().join("earlier.tar");
    let digest = crate::migrations::former_link([0; 32], organization.as_str(), 1, NOW, "s", &[7; 32], "{}");
    let row = [
        cell(2, organization.as_str().as_bytes()),
        cell(1, &1_i64.to_be_bytes()),
        cell(1, &NOW.to_be_bytes()),
        cell(2, b"system"),
        cell(2, b"answer.save"),
        cell(2, b"s"),
        cell(0, b""),
        cell(3, &[7; 32]),
        cell(2, b"{}"),
        cell(3, &[0; 32]),
        cell(3, &digest),
    ];
    changed(&place.file(), &earlier, |database, manifest| {
        database
            .execute_batch(
                "DELETE FROM audit; DROP TABLE audit_items; DROP TABLE failed_sign_ins; DROP TABLE answer_days;
                 ALTER TABLE audit DROP COLUMN salt; ALTER TABLE audit DROP COLUMN detail_digest;
                 ALTER TABLE audit DROP COLUMN items; DELETE FROM migrations WHERE name LIKE '005%'",
            )
            .unwrap();
        let sql = "INSERT INTO audit VALUES (?1, 1, ?2, 'system', 'answer.save', 's', NULL, ?3, '{}', ?4, ?5)";
        let values = rusqlite::params![organization.as_str(), NOW, [7_u8; 32], [0_u8; 32], digest];
        database.execute(sql, values).unwrap();
        let tables = manifest["tables"].as_array_mut().unwrap();
        let gone = ["audit_items", "failed_sign_ins", "answer_days"];
        tables.retain(|table| !gone.contains(&table["name"].as_str().unwrap()));
        let audit = tables.iter_mut().find(|table| table["name"] == "audit").unwrap();
        *audit = serde_json::json!({ "name": "audit", "rows": 1, "digest": sha256(&row.concat()).to_string() });
        manifest["audit"] = serde_json::json!({ "chains": 1, "entries": 1, "broken": null });
    });
    let target = Base::sqlite();
    backup::restore(&earlier, &target.address, &place.blobs, NOW).unwrap();
    let chain = organization.to_string();
    let verified = target.read(move |tx| audit::verify(tx, &chain)).unwrap();
    assert!(matches!(verified, audit::Verified::Whole { entries } if entries > 1), "{verified:?}");
}

/// A cell as it is hashed for the digest of a table: its kind, its length, its bytes.
fn cell(kind: u8, bytes: &[u8]) -> Vec<u8> {
    [&[kind][..], &(bytes.len() as u64).to_be_bytes(), bytes].concat()
}

fn without_parcels(from: &Path, to: &Path) {
    changed(from, to, |database, manifest| {
        database.execute_batch("DROP TABLE parcels; DELETE FROM migrations WHERE name = '0009_parcels'").unwrap();
        manifest["tables"].as_array_mut().unwrap().retain(|table| table["name"] != "parcels");
    });
}

/// A copy of a backup with changes in its database and manifest.
fn changed(from: &Path, to: &Path, change: impl FnOnce(&rusqlite::Connection, &mut serde_json::Value)) {
    let (mut manifest, mut database) = (Vec::new(), Vec::new());
    for entry in tar::Archive::new(std::fs::File::open(from).unwrap()).entries().unwrap() {
        let mut entry = entry.unwrap();
        let part = if entry.path_bytes().as_ref() == b"tasuki.db" { &mut database } else { &mut manifest };
        entry.read_to_end(part).unwrap();
    }
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("x.db");
    std::fs::write(&path, database).unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    change(&connection, &mut manifest);
    connection.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(connection);
    let database = std::fs::read(&path).unwrap();
    manifest["database"] = serde_json::json!({ "size": database.len(), "digest": sha256(&database) });
    let mut archive = tar::Builder::new(std::fs::File::create(to).unwrap());
    for (name, content) in [("manifest.json", manifest.to_string().as_bytes()), ("tasuki.db", &database)] {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        archive.append_data(&mut header, name, content).unwrap();
    }
    archive.into_inner().unwrap().flush().unwrap();
}

fn sha256(content: &[u8]) -> Digest {
    use sha2::Digest as _;
    Digest::new(sha2::Sha256::digest(content).into())
}

#[test]
fn a_backup_into_a_folder_has_the_time_in_its_name() {
    let folder = TempDir::new().unwrap();
    assert_eq!(backup::target(folder.path(), NOW), folder.path().join("tasuki-2026-11-18T110640Z.tar"));
    let file = folder.path().join("monday.tar");
    assert_eq!(backup::target(&file, NOW), file);
}

#[test]
fn what_killed_backups_left_goes() {
    let place = TempDir::new().unwrap();
    let path = |name: &str| place.path().join(name);
    let killed = path(".tasuki-backup-killed");
    std::fs::create_dir(&killed).unwrap();
    std::fs::write(killed.join("lock"), "").unwrap();
    std::fs::write(killed.join("tasuki.db"), "x").unwrap();
    std::fs::write(path(".tasuki-backup-file"), "x").unwrap();
    std::fs::write(path("somebody-elses"), "x").unwrap();
    let earlier = path("tasuki-backup-earlier");
    std::fs::create_dir(&earlier).unwrap();
    let running = path(".tasuki-backup-running");
    std::fs::create_dir(&running).unwrap();
    let lock = std::fs::File::create(running.join("lock")).unwrap();
    lock.try_lock().unwrap();
    let made = std::fs::metadata(&running).unwrap().modified().unwrap();
    let made = i64::try_from(made.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis()).unwrap();
    assert_eq!(backup::sweep(place.path(), made + 1_000), 0, "it may be about to be locked");
    assert_eq!(backup::sweep(place.path(), made + 120_000), 2);
    assert!(!killed.exists() && !path(".tasuki-backup-file").exists());
    assert_eq!(backup::sweep(place.path(), made + 90_000_000), 1, "one from before there were locks");
    assert!(!earlier.exists() && running.exists() && path("somebody-elses").exists());
    drop(lock);
    assert_eq!(backup::sweep(place.path(), made + 120_000), 1);
}
