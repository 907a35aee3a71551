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
    match &finding.cvss {
        Some(cvss) => {
            let (score, version) = (cvss.score, if cvss.version.is_empty() { "?" } else { &cvss.version });
            Text::new(
                format!("CVSS {version} の基本値は {score:.1}（基準は {at_least:.1} 以上）。"),
                format!("Its CVSS {version} base score is {score:.1} (the criterion counts {at_least:.1} or more)."),
            )
        }
        None => {
            let (ja, en) = severity(finding.severity);
            Text::new(
                format!("点数はなく、検査の道具は「{ja}」としている。"),
                format!("It has no score; the scanner calls it {en}."),
            )
        }
    }
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

/// Why the result of a criterion is what it is.
pub(super) fn result(result: ScanResult, says: &[ScanSays], lists: usize, looked_at: usize, gaps: &[Unknown]) -> Text {
    let count = |wanted: ScanSays| says.iter().filter(|says| **says == wanted).count();
    let part = |count: usize, ja: &str, en: &str| {
        (count > 0).then(|| Text::new(format!("{ja} {count} 件。"), format!("{en}: {count}.")))
    };
    let counts = [
        part(count(ScanSays::SpeaksAgainst), "評価基準に反する検出事項", "findings that speak against it"),
        part(count(ScanSays::PersonMustDecide), "人が判断する検出事項", "findings that a person must decide"),
        part(count(ScanSays::NotDue), "期限の来ていない検出事項", "findings whose deadline has not passed"),
        part(lists, "証跡の材料になる一覧", "lists that can be part of the evidence"),
    ];
    let nothing = (result == ScanResult::NothingFound).then(|| {
        Text::new(
            format!("{looked_at} 個の対象を調べた検査に、評価基準に反するものは見つからなかった。満たしている証明ではない。"),
            format!("The scans of {looked_at} targets found nothing that speaks against it. This does not show that it is met."),
        )
    });
    joined(counts.into_iter().flatten().chain(nothing).chain((!gaps.is_empty()).then(|| open(gaps))))
}

/// Why findings that touch no criterion are listed.
pub(super) fn untouched(out: usize, others: usize, pressing: usize) -> Text {
    let part = |count: usize, ja: &str, en: &str| {
        (count > 0).then(|| Text::new(format!("{ja} {count} 件。"), format!("{en}: {count}.")))
    };
    let parts = [
        part(others, "どの規則も触れない検出事項", "findings that no rule is about"),
        part(pressing, "うち、優先度から見て人が判断するもの", "of these, for a person to decide by their priority"),
        part(out, "適用範囲の外の対象の検出事項", "findings on targets that are out of scope"),
    ];
    joined(parts.into_iter().flatten())
}
