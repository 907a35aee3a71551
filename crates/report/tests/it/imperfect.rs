//! Documents of imperfect sheets: with problems, with nothing to list, with one thing to list, with days in the
//! past, and with characters that no font has.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use jiff::civil::date;
use lopdf::Document;
use tasuki_assess::{Answers, Assessment, Status, carry};
use tasuki_catalog::{Catalog, Lang, Library};
use tasuki_report::{
    InspectionReport, Overdue, OverdueKind, ReportOptions, answer_workbook, carry_workbook, gap_workbook, html,
    inspection_html, inspection_pdf, pdf, unprintable,
};

use crate::common::{AS_OF, HOSTILE, answerable, answers, options};

const LANGUAGES: [Lang; 2] = [Lang::Ja, Lang::En];

/// Problems that a reader may have found: none, one, many, and texts that break XML, markup and cells.
fn remarks() -> Vec<Vec<String>> {
    let odd = "\u{0}\u{1}\u{b}\u{1b}\u{7f}\u{85}\u{2028}\u{fffe}\u{ffff}\u{e000}_x0041_ \r\n\t";
    vec![
        vec![],
        vec!["誤り: O17 の「たぶん」を読み取れません".to_owned()],
        (0..300).map(|at| format!("注意 {at}: {HOSTILE}")).collect(),
        vec![String::new(), odd.to_owned(), "長".repeat(40_000), "😀 𠮷 한국 葛\u{e0100}".to_owned()],
    ]
}

/// Answers, by what they leave to list: everything, nothing, one item, all kinds at once.
fn sheets(catalog: &Catalog) -> Vec<Answers> {
    let mut all_met = Answers::new(catalog);
    (0..catalog.criteria().len()).for_each(|at| {
        all_met.at_mut(at).status = Status::Met;
        all_met.at_mut(at).confirmed = Some(AS_OF);
    });
    let mut one_open = all_met.clone();
    one_open.at_mut(0).status = Status::Unmet;
    vec![Answers::new(catalog), all_met, one_open, answers(catalog)]
}

fn worked_out(catalog: &Catalog, answers: Answers) -> Assessment<'_> {
    Assessment::new(catalog, catalog.highest_level(), answers, AS_OF, None)
}

fn with(lang: Lang, remarks: &[String]) -> ReportOptions<'_> {
    ReportOptions {
        remarks,
        organization: Some("𠮷野\u{b}工業 😀"),
        source_name: Some("回答\u{1}.xlsx"),
        ..options(lang, &[])
    }
}

/// The sheets of a workbook, all of which another program must be able to read.
fn sheets_of(bytes: Vec<u8>) -> Vec<(String, usize)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names().clone();
    names.into_iter().map(|name| (name.clone(), book.worksheet_range(&name).unwrap().height())).collect()
}

fn text_of(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect()
}

#[test]
fn every_workbook_is_written_whatever_was_noticed() {
    for (catalog, lang) in answerable().zip(LANGUAGES.iter().cycle()) {
        for (answers, remarks) in sheets(catalog).into_iter().zip(remarks()) {
            let options = with(*lang, &remarks);
            let told = remarks.len();
            let assessment = worked_out(catalog, answers.clone());
            let sheets = sheets_of(gap_workbook(&assessment, &options).unwrap());
            let notes = sheets.iter().find(|(name, _)| ["読み込みの記録", "Reading notes"].contains(&name.as_str()));
            assert_eq!(notes.map(|(_, rows)| *rows), (told > 0).then_some(told + 2), "{} {told}", catalog.id());
            sheets_of(answer_workbook(catalog, &answers, &options).unwrap());
        }
    }
}

#[test]
fn a_carried_workbook_says_what_was_noticed() {
    let library = Library::builtin();
    let new = library.catalog("scs").unwrap();
    let old = library.catalogs().find(|other| other.framework() == "scs" && other.id() != new.id()).unwrap();
    let changes = library.crosswalk(old.id(), new.id()).unwrap().changes;
    for (answers, remarks) in sheets(old).into_iter().zip(remarks()) {
        let carryover = carry(old, &answers, new, &changes);
        let sheets = sheets_of(carry_workbook(old, new, &carryover, &changes, &with(Lang::Ja, &remarks)).unwrap());
        assert_eq!(sheets.iter().any(|(name, _)| name == "読み込みの記録"), !remarks.is_empty());
    }
}

#[test]
fn every_page_is_written_whatever_was_noticed() {
    for catalog in answerable() {
        for (answers, remarks) in sheets(catalog).into_iter().zip(remarks()) {
            let page = html(&worked_out(catalog, answers), &with(Lang::Ja, &remarks)).unwrap();
            assert!(page.contains("𠮷野"), "{}", catalog.id());
            assert_eq!(page.contains("ファイルの読み込みで気づいたこと"), !remarks.is_empty());
        }
    }
}

#[test]
fn every_pdf_is_written_whatever_was_noticed() {
    // The smallest edition: differences between editions are tested elsewhere, and a PDF takes time.
    let catalog = Library::builtin().catalog("mgl").unwrap();
    for (answers, mut remarks) in sheets(catalog).into_iter().zip(remarks()) {
        remarks.truncate(20);
        for remark in &mut remarks {
            *remark = remark.chars().take(2_000).collect();
        }
        let bytes = pdf(&worked_out(catalog, answers), &with(Lang::En, &remarks)).unwrap();
        let text = text_of(&bytes);
        assert!(text.contains("𠮷野") && !text.contains('〓'), "{text}");
        assert!(text.contains("[U+1F600]"), "{text}");
    }
}

#[test]
fn what_no_font_has_is_named_in_the_pdf() {
    let catalog = Library::builtin().catalog("mgl").unwrap();
    let assessment = worked_out(catalog, Answers::new(catalog));
    let named = |name| ReportOptions { organization: Some(name), ..options(Lang::Ja, &[]) };
    assert_eq!(unprintable(&assessment, &named("𠮷野工業 Łódź")), None);
    let sentence = unprintable(&assessment, &named("한국 😀")).unwrap();
    assert!(sentence.ends_with("[U+AD6D] [U+D55C] [U+1F600]"), "{sentence}");
    let text = text_of(&pdf(&assessment, &named("한국 😀")).unwrap());
    assert!(text.contains("この文書の書体にない文字は、文字の番号で示しています:[U+AD6D][U+D55C][U+1F600]"));
    assert!(!text_of(&pdf(&assessment, &named("𠮷野工業")).unwrap()).contains("この文書の書体にない文字"));
}

#[test]
fn what_is_late_is_said_by_every_document() {
    let catalog = Library::builtin().catalog("mgl").unwrap();
    let day = date(2026, 11, 1);
    let nothing = worked_out(catalog, Answers::new(catalog));
    assert!(nothing.late.is_empty());
    let assessment = nothing.with_days(|position| (position == 3).then_some(day));
    let others = [
        Overdue { title: "手順を直す".into(), criterion: "1-1-1-1".into(), due: day, kind: OverdueKind::Task },
        Overdue { title: "★3評価".into(), criterion: String::new(), due: day, kind: OverdueKind::Assessment },
    ];
    let options = ReportOptions { overdue: &others, ..options(Lang::Ja, &[]) };
    let late = &catalog.criteria()[3];
    let (page, text) = (html(&assessment, &options).unwrap(), text_of(&pdf(&assessment, &options).unwrap()));
    for said in ["手順を直す", "★3評価", "決めた期限", "対応"] {
        assert!(page.contains(said), "{said}");
    }
    for said in ["手順を直す", "★3評価", "20日経過"] {
        assert!(text.contains(said), "{said}");
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(gap_workbook(&assessment, &options).unwrap())).unwrap();
    let calendar = book.worksheet_range("カレンダー").unwrap();
    let overdue: Vec<String> =
        calendar.rows().filter(|row| row[0] == "期限超過").map(|row| row[2].to_string()).collect();
    assert_eq!(overdue, [late.id.as_str(), "1-1-1-1", ""]);
}

#[test]
fn the_report_on_inspections_is_written_of_anything() {
    let report = |text, rows| InspectionReport {
        lang: Lang::Ja,
        organization: "𠮷野\u{b}工業 😀",
        assessment: HOSTILE,
        criterion: "1-4-1-1 見直し",
        created: AS_OF,
        text,
        rows,
    };
    for text in ["", "一段\n\n\u{0}二段 한국", HOSTILE] {
        let bytes = inspection_pdf(&report(text, vec![])).unwrap();
        let said = text_of(&bytes);
        assert!(said.contains("𠮷野") && said.contains("この文書の書体にない文字") && !said.contains('〓'), "{said}");
        assert!(inspection_html(&report(text, vec![])).unwrap().contains("𠮷野"));
    }
}
