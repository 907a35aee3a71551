//! What a task says of itself.

use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_store::tasks::State;
use tasuki_store::{StoreError, Subject, tasks};

use super::days::days;
use crate::description::{Action, Days, Description, Field, Values, both};
use crate::naming::{Look, Looking, Named};

/// A task (対応).
pub(crate) const TASK: Description = Description {
    noun: ("対応", "task"),
    read: Permission::ReadAssessments,
    look: Look::Of(named),
    found: Some(("対応", "Tasks")),
    days: Days::Of(days),
    event: Some(("対応が変わった", "A task changed")),
    actions: &[
        Action::new("task.create", "が対応を作りました", "created a task"),
        Action::new("tasks.create", "が{count}件の対応を作りました", "created {count} tasks"),
        Action::new("task.change", "が対応を進めました", "updated a task"),
        Action::new("task.start", "が対応を始めました", "began a task"),
        Action::new("task.stop", "が対応を着手前に戻しました", "put a task back"),
        Action::new("task.report", "が完了を報告しました", "reported a task as done"),
        Action::new("task.accept", "が完了を確認しました", "confirmed that a task is done"),
        Action::new("task.return", "が対応を差し戻しました", "gave a task back"),
        Action::new("task.drop", "が対応を取りやめました", "dropped a task"),
        Action::new("task.reopen", "が対応を再開しました", "took a task up again"),
    ],
    fields: &[
        Field::new("title", "名前", "Name", Values::Plain),
        Field::new("owner", "担当", "Owner", Values::Person),
        Field::new("due", "期限", "Due", Values::Plain),
        Field::new("state", "状態", "State", STATE),
    ],
};

const STATE: Values = Values::Named(|word| State::from_word(word).map(|state| both(|lang| state.name(lang))));

fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let id = match subject {
        Subject::Task(id) => *id,
        Subject::Tasks => return Ok(Some(Named { title: Text::new("対応", "Tasks"), ..Named::by_itself("") })),
        _ => return Ok(None),
    };
    let Some(task) = tasks::find(looking.tx, looking.organization, id)? else { return Ok(None) };
    let place = looking.assessment(task.assessment)?.map(|own| own.title.clone()).unwrap_or_default();
    Ok(Some(Named { place, opened: Some(task.assessment.into()), ..Named::by_itself(&task.title) }))
}
