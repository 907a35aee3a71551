//! The record of a technical check: its targets, its scans, each finding with what was decided about it, and what the findings say of criteria.

use std::collections::HashMap;

use tasuki_catalog::{Catalog, Exposure, Lang, TargetKind, Text};
use tasuki_report::{Column, Entry, Look, Record, Section};
use tasuki_scheme::road::StepKind;
use tasuki_store::technical_checks::{self as store, Decision, Scan, Target};
use tasuki_store::{RoadId, ScanFindingId};

use super::{Work, head, reviewer, say};
use crate::technical_checks::{Check, Judged, check};
use crate::timeline::day;
use crate::{Context, Error, reviewers};

/// The record, with the title of the assessment.
pub(super) fn record(cx: &mut Context<'_, '_>, road: RoadId) -> Result<(String, Record), Error> {
    let check = check(cx, road)?;
    let lang = cx.lang();
    let head = head(cx, &check.standing, StepKind::TechnicalCheck)?;
    let reviewers: Vec<_> = reviewers::list(cx, &check.standing)?.iter().map(reviewer).collect();
    let decisions = store::decisions(cx.tx, cx.organization()?, road)?;
    let mut facts = head.facts;
    facts.extend(lists(&check, lang));
    let record = Record {
        lang,
        created: cx.now.today,
        identifier: format!("check:{road}"),
        organization: head.organization,
        title: Work::TechnicalCheck.title(lang),
        facts,
        sentence: sentence(&check, lang),
        sections: vec![
            Section::reviewers(lang, check.standing.scheme(), &reviewers),
            targets(&check, lang),
            scans(&check, lang),
            findings(&check, lang),
            decided(&check, &decisions, lang),
            criteria(&check, head.catalog.as_deref(), lang),
            head.course,
        ],
    };
    Ok((check.standing.title, record))
}

/// Which lists of vulnerabilities priorities rest on.
fn lists(check: &Check, lang: Lang) -> Vec<(&'static str, String)> {
    let all: Vec<String> = check.lists.iter().map(|own| format!("{} ({})", own.kind.name(), own.day)).collect();
    let text = if all.is_empty() { say(lang, "なし", "none").to_owned() } else { all.join(", ") };
    vec![(say(lang, "脆弱性の一覧", "Lists of vulnerabilities"), text)]
}

fn sentence(check: &Check, lang: Lang) -> String {
    let (targets, scans) = (check.targets.iter().filter(|own| own.in_scope).count(), check.scans.len());
    let (all, open) = (check.findings.len(), check.findings.iter().filter(|own| own.stage().is_open()).count());
    if lang == Lang::Ja {
        format!(
            "対象 {targets} 件を検査結果 {scans} 件で見ました。検出事項は {all} 件で、判断や修正を待つものは {open} 件です。"
        )
    } else {
        format!("Targets in scope: {targets}; scans: {scans}; findings: {all}, of which open: {open}.")
    }
}

fn name(text: Option<Text>, lang: Lang) -> String {
    text.map_or_else(|| say(lang, "不明", "not known").to_owned(), |own| own.get(lang).to_owned())
}

fn targets(check: &Check, lang: Lang) -> Section {
    let columns = vec![
        Column::new(say(lang, "対象", "Target"), 26.0, Look::Name),
        Column::new(say(lang, "住所・別名", "Addresses"), 32.0, Look::Text),
        Column::new(say(lang, "種類", "Kind"), 20.0, Look::Text),
        Column::new(say(lang, "露出", "Exposure"), 18.0, Look::Text),
        Column::new(say(lang, "範囲", "Scope"), 10.0, Look::Word),
        Column::new(say(lang, "理由", "Reason"), 40.0, Look::Text),
        Column::new(say(lang, "担当", "Owner"), 20.0, Look::Text),
    ];
    let row = |own: &Target| {
        vec![
            Entry::text(&own.name),
            Entry::text(own.addresses.join("\n")),
            Entry::text(name(own.kind.map(TargetKind::name), lang)),
            Entry::text(name(own.exposure.map(Exposure::name), lang)),
            Entry::text(if own.in_scope { say(lang, "範囲内", "in") } else { say(lang, "範囲外", "out") }),
            Entry::text(&own.reason),
            Entry::text(&own.owner_name),
        ]
    };
    Section {
        name: say(lang, "対象", "Targets"),
        columns,
        rows: check.targets.iter().map(row).collect(),
        empty: say(lang, "対象は書かれていません。", "No target was listed."),
    }
}

fn scans(check: &Check, lang: Lang) -> Section {
    let columns = vec![
        Column::new(say(lang, "ファイル", "File"), 28.0, Look::Name),
        Column::new(say(lang, "形式", "Format"), 16.0, Look::Word),
        Column::new(say(lang, "道具", "Program"), 22.0, Look::Text),
        Column::new(say(lang, "検査の日", "Made on"), 16.0, Look::Day),
        Column::new(say(lang, "取り込んだ人", "Imported by"), 16.0, Look::Text),
        Column::new(say(lang, "取り込んだ日", "Imported on"), 14.0, Look::Day),
        Column::new(say(lang, "検出", "Found"), 8.0, Look::Count),
        Column::new(say(lang, "新しい", "New"), 8.0, Look::Count),
        Column::new(say(lang, "再発", "Came back"), 10.0, Look::Count),
        Column::new(say(lang, "解消", "Gone"), 8.0, Look::Count),
        Column::new(say(lang, "読めなかった所", "Not read"), 10.0, Look::Count),
        Column::new("SHA-256", 48.0, Look::Text),
    ];
    let count = |count: i64| Entry::Count(u32::try_from(count).unwrap_or(u32::MAX));
    let row = |own: &Scan| {
        vec![
            Entry::text(&own.file_name),
            Entry::text(own.format.name()),
            Entry::text(&own.tool),
            made(own.day.as_deref().unwrap_or_default()),
            Entry::text(&own.name),
            Entry::Day(Some(day(own.imported))),
            count(own.found),
            count(own.opened),
            count(own.reopened),
            count(own.closed),
            count(own.problems),
            Entry::text(own.digest.to_string()),
        ]
    };
    Section {
        name: say(lang, "検査結果", "Scans"),
        columns,
        rows: check.scans.iter().map(row).collect(),
        empty: say(lang, "検査結果は取り込まれていません。", "No scan was imported."),
    }
}

/// The day on which a scan was made, as its file tells it.
fn made(text: &str) -> Entry {
    match text.parse::<jiff::Timestamp>() {
        Ok(at) => Entry::Day(Some(day(at.as_millisecond()))),
        Err(_) => text.parse().map_or_else(|_| Entry::text(text), |day| Entry::Day(Some(day))),
    }
}

/// The number of each finding, by which the tables refer to it: in the order in which they were found.
fn numbers(check: &Check) -> impl Iterator<Item = (u32, &Judged)> {
    (1..).zip(&check.findings)
}

fn findings(check: &Check, lang: Lang) -> Section {
    let columns = vec![
        Column::new(say(lang, "番号", "No."), 7.0, Look::Count),
        Column::new(say(lang, "対象", "Target"), 22.0, Look::Name),
        Column::new(say(lang, "場所", "Where"), 18.0, Look::Text),
        Column::new(say(lang, "検出事項", "Finding"), 40.0, Look::Text),
        Column::new("CVE", 18.0, Look::Text),
        Column::new("CVSS", 10.0, Look::Word),
        Column::new(say(lang, "優先度", "Priority"), 10.0, Look::Word),
        Column::new(say(lang, "よりどころ", "Rests on"), 36.0, Look::Text),
        Column::new(say(lang, "評価基準", "Criteria"), 26.0, Look::Text),
        Column::new(say(lang, "状態", "State"), 12.0, Look::Word),
        Column::new(say(lang, "処置", "Disposition"), 12.0, Look::Word),
        Column::new(say(lang, "検証者", "Verifier"), 10.0, Look::Word),
    ];
    let row = |(number, own): (u32, &Judged)| {
        let (row, content) = (&own.finding, &own.finding.content);
        let place = [content.port.as_deref(), content.package.as_deref()];
        let score = own.priority.cvss.as_ref().map(|own| format!("{:.1}", own.score));
        vec![
            Entry::Count(number),
            Entry::text(own.target_name()),
            Entry::text(place.into_iter().flatten().collect::<Vec<_>>().join("\n")),
            Entry::text(&content.title),
            Entry::text(content.cve.join("\n")),
            Entry::text(score.unwrap_or_default()),
            Entry::text(own.priority.rank.name(lang)),
            Entry::text(own.priority.why.get(lang)),
            Entry::text(said(own, lang)),
            Entry::text(own.stage().name(lang)),
            Entry::text(row.disposition.map_or("", |own| own.name(lang))),
            Entry::text(row.verdict.map_or("", |own| own.name(lang))),
        ]
    };
    Section {
        name: say(lang, "検出事項", "Findings"),
        columns,
        rows: numbers(check).map(row).collect(),
        empty: say(lang, "検出事項はありません。", "There are no findings."),
    }
}

/// What a finding says of each criterion that it touches, one in each line.
fn said(own: &Judged, lang: Lang) -> String {
    let line = |own: &crate::technical_checks::Said| {
        let criterion = own.criterion.as_deref()?;
        let due = own.due.map(|due| format!(" ({due})")).unwrap_or_default();
        Some(format!("{criterion} {}{due}", own.says.name(lang)))
    };
    own.said.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

/// What was decided about findings, and what later scans did to them.
fn decided(check: &Check, decisions: &[Decision], lang: Lang) -> Section {
    let columns = vec![
        Column::new(say(lang, "番号", "No."), 7.0, Look::Count),
        Column::new(say(lang, "検出事項", "Finding"), 40.0, Look::Text),
        Column::new(say(lang, "日", "Day"), 14.0, Look::Day),
        Column::new(say(lang, "できごと", "What happened"), 30.0, Look::Text),
        Column::new(say(lang, "処置", "Disposition"), 14.0, Look::Word),
        Column::new(say(lang, "理由", "Reason"), 50.0, Look::Text),
        Column::new(say(lang, "検査結果", "Scan"), 24.0, Look::Text),
        Column::new(say(lang, "人", "By"), 18.0, Look::Text),
    ];
    let mut of: HashMap<ScanFindingId, Vec<&Decision>> = HashMap::new();
    for own in decisions {
        of.entry(own.finding).or_default().push(own);
    }
    let scan = |own: &Decision| {
        let scan = check.scans.iter().find(|scan| Some(scan.id) == own.scan);
        scan.map(|own| own.file_name.clone()).unwrap_or_default()
    };
    let mut rows = Vec::new();
    for (number, finding) in numbers(check) {
        for own in of.get(&finding.finding.id).into_iter().flatten() {
            rows.push(vec![
                Entry::Count(number),
                Entry::text(&finding.finding.content.title),
                Entry::Day(Some(day(own.at))),
                Entry::text(own.event.name(lang)),
                Entry::text(own.disposition.map_or("", |own| own.name(lang))),
                Entry::text(&own.text),
                Entry::text(scan(own)),
                Entry::text(&own.name),
            ]);
        }
    }
    Section {
        name: say(lang, "判断と再検査", "Decisions and retests"),
        columns,
        rows,
        empty: say(lang, "まだ何も決められていません。", "Nothing was decided yet."),
    }
}

/// What the open findings say of each criterion.
fn criteria(check: &Check, catalog: Option<&Catalog>, lang: Lang) -> Section {
    let columns = vec![
        Column::new(say(lang, "評価基準", "Criterion"), 12.0, Look::Name),
        Column::new(say(lang, "見出し", "Title"), 40.0, Look::Text),
        Column::new(say(lang, "検査から言えること", "What the scans say"), 18.0, Look::Word),
        Column::new(say(lang, "なぜ", "Why"), 80.0, Look::Text),
    ];
    let title = |id: &str| catalog.and_then(|own| own.criterion(id)).map_or("", |own| own.title.get(lang));
    let rows = check.criteria.iter().map(|own| {
        vec![
            Entry::text(&own.id),
            Entry::text(title(&own.id)),
            Entry::text(own.result.name(lang)),
            Entry::text(own.why.get(lang)),
        ]
    });
    Section {
        name: say(lang, "評価基準ごと", "By criterion"),
        columns,
        rows: rows.collect(),
        empty: say(lang, "検査から言えることはありません。", "The scans say nothing about criteria."),
    }
}
