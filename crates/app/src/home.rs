//! The first page of an organization: what to do next, what is due, what others did.

use jiff::ToSpan;
use jiff::civil::Date;
use tasuki_assess::plan;
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::{AssessmentId, agenda};

use crate::assessments::{self, Figures, sheet};
use crate::history::{Recent, recent};
use crate::overview::late;
use crate::timeline::{self, Point};
use crate::{Context, Error};

/// The most that is proposed at once.
const CARDS: usize = 3;
/// How many of the latest changes are looked through for those of others.
const LOOKED_AT: usize = 24;
/// How many lines of changes are shown.
const CHANGES: usize = 8;

/// Everything that the page shows.
#[derive(Debug, Clone)]
pub struct Home {
    /// The assessments in use, each with how far it is.
    pub assessments: Vec<(Assessment, Figures)>,
    /// What to do next, the most pressing first.
    pub next: Vec<Next>,
    /// What is due by the end of the week that begins today, with what is late before it.
    pub due: Vec<Due>,
    /// The line of the assessment that changed last.
    pub line: Vec<Point>,
    /// What others did lately, the newest first.
    pub changes: Vec<Recent>,
}

/// Something to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Criteria of an assessment are late.
    Late {
        /// The assessment.
        assessment: AssessmentId,
        /// Its title.
        title: String,
        /// How many.
        count: usize,
        /// Since when the oldest is.
        since: Date,
    },
    /// Tasks wait to be looked over.
    Review {
        /// How many.
        count: u64,
    },
    /// Own tasks are late.
    Tasks {
        /// How many.
        count: u64,
    },
    /// Evidence ends soon.
    Evidence {
        /// How many pieces.
        count: u64,
        /// When the first does.
        first: Date,
    },
    /// Answering goes on here.
    Continue {
        /// The assessment.
        assessment: AssessmentId,
        /// Its title.
        title: String,
        /// The criterion that the plan puts first.
        criterion: String,
        /// Its short name.
        name: tasuki_catalog::Text,
        /// How many are open.
        open: usize,
    },
    /// Everything of an assessment is done: its report can be made.
    Report {
        /// The assessment.
        assessment: AssessmentId,
        /// Its title.
        title: String,
    },
}

/// Something with a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub day: Date,
    /// What it is.
    pub what: DueKind,
    /// What it is called.
    pub title: String,
    /// Its identifier among its kind; of a criterion the assessment's.
    pub id: String,
    /// The criterion, if it is one.
    pub criterion: String,
    /// Who takes care of it.
    pub owner: Option<String>,
}

/// What can be due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// A whole assessment.
    Assessment,
    /// A criterion.
    Criterion,
    /// A task.
    Task,
    /// Evidence that ends.
    Evidence,
}

/// The assessments in use, each with how far it is.
pub fn assessments(cx: &mut Context<'_, '_>) -> Result<Vec<(Assessment, Figures)>, Error> {
    let all = assessments::list(cx)?.into_iter().filter(|assessment| assessment.archived.is_none());
    all.map(|assessment| {
        let figures = assessments::figures(cx, &assessment)?;
        Ok((assessment, figures))
    })
    .collect()
}

/// The first page.
pub fn home(cx: &mut Context<'_, '_>) -> Result<Home, Error> {
    let assessments = assessments(cx)?;
    let line = match assessments.first() {
        Some((newest, _)) => timeline::line(cx, newest)?,
        None => Vec::new(),
    };
    let next = next(cx, &assessments)?;
    let due = due(cx, &assessments)?;
    let changes = changes(cx)?;
    Ok(Home { assessments, next, due, line, changes })
}

/// What to do next: what is late, what waits for this person, and where answering goes on.
fn next(cx: &mut Context<'_, '_>, assessments: &[(Assessment, Figures)]) -> Result<Vec<Next>, Error> {
    let today = cx.now.today;
    let organization = cx.organization()?;
    let person = cx.person()?.id;
    let mut pressing = Vec::new();
    let mut going_on = Vec::new();
    for (assessment, figures) in assessments.iter().take(3) {
        let sheet = sheet(cx, assessment.id)?;
        let title = assessment.title.clone();
        let late = late(&sheet);
        if let Some(oldest) = late.first() {
            pressing.push(Next::Late {
                assessment: assessment.id,
                title: title.clone(),
                count: late.len(),
                since: oldest.due,
            });
        }
        match plan(sheet.catalog, &sheet.evaluation).first() {
            Some(gap) if cx.may(Permission::Answer) => {
                let criterion = &sheet.catalog.criteria()[gap.position];
                going_on.push(Next::Continue {
                    assessment: assessment.id,
                    title,
                    criterion: criterion.id.clone(),
                    name: criterion.title.clone(),
                    open: figures.total - figures.satisfied,
                });
            }
            None if figures.total > 0 => going_on.push(Next::Report { assessment: assessment.id, title }),
            _ => {}
        }
    }
    let reported = agenda::reported_tasks(cx.tx, organization)?;
    if reported > 0 && cx.may(Permission::ReviewTasks) {
        pressing.push(Next::Review { count: reported });
    }
    let own = agenda::late_tasks(cx.tx, organization, person, today)?;
    if own > 0 {
        pressing.push(Next::Tasks { count: own });
    }
    if cx.may(Permission::ReadEvidence) {
        let soon = today.saturating_add(30.days());
        if let Some((count, first)) = agenda::ending_evidence(cx.tx, organization, today, soon)? {
            pressing.push(Next::Evidence { count, first });
        }
    }
    // Going on always has a place, so that the work never hides behind reminders.
    let reserved = going_on.len().min(1);
    pressing.truncate(CARDS - reserved);
    let room = CARDS - pressing.len();
    pressing.extend(going_on.into_iter().take(room));
    Ok(pressing)
}

/// What is due within seven days, and what is late.
fn due(cx: &mut Context<'_, '_>, assessments: &[(Assessment, Figures)]) -> Result<Vec<Due>, Error> {
    let organization = cx.organization()?;
    let until = cx.now.today.saturating_add(7.days());
    let mut due: Vec<Due> = assessments
        .iter()
        .filter(|(_, figures)| figures.satisfied < figures.total)
        .filter_map(|(own, _)| {
            let day = own.due.filter(|day| *day <= until)?;
            let (title, id) = (own.title.clone(), own.id.to_string());
            Some(Due { day, what: DueKind::Assessment, title, id, criterion: String::new(), owner: None })
        })
        .collect();
    let lang = cx.lang();
    for own in agenda::due_answers(cx.tx, organization, until)? {
        let Some((assessment, _)) = assessments.iter().find(|(one, _)| one.id == own.assessment) else { continue };
        let catalog = assessments::catalog_of(cx, assessment)?;
        let Some(criterion) = catalog.criterion(&own.criterion) else { continue };
        if assessments::is_open(cx, assessment, &own.criterion)? != Some(true) {
            continue;
        }
        due.push(Due {
            day: own.due,
            what: DueKind::Criterion,
            title: criterion.title.get(lang).to_owned(),
            id: assessment.id.to_string(),
            criterion: own.criterion,
            owner: own.owner,
        });
    }
    for task in agenda::due_tasks(cx.tx, organization, until)? {
        due.push(Due {
            day: task.due,
            what: DueKind::Task,
            title: task.title,
            id: task.id,
            criterion: String::new(),
            owner: task.owner,
        });
    }
    due.sort_by(|one, two| (one.day, one.what, &one.criterion).cmp(&(two.day, two.what, &two.criterion)));
    Ok(due)
}

/// What others did lately.
fn changes(cx: &mut Context<'_, '_>) -> Result<Vec<Recent>, Error> {
    let me = cx.person()?.id;
    let all = recent(cx, LOOKED_AT)?.into_iter().filter(|line| line.who.person.is_some_and(|person| person != me));
    Ok(all.take(CHANGES).collect())
}
