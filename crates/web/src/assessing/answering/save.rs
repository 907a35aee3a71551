//! The form of one criterion, for browsers without script.

use axum::extract::State;
use axum::response::Response;
use tasuki_app::Context;
use tasuki_app::answers::{self, Change};
use tasuki_assess::Status;

use super::filled::{Filled, lines, value};
use super::parts::{Place, go};
use super::show::again;
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Web, Who};

/// `POST …/criteria/{criterion}`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    Form(filled): Form<Filled>,
) -> Response {
    let organization = place.0;
    let (typed, shown, overlays) = (filled.clone(), place.clone(), web.overlays());
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
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
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble| {
        again(cx, who, &shown, &trouble, &overlays, |panel, overview, lang| {
            panel.with_typed(&typed, &trouble, overview, lang)
        })
    };
    web.submit(&who, Some(organization), work, again).await
}
