//! How much a file may be, and whether it may be opened at all.
//!
//! A workbook is a zip: every entry is read once through a counter before anything parses it, because sizes in the headers of a
//! zip are claims. Archives inside the archive are never opened.

use std::io::{Cursor, Read};

use tasuki_catalog::Text;
use zip::{ZipArchive, result::ZipError};

use crate::{IntakeError, format};

/// Bounds on files from outside. The defaults hold every real workbook many times over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes of a CSV or JSON file, which is all text.
    pub text_bytes: u64,
    /// Bytes of a workbook when unpacked.
    pub unzipped_bytes: u64,
    /// Bytes of all text that is kept of a workbook while it is read; its cells take as much again at most.
    pub kept_bytes: u64,
    /// Characters of what is taken over as one note.
    pub note_characters: usize,
    /// Filled cells and merged areas in all sheets together; answers of a JSON file.
    pub cells: usize,
    /// Entries of the zip.
    pub entries: usize,
    /// How many times larger the unpacked workbook may be than the file, once it is larger than [`Self::free_bytes`].
    pub ratio: u64,
    /// Unpacked bytes that no ratio is asked of.
    pub free_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        const MEBIBYTE: u64 = 1024 * 1024;
        Self {
            file_bytes: 32 * MEBIBYTE,
            text_bytes: 8 * MEBIBYTE,
            unzipped_bytes: 256 * MEBIBYTE,
            kept_bytes: 32 * MEBIBYTE,
            note_characters: 20_000,
            cells: 300_000,
            entries: 4_096,
            ratio: 200,
            free_bytes: 16 * MEBIBYTE,
        }
    }
}

/// Reads through the zip once and refuses what is no sound, bounded workbook.
pub(crate) fn check_zip(bytes: &[u8], limits: &Limits) -> Result<(), IntakeError> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if zip.len() > limits.entries {
        let (found, limit) = (zip.len(), limits.entries);
        return Err(bomb(
            format!("中のファイルが{found}個、上限は{limit}個"),
            format!("{found} entries, the limit is {limit}"),
        ));
    }
    format::check_kind(&zip)?;
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let mut left = limits.unzipped_bytes.min(packed.saturating_mul(limits.ratio).max(limits.free_bytes));
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(broken)?;
        let read = drain(entry, left)?;
        left = left.checked_sub(read).ok_or_else(|| {
            let limit = limits.unzipped_bytes / (1024 * 1024);
            bomb(
                format!("展開後の大きさが{limit} MiBまたは圧縮率の上限を超えます"),
                format!("unpacked, it passes {limit} MiB or the limit of compression"),
            )
        })?;
    }
    Ok(())
}

/// Counts the bytes of an entry, up to one more than `left`.
fn drain(entry: impl Read, left: u64) -> Result<u64, IntakeError> {
    std::io::copy(&mut entry.take(left.saturating_add(1)), &mut std::io::sink()).map_err(|error| broken(error.into()))
}

/// A list that says it holds more strings than a whole workbook may have bytes.
pub(crate) fn claim(claimed: u64) -> IntakeError {
    bomb(format!("文字列が{claimed}個あると主張しています"), format!("it claims to hold {claimed} strings"))
}

fn bomb(ja: String, en: String) -> IntakeError {
    IntakeError::Bomb { what: Text::new(ja, en) }
}

fn broken(error: ZipError) -> IntakeError {
    match error {
        ZipError::InvalidPassword | ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => IntakeError::Encrypted,
        error => IntakeError::BrokenZip { detail: error.to_string() },
    }
}
