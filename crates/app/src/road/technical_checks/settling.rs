//! Tasks follow findings: whoever is asked about a target gets one for what speaks against a criterion there, and it ends with its last finding.

use std::collections::BTreeMap;

use tasuki_catalog::{Lang, fold};
use tasuki_scheme::Permission;
use tasuki_store::tasks::{self as task_store, State as TaskState, Step};
use tasuki_store::technical_checks::{self as store, Target};
use tasuki_store::{PersonId, TaskId, assessments as assessment_store, members};

use super::{Judged, Stage, gathered};
use crate::roads::Standing;
use crate::tasks::{self, Move};
use crate::{Context, Error};

/// The most findings that a task lists by name.
const LISTED: usize = 20;

/// Makes the tasks that are missing, and ends those of which nothing is left. The caller has asked for permission.
pub(super) fn settle(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<(), Error> {
    let check = gathered(cx, standing.clone())?;
    end(cx, &check.findings)?;
    let mut wanted: BTreeMap<(String, String), Vec<&Judged>> = BTreeMap::new();
    for own in check.findings.iter().filter(|own| needs_work(own)) {
        if let Some(criterion) = own.against() {
            // Two scans may call a target that nobody listed by its name in two forms.
            wanted.entry((fold(own.target_name()), criterion.to_owned())).or_default().push(own);
        }
    }
    for ((_, criterion), all) in wanted {
        ask(cx, standing, &criterion, &all)?;
    }
    Ok(())
}

/// Whether somebody has to mend it, or to say why not.
fn needs_work(own: &Judged) -> bool {
    matches!(own.stage(), Stage::ToJudge | Stage::Fixing)
}

/// Ends the tasks whose findings are all gone, or stay for a reason.
fn end(cx: &mut Context<'_, '_>, findings: &[Judged]) -> Result<(), Error> {
    let mut of_task: BTreeMap<TaskId, Vec<&Judged>> = BTreeMap::new();
    for own in findings {
        if let Some(task) = own.finding.task {
            of_task.entry(task).or_default().push(own);
        }
    }
    let review = match cx.lang() {
        Lang::Ja => "検出事項は、解消したか、直さない理由が決まりました。",
        Lang::En => "The findings are gone, or it was decided why they stay.",
    };
    for (task, all) in of_task {
        if !all.iter().any(|own| needs_work(own)) {
            // Done where its worker has reported it, and otherwise not needed any more.
            tasks::follow(cx, task, &Move::Accept { review: review.to_owned() })?;
            tasks::follow(cx, task, &Move::Drop { review: review.to_owned() })?;
        }
    }
    Ok(())
}

/// Gives the findings without a task one: that of others of the same target and criterion, if it goes on, or a new one.
fn ask(cx: &mut Context<'_, '_>, standing: &Standing, criterion: &str, all: &[&Judged]) -> Result<(), Error> {
    let organization = cx.organization()?;
    let without: Vec<&&Judged> = all.iter().filter(|own| own.finding.task.is_none()).collect();
    let Some(first) = without.first() else { return Ok(()) };
    let mut task = None;
    for id in all.iter().filter_map(|own| own.finding.task) {
        let found = task_store::find(cx.tx, organization, id)?;
        task =
            task.or(found.filter(|own| !matches!(own.state, TaskState::Done | TaskState::Dropped)).map(|own| own.id));
    }
    let task = match task {
        Some(task) => task,
        None => make(cx, standing, criterion, &without, first.target.as_ref())?,
    };
    for own in without {
        let mut after = own.finding.clone();
        (after.task, after.criterion, after.version) = (Some(task), Some(criterion.to_owned()), after.version + 1);
        if !store::put_finding(cx.tx, organization, &after)? {
            return Err(Error::overtaken("technical_check.conflict"));
        }
    }
    Ok(())
}

fn make(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    criterion: &str,
    findings: &[&&Judged],
    target: Option<&Target>,
) -> Result<TaskId, Error> {
    let organization = cx.organization()?;
    let assessment = assessment_store::find(cx.tx, organization, standing.road.assessment)?;
    let assessment = assessment.ok_or_else(Error::not_found)?;
    let owner = match target.and_then(|own| own.owner) {
        Some(owner) => worker(cx, owner)?,
        None => None,
    };
    let (lang, count) = (cx.lang(), findings.len());
    let name: String = findings.first().map(|own| own.target_name().chars().take(100).collect()).unwrap_or_default();
    let (title, done_when) = match lang {
        Lang::Ja => (
            format!("{name}: 検査で見つかったもの {count} 件"),
            "直して次の検査で見つからなくなるか、直さない理由が技術検証で認められること",
        ),
        Lang::En => (
            format!("{name}: {count} findings of scans"),
            "The next scan does not find it any more, or the technical verifier agrees that it stays",
        ),
    };
    let step = |own: &&&Judged| {
        let port = own.finding.content.port.as_deref().unwrap_or_default();
        let text: String = format!("{} {port}", own.finding.content.title).trim().chars().take(200).collect();
        Step { text, done: false }
    };
    let new = tasks::New {
        assessment: assessment.id,
        criterion: criterion.to_owned(),
        title,
        done_when: done_when.to_owned(),
        owner,
        due: None,
        steps: findings.iter().take(LISTED).map(step).collect(),
    };
    Ok(tasks::make(cx, &assessment, new)?.id)
}

/// A person, if they are a member who works on tasks.
fn worker(cx: &mut Context<'_, '_>, person: PersonId) -> Result<Option<PersonId>, Error> {
    let (organization, today) = (cx.organization()?, cx.now.today.to_string());
    let member = members::find(cx.tx, organization, person, &today)?;
    Ok(member.filter(|own| own.roles.may(Permission::WorkOnTasks)).map(|own| own.person))
}
