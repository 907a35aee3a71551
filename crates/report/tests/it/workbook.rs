//! The workbooks, read back with a different library.

use std::collections::BTreeSet;

use calamine::{Data, Reader};
use tasuki_assess::{Answers, Status, carry};
use tasuki_catalog::{Catalog, Lang, Library, Scale};
use tasuki_report::{answer_workbook, carry_workbook, gap_workbook};

use crate::common::{AS_OF, HOSTILE, answerable, answers, assessment, options, outlooks};
use crate::read::{column, open, parts, rows, table};

fn default_edition(framework: &str) -> &'static Catalog {
    Library::builtin().catalog(framework).unwrap()
}

#[test]
fn the_scs_sheet_has_the_official_layout() {
    let catalog = default_edition("scs");
    let bytes = answer_workbook(catalog, &answers(catalog), &options(Lang::Ja, &[])).unwrap();
    let mut book = open(bytes);
    assert_eq!(book.sheet_names(), ["★3・★4要求事項・評価基準", "記入のしかた"]);
    let (header, rows) = table(&mut book, "★3・★4要求事項・評価基準", 1);
    let official = [
        "",
        "大分類No",
        "大分類",
        "中分類No",
        "中分類",
        "要求事項No",
        "★3対象",
        "★4対象",
        "要求事項の見出し",
        "要求事項",
        "★",
        "評価基準No.",
        "評価基準",
        "NIST CSF2.0",
        "自己評価",
        "理由・現状",
        "確認日",
        "対象外の承認",
    ];
    assert_eq!(header, official);
    let ids: Vec<_> = rows.iter().map(|row| row[11].as_str()).collect();
    assert_eq!(ids, catalog.criteria().iter().map(|one| one.id.as_str()).collect::<Vec<_>>());
    assert_eq!(rows[0][1..9], ["1", "ガバナンスの整備", "1-1", "組織の状況", "1-1-1", "", "○", "社内ルール"]);
    assert_eq!(rows[0][13], "統治(GV)");
    let functions: BTreeSet<_> = rows.iter().map(|row| row[13].as_str()).collect();
    assert_eq!(functions.len(), 6, "{functions:?}");
}

#[test]
fn the_jama_sheet_has_the_official_layout() {
    let catalog = default_edition("jama");
    let mut book = open(answer_workbook(catalog, &answers(catalog), &options(Lang::Ja, &[])).unwrap());
    let (header, rows) = table(&mut book, "チェックシート", 0);
    assert_eq!(
        header[..9],
        ["ラベル", "目的", "要求事項", "No.", "レベル", "達成条件", "達成基準", "評価結果", "備考(根拠)"]
    );
    let ids: Vec<_> = rows.iter().map(|row| row[3].as_str()).collect();
    assert_eq!(ids, catalog.criteria().iter().map(|one| one.id.as_str()).collect::<Vec<_>>());
}

#[test]
fn every_answer_is_in_its_row() {
    for catalog in answerable() {
        let answers = answers(catalog);
        let mut book = open(answer_workbook(catalog, &answers, &options(Lang::Ja, &[])).unwrap());
        let sheet = book.sheet_names()[0].clone();
        let head = usize::from(catalog.scale() == Scale::Scs);
        let (header, rows) = table(&mut book, &sheet, head);
        let mark = header.iter().position(|name| ["自己評価", "評価結果"].contains(&name.as_str())).unwrap();
        assert_eq!(rows.len(), catalog.criteria().len(), "{}", catalog.id());
        for (row, answer) in rows.iter().zip(answers.as_slice()) {
            assert_eq!(row[mark], expected_mark(catalog.scale(), answer.status), "{}", catalog.id());
            assert_eq!(row[mark + 1], answer.note);
            assert_eq!(row[mark + 2].is_empty(), answer.confirmed.is_none());
            assert_eq!(row[mark + 3], if answer.accepted { "承認" } else { "" });
        }
    }
}

fn expected_mark(scale: Scale, status: Status) -> &'static str {
    let marks = match scale {
        Scale::Jama => ["2", "1", "0", "対象外"],
        Scale::YesNo => ["はい", "一部", "いいえ", "対象外"],
        _ => ["○", "△", "×", "－"],
    };
    Status::ALL.iter().position(|one| *one == status).and_then(|at| marks.get(at)).copied().unwrap_or_default()
}

#[test]
fn marks_of_points_are_numbers_and_days_are_days() {
    let catalog = default_edition("jama");
    let mut book = open(answer_workbook(catalog, &answers(catalog), &options(Lang::Ja, &[])).unwrap());
    let range = book.worksheet_range("チェックシート").unwrap();
    assert!(range.rows().skip(1).any(|row| row[7] == Data::Float(2.0)));
    assert!(range.rows().skip(1).any(|row| matches!(row[9], Data::DateTime(_))));
}

#[test]
fn nothing_that_people_wrote_becomes_a_formula() {
    let catalog = default_edition("scs");
    let assessment = assessment(catalog);
    let outlooks = outlooks(&assessment);
    let bytes = gap_workbook(&assessment, &options(Lang::Ja, &outlooks)).unwrap();
    let mut found = 0;
    for (name, text) in parts(&bytes) {
        assert!(!name.starts_with("xl/worksheets/sheet") || !text.contains("<f>"), "a formula in {name}");
        found += usize::from(name == "xl/sharedStrings.xml" && text.contains("=cmd|'/c calc'!A1 &lt;script&gt;"));
        assert!(!name.contains("externalLink"), "{name}");
    }
    assert_eq!(found, 1, "the note is a shared string");
    assert!(parts(&bytes).iter().any(|(name, text)| name == "xl/styles.xml" && text.contains("quotePrefix=\"1\"")));
    let mut book = open(bytes);
    let (_, rows) = table(&mut book, "課題", 1);
    assert!(rows.iter().flatten().any(|cell| cell == HOSTILE));
}

#[test]
fn rows_grow_with_what_people_type() {
    let catalog = default_edition("mgl");
    let bytes = answer_workbook(catalog, &Answers::new(catalog), &options(Lang::Ja, &[])).unwrap();
    let sheet = parts(&bytes).into_iter().find(|(name, _)| name == "xl/worksheets/sheet1.xml").unwrap().1;
    assert!(sheet.contains(" ht=") && !sheet.contains("customHeight"));
}

#[test]
fn the_template_guards_what_is_typed() {
    for catalog in answerable() {
        let bytes = answer_workbook(catalog, &Answers::new(catalog), &options(Lang::En, &[])).unwrap();
        let sheet = parts(&bytes).into_iter().find(|(name, _)| name == "xl/worksheets/sheet1.xml").unwrap().1;
        for wanted in [
            "<dataValidations count=\"4\"",
            "type=\"list\"",
            "type=\"date\"",
            "<autoFilter",
            "state=\"frozen\"",
            "conditionalFormatting",
        ] {
            assert!(sheet.contains(wanted), "{}: {wanted}", catalog.id());
        }
        assert!(sheet.contains("orientation=\"landscape\"") && sheet.contains("fitToHeight=\"0\""));
    }
}

#[test]
fn the_gap_workbook_lists_every_open_criterion_twice() {
    for catalog in answerable() {
        let assessment = assessment(catalog);
        let outlooks = outlooks(&assessment);
        let mut book = open(gap_workbook(&assessment, &options(Lang::Ja, &outlooks)).unwrap());
        assert_eq!(book.sheet_names()[..5], ["概要", "課題", "計画", "対応の提案", "カレンダー"]);
        let open: BTreeSet<String> =
            assessment.evaluation.open().map(|one| catalog.criteria()[one.position].id.clone()).collect();
        for sheet in ["課題", "計画"] {
            let (header, rows) = table(&mut book, sheet, 1);
            let id = column(&header, "項目");
            assert_eq!(
                rows.iter().map(|row| row[id].clone()).collect::<BTreeSet<_>>(),
                open,
                "{} {sheet}",
                catalog.id()
            );
        }
    }
}

#[test]
fn the_calendar_begins_with_what_is_overdue() {
    let catalog = default_edition("scs");
    let mut book = open(gap_workbook(&assessment(catalog), &options(Lang::Ja, &[])).unwrap());
    let (header, rows) = table(&mut book, "カレンダー", 1);
    let when = column(&header, "区分");
    let overdue = rows.iter().take_while(|row| row[when] == "期限超過").count();
    assert!(overdue > 0);
    assert!(rows[overdue..].iter().all(|row| row[when] != "期限超過"));
}

#[test]
fn suggestions_name_their_path() {
    let catalog = default_edition("scs");
    let assessment = assessment(catalog);
    let outlooks = outlooks(&assessment);
    let mut book = open(gap_workbook(&assessment, &options(Lang::Ja, &outlooks)).unwrap());
    let (header, rows) = table(&mut book, "対応の提案", 1);
    let path = column(&header, "対応関係");
    assert!(!rows.is_empty() && rows.iter().all(|row| row[path].contains(['=', '⊂', '⊃', '∩'])));
}

#[test]
fn the_summary_gives_figures_with_their_base_and_never_says_passed() {
    for catalog in answerable() {
        let bytes = gap_workbook(&assessment(catalog), &options(Lang::Ja, &[])).unwrap();
        let strings = parts(&bytes).into_iter().find(|(name, _)| name == "xl/sharedStrings.xml").unwrap().1;
        assert!(strings.contains("Tasukiは★を付与しません"), "{}", catalog.id());
        assert!(!strings.contains("合格"), "{}", catalog.id());
        let satisfied = assessment(catalog).evaluation.satisfied();
        assert!(strings.contains(&format!("{satisfied} 項目が満たされ")), "{}", catalog.id());
    }
}

#[test]
fn a_carried_workbook_says_what_to_answer_again() {
    let library = Library::builtin();
    let new = default_edition("scs");
    let old = library.catalogs().find(|other| other.framework() == "scs" && other.id() != new.id()).unwrap();
    let changes = library.crosswalk(old.id(), new.id()).unwrap().changes;
    let carryover = carry(old, &answers(old), new, &changes);
    let bytes = carry_workbook(old, new, &carryover, &changes, &options(Lang::Ja, &[])).unwrap();
    let mut book = open(bytes);
    assert_eq!(book.sheet_names(), ["★3・★4要求事項・評価基準", "確認が必要な項目", "記入のしかた"]);
    let (_, rows) = table(&mut book, "確認が必要な項目", 1);
    let again = carryover.carried.iter().filter(|carried| carried.again).count();
    assert_eq!(rows.len(), again + carryover.dropped.len());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let catalog = default_edition("scs");
    let assessment = assessment(catalog);
    let outlooks = outlooks(&assessment);
    let options = options(Lang::Ja, &outlooks);
    assert_eq!(gap_workbook(&assessment, &options).unwrap(), gap_workbook(&assessment, &options).unwrap());
    let core = parts(&gap_workbook(&assessment, &options).unwrap());
    let core = core.into_iter().find(|(name, _)| name == "docProps/core.xml").unwrap().1;
    assert!(core.contains(&AS_OF.to_string()), "{core}");
}

#[test]
fn a_note_longer_than_a_cell_is_cut_and_says_so() {
    let catalog = default_edition("mgl");
    let mut answers = Answers::new(catalog);
    answers.at_mut(0).note = "長".repeat(40_000);
    let mut book = open(answer_workbook(catalog, &answers, &options(Lang::Ja, &[])).unwrap());
    let sheet = book.sheet_names()[0].clone();
    let cells: Vec<String> = rows(&mut book, &sheet).into_iter().flatten().collect();
    let note = cells.iter().find(|cell| cell.starts_with("長長")).unwrap();
    assert_eq!(note.encode_utf16().count(), 32_767);
    assert!(note.ends_with("以下省略）"));
}
