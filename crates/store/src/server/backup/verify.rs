//! Reads a backup and checks that its contents match the manifest.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::{Stream, stream};

use super::archive::{Parts, Span};
use super::manifest::Hasher;
use super::{BackupError, Manifest, Piece};
use crate::address::FILE;
use crate::{Address, Digest, Tx, audit, copy};

/// The number of bytes that are read at once.
const CHUNK: usize = 256 << 10;

/// A verified backup. Its database is in the given folder.
pub(super) struct Contents {
    path: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) files: BTreeMap<Digest, Span>,
}

/// Verifies a backup and extracts its database into a folder.
pub(super) fn open(path: &Path, work: &Path) -> Result<Contents, BackupError> {
    let Parts { manifest, database, files } = Parts::of(path)?;
    let contents = Contents { path: path.to_owned(), manifest, files };
    if contents.unpack(database, &work.join(FILE))? != contents.manifest.database {
        return Err(BackupError::Damaged(FILE.to_owned()));
    }
    contents.tables(work)?;
    contents.evidence(work)?;
    Ok(contents)
}

impl Contents {
    fn unpack(&self, database: Span, target: &Path) -> Result<Piece, BackupError> {
        let file = File::create_new(target).map_err(|source| BackupError::file(target, source))?;
        let mut hasher = Hasher::new(file);
        let source = database.read(&self.path).map_err(|source| BackupError::file(&self.path, source))?;
        let size = io::copy(&mut { source }, &mut hasher).map_err(|source| BackupError::file(target, source))?;
        Ok(Piece { size, digest: hasher.digest() })
    }

    /// Compares the rows of each table, and the chains of the audit log.
    fn tables(&self, work: &Path) -> Result<(), BackupError> {
        let names = || self.manifest.tables.iter().map(|table| table.name.as_str());
        // The names become part of SQL statements.
        if let Some(name) = names().find(|name| !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')) {
            return Err(BackupError::Foreign(format!("it has a table {name}")));
        }
        let mut driver = Address::Folder(work.to_owned()).reader()?;
        let found = copy::summary(driver.as_mut(), names())?;
        if let Some((table, _)) = self.manifest.tables.iter().zip(&found).find(|(table, found)| table != found) {
            return Err(BackupError::Damaged(format!("the table {}", table.name)));
        }
        if audit::verify_all(&mut Tx::new(driver.as_mut()))? != self.manifest.audit {
            return Err(BackupError::Damaged("the audit log".to_owned()));
        }
        Ok(())
    }

    /// Compares each file with its digest, and the set of files with those that the database refers to.
    fn evidence(&self, work: &Path) -> Result<(), BackupError> {
        for (digest, span) in &self.files {
            let read = span.read(&self.path).and_then(Piece::read);
            let piece = read.map_err(|source| BackupError::file(&self.path, source))?;
            if piece != (Piece { size: span.size, digest: *digest }) {
                return Err(BackupError::Damaged(format!("the file {digest}")));
            }
        }
        let referenced = super::referenced(work)?;
        if let Some((missing, _)) = referenced.iter().find(|(digest, _)| !self.files.contains_key(digest)) {
            return Err(BackupError::Damaged(format!("the file {missing}, which is not in it,")));
        }
        let bytes: u64 = self.files.values().map(|span| span.size).sum();
        if (self.files.len(), bytes) != (self.manifest.files, self.manifest.bytes) {
            return Err(BackupError::Damaged("the number of files".to_owned()));
        }
        Ok(())
    }

    /// Reads a file of evidence in pieces.
    pub(super) fn stream(
        &self,
        span: Span,
    ) -> Result<impl Stream<Item = io::Result<Bytes>> + Send + use<>, BackupError> {
        let mut source = span.read(&self.path).map_err(|source| BackupError::file(&self.path, source))?;
        Ok(stream::iter(std::iter::from_fn(move || {
            let mut chunk = Vec::new();
            match source.by_ref().take(CHUNK as u64).read_to_end(&mut chunk) {
                Ok(0) => None,
                read => Some(read.map(|_| Bytes::from(chunk))),
            }
        })))
    }
}
