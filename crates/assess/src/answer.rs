//! What an organization answers for each criterion.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use tasuki_catalog::{Catalog, Lang};

/// The longest text of an answer (現状, 理由, 代替策), in characters: the same limit for every kind of input.
pub const LONGEST_NOTE: usize = 20_000;

/// The earliest valid day, the same for every kind of input. No security record is older: an earlier day is a
/// typing error, or day zero of a spreadsheet's calendar.
pub const EARLIEST_DAY: Date = date(1970, 1, 1);

/// The state of one criterion (状態).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// ◌ 未回答.
    #[default]
    Unanswered,
    /// ○ 適合.
    Met,
    /// △ 一部.
    Partial,
    /// × 不適合.
    Unmet,
    /// － 対象外.
    NotApplicable,
}

impl Status {
    /// All statuses, in the order in which they are counted.
    pub const ALL: [Self; 5] = [Self::Met, Self::Partial, Self::Unmet, Self::NotApplicable, Self::Unanswered];

    /// The sign used in sheets.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Unanswered => "◌",
            Self::Met => "○",
            Self::Partial => "△",
            Self::Unmet => "×",
            Self::NotApplicable => "－",
        }
    }

    /// The name of the status.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Unanswered) => "未回答",
            (Lang::Ja, Self::Met) => "適合",
            (Lang::Ja, Self::Partial) => "一部",
            (Lang::Ja, Self::Unmet) => "不適合",
            (Lang::Ja, Self::NotApplicable) => "対象外",
            (Lang::En, Self::Unanswered) => "unanswered",
            (Lang::En, Self::Met) => "met",
            (Lang::En, Self::Partial) => "partial",
            (Lang::En, Self::Unmet) => "unmet",
            (Lang::En, Self::NotApplicable) => "not applicable",
        }
    }

    /// Its name where it stands alone, on a button or in a list.
    pub fn title(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, _) => self.name(lang),
            (Lang::En, Self::Unanswered) => "Not answered",
            (Lang::En, Self::Met) => "Met",
            (Lang::En, Self::Partial) => "Partial",
            (Lang::En, Self::Unmet) => "Not met",
            (Lang::En, Self::NotApplicable) => "Not applicable",
        }
    }

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::Met => "met",
            Self::Partial => "partial",
            Self::Unmet => "unmet",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The status with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// How much is done, for comparing two profiles: nothing, a part, all.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Self::Unanswered | Self::Unmet | Self::NotApplicable => 0,
            Self::Partial => 1,
            Self::Met => 2,
        }
    }
}

/// One answer (回答).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// The state.
    pub status: Status,
    /// What the company wrote about it; for 対象外 this is the reason.
    pub note: String,
    /// When compliance was last shown. Without a date the answer counts as shown on the day of the evaluation.
    pub confirmed: Option<Date>,
    /// Whether a reviewer accepted 対象外 for a criterion that has no condition.
    pub accepted: bool,
    /// Maturity 1–5, if the sheet used that scale.
    pub maturity: Option<u8>,
}

/// Answers to all criteria of one edition, by position in [`Catalog::criteria`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    edition: String,
    answers: Vec<Answer>,
}

impl Answers {
    /// All criteria of `catalog` unanswered.
    pub fn new(catalog: &Catalog) -> Self {
        Self { edition: catalog.id().to_owned(), answers: vec![Answer::default(); catalog.criteria().len()] }
    }

    /// The answers to the criteria that `catalog` has, named by their numbers; the others stay unanswered.
    pub fn of<Id: AsRef<str>>(catalog: &Catalog, answers: impl IntoIterator<Item = (Id, Answer)>) -> Self {
        let mut all = Self::new(catalog);
        for (id, answer) in answers {
            if let Some(position) = catalog.position(id.as_ref()) {
                all.answers[position] = answer;
            }
        }
        all
    }

    /// The edition to which the answers belong.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The answers, one per criterion, in the catalogue's order.
    pub fn as_slice(&self) -> &[Answer] {
        &self.answers
    }

    /// The answer at a position of [`Catalog::criteria`].
    ///
    /// # Panics
    /// When `position` is not valid.
    pub fn at(&self, position: usize) -> &Answer {
        &self.answers[position]
    }

    /// The answer at a position of [`Catalog::criteria`], mutable.
    ///
    /// # Panics
    /// When `position` is not valid.
    pub fn at_mut(&mut self, position: usize) -> &mut Answer {
        &mut self.answers[position]
    }
}
