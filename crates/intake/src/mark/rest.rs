//! What follows a mark in its cell, and whether it takes the mark back.
//!
//! Evidence may say anything (`○（規程第3条、一部の手順は別紙）`), so single words decide nothing: a clause takes a mark back when it is another mark, or
//! when it denies, puts off, limits or doubts where a sentence does that.

use tasuki_assess::Status;
use tasuki_catalog::Scale;

use super::whole_status;
use crate::words::{
    AS_PLANNED, DENIES, DOCUMENTS, DOUBTS, ENGLISH, HARMLESS, LASTS, LIMITS, OUT_OF_SCOPE, PUTS_OFF, TAKES_BACK,
    begins, ends, is, latin, says, words,
};

/// How a clause holds back what was said before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Denies,
    PutsOff,
    Limits,
    Doubts,
}

const SEPARATORS: [char; 24] = [
    '(', ')', '[', ']', '「', '」', '【', '】', '、', ',', '。', ';', ':', '・', '/', '→', '\n', '!', '…', '<', '>',
    '|', '《', '》',
];

/// Whether what follows a mark takes it back. A lower mark may be explained by what a higher one may not be.
pub(super) fn takes_back(status: Status, rest: &str, scale: Scale) -> bool {
    let bare = rest.trim_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
    if bare.is_empty() {
        return false;
    }
    let other = |text: &str| whole_status(text, scale).is_some_and(|other| other != status && !is_slight(text));
    // `○−` is less than ○, and "no problem" is no "no".
    let is_stroke = bare.chars().all(super::is_stroke);
    if is_stroke
        || status == Status::Unmet && begins(rest.trim_start(), words!("problem issue gap finding exception concern"))
    {
        return true;
    }
    if other(bare) || begins(rest.trim_start(), TAKES_BACK) && !is_stroke_before_words(rest) {
        return true;
    }
    if status == Status::NotApplicable {
        return clauses(bare)
            .any(|clause| holds(clause) == Some(Holds::Doubts) || ends(clause, words!("予定 見込み 見込")));
    }
    let contradicts = |clause: &str| {
        other(clause)
            || !clause.is_ascii() && clause.split_whitespace().any(other)
            || holds(clause).is_some_and(|holds| holds == Holds::Doubts || status == Status::Met)
    };
    clauses(bare).any(contradicts)
}

/// Whether a text beside a heading's state holds it back.
pub(crate) fn qualifies(text: &str) -> bool {
    clauses(text).any(|clause| holds(clause).is_some())
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split(SEPARATORS).map(str::trim).filter(|clause| !clause.is_empty())
}

/// Letters, digits and strokes are marks only when they stand alone in a cell.
fn is_slight(text: &str) -> bool {
    let text = text.trim();
    text.is_ascii()
        && (text.len() < 2 || text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.'))
}

/// `○ - 規程第3条`, `○→規程`: a stroke that only stands between.
fn is_stroke_before_words(rest: &str) -> bool {
    let after = rest.trim_start();
    let words = after.trim_start_matches(['-', '→', '/', ' ']);
    words.len() < after.len() && !words.is_empty() && !begins(words, TAKES_BACK)
}

fn holds(clause: &str) -> Option<Holds> {
    let clause = clause.trim_end_matches(['。', '.', '!', ' ']);
    let compact: String = clause.split_whitespace().collect();
    let end = ["である", "です", "がある", "もある", "あり", "有り", "有", "のため", "ため", "だが", "状態", "箇所"]
        .iter()
        .find_map(|tail| compact.strip_suffix(tail))
        .filter(|stem| !stem.is_empty())
        .unwrap_or(&compact);
    if says(&compact, DOUBTS) {
        return Some(Holds::Doubts);
    }
    if (ends(end, DENIES) || ends(&compact, DENIES) || is(end, words!("ng 未 否 不可"))) && !ends(&compact, HARMLESS)
    {
        return Some(Holds::Denies);
    }
    let goes_on = compact.ends_with('中') && compact.chars().count() > 1 && !ends(&compact, LASTS);
    if goes_on || says(&compact, PUTS_OFF) && !says(&compact, AS_PLANNED) {
        return Some(Holds::PutsOff);
    }
    let partly = compact.contains("一部") && !says(&compact, DOCUMENTS);
    let only = ends(end, words!("のみ だけ 課題 改善")) || begins(&compact, words!("だが しかし ただ 仮"));
    let is_out = ends(as_decided(end), OUT_OF_SCOPE);
    if partly || only || is_out || says(&compact, LIMITS) {
        return Some(Holds::Limits);
    }
    english(clause)
}

/// `対象外とした`: without who decided so.
fn as_decided(clause: &str) -> &str {
    let tails = ["としている", "としています", "としました", "とした", "とする", "と判断", "扱い", "になる", "となる"];
    tails.iter().find_map(|tail| clause.strip_suffix(tail)).unwrap_or(clause)
}

fn english(clause: &str) -> Option<Holds> {
    let denies = |word: &str| is(word, ENGLISH) || word.ends_with("n't");
    // `No. 3` is a number.
    let is_number = |word: &str| {
        word == "no"
            && clause
                .split("no")
                .nth(1)
                .is_some_and(|after| after.trim_start().starts_with(|c: char| c == '.' || c.is_ascii_digit()))
    };
    latin(clause).any(|word| denies(word) && !is_number(word)).then_some(Holds::Denies)
}
