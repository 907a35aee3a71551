//! A file that somebody sent: a scan, or a list about vulnerabilities.

use tasuki_assess::scan::Scan as Content;
use tasuki_intake::{ScanError, ScanLimits, read_scan};
use tasuki_store::Digest;

use crate::evidence::clean_name;
use crate::{Error, Kind};

/// The largest file, in bytes.
pub const LARGEST: usize = 50 * 1024 * 1024;

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// Its name.
    pub file_name: String,
    /// Its size in bytes.
    pub size: usize,
    /// SHA-256 of it.
    pub digest: Digest,
    /// What it says.
    pub scan: Content,
}

/// Reads a file of a scanner or a list about vulnerabilities. Nothing is stored; this can take long, so do not run it in a transaction.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Sent, Error> {
    let limits = ScanLimits { bytes: LARGEST as u64, ..ScanLimits::default() };
    let scan = read_scan(bytes, &limits).map_err(|error| unreadable(&error))?;
    let file_name = clean_name(file_name);
    Ok(Sent { file_name, size: bytes.len(), digest: Digest::of(bytes), scan })
}

/// The error of a file that is larger than [`LARGEST`]; the rest of it was not received.
pub fn too_large() -> Error {
    let limit = LARGEST as u64;
    unreadable(&ScanError::TooLarge { found: limit + 1, limit })
}

/// Turns the error of an unreadable file into an error of a use case.
fn unreadable(error: &ScanError) -> Error {
    let kind = match error {
        ScanError::TooLarge { .. } | ScanError::TooMany { .. } => Kind::TooLarge,
        ScanError::Unknown { .. } | ScanError::Broken { .. } => Kind::Invalid,
    };
    let (message, hint) = (error.message(), error.hint());
    let made = Error::new(kind, error.code(), format!("{}。", message.ja), format!("{}.", capital(&message.en)));
    made.hint(format!("{}。", hint.ja), format!("{}.", capital(&hint.en))).field("file")
}

/// A sentence begins with a capital letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
