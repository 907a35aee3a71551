//! Workbooks as they arrive: laid out and filled in by other people.

use jiff::civil::date;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use tasuki_assess::Status;
use tasuki_intake::{ProblemCode, Severity};

use crate::common::{answer, catalog, ids, listed, mark, marks_in_turn, of, read, read_as, statuses};

const SCS: &str = "scs-2026-03";

fn save(mut workbook: Workbook) -> Vec<u8> {
    workbook.save_to_buffer().unwrap()
}

fn row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, text) in (0..).zip(cells) {
        if !text.is_empty() {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

/// A sheet with this header and one row per criterion.
fn sheet_of(edition: &str, header: &[&str], cells: impl Fn(usize, &str) -> Vec<String>) -> Worksheet {
    let mut sheet = Worksheet::new();
    row(&mut sheet, 0, header);
    for (at, id) in (0..).zip(ids(edition)) {
        let cells = cells(at, &id);
        row(&mut sheet, u32::try_from(at).unwrap() + 1, &cells.iter().map(String::as_str).collect::<Vec<_>>());
    }
    sheet
}

fn book(sheets: Vec<Worksheet>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    save(workbook)
}

/// A small table of the default edition.
fn small(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = Worksheet::new();
    for (at, cells) in (0..).zip(rows) {
        row(&mut sheet, at, cells);
    }
    book(vec![sheet])
}

fn wide(text: &str) -> String {
    text.chars().map(|c| if c == '-' { '－' } else { char::from_u32(c as u32 + 0xfee0).unwrap() }).collect()
}

#[test]
fn a_cover_first_the_header_in_row_nine_and_hidden_columns() {
    let mut cover = Worksheet::new();
    cover.set_name("はじめに").unwrap();
    for (at, text) in (0..).zip(["記入要領", "1. 自己評価の列に○△×を記入してください", "2. 回答期限は月末です"])
    {
        cover.write_string(at, 1, text).unwrap();
        cover.write_number(at, 0, f64::from(at + 1)).unwrap();
    }
    let mut sheet = Worksheet::new();
    sheet.set_name("回答シート").unwrap();
    row(&mut sheet, 2, &["", "", "", "取引先各位", "", "○○株式会社"]);
    row(&mut sheet, 8, &["", "通番", "★3対象", "評価基準No.", "評価基準", "", "自己評価", "", "備考"]);
    for (at, id) in (0..).zip(ids(SCS)) {
        let number = (at + 1).to_string();
        let line = u32::try_from(at).unwrap() + 9;
        row(&mut sheet, line, &["", &number, "○", &format!("Ｎｏ．{}", wide(&id)), "本文", "", mark(at).0, "", "メモ"]);
    }
    sheet.set_column_hidden(2).unwrap();
    sheet.set_column_hidden(4).unwrap();
    sheet.protect();
    let reading = read("自己評価.xlsx", &book(vec![cover, sheet])).unwrap();
    assert_eq!(reading.catalog.id(), SCS);
    assert_eq!(reading.sheet, "回答シート");
    assert_eq!(statuses(&reading), marks_in_turn(153));
    assert_eq!(answer(&reading, "1-1-1-1").note, "メモ");
    assert_eq!(listed(&reading), Vec::<String>::new());
}

#[test]
fn notes_in_three_columns_and_answers_right_of_a_gap() {
    let header = ["評価基準No.", "評価基準", "", "", "", "判定", "理由", "根拠", "その他の欄"];
    let sheet = sheet_of(SCS, &header, |at, id| {
        [id, "本文", "", "", "", mark(at).0, "理由あり", "規程", "自由"].map(str::to_owned).to_vec()
    });
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(statuses(&reading), marks_in_turn(153));
    assert_eq!(answer(&reading, "1-1-1-1").note, "理由: 理由あり\n根拠: 規程\nその他の欄: 自由");
}

#[test]
fn an_answer_column_without_a_heading() {
    let header = ["★3対象", "★4対象", "評価基準No.", "評価基準"];
    let sheet = sheet_of(SCS, &header, |at, id| ["○", "○", id, "本文", "", mark(at).0].map(str::to_owned).to_vec());
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(statuses(&reading), marks_in_turn(153));
}

#[test]
fn the_official_sheet_without_answers_has_none() {
    let header = ["★3対象", "★4対象", "評価基準No.", "評価基準"];
    let sheet = sheet_of(SCS, &header, |_, id| ["○", "○", id, "本文"].map(str::to_owned).to_vec());
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(statuses(&reading), vec![Status::Unanswered; 153]);
    assert_eq!(listed(&reading), ["no-answer-column "]);
    assert!(reading.has_errors());
}

#[test]
fn the_own_word_goes_before_that_of_others() {
    let header = ["No.", "評価基準", "確認者評価", "評価", "自己評価", "専門家確認", "前回評価"];
    let sheet =
        sheet_of(SCS, &header, |at, id| [id, "本文", "×", "△", mark(at).0, "○", "×"].map(str::to_owned).to_vec());
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(statuses(&reading), marks_in_turn(153));
    assert_eq!(answer(&reading, "1-1-1-1").note, "評価: △\n確認者評価: ×\n専門家確認: ○\n前回評価: ×");
    let different = of(&reading, ProblemCode::ContradictoryMarks);
    assert_eq!(different.len(), 102);
    assert!(different.iter().all(|problem| problem.severity == Severity::Warning));
}

#[test]
fn two_answer_columns_must_agree() {
    let bytes = small(&[
        &["評価基準No.", "評価結果", "判定", "備考"],
        &["1-1-1-1", "○", "○", ""],
        &["1-1-1-2", "○", "×", ""],
        &["1-1-1-3", "", "△", "n"],
        &["1-2-1-1", "○×", "", ""],
    ]);
    let reading = read_as(SCS, "a.xlsx", &bytes);
    assert_eq!(answer(&reading, "1-1-1-1").status, Status::Met);
    assert_eq!(answer(&reading, "1-1-1-2").status, Status::Unanswered);
    assert_eq!(answer(&reading, "1-1-1-3").status, Status::Unanswered);
    assert_eq!(answer(&reading, "1-2-1-1").status, Status::Unanswered);
    assert_eq!(listed(&reading), ["contradictory-marks B3", "other-column C4", "contradictory-marks B5"]);
    assert_eq!(reading.problems[0].found, "B3: ○ / C3: ×");
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let bytes = small(&[
        &["評価基準No.", "評価基準", "自己評価", "理由", "確認日", "対象外の承認"],
        &["1-1-1-1", "", "○", "", "2026年3月1日", ""],
        &["9-9-9-9", "", "○", "", "", ""],
        &["1-1-1-2", "", "たぶん", "", "", ""],
        &["1-1-1-3", "", "対象外", "", "", "済"],
        &["1-2-1-1", "", "○", "", "来月", ""],
        &["1-2-1-2", "", "○", "", "令和8年3月1日", ""],
        &["1-2-1-2", "", "×", "", "", ""],
        &["1-2-1-3", "", "○", "一", "R8.3.1", ""],
        &["1-2-1-3", "", "○", "二", "2026-03-02", ""],
        &["", "", "×", "", "", ""],
        &["1-2-1-4", "", "対象外（委託なし）", "", "", "多分"],
        &["合計", "", "11", "", "", ""],
    ]);
    let reading = read_as(SCS, "a.xlsx", &bytes);
    assert_eq!(
        listed(&reading),
        [
            "unknown-identifier A3",
            "unreadable-mark C4",
            "unreadable-date E6",
            "missing-identifier A11",
            "unreadable-acceptance F12",
            "not-applicable-without-reason C5",
            "duplicate-identifier A8",
            "duplicate-identifier A10",
        ]
    );
    let severities: Vec<Severity> =
        of(&reading, ProblemCode::DuplicateIdentifier).iter().map(|problem| problem.severity).collect();
    assert_eq!(severities, [Severity::Error, Severity::Warning]);
    assert_eq!(answer(&reading, "1-1-1-1").confirmed, Some(date(2026, 3, 1)));
    assert_eq!(answer(&reading, "1-1-1-3").status, Status::NotApplicable);
    assert!(answer(&reading, "1-1-1-3").accepted);
    assert_eq!(answer(&reading, "1-2-1-1").status, Status::Met);
    assert_eq!(answer(&reading, "1-2-1-2").status, Status::Unanswered);
    assert_eq!(answer(&reading, "1-2-1-3").note, "一\n二");
    assert_eq!(answer(&reading, "1-2-1-3").confirmed, Some(date(2026, 3, 2)));
    assert_eq!(answer(&reading, "1-2-1-4").note, "委託なし");
    let missing = of(&reading, ProblemCode::MissingCriteria);
    assert_eq!(missing.len(), 1);
    assert!(missing[0].found.starts_with("1-2-2-1–") && missing[0].found.ends_with("7-1-1-2"), "{}", missing[0].found);
    assert!(missing[0].expected.ja.contains("146件"), "{}", missing[0].expected.ja);
}

#[test]
fn formulas_are_read_and_reported() {
    let mut sheet = Worksheet::new();
    row(&mut sheet, 0, &["評価基準No.", "自己評価"]);
    for (at, id) in (1..).zip(["1-1-1-1", "1-1-1-2", "1-1-1-3", "1-2-1-1"]) {
        sheet.write_string(at, 0, id).unwrap();
    }
    sheet.write_formula(1, 1, Formula::new("IF(1,\"○\",\"×\")").set_result("○")).unwrap();
    sheet.write_formula(2, 1, Formula::new("SUM(1)").set_result("17")).unwrap();
    sheet.write_formula(3, 1, Formula::new("VLOOKUP(1,2,3)").set_result("#N/A")).unwrap();
    sheet.write_string(4, 1, "△").unwrap();
    let reading = read_as(SCS, "a.xlsx", &book(vec![sheet]));
    assert_eq!(listed(&reading), ["formula B2", "formula B3", "formula B4"]);
    assert_eq!(reading.problems[0].severity, Severity::Warning);
    assert_eq!(reading.problems[0].found, "=IF(1,\"○\",\"×\") → ○");
    assert_eq!(reading.problems[1].severity, Severity::Error);
    assert_eq!(statuses(&reading)[..4], [Status::Met, Status::Unanswered, Status::Unanswered, Status::Partial]);
}

#[test]
fn merged_cells() {
    let mut sheet = Worksheet::new();
    let plain = Format::new();
    row(&mut sheet, 0, &["評価基準No.", "評価基準", "自己評価", "備考"]);
    // An identifier over two rows of text, answered in the second.
    sheet.merge_range(1, 0, 2, 0, "1-1-1-1", &plain).unwrap();
    row(&mut sheet, 1, &["", "前半"]);
    row(&mut sheet, 2, &["", "後半", "×", "整備中"]);
    // One answer over three criteria, one note over two.
    for (at, id) in (3..).zip(["1-1-1-2", "1-1-1-3", "1-2-1-1"]) {
        sheet.write_string(at, 0, id).unwrap();
    }
    sheet.merge_range(3, 2, 5, 2, "○", &plain).unwrap();
    sheet.merge_range(3, 3, 4, 3, "共通の根拠", &plain).unwrap();
    // An identifier over two rows that are answered differently.
    sheet.merge_range(6, 0, 7, 0, "1-2-1-2", &plain).unwrap();
    sheet.write_string(6, 2, "○").unwrap();
    sheet.write_string(7, 2, "×").unwrap();
    let reading = read_as(SCS, "a.xlsx", &book(vec![sheet]));
    assert_eq!(answer(&reading, "1-1-1-1").status, Status::Unmet);
    assert_eq!(answer(&reading, "1-1-1-1").note, "整備中");
    for id in ["1-1-1-2", "1-1-1-3", "1-2-1-1"] {
        assert_eq!(answer(&reading, id).status, Status::Met);
    }
    assert_eq!(answer(&reading, "1-1-1-3").note, "共通の根拠");
    assert_eq!(answer(&reading, "1-2-1-1").note, "");
    assert_eq!(answer(&reading, "1-2-1-2").status, Status::Unanswered);
    assert_eq!(listed(&reading), ["merged-answer C4:C6", "contradictory-marks A7"]);
    assert!(reading.problems[0].expected.ja.contains("1-1-1-2–1-2-1-1"));
}

#[test]
fn columns_to_be_ticked() {
    let header = ["評価基準No.", "評価基準", "○", "△", "×", "備考"];
    let sheet = sheet_of(SCS, &header, |at, id| {
        let mut cells = [id, "本文", "", "", "", ""].map(str::to_owned).to_vec();
        cells[2 + at % 3] = ["レ", "✓", "○"][at / 3 % 3].to_owned();
        cells
    });
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(statuses(&reading), marks_in_turn(153));
    assert_eq!(listed(&reading), Vec::<String>::new());
}

#[test]
fn a_header_of_two_floors() {
    let mut sheet = Worksheet::new();
    let plain = Format::new();
    row(&mut sheet, 3, &["No.", "評価基準"]);
    sheet.merge_range(3, 2, 3, 3, "自己評価", &plain).unwrap();
    sheet.merge_range(3, 4, 3, 5, "確認者", &plain).unwrap();
    row(&mut sheet, 4, &["", "", "結果", "コメント", "結果", "コメント"]);
    for (at, id) in (0..).zip(ids(SCS)) {
        row(&mut sheet, u32::try_from(at).unwrap() + 5, &[&id, "本文", mark(at).0, "自分", "×", "他人"]);
    }
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(statuses(&reading), marks_in_turn(153));
    assert_eq!(answer(&reading, "1-1-1-1").note, "自己評価 コメント: 自分\n確認者 結果: ×\n確認者 コメント: 他人");
}

#[test]
fn answers_spread_over_sheets_and_copies_of_them() {
    let part = |name: &str, range: std::ops::Range<usize>, mark: &str| {
        let mut sheet = Worksheet::new();
        sheet.set_name(name).unwrap();
        row(&mut sheet, 0, &["評価基準No.", "自己評価"]);
        for (at, id) in (1..).zip(&ids(SCS)[range]) {
            row(&mut sheet, at, &[id, mark]);
        }
        sheet
    };
    let spread = book(vec![part("1-3", 0..60, "○"), part("4-7", 60..153, "△")]);
    let reading = read("a.xlsx", &spread).unwrap();
    assert_eq!(reading.catalog.id(), SCS);
    assert_eq!(statuses(&reading)[59..61], [Status::Met, Status::Partial]);
    assert_eq!(listed(&reading), Vec::<String>::new());

    let copied = book(vec![part("記入例", 0..153, "×"), part("回答", 0..100, "○")]);
    let reading = read_as(SCS, "a.xlsx", &copied);
    assert_eq!(reading.sheet, "回答");
    assert_eq!(statuses(&reading)[0], Status::Met);
    assert_eq!(of(&reading, ProblemCode::OtherSheet)[0].sheet, "記入例");
}

#[test]
fn dates_of_the_spreadsheet_program() {
    let mut sheet = Worksheet::new();
    row(&mut sheet, 0, &["評価基準No.", "自己評価", "最終確認日"]);
    let format = Format::new().set_num_format("yyyy/m/d");
    for (at, id) in (1..).zip(["1-1-1-1", "1-1-1-2"]) {
        row(&mut sheet, at, &[id, "○"]);
    }
    sheet.write_datetime_with_format(1, 2, ExcelDateTime::from_ymd(2026, 3, 1).unwrap(), &format).unwrap();
    sheet.write_string(2, 2, "2026/3/2").unwrap();
    // An identifier that became a date.
    sheet.write_datetime_with_format(3, 0, ExcelDateTime::from_ymd(2001, 1, 1).unwrap(), &format).unwrap();
    sheet.write_string(3, 1, "×").unwrap();
    let reading = read_as(SCS, "a.xlsx", &book(vec![sheet]));
    assert_eq!(answer(&reading, "1-1-1-1").confirmed, Some(date(2026, 3, 1)));
    assert_eq!(answer(&reading, "1-1-1-2").confirmed, Some(date(2026, 3, 2)));
    assert_eq!(listed(&reading), ["date-identifier A4"]);
}

#[test]
fn a_sheet_of_one_level_is_recognised_and_a_scrap_is_not() {
    for edition in ["scs-2025-12", SCS] {
        let criteria = catalog(edition).criteria().iter().filter(|criterion| criterion.level == Some(3));
        let mut sheet = Worksheet::new();
        row(&mut sheet, 0, &["評価基準No.", "自己評価"]);
        for (at, criterion) in (1..).zip(criteria) {
            row(&mut sheet, at, &[&criterion.id, "○"]);
        }
        assert_eq!(read("a.xlsx", &book(vec![sheet])).unwrap().catalog.id(), edition);
    }
    let scrap = small(&[&["評価基準No.", "自己評価"], &["1-1-1-1", "○"], &["1-1-1-2", "○"]]);
    let error = read("a.xlsx", &scrap).unwrap_err();
    assert_eq!(error.code(), "edition-ambiguous");
    for edition in ["scs-2025-12", SCS] {
        assert!(error.to_string().contains(edition) && error.hint(tasuki_catalog::Lang::Ja).contains("--framework"));
        // If a file names its edition, that is used.
        let named = small(&[&["Tasuki", edition], &["評価基準No.", "自己評価"], &["1-1-1-1", "○"]]);
        assert_eq!(read("a.xlsx", &named).unwrap().catalog.id(), edition);
    }
}

#[test]
fn jama_with_a_crosswalk_to_another_guideline() {
    let scs = ids(SCS);
    let header = ["ラベル", "No.", "レベル", "達成条件", "達成基準", "SCS対応番号", "評価結果", "備考"];
    let sheet = sheet_of("jama-2.3", &header, |at, id| {
        let other = if at % 3 == 0 { "" } else { &scs[at / 2] };
        ["1 方針", &format!("No.{id}"), "Lv1", "本文", "本文", other, ["2", "1", "0"][at % 3], ""]
            .map(str::to_owned)
            .to_vec()
    });
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(reading.catalog.id(), "jama-2.3");
    assert_eq!(statuses(&reading), marks_in_turn(153));
}

#[test]
fn scs_with_running_numbers_and_a_crosswalk_to_jama() {
    let header = ["通番", "評価基準No.", "評価基準", "自工会No.", "自己評価"];
    let sheet = sheet_of(SCS, &header, |at, id| {
        [(at + 1).to_string(), id.to_owned(), "本文".to_owned(), (153 - at).to_string(), mark(at).0.to_owned()].to_vec()
    });
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(reading.catalog.id(), SCS);
    assert_eq!(statuses(&reading), marks_in_turn(153));
}

#[test]
fn the_management_guideline_with_numbers_for_numbers() {
    let mut sheet = Worksheet::new();
    row(&mut sheet, 0, &["指示", "No", "チェック項目", "はい・いいえ", "成熟度", "備考"]);
    let ids = ids("mgl-2.0");
    for (at, id) in (1..).zip(&ids) {
        sheet.write_number(at, 1, id.parse::<f64>().unwrap()).unwrap();
        sheet.write_string(at, 3, if at % 2 == 0 { "いいえ" } else { "はい" }).unwrap();
        sheet.write_number(at, 4, f64::from(at % 5 + 1)).unwrap();
    }
    let reading = read("経営チェックシート.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(reading.catalog.id(), "mgl-2.0");
    assert_eq!(statuses(&reading)[..2], [Status::Met, Status::Unmet]);
    assert_eq!(answer(&reading, &ids[1]).maturity, Some(3));
    assert_eq!(listed(&reading), Vec::<String>::new());
}

#[test]
fn maturity_as_the_only_answer() {
    let header = ["No", "チェック項目", "評価（1〜5）"];
    let sheet = sheet_of("mgl-2.0", &header, |at, id| {
        [id, "経営者が…", ["1", "2", "3", "4", "5"][at % 5]].map(str::to_owned).to_vec()
    });
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(statuses(&reading)[..5], [Status::Unmet, Status::Partial, Status::Met, Status::Met, Status::Met]);
    assert_eq!(reading.answers.at(3).maturity, Some(4));
}

#[test]
fn elements_in_one_column_in_two_and_as_a_matrix() {
    let cpsf = ids("cpsf-draft");
    let japanese = |element: &str| match element {
        "organization" => "組織",
        "people" => "ヒト",
        "components" => "モノ",
        "data" => "データ",
        "procedure" => "プロシージャ",
        _ => "システム",
    };
    let one =
        sheet_of("cpsf-draft", &["対策要件ID", "評価"], |at, id| [id, mark(at).0].map(str::to_owned).to_vec());
    let reading = read("a.xlsx", &book(vec![one])).unwrap();
    assert_eq!((reading.catalog.id(), statuses(&reading)), ("cpsf-draft", marks_in_turn(cpsf.len())));

    let two = sheet_of("cpsf-draft", &["対策要件ID", "要素", "評価"], |at, id| {
        let (measure, element) = id.split_once(':').unwrap();
        [measure, japanese(element), mark(at).0].map(str::to_owned).to_vec()
    });
    let reading = read("a.xlsx", &book(vec![two])).unwrap();
    assert_eq!(statuses(&reading), marks_in_turn(cpsf.len()));
    assert_eq!(listed(&reading), Vec::<String>::new());

    let elements = ["organization", "people", "components", "data", "procedure", "system"];
    let mut sheet = Worksheet::new();
    row(&mut sheet, 0, &["対策要件ID", "組織", "ヒト", "モノ", "データ", "プロシージャ", "システム"]);
    for (at, requirement) in (1..).zip(catalog("cpsf-draft").requirements()) {
        sheet.write_string(at, 0, &requirement.id).unwrap();
        for (column, element) in (1..).zip(elements) {
            let place = cpsf.iter().position(|id| *id == format!("{}:{element}", requirement.id));
            sheet.write_string(at, column, place.map_or("－", |place| mark(place).0)).unwrap();
        }
    }
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(statuses(&reading), marks_in_turn(cpsf.len()));
    assert_eq!(listed(&reading), Vec::<String>::new());
}

#[test]
fn rows_that_are_no_answers() {
    let mut sheet = Worksheet::new();
    row(&mut sheet, 0, &["1", "評価基準を読む"]);
    row(&mut sheet, 1, &["2", "自己評価を記入する"]);
    row(&mut sheet, 3, &["No.", "達成条件", "評価結果"]);
    row(&mut sheet, 4, &["（例）", "本文", "2"]);
    for at in 1..=153_u32 {
        row(&mut sheet, at + 4, &[&at.to_string(), "本文", "2"]);
    }
    row(&mut sheet, 158, &["合計", "", ""]);
    sheet.write_formula(158, 2, Formula::new("COUNTIF(C6:C158,2)").set_result("1")).unwrap();
    sheet.write_formula(159, 2, Formula::new("COUNTIF(C6:C158,1)").set_result("0")).unwrap();
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!((reading.catalog.id(), statuses(&reading)), ("jama-2.3", vec![Status::Met; 153]));
    assert_eq!(listed(&reading), ["missing-identifier A5"]);
    assert_eq!(reading.problems[0].severity, Severity::Warning);
}

#[test]
fn several_criteria_in_one_row_and_rows_of_requirements() {
    let bytes = small(&[
        &["番号", "自己評価", "備考"],
        &["1-1", "", "見出し"],
        &["1-1-1", "", ""],
        &["1-1-1-1、1-1-1-2", "△", "共通"],
        &["1-1-1-3", "○", ""],
        &["1-2-1", "×", ""],
    ]);
    let reading = read_as(SCS, "a.xlsx", &bytes);
    assert_eq!(statuses(&reading)[..3], [Status::Partial, Status::Partial, Status::Met]);
    assert_eq!(listed(&reading), ["merged-answer A4", "unknown-identifier A6"]);
    assert!(reading.problems[1].expected.ja.contains("要求事項ではなく"));
}

#[test]
fn a_column_of_its_own_for_what_does_not_apply() {
    let bytes = small(&[
        &["評価基準No.", "自己評価", "対象外", "理由"],
        &["1-1-1-1", "○", "", ""],
        &["1-1-1-2", "", "○", "委託していない"],
        &["1-1-1-3", "×", "レ", ""],
    ]);
    let reading = read_as(SCS, "a.xlsx", &bytes);
    assert_eq!(statuses(&reading)[..3], [Status::Met, Status::NotApplicable, Status::Unanswered]);
    assert_eq!(listed(&reading), ["contradictory-marks B4"]);
}

#[test]
fn numbers_are_no_marks_of_the_scs_scheme() {
    let sheet = sheet_of(SCS, &["評価基準No.", "評価基準", "自己評価", "その他"], |_, id| {
        [id, "本文", "2", "－"].map(str::to_owned).to_vec()
    });
    let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
    assert_eq!(statuses(&reading), vec![Status::Unanswered; 153]);
    assert_eq!(of(&reading, ProblemCode::UnreadableMark).len(), 153);
}
