//! Tasks (対応): the work that closes a gap.
//!
//! The worker reports that a task is done, somebody else reviews that, and neither changes the answer: whether the criterion is met is
//! said where it is answered.

mod gaps;
mod moves;
mod rights;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;
use tasuki_assess::Status;
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::tasks::{self as store, DueAnswer, State, Step, Task};
use tasuki_store::{AssessmentId, OrganizationId, PersonId, TaskId, members, search};

use crate::notifications::{self, About, Kind as Told};
use crate::{Context, Error, Event, Kind, assessments, happened};

pub use gaps::{Gap, gaps, suggestion};
pub use moves::{Move, advance};
pub use rights::{Rights, rights};

/// The longest text of a task, in characters.
const LONGEST: usize = 5_000;
/// The longest line: a title, a step.
const LINE: usize = 200;
/// The most steps of a task, and the most tasks that are made together.
const MOST: usize = 200;
/// How long a task that ended stays in the list, in milliseconds: 90 days.
const SHOWN: i64 = 90 * 24 * 60 * 60 * 1_000;

/// What is needed to make a task.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    /// The assessment in which the gap is.
    pub assessment: AssessmentId,
    /// The criterion that is to be met.
    pub criterion: String,
    /// What is to be done; empty: the criterion names it.
    #[serde(default)]
    pub title: String,
    /// What done looks like; empty: what the criterion wants to see.
    #[serde(default)]
    pub done_when: String,
    /// Who does it.
    #[serde(default)]
    pub owner: Option<PersonId>,
    /// Until when.
    #[serde(default)]
    pub due: Option<Date>,
    /// The steps to it; none: the first step that the catalogue suggests.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// What is to be different about a task. What is not named stays as it is; `null` clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What is to be done.
    #[serde(default, deserialize_with = "crate::answers::stated")]
    pub title: Option<String>,
    /// What done looks like.
    #[serde(default, deserialize_with = "crate::answers::stated")]
    pub done_when: Option<String>,
    /// Who does it.
    #[serde(default, deserialize_with = "given")]
    pub owner: Option<Option<PersonId>>,
    /// Until when.
    #[serde(default, deserialize_with = "given")]
    pub due: Option<Option<Date>>,
    /// The steps.
    #[serde(default, deserialize_with = "crate::answers::stated")]
    pub steps: Option<Vec<Step>>,
}

/// Tells a field that is `null` from one that is not there.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// Which tasks are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Whose; `Some(None)` is nobody's.
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
    fn covers(self, due: Option<Date>, today: Date) -> bool {
        let until = match self {
            Self::Week => today.saturating_add(7.days()),
            Self::Overdue => today.saturating_sub(1.day()),
        };
        due.is_some_and(|due| due <= until)
    }
}

/// How many tasks and answers of the person who asks are due within a week or overdue. Every page asks.
pub fn due_count(cx: &mut Context<'_, '_>) -> Result<u64, Error> {
    let (organization, person) = (cx.organization()?, cx.person()?.id);
    let until = cx.now.today.saturating_add(7.days());
    Ok(store::due_count(cx.tx, organization, person, until)?)
}

/// The tasks of assessments in use, the first due first. Those that ended long ago or were dropped show up only when asked for.
pub fn list(cx: &mut Context<'_, '_>, filter: &Filter) -> Result<Vec<Task>, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    let in_use: Vec<AssessmentId> = in_use(cx)?.into_iter().map(|assessment| assessment.id).collect();
    let since = if filter.state.is_some_and(State::is_ended) { 0 } else { cx.now.milliseconds() - SHOWN };
    let today = cx.now.today;
    let mut all = store::list(cx.tx, organization, since)?;
    all.retain(|task| {
        in_use.contains(&task.assessment)
            && filter.owner.is_none_or(|owner| owner == task.owner)
            && filter.assessment.is_none_or(|assessment| assessment == task.assessment)
            && filter.state.map_or(task.state != State::Dropped, |state| state == task.state)
            && filter.due.is_none_or(|due| !task.state.is_ended() && due.covers(task.due, today))
    });
    Ok(all)
}

/// The answers that are not met and have a due date, as far as the filter of tasks lets them pass.
pub fn due_answers(cx: &mut Context<'_, '_>, filter: &Filter) -> Result<Vec<DueAnswer>, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    let today = cx.now.today;
    let in_use = in_use(cx)?;
    let mut all = Vec::new();
    for answer in store::due_answers(cx.tx, organization)? {
        let Some(assessment) = in_use.iter().find(|one| one.id == answer.assessment) else { continue };
        // Above the level nothing is evaluated; whoever set a day for it waits for its state.
        let stated = !matches!(answer.status, Status::Met | Status::NotApplicable);
        if assessments::is_open(cx, assessment, &answer.criterion)?.unwrap_or(stated) {
            all.push(answer);
        }
    }
    all.retain(|answer| {
        filter.owner.is_none_or(|owner| owner == answer.owner)
            && filter.assessment.is_none_or(|assessment| assessment == answer.assessment)
            && filter.due.is_none_or(|due| due.covers(Some(answer.due), today))
    });
    Ok(all)
}

/// A page of all tasks by identifier, for programs.
pub fn page(cx: &mut Context<'_, '_>, after: Option<TaskId>, limit: i64) -> Result<Vec<Task>, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    Ok(store::page(cx.tx, organization, after, limit)?)
}

/// The assessments that are in use.
pub fn in_use(cx: &mut Context<'_, '_>) -> Result<Vec<Assessment>, Error> {
    Ok(assessments::list(cx)?.into_iter().filter(|assessment| assessment.archived.is_none()).collect())
}

/// One task.
pub fn find(cx: &mut Context<'_, '_>, id: TaskId) -> Result<Task, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    store::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)
}

/// Makes a task.
pub fn create(cx: &mut Context<'_, '_>, new: New) -> Result<Task, Error> {
    let organization = cx.require(Permission::ManageTasks)?;
    let assessment = assessments::find(cx, new.assessment)?;
    in_work(&assessment)?;
    let criterion = assessments::catalog_of(cx, &assessment)?.criterion(&new.criterion).ok_or_else(Error::not_found)?;
    let usual = gaps::usual(criterion, &assessment, cx.lang());
    let now = cx.now.milliseconds();
    let mut task = Task {
        id: TaskId::new(now, cx.random()),
        assessment: assessment.id,
        criterion: criterion.id.clone(),
        title: new.title.trim().to_owned(),
        done_when: new.done_when.trim().to_owned(),
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
    cx.record("task.create", &format!("task/{}", task.id), None, Some(&task), &detail)?;
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
        ));
    }
    if all.len() > MOST {
        return Err(Error::invalid("task.too_many", "一度に作れるのは200件までです。", "At most 200 tasks at once."));
    }
    cx.together("tasks.create", "tasks", json!({}), |cx| all.into_iter().map(|new| create(cx, new)).collect())
}

/// Changes a task. `version` is the version that the person saw; `None` overwrites. Who only works on it changes its steps.
pub fn change(cx: &mut Context<'_, '_>, id: TaskId, version: Option<i64>, change: &Change) -> Result<Task, Error> {
    let before = find(cx, id)?;
    let rights = rights(cx, &before)?;
    let only_steps = *change == Change { steps: change.steps.clone(), ..Change::default() };
    if !(rights.edit || rights.work && only_steps) {
        return Err(Error::not_found());
    }
    seen(&before, version)?;
    if before.state == State::Done {
        // Somebody confirmed what it says now.
        let error = Error::new(
            Kind::State,
            "task.done",
            "完了した対応は変えられません。",
            "A task that is done is not changed.",
        );
        return Err(error.hint("変えるには、もう一度取り上げてください。", "Take it up again to change it."));
    }
    let mut after = before.clone();
    after.title = change.title.as_ref().map_or(after.title, |title| title.trim().to_owned());
    after.done_when = change.done_when.as_ref().map_or(after.done_when, |text| text.trim().to_owned());
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

/// Writes a changed task, notes it in the log and tells others.
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
    cx.record(action, &format!("task/{}", after.id), Some(before), Some(&after), &serde_json::Value::Object(detail))?;
    index(cx, Some(before), &after)?;
    tell(cx, &after)?;
    Ok(after)
}

/// Keeps the texts of a task findable. Most changes are of its state, and leave the index alone.
fn index(cx: &mut Context<'_, '_>, before: Option<&Task>, after: &Task) -> Result<(), Error> {
    let texts = |task: &Task| format!("{}\n{}\n{}", task.done_when, task.report, task.review);
    if before.is_some_and(|before| before.title == after.title && texts(before) == texts(after)) {
        return Ok(());
    }
    let organization = cx.organization()?;
    Ok(search::put(cx.tx, organization, "task", &format!("task/{}", after.id), &after.title, &texts(after))?)
}

/// Old and new values of everything that differs.
fn differences(before: &Task, after: &Task) -> serde_json::Map<String, serde_json::Value> {
    let state = |task: &Task| serde_json::to_value(task).unwrap_or_default();
    let (serde_json::Value::Object(old), serde_json::Value::Object(new)) = (state(before), state(after)) else {
        return serde_json::Map::new();
    };
    let incidental = ["version", "changed", "ended"];
    let fields =
        new.into_iter().filter(|(name, value)| !incidental.contains(&name.as_str()) && old.get(name) != Some(value));
    fields.map(|(name, value)| (name.clone(), json!([old.get(&name), value]))).collect()
}

/// Trims what was written and refuses what is wrong. An owner who was there before may have left since.
fn check(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    task: &mut Task,
    before: Option<&Task>,
) -> Result<(), Error> {
    for step in &mut task.steps {
        step.text = step.text.trim().to_owned();
    }
    task.steps.retain(|step| !step.text.is_empty());
    if task.title.is_empty() {
        return Err(
            Error::invalid("task.title", "何をするかを書いてください。", "Say what is to be done.").field("title")
        );
    }
    if task.title.chars().count() > LINE {
        return Err(
            Error::invalid("task.title_long", "200字までにしてください。", "At most 200 characters.").field("title")
        );
    }
    if task.done_when.chars().count() > LONGEST {
        let error = Error::invalid("task.text_long", "5千字までにしてください。", "At most 5,000 characters.");
        return Err(error.field("done_when"));
    }
    if task.steps.len() > MOST || task.steps.iter().any(|step| step.text.chars().count() > LONGEST) {
        let error =
            Error::invalid("task.steps", "手順は200件、1件5千字までです。", "At most 200 steps of 5,000 characters.");
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

fn in_work(assessment: &Assessment) -> Result<(), Error> {
    if assessment.archived.is_none() {
        return Ok(());
    }
    let error =
        Error::new(Kind::State, "assessment.archived", "この評価は保管済みです。", "This assessment is archived.");
    Err(error.hint("続けるには、保管を解いてください。", "Take it out of the archive to go on."))
}

fn seen(before: &Task, version: Option<i64>) -> Result<(), Error> {
    if version.is_some_and(|version| version != before.version) { Err(conflict(before)) } else { Ok(()) }
}

fn conflict(current: &Task) -> Error {
    let error =
        Error::new(Kind::Conflict, "task.conflict", "ほかの人が先に変更しました。", "Somebody else changed it first.");
    error
        .hint("開き直して、いまの内容を確かめてください。", "Open it again and look at what it says now.")
        .current(serde_json::to_value(current).unwrap_or_default())
}

fn tell(cx: &mut Context<'_, '_>, task: &Task) -> Result<(), Error> {
    let event = Event {
        organization: cx.organization()?,
        assessment: Some(task.assessment),
        kind: "task",
        by: cx.person()?.id,
        data: json!({ "id": task.id, "criterion": task.criterion, "state": task.state, "owner": task.owner, "version": task.version }),
    };
    cx.emit(event);
    Ok(())
}

/// What a notification says of a task.
fn about(cx: &Context<'_, '_>, task: &Task, excerpt: &str) -> Result<About, Error> {
    Ok(About {
        title: format!("{} {}", task.criterion, task.title),
        path: format!("/tasks/{}", task.id),
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
