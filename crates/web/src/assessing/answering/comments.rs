//! Comments on a criterion.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::comments;
use tasuki_store::CommentId;

use super::parts::{Place, after};
use crate::take::{Form, Path};
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
    let overlays = web.overlays();
    web.act_for(&who, Some(place.0), move |cx, who| {
        comments::add(cx, place.1, &place.2, &said.body)?;
        after(cx, who, &place, &overlays)
    })
    .await
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
    let overlays = web.overlays();
    web.act_for(&who, Some(place.0), move |cx, who| {
        comments::edit(cx, edited.comment, None, &edited.body)?;
        after(cx, who, &place, &overlays)
    })
    .await
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
