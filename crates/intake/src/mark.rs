//! Marks, as people write them.
//!
//! A mark is read only when it can mean one thing. What follows it in the same cell (`対象外（委託していない）`) is kept as a note; two marks
//! that disagree are a contradiction, not a choice.

use std::sync::LazyLock;

use tasuki_assess::Status;
use tasuki_catalog::{Scale, fold};

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Nothing, or that it is not answered.
    Blank,
    /// A status, the maturity where one was given, and the words that followed.
    Status {
        /// The status.
        status: Status,
        /// 1–5, where the scale is that and a number was written.
        maturity: Option<u8>,
        /// What else the cell says.
        rest: String,
    },
    /// Several marks that say different things.
    Contradictory,
    /// Something else.
    Unreadable,
}

/// Words that are a whole mark, folded; a word is written without blanks.
const WORDS: [(Status, &str); 5] = [
    (
        Status::Met,
        "o ok yes y true はい 適合 適合している 達成 達成済 達成済み 実施済 実施済み 対応済 対応済み 済 済み できている 出来ている 準拠 遵守 充足 全て適合 完全適合 \
         met compliant fullymet",
    ),
    (
        Status::Partial,
        "一部 一部できている 一部適合 一部実施 一部対応 一部達成 一部対応済 一部実施済 一部準拠 一部未実施 一部未対応 一部不適合 部分的 部分適合 \
         部分的に適合 部分実施 部分対応 部分達成 partial partially partlymet partiallymet",
    ),
    (
        Status::Unmet,
        "x ng no n false いいえ 不適合 非適合 未適合 未 できていない 出来ていない 適合していない 未達成 未達 未実施 未対応 未充足 非準拠 unmet notmet noncompliant \
         non-compliant",
    ),
    (
        Status::NotApplicable,
        "対象外 評価対象外 適用対象外 該当なし 該当無し 該当せず 該当しない 非該当 適用外 適用除外 適用なし n/a na n.a. n.a \
         notapplicable not_applicable not-applicable - --",
    ),
    (Status::Unanswered, "未回答 未記入 未入力 未評価 未判定 未選択 選択してください unanswered notanswered tbd ?"),
];

/// Every word and what it stands for; split once, for every cell of a sheet is held against them.
fn words() -> impl Iterator<Item = (Status, &'static str)> {
    static SPLIT: LazyLock<Vec<(Status, &str)>> = LazyLock::new(|| {
        let of_status = |(status, words): &(Status, &'static str)| {
            let status = *status;
            words.split_whitespace().map(move |word| (status, word)).collect::<Vec<_>>()
        };
        WORDS.iter().flat_map(of_status).collect()
    });
    SPLIT.iter().copied()
}

/// Reads the mark in a cell of an answer column. Numbers count where the scale has them: 2 1 0, or a maturity of 1–5.
///
/// ```
/// use tasuki_assess::Status;
/// use tasuki_catalog::Scale;
/// use tasuki_intake::{Mark, mark};
/// assert!(matches!(mark("◯", Scale::Scs), Mark::Status { status: Status::Met, .. }));
/// assert!(matches!(mark("２", Scale::Jama), Mark::Status { status: Status::Met, .. }));
/// assert_eq!(mark("2", Scale::Scs), Mark::Unreadable);
/// ```
pub fn mark(text: &str, scale: Scale) -> Mark {
    let plain = plain(text);
    if plain.is_empty() {
        return Mark::Blank;
    }
    if plain.chars().all(|c| matches!(c, '☐' | '□' | '▢')) {
        return Mark::Blank;
    }
    if plain == "/" {
        return given(Status::NotApplicable, "");
    }
    whole(&plain, scale)
        .or_else(|| choices(&plain, scale))
        .or_else(|| leading_symbol(&plain))
        .or_else(|| leading_word(&plain, scale))
        .unwrap_or(Mark::Unreadable)
}

/// The status a symbol stands for. Letters and strokes are no symbols: they are marks only when they stand alone.
fn symbol(c: char) -> Option<Status> {
    Some(match c {
        '○' | '〇' | '◯' | '◎' | '●' | '⚪' | '⚫' | '⭕' | '⬤' | '⭘' | '✓' | '✔' | '☑' | '✅' => {
            Status::Met
        }
        '△' | '▲' | '🔺' | '∆' | '▵' | '▴' | 'δ' => Status::Partial,
        '×' | '✕' | '✖' | '✗' | '✘' | '╳' | '☓' | '❌' | '⨯' | '⨉' => Status::Unmet,
        '◌' => Status::Unanswered,
        _ => return None,
    })
}

/// Folded, with one kind of dash; a cell that holds only a stroke is the stroke of 対象外.
fn plain(text: &str) -> String {
    let folded = fold(text);
    let folded: String = folded
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}'))
        .collect();
    let strokes = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}' | 'ー');
    if !folded.is_empty() && folded.chars().all(strokes) { "-".to_owned() } else { folded.trim().to_owned() }
}

fn given(status: Status, rest: &str) -> Mark {
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || ":,、。・;-→".contains(c));
    let inner =
        rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).filter(|inner| !inner.contains(['(', ')']));
    let rest = inner.unwrap_or(rest).trim().to_owned();
    if status == Status::Unanswered && rest.is_empty() {
        Mark::Blank
    } else {
        Mark::Status { status, maturity: None, rest }
    }
}

/// The cell is one mark and nothing else.
fn whole(plain: &str, scale: Scale) -> Option<Mark> {
    let bare: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.trim_matches(['(', ')', '[', ']', '「', '」', '【', '】', '。', '\'', '"']);
    let bare = if bare.is_empty() { plain } else { bare };
    if let Some((status, _)) = words().find(|(_, word)| *word == bare) {
        return Some(given(status, ""));
    }
    let mut symbols = bare.chars().map(symbol);
    let first = symbols.next().flatten();
    match first.filter(|first| symbols.all(|next| next == Some(*first))) {
        Some(status) => Some(given(status, "")),
        None => number(bare, scale),
    }
}

fn number(bare: &str, scale: Scale) -> Option<Mark> {
    let digits = bare.strip_suffix(".0").unwrap_or(bare);
    let digits =
        ["レベル", "level", "lv.", "lv"].iter().find_map(|prefix| digits.strip_prefix(prefix)).unwrap_or(digits);
    let digits = digits.trim_end_matches('点');
    let (status, maturity) = match (scale, digits) {
        (Scale::Jama, "2") => (Status::Met, None),
        (Scale::Jama, "1") => (Status::Partial, None),
        (Scale::Jama, "0") => (Status::Unmet, None),
        (Scale::YesNo, "1") => (Status::Unmet, Some(1)),
        (Scale::YesNo, "2") => (Status::Partial, Some(2)),
        (Scale::YesNo, "3") => (Status::Met, Some(3)),
        (Scale::YesNo, "4") => (Status::Met, Some(4)),
        (Scale::YesNo, "5") => (Status::Met, Some(5)),
        _ => return None,
    };
    Some(Mark::Status { status, maturity, rest: String::new() })
}

/// `はい・いいえ`: a list of marks, as a template prints them to be struck out.
fn choices(plain: &str, scale: Scale) -> Option<Mark> {
    let mut marks = plain.split(['・', '/', ',', '、', '|', '→', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let statuses: Option<Vec<Status>> = marks
        .by_ref()
        .map(|part| match whole(part, scale) {
            Some(Mark::Status { status, .. }) => Some(status),
            _ => None,
        })
        .collect();
    let statuses = statuses.filter(|statuses| statuses.len() > 1)?;
    Some(if statuses.iter().all(|status| *status == statuses[0]) {
        given(statuses[0], "")
    } else {
        Mark::Contradictory
    })
}

/// `○ 規程第3条`; any other symbol later in the cell makes it a contradiction.
fn leading_symbol(plain: &str) -> Option<Mark> {
    let start = plain.trim_start_matches(['(', '[', '「', '【', ' ']);
    let status = symbol(start.chars().next()?)?;
    let rest = start.trim_start_matches(|c: char| symbol(c) == Some(status) || matches!(c, ')' | ']' | '」' | '】'));
    if rest.chars().filter_map(symbol).any(|other| other != status) {
        return Some(Mark::Contradictory);
    }
    Some(given(status, rest))
}

/// `対象外（委託していない）`, `いいえ: 未整備`: a word, a separator, and more.
fn leading_word(plain: &str, scale: Scale) -> Option<Mark> {
    let (status, rest) = words()
        .filter(|(_, word)| *word != "?")
        .filter_map(|(status, word)| Some((status, word, plain.strip_prefix(word)?)))
        .filter(|(_, _, rest)| rest.starts_with(['(', ' ', ':', ',', '、', '。', ';', '・', '→', '「', '【']))
        .max_by_key(|(_, word, _)| word.len())
        .map(|(status, _, rest)| (status, rest))?;
    let other = match mark(rest.trim_matches([' ', ':', ',', '、', '・', '→', '(', ')']), scale) {
        Mark::Status { status, .. } => Some(status),
        _ => rest.chars().find_map(symbol),
    };
    Some(if other.is_some_and(|other| other != status) { Mark::Contradictory } else { given(status, rest) })
}

/// Whether a cell in a column headed by a mark is ticked.
pub(crate) fn is_tick(text: &str) -> bool {
    let plain = plain(text);
    matches!(plain.as_str(), "レ" | "v" | "■" | "★" | "1" | "✓" | "✔" | "☑" | "true" | "x" | "×")
        || matches!(whole(&plain, Scale::Scs), Some(Mark::Status { status: Status::Met, .. }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn status(text: &str, scale: Scale) -> Option<Status> {
        match mark(text, scale) {
            Mark::Status { status, .. } => Some(status),
            Mark::Blank => Some(Status::Unanswered),
            _ => None,
        }
    }

    #[test]
    fn marks_as_people_write_them() {
        let table: [(&[&str], Status); 5] = [
            (
                &[
                    "○",
                    "〇",
                    "◯",
                    "◎",
                    "●",
                    " ○ ",
                    "　○",
                    "○\n",
                    "(○)",
                    "O",
                    "o",
                    "Ｏ",
                    "ＯＫ",
                    "はい",
                    "Yes",
                    "適合",
                    "実施済み",
                    "○○",
                    "⭕️",
                    "✔",
                    "met",
                ],
                Status::Met,
            ),
            (&["△", "▲", " △", "Δ", "一部", "一部適合", "Partial", "partial"], Status::Partial),
            (
                &[
                    "×",
                    "✕",
                    "✖",
                    "Ｘ",
                    "x",
                    "X",
                    "ｘ",
                    "✗",
                    "❌",
                    "いいえ",
                    "No",
                    "不適合",
                    "未実施",
                    "未対応",
                    "unmet",
                ],
                Status::Unmet,
            ),
            (
                &[
                    "対象外",
                    "該当なし",
                    "N/A",
                    "n/a",
                    "Ｎ／Ａ",
                    "NA",
                    "－",
                    "-",
                    "—",
                    "−",
                    "ー",
                    "―",
                    "―――",
                    "非該当",
                    "not_applicable",
                    "対 象 外",
                ],
                Status::NotApplicable,
            ),
            (&["", " ", "　", "\u{200b}", "未回答", "未記入", "unanswered", "◌"], Status::Unanswered),
        ];
        for (texts, expected) in table {
            for text in texts {
                assert_eq!(status(text, Scale::Scs), Some(expected), "{text:?}");
                assert_eq!(status(text, Scale::Jama), Some(expected), "{text:?}");
            }
        }
    }

    #[test]
    fn numbers_belong_to_their_scales() {
        for (text, expected) in [
            ("2", Status::Met),
            ("１", Status::Partial),
            ("0", Status::Unmet),
            ("2.0", Status::Met),
            ("2点", Status::Met),
        ] {
            assert_eq!(status(text, Scale::Jama), Some(expected), "{text:?}");
            assert_eq!(status(text, Scale::Scs), None, "{text:?}");
            assert_eq!(status(text, Scale::Element), None, "{text:?}");
        }
        let maturity = |text| match mark(text, Scale::YesNo) {
            Mark::Status { status, maturity, .. } => Some((status, maturity)),
            _ => None,
        };
        assert_eq!(maturity("1"), Some((Status::Unmet, Some(1))));
        assert_eq!(maturity("２"), Some((Status::Partial, Some(2))));
        assert_eq!(maturity("レベル3"), Some((Status::Met, Some(3))));
        assert_eq!(maturity("5"), Some((Status::Met, Some(5))));
        assert_eq!(maturity("はい"), Some((Status::Met, None)));
        for text in ["0", "6", "2.5", "-1", "12"] {
            assert_eq!(mark(text, Scale::YesNo), Mark::Unreadable, "{text:?}");
        }
    }

    #[test]
    fn what_follows_a_mark_is_kept() {
        let rest = |text| match mark(text, Scale::Scs) {
            Mark::Status { status, rest, .. } => (status, rest),
            other => panic!("{text:?} is {other:?}"),
        };
        assert_eq!(rest("対象外（委託していない）"), (Status::NotApplicable, "委託していない".into()));
        assert_eq!(rest("○ 規程第3条"), (Status::Met, "規程第3条".into()));
        assert_eq!(rest("×:未整備"), (Status::Unmet, "未整備".into()));
        assert_eq!(rest("いいえ、来期に整備"), (Status::Unmet, "来期に整備".into()));
        assert_eq!(rest("適合(○)"), (Status::Met, "○".into()));
    }

    #[test]
    fn contradictions_and_other_things() {
        for text in ["○×", "△ ×", "○→△", "○/×", "○・△・×", "はい・いいえ", "○ ただし一部△", "Yes / No", "適合(×)"]
        {
            assert_eq!(mark(text, Scale::Scs), Mark::Contradictory, "{text:?}");
        }
        for text in
            ["たぶん", "対応中", "検討", "3", "2026/3/1", "なし", "規程あり", "oh", "xyz", "適合性を確認", "#N/A"]
        {
            assert_eq!(mark(text, Scale::Scs), Mark::Unreadable, "{text:?}");
        }
    }

    #[test]
    fn ticks() {
        for text in ["レ", "✓", "○", "1", "■", "ｖ", "TRUE"] {
            assert!(is_tick(text), "{text:?}");
        }
        for text in ["", "メモ", "0", "△"] {
            assert!(!is_tick(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            for scale in [Scale::Scs, Scale::Jama, Scale::YesNo, Scale::Element] {
                let _ = mark(&text, scale);
            }
        }

        #[test]
        fn blanks_around_change_nothing(
            text in proptest::sample::select(vec!["○", "△", "×", "対象外", "N/A", "はい", "いいえ", "2", "?", "たぶん"]),
            before in "[ 　\t\n]{0,3}",
            after in "[ 　\t\n]{0,3}",
        ) {
            prop_assert_eq!(mark(&format!("{before}{text}{after}"), Scale::Jama), mark(text, Scale::Jama));
        }

        #[test]
        fn different_symbols_never_make_an_answer(marks in proptest::collection::vec(proptest::sample::select(vec!['○', '△', '×']), 2..5)) {
            let text: String = marks.iter().collect();
            let same = marks.iter().all(|mark| *mark == marks[0]);
            prop_assert_eq!(mark(&text, Scale::Scs) == Mark::Contradictory, !same);
        }
    }
}
