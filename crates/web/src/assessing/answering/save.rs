//! The form of one criterion, where there is no script.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::Error;
use tasuki_app::answers::{self, Change};

use super::parts::{Place, go};
use super::words;
use crate::take::{Form, Path};
use crate::{Web, Who};

/// What the form sends: all of it, as it stands.
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
            status: filled.status.as_deref().and_then(words::status),
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

/// Browsers send the ends of lines as CR LF; scripts do not.
fn lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text }
}

/// A field that may be empty: not sent, cleared, or a value.
pub(super) fn value<T: std::str::FromStr>(text: Option<&str>, field: &str) -> Result<Option<Option<T>>, Error> {
    match text.map(str::trim) {
        None => Ok(None),
        Some("") => Ok(Some(None)),
        Some(text) => text
            .parse()
            .map(|value| Some(Some(value)))
            .map_err(|_| Error::invalid("answer.field", "読めない値です。", "This value cannot be read.").field(field)),
    }
}
