//! What should have stood there: the texts that several problems share.

use tasuki_catalog::{Catalog, Scale, Text};

/// A mark of this scale.
pub(crate) fn a_mark(scale: Scale) -> Text {
    match scale {
        Scale::Jama => Text::new("2・1・0か対象外のどれか一つにしてください。", "Give one of 2, 1, 0 or 対象外."),
        Scale::YesNo => Text::new(
            "はい・いいえ、○・×、成熟度1〜5、対象外のどれか一つにしてください。",
            "Give one of はい, いいえ, ○, ×, a maturity of 1 to 5, or 対象外.",
        ),
        _ => Text::new("○・△・×・対象外のどれか一つにしてください。", "Give one of ○, △, × or 対象外."),
    }
}

/// A value in place of a formula whose result was read.
pub(crate) fn formula_read() -> Text {
    Text::new(
        "計算結果を回答として読みました。確かめて、値にしてください。",
        "Its result was read as the answer. Check it and paste it as a value.",
    )
}

/// One mark in place of several.
pub(crate) fn one_mark() -> Text {
    Text::new("どれか一つにしてください。未回答としました。", "Keep one of them. It was left unanswered.")
}

/// Agreement of the answer with another column.
pub(crate) fn other_column() -> Text {
    Text::new(
        "こちらは回答とせず、メモに残しました。食い違いを確かめてください。",
        "This was not taken as the answer but kept as a note. Check why the two differ.",
    )
}

/// A date.
pub(crate) fn a_date() -> Text {
    Text::new(
        "2026-03-01、2026年3月1日、令和8年3月1日のように書いてください。",
        "Write it like 2026-03-01 or 2026/3/1.",
    )
}

/// An acceptance.
pub(crate) fn an_acceptance() -> Text {
    Text::new(
        "承認したときは「済」か「○」を、していないときは空欄にしてください。",
        "Write 済 or ○ when it was accepted, and leave it blank when not.",
    )
}

/// A maturity.
pub(crate) fn a_maturity() -> Text {
    Text::new("1〜5の数字にしてください。", "Give a number from 1 to 5.")
}

/// A criterion of this edition.
pub(crate) fn an_identifier(catalog: &Catalog) -> Text {
    let id = catalog.id();
    Text::new(
        format!("{id}の評価基準の番号にしてください。別の版の回答なら --framework で版を指定してください。"),
        format!("Use an identifier of {id}; if these are answers to another edition, name it with --framework."),
    )
}
