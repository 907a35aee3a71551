//! The library.

use axum::extract::State;
use tasuki_app::evidence;
use tasuki_store::OrganizationId;

use super::query::Wanted;
use super::wire::{EvidenceBody, EvidenceList};
use crate::take::{Json, Path, Query};
use crate::{Problem, Web, Who};

/// The evidence of the organization, the last added first.
#[utoipa::path(get, path = "/evidence", tag = "evidence",
    params(("organization" = String, Path), Wanted),
    responses((status = 200, body = EvidenceList), (status = 404, body = crate::problem::ProblemBody),
        (status = 422, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<EvidenceList>, Problem> {
    let limit = wanted.limit(50);
    let work = move |cx: &mut tasuki_app::Context<'_, '_>| {
        let (filter, after) = (wanted.filter(cx.now.today)?, wanted.after()?);
        // One more than asked for says whether there are more.
        evidence::list(cx, &filter, wanted.order(), after, (0, limit + 1))
    };
    let mut pieces = web.read(&who, organization, work).await?.pieces;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = pieces.len() > shown;
    pieces.truncate(shown);
    let items: Vec<EvidenceBody> = pieces.into_iter().map(Into::into).collect();
    let next = more.then(|| items.last().map(|last| last.id.clone())).flatten();
    Ok(Json(EvidenceList { items, next }))
}
