//! The description of issues.

use tasuki_scheme::Permission;
use tasuki_scheme::road::{IssueState, Severity};
use tasuki_store::{StoreError, Subject, issues};

use crate::description::{Action, Days, Description, Field, Values, both};
use crate::naming::{Look, Looking, Named};

/// A question, a finding or advice of a reviewer.
pub(crate) const ISSUE: Description = Description {
    noun: ("質問・指摘", "issue"),
    read: Permission::ReadRoads,
    look: Look::Of(named),
    found: None,
    days: Days::None,
    event: Some(("質問・指摘が書かれた、返事があった", "An issue was raised or replied to")),
    actions: &[
        Action::new("issue.ask", "が {criterion} について質問しました", "asked about {criterion}"),
        Action::new("issue.find", "が {criterion} について指摘しました", "found something about {criterion}"),
        Action::new("issue.advise", "が {criterion} について助言しました", "advised on {criterion}"),
        Action::new("issue.answer", "が {criterion} の質問・指摘に答えました", "answered about {criterion}"),
        Action::new("issue.accept", "が {criterion} の回答を認めました", "accepted the answer about {criterion}"),
        Action::new("issue.refuse", "が {criterion} の回答を認めませんでした", "refused the answer about {criterion}"),
        Action::new(
            "issue.retract",
            "が {criterion} の質問・指摘を取り消しました",
            "took back what was raised about {criterion}",
        ),
    ],
    fields: &[
        Field::new("text", "内容", "Text", Values::Plain),
        Field::new("severity", "重大さ", "Severity", SEVERITY),
        Field::new("due", "期限", "Due", Values::Plain),
        Field::new("deferrable", "猶予", "Deferrable", Values::Always(("猶予なし", "Not deferrable"))),
        Field::new("state", "状態", "State", STATE),
    ],
};

const SEVERITY: Values = Values::Named(|word| Severity::from_word(word).map(|own| both(|lang| own.name(lang))));
const STATE: Values = Values::Named(|word| IssueState::from_word(word).map(|own| both(|lang| own.name(lang))));

fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::Issue(id) = subject else { return Ok(None) };
    let Some(own) = issues::find(looking.tx, looking.organization, *id)? else { return Ok(None) };
    let title = both(|lang| format!("{} {}", own.kind.name(lang), own.criterion));
    Ok(Some(Named { title, place: String::new(), opened: Some(own.road.into()) }))
}
