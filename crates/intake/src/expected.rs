//! What was expected: the texts that several problems share.

use tasuki_catalog::{Catalog, Scale, Text};

use crate::{layout::Reason, question::Why};

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
        "こちらは回答とせず、現状の欄に残しました。食い違いを確かめてください。",
        "This was not taken as the answer but kept as a note. Check why the two differ.",
    )
}

/// A sheet of answers, in place of one that says it does not contain answers.
pub(crate) fn answers_of_now() -> Text {
    Text::new(
        "記入例・目標・前回などと書かれていますが、代わりになるものがないため回答として読みました。今の回答でなければ、使わないでください。",
        "It says that it is an example, a plan or an earlier round. Nothing stands in its place, so it was read as the answer; do not use it if it is none.",
    )
}

/// A mark in the answer column.
pub(crate) fn no_answer_beside() -> Text {
    Text::new(
        "回答の列が空なので未回答とし、この印は現状の欄に残しました。回答なら、回答の列に書いてください。",
        "The column of the answer is blank, so it was left unanswered and this kept as a note. If it is the answer, write it there.",
    )
}

/// Why a column of marks was not read as the answer.
pub(crate) fn why_not(reason: &Reason) -> Text {
    match reason {
        Reason::SecondParty => Text::new(
            "回答者ではない側の欄として、回答とせず現状の欄に残しました。",
            "It was taken for the column of another party: kept as notes, not read as the answer.",
        ),
        Reason::Earlier(read) => Text::new(
            format!("新しい「{read}」の列を回答として読み、前の年のものは現状の欄に残しました。"),
            format!("The newest column, {read:?}, was read as the answer; those of earlier years were kept as notes."),
        ),
        Reason::Target => Text::new(
            "目標や予定の欄として、回答とせず現状の欄に残しました。",
            "It was taken for what is to be: kept as notes, not read as the answer.",
        ),
        Reason::NotUnderstood => Text::new(
            "この列の印は回答として読んでいません。回答なら、見出しを「自己評価」にしてください。",
            "The marks of this column were not read as answers. If they are, head it 自己評価.",
        ),
    }
}

/// Why nothing was read from columns of marks.
pub(crate) fn why_nothing(why: Why) -> Text {
    match why {
        Why::Headings => Text::new(
            "印が何を意味するのか見出しから分からないため、読んでいません。見出しを「適合」「一部適合」「不適合」などにするか、「自己評価」の列に○・△・×で答えてください。",
            "Their headings do not say what a mark means, so nothing was read. Head them 適合, 一部適合, 不適合, or answer with ○, △, × in a column headed 自己評価.",
        ),
        Why::Several => Text::new(
            "どの列が回答なのか決められないため、読んでいません。回答の列だけ見出しを「自己評価」にしてください。",
            "Nothing tells which of them is the answer, so nothing was read. Head the one that is 自己評価.",
        ),
        Why::NotNow => Text::new(
            "目標や課題の欄、または否定の見出しなので、読んでいません。今の状態を「自己評価」の列に答えてください。",
            "It is about what is to be, or its heading denies, so nothing was read. Answer what is so today in a column headed 自己評価.",
        ),
    }
}

/// A heading that says what a tick means.
pub(crate) fn a_heading() -> Text {
    Text::new(
        "この見出しの印は○・△・×・対象外のどれとも決められません。未回答としました。",
        "A tick under this heading is none of ○, △, × and 対象外. It was left unanswered.",
    )
}

/// What happened to a struck-out cell.
pub(crate) fn struck_out() -> Text {
    Text::new(
        "取り消し線で消されているため、読んでいません。生かすなら取り消し線を外してください。",
        "It is struck out and was not read. If it holds, remove the strike.",
    )
}

/// What happened to a text of which a part is struck out.
pub(crate) fn partly_struck_out() -> Text {
    Text::new(
        "取り消し線の付いた部分を除いて読みました。ほかにもあれば同じように読んでいます。",
        "What is struck out was left out, here and in other cells like it.",
    )
}

/// What happened to comments.
pub(crate) fn comments_kept() -> Text {
    Text::new(
        "コメントは回答とせず、その行の現状の欄に残しました。条件や訂正がないか確かめてください。",
        "Comments were kept as notes of their rows, not read as answers. Check whether they limit or correct one.",
    )
}

/// What happened to comments outside of the rows of criteria.
pub(crate) fn comments_left() -> Text {
    Text::new(
        "評価基準の行の外にあるコメントは読んでいません。",
        "Comments outside of the rows of criteria were not read.",
    )
}

/// What happened to drawings.
pub(crate) fn drawn_left() -> Text {
    Text::new(
        "図形・テキストボックス・チェックボックス・画像は読めません。回答なら、セルに○・△・×を書いてください。",
        "Shapes, text boxes, check boxes and pictures cannot be read. If they answer, write ○, △ or × into the cells.",
    )
}

/// What happened to values under merged cells.
pub(crate) fn hidden_left() -> Text {
    Text::new(
        "結合の下などに隠れて見えない値は読んでいません。要るなら見えるようにしてください。",
        "Values that nobody sees (under merged cells, by format) were not read. Show them if they are needed.",
    )
}

/// What happened to rows without an identifier that continue the notes above.
pub(crate) fn note_joined() -> Text {
    Text::new(
        "番号のない行の記入は、すぐ上の評価基準の現状に続けました。",
        "What stands in rows without an identifier was joined to the notes of the criterion above.",
    )
}

/// What happened to notes in rows that belong to no criterion.
pub(crate) fn note_left() -> Text {
    Text::new(
        "評価基準の番号がない行の記入は読んでいません。要るなら、評価基準の行に書いてください。",
        "What stands in rows without a criterion was not read. Write it into the row of a criterion if it is needed.",
    )
}

/// A value in place of an error.
pub(crate) fn an_error_value() -> Text {
    Text::new(
        "エラー値なので、書かれていないものとしました。値に直してください。",
        "It is an error value and counts as not written. Replace it with what is meant.",
    )
}

/// A day on which something happened.
pub(crate) fn a_past_day() -> Text {
    Text::new(
        "まだ来ていない日や予定は確認日になりません。実際に確かめた日を書いてください。",
        "A planned or future day is no day of confirmation. Give the day on which it was confirmed.",
    )
}

/// A shorter note.
pub(crate) fn a_shorter_note(longest: usize) -> Text {
    Text::new(
        format!("{longest}字までにしてください。超えた分は読んでいません。"),
        format!("Keep it to {longest} characters. What goes beyond was not read."),
    )
}

/// Keys that are part of an answer.
pub(crate) fn a_status() -> Text {
    Text::new(
        "\"status\" に状態を入れてください（met、partial、unmet、not_applicable）。",
        "Give the state in \"status\" (met, partial, unmet or not_applicable).",
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
