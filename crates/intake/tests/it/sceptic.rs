//! Tables that could lead a reader to guess.

use std::io::{Cursor, Read, Write};

use jiff::civil::date;
use rust_xlsxwriter::{Format, Formula, Workbook};
use tasuki_assess::Status::{self, Met, NotApplicable, Partial, Unanswered, Unmet};
use tasuki_intake::{ProblemCode, Reading, Severity};

use crate::common::{answer, listed, of, read_as, statuses};

const SCS: &str = "scs-2026-03";
const THREE: [&str; 3] = ["1-1-1-1", "1-1-1-2", "1-1-1-3"];

fn csv(text: &str) -> Reading<'static> {
    read_as(SCS, "a.csv", text.as_bytes())
}

/// A table of the first three criteria with this header.
fn three(header: &str, rows: [&str; 3]) -> Reading<'static> {
    let rows = THREE.iter().zip(rows).map(|(id, row)| format!("{id},{row}\n"));
    csv(&format!("評価基準No.,{header}\n{}", rows.collect::<String>()))
}

fn first(reading: &Reading<'_>) -> Vec<Status> {
    statuses(reading)[..3].to_vec()
}

/// A workbook with modified text in its parts.
fn rewritten(workbook: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let names: Vec<String> = from.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in names {
        let mut text = String::new();
        from.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(change(&text).as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn the_first_identifier_of_the_official_sheet_is_missing() {
    let sample = include_bytes!("samples/scs-2026-03-answers.xlsx");
    let met = |reading: &Reading<'_>| statuses(reading).into_iter().filter(|status| *status == Met).count();
    let whole = read_as(SCS, "a.xlsx", sample);
    let emptied = rewritten(sample, |text| {
        let Some((before, rest)) = text.split_once("<c r=\"L3\"") else { return text.to_owned() };
        format!("{before}{}", rest.split_once("</c>").unwrap().1)
    });
    let reading = read_as(SCS, "a.xlsx", &emptied);
    assert_eq!(answer(&reading, "1-1-1-1").status, Unanswered);
    assert_eq!(statuses(&reading)[1..], statuses(&whole)[1..]);
    assert_eq!(met(&whole) - met(&reading), usize::from(answer(&whole, "1-1-1-1").status == Met));
    assert!(listed(&reading).contains(&"missing-identifier L3".to_owned()));
}

#[test]
fn titles_of_ticks_under_one_heading() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "評価基準No.").unwrap();
    sheet.merge_range(0, 1, 0, 2, "自己評価", &Format::new()).unwrap();
    for (row, cells) in (1..).zip([["", "○", "×"], [THREE[0], "レ", ""], [THREE[1], "", "レ"]]) {
        for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    let reading = read_as(SCS, "a.xlsx", &workbook.save_to_buffer().unwrap());
    assert_eq!(first(&reading), [Met, Unmet, Unanswered]);
    assert_eq!(listed(&reading), Vec::<String>::new());
}

#[test]
fn an_example_above_the_answers_is_no_header() {
    for mark in ["○", "適合", "対応済み", "×", "△", "対象外"] {
        for example in ["例", "（例）", "", "l-1-1-1", "1-1", "1-1-1", "2026/1/1", "9-9-9-9", "サンプル"] {
            for (header, rest) in [("", ""), (",備考", ",規程"), (",最終確認日,備考", ",2026/5/1,根拠の資料")]
            {
                let text = format!(
                    "評価基準No.,自己評価{header}\n{example},{mark}{rest}\n1-1-1-1,×{rest}\n1-1-1-2,×{rest}\n1-1-1-3,△{rest}"
                );
                let reading = csv(&text);
                assert_eq!(first(&reading), [Unmet, Unmet, Partial], "{text}");
                let cell = listed(&reading);
                assert!(cell.iter().any(|told| told.ends_with("identifier A2")), "{text} {cell:?}");
            }
        }
    }
}

#[test]
fn the_first_identifier_is_missing_in_a_table_without_a_header() {
    let reading = csv("○,l-1-1-1,本文,○,メモ\n○,1-1-1-2,本文,×,メモ\n○,1-1-1-3,本文,△,メモ\n");
    assert_eq!(first(&reading), [Unanswered, Unmet, Partial]);
    assert_eq!(listed(&reading), ["unknown-identifier B1"]);
}

#[test]
fn marks_as_titles() {
    for header in ["○,△,×", "適合,一部,不適合"] {
        let reading = three(header, ["レ,,", ",レ,", ",,○"]);
        assert_eq!(first(&reading), [Met, Partial, Unmet], "{header}");
        assert_eq!(listed(&reading), Vec::<String>::new());
        let text = format!("評価基準No.,自己評価,,\n,{header}\n1-1-1-1,レ,,\n1-1-1-2,,レ,\n1-1-1-3,,,レ\n");
        assert_eq!(first(&csv(&text)), [Met, Partial, Unmet], "{header}");
        let text = format!("評価基準No.,{header}\n例,レ,,\n1-1-1-1,,,レ\n1-1-1-2,,レ,\n1-1-1-3,レ,,\n");
        let reading = csv(&text);
        assert_eq!(first(&reading), [Unmet, Partial, Met]);
        assert_eq!(listed(&reading), ["missing-identifier A2"]);
    }
    // A single column contains answers, not ticks.
    assert_eq!(first(&three("適合", ["○", "×", "△"])), [Met, Unmet, Partial]);
    assert_eq!(first(&three("○", ["○", "×", "△"])), [Met, Unmet, Partial]);
    // A cross in the column of another state is not read.
    let reading = three("○,△,×", ["×,,", ",レ,", ",,×"]);
    assert_eq!(first(&reading), [Unanswered, Partial, Unmet]);
    assert_eq!(listed(&reading), ["unreadable-mark B2"]);
}

#[test]
fn who_answers_a_form_of_a_customer() {
    let rows = ["×,○", "△,○", ",○"];
    for (header, other) in
        [("貴社回答,弊社確認欄", "弊社確認欄"), ("御社評価,当社評価", "当社評価"), ("貴社記入欄,弊社評価", "弊社評価")]
    {
        let reading = three(header, rows);
        assert_eq!(first(&reading), [Unmet, Partial, Unanswered], "{header}");
        assert_eq!(answer(&reading, "1-1-1-3").note, "○");
        let told = of(&reading, ProblemCode::OtherColumn);
        assert!(told.iter().any(|told| told.cell == "C1" && told.found == other), "{header} {told:#?}");
        assert!(told.iter().any(|told| told.cell == "C4"), "{header}");
        assert!(told.iter().all(|told| told.severity == Severity::Warning));
    }
    for header in ["貴社回答", "貴社記入欄", "貴社評価", "御社回答", "当社評価", "弊社評価", "自社評価", "弊社回答"]
    {
        assert_eq!(first(&three(header, ["×", "△", "○"])), [Unmet, Partial, Met], "{header}");
    }
}

#[test]
fn a_second_column_fills_no_blanks() {
    for header in [
        "自己評価,評価（当社使用欄）",
        "自己評価,回答",
        "仕入先評価,○○自動車評価",
        "サプライヤ評価,バイヤ評価",
        "回答,客先確認",
        "評価結果,判定",
        "自己評価,得意先評価",
        "自己評価,発注者確認欄",
        "二次回答,一次回答",
        "自己評価（下期）,自己評価（上期）",
        "自己評価（修正後）,自己評価",
        "今回評価,前回評価",
    ] {
        let reading = three(header, ["×,×", "△,△", ",○"]);
        assert_eq!(first(&reading), [Unmet, Partial, Unanswered], "{header}");
        assert!(answer(&reading, "1-1-1-3").note.contains('○'), "{header}");
        let told = of(&reading, ProblemCode::OtherColumn);
        assert!(told.iter().any(|told| told.cell == "C4" && told.severity == Severity::Warning), "{header} {told:#?}");
        assert!(!reading.has_errors(), "{header}");
    }
    for header in
        ["一次回答,二次回答", "自己評価(上期),自己評価(下期)", "自己評価,自己評価（修正後）", "一次評価,最終評価"]
    {
        let reading = three(header, ["×,○", "△,△", "○,"]);
        assert_eq!(first(&reading), [Met, Partial, Unanswered], "{header}");
        assert_eq!(listed(&reading), ["contradictory-marks B2", "other-column B4"], "{header}");
    }
    // The name of the respondent is not an answer, and neither is a plan for a later year.
    for header in ["自己評価者,自己評価", "自己評価者,評価", "2027年度の対応内容,評価"] {
        assert_eq!(first(&three(header, [",×", ",△", ",○"])), [Unmet, Partial, Met], "{header}");
    }
    // The respondent's own column is not replaced either, even if it is empty.
    assert_eq!(first(&three("自己評価,評価", [",○", ",○", ",○"])), [Unanswered; 3]);
}

#[test]
fn the_latest_year_is_the_answer() {
    for header in [
        "2024年度,2025年度",
        "R6,R7",
        "2025,2026",
        "自己評価（2024年度）,自己評価（2025年度）",
        "令和6年度,令和7年度",
        "FY2024,FY2025",
    ] {
        let reading = three(header, ["×,○", "○,×", "○,"]);
        assert_eq!(first(&reading), [Met, Unmet, Unanswered], "{header}");
        assert_eq!(listed(&reading), ["other-column B1"], "{header}");
        assert!(answer(&reading, "1-1-1-3").note.ends_with('○'), "{header}");
        assert!(reading.problems.iter().any(|told| told.expected.ja.contains(header.split(',').nth(1).unwrap())));
    }
}

#[test]
fn two_tables_side_by_side() {
    let reading = csv("No.,基準,評価,,No.,基準,評価\n1-1-1-1,本文,○,,1-1-1-3,本文,×\n1-1-1-2,本文,,,1-2-1-1,本文,△\n");
    assert_eq!(statuses(&reading)[..4], [Met, Unanswered, Unmet, Partial]);
    assert_eq!(listed(&reading), Vec::<String>::new());
}

#[test]
fn ticks_under_words() {
    for header in
        ["できている,一部,できていない", "はい,一部,いいえ", "Yes,Partial,No", "済,一部,未", "Ｙｅｓ,一部,Ｎｏ"]
    {
        for tick in ["●", "○", "✓", "レ"] {
            let reading = three(header, [&format!("{tick},,"), &format!(",{tick},"), &format!(",,{tick}")]);
            assert_eq!(first(&reading), [Met, Partial, Unmet], "{header} {tick}");
            assert_eq!(listed(&reading), Vec::<String>::new());
        }
    }
    for header in ["Yes,No", "はい,いいえ", "済,未"] {
        assert_eq!(first(&three(header, ["●,", ",●", ",✓"])), [Met, Unmet, Unmet], "{header}");
    }
}

#[test]
fn no_column_of_marks_is_passed_over_in_silence() {
    for header in ["", "レビュー", "二者監査", "甲"] {
        let reading = three(&format!("自己評価,{header}"), ["×,○", "△,○", "○,○"]);
        assert_eq!(first(&reading), [Unmet, Partial, Met], "{header}");
        assert_eq!(listed(&reading), ["other-column C1"], "{header}");
        assert_eq!(reading.problems.iter().find(|told| told.cell == "C1").unwrap().found, header);
        let reading = three(&format!("{header},自己評価"), ["○,×", "○,△", "○,○"]);
        assert_eq!(listed(&reading), ["other-column B1"], "{header}");
    }
    assert_eq!(listed(&three("自己評価,備考", ["×,－", "△,－", "○,－"])), Vec::<String>::new());
}

#[test]
fn days_as_numbers_and_words_that_are_no_day() {
    let reading = three("自己評価,最終確認日", ["○,20260601", "○,46174", "○,6月頃"]);
    assert_eq!(first(&reading), [Met; 3]);
    let confirmed = |id| answer(&reading, id).confirmed;
    assert_eq!(THREE.map(confirmed), [Some(date(2026, 6, 1)), Some(date(2026, 6, 1)), None]);
    assert_eq!(answer(&reading, "1-1-1-3").note, "6月頃");
    assert_eq!(listed(&reading), ["unreadable-date C4"]);
    assert!(reading.has_errors());
}

#[test]
fn formulas_without_a_result() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, text) in (0..).zip(["評価基準No.", "自己評価", "備考", "最終確認日"]) {
        sheet.write_string(0, column, text).unwrap();
    }
    sheet.write_string(1, 0, "1-1-1-1").unwrap();
    sheet.write_string(1, 1, "○").unwrap();
    sheet.write_formula(1, 2, Formula::new("A1").set_result("")).unwrap();
    sheet.write_formula(1, 3, Formula::new("TODAY()").set_result("")).unwrap();
    // As written by programs that do not calculate.
    let bytes = rewritten(&workbook.save_to_buffer().unwrap(), |text| {
        text.replace("</f><v>0</v>", "</f>").replace("</f><v></v>", "</f>")
    });
    let reading = read_as(SCS, "a.xlsx", &bytes);
    assert_eq!(listed(&reading), ["formula C2", "formula D2"]);
    assert!(!reading.has_errors());
}

#[test]
fn more_marks_and_identifiers() {
    for (mark, expected) in [
        ("済", Met),
        ("未", Unmet),
        ("できている", Met),
        ("できていない", Unmet),
        ("🔺", Partial),
        ("☐", Unanswered),
        ("/", NotApplicable),
        ("／", NotApplicable),
    ] {
        let reading = three("自己評価,備考", [&format!("{mark},理由"), "×,", "○,"]);
        assert_eq!(first(&reading), [expected, Unmet, Met], "{mark}");
        assert_eq!(listed(&reading), Vec::<String>::new(), "{mark}");
    }
    let reading = csv("評価基準No.,自己評価\n1_1_1_1,○\nSCS-1-1-1-2,○\n★3 1-1-1-3,△\n1-2-1-1.1,○\n");
    assert_eq!(statuses(&reading)[..4], [Met, Met, Partial, Unanswered]);
    assert_eq!(listed(&reading), ["unknown-identifier A5"]);
}

#[test]
fn acceptances_with_a_name_and_a_day() {
    for (text, accepted) in [
        ("田中部長 2026/5/1", true),
        ("田中（2026年5月1日）", true),
        ("不承認", false),
        ("保留", false),
        ("未承認", false),
        ("否", false),
        ("不承認 2026/5/1", false),
        ("保留（2026/5/1）", false),
    ] {
        let reading = three("自己評価,理由,対象外の承認", [&format!("対象外,委託なし,{text}"), "×,,", "○,,"]);
        assert_eq!(answer(&reading, "1-1-1-1").accepted, accepted, "{text}");
        assert_eq!(listed(&reading), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_list_as_json() {
    let text = r#"[{"id": "1-1-1-1", "status": "met"}, {"id": "1-1-1-2", "status": "×", "confirmed": "soon"}]"#;
    let reading = read_as(SCS, "a.json", text.as_bytes());
    assert_eq!(statuses(&reading)[..2], [Met, Unmet]);
    assert_eq!(answer(&reading, "1-1-1-2").note, "soon");
    assert_eq!(listed(&reading), ["unreadable-date /1"]);
}

#[test]
fn a_circle_that_holds_only_later() {
    let reading = three("自己評価", ["○（2027年度から）", "○（2026年度から）", "○（該当設備なしのため対象外）"]);
    assert_eq!(first(&reading), [Unanswered, Met, Unanswered]);
    assert_eq!(listed(&reading), ["contradictory-marks B2", "contradictory-marks B4"]);
}

#[test]
fn a_year_below_the_heading_fills_no_other() {
    let reading =
        csv("評価基準No.,自己評価,,\n,2025年度,2026年度,2027年度目標\n1-1-1-1,○,△,○\n1-1-1-2,○,×,○\n1-1-1-3,○,,○\n");
    assert_eq!(first(&reading), [Partial, Unmet, Unanswered], "{:#?}", reading.problems);
    assert_eq!(of(&reading, ProblemCode::OtherColumn).len(), 2);
    let reading = csv("評価基準No.,自己評価,\n,前回,今回\n1-1-1-1,○,△\n1-1-1-2,○,×\n1-1-1-3,○,\n");
    assert_eq!(first(&reading), [Partial, Unmet, Unanswered], "{:#?}", reading.problems);
}

#[test]
fn lines_that_are_quoted_as_a_whole() {
    let reading = csv("評価基準No.,自己評価,備考\n\"1-1-1-1,○,規程\"\n\"1-1-1-2,×,\"\"a, b\"\"\"\n\"1-1-1-3,△,\"\n");
    assert_eq!(first(&reading), [Met, Unmet, Partial]);
    assert_eq!(answer(&reading, "1-1-1-2").note, "a, b");
}

#[test]
fn english_days_of_confirmation() {
    let reading =
        three("Self-assessment,Last verified", ["○,2026-05-01", "○,2027-03-01 (planned)", "○,\"Mar 1, 2027\""]);
    assert_eq!(answer(&reading, "1-1-1-1").confirmed, Some(date(2026, 5, 1)));
    assert_eq!(listed(&reading), ["future-date C3", "unreadable-date C4"]);
}
