//! The sentences of a judgement, in both languages.

use jiff::civil::Date;
use tasuki_catalog::{Sign, Text};

use super::{
    found::{Cvss, ScanFinding, ScanSeverity},
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

/// How bad it is; `counted` is the score that the criterion counts, if there is one.
pub(super) fn score(finding: &ScanFinding, counted: Option<&Cvss>, at_least: f64) -> Text {
    let Some(cvss) = counted.or(finding.cvss.as_ref()) else {
        let (ja, en) = severity(finding.severity);
        return Text::new(
            format!("点数はなく、検査の道具は「{ja}」としている。"),
            format!("It has no score; the scanner calls it {en}."),
        );
    };
    let (score, version) = (cvss.score, if cvss.version.is_empty() { "?" } else { &cvss.version });
    let own = Text::new(
        format!("CVSS {version} の基本値は {score:.1}（基準は {at_least:.1} 以上）。"),
        format!("Its CVSS {version} base score is {score:.1} (the criterion counts {at_least:.1} or more)."),
    );
    joined(std::iter::once(own).chain(other_scores(finding, cvss)))
}

/// The scores that there are beside the one that was chosen.
fn other_scores(finding: &ScanFinding, chosen: &Cvss) -> Option<Text> {
    let others = finding.cvss.iter().chain(&finding.other_cvss).filter(|own| *own != chosen);
    let told: Vec<String> = others.map(|own| format!("CVSS {} {:.1}", own.version, own.score)).collect();
    (!told.is_empty()).then(|| {
        Text::new(
            format!("ほかの版の値: {}。数える版のうち、いちばん新しい版の値を使う。", told.join("、")),
            format!("Other versions: {}. Of those that count, the latest version is used.", told.join(", ")),
        )
    })
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

/// From when the days are counted within which an update is to be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    /// From the release of the update.
    Update(Date),
    /// From when the vulnerability became known.
    Known(Date),
    /// From when it was listed as exploited.
    Listed(Date),
}

impl Since {
    pub(super) fn day(self) -> Date {
        match self {
            Self::Update(day) | Self::Known(day) | Self::Listed(day) => day,
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Update(_) => Text::new("更新が公開された日", "the day when the update was released"),
            Self::Known(_) => Text::new("脆弱性が知られた日", "the day when the vulnerability became known"),
            Self::Listed(_) => Text::new("悪用が一覧に載った日", "the day when it was listed as exploited"),
        }
    }
}

/// Since when there is an update, and until when it was to be applied. `version` is empty if the scanner does not name it.
pub(super) fn update(version: &str, since: Since, as_of: Date, until: Date) -> Text {
    let (day, days, from) = (since.day(), (as_of - since.day()).get_days(), since.name());
    let mended = if version.is_empty() {
        Text::new("更新がある。", "There is an update.")
    } else {
        Text::new(format!("{version} で直る。"), format!("It is mended in {version}."))
    };
    let counted = Text::new(
        format!("{day}（{}）から {days} 日目で、期限は {until}。", from.ja),
        format!("{days} days have passed since {day}, {}; the deadline is {until}.", from.en),
    );
    joined([mended, counted])
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
        counted(count(ScanSays::SpeaksAgainst), "満たしていない疑いのある検出事項", "Findings that speak against it"),
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
            "調べた対象 {looked_at} 個、探したもの: {ja}。満たしていない疑いのあるものは見つからなかったが、満たしている証明ではない。"
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
        "満たしていない疑いのあるものは見つからなかったが、検査の全体は読めていない。",
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
