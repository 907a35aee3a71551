//! Accepting or declining a suggestion of another assessment.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::suggestions;

use super::parts::{Place, after};
use crate::take::{Form, Path};
use crate::{Web, Who};

#[derive(Deserialize)]
pub(super) struct Decided {
    act: Act,
    version: i64,
    digest: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Act {
    Accept,
    Dismiss,
}

/// `POST …/criteria/{criterion}/suggestion`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    Form(decided): Form<Decided>,
) -> Response {
    let overlays = web.overlays();
    web.act_for(&who, Some(place.0), move |cx, who| {
        match decided.act {
            Act::Accept => {
                suggestions::accept(cx, place.1, &place.2, Some(decided.version), &decided.digest)?;
            }
            Act::Dismiss => suggestions::dismiss(cx, place.1, &place.2, &decided.digest)?,
        }
        after(cx, who, &place, &overlays)
    })
    .await
}
