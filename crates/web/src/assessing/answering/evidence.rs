//! Attaching existing evidence, and detaching it.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::evidence::{Target, attach, detach};
use tasuki_store::EvidenceId;

use super::parts::{Place, after};
use crate::take::{Form, Path};
use crate::{Web, Who};

#[derive(Deserialize)]
pub(super) struct Decided {
    act: Act,
    evidence: EvidenceId,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Act {
    Attach,
    Detach,
}

/// `POST …/criteria/{criterion}/evidence`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    Form(decided): Form<Decided>,
) -> Response {
    let overlays = web.overlays();
    web.act_for(&who, Some(place.0), move |cx, who| {
        let target = Target { assessment: place.1, criterion: place.2.clone() };
        match decided.act {
            Act::Attach => attach(cx, decided.evidence, &target).map(drop)?,
            Act::Detach => detach(cx, decided.evidence, &target)?,
        }
        after(cx, who, &place, &overlays)
    })
    .await
}
