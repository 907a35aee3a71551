//! The sentences of a judgement, in both languages.

use jiff::civil::Date;
use tasuki_catalog::{Sign, Text};

use super::{
    found::{ScanFinding, ScanSeverity},
    judgement::{ScanResult, ScanSays},
    unknown::Unknown,
};

/// One text after the other.
pub(super) fn joined(texts: impl IntoIterator<Item = Text>) -> Text {
    texts
        .into_iter()
        .reduce(|one, next| Text::new(format!("{}{}", one.ja, next.ja), format!("{} {}", one.en, next.en)))
        .unwrap_or_default()
}

/// How bad it is.
pub(super) fn score(finding: &ScanFinding, at_least: f64) -> Text {
    let Some(cvss) = &finding.cvss else {
        let (ja, en) = severity(finding.severity);
        return Text::new(
            format!("点数はなく、検査の道具は「{ja}」としている。"),
            format!("It has no score; the scanner calls it {en}."),
        );
    };
    let (score, version) = (cvss.score, if cvss.version.is_empty() { "?" } else { &cvss.version });
    Text::new(
        format!("CVSS {version} の基本値は {score:.1}（基準は {at_least:.1} 以上）。"),
        format!("Its CVSS {version} base score is {score:.1} (the criterion counts {at_least:.1} or more)."),
    )
}

fn severity(severity: ScanSeverity) -> (&'static str, &'static str) {
    match severity {
        ScanSeverity::Critical => ("緊急", "critical"),
        ScanSeverity::High => ("重要", "high"),
        ScanSeverity::Medium => ("警告", "medium"),
        ScanSeverity::Low => ("注意", "low"),
        ScanSeverity::Info => ("情報", "informational"),
        ScanSeverity::Unknown => ("不明", "of unknown severity"),
    }
}

/// Since when there is an update, and until when it was to be applied.
pub(super) fn update(update: &str, since: Date, is_published: bool, as_of: Date, until: Date) -> Text {
    let days = (as_of - since).get_days();
    let from = if is_published {
        Text::new("脆弱性が知られた日", "the day when the vulnerability became known")
    } else {
        Text::new("悪用が一覧に載った日", "the day when it was listed as exploited")
    };
    Text::new(
        format!("{update} で直る。{since}（{}）から {days} 日目で、期限は {until}。", from.ja),
        format!(
            "It is mended in {update}. {days} days have passed since {since}, {}; the deadline is {until}.",
            from.en
        ),
    )
}

/// Of which kind it is.
pub(super) fn signs<'s>(signs: impl IntoIterator<Item = &'s Sign>) -> Text {
    joined(signs.into_iter().map(|sign| {
        Text::new(
            format!("検査の道具が見つけたもの: {}。", sign.title.ja),
            format!("The scanner found {}.", sign.title.en),
        )
    }))
}

/// A list of software.
pub(super) fn list(components: usize) -> Text {
    Text::new(
        format!("{components} 件のソフトウェアの一覧で、証跡の材料になる。"),
        format!("A list of {components} pieces of software, which can be part of the evidence."),
    )
}

/// What a person must decide.
pub(super) fn open(unknown: &[Unknown]) -> Text {
    joined(unknown.iter().map(|unknown| {
        Text::new(format!("分からないこと: {}。", unknown.question.ja), format!("Not known: {}", unknown.question.en))
    }))
}

/// A finding on a target that is out of scope.
pub(super) fn out_of_scope(reason: &str) -> Text {
    Text::new(format!("対象は適用範囲の外: {reason}"), format!("The target is out of scope: {reason}"))
}

/// A finding that no rule is about.
pub(super) fn touches_none() -> Text {
    Text::new(
        "この版のどの規則も、この検出事項については何も言わない。",
        "No rule of this edition is about this finding.",
    )
}

/// Why the result of a criterion is what it is: what was found, or that it was `nothing`; `gaps` are what the scans that looked had to pass
/// over.
pub(super) fn result(result: ScanResult, says: &[ScanSays], lists: usize, nothing: Text, gaps: &[Unknown]) -> Text {
    let count = |wanted: ScanSays| says.iter().filter(|says| **says == wanted).count();
    let counts = [
        counted(count(ScanSays::SpeaksAgainst), "評価基準に反する検出事項", "Findings that speak against it"),
        counted(count(ScanSays::PersonMustDecide), "人が判断する検出事項", "Findings that a person must decide"),
        counted(count(ScanSays::NotDue), "期限の来ていない検出事項", "Findings whose deadline has not passed"),
        counted(lists, "証跡の材料になる一覧", "Lists that can be part of the evidence"),
    ];
    let is_settled = counts[0].is_some() || counts[1].is_some() || counts[3].is_some();
    let end = match result {
        ScanResult::NothingFound => Some(nothing),
        _ if is_settled => None,
        _ => Some(unsure(gaps)),
    };
    joined(counts.into_iter().flatten().chain(end))
}

fn counted(count: usize, ja: &str, en: &str) -> Option<Text> {
    (count > 0).then(|| Text::new(format!("{ja} {count} 件。"), format!("{en}: {count}.")))
}

/// That scans looked for this and found nothing, and what that does not mean.
pub(super) fn nothing(looked_at: usize, looked_for: &[&Text]) -> Text {
    let list = |half: fn(&Text) -> &str, between: &str| {
        looked_for.iter().map(|text| half(text)).collect::<Vec<_>>().join(between)
    };
    let (ja, en) = (list(|text| &text.ja, "、"), list(|text| &text.en, ", "));
    Text::new(
        format!(
            "調べた対象 {looked_at} 個、探したもの: {ja}。評価基準に反するものは見つからなかったが、満たしている証明ではない。"
        ),
        format!(
            "Targets looked at: {looked_at}, for {en}. Nothing that speaks against it was found, which does not show that it is met."
        ),
    )
}

/// Why it is not certain that nothing was there to be found.
fn unsure(gaps: &[Unknown]) -> Text {
    if gaps.is_empty() {
        return Text::new(
            "評価基準に触れる対象かどうか分からない。",
            "It is not known whether the criterion is about the targets.",
        );
    }
    let first = Text::new(
        "評価基準に反するものは見つからなかったが、検査の全体は読めていない。",
        "Nothing that speaks against it was found, but not all of the scans could be read.",
    );
    joined(std::iter::once(first).chain([open(gaps)]))
}

/// Why findings that touch no criterion are listed.
pub(super) fn untouched(out: usize, others: usize, pressing: usize) -> Text {
    let parts = [
        counted(others, "どの規則も触れない検出事項", "Findings that no rule is about"),
        counted(pressing, "うち、優先度から見て人が判断するもの", "Of these, for a person to decide by their priority"),
        counted(out, "適用範囲の外の対象の検出事項", "Findings on targets that are out of scope"),
    ];
    joined(parts.into_iter().flatten())
}
