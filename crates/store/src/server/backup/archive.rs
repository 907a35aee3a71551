//! The archive: the names of its parts, writing them and finding them again.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use bytes::Bytes;
use tar::{Archive, Builder, EntryType, Header};
use tokio::runtime::Runtime;

use super::runtime::Waiting;
use super::{BackupError, Manifest};
use crate::address::FILE;
use crate::{Blobs, Digest};

/// The name of the manifest.
const MANIFEST: &str = "manifest.json";
/// The folder of the files of evidence.
const FILES: &str = "files/";
/// A manifest has a few lines per table. A larger one is not valid.
const LARGEST_MANIFEST: u64 = 1 << 20;

/// An archive being written.
pub(super) struct Writer<'a> {
    archive: Builder<BufWriter<&'a mut File>>,
    path: &'a Path,
    seconds: u64,
}

impl<'a> Writer<'a> {
    pub(super) fn new(file: &'a mut File, path: &'a Path, now: i64) -> Self {
        let archive = Builder::new(BufWriter::new(file));
        Self { archive, path, seconds: u64::try_from(now / 1_000).unwrap_or_default() }
    }

    pub(super) fn manifest(&mut self, manifest: &Manifest) -> Result<(), BackupError> {
        let text = serde_json::to_vec_pretty(manifest).map_err(|error| self.error(error.into()))?;
        self.append(MANIFEST, text.len() as u64, text.as_slice())
    }

    pub(super) fn database(&mut self, path: &Path) -> Result<(), BackupError> {
        let opened = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
        let (size, file) = opened.map_err(|source| BackupError::file(path, source))?;
        self.append(FILE, size, file)
    }

    /// Adds a file of evidence, which is verified while it is copied.
    pub(super) fn file(&mut self, digest: Digest, blobs: &Blobs, runtime: &Runtime) -> Result<(), BackupError> {
        let blob = runtime.block_on(blobs.get(digest))?.ok_or(BackupError::Missing(digest))?;
        self.append(&format!("{FILES}{digest}"), blob.size(), Waiting { runtime, blob, chunk: Bytes::new() })
    }

    /// Finishes the archive. Afterwards it has reached the disk.
    pub(super) fn finish(self) -> Result<(), BackupError> {
        let ended = self.archive.into_inner().and_then(|mut buffer| {
            buffer.flush()?;
            buffer.get_ref().sync_all()
        });
        ended.map_err(|source| BackupError::file(self.path, source))
    }

    fn append(&mut self, name: &str, size: u64, source: impl Read) -> Result<(), BackupError> {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_size(size);
        header.set_mode(0o600);
        header.set_mtime(self.seconds);
        let appended = self.archive.append_data(&mut header, name, source);
        appended.map_err(|error| self.error(error))
    }

    fn error(&self, source: io::Error) -> BackupError {
        BackupError::file(self.path, source)
    }
}

/// The position and the length of a part in an archive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    offset: u64,
    pub(super) size: u64,
}

/// The parts of an archive. Nothing is ever unpacked to a path that comes from the archive.
pub(super) struct Parts {
    pub(super) manifest: Manifest,
    pub(super) database: Span,
    pub(super) files: BTreeMap<Digest, Span>,
}

impl Parts {
    /// Finds the parts.
    pub(super) fn of(path: &Path) -> Result<Self, BackupError> {
        let file = File::open(path).map_err(|source| BackupError::file(path, source))?;
        let (mut manifest, mut database, mut files) = (None, None, BTreeMap::new());
        let mut archive = Archive::new(file);
        for entry in archive.entries_with_seek().map_err(|error| foreign(&error))? {
            let entry = entry.map_err(|error| foreign(&error))?;
            let span = Span { offset: entry.raw_file_position(), size: entry.size() };
            match String::from_utf8_lossy(&entry.path_bytes()).as_ref() {
                MANIFEST => manifest = Some(span),
                FILE => database = Some(span),
                name => {
                    let digest = name.strip_prefix(FILES).and_then(|name| name.parse().ok());
                    let digest = digest.ok_or_else(|| BackupError::Foreign(format!("it contains {name}")))?;
                    files.insert(digest, span);
                }
            }
        }
        let manifest = manifest.ok_or_else(|| BackupError::Foreign(format!("there is no {MANIFEST} in it")))?;
        let database = database.ok_or_else(|| BackupError::Foreign(format!("there is no {FILE} in it")))?;
        Ok(Self { manifest: read_manifest(path, manifest)?, database, files })
    }
}

impl Span {
    /// The content.
    pub(super) fn read(self, path: &Path) -> io::Result<io::Take<File>> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(self.offset))?;
        Ok(file.take(self.size))
    }
}

fn read_manifest(path: &Path, span: Span) -> Result<Manifest, BackupError> {
    if span.size > LARGEST_MANIFEST {
        return Err(BackupError::Foreign(format!("its {MANIFEST} is too large")));
    }
    let source = span.read(path).map_err(|source| BackupError::file(path, source))?;
    let manifest: Manifest = serde_json::from_reader(source).map_err(|error| foreign(&error))?;
    if manifest.format != super::manifest::FORMAT {
        return Err(BackupError::Foreign(format!("it has format {}, of another Tasuki", manifest.format)));
    }
    Ok(manifest)
}

fn foreign(error: &impl ToString) -> BackupError {
    BackupError::Foreign(error.to_string())
}
