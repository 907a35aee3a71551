//! What a tick means under a heading: `未実施（×）`, `有`, `C：不適合`, `2点`, `Not implemented`.
//!
//! A heading with a negation never means 適合; a heading with two negations, or with two meanings, means nothing.

#[cfg(test)]
mod tests;

use tasuki_assess::Status;
use tasuki_catalog::Scale;

use crate::{
    clean,
    mark::{Mark, mark, qualifies},
    words::{
        AFFIRMS, CHOICES, FILLERS, NEEDS, NO_ANSWERS, NO_DENIALS, NO_STATES, NOT, TROUBLES, YES, begins, ends, is,
        latin, says, words,
    },
};

/// What a heading says about the column below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// Ticked when this status holds.
    State(Status),
    /// Ticked when this many points, or this level, hold.
    Points(u8),
    /// Ticked when something holds that is not a single status.
    Unclear,
    /// Several states to choose from (`○・△・×`): the cells below contain the marks.
    Options,
}

/// The maximum number of characters of a state.
const LONGEST: usize = 24;

/// The sense of a heading; `None` if it is about something else.
pub(crate) fn sense(heading: &str) -> Option<Sense> {
    let folded = clean::fold(heading);
    let plain = undecorated(&folded);
    if plain.is_empty() || plain.chars().count() > LONGEST * 3 {
        return None;
    }
    if let Some(status) = exact(plain) {
        return Some(Sense::State(status));
    }
    let (head, brackets) = bracketed(plain);
    let parts: Vec<Part> = pieces(&head).chain(brackets.iter().flat_map(|bracket| pieces(bracket))).collect();
    combined(&parts)
}

/// Whether a heading contains a negation, or mentions troubles, without being a known state: nothing below it means
/// 適合.
pub(crate) fn denies(heading: &str) -> bool {
    let folded = clean::fold(heading);
    let (head, _) = bracketed(undecorated(&folded));
    let compact: String = head.split_whitespace().collect();
    says(&head, TROUBLES) || ends(&compact, NEEDS) || denials(&head) > 0
}

/// One piece of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    State(Status),
    Points(u8),
    Options,
    Unclear,
    /// Says only that answers go here.
    Filler,
    /// Says something that takes the rest back.
    HeldBack,
    Other,
}

fn combined(parts: &[Part]) -> Option<Sense> {
    let states: Vec<Status> =
        parts.iter().filter_map(|part| if let Part::State(status) = part { Some(*status) } else { None }).collect();
    let points = parts.iter().find_map(|part| if let Part::Points(points) = part { Some(*points) } else { None });
    if parts.contains(&Part::Options) {
        return Some(Sense::Options);
    }
    if parts.contains(&Part::Unclear) {
        return Some(Sense::Unclear);
    }
    match (states.first(), points) {
        (Some(first), _) if states.iter().all(|status| status == first) => {
            let held_back = parts.contains(&Part::HeldBack) && *first == Status::Met;
            Some(if held_back { Sense::Unclear } else { Sense::State(*first) })
        }
        (Some(_), _) => Some(Sense::Unclear),
        // `評価（2点）` means points, `要求事項（2点）` does not.
        (None, Some(points)) if parts.iter().all(|part| matches!(part, Part::Points(_) | Part::Filler)) => {
            Some(Sense::Points(points))
        }
        _ => None,
    }
}

/// Without a list number or letter, and without the marks of required columns.
fn undecorated(folded: &str) -> &str {
    let plain = folded.trim_matches(|c: char| c.is_whitespace() || "*※★☆■◆●▼▽・_".contains(c));
    let plain = if plain.is_empty() { folded.trim() } else { plain };
    let bracketed = plain
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .filter(|(number, rest)| is_number(number) && !rest.is_empty());
    if let Some((_, rest)) = bracketed {
        return rest.trim();
    }
    let numbered = plain.split_once([':', '.', ')', '、']).or_else(|| plain.split_once(' '));
    match numbered.filter(|(number, rest)| is_number(number) && rest.trim().chars().count() > 1) {
        Some((_, rest)) => rest.trim(),
        // ①適合 becomes 1適合 when folded.
        None => plain.strip_prefix(|c: char| c.is_ascii_digit()).filter(|rest| exact(rest).is_some()).unwrap_or(plain),
    }
}

fn is_number(text: &str) -> bool {
    let mut letters = text.trim().chars();
    let first = letters.next();
    letters.next().is_none()
        && first.is_some_and(|c| c.is_ascii_digit() || ('a'..='f').contains(&c) || ('ア'..='オ').contains(&c))
}

/// The status, if the text names one and nothing else.
pub(crate) fn exact(text: &str) -> Option<Status> {
    let text = text.trim();
    // In a cell a stroke means 対象外; as a heading it means nothing.
    if text.bytes().all(|byte| byte == b'-') {
        return None;
    }
    if let Mark::Status { status, rest, .. } = mark(text, Scale::Scs)
        && rest.is_empty()
        && status != Status::Unanswered
        && !text.contains(['・', '/', '、', ',', '|', '→']) | is(text, words!("n/a n.a. n.a"))
    {
        return Some(status);
    }
    let compact: String = text.split_whitespace().collect();
    CHOICES.iter().find(|(_, words)| is(&compact, words)).map(|(status, _)| *status)
}

/// The text outside of brackets, and the texts inside them.
fn bracketed(plain: &str) -> (String, Vec<String>) {
    let (mut head, mut brackets, mut depth) = (String::new(), Vec::<String>::new(), 0_usize);
    for c in plain.chars() {
        match c {
            '(' | '[' | '「' | '【' | '<' | '《' | '〔' => {
                depth += 1;
                if depth == 1 {
                    brackets.push(String::new());
                }
            }
            ')' | ']' | '」' | '】' | '>' | '》' | '〕' => depth = depth.saturating_sub(1),
            c if depth == 0 => head.push(c),
            c => brackets.last_mut().into_iter().for_each(|bracket| bracket.push(c)),
        }
    }
    (head.trim().to_owned(), brackets)
}

/// The pieces of a text between `:`, `=` and dots; each is a list of options or a single item.
fn pieces(text: &str) -> impl Iterator<Item = Part> {
    let options = |text: &str| {
        let items: Vec<&str> =
            text.split(['・', '/', ',', '、', '|']).map(str::trim).filter(|item| !item.is_empty()).collect();
        let states: Option<Vec<Status>> = items.iter().map(|item| exact(item)).collect();
        states.filter(|states| states.len() > 1).map(|states| {
            if states.iter().all(|state| *state == states[0]) { Part::State(states[0]) } else { Part::Options }
        })
    };
    let symbols: Vec<Status> =
        text.chars().filter(|c| "○△×".contains(*c)).filter_map(|c| exact(&c.to_string())).collect();
    let many = symbols.len() > 1 && symbols.iter().any(|status| *status != symbols[0]);
    let list = options(text).or(many.then_some(Part::Options));
    let single = list.is_none();
    let split: Vec<Part> = if single {
        let parts = text.split([':', '=', '…', '‥', '→', '\u{3000}']).map(str::trim).filter(|part| !part.is_empty());
        parts.flat_map(words_of).map(|part| value(&part)).collect()
    } else {
        Vec::new()
    };
    list.into_iter().chain(split)
}

/// `○ 適合` is split if both words are states; English words stay together.
fn words_of(part: &str) -> Vec<String> {
    let words: Vec<&str> = part.split_whitespace().collect();
    if words.len() == 2 && words.iter().all(|word| exact(word).is_some()) {
        words.into_iter().map(str::to_owned).collect()
    } else {
        vec![part.to_owned()]
    }
}

fn value(part: &str) -> Part {
    if let Some(status) = exact(part) {
        return Part::State(status);
    }
    let compact: String = part.split_whitespace().collect();
    if let Some(points) = points(&compact) {
        return Part::Points(points);
    }
    if says(&compact, NO_ANSWERS) {
        return Part::Unclear;
    }
    let stem = without_fillers(&compact);
    if stem.is_empty() || part.is_ascii() && latin(part).count() > 0 && latin(part).all(|word| is(word, FILLERS)) {
        return Part::Filler;
    }
    if let Some(status) = exact(&stem) {
        return Part::State(status);
    }
    let state = if part.is_ascii() || latin(part).count() > 1 { english(part) } else { japanese(&stem) };
    match state {
        Some(part) => part,
        None if qualifies(part) => Part::HeldBack,
        None => Part::Other,
    }
}

/// `2点`, `レベル3`, `maturity 4`, `3`.
fn points(compact: &str) -> Option<u8> {
    let stem = [
        "成熟度レベル",
        "成熟度",
        "レベル",
        "maturitylevel",
        "maturity",
        "level",
        "lv.",
        "lv",
        "score",
        "配点",
        "得点",
    ]
    .iter()
    .find_map(|prefix| compact.strip_prefix(prefix))
    .unwrap_or(compact);
    let digits = ["points", "point", "点", "pts", "pt"].iter().find_map(|tail| stem.strip_suffix(tail)).unwrap_or(stem);
    (digits.len() == 1).then(|| digits.parse().ok()).flatten()
}

fn without_fillers(compact: &str) -> String {
    let mut stem = compact.to_owned();
    loop {
        if exact(&stem).is_some() {
            return stem;
        }
        let shorter = FILLERS
            .iter()
            .copied()
            .filter(|filler| !filler.is_ascii())
            .find_map(|filler| stem.strip_prefix(filler).or_else(|| stem.strip_suffix(filler)).map(str::to_owned));
        match shorter {
            Some(shorter) => stem = shorter,
            None => return stem,
        }
    }
}

/// The number of negations in a Japanese text.
fn denials(text: &str) -> usize {
    let mut text = text.to_owned();
    for harmless in NO_DENIALS.iter().copied() {
        text = text.replace(harmless, "");
    }
    let words = ["ない", "ません", "せず", "なし", "無", "未", "不", "非", "否", "没", "沒", "无"];
    let japanese: usize = words.iter().map(|word| text.matches(word).count()).sum();
    japanese + latin(&text).filter(|word| is(word, NOT) || word.ends_with("n't")).count()
}

fn japanese(stem: &str) -> Option<Part> {
    let stem = ["状態である", "である", "です", "こと", "のもの"]
        .iter()
        .find_map(|tail| stem.strip_suffix(tail))
        .unwrap_or(stem);
    if stem.chars().count() > LONGEST || ends(stem, NO_STATES) && !ends(stem, words!("有り あり 有")) {
        return None;
    }
    let denials = denials(stem);
    if ends(stem, words!("対象外 適用外 該当なし 該当無し 該当しない 該当せず 非該当 適用除外"))
    {
        return Some(if denials > 1 { Part::Unclear } else { Part::State(Status::NotApplicable) });
    }
    if says(stem, TROUBLES)
        || says(
            stem,
            words!("概ね おおむね ほぼ だいたい 不十分 十分ではない 十分でない とは言え とは限ら わけではない"),
        )
    {
        return Some(Part::Unclear);
    }
    if says(stem, words!("一部 部分的 ある程度")) {
        return Some(Part::State(Status::Partial));
    }
    if ends(stem, words!("予定 予定あり 計画 計画中 計画あり 検討 検討中 見込み 見込")) {
        return Some(if denials > 0 { Part::Unclear } else { Part::State(Status::Unmet) });
    }
    if stem.ends_with('中')
        || ends(stem, words!("着手 途中 着手済 着手済み"))
        || says(stem, words!("予定 計画 検討 見込"))
    {
        return Some(Part::Unclear);
    }
    match denials {
        0 if ends(stem, AFFIRMS) => Some(Part::State(Status::Met)),
        0 => None,
        1 if ends(stem, words!("ない ません せず なし 無 否")) || denies_at_end(stem) => {
            Some(Part::State(Status::Unmet))
        }
        1 if !ends(stem, AFFIRMS) => None,
        _ => Some(Part::Unclear),
    }
}

/// `対策未実施`: 未, 不 or 非 before the last word of a few letters.
fn denies_at_end(stem: &str) -> bool {
    let after = stem.rfind(['未', '不', '非']).map(|at| stem[at..].chars().count() - 1);
    after.is_some_and(|after| (1..=4).contains(&after))
}

fn english(part: &str) -> Option<Part> {
    let words: Vec<&str> = latin(part).collect();
    if words.is_empty() || words.len() > 6 {
        return None;
    }
    let says_word = |list: &[&str]| words.iter().any(|word| is(word, list));
    let denials = denials(part);
    if part.contains("not applicable") || part.contains("out of scope") || part.contains("does not apply") {
        return Some(Part::State(Status::NotApplicable));
    }
    if says_word(TROUBLES)
        || says_word(words!("mostly largely nearly almost ongoing progress pending underway started"))
    {
        return Some(Part::Unclear);
    }
    if says_word(words!("partial partially partly somewhat teilweise partiellement parcialmente parcial")) {
        return Some(if denials > 0 { Part::Unclear } else { Part::State(Status::Partial) });
    }
    if says_word(words!("planned plan planning will future scheduled")) || part.contains("to be") {
        return Some(if denials > 0 { Part::Unclear } else { Part::State(Status::Unmet) });
    }
    match denials {
        0 if says_word(YES) && !begins(part, words!("date note comment status level")) => {
            Some(Part::State(Status::Met))
        }
        0 => None,
        1 if words.len() <= 5 => Some(Part::State(Status::Unmet)),
        _ => Some(Part::Unclear),
    }
}
