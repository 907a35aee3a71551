//! The transitions of a task from one state to the next.

use serde::Deserialize;
use tasuki_catalog::legible;
use tasuki_scheme::Permission;
use tasuki_store::TaskId;
use tasuki_store::tasks::{self as store, State, Task};

use super::{LONGEST, about, find, keep, rights, seen, too_long};
use crate::members::who_may;
use crate::notifications::{self, Kind as Told};
use crate::{Context, Error, Kind, assessments};

/// A transition. Variants without data have braces, too, because only then does serde reject unknown fields.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case", deny_unknown_fields)]
pub enum Move {
    /// The worker starts; a task without an owner becomes the worker's own.
    Start {},
    /// The worker puts it back.
    Stop {},
    /// The worker reports it as done, and says what was done.
    Report {
        /// What was done.
        report: String,
    },
    /// The reviewer finds it done.
    Accept {
        /// The reviewer's remarks.
        #[serde(default)]
        review: String,
    },
    /// The reviewer gives it back.
    Return {
        /// What is missing.
        review: String,
    },
    /// It is not needed any more.
    Drop {
        /// Why.
        #[serde(default)]
        review: String,
    },
    /// It is taken up again.
    Reopen {},
}

impl Move {
    /// The word of every move: the worker's, the reviewer's, and the one that takes a task up again.
    pub const WORDS: [&str; 7] = ["start", "stop", "report", "accept", "return", "drop", "reopen"];
}

/// Moves a task. `version` is the version that the person saw; `None` moves it whatever it is.
pub fn advance(cx: &mut Context<'_, '_>, id: TaskId, version: Option<i64>, step: &Move) -> Result<Task, Error> {
    let before = find(cx, id)?;
    permit(cx, &before, step)?;
    let assessment = assessments::find(cx, before.assessment)?;
    assessments::check_open(&assessment)?;
    seen(&before, version)?;
    let mut after = before.clone();
    after.state = target(before.state, step).ok_or_else(|| wrong_state(before.state))?;
    write(cx, &mut after, step)?;
    let after = keep(cx, &before, after, action(step))?;
    tell(cx, &after, step)?;
    Ok(after)
}

/// Lets a task follow what was said about the issue that it is about; the caller has asked for permission. A task that has gone elsewhere since
/// stays there.
pub(crate) fn follow(cx: &mut Context<'_, '_>, id: TaskId, step: &Move) -> Result<(), Error> {
    let organization = cx.organization()?;
    let Some(before) = store::find(cx.tx, organization, id)? else { return Ok(()) };
    let Some(state) = target(before.state, step) else { return Ok(()) };
    let mut after = Task { state, ..before.clone() };
    write(cx, &mut after, step)?;
    let action = action(step);
    keep(cx, &before, after, action).map(drop)
}

fn action(step: &Move) -> &'static str {
    match step {
        Move::Start {} => "task.start",
        Move::Stop {} => "task.stop",
        Move::Report { .. } => "task.report",
        Move::Accept { .. } => "task.accept",
        Move::Return { .. } => "task.return",
        Move::Drop { .. } => "task.drop",
        Move::Reopen {} => "task.reopen",
    }
}

fn permit(cx: &mut Context<'_, '_>, task: &Task, step: &Move) -> Result<(), Error> {
    let rights = rights(cx, task)?;
    let permitted = match step {
        Move::Start {} | Move::Stop {} | Move::Report { .. } => rights.work,
        Move::Accept { .. } | Move::Return { .. } if rights.review_by_others => {
            let error = Error::new(
                Kind::State,
                "task.own_review",
                "自分が対応したものは、自分では確認できません。",
                "You cannot review what you worked on.",
            );
            return Err(error.hint("ほかの確認者に頼んでください。", "Ask another reviewer."));
        }
        Move::Accept { .. } | Move::Return { .. } => {
            rights.review || task.state != State::Reported && cx.may(tasuki_scheme::Permission::ReviewTasks)
        }
        Move::Drop { .. } | Move::Reopen {} => rights.edit,
    };
    // Somebody who worked on a finished task is told that it is finished, not that it is unknown. Reopening is the one step that is possible
    // then, so it is refused here.
    let ended = task.state.is_ended() && cx.may(tasuki_scheme::Permission::WorkOnTasks);
    let told = ended && !matches!(step, Move::Reopen {});
    if permitted || told { Ok(()) } else { Err(Error::not_found()) }
}

/// The state to which a step leads, if it is possible.
fn target(state: State, step: &Move) -> Option<State> {
    match (step, state) {
        (Move::Start {}, State::Open) | (Move::Return { .. }, State::Reported) => Some(State::Doing),
        (Move::Stop {}, State::Doing) | (Move::Reopen {}, State::Done | State::Dropped) => Some(State::Open),
        (Move::Report { .. }, State::Open | State::Doing) => Some(State::Reported),
        (Move::Accept { .. }, State::Reported) => Some(State::Done),
        (Move::Drop { .. }, State::Open | State::Doing | State::Reported) => Some(State::Dropped),
        _ => None,
    }
}

/// What else a step changes.
fn write(cx: &Context<'_, '_>, task: &mut Task, step: &Move) -> Result<(), Error> {
    let me = cx.person()?.id;
    match step {
        Move::Start {} => task.owner = task.owner.or(Some(me)),
        Move::Report { report } => {
            task.report = text(report, "report")?;
            if task.report.is_empty() {
                let error = Error::invalid("task.report", "何をしたかを書いてください。", "Say what was done.").hint(
                    "行ったことと、確認してほしい点を書いてから報告してください。",
                    "Write what was done and what to look at, then report it.",
                );
                return Err(error.field("report"));
            }
            task.owner = task.owner.or(Some(me));
            task.reported_by = Some(me);
            task.review = String::new();
            task.reviewed_by = None;
        }
        Move::Accept { review } | Move::Drop { review } => {
            task.review = text(review, "review")?;
            task.reviewed_by = Some(me);
            task.ended = Some(cx.now.milliseconds());
        }
        Move::Return { review } => {
            task.review = text(review, "review")?;
            if task.review.is_empty() {
                let error = Error::invalid("task.review", "何が足りないかを書いてください。", "Say what is missing.")
                    .hint(
                        "担当者が直せるように、足りない点を書いてから差し戻してください。",
                        "Write what is missing, so that the person responsible can correct it.",
                    );
                return Err(error.field("review"));
            }
            task.reviewed_by = Some(me);
        }
        Move::Reopen {} => {
            task.ended = None;
            // The confirmation is removed; it remains in the history.
            task.review = String::new();
            task.reviewed_by = None;
        }
        Move::Stop {} => {}
    }
    Ok(())
}

fn text(text: &str, field: &str) -> Result<String, Error> {
    if text.chars().count() > LONGEST {
        return Err(too_long(field));
    }
    Ok(legible(text))
}

fn tell(cx: &mut Context<'_, '_>, task: &Task, step: &Move) -> Result<(), Error> {
    match step {
        Move::Report { report } => {
            let about = about(cx, task, report)?;
            let organization = cx.organization()?;
            for member in who_may(cx, organization, Permission::ReviewTasks)? {
                if !rights::worked_on(task, member.person) {
                    notifications::notify(cx, member.person, Told::TaskToReview, &about)?;
                }
            }
        }
        Move::Accept { review } | Move::Return { review } => {
            let about = about(cx, task, review)?;
            if let Some(worker) = task.reported_by {
                notifications::notify(cx, worker, Told::TaskReviewed, &about)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The error of a step that is not possible in the state of the task.
pub fn wrong_state(state: State) -> Error {
    let (ja, en) = match state {
        State::Open => ("着手前の対応です。", "The task has not been begun."),
        State::Doing => ("対応中です。", "The task is being worked on."),
        State::Reported => ("完了報告の確認を待っています。", "The task waits for its review."),
        State::Done => ("完了した対応です。", "The task is done."),
        State::Dropped => ("取りやめた対応です。", "The task was dropped."),
    };
    let error = Error::new(Kind::State, "task.state", ja, en);
    error.hint(
        "対応を開き直して、いまの状態と、そこでできる操作を確かめてください。",
        "Open the task again, and see its state and what can be done in it.",
    )
}
