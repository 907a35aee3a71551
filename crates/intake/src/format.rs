//! Detects the kind of a file, first by its contents, then by its name.

use std::io::Cursor;

use tasuki_catalog::Text;
use zip::ZipArchive;

use crate::{IntakeError, Limits};

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook of Excel 2007 or later.
    Xlsx,
    /// Values separated by commas, semicolons or tabs.
    Csv,
    /// JSON.
    Json,
}

impl Format {
    /// The kind of the file, from its contents first and its name second.
    ///
    /// # Errors
    /// When it is too large, or of a kind that is not supported.
    pub fn of(name: &str, bytes: &[u8], limits: &Limits) -> Result<Self, IntakeError> {
        let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if found > limits.file_bytes {
            return Err(IntakeError::TooLarge { found: Some(found), limit: limits.file_bytes });
        }
        let is_called = |ending: &str| name.len() >= ending.len() && name.to_lowercase().ends_with(ending);
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Ok(Self::Xlsx);
        }
        if let Some(error) = other_kind(bytes) {
            return Err(error);
        }
        if [".xlsx", ".xlsm", ".xltx"].into_iter().any(is_called) {
            return Err(IntakeError::BrokenZip { detail: "no zip header".to_owned() });
        }
        if found > limits.text_bytes {
            return Err(IntakeError::TooLarge { found: Some(found), limit: limits.text_bytes });
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        Ok(if text.starts_with(b"{") || is_called(".json") { Self::Json } else { Self::Csv })
    }
}

/// Known kinds of files that are not supported.
fn other_kind(bytes: &[u8]) -> Option<IntakeError> {
    const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
    let kind = |ja: &str, en: &str| Some(IntakeError::NotAWorkbook { what: Text::new(ja, en) });
    let start = &bytes[..bytes.len().min(1024)];
    let text = start.trim_ascii_start();
    if start.starts_with(b"\xd0\xcf\x11\xe0") {
        return if bytes.windows(ENCRYPTED.len()).any(|window| window == ENCRYPTED) {
            Some(IntakeError::Encrypted)
        } else {
            kind("Excel 97-2003形式（.xls）", "Excel 97-2003, .xls")
        };
    }
    if start.is_empty() {
        return kind("空のファイル", "an empty file");
    }
    if start.starts_with(b"%PDF") {
        return kind("PDF", "PDF");
    }
    if text.starts_with(b"<") {
        return kind("HTMLまたはXML", "HTML or XML");
    }
    let utf16 = start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
    (start.contains(&0) && !utf16).then(|| kind("バイナリファイル", "a binary file")).flatten()
}

/// A word processor's file is also a zip.
pub(crate) fn check_kind(zip: &ZipArchive<Cursor<&[u8]>>) -> Result<(), IntakeError> {
    let has = |wanted: &[u8]| zip.file_names_raw().any(|name| name.eq_ignore_ascii_case(wanted));
    let what = if has(b"xl/workbook.bin") {
        Text::new("バイナリ形式のブック（.xlsb）", "a binary workbook, .xlsb")
    } else if has(b"mimetype") && has(b"content.xml") {
        Text::new("OpenDocument", "OpenDocument")
    } else if has(b"word/document.xml") || has(b"ppt/presentation.xml") {
        Text::new("ワープロまたはスライドのファイル", "a document or slides")
    } else if !has(b"[Content_Types].xml") && !has(b"_rels/.rels") {
        Text::new("表計算ファイルではないzip", "a zip that is no workbook")
    } else {
        return Ok(());
    };
    Err(IntakeError::NotAWorkbook { what })
}
