//! A sheet is written empty, filled in with another program, read, written again, and read with the same result.

use serde_json::Value;

use crate::{
    json,
    other_programs::{libreoffice_csv, openpyxl},
    stdout, target, text,
};

/// Fills in every answer of a template in turn: ○, △, ×, 対象外 with a reason, blank.
const FILL: &str = r"
import openpyxl, sys, datetime
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
marks = sys.argv[3].split(',')
for row in range(1, 6):
    heads = {str(cell.value): cell.column for cell in sheet[row] if cell.value}
    answer = next((column for word, column in heads.items() if word in ('自己評価', '評価結果')), None)
    if answer: break
note = next(column for word, column in heads.items() if word.startswith('理由') or word.startswith('備考'))
date = next(column for word, column in heads.items() if word.startswith('確認日'))
number = next(column for word, column in heads.items() if word in ('評価基準No.', 'No.', '番号'))
filled = 0
for line in range(row + 1, sheet.max_row + 1):
    if sheet.cell(line, number).value is None: continue
    mark = marks[filled % len(marks)]
    if mark:
        sheet.cell(line, answer).value = int(mark) if mark.isdigit() else mark
        sheet.cell(line, note).value = '=理由 %d' % filled if filled % 7 == 0 else '理由 %d' % filled
        if filled % 7 == 0: sheet.cell(line, note).data_type = 's'
        sheet.cell(line, date).value = datetime.date(2026, 3, 1)
    filled += 1
book.save(sys.argv[2])
print(filled)
";

fn criteria(file: &str) -> Vec<Value> {
    let report = json(&["assess", file, "--as-of", "2026-04-01"]);
    assert_eq!(report["problems"].as_array().map(Vec::len), Some(0), "{}", report["problems"]);
    let keys = ["id", "status", "note", "confirmed"];
    let row = |criterion: &Value| Value::from(keys.map(|key| criterion[key].clone()).to_vec());
    report["criteria"].as_array().expect("criteria").iter().map(row).collect()
}

fn round(framework: &str, marks: &str, count: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let (empty, filled, again) =
        (target(&folder, "empty.xlsx"), target(&folder, "filled.xlsx"), target(&folder, "again.xlsx"));
    stdout(&["template", framework, "-o", text(&empty)]);
    let Some(printed) = openpyxl(FILL, &[text(&empty), text(&filled), marks]) else { return };
    assert_eq!(printed.trim(), count.to_string(), "{framework}");
    let read = criteria(text(&filled));
    assert_eq!(read.len(), count);
    let expected = ["met", "partial", "unmet", "not_applicable", "unanswered"];
    for (place, row) in read.iter().enumerate() {
        assert_eq!(row[1], expected[place % 5], "{framework} {row}");
        let answered = place % 5 != 4;
        assert_eq!(row[3] == "2026-03-01", answered, "{framework} {row}");
        let note = if place % 7 == 0 { format!("=理由 {place}") } else { format!("理由 {place}") };
        assert_eq!(row[2] == note.as_str(), answered, "{framework} {row}");
    }
    // The gap workbook contains the sheet, so it can be read back.
    stdout(&["assess", text(&filled), "--as-of", "2026-04-01", "-o", text(&again)]);
    assert_eq!(criteria(text(&again)), read, "{framework}");
}

#[test]
fn scs_goes_round() {
    round("scs-2026-03", "○,△,×,対象外,", 153);
}

#[test]
fn jama_goes_round() {
    round("jama-2.3", "2,1,0,対象外,", 153);
}

#[test]
fn the_management_guideline_goes_round() {
    round("mgl-2.0", "はい,一部,いいえ,対象外,", 41);
}

#[test]
fn cpsf_goes_round() {
    round("cpsf-draft", "○,△,×,対象外,", 206);
}

#[test]
fn libreoffice_reads_what_we_write_and_we_read_what_libreoffice_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let carried = target(&folder, "carried.xlsx");
    stdout(&[
        "carry",
        &crate::sample("scs-2025-12-answers.xlsx"),
        "--to",
        "scs-2026-03",
        "-o",
        text(&carried),
        "--as-of",
        "2026-04-01",
    ]);
    let direct = criteria(text(&carried));
    if libreoffice_csv(&carried).is_none() {
        return;
    }
    let csv = criteria(text(&carried.with_extension("csv")));
    assert_eq!(direct, csv);
}
