//! What a column's heading says about it: its role, who fills it in, and which time it is about.

use tasuki_assess::Status;

use crate::{
    choice::{self, Sense, sense},
    clean,
    words::{
        ABOUT_ACCEPTANCE, ACCEPTED, ADDRESSED, ADDRESSING, ANSWERS, CONFIRMED, EARLIER, IDENTIFIERS, LATER, NOTES,
        OFFICIAL, OFFICIAL_HELP, OTHER_PARTIES, OWN, OWN_NOTES, PRESENT, RESPONSES, SOFT_NOTES, TARGETS, TEXTS, is,
        says, words,
    },
};

/// What a column is for, as far as its heading tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The number of the criterion or of something above it.
    Identifier,
    /// The guideline's own text of the criterion.
    Text,
    /// Another column of the guideline.
    Official,
    /// Which element of a measure the row is about.
    Element,
    /// Marks; the lower the rank, the more certain.
    Answer(u8),
    /// Ticked when this status holds.
    Tick(Status),
    /// Whether somebody accepted 対象外.
    Accepted,
    /// When compliance was shown.
    Confirmed,
    /// Maturity 1–5.
    Maturity,
    /// Free text, and what other parties say.
    Note,
    /// No heading, or one that tells nothing.
    Unknown,
}

/// The role that a heading of one or more rows gives its column.
pub(crate) fn role(floors: &[&str]) -> Role {
    let whole = plain(&floors.concat());
    let last = floors.last().copied().unwrap_or_default();
    let bare = whole.trim_end_matches(['.', ':', '*', '※']);
    let by_others = is_by_others(bare);
    if bare.is_empty() {
        Role::Unknown
    } else if bare == "要素" || bare == "element" {
        Role::Element
    } else if is_identifier(bare) {
        Role::Identifier
    } else if is(bare, TEXTS) || is(without_tail(bare), TEXTS) {
        Role::Text
    } else if is_official(bare) {
        Role::Official
    } else if let Some(status) = tick(last).filter(|_| !by_others) {
        Role::Tick(status)
    } else if bare == "承認者" {
        Role::Note
    } else if says(bare, ACCEPTED) && !says(bare, ABOUT_ACCEPTANCE) {
        Role::Accepted
    } else if is(bare, CONFIRMED) || bare.ends_with("確認日") && !by_others {
        Role::Confirmed
    } else if says(bare, words!("成熟度 maturity")) {
        Role::Maturity
    } else if is_note(bare) || says(bare, SOFT_NOTES) {
        Role::Note
    } else {
        answer(bare)
    }
}

/// The role of a column full of marks whose heading also contains 現状 or 内容.
pub(crate) fn role_of_marks(heading: &str, target: bool) -> Role {
    let whole = plain(heading);
    if is_note(&whole) || choice::denies(heading) || is_target(heading) && !target {
        return Role::Note;
    }
    let mut bare = whole.clone();
    for word in SOFT_NOTES.iter().copied().chain(PRESENT.iter().copied()) {
        bare = bare.replace(word, "");
    }
    match answer(bare.trim_matches(['(', ')', 'の', '[', ']', '【', '】'])) {
        Role::Unknown if says(&whole, if target { TARGETS } else { PRESENT }) => Role::Answer(2),
        Role::Unknown => Role::Note,
        role => role,
    }
}

fn is_note(bare: &str) -> bool {
    says(bare, NOTES)
        || bare.ends_with('日')
        || is_by_others(bare) && !says(bare, OWN)
        || is_for_others(bare)
        || says(bare, words!("回答者 回答部署 回答部門 自己評価者 評価者名 担当者名 担当部署 担当部門 respondent"))
}

fn answer(bare: &str) -> Role {
    let addressed = says(bare, ADDRESSED);
    let sense = sense(bare);
    if sense == Some(Sense::Options) {
        Role::Answer(2)
    } else if sense == Some(Sense::Unclear) || choice::denies(bare) {
        Role::Unknown
    } else if says(bare, RESPONSES)
        || (says(bare, OWN) || addressed) && says(bare, ANSWERS)
        || addressed && bare.contains("記入")
    {
        Role::Answer(1)
    } else if says(bare, ANSWERS) {
        Role::Answer(2)
    } else {
        Role::Unknown
    }
}

/// Without blanks, and with one spelling for each circle and cross.
fn plain(heading: &str) -> String {
    let folded = clean::fold(heading);
    folded
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '_')
        .map(|c| if matches!(c, '〇' | '◯') { '○' } else { c })
        .collect()
}

fn is_identifier(bare: &str) -> bool {
    let stem =
        ["no", "番号"].iter().find_map(|tail| bare.strip_suffix(tail)).map(|stem| stem.trim_end_matches(['.', '(']));
    is(bare, IDENTIFIERS) || stem.is_some_and(|stem| is(stem, TEXTS) || is(stem, OFFICIAL))
}

/// Whether a heading is for criterion numbers, and not for numbers of requirements or groups.
pub(crate) fn is_of_criteria(heading: &str) -> bool {
    let whole = plain(heading);
    let bare = whole.trim_end_matches(['.', ':', '*', '※']);
    let upper = ["大分類", "中分類", "小分類", "要求事項", "分類", "領域"].iter().any(|upper| bare.starts_with(upper));
    is_identifier(bare) && !upper
}

/// Whether a heading is for numbers.
pub(crate) fn is_of_numbers(heading: &str) -> bool {
    let whole = plain(heading);
    is_identifier(whole.trim_end_matches(['.', ':', '*', '※']))
}

fn without_tail(bare: &str) -> &str {
    let end = bare.find(['(', '[', '【']).filter(|end| *end > 0).unwrap_or(bare.len());
    let bare = &bare[..end];
    ["の本文", "本文", "文", "の内容"].iter().find_map(|tail| bare.strip_suffix(tail)).unwrap_or(bare)
}

/// ★ may belong to the guideline (`★3対象`), or mark a required column (`★自己評価`).
fn is_official(bare: &str) -> bool {
    let starred = bare.strip_prefix('★').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let is_ours = |rest: &str| {
        says(rest, RESPONSES) || says(rest, OWN) || says(rest, ANSWERS) || says(rest, NOTES) || tick(rest).is_some()
    };
    is(bare, OFFICIAL)
        || is(without_tail(bare), OFFICIAL)
        || starred.is_some_and(|rest| rest.is_empty() || rest.starts_with('対') || !is_ours(rest))
        || ["nist", "iso"].iter().any(|start| bare.starts_with(start))
        || says(bare, OFFICIAL_HELP) && !says(bare, OWN)
}

/// Headings that are marks: tick columns. A stroke or a single letter is not one.
fn tick(last: &str) -> Option<Status> {
    let plain = plain(last);
    if plain.is_ascii() && plain.len() < 3 && !is(&plain, words!("ok ng")) {
        return None;
    }
    match sense(last) {
        Some(Sense::State(status)) => Some(status),
        _ => None,
    }
}

/// The level that a heading is for: `★3自己評価`.
pub(crate) fn level(heading: &str) -> Option<u8> {
    let plain = plain(heading);
    let mut found = plain.match_indices('★').filter_map(|(at, star)| {
        plain[at + star.len()..].chars().next().and_then(|c| c.to_digit(10)).and_then(|digit| u8::try_from(digit).ok())
    });
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Whether a heading names a party other than the respondent.
pub(crate) fn is_other_party(heading: &str) -> bool {
    let heading = plain(heading);
    is_by_others(&heading) && !says(&heading, OWN) || is_for_others(&heading)
}

fn is_by_others(bare: &str) -> bool {
    says(&bare.replace("自動車産業", ""), OTHER_PARTIES) && !says(bare, ADDRESSED)
}

/// Columns that a form reserves for its sender.
fn is_for_others(bare: &str) -> bool {
    bare.contains("使用欄") && !says(bare, ADDRESSED)
}

/// Whether a form addresses the respondent as 貴社.
pub(crate) fn is_addressed(heading: &str) -> bool {
    says(&plain(heading), ADDRESSED)
}

/// Whether the sender of the form refers to itself, provided that the form addresses somebody else.
pub(crate) fn is_addressing(heading: &str) -> bool {
    let heading = plain(heading);
    says(&heading, ADDRESSING) && !says(&heading, ADDRESSED)
}

/// Whether a heading says explicitly that the respondent fills in the column.
pub(crate) fn is_own(heading: &str) -> bool {
    says(&plain(heading), OWN) || is_addressed(heading)
}

/// Whether a heading or sheet is about a future state.
pub(crate) fn is_target(heading: &str) -> bool {
    says(&plain(heading), TARGETS)
}

/// Whether a heading says that it is about the present state.
pub(crate) fn is_present(heading: &str) -> bool {
    says(&plain(heading), PRESENT)
}

/// Whether only the respondent writes under this heading, wherever it is.
pub(crate) fn is_own_note(heading: &str) -> bool {
    says(&plain(heading), OWN_NOTES)
}

/// Later rounds are greater: by words first, then by number; 0 if a heading does not say.
pub(crate) fn round(heading: &str) -> (i8, u32) {
    let heading = plain(heading);
    let number = ordinal(&heading).map_or(0, |(number, _)| number);
    (i8::from(says(&heading, LATER)) - i8::from(says(&heading, EARLIER)), number)
}

/// The number of a round, and the heading without it: `第3回`, `二次評価`, `3回目`, `Round 2`, `v2`, `10月`.
fn ordinal(plain: &str) -> Option<(u32, String)> {
    const KANJI: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let digit = |c: char| {
        c.to_digit(10).or_else(|| KANJI.iter().position(|kanji| *kanji == c).and_then(|at| u32::try_from(at + 1).ok()))
    };
    let letters: Vec<char> = plain.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let length = if letters[at].is_ascii_digit() {
            letters[at..].iter().take_while(|c| c.is_ascii_digit()).count()
        } else {
            usize::from(digit(letters[at]).is_some())
        };
        if length == 0 {
            at += 1;
            continue;
        }
        let number =
            letters[at..at + length].iter().filter_map(|c| digit(*c)).take(4).fold(0, |sum, digit| sum * 10 + digit);
        let (before, after): (String, String) =
            (letters[..at].iter().collect(), letters[at + length..].iter().collect());
        let tail = ["回目", "回", "次", "期", "版", "巡目", "st", "nd", "rd", "th", "月", "q"]
            .iter()
            .find(|tail| after.starts_with(**tail));
        let head = ["round", "rev.", "rev", "ver.", "ver", "v", "第", "q"].iter().find(|head| before.ends_with(**head));
        if tail.is_some() || head.is_some() {
            let before = before.strip_suffix(head.copied().unwrap_or_default()).unwrap_or(&before).to_owned();
            let after = after.strip_prefix(tail.copied().unwrap_or_default()).unwrap_or(&after);
            return Some((number, format!("{before}{after}")));
        }
        at += length;
    }
    None
}

/// Whether a heading contains only the round.
pub(crate) fn is_bare_round(heading: &str) -> bool {
    let plain = plain(heading);
    let rest = ordinal(&plain).map(|(_, rest)| rest);
    rest.is_some_and(|rest| rest.trim_matches(['(', ')', '目']).is_empty())
        || is(&plain, words!("今回 最終 再評価 修正後 通期 下期 上期 前期 後期 初回 当初 修正前 改善後 改善前"))
}

/// The name of a sheet without its round, to detect two rounds of the same sheet.
pub(crate) fn without_round(name: &str) -> String {
    let mut plain = plain(name);
    if let Some((_, rest)) = ordinal(&plain) {
        plain = rest;
    }
    for word in LATER.iter().copied().chain(EARLIER.iter().copied()) {
        plain = plain.replace(word, "");
    }
    plain.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The year in a heading, and whether there is nothing else: `2025年度`, `R7`, `令和7年`, `FY2025`.
pub(crate) fn year(heading: &str) -> Option<(u16, bool)> {
    let heading = plain(heading);
    let is_digit = |c: char| c.is_ascii_digit();
    let start = heading.find(is_digit)?;
    let digits = &heading[start..][..heading[start..].find(|c| !is_digit(c)).unwrap_or(heading.len() - start)];
    let (before, after) = (&heading[..start], &heading[start + digits.len()..]);
    let number: u16 = digits.parse().ok()?;
    let era = ["令和", "令", "r"].iter().find_map(|era| before.strip_suffix(era));
    let short = before.ends_with("fy") || before.ends_with('\'') || before.ends_with('’');
    let year = match (era, number) {
        (_, 2000..=2100) => number,
        (Some(_), 1..=99) if after.is_empty() || after.starts_with(['年', '.', '(', '評', '自', '_']) => {
            2018 + number
        }
        (None, 15..=99) if short => 2000 + number,
        _ => return None,
    };
    let bare = ["", "年", "年度", "年度版", "年版", "fy", "年度分"].contains(&after);
    Some((year, bare && ["", "fy", "(", "令和", "令", "r"].contains(&before)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_known_sheets() {
        let table = [
            ("大分類No", Role::Identifier),
            ("評価基準No.", Role::Identifier),
            ("Ｎｏ．", Role::Identifier),
            ("★3対象", Role::Official),
            ("★", Role::Official),
            ("要求事項の見出し", Role::Official),
            ("評価基準", Role::Text),
            ("達成条件", Role::Text),
            ("評価基準（2026年3月版）", Role::Text),
            ("NIST CSF2.0", Role::Official),
            ("自己評価", Role::Answer(1)),
            ("自 社 評 価", Role::Answer(1)),
            ("回答", Role::Answer(1)),
            ("評価結果", Role::Answer(2)),
            ("判定", Role::Answer(2)),
            ("○△×", Role::Answer(2)),
            ("Status", Role::Answer(2)),
            ("評価結果の理由", Role::Note),
            ("理由", Role::Note),
            ("根拠及び実施する事", Role::Note),
            ("備考(根拠)", Role::Note),
            ("専門家確認", Role::Note),
            ("確認者評価", Role::Note),
            ("発注者評価", Role::Note),
            ("前回評価", Role::Note),
            ("旧回答", Role::Note),
            ("修正前", Role::Note),
            ("他社評価", Role::Note),
            ("対応の必要", Role::Unknown),
            ("該当有無", Role::Unknown),
            ("期限日", Role::Note),
            ("承認者", Role::Note),
            ("対象外の承認", Role::Accepted),
            ("確認者承認", Role::Accepted),
            ("最終確認日", Role::Confirmed),
            ("Confirmed", Role::Confirmed),
            ("成熟度", Role::Maturity),
            ("○", Role::Tick(Status::Met)),
            ("いいえ", Role::Tick(Status::Unmet)),
            ("要素", Role::Element),
            ("", Role::Unknown),
            ("その他", Role::Unknown),
            ("確認方法", Role::Official),
            ("証跡例", Role::Official),
        ];
        for (heading, expected) in table {
            assert_eq!(role(&[heading]), expected, "{heading:?}");
        }
    }

    #[test]
    fn two_floors_are_read_together() {
        assert_eq!(role(&["自己評価", "結果"]), Role::Answer(1));
        assert_eq!(role(&["自己評価", "理由"]), Role::Note);
        assert_eq!(role(&["確認者", "結果"]), Role::Note);
        assert_eq!(role(&["自己評価", "△"]), Role::Tick(Status::Partial));
        assert_eq!(role(&["専門家", "○"]), Role::Note);
    }
}
