//! Attaching evidence that is there already, and taking it off again.

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
    let (copy, overlays) = (who.clone(), web.overlays());
    web.act(&who, Some(place.0), move |cx| {
        let target = Target { assessment: place.1, criterion: place.2.clone() };
        match decided.act {
            Act::Attach => attach(cx, decided.evidence, &target).map(drop)?,
            Act::Detach => detach(cx, decided.evidence, &target)?,
        }
        after(cx, &copy, &place, &overlays)
    })
    .await
}
