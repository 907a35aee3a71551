//! Reading a zip from strangers: nothing is believed that its headers say, and nothing is unpacked beyond what is read.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, copy};

use zip::ZipArchive;

use super::Fault;
use super::path::{Unfit, check};
use crate::{Digest, DigestWriter};

/// The most files.
const FILES: usize = 20_000;
/// The most bytes, unpacked.
const UNPACKED: u64 = 4 * 1024 * 1024 * 1024;
/// How many times larger than the zip it may become, and what is allowed to a small one.
const RATIO: u64 = 200;
const FREE: u64 = 64 * 1024 * 1024;

/// The most files of a package.
pub(super) fn most_files() -> usize {
    FILES
}

/// How many bytes a zip of `packed` bytes may become.
pub(super) fn allowed(packed: usize) -> u64 {
    UNPACKED.min((packed as u64).saturating_mul(RATIO).max(FREE))
}

/// A zip whose files have been digested.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Size and digest by path.
    pub(super) files: BTreeMap<String, (u64, Digest)>,
}

impl<'a> Archive<'a> {
    /// Reads everything once.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Vec<Fault>> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if zip.len() > FILES {
            return Err(vec![Fault::TooMany { found: zip.len(), most: FILES }]);
        }
        // Otherwise another program may see other files in it than this one.
        zip.validate_header_consistency().map_err(broken)?;
        let (mut left, mut files, mut faults) = (allowed(bytes.len()), BTreeMap::new(), Vec::new());
        for at in 0..zip.len() {
            let entry = zip.by_index(at).map_err(broken)?;
            let path = entry.name().map_err(broken)?.into_owned();
            if let Err(why) = fitness(&path, entry.is_dir(), entry.is_symlink()) {
                faults.push(Fault::Path { path, why });
                continue;
            }
            let is_folder = entry.is_dir();
            let (size, digest) = digested(entry, &mut left)?;
            if !is_folder || size > 0 {
                files.insert(path, (size, digest));
            }
        }
        if faults.is_empty() { Ok(Self { zip, files }) } else { Err(faults) }
    }

    /// The bytes of a file that is held in memory, at most `most`.
    pub(super) fn read(&mut self, path: &str, most: u64) -> Result<Vec<u8>, Fault> {
        let (size, _) = self.files.get(path).ok_or_else(|| Fault::Missing(path.to_owned()))?;
        if *size > most {
            return Err(Fault::TooLarge);
        }
        let mut bytes = Vec::new();
        let mut entry = self.zip.by_name(path).map_err(|error| Fault::Zip(error.to_string()))?;
        entry.read_to_end(&mut bytes).map_err(|error| Fault::Zip(error.to_string()))?;
        Ok(bytes)
    }
}

/// Programs that pack a folder write entries for the folders as well; their names are checked, too.
fn fitness(path: &str, is_folder: bool, is_link: bool) -> Result<(), Unfit> {
    if is_link {
        return Err(Unfit::Link);
    }
    check(if is_folder { path.strip_suffix('/').unwrap_or(path) } else { path })
}

/// Size and digest of an entry, of which at most `left` bytes are read.
fn digested(entry: impl Read, left: &mut u64) -> Result<(u64, Digest), Vec<Fault>> {
    let mut writer = DigestWriter::default();
    let size = copy(&mut entry.take(left.saturating_add(1)), &mut writer).map_err(broken)?;
    *left = left.checked_sub(size).ok_or_else(|| vec![Fault::TooLarge])?;
    Ok((size, writer.finish()))
}

fn broken(error: impl Into<io::Error>) -> Vec<Fault> {
    vec![Fault::Zip(error.into().to_string())]
}
