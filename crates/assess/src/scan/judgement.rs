//! What scans say about a criterion.

use jiff::civil::Date;
use serde::Serialize;
use tasuki_catalog::{Lang, Source, Text};

use super::{found::ScanFinding, priority::Priority, unknown::Unknown};

/// What scans say about one criterion; about none, for the findings that touch no criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement<'a> {
    /// The criterion; `None` for what touches none, which comes last.
    pub criterion: Option<&'a str>,
    /// Its name.
    pub title: Option<&'a Text>,
    /// The lowest level that asks for it.
    pub level: Option<u8>,
    /// Where it stands in the edition's document.
    pub source: Option<&'a Source>,
    /// What the scans say.
    pub result: ScanResult,
    /// Why.
    pub why: Text,
    /// The findings that are about it, the most pressing first.
    pub findings: Vec<JudgedFinding<'a>>,
    /// Lists of software that can be part of its evidence.
    pub lists: Vec<JudgedList<'a>>,
    /// The targets in scope on which scans looked for what its rules are about.
    pub looked_at: Vec<&'a str>,
}

/// What scans say about a criterion. There is no word for *met*: no scan shows that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanResult {
    /// At least one finding speaks against it.
    SpeaksAgainst,
    /// Something is not known, or only a person can say it.
    PersonMustDecide,
    /// Scans looked for what its rules are about, and found nothing that speaks against it.
    NothingFound,
}

impl ScanResult {
    /// What it is called, beside a criterion.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::SpeaksAgainst => ("満たしていない疑い", "speaks against"),
            Self::PersonMustDecide => ("人が判断", "a person decides"),
            Self::NothingFound => ("見つからず", "nothing found"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

/// What a finding says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanSays {
    /// It speaks against the criterion: its owner is asked.
    SpeaksAgainst,
    /// Whether it does depends on what is not known.
    PersonMustDecide,
    /// It will, if nothing is done by a day.
    NotDue,
    /// No rule is about it.
    TouchesNone,
    /// It is on a target that is out of scope.
    OutOfScope,
}

impl ScanSays {
    /// What it is called, beside a criterion.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::SpeaksAgainst => ("満たしていない疑い", "speaks against"),
            Self::PersonMustDecide => ("人が判断", "a person decides"),
            Self::NotDue => ("期限前", "not due"),
            Self::TouchesNone => ("触れる評価基準なし", "touches no criterion"),
            Self::OutOfScope => ("範囲外の対象", "target out of scope"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

/// A finding, and what it says about a criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgedFinding<'a> {
    /// The file that it is from.
    pub scan: &'a str,
    /// The finding itself.
    #[serde(flatten)]
    pub finding: &'a ScanFinding,
    /// The rule that is about it.
    pub rule: Option<&'a str>,
    /// What it says.
    pub says: ScanSays,
    /// Why.
    pub why: Text,
    /// Why a finding of this kind is about the criterion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'a Text>,
    /// What is not known.
    pub unknown: Vec<Unknown>,
    /// The day by which something must be done.
    pub due: Option<Date>,
    /// Who is asked.
    pub owner: Option<&'a str>,
    /// What to look at first.
    pub priority: Priority,
    /// Of a target that is out of scope: the criteria that would be touched if it were in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub would_touch: Vec<&'a str>,
}

/// A list of software, and what it can be evidence of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgedList<'a> {
    /// The file.
    pub scan: &'a str,
    /// The program that made it.
    pub tool: &'a str,
    /// When it was made.
    pub at: Option<&'a str>,
    /// What it is about.
    pub targets: Vec<&'a str>,
    /// How many pieces of software it has.
    pub components: usize,
    /// The rule that is about it.
    pub rule: &'a str,
    /// Why it is listed.
    pub why: Text,
    /// Why a list is about the criterion.
    pub basis: &'a Text,
    /// What is not known.
    pub unknown: Vec<Unknown>,
}
