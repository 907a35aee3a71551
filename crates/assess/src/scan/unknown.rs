//! What nobody knows, and a person therefore must decide.

use jiff::civil::Date;
use serde::Serialize;
use tasuki_catalog::Text;

/// Something that is not known, as a question to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// What is not known.
    pub what: UnknownKind,
    /// The question.
    pub question: Text,
}

/// What is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownKind {
    /// Anything about the target: it is not in the list of targets.
    Target,
    /// What the target is.
    Kind,
    /// From where the target can be reached.
    Exposure,
    /// Which software the finding is about.
    Software,
    /// Whether it is a weakness of software, or of how it is set up.
    Weakness,
    /// The score, in a version of CVSS that counts.
    Score,
    /// How serious the maker says that it is.
    Rating,
    /// Since when there is an update.
    UpdateDay,
    /// Whether the update was applied since the scan.
    SinceScan,
    /// What a scan had to pass over.
    PassedOver,
    /// What no scan can show.
    Asked,
}

impl Unknown {
    pub(super) fn new(what: UnknownKind, question: Text) -> Self {
        Self { what, question }
    }

    pub(super) fn target(name: &str) -> Self {
        let question = Text::new(
            format!("{name} は対象の一覧にありません。適用範囲に入るか、何の機器か、どこから届くか"),
            format!("{name} is not in the list of targets: is it in scope, what is it, from where can it be reached?"),
        );
        Self::new(UnknownKind::Target, question)
    }

    pub(super) fn kind(name: &str) -> Self {
        Self::new(
            UnknownKind::Kind,
            Text::new(format!("{name} は何の機器か"), format!("what kind of target is {name}?")),
        )
    }

    pub(super) fn exposure(name: &str) -> Self {
        let question = Text::new(
            format!("{name} はインターネットとの境界にあるか、どこから届くか"),
            format!("is {name} at the internet boundary, and from where can it be reached?"),
        );
        Self::new(UnknownKind::Exposure, question)
    }

    pub(super) fn software() -> Self {
        let question = Text::new(
            "どのソフトウェアの話か。評価基準が挙げる種類に入るか",
            "which software is it about, and is it of a kind that the criterion names?",
        );
        Self::new(UnknownKind::Software, question)
    }

    pub(super) fn weakness() -> Self {
        let question = Text::new(
            "ソフトウェアの脆弱性か、それとも設定の問題か",
            "is it a vulnerability of software, or of how it is set up?",
        );
        Self::new(UnknownKind::Weakness, question)
    }

    pub(super) fn score(at_least: f64) -> Self {
        let question = Text::new(
            format!("評価基準が数える版のCVSS基本値は {at_least:.1} 以上か"),
            format!("is its CVSS base score, in a version that the criterion counts, {at_least:.1} or more?"),
        );
        Self::new(UnknownKind::Score, question)
    }

    pub(super) fn versions(at_least: f64) -> Self {
        let question = Text::new(
            format!("CVSSの版によって基本値が {at_least:.1} をまたぐ。どの版で数えるか"),
            format!("its CVSS base score is {at_least:.1} or more in one version only: which of them counts?"),
        );
        Self::new(UnknownKind::Score, question)
    }

    pub(super) fn rating() -> Self {
        let question = Text::new(
            "ベンダーは重大または高リスクと説明しているか、程度を説明していないか",
            "does the vendor call it critical or high risk, or give no rating?",
        );
        Self::new(UnknownKind::Rating, question)
    }

    pub(super) fn update_day() -> Self {
        let question = Text::new("更新はいつ公開されたか", "when was the update released?");
        Self::new(UnknownKind::UpdateDay, question)
    }

    pub(super) fn since_scan(day: Date) -> Self {
        let question = Text::new(
            format!("検査した {day} には期限内だった。それから更新を当てたか"),
            format!("on {day}, the day of the scan, the deadline had not passed: was the update applied since?"),
        );
        Self::new(UnknownKind::SinceScan, question)
    }

    pub(super) fn passed_over(scan: &str, problems: usize) -> Self {
        let question = Text::new(
            format!("{scan} の読めなかった {problems} か所に何があったか"),
            format!("what was in the {problems} parts of {scan} that were passed over?"),
        );
        Self::new(UnknownKind::PassedOver, question)
    }
}
