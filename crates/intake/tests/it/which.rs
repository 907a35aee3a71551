//! Which of several sheets is read, and files whose numbers or bytes are damaged.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use tasuki_assess::Status::{Met, Unanswered, Unmet};
use tasuki_catalog::{Lang, Library};
use tasuki_intake::{IntakeError, ProblemCode, Reading, Wanted, read_answers};

use crate::common::{TODAY, answer, ids, listed, of, read, read_as, statuses};

const SCS: &str = "scs-2026-03";

/// A sheet that gives the same answer to all these criteria.
fn sheet(name: &str, ids: &[String], mark: &str) -> Worksheet {
    let mut sheet = Worksheet::new();
    sheet.set_name(name).unwrap();
    sheet.write_string(0, 0, "評価基準No.").unwrap();
    sheet.write_string(0, 1, "自己評価").unwrap();
    for (row, id) in (1..).zip(ids) {
        sheet.write_string(row, 0, id).unwrap();
        if !mark.is_empty() {
            sheet.write_string(row, 1, mark).unwrap();
        }
    }
    sheet
}

fn book(sheets: Vec<Worksheet>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer().unwrap()
}

fn two(first: &str, second: &str) -> Vec<u8> {
    book(vec![sheet(first, &ids(SCS), "○"), sheet(second, &ids(SCS)[..100], "×")])
}

fn named(bytes: &[u8], sheets: &[&str]) -> Result<Reading<'static>, IntakeError> {
    let sheets: Vec<String> = sheets.iter().map(|name| (*name).to_owned()).collect();
    read_answers(Library::builtin(), "a.xlsx", bytes, &Wanted::on(TODAY).sheets(&sheets))
}

#[test]
fn names_and_years_decide() {
    for (first, second, expected) in [
        ("2025年度", "2026年度", Unmet),
        ("2026年度", "2025年度", Met),
        ("令和8年度", "令和7年度", Met),
        ("FY25", "FY26", Unmet),
        ("記入要領", "回答", Unmet),
        ("回答", "テンプレート", Met),
        ("前回", "今回", Unmet),
        ("第1回", "第2回", Unmet),
        ("自己評価_v2", "自己評価_v1", Met),
        ("目標", "現状", Unmet),
        ("2027年度計画", "2026年度", Unmet),
    ] {
        let reading = read("a.xlsx", &two(first, second)).unwrap();
        assert_eq!(statuses(&reading)[0], expected, "{first} {second}");
        assert_eq!(of(&reading, ProblemCode::OtherSheet).len(), 1, "{first} {second}");
    }
}

#[test]
fn where_nothing_decides_it_asks() {
    for (first, second) in [
        ("A工場", "B工場"),
        ("Sheet1", "Sheet1 (2)"),
        ("回答", "回答のコピー"),
        ("Sheet1", "Sheet2"),
        ("本社", "2026年度"),
    ] {
        let error = read("a.xlsx", &two(first, second)).unwrap_err();
        assert_eq!(error.code(), "sheet-ambiguous", "{first} {second}");
        assert!(error.message(Lang::Ja).contains(first) && error.hint(Lang::En).contains("--sheet"));
    }
    let plants = two("A工場", "B工場");
    assert_eq!(statuses(&named(&plants, &["A工場"]).unwrap())[0], Met);
    assert_eq!(statuses(&named(&plants, &["Ｂ工場"]).unwrap())[0], Unmet);
    assert_eq!(named(&plants, &["C工場"]).unwrap_err().code(), "no-such-sheet");
    assert_eq!(named(&plants, &["A工場", "B工場"]).unwrap_err().code(), "sheet-ambiguous");
    // If sheets agree, there is nothing to choose.
    let same = book(vec![sheet("A", &ids(SCS), "×"), sheet("B", &ids(SCS), "×")]);
    assert_eq!(statuses(&read("a.xlsx", &same).unwrap()), vec![Unmet; 153]);
}

#[test]
fn a_repeated_criterion_is_compared_and_the_rest_read() {
    let ids = ids(SCS);
    let reading = read("a.xlsx", &book(vec![sheet("1-3", &ids[..61], "○"), sheet("4-7", &ids[60..], "×")])).unwrap();
    assert_eq!(statuses(&reading)[59..62], [Met, Unanswered, Unmet]);
    assert_eq!(of(&reading, ProblemCode::DuplicateIdentifier)[0].found, "4-7 A2: × / 1-3 A62: ○");
    let reading = read("a.xlsx", &book(vec![sheet("1-3", &ids[..61], "○"), sheet("4-7", &ids[60..], "○")])).unwrap();
    assert_eq!(statuses(&reading), vec![Met; 153]);
    assert_eq!(listed(&reading), Vec::<String>::new());
}

#[test]
fn numbers_that_are_damaged_throughout() {
    let changed = |change: &dyn Fn(&str) -> String| {
        let ids: Vec<String> = ids(SCS).iter().map(|id| change(id)).collect();
        read("a.xlsx", &book(vec![sheet("回答", &ids, "○")]))
    };
    assert_eq!(statuses(&changed(&|id| id.replacen("1-", "1-\n", 1)).unwrap())[0], Met);
    for change in [
        &(|id: &str| id.replace('-', "・")) as &dyn Fn(&str) -> String,
        &|id| format!("{}({})", &id[..5], &id[6..]),
        &|id| id.replace('-', " "),
    ] {
        let error = changed(change).unwrap_err();
        assert_eq!(error.code(), "broken-identifiers");
        let message = error.message(Lang::Ja);
        assert!(
            message.contains("シート「回答」") && message.contains("評価基準No.") && message.contains(" A2 "),
            "{message}"
        );
    }
    let mut days = Worksheet::new();
    days.set_name("チェックシート").unwrap();
    days.write_string(2, 0, "No.").unwrap();
    days.write_string(2, 1, "回答").unwrap();
    let format = Format::new().set_num_format("m/d");
    for row in 3..43 {
        days.write_datetime_with_format(row, 0, ExcelDateTime::from_serial_datetime(46_000 + row).unwrap(), &format)
            .unwrap();
        days.write_string(row, 1, "はい").unwrap();
    }
    let message = read("a.xlsx", &book(vec![days])).unwrap_err().message(Lang::Ja);
    assert!(message.contains("日付") && message.contains(" A4 "), "{message}");
    let error = read("a.csv", "No,評価\n1月1日,○\n1月2日,×\n".as_bytes()).unwrap_err();
    assert!(error.message(Lang::En).contains("days (dates)"), "{error}");
}

#[test]
fn damage_in_a_text_names_its_line() {
    let lines: Vec<String> = ids(SCS).iter().map(|id| format!("{id},本文,○,規程\n")).collect();
    let text = |note: &str| {
        let mut lines = lines.clone();
        lines[50] = format!("{},本文,○,{note}\n", ids(SCS)[50]);
        format!("評価基準No.,評価基準,自己評価,備考\n{}", lines.concat())
    };
    let error = read("a.csv", text("\"規程").as_bytes()).unwrap_err();
    assert!(error.code() == "bad-csv" && error.message(Lang::Ja).contains("52行目"), "{error}");
    let mut bytes = text("規程").into_bytes();
    let at = bytes.len() - 5;
    bytes.insert(at, 0xff);
    let error = read("a.csv", &bytes).unwrap_err();
    assert!(error.message(Lang::Ja).contains("154行目") && error.message(Lang::Ja).contains("UTF-8"), "{error}");
    let reading = read("a.csv", text("\"本文、\n二行目\"").as_bytes()).unwrap();
    assert_eq!(answer(&reading, &ids(SCS)[50]).note, "本文、\n二行目");
}

#[test]
fn json_says_what_happened_and_says_it_once() {
    let text = r#"{"answers": {"1-1-1-1": {"status": "met", "confirmed": "2027-01-01"}, "1-1-1-2": {"stauts": "met"},
        "1-1-1-3": {"status": "met", "status": "unmet"}, "1-2-1-1": {"status": "met", "confirmed": "2026-05-01"}, "1-2-1-2": {"note": "まだ"}}}"#;
    let reading = read_as(SCS, "a.json", text.as_bytes());
    assert_eq!(statuses(&reading)[..5], [Met, Unanswered, Unanswered, Met, Unanswered]);
    assert_eq!(answer(&reading, "1-1-1-1").confirmed, None);
    assert_eq!(
        listed(&reading),
        ["future-date /answers/1-1-1-1", "unreadable-mark /answers/1-1-1-2", "contradictory-marks /answers/1-1-1-3"]
    );
}

#[test]
fn a_note_has_a_limit() {
    let text = format!("評価基準No.,自己評価,備考\n1-1-1-1,○,{}\n", "長".repeat(20_001));
    let reading = read_as(SCS, "a.csv", text.as_bytes());
    assert_eq!(answer(&reading, "1-1-1-1").note.chars().count(), 20_000);
    assert_eq!(listed(&reading), ["note-too-long A2"]);
    assert!(reading.has_errors());
}

#[test]
fn a_sheet_that_says_it_is_no_answer_is_told() {
    let ids = ids(SCS);
    for name in ["記入例", "来年度の目標", "前回", "Sample", "2027年度"] {
        let reading = read("a.xlsx", &book(vec![sheet(name, &ids, "○")])).unwrap();
        let told = of(&reading, ProblemCode::DoubtfulSheet);
        assert_eq!((told.len(), told[0].sheet.as_str(), told[0].found.as_str()), (1, name, name));
        assert!(told[0].sentence(Lang::Ja).contains("今の回答") && told[0].sentence(Lang::En).contains("example"));
    }
    for name in ["回答", "様式第1号", "2026年度", "テンプレート", "Sheet1", "上期"] {
        let reading = read("a.xlsx", &book(vec![sheet(name, &ids, "○")])).unwrap();
        assert!(of(&reading, ProblemCode::DoubtfulSheet).is_empty(), "{name}");
    }
    let target = Wanted::on(TODAY).target();
    let reading = read_answers(Library::builtin(), "a.xlsx", &book(vec![sheet("目標", &ids, "○")]), &target).unwrap();
    assert!(of(&reading, ProblemCode::DoubtfulSheet).is_empty());
}

#[test]
fn a_line_that_says_it_is_no_answer_is_told() {
    let table = |lines: &[&str]| {
        let rows = ids(SCS).join(",○\n") + ",○\n";
        format!("{}\n評価基準No.,自己評価\n{rows}", lines.join("\n"))
    };
    for (lines, cell) in [
        (vec!["記入例（実際の回答ではありません）"], Some("A1")),
        (vec!["自己評価シート", "【見本】", "", "2026年度"], Some("A2")),
        (vec!["自己評価シート", "記入例は別シートを参照してください"], None),
        (vec!["記入例", "例1,○", ""], None),
        (vec!["自己評価シート"], None),
    ] {
        let reading = read("a.csv", table(&lines).as_bytes()).unwrap();
        let told: Vec<&str> =
            of(&reading, ProblemCode::DoubtfulSheet).iter().map(|problem| problem.cell.as_str()).collect();
        assert_eq!(told, cell.into_iter().collect::<Vec<_>>(), "{lines:?}");
        assert_eq!(statuses(&reading)[0], Met);
    }
}

/// A tick under these headings does not mean that the respondent meets the criterion now.
#[test]
fn headings_under_which_a_circle_is_not_met() {
    for heading in ["旧回答", "修正前", "他社評価", "対応の必要", "該当有無", "前回"] {
        let rows = ids(SCS).join(",○\n") + ",○\n";
        let read = read("a.csv", format!("評価基準No.,{heading}\n{rows}").as_bytes());
        let is_met = read.as_ref().is_ok_and(|reading| statuses(reading).contains(&Met));
        assert!(!is_met, "{heading}");
        assert!(read.map_or(true, |reading| !listed(&reading).is_empty()), "{heading}");
    }
}

/// A format may display a different text than the one typed.
#[test]
fn a_format_that_shows_another_text() {
    let ids = ids(SCS);
    for (code, expected) in [(";;;\"×\"", Unmet), ("@\"は未達\"", Unanswered), ("0;-0;0;@", Met), ("@", Met)] {
        let mut sheet = sheet("回答", &ids, "");
        let format = Format::new().set_num_format(code);
        for (row, _) in (1..).zip(&ids) {
            sheet.write_string_with_format(row, 1, "○", &format).unwrap();
        }
        let reading = read("a.xlsx", &book(vec![sheet])).unwrap();
        assert!(statuses(&reading).iter().all(|status| *status == expected), "{code}");
    }
}

/// A year in the future, and a criterion met since a past year.
#[test]
fn a_mark_beside_a_year() {
    let ids = ids(SCS);
    for (mark, expected) in [
        ("○2027", Unanswered),
        ("○（2027/4）", Unanswered),
        ("○2026", Met),
        ("○（2019年から実施）", Met),
        ("○（2026年3月に実施）", Met),
        ("○(4/1実施)", Met),
        ("○\u{20e0}", Unanswered),
    ] {
        let reading = read("a.xlsx", &book(vec![sheet("回答", &ids, mark)])).unwrap();
        assert!(statuses(&reading).iter().all(|status| *status == expected), "{mark}");
        assert!(expected == Met || !listed(&reading).is_empty(), "{mark}");
    }
}
