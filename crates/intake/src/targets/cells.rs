//! The words in a list of targets. An empty cell, or one that says so, is *not known*.

use tasuki_catalog::{Exposure, TargetKind, fold};

use super::columns::Column;

const YES: &[&str] = &["はい", "○", "〇", "◯", "内", "範囲内", "適用範囲内", "対象", "yes", "y", "true", "in", "1"];
const NO: &[&str] = &["いいえ", "×", "✕", "✖", "外", "範囲外", "適用範囲外", "対象外", "no", "n", "false", "out", "0"];
const NOT_KNOWN: &[&str] = &["", "不明", "未確認", "?", "-", "unknown"];

/// A value, its names in Japanese and English, and other words for it.
type Word<T> = (T, [&'static str; 2], &'static [&'static str]);

const EXPOSURES: [Word<Exposure>; 3] = [
    (Exposure::Boundary, ["境界", "boundary"], &["インターネット境界", "インターネットとの境界"]),
    (Exposure::Internet, ["インターネット", "internet"], &["公開", "外部公開", "インターネットに公開"]),
    (Exposure::Internal, ["社内", "internal"], &["内部", "社内だけ", "社内のみ"]),
];

const KINDS: [Word<TargetKind>; 9] = [
    (TargetKind::Firewall, ["ファイアウォール", "firewall"], &["ファイアーウォール", "fw", "utm"]),
    (TargetKind::Router, ["ルータ", "router"], &["ルーター"]),
    (TargetKind::Vpn, ["VPN装置", "vpn"], &["vpn機器", "vpnゲートウェイ"]),
    (TargetKind::Mail, ["メールサーバ", "mail"], &["メールサーバー", "メール"]),
    (TargetKind::Web, ["Webサーバ", "web"], &["webサーバー", "ウェブ", "ウェブサーバ", "ウェブサーバー"]),
    (TargetKind::Server, ["サーバ", "server"], &["サーバー"]),
    (TargetKind::Pc, ["パソコン", "pc"], &[]),
    (
        TargetKind::SmartDevice,
        ["スマートデバイス", "smart-device"],
        &["smart device", "スマートフォン", "スマホ", "タブレット"],
    ),
    (TargetKind::Other, ["その他", "other"], &[]),
];

/// A name, or any text that is not empty.
pub(super) fn name(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Yes or no.
pub(super) fn yes(text: &str) -> Option<bool> {
    let text = fold(text);
    let is_one_of = |words: &[&str]| words.iter().any(|word| fold(word) == text);
    if is_one_of(YES) { Some(true) } else { is_one_of(NO).then_some(false) }
}

/// From where a target can be reached: the inner `None` is *not known*.
#[expect(clippy::option_option, reason = "the outer one is a word that is not understood")]
pub(super) fn exposure(text: &str) -> Option<Option<Exposure>> {
    word(text, &EXPOSURES)
}

/// What a target is: the inner `None` is *not known*.
#[expect(clippy::option_option, reason = "the outer one is a word that is not understood")]
pub(super) fn kind(text: &str) -> Option<Option<TargetKind>> {
    word(text, &KINDS)
}

#[expect(clippy::option_option, reason = "the outer one is a word that is not understood")]
fn word<T: Copy>(text: &str, words: &[Word<T>]) -> Option<Option<T>> {
    let text = fold(text);
    if NOT_KNOWN.contains(&text.as_str()) {
        return Some(None);
    }
    let is_meant = |(_, names, others): &&Word<T>| names.iter().chain(*others).any(|name| fold(name) == text);
    words.iter().find(is_meant).map(|(value, ..)| Some(*value))
}

/// The other names in a cell, separated by blanks, commas, semicolons or lines.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let between = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '、' | '，' | '；');
    text.split(between).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// What a column may say, in Japanese and English.
pub(super) fn expected(column: Column) -> [String; 2] {
    match column {
        Column::Scope => ["はい または いいえ".to_owned(), "yes or no".to_owned()],
        Column::Exposure => names(&EXPOSURES),
        Column::Kind => names(&KINDS),
        Column::Reason => ["適用範囲の外である理由".to_owned(), "the reason why it is out of scope".to_owned()],
        Column::Name | Column::Addresses | Column::Owner => ["空ではない文".to_owned(), "a text".to_owned()],
    }
}

fn names<T>(words: &[Word<T>]) -> [String; 2] {
    [(0, "、"), (1, ", ")]
        .map(|(lang, between)| words.iter().map(|word| word.1[lang]).collect::<Vec<_>>().join(between))
}
