//! Marks, as people write them.
//!
//! A mark is read only if it has exactly one meaning. The text after it in the same cell (`対象外（委託していない）`) is kept
//! as a note, unless it contradicts the mark (`○（一部）`, `○とは言えない`): then nothing is chosen, and the contradiction is
//! reported.

#[cfg(test)]
mod cells;
mod rest;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, sync::LazyLock};

use tasuki_assess::Status;
use tasuki_catalog::Scale;

use crate::{
    clean,
    words::{BARE_TICKS, EMPTY, MARKS, SYMBOLS, TICKED},
};

pub(crate) use rest::qualifies;

/// The meaning of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Empty, or a word for "not answered".
    Blank,
    /// A status, the maturity if one was given, and the text after it.
    Status {
        /// The status.
        status: Status,
        /// 1–5, if the scale has it and a number was written.
        maturity: Option<u8>,
        /// The rest of the cell.
        rest: String,
    },
    /// Several marks with different meanings.
    Contradictory,
    /// Something else.
    Unreadable,
}

/// Every word and its status; built once, because every cell of a sheet is looked up in it.
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

/// The same words by their first letters: nearly every text begins with none of them.
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

/// Reads the mark in a cell of an answer column. Numbers count only if the scale has them: 2 1 0, or a maturity of
/// 1–5.
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

/// The text of a cell, normalized once for all checks: folded, with one kind of dash. A cell that holds only a
/// stroke means 対象外. A mark is at the beginning, so only the beginning of a long text is normalized.
pub(crate) struct Plain<'t> {
    /// As it stands in the cell.
    written: &'t str,
    text: String,
    /// The rest, if the text is longer than any mark with its explanation: folded, and unchanged.
    beyond: (String, &'t str),
}

impl<'t> Plain<'t> {
    pub(crate) fn of(written: &'t str) -> Self {
        let (folded, cut, beyond) = clean::folded_beginning(written);
        let is_one_stroke = !folded.is_empty() && folded.chars().all(is_stroke);
        let text = if is_one_stroke { "-".to_owned() } else { folded.trim().to_owned() };
        Self { written, text, beyond: (cut, beyond) }
    }

    /// See [`mark`].
    pub(crate) fn mark(&self, scale: Scale) -> Mark {
        let mark = of_plain(&self.text, scale);
        if self.is_all() {
            return mark;
        }
        // The text beyond is kept unchanged. Its words do not change the mark, but another symbol in it does.
        let (cut, beyond) = &self.beyond;
        match mark {
            Mark::Status { status, .. } if symbols(cut).chain(symbols(beyond)).any(|other| other != status) => {
                Mark::Contradictory
            }
            Mark::Status { status, maturity, rest } if !rest.is_empty() => {
                Mark::Status { status, maturity, rest: [&rest, cut, *beyond].concat() }
            }
            Mark::Status { .. } | Mark::Blank => Mark::Unreadable,
            other => other,
        }
    }

    /// The text after a mark as it stands in the cell: `○ ISMS規程`, which is read as `isms規程`, is noted as it was
    /// written. Where normalization has changed the number of characters, it is looked for nearby.
    pub(crate) fn as_written(&self, rest: String) -> String {
        if rest.is_empty() || self.written.contains(&rest) {
            return rest;
        }
        let Some(at) = self.text.find(&rest) else { return rest };
        let before = self.text[..at].chars().count();
        let starts = self.written.char_indices().map(|(at, _)| at).skip(before.saturating_sub(NEARBY)).take(3 * NEARBY);
        let found = starts.filter_map(|start| {
            let tail = &self.written[start..];
            let beyond = clean::fold(tail).strip_prefix(&rest)?.chars().count();
            let end = tail.char_indices().rev().take(beyond).last().map_or(tail.len(), |(at, _)| at);
            Some(tail[..end].trim()).filter(|found| clean::fold(found) == rest)
        });
        found.map(str::to_owned).next().unwrap_or(rest)
    }

    /// Whether it has more than this many characters after normalization.
    pub(crate) fn is_longer(&self, than: usize) -> bool {
        self.text.len() > than && self.text.chars().nth(than).is_some()
    }

    fn is_all(&self) -> bool {
        self.beyond.0.is_empty() && self.beyond.1.is_empty()
    }

    /// Whether a cell in a tick column is ticked.
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

    /// Whether a cell in a tick column says that it is not ticked.
    pub(crate) fn is_unticked(&self) -> bool {
        self.is_all()
            && (matches!(self.text.as_str(), "false" | "0" | "0.0" | "[ ]" | "[]" | "( )" | "()" | "null" | "none")
                || !self.text.is_empty() && self.text.chars().all(|c| EMPTY.contains(c)))
    }

    /// Whether a cell contains only a stroke.
    pub(crate) fn is_dash(&self) -> bool {
        self.is_all() && matches!(self.text.as_str(), "-" | "/")
    }

    /// Whether a cell is the mark of this status and nothing else. An empty box written as text is not a mark.
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

/// The status for a symbol.
fn symbol(c: char) -> Option<Status> {
    if is_letter(c) {
        return None;
    }
    SYMBOLS.iter().find(|(_, symbols)| symbols.contains(c)).map(|(status, _)| *status)
}

/// The statuses of the symbols in a text. In `二〇二七年` the 〇 is a digit.
fn symbols(text: &str) -> impl Iterator<Item = Status> {
    let mut in_number = false;
    text.chars().filter_map(move |c| {
        in_number = "一二三四五六七八九".contains(c) || c == '〇' && in_number;
        symbol(c).filter(|_| !in_number)
    })
}

/// Characters of ordinary text, none of which is a symbol or a box: this is checked first because it applies to
/// nearly every character.
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

/// A status and the text after it, unless that text takes the status back.
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

/// How far from its place in the normalized text a text is looked for as it was written, in characters.
const NEARBY: usize = 8;

/// No mark has more bytes than this, including blanks and brackets; in longer texts the words are looked up one by
/// one.
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

/// `■適合 □一部 □不適合`, `●いいえ ○はい`: boxes with one word each, of which one is ticked. Circles are boxes if filled and
/// empty ones occur together.
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

/// `[x]` and `[ ]` replaced by the boxes that they draw.
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

/// `はい・いいえ`: a list of marks, as printed in a template for people to strike out.
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
    // Beside a word, a tick has no meaning of its own.
    ticked_word(plain, scale).or(Some(Mark::Contradictory))
}

/// `1:適合`, `A．不適合`: a word after its number in a list. If the scale uses numbers, the number must mean the same.
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

/// `☑不適合`, `✓ いいえ`: the tick has no meaning of its own, the word is the answer.
fn ticked_word(plain: &str, scale: Scale) -> Option<Mark> {
    let word = plain.trim_start_matches(|c: char| BARE_TICKS.contains(c)).trim_start();
    if word.len() == plain.len() || word.is_empty() || symbols(word).next().is_some() {
        return None;
    }
    whole_status(word, scale).filter(|status| *status != Status::Unanswered).map(|status| given(status, ""))
}

/// `○ 規程第3条`; any other symbol later in the cell is a contradiction.
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
    if symbols(rest).any(|other| other != status) {
        return Some(Mark::Contradictory);
    }
    Some(qualified(status, rest, scale))
}

/// `○○社`, `○年○月`: circles that are placeholders for a word.
fn is_placeholder(start: &str) -> bool {
    let is_circle = |c: char| matches!(c, '○' | '〇' | '◯' | '●' | '△' | '▲' | '×');
    let is_letter = |c: char| c.is_alphabetic() && !is_circle(c);
    // 〇 is also a digit.
    let is_word = |c: char| is_letter(c) && !"一二三四五六七八九".contains(c);
    let rest = start.trim_start_matches(is_circle);
    let circles = start[..start.len() - rest.len()].chars().count();
    if circles == 0 || !rest.starts_with(is_letter) {
        return false;
    }
    let pairs = rest.chars().zip(rest.chars().skip(1));
    circles > 1 || pairs.into_iter().any(|(before, c)| is_circle(c) && is_word(before))
}

/// `対象外（委託していない）`, `いいえ: 未整備`: a word, a separator, and more text.
fn leading_word(plain: &str, scale: Scale) -> Option<Mark> {
    let (status, rest) = words_by_letter()
        .get(&plain.chars().next()?)?
        .iter()
        .filter_map(|(word, status)| Some((*status, *word, after_word(plain, word)?)))
        .filter(|(_, _, rest)| rest.starts_with(['(', ' ', ':', ',', '、', '。', ';', '・', '→', '「', '【', '[']))
        .max_by_key(|(_, word, _)| word.len())
        .map(|(status, _, rest)| (status, rest))?;
    if symbols(rest).any(|other| other != status) {
        return Some(Mark::Contradictory);
    }
    Some(qualified(status, rest, scale))
}

/// The text after a word at the beginning of a text; blanks within the word are ignored.
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
