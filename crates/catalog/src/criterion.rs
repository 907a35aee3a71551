//! The smallest unit that is answered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Lang, Text};

/// One criterion (評価基準) of an edition, with all the facts from its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Number as the edition prints it, e.g. `4-4-4-2`.
    pub id: String,
    /// The requirement it belongs to.
    pub requirement: String,
    /// The lowest level that asks for it; `None` where the edition has no levels.
    #[serde(default)]
    pub level: Option<u8>,
    /// The kind of work it asks for; `None` only in reference frameworks.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// A short name for lists.
    pub title: Text,
    /// What must be true, in our own words.
    pub statement: Text,
    /// How often compliance must be shown again.
    #[serde(default)]
    pub cadence: Option<Cadence>,
    /// Events after which compliance must be shown again, in addition to the cadence.
    #[serde(default)]
    pub triggers: Vec<Cadence>,
    /// Whom it concerns.
    #[serde(default)]
    pub audience: Vec<Audience>,
    /// Figures in the text.
    #[serde(default)]
    pub thresholds: Vec<Threshold>,
    /// Alternatives; any one of them is enough.
    #[serde(default)]
    pub alternatives: Vec<Text>,
    /// The condition under which it does not apply. Only a criterion with such a condition may be answered 対象外
    /// without a reviewer.
    #[serde(default)]
    pub condition: Option<Text>,
    /// Criteria of the same edition that its text mentions.
    #[serde(default)]
    pub refers_to: Vec<String>,
    /// An example of evidence.
    #[serde(default)]
    pub evidence: Option<Text>,
    /// The first thing to do for a small company.
    #[serde(default)]
    pub first_step: Option<Text>,
    /// How much work it is for a small company.
    #[serde(default)]
    pub effort: Option<Effort>,
    /// Where it is in the edition's document.
    pub source: Option<Source>,
    /// An error in the source that we corrected: what and why.
    #[serde(default)]
    pub correction: Option<Text>,
    /// Benchmark only: how each guideline treats this item.
    #[serde(default)]
    pub ratings: BTreeMap<String, Rating>,
}

impl Criterion {
    /// Its number and its name: 「4-4-4-2 重大な更新は14日以内に当てる」.
    pub fn numbered_title(&self) -> Text {
        let of = |lang| format!("{} {}", self.id, self.title.get(lang));
        Text::new(of(Lang::Ja), of(Lang::En))
    }

    /// The effort to close it: from the catalogue if given, otherwise estimated from its kind.
    pub fn effort_or_guess(&self) -> Effort {
        self.effort.unwrap_or(match self.kind {
            Some(Kind::Operate) => Effort::Medium,
            _ => Effort::Small,
        })
    }
}

/// The kind of work that a criterion asks for, in the order in which a company can do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Decide and write down: a rule, a procedure, a role, a mechanism.
    Rule,
    /// Tell people, teach and train them.
    MakeKnown,
    /// Do it.
    Operate,
    /// Keep a record of it.
    Record,
    /// Check it again.
    Inspect,
}

/// How often compliance with a criterion must be shown again. Intervals can lapse; whether an event happened cannot
/// be seen from a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the words say what they mean")]
pub enum Cadence {
    Continuous,
    Daily,
    Weekly,
    Monthly,
    Quarterly,
    HalfYearly,
    Yearly,
    OnChange,
    OnJoining,
    OnLeaving,
    OnIncident,
    BeforeStart,
}

/// To whom a criterion applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// 役員.
    Officers,
    /// 従業員.
    Employees,
    /// 派遣社員.
    Dispatched,
    /// 受入出向者.
    Seconded,
    /// 社外要員.
    External,
    /// 管理者.
    Administrators,
    /// 開発者.
    Developers,
    /// 取引先.
    Partners,
    /// インシデント対応の体制.
    IncidentTeam,
    /// すべての利用者.
    AllUsers,
}

/// A figure in the text: `bound` `value` `unit` of `subject`, e.g. at most 14 days from publication to application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// Which side of the figure complies.
    pub bound: Bound,
    /// What is measured.
    pub subject: Text,
}

/// The unit of a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words say what they mean")]
pub enum Unit {
    Days,
    Hours,
    Minutes,
    Months,
    Years,
    Times,
    Characters,
    Attempts,
    /// CVSS base score, 0–10.
    Cvss,
    Percent,
    Generations,
    Items,
}

/// Which side of a threshold complies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the words say what they mean")]
pub enum Bound {
    AtLeast,
    AtMost,
    Exactly,
}

/// The effort to close a criterion, for a company of about thirty people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effort {
    /// Up to two days.
    Small,
    /// Up to two weeks.
    Medium,
    /// More than two weeks, or something must be bought.
    Large,
}

impl Effort {
    /// Every effort, the smallest first.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];
}

/// Where it is in the edition's document: a page of the text or a cell of the official sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Page number as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u16>,
    /// Cell, e.g. `M41`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

/// How one guideline treats one item of the benchmark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// 0 not mentioned, 1 partly, 2 fully.
    pub value: u8,
    /// Pages cited.
    #[serde(default)]
    pub pages: Vec<u16>,
    /// Anything odd about the row in the source, which is kept as found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// Picks the word in the given language.
fn word(lang: Lang, ja: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

impl Kind {
    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Rule => word(lang, "ルール・体制", "rule"),
            Self::MakeKnown => word(lang, "周知・教育", "make known"),
            Self::Operate => word(lang, "実施", "operate"),
            Self::Record => word(lang, "記録", "record"),
            Self::Inspect => word(lang, "点検", "inspect"),
        }
    }
}

impl Cadence {
    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Continuous => word(lang, "常時", "continuous"),
            Self::Daily => word(lang, "毎日", "daily"),
            Self::Weekly => word(lang, "毎週", "weekly"),
            Self::Monthly => word(lang, "毎月", "monthly"),
            Self::Quarterly => word(lang, "四半期ごと", "quarterly"),
            Self::HalfYearly => word(lang, "半年ごと", "half-yearly"),
            Self::Yearly => word(lang, "毎年", "yearly"),
            Self::OnChange => word(lang, "変更時", "on change"),
            Self::OnJoining => word(lang, "受け入れ時", "on joining"),
            Self::OnLeaving => word(lang, "退職・終了時", "on leaving"),
            Self::OnIncident => word(lang, "事故・事象の発生時", "on incident"),
            Self::BeforeStart => word(lang, "開始前", "before start"),
        }
    }
}

impl Effort {
    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Small => word(lang, "小（2日まで）", "small (up to 2 days)"),
            Self::Medium => word(lang, "中（2週間まで）", "medium (up to 2 weeks)"),
            Self::Large => word(lang, "大（2週間超・購入あり）", "large (longer, or to buy)"),
        }
    }
}

impl Audience {
    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Officers => word(lang, "役員", "officers"),
            Self::Employees => word(lang, "従業員", "employees"),
            Self::Dispatched => word(lang, "派遣社員", "dispatched workers"),
            Self::Seconded => word(lang, "受入出向者", "seconded workers"),
            Self::External => word(lang, "社外要員", "external staff"),
            Self::Administrators => word(lang, "管理者", "administrators"),
            Self::Developers => word(lang, "開発者", "developers"),
            Self::Partners => word(lang, "取引先", "business partners"),
            Self::IncidentTeam => word(lang, "インシデント対応の体制", "incident team"),
            Self::AllUsers => word(lang, "すべての利用者", "all users"),
        }
    }
}

impl Unit {
    /// Its name after a figure.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Days => word(lang, "日", "days"),
            Self::Hours => word(lang, "時間", "hours"),
            Self::Minutes => word(lang, "分", "minutes"),
            Self::Months => word(lang, "か月", "months"),
            Self::Years => word(lang, "年", "years"),
            Self::Times => word(lang, "回", "times"),
            Self::Characters => word(lang, "文字", "characters"),
            Self::Attempts => word(lang, "回の試行", "attempts"),
            Self::Cvss => word(lang, "（CVSS基本値）", "(CVSS base score)"),
            Self::Percent => word(lang, "％", "per cent"),
            Self::Generations => word(lang, "世代", "generations"),
            Self::Items => word(lang, "件", "items"),
        }
    }
}

impl Threshold {
    /// Subject, figure and bound as one phrase, e.g. 「公表から適用まで: 14日以内」.
    pub fn phrase(&self, lang: Lang) -> String {
        let (subject, value, unit) = (self.subject.get(lang), self.value, self.unit.name(lang));
        let time = matches!(self.unit, Unit::Days | Unit::Hours | Unit::Minutes | Unit::Months | Unit::Years);
        match (lang, self.bound) {
            (Lang::Ja, Bound::AtLeast) => format!("{subject}: {value}{unit}以上"),
            (Lang::Ja, Bound::AtMost) if time => format!("{subject}: {value}{unit}以内"),
            (Lang::Ja, Bound::AtMost) => format!("{subject}: {value}{unit}以下"),
            (Lang::Ja, Bound::Exactly) => format!("{subject}: {value}{unit}"),
            (Lang::En, Bound::AtLeast) => format!("{subject}: at least {value} {unit}"),
            (Lang::En, Bound::AtMost) => format!("{subject}: at most {value} {unit}"),
            (Lang::En, Bound::Exactly) => format!("{subject}: {value} {unit}"),
        }
    }
}
