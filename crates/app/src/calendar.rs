//! The calendar (カレンダー): everything that has a day.
//!
//! Inspections fall due from what was last shown; tasks, answers and assessments have a due date, evidence a last day. What is not met has
//! no inspection: it is to be closed first.

mod ics;

use jiff::civil::Date;
use tasuki_assess::calendar;
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_store::{PersonId, inspections as store, tasks as task_store};

use crate::{Context, Error, assessments, tasks};

pub use ics::write as ics;

/// What falls on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A criterion is to be shown again.
    Inspection,
    /// A criterion was shown.
    Inspected,
    /// A task is due.
    Task,
    /// An answer is due.
    Answer,
    /// Evidence ends.
    Evidence,
    /// An assessment is due.
    Assessment,
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
    /// Who takes care of it.
    pub owner: Option<PersonId>,
    /// What it is, the same whenever it is asked for: `task/…`.
    pub subject: String,
    /// Its page, within the organization.
    pub path: String,
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
            (Lang::En, Self::Inspection) => "Inspection",
            (Lang::En, Self::Inspected) => "Inspected",
            (Lang::En, Self::Task) => "Task",
            (Lang::En, Self::Answer) => "Answer",
            (Lang::En, Self::Evidence) => "Evidence ends",
            (Lang::En, Self::Assessment) => "Assessment due",
        }
    }
}

/// Everything from a day to another, both included, in the order of the days.
pub fn entries(cx: &mut Context<'_, '_>, from: Date, to: Date) -> Result<Vec<Entry>, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    let (lang, today) = (cx.lang(), cx.now.today);
    let within = |day: Date| from <= day && day <= to;
    let mut all = Vec::new();
    for assessment in tasks::in_use(cx)? {
        let sheet = assessments::sheet(cx, assessment.id)?;
        let given = assessments::given(sheet.catalog, &sheet.answers);
        let occasions = calendar(sheet.catalog, &given, &sheet.evaluation).occasions;
        for occasion in occasions.iter().filter(|occasion| within(occasion.date)) {
            let criterion = &sheet.catalog.criteria()[occasion.position];
            all.push(Entry {
                day: occasion.date,
                what: What::Inspection,
                title: criterion.title.get(lang).to_owned(),
                criterion: Some(criterion.id.clone()),
                owner: sheet.answers[occasion.position].owner,
                subject: format!("inspection/{}/{}/{}", assessment.id, criterion.id, occasion.date),
                path: format!("/inspections/of/{}/{}", assessment.id, criterion.id),
                overdue: occasion.overdue,
            });
        }
        for (position, answer) in sheet.answers.iter().enumerate() {
            let open = sheet.evaluation.criterion(position).is_some_and(|verdict| !verdict.is_satisfied());
            let Some(day) = answer.due.filter(|day| open && within(*day)) else { continue };
            let criterion = &sheet.catalog.criteria()[position];
            all.push(Entry {
                day,
                what: What::Answer,
                title: criterion.title.get(lang).to_owned(),
                criterion: Some(criterion.id.clone()),
                owner: answer.owner,
                subject: format!("answer/{}/{}", assessment.id, criterion.id),
                path: format!("/assessments/{}?c={}", assessment.id, criterion.id),
                overdue: day < today,
            });
        }
        if let Some(day) = assessment.due.filter(|day| within(*day)) {
            all.push(Entry {
                day,
                what: What::Assessment,
                title: assessment.title.clone(),
                criterion: None,
                owner: None,
                subject: format!("assessment/{}", assessment.id),
                path: format!("/assessments/{}", assessment.id),
                overdue: day < today && sheet.evaluation.verdict() == tasuki_assess::Verdict::Open,
            });
        }
        for done in store::of_assessment(cx.tx, organization, assessment.id)?.into_iter().filter(|done| within(done.on))
        {
            let criterion = sheet.catalog.criterion(&done.criterion);
            all.push(Entry {
                day: done.on,
                what: What::Inspected,
                title: criterion.map(|own| own.title.get(lang).to_owned()).unwrap_or_default(),
                owner: Some(done.by),
                subject: format!("inspected/{}/{}/{}", assessment.id, done.criterion, done.on),
                path: format!("/inspections/of/{}/{}", assessment.id, done.criterion),
                criterion: Some(done.criterion),
                overdue: false,
            });
        }
        for task in task_store::of_assessment(cx.tx, organization, assessment.id)? {
            let Some(day) = task.due.filter(|day| !task.state.is_ended() && within(*day)) else { continue };
            all.push(Entry {
                day,
                what: What::Task,
                title: task.title,
                criterion: Some(task.criterion),
                owner: task.owner,
                subject: format!("task/{}", task.id),
                path: format!("/tasks/{}", task.id),
                overdue: day < today,
            });
        }
    }
    if cx.may(Permission::ReadEvidence) {
        for ending in store::endings(cx.tx, organization, from, to)? {
            all.push(Entry {
                day: ending.ends,
                what: What::Evidence,
                title: ending.name,
                criterion: None,
                owner: ending.owner,
                subject: format!("evidence/{}", ending.evidence),
                path: format!("/evidence/{}", ending.evidence),
                overdue: ending.ends < today,
            });
        }
    }
    all.sort_by(|one, other| (one.day, one.what, &one.criterion).cmp(&(other.day, other.what, &other.criterion)));
    Ok(all)
}
