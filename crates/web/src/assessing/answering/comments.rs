//! Comments on a criterion.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::{Context, Error, comments};
use tasuki_store::CommentId;

use super::parts::{Place, after};
use super::show::again;
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Web, Who};

#[derive(Deserialize)]
pub(super) struct Said {
    body: String,
}

/// `POST …/criteria/{criterion}/comments`.
pub(super) async fn add(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    Form(said): Form<Said>,
) -> Response {
    let (shown, body) = (place.clone(), said.body.clone());
    say(&web, &who, shown, None, body, move |cx| comments::add(cx, place.1, &place.2, &said.body).map(drop)).await
}

/// Says something. Without script, a comment that is refused comes back with the page; the script has kept it.
async fn say<F>(web: &Web, who: &Who, place: Place, comment: Option<CommentId>, body: String, act: F) -> Response
where
    F: FnOnce(&mut Context<'_, '_>) -> Result<(), Error> + Send + 'static,
{
    let (organization, shown, overlays, own) = (place.0, place.clone(), web.overlays(), web.overlays());
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        act(cx)?;
        after(cx, who, &place, &own)
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble| {
        again(cx, who, &shown, &trouble, &overlays, |panel, _, _| panel.with_said(comment, &body, &trouble))
    };
    web.submit(who, Some(organization), work, again).await
}

#[derive(Deserialize)]
pub(super) struct Edited {
    comment: CommentId,
    body: String,
}

/// `POST …/criteria/{criterion}/comments/edit`.
pub(super) async fn edit(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    Form(edited): Form<Edited>,
) -> Response {
    let Edited { comment, body } = edited;
    let typed = body.clone();
    say(&web, &who, place, Some(comment), typed, move |cx| comments::edit(cx, comment, None, &body).map(drop)).await
}

#[derive(Deserialize)]
pub(super) struct Removed {
    comment: CommentId,
}

/// `POST …/criteria/{criterion}/comments/remove`.
pub(super) async fn remove(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    Form(removed): Form<Removed>,
) -> Response {
    let overlays = web.overlays();
    web.act_for(&who, Some(place.0), move |cx, who| {
        comments::remove(cx, removed.comment)?;
        after(cx, who, &place, &overlays)
    })
    .await
}
