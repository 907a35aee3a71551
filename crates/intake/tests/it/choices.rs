//! Columns of choices: the heading says what a tick means.

use proptest::prelude::*;
use tasuki_assess::Status::{self, Met, NotApplicable, Partial, Unanswered, Unmet};
use tasuki_intake::{ProblemCode, Reading};

use crate::common::{ids, listed, of, read_as, statuses};

const SCS: &str = "scs-2026-03";
const ROWS: usize = 24;

/// A table with these columns under these headings.
fn table(headings: &[&str], cell: impl Fn(usize, usize) -> String) -> Reading<'static> {
    let mut lines = vec![format!("評価基準No.,評価基準,{}\n", headings.join(","))];
    for (row, id) in ids(SCS).iter().take(ROWS).enumerate() {
        let cells: Vec<String> = (0..headings.len()).map(|column| cell(row, column)).collect();
        lines.push(format!("{id},本文,{}\n", cells.join(",")));
    }
    read_as(SCS, "a.csv", lines.concat().as_bytes())
}

/// One tick per row, in turn.
fn ticked(headings: &str, tick: &str, empty: &str) -> Reading<'static> {
    let headings: Vec<&str> = headings.split('|').collect();
    table(&headings, |row, column| if row % headings.len() == column { tick.to_owned() } else { empty.to_owned() })
}

fn first(reading: &Reading<'_>, count: usize) -> Vec<Status> {
    statuses(reading)[..count].to_vec()
}

#[test]
fn headings_say_what_a_tick_means() {
    for (headings, expected) in [
        ("実施していない|一部実施している|実施している", vec![Unmet, Partial, Met]),
        ("未実施（×）|一部実施（△）|実施済（○）", vec![Unmet, Partial, Met]),
        ("未対応(0点)|一部対応(1点)|対応済(2点)", vec![Unmet, Partial, Met]),
        ("無|有", vec![Unmet, Met]),
        ("没有|有", vec![Unmet, Met]),
        ("否|適", vec![Unmet, Met]),
        ("OK|NG", vec![Met, Unmet]),
        ("Fail|Pass", vec![Unmet, Met]),
        ("0点|1点|2点", vec![Unmet, Partial, Met]),
        ("C：不適合|B：一部適合|A：適合", vec![Unmet, Partial, Met]),
        ("①不適合|②一部|③適合", vec![Unmet, Partial, Met]),
        ("Not implemented|Partially implemented|Implemented", vec![Unmet, Partial, Met]),
        ("No|Yes", vec![Unmet, Met]),
        ("いいえ|はい|対象外", vec![Unmet, Met, NotApplicable]),
        ("実施予定|実施済", vec![Unmet, Met]),
        ("Nein|Teilweise|Ja", vec![Unmet, Partial, Met]),
        ("自己評価（×）|自己評価（○）", vec![Unmet, Met]),
        ("ルールなし|ルールあり", vec![Unmet, Met]),
    ] {
        let reading = ticked(headings, "○", "");
        assert_eq!(first(&reading, expected.len()), expected, "{headings} {:#?}", reading.problems);
        assert!(!reading.has_errors(), "{headings}");
    }
}

#[test]
fn empty_boxes_that_are_written_out() {
    for headings in ["○|△|×", "はい|一部|いいえ", "実施済|一部実施|未実施"] {
        for (tick, empty) in [("TRUE", "FALSE"), ("■", "□"), ("☑", "☐"), ("1", "0"), ("レ", "－"), ("○", "FALSE")]
        {
            let reading = ticked(headings, tick, empty);
            assert_eq!(first(&reading, 3), [Met, Partial, Unmet], "{headings} {tick}/{empty}");
            assert_eq!(listed(&reading), Vec::<String>::new(), "{headings} {tick}/{empty}");
        }
    }
    // Strokes in every row mean nothing.
    let cell = |row: usize, column: usize| {
        let text = if row == 0 {
            "－"
        } else if (row + 1) % 2 == column {
            "○"
        } else {
            ""
        };
        text.to_owned()
    };
    let reading = table(&["はい", "いいえ"], cell);
    assert_eq!(first(&reading, 3), [Unanswered, Met, Unmet]);
    assert_eq!(listed(&reading), ["unreadable-mark C2"]);
}

#[test]
fn what_is_not_understood_is_refused_and_named() {
    for headings in [
        "赤|黄|青",
        "レベル1|レベル2|レベル3",
        "1|2|3",
        "甲|乙",
        "課題あり|課題なし",
        "Niet voldaan|Voldaan",
        "D|C|B|A",
        "None|Some|All",
        "0%|100%",
        "違反あり|違反なし",
    ] {
        let reading = ticked(headings, "○", "");
        assert_eq!(first(&reading, ROWS), vec![Unanswered; ROWS], "{headings}");
        let told = of(&reading, ProblemCode::SeveralReadings);
        let heading = headings.split('|').next().unwrap();
        assert!(told.len() == 1 && told[0].found.contains(heading), "{headings} {:#?}", reading.problems);
    }
    // Ticks under an unknown state are reported one by one; the others are read.
    let reading = ticked("未整備|整備中|整備済", "○", "");
    assert_eq!(first(&reading, 3), [Unmet, Unanswered, Met]);
    assert_eq!(listed(&reading).first().map(String::as_str), Some("unreadable-mark D3"));
}

#[test]
fn a_heading_that_denies_never_stands_for_met() {
    for (heading, expected) in [
        ("未実施", Unmet),
        ("不適合", Unmet),
        ("未対応", Unmet),
        ("Not implemented", Unmet),
        ("実施していない", Unmet),
        ("未実施チェック", Unmet),
        ("NG", Unmet),
        ("課題", Unanswered),
        ("改善要否", Unanswered),
        ("不備の有無", Unanswered),
        ("Gap", Unanswered),
        ("要改善", Unanswered),
        ("目標", Unanswered),
        ("To-Be", Unanswered),
        ("計画", Unanswered),
        ("甲", Unanswered),
    ] {
        let reading =
            table(&[heading, "備考"], |row, column| if column == 0 && row % 2 == 0 { "○" } else { "" }.to_owned());
        assert_eq!(first(&reading, 2), [expected, Unanswered], "{heading}");
        assert_eq!(reading.has_errors(), expected == Unanswered, "{heading} {:#?}", reading.problems);
    }
}

#[test]
fn the_present_goes_before_the_target_and_the_last_round_before_the_first() {
    for (headings, now) in [
        ("自己評価結果(現状)|自己評価結果(目標)", 0),
        ("現状の自己評価|目標の自己評価", 0),
        ("目標|現状", 1),
        ("As-Is|To-Be", 0),
        ("自己評価|目標", 0),
        ("今年度|来年度", 0),
        ("2026年度|2027年度", 0),
        ("達成予定|達成状況", 1),
        ("自己評価（計画）|自己評価（現状）", 1),
        ("第1回|第2回", 1),
        ("第2回|第1回", 0),
        ("一次評価|二次評価", 1),
        ("1回目|2回目", 1),
        ("Round 1|Round 2", 1),
        ("4月|10月", 1),
    ] {
        let names: Vec<&str> = headings.split('|').chain(["備考"]).collect();
        let reading = table(&names, |_, column| {
            ["○", "×", ""][if column == 2 { 2 } else { usize::from(column == now) }].to_owned()
        });
        assert_eq!(first(&reading, ROWS), vec![Unmet; ROWS], "{headings}");
        assert!(!reading.problems.is_empty(), "{headings}");
    }
}

#[test]
fn of_two_columns_that_nothing_tells_apart_both_are_named() {
    for headings in ["本社|工場", "田中|佐藤", "A工場|B工場"] {
        let names: Vec<&str> = headings.split('|').collect();
        let reading = table(&names, |_, column| ["○", "×"][column].to_owned());
        assert_eq!(first(&reading, ROWS), vec![Unanswered; ROWS], "{headings}");
        assert!(names.iter().all(|name| reading.problems.iter().any(|told| told.found.contains(name))), "{headings}");
    }
    let reading = table(&["自己評価（本社）", "自己評価（工場）"], |row, column| {
        ["○", ["×", "○"][row % 2]][column].to_owned()
    });
    assert_eq!(first(&reading, 2), [Unanswered, Met]);
    assert!(reading.has_errors());
}

#[test]
fn stars_mark_a_level_or_a_column_that_must_be_filled_in() {
    let reading = table(&["★自己評価", "備考"], |_, column| ["△", ""][column].to_owned());
    assert_eq!(first(&reading, ROWS), vec![Partial; ROWS]);
    let reading = table(&["★3自己評価", "★4自己評価"], |_, column| ["○", "×"][column].to_owned());
    for (at, status) in statuses(&reading)[..ROWS].iter().enumerate() {
        let level = reading.catalog.criteria()[at].level;
        assert_eq!(*status, if level == Some(3) { Met } else { Unmet });
    }
    assert_eq!(of(&reading, ProblemCode::ContradictoryMarks).len(), ROWS);
}

/// A header of two rows as in a CSV file: its merged cells are lost.
#[test]
fn an_upper_floor_without_merged_cells_counts() {
    for (upper, lower, cells, expected) in [
        ("指摘の有無,", "有,無", ["", "○", "", ""], Unanswered),
        ("現状,,目標,", "適合,不適合,適合,不適合", ["", "○", "○", ""], Unmet),
        ("目標,,現状,", "適合,不適合,適合,不適合", ["○", "", "", "○"], Unmet),
        ("2025年度,,2026年度,", "はい,いいえ,はい,いいえ", ["○", "", "", "○"], Unmet),
        ("目標,現状", "評価,評価", ["○", "×", "", ""], Unmet),
        ("自己,,親会社,", "○,×,○,×", ["", "○", "○", ""], Unmet),
    ] {
        let mut lines = vec![format!(",,{upper}\n評価基準No.,評価基準,{lower}\n")];
        lines.extend(ids(SCS).iter().take(ROWS).map(|id| format!("{id},本文,{}\n", cells.join(","))));
        let reading = read_as(SCS, "a.csv", lines.concat().as_bytes());
        assert_eq!(first(&reading, ROWS), vec![expected; ROWS], "{upper} {lower} {:#?}", reading.problems);
        assert_eq!(reading.has_errors(), expected == Unanswered, "{upper} {:#?}", reading.problems);
    }
}

/// A column headed `項目` is the guideline's text, and what stands left of a text is the guideline's. Ticks are no text.
#[test]
fn ticks_below_the_heading_of_a_text_do_not_hide_the_column_before_them() {
    let tick = |row: usize, which: usize| if row % 2 == which { "○" } else { "" }.to_owned();
    let after = table(&["項目", ""], |row, column| tick(row, 1 - column));
    let before = table(&["", "項目"], tick);
    assert_eq!(statuses(&before), statuses(&after));
    assert_eq!(first(&before, 2), vec![Met, Unanswered]);
}

const HEADINGS: [(&str, Status); 12] = [
    ("○", Met),
    ("△", Partial),
    ("×", Unmet),
    ("実施済", Met),
    ("一部実施", Partial),
    ("未実施", Unmet),
    ("はい", Met),
    ("いいえ", Unmet),
    ("有", Met),
    ("無", Unmet),
    ("対応している", Met),
    ("対応していない", Unmet),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Swapping two exclusive columns changes nothing, because the answers follow the headings; an empty column
    /// beside them changes nothing either.
    #[test]
    fn answers_follow_the_headings(
        one in proptest::sample::select(HEADINGS.to_vec()),
        other in proptest::sample::select(HEADINGS.to_vec()),
        ticks in proptest::collection::vec(0..3_usize, ROWS),
        (tick, empty) in proptest::sample::select(vec![("○", ""), ("レ", ""), ("TRUE", "FALSE"), ("■", "□"), ("1", "0"), ("●", "－")]),
        place in 0..3_usize,
    ) {
        prop_assume!(one.1 != other.1);
        let cell = |row: usize, which: usize| if ticks[row] == which { tick } else if ticks[row] == 2 { "" } else { empty }.to_owned();
        let plain = table(&[one.0, other.0], cell);
        let expected: Vec<Status> = ticks.iter().map(|tick| [one.1, other.1, Unanswered][*tick]).collect();
        if ticks.iter().any(|tick| *tick < 2) {
            prop_assert_eq!(first(&plain, ROWS), expected.clone());
        }
        let swapped = table(&[other.0, one.0], |row, column| cell(row, 1 - column));
        prop_assert_eq!(statuses(&swapped), statuses(&plain));
        let mut headings = vec![one.0, other.0];
        headings.insert(place, "");
        let wider = table(&headings, |row, column| {
            if column == place { String::new() } else { cell(row, column - usize::from(column > place)) }
        });
        prop_assert_eq!(statuses(&wider), statuses(&plain));
    }

    /// A negation in the heading of a tick column never improves the answers.
    #[test]
    fn denying_a_heading_never_raises_a_status(
        heading in proptest::sample::select(vec!["適合", "実施", "対応済", "達成している", "はい", "Implemented", "Compliant", "一部実施"]),
        denial in proptest::sample::select(vec!["未{}", "不{}", "{}ではない", "{}していない", "{}とは言えない", "{}（×）", "Not {}", "{}予定", "{}（一部）", "{}の課題"]),
    ) {
        let worth = |heading: &str| {
            let reading = table(&[heading, "備考"], |_, column| ["○", ""][column].to_owned());
            match statuses(&reading)[0] { Met => 2, Partial => 1, _ => 0 }
        };
        let denied = denial.replace("{}", heading);
        prop_assert!(worth(&denied) < 2 && worth(&denied) <= worth(heading), "{}", denied);
    }
}

#[test]
fn who_does_not_know_denies_nothing() {
    for unknown in ["わからない", "どちらとも言えない", "未回答", "Don't know", "Not sure"] {
        let reading = ticked(&format!("はい|いいえ|{unknown}"), "○", "");
        assert_eq!(first(&reading, 3), [Met, Unmet, Unanswered], "{unknown}");
        assert_eq!(of(&reading, ProblemCode::UnreadableMark)[0].criterion.as_deref(), Some("1-1-1-3"), "{unknown}");
    }
}
