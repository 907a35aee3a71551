//! Who may do what with a task.

use tasuki_scheme::Permission;
use tasuki_store::tasks::{State, Task};
use tasuki_store::{OrganizationId, PersonId};

use crate::agenda::item::reviews;
use crate::members::who_may;
use crate::{Context, Error};

/// What the caller may do with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// Change its contents, assign it, drop it, reopen it.
    pub edit: bool,
    /// Tick its steps, start it, report it as done.
    pub work: bool,
    /// Accept or return what was reported.
    pub review: bool,
    /// Whether somebody else must review it: the person may review tasks, but not this one.
    pub review_by_others: bool,
}

/// What the caller may do with a task. People who worked on a task do not review it, unless nobody else may review
/// tasks.
pub fn rights(cx: &mut Context<'_, '_>, task: &Task) -> Result<Rights, Error> {
    let (organization, me) = (cx.organization()?, cx.person()?.id);
    let edit = cx.may(Permission::ManageTasks);
    let own = task.owner.is_none_or(|owner| owner == me);
    let worked = worked_on(task, me);
    let may_review = task.state == State::Reported && cx.may(Permission::ReviewTasks);
    let review = may_review && (!worked || reviews_own(cx, organization, task, me)?);
    Ok(Rights {
        edit,
        work: cx.may(Permission::WorkOnTasks) && (own || edit) && !task.state.is_ended(),
        review,
        review_by_others: may_review && !review,
    })
}

/// Whether somebody who worked on a task reviews it all the same.
fn reviews_own(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    task: &Task,
    me: PersonId,
) -> Result<bool, Error> {
    let reviewers = who_may(cx, organization, Permission::ReviewTasks)?;
    let reviewers: Vec<PersonId> = reviewers.iter().map(|member| member.person).collect();
    Ok(reviews(&[task.owner, task.reported_by], me, &reviewers))
}

/// Whether somebody worked on a task.
pub(super) fn worked_on(task: &Task, person: PersonId) -> bool {
    task.owner == Some(person) || task.reported_by == Some(person)
}
