//! Answers as they go over the wire.

use serde::Serialize;
use tasuki_store::answers::Answer;
use utoipa::ToSchema;

/// An answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnswerBody {
    /// The criterion.
    #[schema(example = "4-4-4-2")]
    criterion: String,
    /// For If-Match; 0 is what was never answered.
    version: i64,
    /// `unanswered`, `met`, `partial`, `unmet`, `not_applicable`.
    #[schema(value_type = String)]
    status: tasuki_assess::Status,
    /// What is done today.
    note: String,
    /// What is done instead.
    substitute: String,
    /// Why it does not apply.
    reason: String,
    /// Who takes care of it.
    owner: Option<String>,
    /// Until when it is to be met.
    due: Option<String>,
    /// When it was last shown to be so.
    confirmed_on: Option<String>,
    /// Whether a reviewer accepted that it does not apply.
    accepted: bool,
    /// Maturity 1–5, where the edition asks for it.
    maturity: Option<u8>,
    /// When it last changed, in milliseconds since 1970.
    changed: i64,
    /// Who changed it last.
    changed_by: Option<String>,
}

impl From<Answer> for AnswerBody {
    fn from(own: Answer) -> Self {
        Self {
            criterion: own.criterion,
            version: own.version,
            status: own.status,
            note: own.note,
            substitute: own.substitute,
            reason: own.reason,
            owner: own.owner.map(|person| person.to_string()),
            due: own.due.map(|day| day.to_string()),
            confirmed_on: own.confirmed.map(|day| day.to_string()),
            accepted: own.accepted,
            maturity: own.maturity,
            changed: own.changed,
            changed_by: own.changed_by.map(|person| person.to_string()),
        }
    }
}
