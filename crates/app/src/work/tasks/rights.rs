//! Who may do what with a task.

use tasuki_scheme::Permission;
use tasuki_store::PersonId;
use tasuki_store::tasks::{State, Task};

use crate::members::who_may;
use crate::{Context, Error};

/// What the person who asks may do with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// Change what it asks, give it to somebody, drop it, take it up again.
    pub edit: bool,
    /// Tick its steps, begin it, report it as done.
    pub work: bool,
    /// Say whether what was reported is done.
    pub review: bool,
    /// Whether somebody else would have to review it: the person may review, but not this task.
    pub review_by_others: bool,
}

/// What the person who asks may do with a task. Who worked on a task does not review it, unless nobody else may review at all.
pub fn rights(cx: &mut Context<'_, '_>, task: &Task) -> Result<Rights, Error> {
    let (organization, me) = (cx.organization()?, cx.person()?.id);
    let edit = cx.may(Permission::ManageTasks);
    let own = task.owner.is_none_or(|owner| owner == me);
    let worked = worked_on(task, me);
    let may_review = task.state == State::Reported && cx.may(Permission::ReviewTasks);
    let review = may_review
        && (!worked || who_may(cx, organization, Permission::ReviewTasks)?.iter().all(|member| member.person == me));
    Ok(Rights {
        edit,
        work: cx.may(Permission::WorkOnTasks) && (own || edit) && !task.state.is_ended(),
        review,
        review_by_others: may_review && !review,
    })
}

/// Whether somebody worked on a task.
pub(super) fn worked_on(task: &Task, person: PersonId) -> bool {
    task.owner == Some(person) || task.reported_by == Some(person)
}
