//! Issues (質問, 指摘, 助言): a reviewer raises them about a criterion, the organization answers, the reviewer settles them.
//!
//! A question and a finding become a task of whoever is responsible for the criterion. The task follows what is said here.

pub(crate) mod description;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;
use tasuki_catalog::{Lang, legible};
use tasuki_scheme::Permission;
use tasuki_scheme::road::{IssueKind, IssueState, ReplyKind, Severity, StepKind};
use tasuki_store::issues::{self as store, Issue, Reply};
use tasuki_store::site_audits::samples;
use tasuki_store::{IssueId, PersonId, RoadId, SampleId, Subject, TaskId, assessments as assessment_store, members};

use crate::notifications::{self, About};
use crate::roads::{self, Standing};
use crate::tasks::{self, Move};
use crate::{Context, Error, Kind, happened, reviewers, submissions};

/// The longest text, in characters.
const LONGEST: usize = 5_000;

/// What is raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// The criterion.
    pub criterion: String,
    /// What it is.
    pub kind: IssueKind,
    /// How grave it is; only of findings, which are minor if nothing is said.
    pub severity: Option<Severity>,
    /// What is asked or was found.
    pub text: String,
    /// By when it is to be answered or corrected. Without it, a finding has the time that the scheme gives at the step.
    pub due: Option<Date>,
    /// Whether its correction may wait; a finding that is not deferrable is due at once, unless a day is given.
    pub deferrable: bool,
    /// The item of a sample on which it was found, by its number in the population.
    pub item: Option<(SampleId, u32)>,
}

/// An issue with what was said in reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The issue.
    pub issue: Issue,
    /// The replies, the first first.
    pub replies: Vec<Reply>,
}

/// The issues of a road with their replies, the first first.
pub fn of_road(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Vec<Thread>, Error> {
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    let issues = store::of_road(cx.tx, organization, road)?;
    let replies = store::replies(cx.tx, organization, road)?;
    let thread = |issue: Issue| {
        let own = replies.iter().filter(|reply| reply.issue == issue.id).cloned().collect();
        Thread { issue, replies: own }
    };
    Ok(issues.into_iter().map(thread).collect())
}

/// One issue.
pub fn find(cx: &mut Context<'_, '_>, id: IssueId) -> Result<Issue, Error> {
    let organization = cx.organization()?;
    let issue = store::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    cx.require_in(Permission::ReadRoads, issue.road)?;
    Ok(issue)
}

/// One issue with its replies.
pub fn thread(cx: &mut Context<'_, '_>, id: IssueId) -> Result<Thread, Error> {
    let road = find(cx, id)?.road;
    let thread = of_road(cx, road)?.into_iter().find(|own| own.issue.id == id);
    thread.ok_or_else(Error::not_found)
}

/// Raises an issue about a criterion of the last submission.
pub fn raise(cx: &mut Context<'_, '_>, road: RoadId, new: New) -> Result<Issue, Error> {
    let organization = cx.require_in(Permission::Review, road)?;
    let standing = roads::find(cx, road)?;
    let step = looked_at(&standing)?;
    if reviewers::has_prepared(cx, &standing)? {
        return Err(roads::own_work());
    }
    let (row, last) = submissions::last(cx, &standing)?.ok_or_else(Error::not_found)?;
    let answer = last.answer(&new.criterion).ok_or_else(Error::not_found)?;
    let owner = answer.owner.as_deref().and_then(|id| id.parse::<PersonId>().ok());
    // Where nobody is responsible, whoever made the submission is asked: a question to nobody is not answered.
    let asked = [owner, Some(row.made_by)];
    let text = said(&new.text)?;
    happened::possible_if_any(new.due, "due")?;
    let severity = match new.kind {
        IssueKind::Finding => Some(new.severity.unwrap_or(Severity::Minor)),
        IssueKind::Question | IssueKind::Advice => None,
    };
    check_item(cx, road, new.item)?;
    let deferrable = new.deferrable || new.kind != IssueKind::Finding;
    let due = match new.kind {
        IssueKind::Finding => new.due.or_else(|| by_the_scheme(cx, &standing, step, deferrable)),
        IssueKind::Question => new.due,
        IssueKind::Advice => None,
    };
    let at = cx.now.milliseconds();
    let mut issue = Issue {
        id: IssueId::new(at, cx.random()),
        road,
        criterion: new.criterion,
        kind: new.kind,
        severity,
        state: IssueState::raised(new.kind),
        text,
        due,
        task: None,
        person: cx.person()?.id,
        name: cx.person()?.name.clone(),
        at,
        submission: standing.road.submissions,
        version: 1,
        step,
        deferrable,
        item: new.item,
    };
    issue.task = task(cx, &standing, &issue, asked)?;
    store::add(cx.tx, organization, &issue)?;
    let mut detail = json!({
        "title": standing.title, "criterion": issue.criterion, "kind": issue.kind.word(), "text": [null, issue.text],
        "severity": [null, issue.severity.map(Severity::word)], "due": [null, issue.due],
    });
    if !issue.deferrable {
        detail["deferrable"] = json!([true, false]);
    }
    cx.record(action(issue.kind), &Subject::Issue(issue.id), None, Some(&issue), &detail)?;
    Ok(issue)
}

fn action(kind: IssueKind) -> &'static str {
    match kind {
        IssueKind::Question => "issue.ask",
        IssueKind::Finding => "issue.find",
        IssueKind::Advice => "issue.advise",
    }
}

/// By when a finding is to be corrected if nobody says: within the time that the scheme gives at the step, and at once if it may not wait.
fn by_the_scheme(cx: &Context<'_, '_>, standing: &Standing, step: StepKind, deferrable: bool) -> Option<Date> {
    let today = cx.now.today;
    let within = standing.route().step(step).and_then(|step| step.corrected_within.as_ref());
    if deferrable { within.map(|own| today.saturating_add(i32::from(own.days).days())) } else { Some(today) }
}

/// The item on which something was found is one of a sample of the road.
fn check_item(cx: &mut Context<'_, '_>, road: RoadId, item: Option<(SampleId, u32)>) -> Result<(), Error> {
    let Some((sample, number)) = item else { return Ok(()) };
    let organization = cx.organization()?;
    let items = samples::items(cx.tx, organization, road)?;
    let is_there = items.iter().any(|own| (own.sample, own.number) == (sample, number));
    if is_there { Ok(()) } else { Err(Error::not_found()) }
}

/// At which step the road is looked at. Nothing is raised while nobody does.
fn looked_at(standing: &Standing) -> Result<StepKind, Error> {
    let step = standing.road.state.step().filter(|step| step.is_looked_at());
    step.ok_or_else(|| {
        Error::new(
            Kind::State,
            "issue.not_now",
            "いまは確認の段階ではありません。",
            "Nobody reviews the road at this step.",
        )
        .hint(
            "提出版が確認に出されてから、質問や指摘を書いてください。",
            "Raise questions and findings once a submission is under review.",
        )
    })
}

/// The task of whoever answers: the first of `asked` who works on tasks.
fn task(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    issue: &Issue,
    asked: [Option<PersonId>; 2],
) -> Result<Option<TaskId>, Error> {
    if issue.kind == IssueKind::Advice {
        return Ok(None);
    }
    let organization = cx.organization()?;
    let assessment = assessment_store::find(cx.tx, organization, standing.road.assessment)?;
    let assessment = assessment.ok_or_else(Error::not_found)?;
    let today = cx.now.today.to_string();
    let mut owner = None;
    for person in asked.into_iter().flatten() {
        let member = members::find(cx.tx, organization, person, &today)?;
        owner = owner.or(member.filter(|own| own.roles.may(Permission::WorkOnTasks)).map(|own| own.person));
    }
    let (kind, lang) = (issue.kind.name(cx.lang()), cx.lang());
    let excerpt: String = issue.text.chars().take(120).collect();
    let done_when = match lang {
        Lang::Ja => "確認する人への回答を書き、認められること",
        Lang::En => "The reviewer is answered, and accepts the answer",
    };
    let new = tasks::New {
        assessment: assessment.id,
        criterion: issue.criterion.clone(),
        title: format!("{kind}: {}", excerpt.replace('\n', " ")),
        done_when: done_when.to_owned(),
        owner,
        due: issue.due,
        steps: vec![tasuki_store::tasks::Step { text: issue.text.chars().take(1_000).collect(), done: false }],
    };
    tasks::make(cx, &assessment, new).map(|task| Some(task.id))
}

/// Says something in reply. `version` is the one that the person saw; `None` replies to whatever there is.
pub fn reply(
    cx: &mut Context<'_, '_>,
    id: IssueId,
    version: Option<i64>,
    kind: ReplyKind,
    text: &str,
) -> Result<Issue, Error> {
    let organization = cx.organization()?;
    let before = store::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    let standing = roads::find(cx, before.road)?;
    permit(cx, &standing, &before, kind)?;
    if version.is_some_and(|version| version != before.version) {
        return Err(overtaken());
    }
    let text = if kind.needs_text() || !legible(text).is_empty() { said(text)? } else { String::new() };
    let state = before.state.after(kind).ok_or_else(wrong_state)?;
    let after = Issue { state, version: before.version + 1, ..before.clone() };
    if !store::put(cx.tx, organization, &after)? {
        return Err(overtaken());
    }
    let own = Reply {
        issue: id,
        // Each reply makes a version, and the first version is the issue itself.
        number: u32::try_from(before.version).unwrap_or(u32::MAX),
        kind,
        text,
        person: cx.person()?.id,
        name: cx.person()?.name.clone(),
        at: cx.now.milliseconds(),
        submission: standing.road.submissions,
    };
    store::reply(cx.tx, organization, &own)?;
    follow(cx, &after, &own)?;
    let detail = json!({
        "title": standing.title, "criterion": after.criterion, "text": [null, own.text],
        "state": [before.state.word(), after.state.word()],
    });
    if after.state == IssueState::Answered {
        tell(cx, &standing, &after, &own)?;
    }
    let action = format!("issue.{}", kind.word());
    cx.record(&action, &Subject::Issue(id), Some(&before), Some(&after), &detail)?;
    Ok(after)
}

/// Tells whoever raised an issue that it was answered.
fn tell(cx: &mut Context<'_, '_>, standing: &Standing, issue: &Issue, reply: &Reply) -> Result<(), Error> {
    let about = About {
        title: format!("{} {}", issue.criterion, standing.title),
        subject: Some(Subject::Issue(issue.id)),
        by: reply.name.clone(),
        excerpt: reply.text.chars().take(120).collect(),
        ..About::default()
    };
    notifications::notify(cx, issue.person, notifications::Kind::RoadWaits, &about)
}

/// Whether whoever asks answers for the organization: they work on its answers, or look after its roads.
pub fn may_answer(cx: &Context<'_, '_>) -> bool {
    cx.may(Permission::ManageRoads) || cx.may(Permission::Answer)
}

/// The organization answers; the reviewer judges, unless it is their own work or answer; and only whoever raised an issue, or somebody in the
/// same capacity, takes it back.
fn permit(cx: &mut Context<'_, '_>, standing: &Standing, issue: &Issue, kind: ReplyKind) -> Result<(), Error> {
    let road = standing.road.id;
    let permitted = if kind.is_judgement() { cx.may_in(Permission::Review, road) } else { may_answer(cx) };
    if !permitted {
        return Err(Error::not_found());
    }
    if standing.road.state.is_final() {
        return Err(over());
    }
    if !kind.is_judgement() {
        return Ok(());
    }
    if reviewers::has_prepared(cx, standing)? || answered_by(cx, issue)? == Some(cx.person()?.id) {
        return Err(roads::own_work());
    }
    let me = cx.person()?.id;
    if kind != ReplyKind::Retract || issue.person == me {
        return Ok(());
    }
    let all = reviewers::list(cx, standing)?;
    let actor = |person| all.iter().find(|own| own.reviewer.person == person).map(|own| own.reviewer.actor);
    if actor(me).is_some() && actor(me) == actor(issue.person) { Ok(()) } else { Err(another()) }
}

/// Who gave the last answer to an issue.
fn answered_by(cx: &mut Context<'_, '_>, issue: &Issue) -> Result<Option<PersonId>, Error> {
    let organization = cx.organization()?;
    let replies = store::replies(cx.tx, organization, issue.road)?;
    let last = replies.into_iter().rfind(|own| own.issue == issue.id && own.kind == ReplyKind::Answer);
    Ok(last.map(|own| own.person))
}

fn over() -> Error {
    Error::new(Kind::State, "issue.over", "この道は終わっています。", "This road has ended.")
        .hint("続けるには、新しい道を始めてください。", "Open a new road to go on.")
}

fn another() -> Error {
    Error::new(
        Kind::State,
        "issue.another",
        "ほかの立場の人が書いたものは、取り下げられません。",
        "What somebody in another capacity raised is not yours to take back.",
    )
    .hint("書いた人に頼むか、回答を認めてください。", "Ask whoever raised it, or accept an answer.")
}

/// Lets the task follow.
fn follow(cx: &mut Context<'_, '_>, issue: &Issue, reply: &Reply) -> Result<(), Error> {
    let Some(task) = issue.task else { return Ok(()) };
    let text = reply.text.clone();
    let step = match reply.kind {
        ReplyKind::Answer => Move::Report { report: text },
        ReplyKind::Accept => Move::Accept { review: text },
        ReplyKind::Refuse => Move::Return { review: text },
        ReplyKind::Retract => Move::Drop { review: text },
    };
    tasks::follow(cx, task, &step)
}

fn said(text: &str) -> Result<String, Error> {
    let text = legible(text);
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(Error::invalid(
            "issue.text",
            "内容を書いてください（5,000文字以内）。",
            "Write what it is about, at most 5,000 characters.",
        )
        .hint(
            "どの証跡のどこかを書くと、早く答えられます。",
            "Name the evidence and the place, so that it is answered sooner.",
        )
        .field("text"));
    }
    Ok(text)
}

fn overtaken() -> Error {
    Error::overtaken("issue.conflict")
}

fn wrong_state() -> Error {
    Error::new(Kind::State, "issue.state", "いまの状態では、この返事はできません。", "This reply is not possible now.")
        .hint("ページを開き直して、いまの状態を確かめてください。", "Open the page again to see its state.")
}
