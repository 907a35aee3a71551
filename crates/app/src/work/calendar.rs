//! The calendar (カレンダー): everything that has a day.
//!
//! What is to be done is what the agenda tells; beside it stand the inspections that were recorded.

mod ics;

use std::collections::HashMap;

use jiff::civil::Date;
use tasuki_catalog::{Catalog, Lang};
use tasuki_scheme::Permission;
use tasuki_store::inspections::{self as store, Inspection};
use tasuki_store::{AssessmentId, PersonId, Subject, assessments};

use crate::agenda::{self, Item, Why};
use crate::{Context, Error};

pub use ics::write as ics;

/// What falls on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A criterion is to be shown again.
    Inspection,
    /// A criterion was shown.
    Inspected,
    /// A task is due, or its review.
    Task,
    /// An answer is due.
    Answer,
    /// Evidence ends.
    Evidence,
    /// An assessment is due.
    Assessment,
    /// The organization is to check itself while a ★ holds.
    SelfCheck,
    /// The registration of a ★ ends.
    Registration,
    /// A contract with a partner ends.
    Contract,
}

/// Something on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub day: Date,
    /// What it is.
    pub what: What,
    /// What it is called.
    pub title: String,
    /// The criterion, if it is about one.
    pub criterion: Option<String>,
    /// Who takes care of it, or did; none where it is nobody in particular.
    pub owner: Option<PersonId>,
    /// Whether it is for the person who asks, or was done by them.
    pub is_mine: bool,
    /// What it is about.
    pub subject: Subject,
    /// Whether somebody waits for it on its day: not if it is done, or only planned.
    pub is_due: bool,
    /// Whether its day has passed and it is not done.
    pub overdue: bool,
}

impl What {
    /// The word by which it is sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Inspection => "inspection",
            Self::Inspected => "inspected",
            Self::Task => "task",
            Self::Answer => "answer",
            Self::Evidence => "evidence",
            Self::Assessment => "assessment",
            Self::Registration => "registration",
            Self::SelfCheck => "self_check",
            Self::Contract => "contract",
        }
    }

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Inspection) => "点検",
            (Lang::Ja, Self::Inspected) => "点検済み",
            (Lang::Ja, Self::Task) => "対応",
            (Lang::Ja, Self::Answer) => "回答",
            (Lang::Ja, Self::Evidence) => "証跡の期限",
            (Lang::Ja, Self::Assessment) => "評価の期限",
            (Lang::Ja, Self::Registration) => "★登録の期限",
            (Lang::Ja, Self::SelfCheck) => "★の自己点検",
            (Lang::Ja, Self::Contract) => "契約の終わり",
            (Lang::En, Self::Inspection) => "Inspection",
            (Lang::En, Self::Inspected) => "Inspected",
            (Lang::En, Self::Task) => "Task",
            (Lang::En, Self::Answer) => "Answer",
            (Lang::En, Self::Evidence) => "Evidence ends",
            (Lang::En, Self::Assessment) => "Assessment due",
            (Lang::En, Self::Registration) => "Registration ends",
            (Lang::En, Self::SelfCheck) => "Self-check of a ★",
            (Lang::En, Self::Contract) => "Contract ends",
        }
    }
}

impl From<Why> for What {
    fn from(why: Why) -> Self {
        match why {
            Why::Inspection | Why::Planned => Self::Inspection,
            Why::Task | Why::Review => Self::Task,
            Why::Answer(_) => Self::Answer,
            Why::Evidence => Self::Evidence,
            Why::Assessment => Self::Assessment,
            Why::Registration => Self::Registration,
            Why::SelfCheck => Self::SelfCheck,
            Why::Contract => Self::Contract,
        }
    }
}

impl Entry {
    /// What programs know it by, the same whenever it is asked for: its subject, and whether it is done.
    pub fn name(&self) -> String {
        let subject = self.subject.to_string();
        // What was inspected and what is to be inspected may fall on the same day.
        match self.what {
            What::Inspected => subject.replacen("inspection", "inspected", 1),
            // A road has several days, and a partner several contracts.
            What::SelfCheck | What::Registration | What::Contract => {
                format!("{subject}/{}/{}", self.what.word(), self.day)
            }
            _ => subject,
        }
    }
}

/// Everything from a day to another, both included, in the order of the days.
pub fn entries(cx: &mut Context<'_, '_>, from: Date, to: Date) -> Result<Vec<Entry>, Error> {
    let mut all = open_and_done(cx, from, to)?;
    all.retain(|entry| from <= entry.day);
    Ok(all)
}

/// Everything that is overdue, however long, or comes until a day, and what was inspected since another, in the order of the days.
pub fn open_and_done(cx: &mut Context<'_, '_>, since: Date, to: Date) -> Result<Vec<Entry>, Error> {
    let mut all = planned(cx, to)?;
    all.extend(inspected(cx, since, to)?);
    all.sort_by(|one, other| (one.day, one.what, &one.criterion).cmp(&(other.day, other.what, &other.criterion)));
    Ok(all)
}

/// What the agenda has until a day.
fn planned(cx: &mut Context<'_, '_>, to: Date) -> Result<Vec<Entry>, Error> {
    let items = agenda::until(cx, to)?;
    let is_mine = agenda::mine(cx, &items)?;
    let (lang, today) = (cx.lang(), cx.now.today);
    let entry = |item: Item| Entry {
        day: item.day,
        what: item.why.into(),
        title: item.title.get(lang).to_owned(),
        owner: item.whose.owner(),
        is_mine: is_mine(&item),
        is_due: item.why.is_waited_for(),
        overdue: item.is_overdue(today),
        criterion: item.criterion,
        subject: item.subject,
    };
    Ok(items.into_iter().map(entry).collect())
}

/// The inspections of assessments in use that were recorded.
fn inspected(cx: &mut Context<'_, '_>, from: Date, to: Date) -> Result<Vec<Entry>, Error> {
    let (organization, reach) = cx.reach(Permission::ReadAssessments)?;
    let mut records = store::between(cx.tx, organization, from, to)?;
    records.retain(|record| reach.holds(&record.assessment));
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let (me, lang, library) = (cx.person()?.id, cx.lang(), &cx.library);
    let all = assessments::list(cx.tx, organization)?.into_iter();
    let catalogs: HashMap<AssessmentId, &Catalog> =
        all.filter_map(|own| Some((own.id, library.catalog(&own.edition)?))).collect();
    let entry = |done: Inspection| {
        let criterion = catalogs.get(&done.assessment).and_then(|catalog| catalog.criterion(&done.criterion));
        Entry {
            day: done.on,
            what: What::Inspected,
            title: criterion.map(|own| own.title.get(lang).to_owned()).unwrap_or_default(),
            owner: Some(done.by),
            is_mine: done.by == me,
            subject: Subject::Inspection(done.assessment, done.criterion.clone(), done.on),
            criterion: Some(done.criterion),
            is_due: false,
            overdue: false,
        }
    };
    Ok(records.into_iter().map(entry).collect())
}
