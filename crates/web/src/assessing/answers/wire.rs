//! Answers as they go over the wire.

use serde::Serialize;
use tasuki_store::answers::Answer;
use utoipa::ToSchema;

use crate::words::StatusWord;

/// An answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnswerBody {
    /// The criterion.
    #[schema(example = "4-4-4-2")]
    criterion: String,
    /// For If-Match; 0 is what was never answered.
    version: i64,
    /// The state.
    #[schema(value_type = StatusWord)]
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

/// What is to be different about an answer. What is not named stays as it is; where null is allowed, it clears.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes what `tasuki_app::answers::Change` reads, for the description of the API")]
pub(crate) struct ChangeBody {
    /// The state.
    #[schema(required = false)]
    status: StatusWord,
    /// What is done today.
    #[schema(required = false, max_length = 20_000)]
    note: String,
    /// What is done instead.
    #[schema(required = false, max_length = 20_000)]
    substitute: String,
    /// Why it does not apply.
    #[schema(required = false, max_length = 20_000)]
    reason: String,
    /// Who takes care of it: a member; null is nobody.
    #[schema(pattern = "^[0-9a-hjkmnp-tv-z]{26}$")]
    owner: Option<String>,
    /// Until when it is to be met; null is no day.
    #[schema(format = Date)]
    due: Option<String>,
    /// When it was last shown to be so; null is never.
    #[schema(format = Date)]
    confirmed_on: Option<String>,
    /// Maturity, where the edition asks for it; null is not said.
    #[schema(minimum = 1, maximum = 5)]
    maturity: Option<u8>,
    /// Whether a reviewer accepts that it does not apply. Sent alone, by whoever may accept it.
    #[schema(required = false)]
    accepted: bool,
    /// The version that an own change made, to take that change back: all that it did beside what is named here goes back too (a copied
    /// note, a date, a reviewer's acceptance), as far as nobody changed it since. For a day.
    #[schema(required = false, minimum = 1)]
    undoes: i64,
}
