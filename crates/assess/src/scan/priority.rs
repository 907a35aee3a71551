//! What to look at first: whether it is exploited (KEV), how likely it is to be (EPSS), how bad it is (CVSS), and who can reach it.

use jiff::civil::Date;
use serde::Serialize;
use tasuki_catalog::{Exposure, Lang, Text};

use super::{
    found::{Cvss, ScanFinding, ScanSeverity},
    knowledge::Knowledge,
};

/// From this probability within thirty days on, a vulnerability is treated as one that will be exploited: one chance in ten is more than
/// a company leaves to luck, and few vulnerabilities reach it.
const LIKELY: f64 = 0.1;
/// Where *critical*, *high* and *medium* begin (CVSS 3.1, §5: qualitative severity rating scale).
const CRITICAL: f64 = 9.0;
const HIGH: f64 = 7.0;
const MEDIUM: f64 = 4.0;

/// What to look at first, with everything that it follows from. What is not known is `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Priority {
    /// When to look at it.
    pub rank: Rank,
    /// What is listed about its exploitation; `None` if there is no list, or no CVE to look up.
    pub kev: Option<Exploitation>,
    /// How likely it is to be exploited: of several CVEs, the most likely.
    pub epss: Option<Likelihood>,
    /// How bad it is.
    pub cvss: Option<Cvss>,
    /// From where the target can be reached.
    pub exposure: Option<Exposure>,
    /// The same in words.
    pub why: Text,
}

/// When to look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Today: it is being exploited where outsiders can reach, or is critical and likely to be.
    Now,
    /// In days.
    Soon,
    /// With the next planned work.
    Planned,
    /// Nothing presses.
    Watch,
}

impl Rank {
    /// What it is called on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Now => ("すぐに", "Now"),
            Self::Soon => ("数日内", "Soon"),
            Self::Planned => ("計画して", "Planned"),
            Self::Watch => ("見守る", "Watch"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

/// Whether it is listed as exploited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exploitation {
    /// Whether one of its CVEs is in the list.
    pub listed: bool,
    /// Since when.
    pub since: Option<Date>,
    /// Whether ransomware is known to use it.
    pub ransomware: Option<bool>,
}

/// How likely it is to be exploited within thirty days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Likelihood {
    /// The CVE.
    pub cve: String,
    /// From 0 to 1.
    pub score: f64,
    /// The share of CVEs with a lower score, from 0 to 1.
    pub percentile: Option<f64>,
}

/// The priority of a finding on a target that can be reached from there.
pub(super) fn priority(finding: &ScanFinding, exposure: Option<Exposure>, knowledge: &Knowledge) -> Priority {
    let kev = exploitation(finding, knowledge);
    let epss = likelihood(finding, knowledge);
    let cvss = finding.cvss.clone();
    let rank = rank(finding, kev.as_ref().is_some_and(|own| own.listed), epss.as_ref(), exposure);
    let why = why(kev.as_ref(), epss.as_ref(), cvss.as_ref(), exposure);
    Priority { rank, kev, epss, cvss, exposure, why }
}

/// A target of which nobody knows from where it can be reached counts as one that outsiders reach.
fn rank(finding: &ScanFinding, is_exploited: bool, epss: Option<&Likelihood>, exposure: Option<Exposure>) -> Rank {
    let is_inside = exposure == Some(Exposure::Internal);
    let is_likely = epss.is_some_and(|own| own.score >= LIKELY);
    let bad = finding.cvss.as_ref().map_or_else(|| stands_for(finding.severity), |cvss| cvss.score);
    match (is_exploited, is_likely) {
        (true, _) if is_inside => Rank::Soon,
        (true, _) => Rank::Now,
        (false, true) if bad >= CRITICAL && !is_inside => Rank::Now,
        (false, true) if bad >= HIGH || !is_inside => Rank::Soon,
        (false, true) => Rank::Planned,
        (false, false) if bad >= HIGH && !is_inside => Rank::Soon,
        (false, false) if bad >= CRITICAL => Rank::Soon,
        (false, false) if bad >= HIGH || (bad >= MEDIUM && !is_inside) => Rank::Planned,
        // Nobody has said how bad a known vulnerability is.
        (false, false) if finding.severity == ScanSeverity::Unknown && !finding.cve.is_empty() => Rank::Planned,
        (false, false) => Rank::Watch,
    }
}

/// The lowest score that a word stands for, where there is no score.
fn stands_for(severity: ScanSeverity) -> f64 {
    match severity {
        ScanSeverity::Critical => CRITICAL,
        ScanSeverity::High => HIGH,
        ScanSeverity::Medium => MEDIUM,
        ScanSeverity::Low | ScanSeverity::Info | ScanSeverity::Unknown => 0.0,
    }
}

fn exploitation(finding: &ScanFinding, knowledge: &Knowledge) -> Option<Exploitation> {
    if !knowledge.has_exploited || finding.cve.is_empty() {
        return None;
    }
    let mut listed =
        knowledge.of(&finding.cve).filter(|(_, facts)| facts.is_exploited).map(|(_, facts)| facts).peekable();
    let is_listed = listed.peek().is_some();
    let ransomware = listed.filter_map(|facts| facts.ransomware).reduce(|one, other| one || other);
    let since = knowledge.listed_since(&finding.cve);
    Some(Exploitation { listed: is_listed, since, ransomware })
}

fn likelihood(finding: &ScanFinding, knowledge: &Knowledge) -> Option<Likelihood> {
    let all = knowledge.of(&finding.cve).filter_map(|(cve, facts)| {
        Some(Likelihood { cve: cve.to_owned(), score: facts.epss?, percentile: facts.percentile })
    });
    all.reduce(|one, other| if other.score > one.score { other } else { one })
}

fn why(kev: Option<&Exploitation>, epss: Option<&Likelihood>, cvss: Option<&Cvss>, exposure: Option<Exposure>) -> Text {
    let epss = epss.map(|own| format!("{:.1} %", own.score * 100.0));
    let cvss = cvss.map(|own| format!("{:.1}", own.score));
    let same = |text: Option<String>| text.map(|text| Text::new(text.clone(), text));
    let parts = [
        (["KEV", "KEV"], kev.map(exploited)),
        (["EPSS", "EPSS"], same(epss)),
        (["CVSS", "CVSS"], same(cvss)),
        (["露出", "exposure"], exposure.map(Exposure::name)),
    ];
    let all = parts.map(|([ja, en], text)| {
        let text = text.unwrap_or_else(|| Text::new("不明", "not known"));
        (format!("{ja}: {}", text.ja), format!("{en}: {}", text.en))
    });
    let (ja, en): (Vec<String>, Vec<String>) = all.into_iter().unzip();
    Text::new(ja.join("、"), en.join("; "))
}

/// What is listed about its exploitation, in words.
fn exploited(own: &Exploitation) -> Text {
    if !own.listed {
        return Text::new("載っていない", "not listed");
    }
    let since = own.since.map(|day| Text::new(format!("{day} に掲載"), format!("listed {day}")));
    let used = (own.ransomware == Some(true)).then(|| Text::new("ランサムウェアが利用", "used by ransomware"));
    let (ja, en): (Vec<String>, Vec<String>) = since.into_iter().chain(used).map(|text| (text.ja, text.en)).unzip();
    if ja.is_empty() {
        return Text::new("悪用あり", "exploited");
    }
    Text::new(format!("悪用あり（{}）", ja.join("、")), format!("exploited ({})", en.join(", ")))
}
