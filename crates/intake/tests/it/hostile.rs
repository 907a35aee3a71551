//! Malicious or damaged files: they give a clear error, never a panic and never high memory use.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use rust_xlsxwriter::{Workbook, Worksheet};
use tasuki_assess::Status;
use tasuki_catalog::{Lang, Library};
use tasuki_intake::{Limits, ProblemCode, Wanted, read_answers, read_official_texts};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::common::{TODAY, ids, of, read, read_as, statuses};

const SAMPLE: &[u8] = include_bytes!("samples/scs-2026-03-answers.xlsx");
const JAMA: &[u8] = include_bytes!("samples/jama-2.3-answers.xlsx");

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The smallest workbook around one sheet.
fn workbook(sheet: &str, shared_strings: &str) -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packages = "http://schemas.openxmlformats.org/package/2006/relationships";
    let root = format!(
        r#"<Relationships xmlns="{packages}"><Relationship Id="r1" Type="{main}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let book =
        format!(r#"<workbook xmlns:r="{main}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#);
    let parts = format!(
        r#"<Relationships xmlns="{packages}"><Relationship Id="r1" Type="{main}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/sharedStrings.xml", shared_strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn cell(address: &str, text: &str) -> String {
    format!(r#"<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn sheet(rows: &str) -> String {
    format!(r"<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

const NO_STRINGS: &str = "<sst></sst>";

fn code(bytes: &[u8]) -> &'static str {
    let error = read("a.xlsx", bytes).unwrap_err();
    for lang in [Lang::Ja, Lang::En] {
        assert!(!error.message(lang).is_empty() && !error.hint(lang).is_empty());
    }
    error.code()
}

fn table(more: &str) -> String {
    let rows: Vec<String> = ids("scs-2026-03")
        .iter()
        .zip(1..)
        .map(|(id, row)| {
            format!(r#"<row r="{row}">{}{}</row>"#, cell(&format!("A{row}"), id), cell(&format!("B{row}"), "○"))
        })
        .collect();
    sheet(&(rows.concat() + more))
}

#[test]
fn the_smallest_workbook_is_read() {
    let reading = read("a.xlsx", &workbook(&table(""), NO_STRINGS)).unwrap();
    assert_eq!(statuses(&reading), vec![Status::Met; 153]);
}

#[test]
fn bombs() {
    let zeros = vec![b' '; 40 * 1024 * 1024];
    assert_eq!(code(&zipped(&[("[Content_Types].xml", b""), ("xl/worksheets/sheet1.xml", &zeros)])), "bomb");
    let limits = Limits { unzipped_bytes: 1_000, ..Limits::default() };
    let error = read_answers(Library::builtin(), "a.xlsx", SAMPLE, &Wanted::on(TODAY).limits(limits)).unwrap_err();
    assert_eq!(error.code(), "bomb");
    let limits = Limits { entries: 3, ..Limits::default() };
    assert_eq!(
        read_answers(Library::builtin(), "a.xlsx", SAMPLE, &Wanted::on(TODAY).limits(limits)).unwrap_err().code(),
        "bomb"
    );
    let limits = Limits { file_bytes: 1_000, ..Limits::default() };
    assert_eq!(
        read_answers(Library::builtin(), "a.xlsx", SAMPLE, &Wanted::on(TODAY).limits(limits)).unwrap_err().code(),
        "too-large"
    );
    let limits = Limits { cells: 100, ..Limits::default() };
    assert_eq!(
        read_answers(Library::builtin(), "a.xlsx", SAMPLE, &Wanted::on(TODAY).limits(limits)).unwrap_err().code(),
        "too-many-cells"
    );
}

#[test]
fn an_archive_in_the_archive_is_not_opened() {
    let inner = zipped(&[("zeros", &vec![0; 8 * 1024 * 1024])]);
    let mut bytes = Cursor::new(workbook(&table(""), NO_STRINGS));
    let mut zip = ZipWriter::new_append(&mut bytes).unwrap();
    zip.start_file("xl/embeddings/inner.zip", SimpleFileOptions::default()).unwrap();
    zip.write_all(&inner).unwrap();
    zip.finish().unwrap();
    assert_eq!(statuses(&read("a.xlsx", &bytes.into_inner()).unwrap())[0], Status::Met);
}

#[test]
fn sizes_in_headers_are_claims() {
    // Every size field of the central directory and the local headers is set to 1.
    let zeros = vec![b' '; 40 * 1024 * 1024];
    let mut bytes = zipped(&[("[Content_Types].xml", b""), ("xl/worksheets/sheet1.xml", &zeros)]);
    let size = 40 * 1024 * 1024_u32;
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == size.to_le_bytes() {
            bytes[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
        }
    }
    assert!(["bomb", "broken-zip"].contains(&code(&bytes)));
}

#[test]
fn strings_that_claim_to_be_many() {
    for claim in ["99999999999999", "99999999999999999999999", "4294967295"] {
        let strings = format!(r#"<sst count="1" uniqueCount="{claim}"><si><t>a</t></si></sst>"#);
        assert_eq!(code(&workbook(&table(""), &strings)), "bomb");
    }
}

#[test]
fn broken_files() {
    for length in [SAMPLE.len() / 2, SAMPLE.len() - 10, 200, 30, 5] {
        assert_eq!(code(&SAMPLE[..length]), "broken-zip", "{length}");
    }
    assert_eq!(code(&workbook("<worksheet><sheetData><row", NO_STRINGS)), "broken-workbook");
    assert_eq!(code(&workbook("", NO_STRINGS)), "broken-workbook");
    assert_eq!(code(&zipped(&[("a.txt", b"hello")])), "not-a-workbook");
    assert_eq!(code(&zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"")])), "not-a-workbook");
    assert_eq!(code(&zipped(&[("[Content_Types].xml", b"<Types/>")])), "broken-workbook");
    assert_eq!(code(b""), "not-a-workbook");
    assert_eq!(code(b"%PDF-1.7"), "not-a-workbook");
    assert_eq!(code(b"<html><table></table></html>"), "not-a-workbook");
    assert_eq!(code(b"plain text"), "broken-zip");
    assert_eq!(read("a.csv", b"plain text").unwrap_err().code(), "no-table");
    assert_eq!(read("a.csv", &[0x80, 0xff, 0xff, b'\n']).unwrap_err().code(), "bad-csv");
    assert_eq!(read("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0").unwrap_err().code(), "not-a-workbook");
}

#[test]
fn old_and_encrypted_workbooks() {
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    old.resize(2048, 0);
    assert_eq!(code(&old), "not-a-workbook");
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(code(&old), "encrypted");
    assert!(read("a.xlsx", &old).unwrap_err().hint(Lang::Ja).contains("パスワードを外して"));
}

#[test]
fn entities_are_not_expanded() {
    let doctype = r#"<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
    for entity in ["&b;", "&x;"] {
        let rows = format!("<row r=\"1\">{}</row>", cell("C1", entity));
        let bytes = workbook(&format!("{doctype}{}", sheet(&rows)), NO_STRINGS);
        let error = read("a.xlsx", &bytes).unwrap_err();
        assert!(["broken-workbook", "no-table"].contains(&error.code()));
        assert!(!error.message(Lang::En).contains("root:"));
    }
}

#[test]
fn a_million_empty_cells_cost_nothing() {
    let empty: Vec<String> =
        (200..1_200).map(|row| format!("<row r=\"{row}\">{}</row>", "<c s=\"1\"/>".repeat(1_000))).collect();
    let bytes = workbook(&table(&empty.concat()), NO_STRINGS);
    let limits = Limits { cells: 1_000, ..Limits::default() };
    let reading = read_answers(Library::builtin(), "a.xlsx", &bytes, &Wanted::on(TODAY).limits(limits)).unwrap();
    assert_eq!(statuses(&reading), vec![Status::Met; 153]);
}

#[test]
fn opposite_corners_make_no_grid() {
    let corner = format!("<row r=\"1048576\">{}</row>", cell("XFD1048576", "角"));
    let merges = "<mergeCells><mergeCell ref=\"D1:XFD1048576\"/></mergeCells>";
    let bytes = workbook(&table(&corner).replace("</sheetData>", &format!("</sheetData>{merges}")), NO_STRINGS);
    assert_eq!(statuses(&read("a.xlsx", &bytes).unwrap()), vec![Status::Met; 153]);
}

#[test]
fn impossible_addresses() {
    for address in ["ZZZZZZZZZZZZ1", "A99999999999999", "A0", "1", "○"] {
        let bytes = workbook(&sheet(&format!("<row r=\"1\">{}</row>", cell(address, "x"))), NO_STRINGS);
        let _ = read("a.xlsx", &bytes);
    }
    let merges = "</sheetData><mergeCells><mergeCell ref=\"C5:A1\"/></mergeCells>";
    let _ = read("a.xlsx", &workbook(&table("").replace("</sheetData>", merges), NO_STRINGS));
}

#[test]
fn a_string_used_a_million_times_is_counted_each_time() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "長".repeat(10_000));
    let cells: Vec<String> =
        (1..2_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let limits = Limits { unzipped_bytes: 4 * 1024 * 1024, ..Limits::default() };
    let error = read_answers(
        Library::builtin(),
        "a.xlsx",
        &workbook(&sheet(&cells.concat()), &strings),
        &Wanted::on(TODAY).limits(limits),
    )
    .unwrap_err();
    assert_eq!(error.code(), "too-many-cells");
}

#[test]
fn endless_problems_are_cut_short() {
    let text: String = std::iter::once("評価基準No.,自己評価\n1-1-1-1,○\n".to_owned())
        .chain((0..5_000).map(|at| format!("99-{at}-1-1,○\n")))
        .collect();
    let reading = read_as("scs-2026-03", "a.csv", text.as_bytes());
    assert_eq!(reading.problems.len(), 2_001);
    let last = reading.problems.last().unwrap();
    assert_eq!(last.code, tasuki_intake::ProblemCode::TooManyProblems);
}

/// The function that the fuzzer calls: it must return for any bytes.
fn any_bytes(name: &str, bytes: &[u8]) {
    let limits = Limits { unzipped_bytes: 8 * 1024 * 1024, cells: 20_000, ..Limits::default() };
    let library = Library::builtin();
    let wanted = Wanted::on(TODAY).limits(limits.clone());
    let _ = read_answers(library, name, bytes, &wanted);
    let _ = read_answers(library, name, bytes, &wanted.framework(library.catalog("jama-2.3")));
    let _ = read_official_texts(library, name, bytes, None, &limits);
}

/// The sheet of a sample, to be damaged before it is packed again.
fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(name in proptest::sample::select(vec!["a.xlsx", "a.csv", "a.json", ""]), bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        any_bytes(name, &bytes);
    }

    #[test]
    fn arbitrary_text(name in proptest::sample::select(vec!["a.csv", "a.json"]), text in "[0-9\\-\\.\",;\t\n○△×Ｎｏ．ー１{}\\[\\]: 自己評価番号対象外Llv]{0,400}") {
        any_bytes(name, text.as_bytes());
    }

    #[test]
    fn a_damaged_archive(sample in proptest::sample::select(vec![SAMPLE, JAMA]), damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = sample.to_vec();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        any_bytes("a.xlsx", &bytes);
    }

    #[test]
    fn damaged_parts(
        part in any::<prop::sample::Index>(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), proptest::sample::select(b"<>\"=/&;0129AZa !?-".to_vec())), 1..6),
    ) {
        let mut parts = unpacked(JAMA);
        let part = part.index(parts.len());
        for (at, byte) in damage {
            let bytes = &mut parts[part].1;
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        any_bytes("a.xlsx", &zipped(&parts));
    }
}

/// `ﷺ` becomes eighteen characters and four words when folded; the cost of reading a cell must not grow with that.
#[test]
fn long_answers_that_folding_makes_longer() {
    let (ids, long) = (ids("scs-2026-03"), format!("○{}", "ﷺ".repeat(32_766)));
    let mut sheet = Worksheet::new();
    sheet.write_string(0, 0, "評価基準No.").unwrap();
    sheet.write_string(0, 1, "自己評価").unwrap();
    for (row, id) in (1..).zip(&ids) {
        sheet.write_string(row, 0, id).unwrap();
        sheet.write_string(row, 1, if row % 3 == 0 { &long } else { "○" }).unwrap();
    }
    let mut workbook = Workbook::new();
    workbook.push_worksheet(sheet);
    let reading = read("a.xlsx", &workbook.save_to_buffer().unwrap()).unwrap();
    assert!(statuses(&reading).iter().all(|status| *status == Status::Met));
    assert_eq!(of(&reading, ProblemCode::NoteTooLong).len(), ids.len() / 3);
}
