//! The days that tasks bring to the agenda.

use jiff::civil::Date;
use tasuki_store::agenda::{DueTask, tasks};
use tasuki_store::tasks::{State, Task};
use tasuki_store::{StoreError, Subject};

use crate::agenda::asked::Asked;
use crate::agenda::item::{Item, SOON, Title, Whose, Why};

/// The day by which something is to be done about a task, by its worker or its reviewer; none once it has ended.
pub fn day(task: &Task) -> Option<Date> {
    task.due.filter(|_| !task.state.is_ended())
}

pub(super) fn days(asked: &mut Asked<'_, '_>) -> Result<Vec<Item>, StoreError> {
    let all = tasks(asked.tx, asked.organization, asked.part, asked.until)?;
    Ok(all.into_iter().filter_map(item).collect())
}

/// What was reported as done waits for its reviewer, and not for its worker any more.
fn item(task: DueTask) -> Option<Item> {
    let (why, whose) = match task.state {
        State::Open | State::Doing => (Why::Task, Whose::of(task.workers[0])),
        State::Reported => (Why::Review, Whose::Reviewers(task.workers)),
        State::Done | State::Dropped => return None,
    };
    Some(Item {
        subject: Subject::Task(task.id),
        day: task.due,
        why,
        whose,
        until: None,
        assessment: Some(task.assessment),
        criterion: Some(task.criterion),
        title: Title::Own(task.title),
        notice: SOON,
    })
}
