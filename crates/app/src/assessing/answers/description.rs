//! The description of answers.

use tasuki_assess::Status;
use tasuki_scheme::Permission;
use tasuki_store::{StoreError, Subject};

use super::days::days;
use crate::description::{Action, Days, Description, Field, Values, both};
use crate::naming::{Look, Looking, Named};

/// An answer (回答).
pub(crate) const ANSWER: Description = Description {
    noun: ("回答", "answer"),
    read: Permission::ReadAssessments,
    look: Look::Of(named),
    found: Some(("回答", "Answers")),
    days: Days::Of(days),
    event: Some(("回答が変わった", "An answer changed")),
    actions: &[
        Action::new("answer.save", "が回答を変えました", "changed the answer"),
        Action::new("answer.accept", "が提案を採用しました", "accepted the suggestion"),
        Action::new("answer.undo", "が回答を元に戻しました", "undid the change"),
        Action::new("answer.import", "が表から回答を読み込みました", "imported the answer"),
        Action::new("answer.carry", "が回答を引き継ぎました", "carried the answer over"),
        Action::new("answer.attach", "が証跡「{name}」を付けました", "attached “{name}”"),
        Action::new("answer.detach", "が証跡「{name}」を外しました", "took off “{name}”"),
        Action::new("suggestion.accept", "が提案を採用しました", "accepted the suggestion"),
        Action::new("suggestion.dismiss", "が提案を採用しないことにしました", "dismissed the suggestion"),
    ],
    fields: &[
        Field::new("status", "回答", "Answer", STATUS),
        Field::new("note", "現状", "Current state", Values::Plain),
        Field::new("substitute", "代替策", "Substitute measure", Values::Plain),
        Field::new("reason", "対象外の理由", "Reason for not applicable", Values::Plain),
        Field::new("owner", "担当", "Owner", Values::Person),
        Field::new("due", "期限", "Due", Values::Plain),
        Field::new("confirmed", "確認日", "Confirmed on", Values::Plain),
        Field::new("accepted", "対象外の承認", "Not applicable accepted", Values::Plain),
        Field::new("maturity", "成熟度", "Maturity", Values::Plain),
        Field::new("source", "提案", "Suggestion", Values::Always(("採用した", "Accepted"))),
    ],
};

/// The states of an answer, as shown to people.
const STATUS: Values = Values::Named(|word| {
    Status::from_word(word).map(|status| both(|lang| format!("{} {}", status.sign(), status.title(lang))))
});

/// An answer is called as its criterion.
fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    match subject {
        Subject::Answer(assessment, criterion) => looking.of_criterion(*assessment, criterion),
        _ => Ok(None),
    }
}
