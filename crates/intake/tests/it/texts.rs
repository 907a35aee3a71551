//! CSV and JSON.

use jiff::civil::date;
use tasuki_assess::Status;
use tasuki_intake::ProblemCode;

use crate::common::{answer, ids, listed, mark, marks_in_turn, of, read, read_as, statuses};

const SCS: &str = "scs-2026-03";

fn csv(separator: &str) -> String {
    let head = ["評価基準No.", "評価基準", "自己評価", "備考"].join(separator);
    let rows = ids(SCS)
        .into_iter()
        .enumerate()
        .map(|(at, id)| [&id, "\"本文、\n二行目\"", mark(at).0, "規程"].join(separator));
    std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\r\n")
}

fn cp932(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(text);
    assert!(!lossy);
    bytes.into_owned()
}

#[test]
fn csv_in_every_encoding_and_separator() {
    for separator in [",", ";", "\t"] {
        let text = csv(separator);
        let with_bom = format!("\u{feff}{text}").into_bytes();
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [text.clone().into_bytes(), with_bom, cp932(&text), utf16] {
            let reading = read("回答.csv", &bytes).unwrap();
            assert_eq!((reading.catalog.id(), reading.sheet.as_str()), (SCS, ""));
            assert_eq!(statuses(&reading), marks_in_turn(153));
            assert_eq!(answer(&reading, "1-1-1-1").note, "規程");
            assert_eq!(listed(&reading), Vec::<String>::new());
        }
    }
}

#[test]
fn csv_without_a_header() {
    let lines: Vec<String> =
        ids(SCS).iter().enumerate().map(|(at, id)| format!("○,{id},本文,{},メモ\n", mark(at).0)).collect();
    let reading = read("a.csv", lines.concat().as_bytes()).unwrap();
    assert_eq!(statuses(&reading), marks_in_turn(153));
    assert_eq!(answer(&reading, "1-1-1-1").note, "メモ");
}

#[test]
fn csv_problems_name_the_cell() {
    let text = "番号,自己評価\n\n1-1-1-1,○\n1-1-1-2,？！\n";
    let reading = read_as(SCS, "a.csv", text.as_bytes());
    assert_eq!(listed(&reading), ["unreadable-mark B4"]);
    assert_eq!(reading.problems[0].found, "？！");
    assert_eq!(
        reading.problems[0].sentence(tasuki_catalog::Lang::Ja),
        "B4 1-1-1-2：回答の印を読み取れません（「？！」）。○・△・×・対象外のどれか一つにしてください。"
    );
    assert_eq!(
        reading.problems[0].sentence(tasuki_catalog::Lang::En),
        "B4, 1-1-1-2: unreadable mark (\"？！\"). Give one of ○, △, × or 対象外."
    );
}

#[test]
fn json_in_all_shapes() {
    let list: Vec<_> = ids(SCS)
        .into_iter()
        .enumerate()
        .map(|(at, id)| serde_json::json!({"id": id, "status": mark(at).1, "note": "規程", "confirmed": "2026-03-01", "level": 3}))
        .collect();
    let own = serde_json::json!({"framework": "scs-2026-03", "as_of": "2026-04-01", "criteria": list}).to_string();
    let map: serde_json::Map<_, _> = ids(SCS).into_iter().enumerate().map(|(at, id)| (id, mark(at).0.into())).collect();
    let named = serde_json::json!({"framework": "scs", "answers": map}).to_string();
    let bare = serde_json::Value::Object(map).to_string();
    for text in [&own, &named, &bare, &format!("\u{feff} {own}")] {
        let reading = read("a.json", text.as_bytes()).unwrap();
        assert_eq!(reading.catalog.id(), SCS);
        assert_eq!(statuses(&reading), marks_in_turn(153));
        assert_eq!(listed(&reading), Vec::<String>::new());
    }
    let reading = read("answers", own.as_bytes()).unwrap();
    assert_eq!(answer(&reading, "1-1-1-1").confirmed, Some(date(2026, 3, 1)));
    assert_eq!(answer(&reading, "1-1-1-1").note, "規程");
}

#[test]
fn json_problems_name_the_path() {
    let text = r#"{"framework": "scs", "answers": {
        "1-1-1-1": {"status": "not_applicable", "note": "委託なし", "accepted": true, "confirmed": "令和8年3月1日"},
        "1-1-1-2": "○", "1-1-1-2": "×", "1-1-1-3": {"status": "maybe", "confirmed": "soon"}, "No.9-9-9-9": "○", "1-2-1-1": 2, "1-2-1-2": null
    }}"#;
    let reading = read_as(SCS, "a.json", text.as_bytes());
    assert_eq!(
        listed(&reading),
        [
            "unreadable-mark /answers/1-1-1-3",
            "unreadable-date /answers/1-1-1-3",
            "unknown-identifier /answers/No.9-9-9-9",
            "unreadable-mark /answers/1-2-1-1",
            "duplicate-identifier /answers/1-1-1-2",
        ]
    );
    let first = answer(&reading, "1-1-1-1");
    assert_eq!((first.status, first.accepted, first.confirmed), (Status::NotApplicable, true, Some(date(2026, 3, 1))));
    assert_eq!(answer(&reading, "1-1-1-2").status, Status::Unanswered);
    assert_eq!(of(&reading, ProblemCode::MissingCriteria).len(), 1);
}

#[test]
fn json_that_cannot_be_read() {
    let code = |text: &str| read("a.json", text.as_bytes()).unwrap_err().code();
    assert_eq!(code("{"), "bad-json");
    assert_eq!(code("[1]"), "bad-json");
    assert_eq!(code("{\"a\": 1}"), "bad-json");
    assert_eq!(code(&format!("{{\"a\":{}", "[".repeat(10_000))), "bad-json");
    assert_eq!(code(r#"{"framework": "nothing", "answers": {}}"#), "unknown-framework");
    assert_eq!(code(r#"{"framework": "benchmark", "answers": {"1.1": "2"}}"#), "not-answerable");
    assert_eq!(code(r#"{"1-1-1-1": "○"}"#), "edition-ambiguous");
    let scs = tasuki_catalog::Library::builtin().catalog("jama");
    let text = br#"{"framework": "scs", "answers": {"1-1-1-1": "met"}}"#;
    let error = tasuki_intake::read_answers(
        tasuki_catalog::Library::builtin(),
        "a.json",
        text,
        &tasuki_intake::Wanted::on(crate::common::TODAY).framework(scs),
    );
    assert_eq!(error.unwrap_err().code(), "other-framework");
}
