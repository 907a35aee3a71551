//! Reads documents back with other libraries than those that wrote them.

use std::io::{Cursor, Read};

use calamine::{Reader, Xlsx};
use lopdf::Document;

pub(crate) type Book = Xlsx<Cursor<Vec<u8>>>;

/// A workbook.
pub(crate) fn open(bytes: Vec<u8>) -> Book {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// The rows of a sheet as texts, beginning at the first column of the sheet.
pub(crate) fn rows(book: &mut Book, sheet: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(sheet).unwrap();
    let (height, width) = range.end().map(|(row, column)| (row + 1, column + 1)).unwrap();
    let text = |row, column| range.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
    (0..height).map(|row| (0..width).map(|column| text(row, column)).collect()).collect()
}

/// Header names and the rows below.
pub(crate) fn table(book: &mut Book, sheet: &str, head: usize) -> (Vec<String>, Vec<Vec<String>>) {
    let mut rows = rows(book, sheet);
    let below = rows.split_off(head + 1);
    (rows.pop().unwrap(), below)
}

/// Where a column is.
pub(crate) fn column(header: &[String], name: &str) -> usize {
    header.iter().position(|cell| cell == name).unwrap_or_else(|| panic!("no column {name} in {header:?}"))
}

/// Every file of the archive as text.
pub(crate) fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index(at).unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            (entry.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// The text of each page without spaces, which PDF does not preserve.
pub(crate) fn pages(bytes: &[u8]) -> Vec<String> {
    let document = Document::load_mem(bytes).unwrap();
    let numbers = document.get_pages().into_keys();
    numbers.map(|page| document.extract_text(&[page]).unwrap().split_whitespace().collect()).collect()
}
