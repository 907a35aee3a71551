//! The form of one criterion, for browsers without script.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::Error;
use tasuki_app::answers::{self, Change};
use tasuki_assess::Status;

use super::parts::{Place, go};
use crate::take::{Form, Path};
use crate::{Web, Who};

/// The contents of the form: all fields, changed or not.
#[derive(Deserialize)]
pub(super) struct Filled {
    version: i64,
    status: Option<String>,
    note: Option<String>,
    substitute: Option<String>,
    reason: Option<String>,
    owner: Option<String>,
    due: Option<String>,
    confirmed_on: Option<String>,
    maturity: Option<String>,
}

/// `POST …/criteria/{criterion}`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    Form(filled): Form<Filled>,
) -> Response {
    web.act(&who, Some(place.0), move |cx| {
        let change = Change {
            status: filled.status.as_deref().and_then(Status::from_word),
            note: filled.note.map(lines),
            substitute: filled.substitute.map(lines),
            reason: filled.reason.map(lines),
            owner: value(filled.owner.as_deref(), "owner")?,
            due: value(filled.due.as_deref(), "due")?,
            confirmed_on: value(filled.confirmed_on.as_deref(), "confirmed_on")?,
            maturity: value(filled.maturity.as_deref(), "maturity")?,
            ..Change::default()
        };
        answers::save(cx, place.1, &place.2, Some(filled.version), &change)?;
        Ok(go(&place))
    })
    .await
}

/// Browsers send line breaks as CR LF; scripts do not.
fn lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text }
}

/// An optional field: absent, cleared, or a value.
pub(super) fn value<T: std::str::FromStr>(text: Option<&str>, field: &str) -> Result<Option<Option<T>>, Error> {
    match text.map(str::trim) {
        None => Ok(None),
        Some("") => Ok(Some(None)),
        Some(text) => text
            .parse()
            .map(|value| Some(Some(value)))
            .map_err(|_| Error::invalid("answer.field", "読めない値です。", "This value cannot be read.").hint("画面を開き直し、もう一度入力してください。API では、値の形を API の説明で確かめてください。", "Reload the page and enter it again. With the API, see its documentation for the form of the value.").field(field)),
    }
}
