//! Tasks (対応): the work that closes a gap.
//!
//! The worker reports that a task is done, and somebody else reviews it. Neither changes the answer: people decide on
//! the answering page whether the criterion is met.

mod days;
pub(crate) mod description;
mod gaps;
mod moves;
mod rights;

use std::collections::HashSet;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tasuki_catalog::{legible, visible};
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::tasks::{self as store, State, Step, Task};
use tasuki_store::{AssessmentId, Noun, OrganizationId, PersonId, Subject, TaskId, members, search};

use crate::agenda::{self, Item};
use crate::changes::{Changes, Noted, differences};
use crate::notifications::{self, About, Kind as Told};
use crate::{Context, Current, Error, Event, Kind, Reach, assessments, happened, patch};

pub use days::day;
pub use gaps::{Gap, gaps, suggestion};
pub(crate) use moves::follow;
pub use moves::{Move, advance, wrong_state};
pub use rights::{Rights, rights};

/// The maximum length of a text of a task, in characters.
const LONGEST: usize = 5_000;
/// The maximum length of a line (a title, a step), in characters.
const LINE: usize = 200;
/// The maximum number of steps of a task, and of tasks that are created together.
const MOST: usize = 200;
/// How long a finished task remains in the list, in milliseconds: 90 days.
const SHOWN: i64 = 90 * 24 * 60 * 60 * 1_000;

/// The data of a new task.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    /// The assessment that has the gap.
    pub assessment: AssessmentId,
    /// The criterion that is to be met.
    pub criterion: String,
    /// What is to be done; if empty, the criterion's name is used.
    #[serde(default)]
    pub title: String,
    /// When it counts as done; if empty, the criterion's examples of evidence are used.
    #[serde(default)]
    pub done_when: String,
    /// Who does it.
    #[serde(default)]
    pub owner: Option<PersonId>,
    /// Until when.
    #[serde(default)]
    pub due: Option<Date>,
    /// Its steps; `None` uses the first step that the catalogue suggests.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// A change to a task. A field that is not given is not changed; `null` clears it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What is to be done.
    #[serde(default, deserialize_with = "patch::stated")]
    pub title: Option<String>,
    /// What done looks like.
    #[serde(default, deserialize_with = "patch::stated")]
    pub done_when: Option<String>,
    /// Who does it.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub owner: Option<Option<PersonId>>,
    /// Until when.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub due: Option<Option<Date>>,
    /// The steps.
    #[serde(default, deserialize_with = "patch::stated")]
    pub steps: Option<Vec<Step>>,
}

/// Distinguishes a field that is `null` from one that is absent.
/// Which tasks are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// The owner; `Some(None)` means tasks without an owner.
    pub owner: Option<Option<PersonId>>,
    /// How near the due date is.
    pub due: Option<Due>,
    /// How far they are.
    pub state: Option<State>,
    /// In which assessment.
    pub assessment: Option<AssessmentId>,
}

/// How near a due date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Within a week, or past.
    Week,
    /// Past.
    Overdue,
}

impl Due {
    fn until(self, today: Date) -> Date {
        match self {
            Self::Week => agenda::soon(today),
            Self::Overdue => today.saturating_sub(1.day()),
        }
    }
}

/// The tasks of assessments in use, the first due first. Those that ended long ago or were dropped show up only when asked for. Where a filter
/// asks for what is due, an owner's tasks are those that the owner is to do something about: not those that wait for a reviewer.
pub fn list(cx: &mut Context<'_, '_>, filter: &Filter) -> Result<Vec<Task>, Error> {
    let (organization, _) = cx.reach(Permission::ReadAssessments)?;
    let in_use: Vec<AssessmentId> = in_use(cx)?.into_iter().map(|assessment| assessment.id).collect();
    let since = if filter.state.is_some_and(State::is_ended) { 0 } else { cx.now.milliseconds() - SHOWN };
    let mut all = store::list(cx.tx, organization, since)?;
    all.retain(|task| {
        in_use.contains(&task.assessment)
            && filter.assessment.is_none_or(|assessment| assessment == task.assessment)
            && filter.state.map_or(task.state != State::Dropped, |state| state == task.state)
    });
    if filter.due.is_some() {
        let due: HashSet<Subject> = due(cx, filter)?.into_iter().map(|item| item.subject).collect();
        all.retain(|task| due.contains(&Subject::Task(task.id)));
    } else {
        all.retain(|task| filter.owner.is_none_or(|owner| owner == task.owner));
    }
    Ok(all)
}

/// Everything that is due, as far as the filter lets it pass; nothing if it does not ask for what is due. States are those of tasks alone.
pub fn due(cx: &mut Context<'_, '_>, filter: &Filter) -> Result<Vec<Item>, Error> {
    let Some(near) = filter.due else { return Ok(Vec::new()) };
    let day = near.until(cx.now.today);
    let mut all = agenda::until(cx, day)?;
    all.retain(|item| {
        item.is_due_by(day) && filter.assessment.is_none_or(|assessment| Some(assessment) == item.assessment)
    });
    if let Some(owner) = filter.owner {
        let is_theirs = agenda::of(cx, owner, &all)?;
        all.retain(is_theirs);
    }
    Ok(all)
}

/// A page of all tasks, ordered by identifier, for programs.
pub fn page(cx: &mut Context<'_, '_>, after: Option<TaskId>, limit: i64) -> Result<Vec<Task>, Error> {
    let (organization, reach) = cx.reach(Permission::ReadAssessments)?;
    let within = match &reach {
        Reach::Everywhere => None,
        Reach::Within(all) => Some(all.iter().copied().collect::<Vec<_>>()),
    };
    Ok(store::page(cx.tx, organization, after, limit, within.as_deref())?)
}

/// The assessments that are not archived.
pub fn in_use(cx: &mut Context<'_, '_>) -> Result<Vec<Assessment>, Error> {
    Ok(assessments::readable(cx)?.into_iter().filter(|assessment| assessment.archived.is_none()).collect())
}

/// One task.
pub fn find(cx: &mut Context<'_, '_>, id: TaskId) -> Result<Task, Error> {
    let organization = cx.organization()?;
    let task = store::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    cx.require_in(Permission::ReadAssessments, task.assessment)?;
    Ok(task)
}

/// Makes a task.
pub fn create(cx: &mut Context<'_, '_>, new: New) -> Result<Task, Error> {
    cx.require(Permission::ManageTasks)?;
    let assessment = assessments::find(cx, new.assessment)?;
    assessments::check_open(&assessment)?;
    make(cx, &assessment, new)
}

/// The same for what makes tasks by itself; the caller has asked for permission.
pub(crate) fn make(cx: &mut Context<'_, '_>, assessment: &Assessment, new: New) -> Result<Task, Error> {
    let organization = cx.organization()?;
    let catalog = assessments::catalog_of(cx, assessment)?;
    let criterion = catalog.criterion(&new.criterion).ok_or_else(Error::not_found)?;
    let usual = gaps::usual(criterion, assessment, cx.lang());
    let now = cx.now.milliseconds();
    let mut task = Task {
        id: TaskId::new(now, cx.random()),
        assessment: assessment.id,
        criterion: criterion.id.clone(),
        title: visible(&new.title),
        done_when: legible(&new.done_when),
        owner: new.owner,
        due: new.due,
        state: State::Open,
        steps: new.steps,
        report: String::new(),
        reported_by: None,
        review: String::new(),
        reviewed_by: None,
        created: now,
        created_by: cx.person()?.id,
        changed: now,
        ended: None,
        version: 1,
    };
    if task.title.is_empty() {
        task.title = usual.title;
    }
    if task.done_when.is_empty() {
        task.done_when = usual.done_when;
    }
    if task.steps.is_empty() {
        task.steps = usual.steps;
    }
    check(cx, organization, &mut task, None)?;
    store::add(cx.tx, organization, &task)?;
    let detail = json!({ "title": task.title, "criterion": task.criterion, "owner": task.owner, "due": task.due });
    cx.record("task.create", &Subject::Task(task.id), None, Some(&task), &detail)?;
    index(cx, None, &task)?;
    tell(cx, &task)?;
    assigned(cx, &task)?;
    Ok(task)
}

/// Makes many tasks, or none.
pub fn create_all(cx: &mut Context<'_, '_>, all: Vec<New>) -> Result<Vec<Task>, Error> {
    cx.require(Permission::ManageTasks)?;
    if all.is_empty() {
        return Err(Error::invalid(
            "task.none",
            "対応にする課題を選んでください。",
            "Choose the gaps to make tasks of.",
        )
        .hint(
            "課題の一覧で一つ以上に印を付け、もう一度お試しください。",
            "Mark at least one gap in the list, then try again.",
        ));
    }
    if all.len() > MOST {
        return Err(Error::invalid("task.too_many", "一度に作れるのは200件までです。", "At most 200 tasks at once.")
            .hint("200件以下に分けて、何回かで作ってください。", "Split them into parts of at most 200."));
    }
    cx.together("tasks.create", &Subject::Tasks, json!({}), |cx| all.into_iter().map(|new| create(cx, new)).collect())
}

/// Changes a task. `version` is the version that the person saw; `None` overwrites any version. Somebody who only
/// works on it may change its steps.
pub fn change(cx: &mut Context<'_, '_>, id: TaskId, version: Option<i64>, change: &Change) -> Result<Task, Error> {
    let before = find(cx, id)?;
    let rights = rights(cx, &before)?;
    let only_steps = *change == Change { steps: change.steps.clone(), ..Change::default() };
    if !(rights.edit || rights.work && only_steps) {
        return Err(Error::not_found());
    }
    seen(&before, version)?;
    if before.state == State::Done {
        // Somebody confirmed its present contents.
        let error = Error::new(
            Kind::State,
            "task.done",
            "完了した対応は変えられません。",
            "A task that is done is not changed.",
        );
        return Err(error.hint("変えるには、もう一度取り上げてください。", "Take it up again to change it."));
    }
    let mut after = before.clone();
    after.title = change.title.as_ref().map_or(after.title, |title| visible(title));
    after.done_when = change.done_when.as_ref().map_or(after.done_when, |text| legible(text));
    after.owner = change.owner.unwrap_or(before.owner);
    after.due = change.due.unwrap_or(before.due);
    after.steps = change.steps.clone().unwrap_or(after.steps);
    let organization = cx.organization()?;
    check(cx, organization, &mut after, Some(&before))?;
    let after = keep(cx, &before, after, "task.change")?;
    if after.owner != before.owner {
        assigned(cx, &after)?;
    }
    Ok(after)
}

/// Stores a changed task, records it in the log and notifies others.
fn keep(cx: &mut Context<'_, '_>, before: &Task, mut after: Task, action: &str) -> Result<Task, Error> {
    let detail = differences(before, &after);
    if detail.is_empty() {
        return Ok(before.clone());
    }
    let organization = cx.organization()?;
    after.version = before.version + 1;
    after.changed = cx.now.milliseconds();
    if !store::put(cx.tx, organization, &after)? {
        return Err(conflict(before));
    }
    cx.record(action, &Subject::Task(after.id), Some(before), Some(&after), &serde_json::Value::Object(detail))?;
    index(cx, Some(before), &after)?;
    tell(cx, &after)?;
    Ok(after)
}

/// Updates the search index with the texts of a task. Most changes concern only the state, and do not touch the
/// index.
fn index(cx: &mut Context<'_, '_>, before: Option<&Task>, after: &Task) -> Result<(), Error> {
    let texts = |task: &Task| format!("{}\n{}\n{}", task.done_when, task.report, task.review);
    if before.is_some_and(|before| before.title == after.title && texts(before) == texts(after)) {
        return Ok(());
    }
    let organization = cx.organization()?;
    Ok(search::put(cx.tx, organization, &Subject::Task(after.id), &after.title, &texts(after))?)
}

impl Noted for Task {
    fn note(&self, before: &Self, changes: &mut Changes) {
        #[rustfmt::skip]
        let Self {
            id: _, assessment: _, criterion: _, created: _, created_by: _, changed: _, ended: _, version: _,
            title, done_when, owner, due, state, steps, report, reported_by, review, reviewed_by,
        } = self;
        changes.field("title", &before.title, title);
        changes.field("done_when", &before.done_when, done_when);
        changes.field("owner", &before.owner, owner);
        changes.field("due", &before.due, due);
        changes.field("state", &before.state, state);
        changes.field("steps", &before.steps, steps);
        changes.field("report", &before.report, report);
        changes.field("reported_by", &before.reported_by, reported_by);
        changes.field("review", &before.review, review);
        changes.field("reviewed_by", &before.reviewed_by, reviewed_by);
    }
}

/// Trims the texts and refuses invalid values. An unchanged owner may have left in the meantime.
fn check(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    task: &mut Task,
    before: Option<&Task>,
) -> Result<(), Error> {
    for step in &mut task.steps {
        step.text = legible(&step.text);
    }
    task.steps.retain(|step| !step.text.is_empty());
    if task.title.is_empty() {
        return Err(Error::invalid("task.title", "何をするかを書いてください。", "Say what is to be done.")
            .hint(
                "一目で分かる短い題にしてください（例「退職者のアカウントを止める」）。",
                "Use a short title, such as “Disable accounts of people who left”.",
            )
            .field("title"));
    }
    if task.title.chars().count() > LINE {
        return Err(Error::invalid("task.title_long", "200字までにしてください。", "At most 200 characters.")
            .hint(
                "題を短くし、詳しい内容は手順や完了の条件に書いてください。",
                "Shorten the title, and put the details into the steps or the condition for completion.",
            )
            .field("title"));
    }
    if task.done_when.chars().count() > LONGEST {
        return Err(too_long("done_when"));
    }
    if task.steps.len() > MOST || task.steps.iter().any(|step| step.text.chars().count() > LONGEST) {
        let error =
            Error::invalid("task.steps", "手順は200件、1件5千字までです。", "At most 200 steps of 5,000 characters.")
                .hint("手順を減らすか、対応を分けてください。", "Use fewer or shorter steps, or split the task.");
        return Err(error.field("steps"));
    }
    happened::possible_if_any(task.due.filter(|day| before.and_then(|before| before.due) != Some(*day)), "due")?;
    let new_owner = task.owner.filter(|owner| before.is_none_or(|before| before.owner != Some(*owner)));
    if let Some(owner) = new_owner {
        let today = cx.now.today.to_string();
        let member = members::find(cx.tx, organization, owner, &today)?;
        if !member.is_some_and(|member| member.roles.may(Permission::WorkOnTasks)) {
            let error =
                Error::invalid("task.owner", "この人には対応を任せられません。", "This person cannot be given tasks.")
                    .hint("担当者かセキュリティ責任者を選んでください。", "Choose a contributor or a security lead.");
            return Err(error.field("owner"));
        }
    }
    Ok(())
}

/// The error of a text that is too long.
fn too_long(field: &str) -> Error {
    Error::invalid("task.text_long", "5千字までにしてください。", "At most 5,000 characters.")
        .hint(
            "要点に縮めて、詳しい内容は証跡かコメントに書いてください。",
            "Shorten the text, and put the details into evidence or comments.",
        )
        .field(field)
}

fn seen(before: &Task, version: Option<i64>) -> Result<(), Error> {
    if version.is_some_and(|version| version != before.version) { Err(conflict(before)) } else { Ok(()) }
}

fn conflict(current: &Task) -> Error {
    Error::overtaken("task.conflict").current(Current::Task(current.clone()))
}

fn tell(cx: &mut Context<'_, '_>, task: &Task) -> Result<(), Error> {
    let event = Event {
        organization: cx.organization()?,
        assessment: Some(task.assessment),
        kind: Noun::Task,
        by: cx.person()?.id,
        data: json!({ "id": task.id, "criterion": task.criterion, "state": task.state, "owner": task.owner, "version": task.version }),
    };
    cx.emit(event);
    Ok(())
}

/// The data of a notification about a task.
fn about(cx: &Context<'_, '_>, task: &Task, excerpt: &str) -> Result<About, Error> {
    Ok(About {
        title: format!("{} {}", task.criterion, task.title),
        subject: Some(Subject::Task(task.id)),
        by: cx.person()?.name.clone(),
        day: task.due,
        excerpt: excerpt.chars().take(LINE).collect(),
    })
}

fn assigned(cx: &mut Context<'_, '_>, task: &Task) -> Result<(), Error> {
    let Some(owner) = task.owner else { return Ok(()) };
    let about = about(cx, task, "")?;
    notifications::notify(cx, owner, Told::TaskAssigned, &about)
}
