//! The text after a mark in its cell, and whether it takes the mark back.
//!
//! Evidence may say anything (`○（規程第3条、一部の手順は別紙）`), so single words decide nothing. A clause takes a mark back if
//! it is another mark, or if it denies, postpones, limits or doubts at the place where a sentence does so. Text
//! that continues in hiragana directly after a symbol is a sentence about the symbol (`○とまでは言えず`, `○を目指す`), because
//! evidence does not begin like that.

use tasuki_assess::Status;
use tasuki_catalog::Scale;

use super::whole_status;
use crate::words::{
    APPLIES, AS_PLANNED, BEGINS_BACK, CROSSES, DENIES, DOCUMENTS, DOUBTS, ENDS_BACK, ENGLISH, ENGLISH_DOUBTS,
    ENGLISH_PHRASES, ENGLISH_WHOLE, FOUND, HARMLESS, LASTS, LIMITS, MISTAKES, OUT_OF_SCOPE, PLACES, PLAINLY, PUTS_OFF,
    RETRACTED, TAKES_BACK, begins, ends, is, latin, says, words,
};

/// How a clause restricts the preceding statement.
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

/// Whether the text after a mark takes it back. Some explanations contradict a higher mark but not a lower one.
pub(super) fn takes_back(status: Status, rest: &str, scale: Scale) -> bool {
    let bare = rest.trim_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
    if bare.is_empty() {
        return false;
    }
    let other = |text: &str| whole_status(text, scale).is_some_and(|other| other != status && !is_slight(text));
    // `○−` is less than ○, and "no problem" is not a "no".
    if bare.chars().all(super::is_stroke)
        || status == Status::Unmet && begins(rest.trim_start(), words!("problem issue gap finding exception concern"))
    {
        return true;
    }
    // `○ 0` counts as a mark only if the scale has numbers.
    let counts = is_slight(bare) && whole_status(bare, scale).is_some_and(|other| other != status);
    if counts || other(bare) || begins(rest.trim_start(), TAKES_BACK) && !is_stroke_before_words(rest) {
        return true;
    }
    if is_sentence(rest)
        || clauses(bare).any(|clause| is_mistake(clause) || status != Status::Unmet && is_cross(clause))
    {
        return true;
    }
    if status == Status::NotApplicable {
        return clauses(bare).any(|clause| {
            holds(clause) == Some(Holds::Doubts)
                || ends(clause, words!("予定 見込み 見込"))
                || ends(clause, APPLIES)
                || is(clause, words!("該当 対象 適用"))
        });
    }
    if status == Status::Met && begins_in_a_month(bare) {
        return true;
    }
    let contradicts = |clause: &str| {
        other(clause)
            || !clause.is_ascii() && clause.split_whitespace().any(other)
            || holds(clause).is_some_and(|holds| holds == Holds::Doubts || status == Status::Met)
    };
    clauses(bare).any(contradicts)
}

/// Whether a text beside the state in a heading restricts it.
pub(crate) fn qualifies(text: &str) -> bool {
    clauses(text).any(|clause| holds(clause).is_some())
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split(SEPARATORS).map(str::trim).filter(|clause| !clause.is_empty())
}

/// Letters, digits and strokes are marks only if they are alone in a cell.
fn is_slight(text: &str) -> bool {
    let text = text.trim();
    text.is_ascii()
        && (text.len() < 2 || text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.'))
}

/// `○ - 規程第3条`, `○→規程`: a stroke that only separates.
fn is_stroke_before_words(rest: &str) -> bool {
    let after = rest.trim_start();
    let words = after.trim_start_matches(['-', '→', '/', ' ']);
    words.len() < after.len() && !words.is_empty() && !begins(words, TAKES_BACK)
}

/// Whether the text continues directly after the symbol in a sentence of which the symbol is the subject or object:
/// `○とまでは言えず`, `○だった`.
fn is_sentence(rest: &str) -> bool {
    if !rest.starts_with(is_hiragana) {
        return false;
    }
    let copula = ["である", "です", "だ"].iter().find_map(|copula| rest.strip_prefix(copula));
    let is_plain = copula.is_some_and(|after| !after.trim_start_matches(['よ', 'ね']).starts_with(is_hiragana));
    !is_plain && !begins(rest, PLAINLY)
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}')
}

/// `誤記`, `×は間違い`: the mark itself was a mistake, whichever mark it is.
fn is_mistake(clause: &str) -> bool {
    let core = without_tails(clause);
    ends(core, MISTAKES) || is(core, words!("取消 取消し 取り消し 撤回 訂正"))
}

/// A letter that looks like a cross, alone or before a blank and words.
fn is_cross(clause: &str) -> bool {
    clause.split_whitespace().next().is_some_and(|first| is(first, CROSSES))
}

/// `4月以降`, `4/1~`, `10月から実施`: without a year it is unclear whether it has begun.
fn begins_in_a_month(bare: &str) -> bool {
    let has_year =
        bare.contains(['年', '昨', '\'']) || bare.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() > 3);
    let is_open = |part: &str| {
        let start = part.trim_end_matches(['。', '.']);
        let start = words!("開始 実施 適用 導入 運用 対応 施行 達成")
            .iter()
            .find_map(|word| start.strip_suffix(word))
            .filter(|start| ends(start, words!("から より")))
            .unwrap_or(start);
        let is_month = part.starts_with(|c: char| c.is_ascii_digit()) && part.contains(['月', '/']);
        start.ends_with("以降")
            || is_month && ends(part, words!("月開始 月施行 月適用"))
            || is_month && ends(start, words!("から より ~ 〜 - 以降"))
    };
    !has_year && bare.split(['(', ')', '、', ',', '。', ';', ' ', '\n']).any(is_open)
}

/// A clause without endings that only say that something is so, or was done.
fn without_tails(clause: &str) -> &str {
    let mut core = clause.trim_end_matches(['。', '.', '!', ' ']);
    let tails = [
        "しました",
        "されました",
        "しています",
        "している",
        "された",
        "した",
        "済み",
        "済",
        "中",
        "とします",
        "とする",
        "扱い",
        "である",
        "です",
        "だ",
        "のため",
        "ため",
        "分",
        "状態",
        "の予定",
        "予定",
    ];
    for _ in 0..2 {
        core = tails.iter().find_map(|tail| core.strip_suffix(tail)).filter(|stem| !stem.is_empty()).unwrap_or(core);
    }
    core
}

/// `違反あり`, `指摘が残る`, `指摘3件`: something exists that should not.
fn has_troubles(compact: &str) -> bool {
    let tail = words!("あり 有り 有 がある もある ある あった が残る 残る 残り 残存 残 多数 複数")
        .iter()
        .find_map(|tail| compact.strip_suffix(tail));
    let stem = tail.unwrap_or(compact);
    let counted = ["項目", "箇所", "か所", "件", "点", "個"].iter().find_map(|unit| {
        let (stem, digits) = apart(stem.strip_suffix(unit)?);
        digits.contains(|c: char| c != '0').then_some(stem)
    });
    let is_found = |stem: &str| ends(stem.trim_end_matches(['が', 'も', 'は', 'の']), FOUND);
    counted.is_some_and(is_found) || tail.is_some_and(is_found)
}

/// A text, and the digits at its end.
fn apart(text: &str) -> (&str, &str) {
    text.split_at(text.trim_end_matches(|c: char| c.is_ascii_digit()).len())
}

/// `50%`, `進捗80%`, `3割程度`: how much of it is done. `受講率98%` is evidence.
fn is_share(compact: &str) -> bool {
    let start = words!("約 およそ 全体の 進捗率 進捗度 進捗 達成率 達成度 実施率 対応率 完了率 適用率 導入率 整備率 充足率 準拠率 適合率 は :")
        .iter()
        .fold(compact, |text, word| text.strip_prefix(word).unwrap_or(text));
    let digits = start.len() - start.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (number, unit) = start.split_at(digits);
    let tens = start.strip_prefix(|c: char| "一二三四五六七八九".contains(c)).and_then(|rest| rest.strip_prefix('割'));
    let hundred = unit.strip_prefix('%').or_else(|| unit.strip_prefix("パーセント")).map(|tail| (tail, 100.0));
    let of_ten = unit.strip_prefix('割').map(|tail| (tail, 10.0));
    let tail = hundred
        .or(of_ten)
        .filter(|(_, all)| number.parse::<f64>().is_ok_and(|number| number < *all))
        .map(|(tail, _)| tail)
        .or(tens);
    tail.is_some_and(|tail| {
        tail.is_empty()
            || begins(tail, PLACES)
            || is(tail, words!("程度 以上 以下 未満 前後 方 くらい ぐらい ほど 超 弱 強 完了 達成 実施 適用 対応 導入 整備 済 済み のみ"))
    })
}

/// `未文書化`, `手順が未承認`: 未 before a short last word.
fn is_undone(end: &str) -> bool {
    let Some(at) = end.rfind('未') else { return false };
    let last = &end[at..];
    (2..=4).contains(&last.chars().count()) && !begins(last, words!("未然 未来 未知 未成年 未使用 未明"))
}

/// `要更新`, `是正要`: something must still be done; `要件` and `概要` are ordinary words.
fn is_required(compact: &str) -> bool {
    let mut letters = compact.chars();
    let is_prefix = letters.next() == Some('要')
        && letters.next().is_some_and(|c| {
            matches!(c, '\u{4e00}'..='\u{9fff}') && !"件領求点素員綱約旨望塞請所人介職因衝".contains(c)
        });
    is_prefix
        || ends(
            compact,
            words!("是正要 対応要 改善要 確認要 検討要 見直し要 見直要 更新要 整備要 修正要 追記要 追加要 報告要"),
        )
}

/// Whether a clause says that the statement no longer holds, does not hold yet, or holds only in part.
fn is_back(compact: &str, end: &str) -> bool {
    let denies = compact.ends_with('ず') && !ends(compact, words!("必ず かならず まず 先ず はず"));
    is(without_tails(compact), RETRACTED)
        || is(compact, RETRACTED)
        || denies
        || ends(end, ENDS_BACK)
        || begins(compact, BEGINS_BACK)
        || has_troubles(compact)
        || is_undone(end)
        || is_required(compact)
        || is_share(compact)
}

fn holds(clause: &str) -> Option<Holds> {
    let clause = clause.trim_end_matches(['。', '.', '!', ' ']);
    let compact: String = clause.split_whitespace().collect();
    let end = ["である", "です", "がある", "もある", "あり", "有り", "有", "のため", "ため", "だが", "状態", "箇所"]
        .iter()
        .find_map(|tail| compact.strip_suffix(tail))
        .filter(|stem| !stem.is_empty())
        .unwrap_or(&compact);
    if says(&compact, DOUBTS) || ends(end, words!("疑わしい 怪しい あやしい 疑問 疑義")) {
        return Some(Holds::Doubts);
    }
    if (ends(end, DENIES) || is(end, words!("ng 未 否 不可"))) && !ends(&compact, HARMLESS) {
        return Some(Holds::Denies);
    }
    let goes_on = compact.ends_with('中') && compact.chars().count() > 1 && !ends(&compact, LASTS);
    if goes_on || says(&compact, PUTS_OFF) && !says(&compact, AS_PLANNED) {
        return Some(Holds::PutsOff);
    }
    let partly = compact.contains("一部") && !says(&compact, DOCUMENTS);
    let only = ends(end, words!("のみ だけ 課題 改善")) || begins(&compact, words!("だが しかし ただ 仮"));
    let is_out = ends(as_decided(end), OUT_OF_SCOPE);
    if partly || only || is_out || says(&compact, LIMITS) || is_back(&compact, end) && !ends(&compact, HARMLESS) {
        return Some(Holds::Limits);
    }
    english(clause)
}

/// `対象外とした`: without the person who decided it.
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
    if !clause.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let is_back = is(clause, ENGLISH_WHOLE)
        || clause.ends_with(" expired")
        || says(clause, &ENGLISH_PHRASES)
        || ["if ", "until ", "was ", "were "].iter().any(|start| clause.starts_with(start));
    if latin(clause).any(|word| is(word, ENGLISH_DOUBTS)) {
        return Some(Holds::Doubts);
    }
    (is_back || latin(clause).any(|word| denies(word) && !is_number(word))).then_some(Holds::Denies)
}
