//! Marks, as people write them.
//!
//! A mark is read only when it can mean one thing. What follows it in the same cell (`対象外（委託していない）`) is kept as a note, unless it takes back what
//! the mark says (`○（一部）`, `○とは言えない`): that is a contradiction, not a choice.

mod rest;

use std::{collections::HashMap, sync::LazyLock};

use tasuki_assess::Status;
use tasuki_catalog::Scale;

use crate::{
    clean,
    words::{BARE_TICKS, EMPTY, MARKS, SYMBOLS, TICKED},
};

pub(crate) use rest::qualifies;

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

/// Every word and what it stands for; split once, for every cell of a sheet is held against them.
fn words() -> &'static HashMap<&'static str, Status> {
    static SPLIT: LazyLock<HashMap<&str, Status>> = LazyLock::new(|| {
        let of_status = |(status, words): &(Status, &'static [&'static str])| {
            let status = *status;
            words.iter().map(move |word| (*word, status))
        };
        MARKS.iter().flat_map(of_status).collect()
    });
    &SPLIT
}

/// The same words by their first letters: nearly every text begins like none of them.
fn words_by_letter() -> &'static HashMap<char, Vec<(&'static str, Status)>> {
    static SORTED: LazyLock<HashMap<char, Vec<(&str, Status)>>> = LazyLock::new(|| {
        let mut sorted: HashMap<char, Vec<_>> = HashMap::new();
        for (word, status) in words() {
            if let Some(first) = word.chars().next().filter(|_| *word != "?") {
                sorted.entry(first).or_default().push((*word, *status));
            }
        }
        sorted
    });
    &SORTED
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
/// assert_eq!(mark("○（予定）", Scale::Scs), Mark::Contradictory);
/// ```
pub fn mark(text: &str, scale: Scale) -> Mark {
    Plain::of(text).mark(scale)
}

/// The text of a cell, made plain once for all that is asked of it: folded, with one kind of dash. A cell that holds only a stroke is the stroke of
/// 対象外. A mark stands at the beginning, so of a long text only that is made plain.
pub(crate) struct Plain<'t> {
    text: String,
    /// What goes on behind it, where the text is longer than any mark with its explanation: folded, and as it is.
    beyond: (String, &'t str),
}

impl<'t> Plain<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let (folded, cut, beyond) = clean::folded_beginning(text);
        let is_one_stroke = !folded.is_empty() && folded.chars().all(is_stroke);
        let text = if is_one_stroke { "-".to_owned() } else { folded.trim().to_owned() };
        Self { text, beyond: (cut, beyond) }
    }

    /// See [`mark`].
    pub(crate) fn mark(&self, scale: Scale) -> Mark {
        let mark = of_plain(&self.text, scale);
        if self.is_all() {
            return mark;
        }
        // What is beyond is kept as it is. Its words turn no mark round, another symbol in it does.
        let (cut, beyond) = &self.beyond;
        match mark {
            Mark::Status { status, .. }
                if cut.chars().chain(beyond.chars()).filter_map(symbol).any(|c| c != status) =>
            {
                Mark::Contradictory
            }
            Mark::Status { status, maturity, rest } if !rest.is_empty() => {
                Mark::Status { status, maturity, rest: [&rest, cut, *beyond].concat() }
            }
            Mark::Status { .. } | Mark::Blank => Mark::Unreadable,
            other => other,
        }
    }

    /// Whether it has more characters than this, made plain.
    pub(crate) fn is_longer(&self, than: usize) -> bool {
        self.text.len() > than && self.text.chars().nth(than).is_some()
    }

    fn is_all(&self) -> bool {
        self.beyond.0.is_empty() && self.beyond.1.is_empty()
    }

    /// Whether a cell in a column headed by a mark is ticked.
    pub(crate) fn is_tick(&self) -> bool {
        self.is_all()
            && (matches!(
                self.text.as_str(),
                "レ" | "v"
                    | "■"
                    | "★"
                    | "1"
                    | "1.0"
                    | "✓"
                    | "✔"
                    | "☑"
                    | "☒"
                    | "true"
                    | "x"
                    | "×"
                    | "[x]"
                    | "[v]"
                    | "◉"
                    | "⦿"
                    | "該当"
                    | "選択"
            ) || matches!(whole(&self.text, Scale::Scs), Some(Mark::Status { status: Status::Met, .. })))
    }

    /// Whether a cell in a column headed by a mark says that it is not ticked.
    pub(crate) fn is_unticked(&self) -> bool {
        self.is_all()
            && (matches!(self.text.as_str(), "false" | "0" | "0.0" | "[ ]" | "[]" | "( )" | "()" | "null" | "none")
                || !self.text.is_empty() && self.text.chars().all(|c| EMPTY.contains(c)))
    }

    /// Whether a cell holds a stroke and nothing else.
    pub(crate) fn is_dash(&self) -> bool {
        self.is_all() && matches!(self.text.as_str(), "-" | "/")
    }

    /// Whether a cell is the mark of this status and nothing else. An empty box that is written out is no mark.
    pub(crate) fn is_status(&self, wanted: Status) -> bool {
        !self.is_unticked()
            && matches!(self.mark(Scale::Scs), Mark::Status { status, ref rest, .. } if status == wanted && rest.is_empty())
    }
}

fn of_plain(plain: &str, scale: Scale) -> Mark {
    if plain.is_empty() || plain.chars().all(|c| EMPTY.contains(c)) {
        return Mark::Blank;
    }
    if plain == "/" {
        return given(Status::NotApplicable, "");
    }
    whole(plain, scale)
        .or_else(|| boxes(plain, scale))
        .or_else(|| choices(plain, scale))
        .or_else(|| numbered(plain, scale))
        .or_else(|| ticked_word(plain, scale))
        .or_else(|| leading_symbol(plain, scale))
        .or_else(|| leading_word(plain, scale))
        .unwrap_or(Mark::Unreadable)
}

/// The status a symbol stands for.
fn symbol(c: char) -> Option<Status> {
    if is_letter(c) {
        return None;
    }
    SYMBOLS.iter().find(|(_, symbols)| symbols.contains(c)).map(|(status, _)| *status)
}

/// What texts are written with, and no symbol and no box is: nearly every character, so it is asked first.
fn is_letter(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{3040}'..='\u{9fff}')
}

fn is_stroke(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}' | 'ー')
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

/// A status and what follows it, unless that takes the status back.
fn qualified(status: Status, rest: &str, scale: Scale) -> Mark {
    if rest::takes_back(status, rest, scale) { Mark::Contradictory } else { given(status, rest) }
}

/// The cell is one mark and nothing else.
fn whole(plain: &str, scale: Scale) -> Option<Mark> {
    let bare: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.trim_matches(['(', ')', '[', ']', '「', '」', '【', '】', '。', '\'', '"']);
    let bare = if bare.is_empty() { plain } else { bare };
    if let Some(status) = words().get(bare) {
        return Some(given(*status, ""));
    }
    let mut symbols = bare.chars().map(symbol);
    let first = symbols.next().flatten();
    match first.filter(|first| symbols.all(|next| next == Some(*first))) {
        Some(status) => Some(given(status, "")),
        None => number(bare, scale),
    }
}

/// Bytes that no mark is longer than, blanks and brackets included; the words of long texts are asked one by one.
const LONGEST_MARK: usize = 96;

/// The status of a text that is one mark and nothing else.
fn whole_status(text: &str, scale: Scale) -> Option<Status> {
    match whole(Some(text.trim()).filter(|text| text.len() <= LONGEST_MARK)?, scale) {
        Some(Mark::Status { status, .. }) => Some(status),
        Some(Mark::Blank) => Some(Status::Unanswered),
        _ => None,
    }
}

fn number(bare: &str, scale: Scale) -> Option<Mark> {
    let bare = ["レベル", "level", "lv.", "lv"].iter().find_map(|prefix| bare.strip_prefix(prefix)).unwrap_or(bare);
    let bare = bare.trim_end_matches('点');
    let digits = bare.split_once('.').map_or(bare, |(whole, zeros)| {
        if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') { whole } else { bare }
    });
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

/// `■適合 □一部 □不適合`, `●いいえ ○はい`: boxes with a word each, of which one is ticked. Circles are boxes where filled and empty ones stand together.
fn boxes(plain: &str, scale: Scale) -> Option<Mark> {
    let plain = with_boxes(plain);
    let radio = plain.contains(['●', '◉', '⦿', '⚫', '⬤']);
    let is_empty = |c: char| EMPTY.contains(c) || radio && "○〇◯⚪⭕".contains(c);
    let is_ticked = |c: char| TICKED.contains(c) || "⚫⬤".contains(c);
    let is_box = |c: char| !is_letter(c) && (is_empty(c) || is_ticked(c));
    let found: Vec<char> = plain.chars().filter(|c| is_box(*c)).collect();
    if found.len() < 2 || !found.iter().any(|c| is_empty(*c)) {
        return None;
    }
    let labels: Vec<&str> = plain
        .split(is_box)
        .map(|label| label.trim_matches(|c: char| c.is_whitespace() || ",、・/|:".contains(c)))
        .collect();
    let (before, after) = (&labels[..found.len()], &labels[1..]);
    let labels = if after.iter().all(|label| !label.is_empty()) && before[0].is_empty() {
        after
    } else if before.iter().all(|label| !label.is_empty()) && after[found.len() - 1].is_empty() {
        before
    } else {
        return None;
    };
    let mut ticked = found.iter().zip(labels).filter(|(c, _)| is_ticked(**c)).map(|(_, label)| *label);
    Some(match (ticked.next(), ticked.next()) {
        (Some(only), None) => match mark(only, scale) {
            Mark::Status { status, maturity, rest } if rest.is_empty() => Mark::Status { status, maturity, rest },
            _ => Mark::Unreadable,
        },
        (None, _) if labels.iter().all(|label| whole_status(label, scale).is_some()) => Mark::Blank,
        (None, _) => Mark::Unreadable,
        _ => Mark::Contradictory,
    })
}

/// `[x]` and `[ ]` as the boxes that they draw.
fn with_boxes(plain: &str) -> String {
    let mut text = plain.to_owned();
    for (drawn, one) in [
        ("[x]", "☑"),
        ("[v]", "☑"),
        ("[レ]", "☑"),
        ("[✓]", "☑"),
        ("[✔]", "☑"),
        ("(x)", "☑"),
        ("(v)", "☑"),
        ("(●)", "●"),
        ("[ ]", "☐"),
        ("[]", "☐"),
        ("( )", "☐"),
        ("()", "☐"),
    ] {
        if text.contains(drawn) {
            text = text.replace(drawn, one);
        }
    }
    text
}

/// `はい・いいえ`: a list of marks, as a template prints them to be struck out.
fn choices(plain: &str, scale: Scale) -> Option<Mark> {
    let marks = plain.split(['・', '/', ',', '、', '|', '→', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let statuses: Option<Vec<Status>> = marks
        .map(|part| match whole(part, scale) {
            Some(Mark::Status { status, .. }) => Some(status),
            _ => None,
        })
        .collect();
    let statuses = statuses.filter(|statuses| statuses.len() > 1)?;
    if statuses.iter().all(|status| *status == statuses[0]) {
        return Some(given(statuses[0], ""));
    }
    // A tick says nothing of its own beside a word.
    ticked_word(plain, scale).or(Some(Mark::Contradictory))
}

/// `1:適合`, `A．不適合`: a word behind its number in a list. Where the scale counts, the number must say the same.
fn numbered(plain: &str, scale: Scale) -> Option<Mark> {
    let mut letters = plain.chars();
    let first =
        letters.next().filter(|c| c.is_ascii_digit() || ('a'..='e').contains(c) || ('ア'..='オ').contains(c))?;
    let rest = letters.as_str();
    let word = rest.trim_start_matches([':', '.', ')', '、', ' ', '-']);
    if word.len() == rest.len() && !first.is_ascii_digit() || word.chars().count() < 2 {
        return None;
    }
    let status = whole_status(word, scale)?;
    match number(&first.to_string(), scale) {
        Some(Mark::Status { status: counted, .. }) if counted != status => Some(Mark::Contradictory),
        _ => Some(given(status, "")),
    }
}

/// `☑不適合`, `✓ いいえ`: the tick says nothing of its own, the word is the answer.
fn ticked_word(plain: &str, scale: Scale) -> Option<Mark> {
    let word = plain.trim_start_matches(|c: char| BARE_TICKS.contains(c)).trim_start();
    if word.len() == plain.len() || word.is_empty() || word.contains(|c| symbol(c).is_some()) {
        return None;
    }
    whole_status(word, scale).filter(|status| *status != Status::Unanswered).map(|status| given(status, ""))
}

/// `○ 規程第3条`; any other symbol later in the cell makes it a contradiction.
fn leading_symbol(plain: &str, scale: Scale) -> Option<Mark> {
    let start = plain.trim_start_matches(['(', '[', '「', '【', ' ']);
    let status = symbol(start.chars().next()?)?;
    if is_placeholder(start) {
        return Some(Mark::Unreadable);
    }
    if start.chars().any(clean::is_strike) {
        return Some(Mark::Contradictory);
    }
    let rest = start.trim_start_matches(|c: char| symbol(c) == Some(status) || matches!(c, ')' | ']' | '」' | '】'));
    if rest.chars().filter_map(symbol).any(|other| other != status) {
        return Some(Mark::Contradictory);
    }
    Some(qualified(status, rest, scale))
}

/// `○○社`, `○年○月`: circles that stand for a word which is still to be written.
fn is_placeholder(start: &str) -> bool {
    let is_circle = |c: char| matches!(c, '○' | '〇' | '◯' | '●' | '△' | '▲' | '×');
    let is_letter = |c: char| c.is_alphabetic() && !is_circle(c);
    // 〇 is a digit too.
    let is_word = |c: char| is_letter(c) && !"一二三四五六七八九".contains(c);
    let rest = start.trim_start_matches(is_circle);
    let circles = start[..start.len() - rest.len()].chars().count();
    if circles == 0 || !rest.starts_with(is_letter) {
        return false;
    }
    let pairs = rest.chars().zip(rest.chars().skip(1));
    circles > 1 || pairs.into_iter().any(|(before, c)| is_circle(c) && is_word(before))
}

/// `対象外（委託していない）`, `いいえ: 未整備`: a word, a separator, and more.
fn leading_word(plain: &str, scale: Scale) -> Option<Mark> {
    let (status, rest) = words_by_letter()
        .get(&plain.chars().next()?)?
        .iter()
        .filter_map(|(word, status)| Some((*status, *word, after_word(plain, word)?)))
        .filter(|(_, _, rest)| rest.starts_with(['(', ' ', ':', ',', '、', '。', ';', '・', '→', '「', '【', '[']))
        .max_by_key(|(_, word, _)| word.len())
        .map(|(status, _, rest)| (status, rest))?;
    let other = rest.chars().find_map(symbol);
    Some(if other.is_some_and(|other| other != status) { Mark::Contradictory } else { qualified(status, rest, scale) })
}

/// What follows a word at the beginning of a text; blanks within the word do not count.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut rest = text;
    for wanted in word.chars() {
        if !rest.starts_with(wanted) && rest.len() < text.len() {
            rest = rest.strip_prefix(' ')?;
        }
        rest = rest.strip_prefix(wanted)?;
    }
    Some(rest)
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
    fn words_behind_a_symbol_count() {
        for text in [
            "○（一部）",
            "○(一部)",
            "○（一部未対応）",
            "○だが一部未実施",
            "○（対象外）",
            "○（予定）",
            "○予定",
            "○とは言えない",
            "○ではない",
            "○ 未実施あり",
            "○？",
            "OK（要改善）",
            "はい、ただし一部",
            "適合（一部）",
            "○（本社のみ）",
            "○（委託先を除く）",
            "○（検討中の項目あり）",
            "○（拠点Bは未実施）",
            "○いいえ",
            "○未",
            "○−",
            "○ 弱",
            "○→△",
            "済（一部未）",
            "×(対応済)",
            "×ではない",
            "△？",
            "Yes (planned)",
            "yes, but only HQ",
            "No problem",
            "☑はい ☑いいえ",
            "○かも",
            "実施済（2拠点未実施）",
            "○（該当設備なしのため対象外）",
            "○（子会社は対象外）",
            "適合（海外拠点は適用外とした）",
        ] {
            assert_eq!(mark(text, Scale::Scs), Mark::Contradictory, "{text:?}");
        }
        for (text, expected) in [
            ("☑不適合", Status::Unmet),
            ("✓いいえ", Status::Unmet),
            ("✔ 未実施", Status::Unmet),
            ("●いいえ ○はい", Status::Unmet),
            ("●未実施　○実施済", Status::Unmet),
            ("□適合 □一部適合 ■不適合", Status::Unmet),
            ("☑適合 □一部適合 □不適合", Status::Met),
            ("[ ] はい [x] いいえ", Status::Unmet),
            ("はい☐ いいえ☑", Status::Unmet),
            ("○（規程第3条、一部の手順は別紙）", Status::Met),
            ("○（違反なし）", Status::Met),
            ("○（計画書で管理）", Status::Met),
            ("○ No.3 規程", Status::Met),
            ("○（運用中）", Status::Met),
            ("N/A: no cloud", Status::NotApplicable),
            ("Not applicable: no remote site", Status::NotApplicable),
            ("対象外 (Not used)", Status::NotApplicable),
            ("1:適合", Status::Met),
            ("3 不適合", Status::Unmet),
            ("C：不適合", Status::Unmet),
            ("×（2027年に対応予定）", Status::Unmet),
            ("△（未対応あり）", Status::Partial),
            ("□適合 □不適合", Status::Unanswered),
        ] {
            assert_eq!(status(text, Scale::Scs), Some(expected), "{text:?}");
        }
        assert_eq!(mark("2：一部適合", Scale::Jama), Mark::Contradictory);
        assert_eq!(status("2：適合", Scale::Jama), Some(Status::Met));
    }

    /// What was read as met though nobody would say so, by kinds.
    #[test]
    fn marks_that_their_own_words_take_back() {
        for texts in [
            // Denied, or taken back.
            "○とまでは言えず|○ならず|○にあらず|○に及ばず|○に劣る|○は誤り|○間違い|○誤記|○取消|○撤回|○無効|○削除|○却下|○否認|○否決|○差戻し|○無|○無い|○不|○非|○外|○除外|適合(不)|適合 不|○↓|\
             ○ とまでは言えず|○訂正|×（訂正）|○破棄|適合（取り下げ）|○（誤記）|○取り消し|適合（取消）|○（ならず）|○、取消済み|×は誤り|△誤記|×（誤記）|○ではありません|○（とは言えない）|OK（却下）|○であるが|○でした",
            // A cross beside the circle.
            "○x|○X|○ｘ|○メ|○乂|○ㄨ|○\u{20e0}|○\u{338}|○ x|○（x）|○χ|○バツ|○x（規程）|○🚫|適合 x",
            // A wish, or what is to be.
            "○を目指す|○にしたい|○したい|○にする|○すべき|○が必要|○希望|○のつもり|○候補|○まであと一歩|○（4月以降）|○(4/1〜)|○(4/1～)|○近日|○順次|○次回|○next year|\
             ○（10月から）|○（4月開始）|○（数年後）|○（そのうち）|○（4月から実施）|○（対応が必要）|○（更新すべき）|○（目指す）|はい（希望）|○（来月から）",
            // No more.
            "○だった|○（以前は）|○（昔は）|○（過去）|○（去年まで）|○（2019年まで）|○（失効）|○（期限切れ）|○（廃止済み）|○契約切れ|○サポート切れ|○休止|○中止|○凍結|○延期|○保留|Met (expired)|\
             ○（以前は実施していた）|○（サービス終了）|○（契約満了）|○（期限超過）|Met until 2024|○（認証が失効）|○（訓練は中止）|○（今年は延期した）|○（保留中）",
            // In part, or in doubt.
            "○（工場以外）|○（例外あり）|○0%|○50%|○3割|○半数|○若干|○やや|○たまに|○人による|○形骸化|○（案）|○（ドラフト）|○（未文書化）|○違反あり|○指摘あり|○是正要|○だろう|○微妙|○疑わしい|\
             yes with exceptions|Met - TBC|Met, needs review|○（約80%）|○（進捗60%）|○（三割程度）|○規程（案）|○（規程案）|○（手順は未文書化）|○（違反が多数）|○（要更新）|○（人によって異なる）|\
             ○（まれに実施）|○（指摘3件）|○（違反1件あり）|○（ある程度）|○（担当者次第）|○九割方|OK with conditions|OK (conditionally)|○でしょう|Yes (under review)",
        ]
        .iter()
        .flat_map(|texts| texts.split('|'))
        {
            for scale in [Scale::Scs, Scale::Jama] {
                assert_eq!(mark(texts, scale), Mark::Contradictory, "{texts:?}");
            }
        }
        for text in [
            "非該当（該当あり）",
            "対象外（該当する）",
            "対象外（実施あり）",
            "該当なし（一部該当）",
            "非該当（対象）",
            "対象外（該当設備あり、適用あり）",
            "N/A (TBC)",
        ] {
            assert_eq!(mark(text, Scale::Scs), Mark::Contradictory, "{text:?}");
        }
        for text in [
            "△△社",
            "××部",
            "○○社",
            "○○○○株式会社",
            "○○規程",
            "○年○月",
            "○月○日",
            "〇〇部",
            "●●課",
            "（○○規程）",
            "○○inc",
        ] {
            assert_eq!(mark(text, Scale::Scs), Mark::Unreadable, "{text:?}");
        }
        assert_eq!(mark("○0", Scale::Jama), Mark::Contradictory);
    }

    #[test]
    fn evidence_behind_a_mark_is_no_doubt() {
        for text in "○（規程第3条、一部の手順は別紙）|○（違反なし）|○（計画書で管理）|○ No.3 規程|○（運用中）|○ 例外管理規程に従う|○（無効化手順あり）|○（不正対策済み）|\
                     ○（外部委託先管理台帳）|○規程第3条|○（2026年3月に実施）|○（2019年から実施）|○(4/1実施)|○（削除手順書で管理）|○（100%）|○ 全社|○です|○である。|○だ|○している|\
                     ○（2019年4月以降）|○（2019年〜）|○（受講率98%）|○（役割を規程で定める）|○（毎年4月から実施）|○（要件定義書）|○（概要は別紙）|○（重要事項を周知）|○（必ず実施）|\
                     ○（不要アカウントは削除済み）|○（退職者のIDは失効）|○（疑わしいメールの報告手順あり）|○（未然防止の教育を実施）|○（取消手順あり）|○（旧システムは廃止済み）|\
                     ○（例外申請の手順あり）|○（取引先以外の持込みを禁止）|○あり|○ すべて実施|○（案内済み）|○（提案書に記載）|○ メール|○メールで周知|○ XML|○（外部監査で確認）|\
                     ○（指摘0件）|○（改訂計画は別紙）|○（訓練終了後に記録）|○（4月と10月に実施）|○（3件の規程で管理）|○（担当：田中）|Yes (reviewed as needed)|Met: exception policy 3.2|適合（保留期間を規程に記載）|○（未使用ポートは閉鎖）|○（誤りなし）|○（二〇二五年に改定）|\
                     ○（規程\n○○部で管理）|○ 希望者全員に実施|○（次回は10月）|○○|○（人事部による点検）|○（インシデント対応手順あり）"
            .split('|')
        {
            assert_eq!(status(text, Scale::Scs), Some(Status::Met), "{text:?} is {:?}", mark(text, Scale::Scs));
        }
        for (text, expected) in [
            ("×（未文書化）", Status::Unmet),
            ("×（要更新）", Status::Unmet),
            ("△（50%）", Status::Partial),
            ("△（工場以外）", Status::Partial),
            ("対象外（該当設備なし）", Status::NotApplicable),
            ("対象外（廃止済み）", Status::NotApplicable),
        ] {
            assert_eq!(status(text, Scale::Scs), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn of_a_long_text_only_the_beginning_is_asked() {
        for beyond in ["ﷺ", "規程", "規程、", "x ", "未", "○", "あ い う "] {
            let text = format!("○ 規程 {}", beyond.repeat(32_766));
            let plain = Plain::of(&text);
            assert!(plain.text.chars().count() <= clean::LOOKED_AT, "{beyond:?}");
            assert!(!plain.is_all() && !plain.is_tick() && !plain.is_unticked() && !plain.is_dash());
        }
        // A mark is one whatever goes on behind it, and nothing of that is lost.
        let text = format!("○ 規程第3条。{}", "規程に従い点検する。".repeat(1_000));
        let Mark::Status { status, rest, .. } = mark(&text, Scale::Scs) else { panic!("unreadable") };
        assert_eq!((status, rest.chars().count()), (Status::Met, text.chars().count() - 2));
        assert!(text.ends_with(&rest));
        // A bare mark, or another one far behind, is not the answer.
        assert_eq!(mark(&format!("○ {}×", "規程".repeat(5_000)), Scale::Scs), Mark::Contradictory);
        assert_eq!(mark(&"○".repeat(5_000), Scale::Scs), Mark::Unreadable);
        assert_eq!(mark(&"□".repeat(5_000), Scale::Scs), Mark::Unreadable);
        assert_eq!(mark(&"-".repeat(5_000), Scale::Scs), Mark::Unreadable);
        assert_eq!(mark(&format!("○{}ただし未実施", "\u{3000}".repeat(5_000)), Scale::Scs), Mark::Contradictory);
    }

    #[test]
    fn no_mark_is_longer_than_what_is_asked() {
        let words = MARKS.iter().flat_map(|(_, words)| words.iter());
        assert!(words.map(|word| word.len()).all(|length| length * 2 < LONGEST_MARK));
    }

    #[test]
    fn boxes_that_are_written_out_empty() {
        for text in ["FALSE", "false", "□", "☐", "0", "0.0", "[ ]", "□□"] {
            let plain = Plain::of(text);
            assert!(plain.is_unticked() && !plain.is_tick(), "{text:?}");
        }
        for text in ["TRUE", "■", "☑", "1", "レ", "×", ""] {
            assert!(!Plain::of(text).is_unticked(), "{text:?}");
        }
    }

    #[test]
    fn no_symbol_is_a_letter() {
        let symbols = SYMBOLS.iter().flat_map(|(_, symbols)| symbols.chars());
        for c in symbols.chain(EMPTY.chars()).chain(TICKED.chars()).chain("○〇◯⚪⭕⚫⬤".chars()) {
            assert!(!is_letter(c), "{c}");
        }
    }

    #[test]
    fn ticks() {
        for text in ["レ", "✓", "○", "1", "■", "ｖ", "TRUE"] {
            assert!(Plain::of(text).is_tick(), "{text:?}");
        }
        for text in ["", "メモ", "0", "△"] {
            assert!(!Plain::of(text).is_tick(), "{text:?}");
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
