//! The manifest of a backup.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::BackupError;
use crate::audit::Summary;
use crate::copy::{Copied, Table};
use crate::{Address, Digest};

/// The format that this program writes.
pub(super) const FORMAT: u32 = 1;

/// The contents of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of the archive.
    pub format: u32,
    /// The version of Tasuki that made it.
    pub tasuki: String,
    /// When it was made, in RFC 3339 format.
    pub made: String,
    /// The engine of the original database.
    pub engine: String,
    /// The database, as an SQLite file.
    pub database: Piece,
    /// Its tables.
    pub tables: Vec<Table>,
    /// The chains of the audit log.
    pub audit: Summary,
    /// The number of files of evidence.
    pub files: usize,
    /// Their total size in bytes.
    pub bytes: u64,
}

/// A file in the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its content.
    pub digest: Digest,
}

impl Manifest {
    pub(super) fn new(now: i64, from: &Address, copied: Copied, database: Piece, files: &[(Digest, u64)]) -> Self {
        let engine = match from {
            Address::Folder(_) => "SQLite",
            Address::Postgres(_) => "PostgreSQL",
        };
        Self {
            format: FORMAT,
            tasuki: env!("CARGO_PKG_VERSION").to_owned(),
            made: jiff::Timestamp::from_millisecond(now).unwrap_or_default().to_string(),
            engine: engine.to_owned(),
            database,
            tables: copied.tables,
            audit: copied.audit,
            files: files.len(),
            bytes: files.iter().map(|(_, size)| size).sum(),
        }
    }

    /// The number of rows in all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

impl Piece {
    pub(super) fn of(path: &Path) -> Result<Self, BackupError> {
        File::open(path).and_then(Self::read).map_err(|source| BackupError::file(path, source))
    }

    pub(super) fn read(mut source: impl Read) -> io::Result<Self> {
        let mut hasher = Hasher::new(io::sink());
        let size = io::copy(&mut source, &mut hasher)?;
        Ok(Self { size, digest: hasher.digest() })
    }
}

/// Passes on the bytes that are written to it, and hashes them.
pub(super) struct Hasher<W> {
    hasher: Sha256,
    sink: W,
}

impl<W: io::Write> Hasher<W> {
    pub(super) fn new(sink: W) -> Self {
        Self { hasher: Sha256::new(), sink }
    }

    pub(super) fn digest(self) -> Digest {
        Digest::new(self.hasher.finalize().into())
    }
}

impl<W: io::Write> io::Write for Hasher<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.sink.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}
