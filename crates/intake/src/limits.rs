//! Limits on the size of a file.

/// Limits for files from outside. The defaults are many times larger than any real workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file in bytes.
    pub file_bytes: u64,
    /// Size in bytes of a CSV or JSON file, which is all text.
    pub text_bytes: u64,
    /// Unpacked size of a workbook in bytes.
    pub unzipped_bytes: u64,
    /// Bytes of text that are kept of a workbook while it is read; its cells take at most as much again.
    pub kept_bytes: u64,
    /// Number of characters that are taken over as one note.
    pub note_characters: usize,
    /// Filled cells and merged areas in all sheets together; or answers of a JSON file.
    pub cells: usize,
    /// Entries of the zip.
    pub entries: usize,
    /// The maximum compression ratio, once the unpacked workbook is larger than [`Self::free_bytes`].
    pub ratio: u64,
    /// Unpacked bytes up to which the ratio is not checked.
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
