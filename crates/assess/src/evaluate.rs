//! Verdicts.
//!
//! A criterion is satisfied when it is met, or not applicable with an accepted reason, and, if it has an interval,
//! was shown within that interval. A requirement is satisfied when all its criteria of the level are. Nothing is
//! averaged: one × leaves its requirement open, and so does a blank.

use jiff::civil::Date;
use serde::Serialize;
use tasuki_catalog::{Catalog, Criterion, Lang};

use crate::{Answer, Answers, Status, due};

/// The evaluation of the answers to one edition at one level on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// The level asked for; `None` in editions without levels.
    pub level: Option<u8>,
    /// The day for which intervals are checked.
    pub as_of: Date,
    /// One verdict per criterion of the level, in the catalogue's order.
    pub criteria: Vec<CriterionVerdict>,
    /// One verdict per requirement that has criteria at the level, in the catalogue's order.
    pub requirements: Vec<RequirementVerdict>,
    /// How many criteria of the level are in which state.
    pub counts: Counts,
}

/// Whether anything is left to do. Tasuki never says that an organization passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Something is open.
    Open,
    /// All criteria are satisfied.
    AllMet,
}

/// The verdict on one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CriterionVerdict {
    /// Position in [`Catalog::criteria`].
    pub position: usize,
    /// What was answered.
    pub status: Status,
    /// Why it is open; `None` when it is satisfied.
    pub open: Option<Open>,
}

/// Why a criterion is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum Open {
    /// Nothing was answered.
    Unanswered,
    /// ×.
    Unmet,
    /// △.
    Partial,
    /// It was met, but had to be shown again by `due`.
    Lapsed {
        /// When it was last shown.
        confirmed: Date,
        /// By when it had to be shown again.
        due: Date,
    },
    /// 対象外 without a reason.
    NoReason,
    /// 対象外, but the criterion has no condition and no reviewer accepted it.
    NotAccepted,
}

impl Open {
    /// What is missing, in a sentence.
    pub fn sentence(self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::Ja, Self::Unanswered) => "まだ回答がありません".to_owned(),
            (Lang::Ja, Self::Unmet) => "満たしていないと回答しています".to_owned(),
            (Lang::Ja, Self::Partial) => "一部しか満たしていません".to_owned(),
            (Lang::Ja, Self::Lapsed { confirmed, due }) => {
                format!("{confirmed} の確認から期間が過ぎました（{due} までに再確認が必要でした）")
            }
            (Lang::Ja, Self::NoReason) => "対象外の理由がありません".to_owned(),
            (Lang::Ja, Self::NotAccepted) => "条件のない基準です。対象外とするには確認者の承認が必要です".to_owned(),
            (Lang::En, Self::Unanswered) => "not answered yet".to_owned(),
            (Lang::En, Self::Unmet) => "answered as not met".to_owned(),
            (Lang::En, Self::Partial) => "met only in part".to_owned(),
            (Lang::En, Self::Lapsed { confirmed, due }) => {
                format!("confirmed on {confirmed}; had to be shown again by {due}")
            }
            (Lang::En, Self::NoReason) => "not applicable, but no reason is given".to_owned(),
            (Lang::En, Self::NotAccepted) => {
                "the criterion has no condition: not applicable needs a reviewer's acceptance".to_owned()
            }
        }
    }
}

/// The verdict on one requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequirementVerdict {
    /// Position in [`Catalog::requirements`].
    pub position: usize,
    /// Its criteria at the level.
    pub asked: usize,
    /// How many of them are satisfied.
    pub satisfied: usize,
}

/// Criteria by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[expect(missing_docs, reason = "named after the statuses")]
pub struct Counts {
    pub met: usize,
    pub partial: usize,
    pub unmet: usize,
    pub not_applicable: usize,
    pub unanswered: usize,
}

/// Evaluates `answers` against `level` of `catalog` on the day `as_of`.
///
/// # Panics
/// When `answers` belong to another edition.
pub fn evaluate(catalog: &Catalog, level: Option<u8>, answers: &Answers, as_of: Date) -> Evaluation {
    assert_eq!(answers.edition(), catalog.id(), "answers to another edition");
    let mut counts = Counts::default();
    let mut criteria = Vec::with_capacity(catalog.criteria().len());
    let mut requirements = Vec::with_capacity(catalog.requirements().len());
    for requirement in 0..catalog.requirements().len() {
        let (mut asked, mut satisfied) = (0, 0);
        for &position in catalog.members(requirement) {
            let criterion = &catalog.criteria()[position];
            if !catalog.asks(level, criterion) {
                continue;
            }
            let answer = answers.at(position);
            let open = open(criterion, answer, as_of);
            counts.add(answer.status);
            asked += 1;
            satisfied += usize::from(open.is_none());
            criteria.push(CriterionVerdict { position, status: answer.status, open });
        }
        if asked > 0 {
            requirements.push(RequirementVerdict { position: requirement, asked, satisfied });
        }
    }
    if !criteria.is_sorted_by_key(|verdict| verdict.position) {
        criteria.sort_unstable_by_key(|verdict| verdict.position);
    }
    Evaluation { level, as_of, criteria, requirements, counts }
}

/// Why `answer` leaves `criterion` open on the day `as_of`.
fn open(criterion: &Criterion, answer: &Answer, as_of: Date) -> Option<Open> {
    match answer.status {
        Status::Unanswered => Some(Open::Unanswered),
        Status::Unmet => Some(Open::Unmet),
        Status::Partial => Some(Open::Partial),
        Status::NotApplicable if answer.note.trim().is_empty() => Some(Open::NoReason),
        Status::NotApplicable if criterion.condition.is_none() && !answer.accepted => Some(Open::NotAccepted),
        Status::NotApplicable => None,
        Status::Met => {
            let confirmed = answer.confirmed?;
            let due = due(criterion, confirmed)?;
            (due < as_of).then_some(Open::Lapsed { confirmed, due })
        }
    }
}

impl Evaluation {
    /// Whether anything is open. An evaluation that asks for nothing is open, because it has nothing to vouch for.
    pub fn verdict(&self) -> Verdict {
        if !self.criteria.is_empty() && self.criteria.iter().all(CriterionVerdict::is_satisfied) {
            Verdict::AllMet
        } else {
            Verdict::Open
        }
    }

    /// How many criteria are satisfied.
    pub fn satisfied(&self) -> usize {
        self.criteria.iter().filter(|verdict| verdict.is_satisfied()).count()
    }

    /// The open criteria, in the catalogue's order.
    pub fn open(&self) -> impl Iterator<Item = &CriterionVerdict> {
        self.criteria.iter().filter(|verdict| !verdict.is_satisfied())
    }

    /// The verdict on the criterion at `position`, if the level asks for it.
    pub fn criterion(&self, position: usize) -> Option<&CriterionVerdict> {
        let found = self.criteria.binary_search_by_key(&position, |verdict| verdict.position).ok()?;
        Some(&self.criteria[found])
    }
}

impl CriterionVerdict {
    /// Whether nothing is left to do.
    pub fn is_satisfied(&self) -> bool {
        self.open.is_none()
    }
}

impl RequirementVerdict {
    /// Whether all its criteria are satisfied.
    pub fn verdict(&self) -> Verdict {
        if self.satisfied == self.asked { Verdict::AllMet } else { Verdict::Open }
    }
}

impl Counts {
    /// Counts one more criterion.
    pub fn add(&mut self, status: Status) {
        *match status {
            Status::Met => &mut self.met,
            Status::Partial => &mut self.partial,
            Status::Unmet => &mut self.unmet,
            Status::NotApplicable => &mut self.not_applicable,
            Status::Unanswered => &mut self.unanswered,
        } += 1;
    }

    /// How many are in this state.
    pub fn of(&self, status: Status) -> usize {
        match status {
            Status::Met => self.met,
            Status::Partial => self.partial,
            Status::Unmet => self.unmet,
            Status::NotApplicable => self.not_applicable,
            Status::Unanswered => self.unanswered,
        }
    }

    /// All criteria.
    pub fn total(&self) -> usize {
        Status::ALL.into_iter().map(|status| self.of(status)).sum()
    }
}
