//! One item of the agenda.

use std::borrow::Cow;

use jiff::civil::Date;
use tasuki_assess::Status;
use tasuki_catalog::{Lang, SharedCriterion, Text};
use tasuki_store::{AssessmentId, PersonId, Subject};

/// Something with a day on which somebody waits for it, or plans with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is about.
    pub subject: Subject,
    /// The day.
    pub day: Date,
    /// Why it has this day.
    pub why: Why,
    /// Who is to do it.
    pub whose: Whose,
    /// The last day on which it is shown; none: until it is done.
    pub until: Option<Date>,
    /// The assessment to which it belongs. Evidence belongs to none.
    pub assessment: Option<AssessmentId>,
    /// The criterion, if it is about one.
    pub criterion: Option<String>,
    /// What it is called.
    pub title: Title,
    /// How many days before its day people are reminded of it.
    pub notice: Cow<'static, [i64]>,
}

/// Why something is on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A criterion is met and must be shown again.
    Inspection,
    /// A criterion comes round once more after that. Nobody waits for it yet: it is never due, and only calendars show it.
    Planned,
    /// A task is to be done.
    Task,
    /// A task was reported as done and is to be reviewed.
    Review,
    /// A criterion is open, being answered so, and somebody set the day by which it is to be met.
    Answer(Status),
    /// Evidence ends.
    Evidence,
    /// An assessment is to have nothing open any more.
    Assessment,
    /// The registration of a ★ ends.
    Registration,
    /// The organization is to check itself while a registration holds.
    SelfCheck,
    /// A contract with a partner ends.
    Contract,
}

/// Who is to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Nobody yet: it concerns those who give out work.
    Nobody,
    /// Somebody.
    Person(PersonId),
    /// Whoever may review what these people worked on.
    Reviewers([Option<PersonId>; 2]),
}

/// What something is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Title {
    /// As the catalogue calls it.
    Catalog(SharedCriterion),
    /// As people call it.
    Own(String),
    /// As it is called in both languages.
    Both(Text),
}

impl Item {
    /// Whether its day has passed.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.why.is_waited_for() && self.day < today
    }

    /// Whether somebody waits for it on a day or before.
    pub fn is_due_by(&self, day: Date) -> bool {
        self.why.is_waited_for() && self.day <= day
    }
}

impl Why {
    /// The words of all kinds of things that can be due.
    pub const WORDS: [&str; 8] =
        ["assessment", "criterion", "inspection", "task", "evidence", "registration", "self_check", "contract"];

    /// The word that is sent for the kind of thing that is due.
    pub fn word(self) -> &'static str {
        match self {
            Self::Assessment => "assessment",
            Self::Answer(_) => "criterion",
            Self::Inspection | Self::Planned => "inspection",
            Self::Task | Self::Review => "task",
            Self::Evidence => "evidence",
            Self::Registration => "registration",
            Self::SelfCheck => "self_check",
            Self::Contract => "contract",
        }
    }

    /// Whether somebody waits for it on its day.
    pub fn is_waited_for(self) -> bool {
        match self {
            Self::Planned => false,
            Self::Inspection
            | Self::Task
            | Self::Review
            | Self::Answer(_)
            | Self::Evidence
            | Self::Assessment
            | Self::Registration
            | Self::SelfCheck
            | Self::Contract => true,
        }
    }

    /// Whether it is about a criterion itself; a task is about one, but says itself what is to be done.
    pub fn is_of_criterion(self) -> bool {
        match self {
            Self::Inspection | Self::Planned | Self::Answer(_) => true,
            Self::Task
            | Self::Review
            | Self::Evidence
            | Self::Assessment
            | Self::Registration
            | Self::SelfCheck
            | Self::Contract => false,
        }
    }

    /// Its place among what has the same day.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Inspection | Self::Planned => 0,
            Self::Task => 1,
            Self::Review => 2,
            Self::Answer(_) => 3,
            Self::Evidence => 4,
            Self::Assessment => 5,
            Self::SelfCheck => 6,
            Self::Registration => 7,
            Self::Contract => 8,
        }
    }
}

/// How many days before its day people are reminded of what takes a few days to do.
pub(crate) const SOON: Cow<'static, [i64]> = Cow::Borrowed(&[7, 1]);
/// How many days before its end people are reminded of a piece of evidence, which takes longer to renew.
pub(crate) const RENEWED: Cow<'static, [i64]> = Cow::Borrowed(&[30, 7]);
/// Of what nobody waits for, nobody is reminded.
pub(crate) const NEVER: Cow<'static, [i64]> = Cow::Borrowed(&[]);

impl Whose {
    /// That of an owner, if there is one.
    pub fn of(owner: Option<PersonId>) -> Self {
        owner.map_or(Self::Nobody, Self::Person)
    }

    /// The one person who is to do it, if it is one.
    pub fn owner(&self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(*person),
            Self::Nobody | Self::Reviewers(_) => None,
        }
    }

    /// Whether it is for a person. `reviewers` are those who may review tasks.
    pub fn is_for(&self, person: PersonId, reviewers: &[PersonId]) -> bool {
        match self {
            Self::Nobody => false,
            Self::Person(own) => *own == person,
            Self::Reviewers(workers) => reviews(workers, person, reviewers),
        }
    }
}

/// Whether somebody reviews what these people worked on: everybody who may review and did not work on it; who did, only if nobody else may
/// review at all.
pub(crate) fn reviews(workers: &[Option<PersonId>], person: PersonId, reviewers: &[PersonId]) -> bool {
    reviewers.contains(&person)
        && (!workers.contains(&Some(person)) || reviewers.iter().all(|reviewer| *reviewer == person))
}

impl Title {
    /// The title in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match self {
            Self::Catalog(criterion) => criterion.title.get(lang),
            Self::Own(text) => text,
            Self::Both(text) => text.get(lang),
        }
    }
}
