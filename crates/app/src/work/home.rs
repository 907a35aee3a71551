//! The first page of an organization: what to do next, what is due, what others did.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::ToSpan;
use jiff::civil::Date;
use tasuki_assess::plan;
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::{AssessmentId, PersonId, RoadId, members, persons};

use crate::agenda::{self, Item, Why};
use crate::assessments::{self, Figures};
use crate::history::{Recent, recent};
use crate::timeline::{self, Point};
use crate::turns::{self, Turn};
use crate::{Context, Error, roads};

/// The most that is proposed at once.
const CARDS: usize = 3;
/// How many of the latest changes are looked through for those of others.
const LOOKED_AT: usize = 24;
/// How many days ahead evidence is proposed to be renewed.
const RENEWED: i64 = 30;
/// How many assessments are shown; the list of assessments has all of them.
const ASSESSMENTS: usize = 6;
/// How many lines of changes are shown.
const CHANGES: usize = 8;

/// Everything that the page shows.
#[derive(Debug, Clone)]
pub struct Home {
    /// The assessments in use that changed last, at most six, each with how far it is.
    pub assessments: Vec<(Assessment, Figures)>,
    /// How many others are in use.
    pub others: usize,
    /// What to do next, the most pressing first.
    pub next: Vec<Next>,
    /// What is due by the end of the week that begins today, with what is late before it: the agenda of everybody.
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
    /// It is this person's turn on a road to a ★.
    Road {
        /// The road.
        road: RoadId,
        /// The title of its assessment.
        title: String,
        /// What is to be done.
        turn: Turn,
    },
    /// Tasks wait to be looked over.
    Review {
        /// How many.
        count: usize,
    },
    /// Own tasks are late.
    Tasks {
        /// How many.
        count: usize,
    },
    /// Evidence ends soon.
    Evidence {
        /// How many pieces.
        count: usize,
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

/// Something that is overdue or due soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// What it is, and why.
    pub item: Item,
    /// The name of who takes care of it.
    pub owner: Option<String>,
}

/// The assessments in use that changed last, each with how far it is, and how many others there are.
fn in_use(cx: &mut Context<'_, '_>) -> Result<(Vec<(Assessment, Figures)>, usize), Error> {
    let mut all = assessments::list(cx)?;
    all.retain(|assessment| assessment.archived.is_none());
    let others = all.len().saturating_sub(ASSESSMENTS);
    all.truncate(ASSESSMENTS);
    let with_figures = all.into_iter().map(|assessment| {
        let figures = assessments::figures(cx, &assessment)?;
        Ok((assessment, figures))
    });
    Ok((with_figures.collect::<Result<_, Error>>()?, others))
}

/// The first page.
pub fn home(cx: &mut Context<'_, '_>) -> Result<Home, Error> {
    let (assessments, others) = in_use(cx)?;
    let line = match assessments.first() {
        Some((newest, _)) => timeline::line(cx, newest)?,
        None => Vec::new(),
    };
    let (today, week) = (cx.now.today, agenda::soon(cx.now.today));
    // Who reads only the results has nothing to do with the work on them.
    let works = cx.reach(Permission::ReadAssessments).is_ok();
    let renewed = today.saturating_add(RENEWED.days());
    let items = if works { agenda::until_with_evidence(cx, week, renewed)? } else { Vec::new() };
    let next = next(cx, &assessments, &items)?;
    let due = named(cx, items.into_iter().filter(|item| item.is_due_by(week)).collect())?;
    let changes = if works { changes(cx)? } else { Vec::new() };
    Ok(Home { assessments, others, next, due, line, changes })
}

/// What to do next: what is late, what waits for this person, and where answering goes on.
fn next(cx: &mut Context<'_, '_>, assessments: &[(Assessment, Figures)], items: &[Item]) -> Result<Vec<Next>, Error> {
    let mut pressing = Vec::new();
    let mut going_on = Vec::new();
    for (assessment, figures) in assessments.iter().take(3) {
        pressing.extend(late(assessment, items, cx.now.today));
        going_on.extend(on_from(cx, assessment, figures)?);
    }
    pressing.extend(on_roads(cx)?);
    pressing.extend(waiting(cx, items)?);
    // Going on always has a place, so that the work never hides behind reminders.
    let reserved = going_on.len().min(1);
    pressing.truncate(CARDS - reserved);
    let room = CARDS - pressing.len();
    pressing.extend(going_on.into_iter().take(room));
    Ok(pressing)
}

/// The roads on which it is this person's turn, the one that moved last first.
fn on_roads(cx: &mut Context<'_, '_>) -> Result<Vec<Next>, Error> {
    if cx.reach_roads(Permission::ReadRoads).is_err() {
        return Ok(Vec::new());
    }
    let mut all = roads::list(cx)?;
    all.sort_by_key(|own| std::cmp::Reverse(own.road.changed));
    let mut mine = Vec::new();
    for own in all {
        let turn = turns::of(cx, &own)?.filter(Turn::is_mine);
        mine.extend(turn.map(|turn| Next::Road { road: own.road.id, title: own.title.clone(), turn }));
    }
    Ok(mine)
}

/// The criteria of an assessment that are late, if there are any.
fn late(assessment: &Assessment, items: &[Item], today: Date) -> Option<Next> {
    let own = items.iter().filter(|item| item.assessment == Some(assessment.id) && item.is_overdue(today));
    let late: Vec<&Item> = own.filter(|item| item.why.is_of_criterion()).collect();
    let since = late.first()?.day;
    Some(Next::Late { assessment: assessment.id, title: assessment.title.clone(), count: late.len(), since })
}

/// Where an assessment goes on: at the criterion that the plan puts first, or with its report.
fn on_from(cx: &mut Context<'_, '_>, assessment: &Assessment, figures: &Figures) -> Result<Option<Next>, Error> {
    let catalog = assessments::catalog_of(cx, assessment)?;
    let evaluation = assessments::evaluation(cx, assessment)?;
    let (id, title) = (assessment.id, assessment.title.clone());
    Ok(match plan(&catalog, &evaluation).first() {
        Some(gap) if cx.may(Permission::Answer) => {
            let criterion = &catalog.criteria()[gap.position];
            Some(Next::Continue {
                assessment: id,
                title,
                criterion: criterion.id.clone(),
                name: criterion.title.clone(),
                open: figures.total - figures.satisfied,
            })
        }
        None if figures.total > 0 && cx.may_in(Permission::ReadAssessments, id) => {
            Some(Next::Report { assessment: id, title })
        }
        _ => None,
    })
}

/// What waits for this person: reviews, late tasks of their own, and evidence that ends soon.
fn waiting(cx: &mut Context<'_, '_>, items: &[Item]) -> Result<Vec<Next>, Error> {
    let today = cx.now.today;
    let is_mine = agenda::mine(cx, items)?;
    let reviews = agenda::to_review(cx)?;
    let tasks = items.iter().filter(|item| item.why == Why::Task && item.is_overdue(today) && is_mine(item)).count();
    let ending: Vec<&Item> = items.iter().filter(|item| item.why == Why::Evidence && item.day >= today).collect();
    let evidence = ending.first().map(|first| Next::Evidence { count: ending.len(), first: first.day });
    Ok([
        (reviews > 0).then_some(Next::Review { count: reviews }),
        (tasks > 0).then_some(Next::Tasks { count: tasks }),
        evidence,
    ]
    .into_iter()
    .flatten()
    .collect())
}

/// Gives each the name of its owner, also of one who has left.
fn named(cx: &mut Context<'_, '_>, items: Vec<Item>) -> Result<Vec<Due>, Error> {
    let organization = cx.organization()?;
    let members = members::list(cx.tx, organization)?.into_iter();
    let mut names: HashMap<PersonId, String> = members.map(|member| (member.person, member.name)).collect();
    for person in items.iter().filter_map(|item| item.whose.owner()) {
        if let Entry::Vacant(unknown) = names.entry(person) {
            unknown.insert(persons::find(cx.tx, person)?.map(|own| own.name).unwrap_or_default());
        }
    }
    let due = |item: Item| Due { owner: item.whose.owner().and_then(|person| names.get(&person).cloned()), item };
    Ok(items.into_iter().map(due).collect())
}

/// What others did lately.
fn changes(cx: &mut Context<'_, '_>) -> Result<Vec<Recent>, Error> {
    let me = cx.person()?.id;
    let all = recent(cx, LOOKED_AT)?.into_iter().filter(|line| line.who.person.is_some_and(|person| person != me));
    Ok(all.take(CHANGES).collect())
}
