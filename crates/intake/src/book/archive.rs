//! Checks whether a workbook's zip may be opened.
//!
//! Every entry is read once through a counter before anything parses it, because the sizes in zip headers cannot be
//! trusted. Archives inside the archive are never opened.

use std::io::{Cursor, Read};

use tasuki_catalog::Text;
use zip::{ZipArchive, result::ZipError};

use crate::{IntakeError, Limits, format};

/// Reads through the zip once and refuses anything that is not a valid workbook within the limits.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), IntakeError> {
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

/// The error for a string table that claims more strings than a whole workbook may have bytes.
pub(super) fn claim(claimed: u64) -> IntakeError {
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
