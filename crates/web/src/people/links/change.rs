//! Replacing, locking, unlocking and ending a link.

use axum::extract::State;
use axum::response::Response;
use tasuki_app::{Context, Error, links};
use tasuki_store::{LinkId, OrganizationId};

use super::new::made;
use crate::take::Path;
use crate::{Reply, Web, Who};

type Place = (OrganizationId, LinkId);

/// `POST /o/{organization}/links/{link}/replace`: makes another one, whose address is shown once.
pub(super) async fn replace(State(web): State<Web>, who: Who, Path((organization, link)): Path<Place>) -> Response {
    web.act_for(&who, Some(organization), move |cx, who| {
        let new = links::replace(cx, link)?;
        made(cx, who, new)
    })
    .await
}

/// `POST /o/{organization}/links/{link}/lock`.
pub(super) async fn lock(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    change(&web, &who, place, links::lock).await
}

/// `POST /o/{organization}/links/{link}/unlock`.
pub(super) async fn unlock(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    change(&web, &who, place, links::unlock).await
}

/// `POST /o/{organization}/links/{link}/end`.
pub(super) async fn end(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    change(&web, &who, place, links::end).await
}

type Act = fn(&mut Context<'_, '_>, LinkId) -> Result<(), Error>;

async fn change(web: &Web, who: &Who, (organization, link): Place, act: Act) -> Response {
    web.act(who, Some(organization), move |cx| {
        act(cx, link)?;
        Ok(Reply::Go(format!("/o/{organization}/grants?told=saved")))
    })
    .await
}
