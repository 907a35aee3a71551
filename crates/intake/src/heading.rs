//! What the heading of a column says about the column.

use tasuki_assess::Status;
use tasuki_catalog::{Scale, fold};

use crate::mark::{Mark, mark};

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
    /// Marks; the smaller the rank, the surer.
    Answer(u8),
    /// Ticked when this status holds.
    Tick(Status),
    /// Whether somebody accepted 対象外.
    Accepted,
    /// When it was shown to be so.
    Confirmed,
    /// Maturity 1–5.
    Maturity,
    /// Free text, and what other parties say.
    Note,
    /// No heading, or one that says nothing.
    Unknown,
}

/// Columns of the guidelines themselves. All words here are folded and without blanks, brackets and `No.`.
const OFFICIAL: &str = "大分類 中分類 小分類 分類 領域 要求事項 要求事項の見出し 見出し 目的 ラベル レベル 水準 lv level ★ 対象 カテゴリ カテゴリー \
    原則 指示 指示項目 層 リスク要因 影響 参照 参考 参照規格 関連規格 requirement title csf group 種別 区分";
/// Columns of explanations that guidelines print beside their criteria.
const OFFICIAL_HELP: &str = "方法 観点 ポイント 記入例 証跡例 回答例 記載例";
/// Columns with the text of a criterion.
const TEXTS: &str = "評価基準 達成条件 達成基準 チェック項目 確認項目 評価項目 点検項目 設問 質問 質問事項 対策 対策例 対策要件 項目 \
    criterion statement";
/// Columns with numbers.
const IDENTIFIERS: &str = "no 番号 項番 項目番号 id 識別子 # 通番 連番 管理番号 基準番号 評価基準番号 評価基準id 要求事項番号 対策要件id \
    identifier ref";
const ACCEPTED: &str = "承認 accepted approved";
/// What is said about an acceptance without being one.
const ABOUT_ACCEPTANCE: &str = "承認者名 承認日 氏名 名前 コメント 理由";
const CONFIRMED: &str = "確認日 最終確認日 実施日 最終実施日 点検日 最終点検日 評価日 自己評価日 回答日 記入日 日付 年月日 確認年月日 実施年月日 \
    confirmed date";
const OTHER_PARTIES: &str = "確認者 専門家 発注 審査 評価機関 第三者 監査 レビュー 評価者 親会社 取引先評価 取引先確認 取引先記入 前回 バイヤ 客先 得意先 自動車 メーカ 使用欄 確認欄 \
    昨年 前年 過去 旧評価 reviewer evaluator auditor customer";
const NOTES: &str = "理由 根拠 備考 補足 コメント 現状 内容 実施する事 実施すること 説明 詳細 メモ 証跡 エビデンス 証拠 記述 具体 課題 予定 計画 担当 \
    期限 期日 特記 摘要 資料 文書 規程 note comment reason remark evidence memo detail due";
/// Notes that nobody but the one who answers writes.
const OWN_NOTES: &str = "備考 コメント メモ 理由 note comment remark memo";
/// How a customer's form calls the one who answers, and how it calls the customer.
const ADDRESSED: &str = "貴社 御社";
const ADDRESSING: &str = "弊社 当社";
/// Which of several rounds a column belongs to.
const LATER: &str = "修正後 最終 二次 下期 今回 後期 再評価 2次 第2回";
const EARLIER: &str = "修正前 一次 上期 前回 前期 初回 当初 1次 第1回";
const OWN: &str = "自己 自社 当社 self";
const ANSWERS: &str = "評価 判定 結果 適合 状態 状況 遵守 準拠 充足 チェック 該否 可否 対応 有無 診断 得点 点数 達成度 確認 ○△× ○× \
    status result rating score check";

/// Whether `heading` contains one of the words.
fn says(heading: &str, words: &str) -> bool {
    words.split_whitespace().any(|word| heading.contains(word))
}

/// Whether `heading` is one of the words.
fn is(heading: &str, words: &str) -> bool {
    words.split_whitespace().any(|word| heading == word)
}

/// The role that a heading of one or two floors gives its column.
pub(crate) fn role(floors: &[&str]) -> Role {
    let whole = plain(&floors.concat());
    let last = plain(floors.last().copied().unwrap_or_default());
    let bare = whole.trim_end_matches(['.', ':', '*', '※']);
    let addressed = says(bare, ADDRESSED);
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
    } else if let Some(status) = tick(&last).filter(|_| !by_others) {
        Role::Tick(status)
    } else if bare == "承認者" {
        Role::Note
    } else if says(bare, ACCEPTED) && !says(bare, ABOUT_ACCEPTANCE) {
        Role::Accepted
    } else if is(bare, CONFIRMED) || bare.ends_with("確認日") && !by_others {
        Role::Confirmed
    } else if says(bare, "成熟度 maturity") {
        Role::Maturity
    } else if says(bare, NOTES)
        || bare.ends_with('日')
        || by_others && !says(bare, OWN)
        || is_for_others(bare)
        || says(bare, "回答者 回答部署 回答部門 自己評価者 評価者名 respondent")
    {
        Role::Note
    } else if says(bare, "回答 answer response")
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

/// Without blanks, and one spelling of each circle and cross.
fn plain(heading: &str) -> String {
    let folded = fold(heading);
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

fn without_tail(bare: &str) -> &str {
    let end = bare.find(['(', '[', '【']).filter(|end| *end > 0).unwrap_or(bare.len());
    let bare = &bare[..end];
    ["の本文", "本文", "文", "の内容"].iter().find_map(|tail| bare.strip_suffix(tail)).unwrap_or(bare)
}

fn is_official(bare: &str) -> bool {
    is(bare, OFFICIAL)
        || is(without_tail(bare), OFFICIAL)
        || ["nist", "iso", "★"].iter().any(|start| bare.starts_with(start))
        || says(bare, OFFICIAL_HELP) && !says(bare, OWN)
}

/// Headings that are marks: columns to be ticked. A stroke or a single letter is none.
fn tick(last: &str) -> Option<Status> {
    if last.is_ascii() && last.len() < 3 {
        return None;
    }
    match mark(last, Scale::Scs) {
        Mark::Status { status, rest, .. } if rest.is_empty() && status != Status::Unanswered => Some(status),
        _ => None,
    }
}

/// Whether a heading names a party other than the one that answers.
pub(crate) fn is_other_party(heading: &str) -> bool {
    let heading = plain(heading);
    is_by_others(&heading) && !says(&heading, OWN) || is_for_others(&heading)
}

fn is_by_others(bare: &str) -> bool {
    says(&bare.replace("自動車産業", ""), OTHER_PARTIES) && !says(bare, ADDRESSED)
}

/// What a form keeps for the one who sent it.
fn is_for_others(bare: &str) -> bool {
    bare.contains("使用欄") && !says(bare, ADDRESSED)
}

/// Whether a form says 貴社 to the one who answers.
pub(crate) fn is_addressed(heading: &str) -> bool {
    says(&plain(heading), ADDRESSED)
}

/// Whether the one who sent the form speaks of itself, if the form addresses another.
pub(crate) fn is_addressing(heading: &str) -> bool {
    let heading = plain(heading);
    says(&heading, ADDRESSING) && !says(&heading, ADDRESSED)
}

/// Whether a heading says outright that the one who answers writes below it.
pub(crate) fn is_own(heading: &str) -> bool {
    says(&plain(heading), OWN) || is_addressed(heading)
}

/// Later rounds are greater; 0 where a heading does not say.
pub(crate) fn round(heading: &str) -> i8 {
    let heading = plain(heading);
    i8::from(says(&heading, LATER)) - i8::from(says(&heading, EARLIER))
}

/// The year in a heading, and whether it says nothing else: `2025年度`, `R7`, `令和7年`, `FY2025`.
pub(crate) fn year(heading: &str) -> Option<(u16, bool)> {
    let heading = plain(heading);
    let is_digit = |c: char| c.is_ascii_digit();
    let start = heading.find(is_digit)?;
    let digits = &heading[start..][..heading[start..].find(|c| !is_digit(c)).unwrap_or(heading.len() - start)];
    let (before, after) = (&heading[..start], &heading[start + digits.len()..]);
    let number: u16 = digits.parse().ok()?;
    let era = ["令和", "令", "r"].iter().find_map(|era| before.strip_suffix(era));
    let year = match (era, number) {
        (_, 2000..=2100) => number,
        (Some(_), 1..=99) if after.is_empty() || after.starts_with(['年', '.', '(', '評', '自']) => 2018 + number,
        _ => return None,
    };
    let bare = ["", "年", "年度", "年度版", "年版", "fy"].contains(&after);
    Some((year, bare && ["", "fy", "(", "令和", "令", "r"].contains(&before)))
}

/// Whether only the one who answers writes under this heading, wherever it stands.
pub(crate) fn is_own_note(heading: &str) -> bool {
    says(&plain(heading), OWN_NOTES)
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
