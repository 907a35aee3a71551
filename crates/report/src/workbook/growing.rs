//! Saves a workbook so that its rows grow while people type.
//!
//! A row with its own height is written as fixed (`customHeight`), and a spreadsheet program never makes a fixed
//! row higher. Without that attribute the height is only the initial one, and the row grows. The library has no
//! setting for this, so the attribute is removed afterwards.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Workbook, XlsxError};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::ReportError;

const FIXED: &str = " customHeight=\"1\"";

/// The bytes of the workbook.
pub(super) fn save(mut workbook: Workbook) -> Result<Vec<u8>, ReportError> {
    // The second pass below compresses the file properly.
    workbook.set_zip_compression_level(1);
    let written = workbook.save_to_buffer()?;
    Ok(regrow(written).map_err(XlsxError::from)?)
}

fn regrow(written: Vec<u8>) -> std::io::Result<Vec<u8>> {
    let mut from = ZipArchive::new(Cursor::new(written))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut entry = from.by_index(at)?;
        let name = entry.name()?.into_owned();
        to.start_file(&name, SimpleFileOptions::DEFAULT)?;
        if name.starts_with("xl/worksheets/sheet") {
            let mut sheet = String::new();
            entry.read_to_string(&mut sheet)?;
            to.write_all(sheet.replace(FIXED, "").as_bytes())?;
        } else {
            std::io::copy(&mut entry, &mut to)?;
        }
    }
    Ok(to.finish()?.into_inner())
}
