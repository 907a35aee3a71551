//! What should have stood there: the texts that several problems share.

use tasuki_catalog::{Catalog, Scale, Text};

use crate::layout::Reason;

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

/// A value in place of a formula without a result.
pub(crate) fn a_value() -> Text {
    Text::new(
        "計算結果がファイルにないため読んでいません。値にしてください。",
        "The file does not hold its result, so nothing was read. Paste it as a value.",
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

/// A mark in the column that is the answer.
pub(crate) fn no_answer_beside() -> Text {
    Text::new(
        "回答の列が空なので未回答とし、この印はメモに残しました。回答なら、回答の列に書いてください。",
        "The column of the answer is blank, so it was left unanswered and this kept as a note. If it is the answer, write it there.",
    )
}

/// Why a column of marks was not read as the answer.
pub(crate) fn why_not(reason: &Reason) -> Text {
    match reason {
        Reason::SecondParty => Text::new(
            "回答者ではない側の欄として、回答とせずメモに残しました。",
            "It was taken for the column of another party: kept as notes, not read as the answer.",
        ),
        Reason::Earlier(read) => Text::new(
            format!("新しい「{read}」の列を回答として読み、前の年のものはメモに残しました。"),
            format!("The newest column, {read:?}, was read as the answer; those of earlier years were kept as notes."),
        ),
        Reason::NotUnderstood => Text::new(
            "この列の印は回答として読んでいません。回答なら、見出しを「自己評価」にしてください。",
            "The marks of this column were not read as answers. If they are, head it 自己評価.",
        ),
    }
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
