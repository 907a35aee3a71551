//! The check as its templates show it.

use std::fmt::Write as _;

use tasuki_app::technical_checks::{Check, Criterion, Entry, Judged, Said, Stage};
use tasuki_assess::scan::{Disposition, Rank, ScanFormat, ScanResult, ScanSays, ScanSeverity};
use tasuki_catalog::{Catalog, Exposure, Lang, TargetKind, Text};
use tasuki_scheme::road::Verdict;
use tasuki_store::TargetId;
use tasuki_store::technical_checks::{List, Scan, Target};

use crate::page::Page;
use crate::roads::title;

/// The ranks, what presses first; and what scans say, the severest first.
pub(crate) const RANKS: [Rank; 4] = [Rank::Now, Rank::Soon, Rank::Planned, Rank::Watch];
pub(crate) const RESULTS: [ScanResult; 3] =
    [ScanResult::SpeaksAgainst, ScanResult::PersonMustDecide, ScanResult::NothingFound];
pub(crate) const SAYS: [ScanSays; 5] = [
    ScanSays::SpeaksAgainst,
    ScanSays::PersonMustDecide,
    ScanSays::NotDue,
    ScanSays::TouchesNone,
    ScanSays::OutOfScope,
];
pub(crate) const SEVERITIES: [ScanSeverity; 6] = [
    ScanSeverity::Critical,
    ScanSeverity::High,
    ScanSeverity::Medium,
    ScanSeverity::Low,
    ScanSeverity::Info,
    ScanSeverity::Unknown,
];

/// A finding in a list.
pub(super) struct LineView {
    /// Its identifier with the version that is shown, as the form sends it.
    pub(super) chosen: String,
    pub(super) href: String,
    pub(super) name: String,
    pub(super) target: String,
    pub(super) rank: (&'static str, &'static str),
    /// KEV, EPSS, CVSS and exposure, each in a line.
    pub(super) basis: Vec<(&'static str, String)>,
    pub(super) says: Vec<String>,
    pub(super) stage: (&'static str, &'static str),
    pub(super) disposition: &'static str,
    /// Whether something can be done about it.
    pub(super) is_there: bool,
    /// Whether it is chosen in a form that was refused.
    pub(super) is_chosen: bool,
}

/// Findings under one heading.
pub(super) struct GroupView {
    pub(super) id: String,
    pub(super) title: String,
    /// What scans say of the criterion: word and name; empty for a rank.
    pub(super) result: (&'static str, &'static str),
    pub(super) why: String,
    pub(super) lines: Vec<LineView>,
}

/// A target.
pub(super) struct TargetView {
    pub(super) id: TargetId,
    pub(super) version: i64,
    /// What is entered about it.
    pub(super) entry: Entry,
    pub(super) kind: String,
    pub(super) exposure: String,
    /// How many findings on it are open.
    pub(super) open: usize,
}

/// A scan.
pub(super) struct ScanView {
    pub(super) file: String,
    pub(super) what: String,
    pub(super) day: String,
    pub(super) by: String,
    pub(super) imported: String,
    pub(super) counts: [i64; 4],
    pub(super) components: i64,
    pub(super) problems: Vec<String>,
    pub(super) digest: String,
}

pub(super) fn say(lang: Lang, ja: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Ja { ja } else { en }
}

pub(super) fn rank(rank: Rank, lang: Lang) -> (&'static str, &'static str) {
    let kind = match rank {
        Rank::Now => "error",
        Rank::Soon => "warn",
        Rank::Planned => "accent",
        Rank::Watch => "",
    };
    (kind, rank.name(lang))
}

fn stage(stage: Stage, lang: Lang) -> (&'static str, &'static str) {
    let kind = match stage {
        Stage::ToJudge => "error",
        Stage::ToAgree | Stage::Fixing => "warn",
        Stage::Accepted | Stage::Closed => "ok",
        Stage::Note => "",
    };
    (kind, stage.name(lang))
}

fn result(result: ScanResult, lang: Lang) -> (&'static str, &'static str) {
    let kind = match result {
        ScanResult::SpeaksAgainst => "error",
        ScanResult::PersonMustDecide => "warn",
        ScanResult::NothingFound => "",
    };
    (kind, result.name(lang))
}

pub(super) fn says(own: &Said, page: &Page) -> String {
    let word = own.says.name(page.language());
    own.due.map_or_else(|| word.to_owned(), |day| format!("{word} ({})", page.day(day)))
}

/// What a priority rests on, each with its name.
pub(super) fn basis(own: &Judged, lang: Lang) -> Vec<(&'static str, String)> {
    let priority = &own.priority;
    let unknown = || say(lang, "不明", "not known").to_owned();
    let kev = priority.kev.as_ref().map(|kev| match (kev.listed, kev.since) {
        (false, _) => say(lang, "なし", "not listed").to_owned(),
        (true, Some(day)) => format!("{} {day}", say(lang, "悪用あり", "exploited")),
        (true, None) => say(lang, "悪用あり", "exploited").to_owned(),
    });
    let epss = priority.epss.as_ref().map(|epss| format!("{:.1} %", epss.score * 100.0));
    let cvss = priority.cvss.as_ref().map(|cvss| {
        let mut text = format!("{:.1}", cvss.score);
        if !cvss.version.is_empty() {
            let _ = write!(text, " (v{})", cvss.version);
        }
        text
    });
    let exposure = priority.exposure.map(|own| own.name().get(lang).to_owned());
    [("KEV", kev), ("EPSS", epss), ("CVSS", cvss), (say(lang, "露出", "Exposure"), exposure)]
        .map(|(name, text)| (name, text.unwrap_or_else(unknown)))
        .into()
}

impl LineView {
    pub(super) fn new(own: &Judged, said: Option<&Said>, page: &Page, road: &str) -> Self {
        let (lang, row) = (page.language(), &own.finding);
        let port = row.content.port.as_deref().or(row.content.package.as_deref()).unwrap_or_default();
        let told: Vec<String> = match said {
            Some(said) => vec![says(said, page)],
            None => own.said.iter().map(|said| one(said, page)).collect(),
        };
        Self {
            chosen: format!("{}:{}", row.id, row.version),
            href: format!("{}/roads/{road}/technical-check/findings/{}", page.base(), row.id),
            name: row.content.title.clone(),
            target: format!("{} {port}", own.target_name()).trim().to_owned(),
            rank: rank(own.priority.rank, lang),
            basis: basis(own, lang),
            says: told,
            stage: stage(own.stage(), lang),
            disposition: row.disposition.map_or("", |own| own.name(lang)),
            is_there: own.stage() != Stage::Closed,
            is_chosen: false,
        }
    }
}

/// What a finding says of a criterion, with the criterion.
fn one(said: &Said, page: &Page) -> String {
    let word = says(said, page);
    said.criterion.as_ref().map_or_else(|| word.clone(), |id| format!("{id} {word}"))
}

/// A line on the page: under which heading, which finding, and what it says there.
pub(super) type Listed<'c> = (Heading<'c>, &'c Judged, Option<&'c Said>);

/// A heading of findings.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Heading<'c> {
    Criterion(&'c Criterion),
    /// Those that touch no criterion.
    NoCriterion,
    Rank(Rank),
}

/// The findings under each criterion, in the order of the edition.
pub(super) fn by_criterion(check: &Check, shown: impl Fn(&Judged) -> bool) -> Vec<Listed<'_>> {
    let mut all = Vec::new();
    let of = |id: Option<&str>| {
        let own = check.findings.iter().filter(|own| shown(own)).filter_map(move |own| {
            let said = own.said.iter().find(|said| said.criterion.as_deref() == id)?;
            Some((own, said))
        });
        let mut own: Vec<_> = own.collect();
        own.sort_by_key(|one| (one.1.says, one.0.priority.rank));
        own
    };
    // What is closed may touch criteria of which no open finding speaks any more.
    let mut rest: Vec<&str> =
        check.findings.iter().flat_map(|own| &own.said).filter_map(|own| own.criterion.as_deref()).collect();
    for criterion in &check.criteria {
        rest.retain(|id| *id != criterion.id);
        all.extend(
            of(Some(&criterion.id)).into_iter().map(|(own, said)| (Heading::Criterion(criterion), own, Some(said))),
        );
    }
    rest.sort_unstable();
    rest.dedup();
    let closed = check.findings.iter().filter(|own| shown(own));
    let only_closed =
        closed.filter(|own| own.said.iter().any(|said| said.criterion.as_deref().is_some_and(|id| rest.contains(&id))));
    all.extend(only_closed.map(|own| (Heading::NoCriterion, own, None)));
    all.extend(of(None).into_iter().map(|(own, said)| (Heading::NoCriterion, own, Some(said))));
    all
}

/// The findings by rank, what presses first.
pub(super) fn by_priority(check: &Check, shown: impl Fn(&Judged) -> bool) -> Vec<Listed<'_>> {
    let mut own: Vec<&Judged> = check.findings.iter().filter(|own| shown(own)).collect();
    let score = |own: &Judged| own.priority.cvss.as_ref().map_or(0.0, |cvss| cvss.score);
    own.sort_by(|one, other| {
        one.priority.rank.cmp(&other.priority.rank).then_with(|| score(other).total_cmp(&score(one)))
    });
    own.into_iter().map(|own| (Heading::Rank(own.priority.rank), own, None)).collect()
}

/// The lines of a page, under their headings.
pub(super) fn groups(lines: Vec<Listed<'_>>, catalog: Option<&Catalog>, page: &Page, road: &str) -> Vec<GroupView> {
    let lang = page.language();
    let mut groups: Vec<GroupView> = Vec::new();
    let mut last = None;
    for (heading, own, said) in lines {
        if last != Some(heading) {
            groups.push(GroupView::new(heading, catalog, lang));
            last = Some(heading);
        }
        if let Some(group) = groups.last_mut() {
            group.lines.push(LineView::new(own, said, page, road));
        }
    }
    groups
}

impl GroupView {
    fn new(heading: Heading<'_>, catalog: Option<&Catalog>, lang: Lang) -> Self {
        let (id, title, result, why) = match heading {
            Heading::Criterion(own) => {
                (own.id.clone(), title(catalog, &own.id, lang), result(own.result, lang), own.why.get(lang).to_owned())
            }
            Heading::NoCriterion => {
                (String::new(), say(lang, "ほかの検出事項", "Other findings").to_owned(), ("", ""), String::new())
            }
            Heading::Rank(own) => (String::new(), rank(own, lang).1.to_owned(), ("", ""), String::new()),
        };
        Self { id, title, result, why, lines: Vec::new() }
    }
}

pub(super) fn targets(check: &Check, lang: Lang) -> Vec<TargetView> {
    let open = |target: &Target| {
        let own = check.findings.iter().filter(|own| own.target.as_ref().is_some_and(|own| own.id == target.id));
        own.filter(|own| own.stage().is_open()).count()
    };
    let name = |text: Option<Text>| {
        text.map_or_else(|| say(lang, "不明", "not known").to_owned(), |text| text.get(lang).to_owned())
    };
    let view = |own: &Target| TargetView {
        id: own.id,
        version: own.version,
        entry: Entry::from(own),
        kind: name(own.kind.map(TargetKind::name)),
        exposure: name(own.exposure.map(Exposure::name)),
        open: open(own),
    };
    check.targets.iter().map(view).collect()
}

pub(super) fn scans(check: &Check, page: &Page) -> Vec<ScanView> {
    let lang = page.language();
    let view = |own: &Scan| ScanView {
        file: own.file_name.clone(),
        what: format!("{} · {}", own.format.name(), own.tool),
        day: own.day.as_deref().map(|day| page.told_time(day)).unwrap_or_default(),
        by: own.name.clone(),
        imported: page.time(own.imported),
        counts: [own.found, own.opened, own.reopened, own.closed],
        components: own.components,
        problems: own.content.problems.iter().map(|own| format!("{}: {}", own.place, own.found.get(lang))).collect(),
        digest: own.digest.to_string(),
    };
    check.scans.iter().rev().map(view).collect()
}

/// The lists in use: KEV and EPSS, each with its day and how many vulnerabilities it has.
pub(super) fn lists(check: &Check, page: &Page) -> Vec<(&'static str, String, i64)> {
    let view = |own: &List| (own.kind.name(), page.day(own.day), own.entries);
    check.lists.iter().map(view).collect()
}

/// Whether a list of a kind is in use.
pub(super) fn has(check: &Check, kind: ScanFormat) -> bool {
    check.lists.iter().any(|own| own.kind == kind)
}

/// What the organization can decide: word and name.
pub(super) fn dispositions(lang: Lang) -> Vec<(&'static str, &'static str)> {
    Disposition::ALL.iter().map(|own| (own.word(), own.name(lang))).collect()
}

/// What the verifier can say: word and name.
pub(super) fn verdicts(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let gone = ("gone", say(lang, "解消を確かめた", "Seen to be gone"));
    let verdicts = Verdict::ALL.iter().map(|own| match own {
        Verdict::Agreed => (own.word(), say(lang, "同意する", "Agree")),
        Verdict::Refused => (own.word(), say(lang, "同意しない", "Do not agree")),
    });
    verdicts.chain([gone]).collect()
}
