//! The suggestions of other assessments for one.

use axum::extract::State;
use tasuki_app::assessments;
use tasuki_app::suggestions::{self, Offer};
use tasuki_store::{AssessmentId, OrganizationId};

use super::wire::SuggestionBody;
use crate::paging::{PageBody, Paging};
use crate::take::{Json, Path, Query};
use crate::{Problem, Web, Who};

/// Suggestions for an assessment, in the order of its criteria: the strongest for each answer that could be improved.
///
/// They are derived along the crosswalks from the answers of the organization's other assessments. None of them
/// becomes an answer unless it is accepted.
#[utoipa::path(get, path = "/assessments/{assessment}/suggestions", tag = "answers",
    params(("organization" = String, Path), ("assessment" = String, Path), Paging),
    responses((status = 200, body = PageBody<SuggestionBody>)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<SuggestionBody>>, Problem> {
    let page = web.read(&who, organization, move |cx| {
        let sheet = assessments::sheet(cx, assessment)?;
        let mut offers: Vec<_> = suggestions::offers(cx, &sheet)?.into_iter().collect();
        offers.sort_by_key(|(position, _)| *position);
        let criterion = |position: usize| &sheet.answers[position].criterion;
        let page: PageBody<(usize, Offer)> = paging.cut(offers, |(position, _)| criterion(*position).clone())?;
        let mut items = Vec::with_capacity(page.items.len());
        for (position, offer) in page.items {
            let note = suggestions::note(cx, &offer)?;
            items.push(SuggestionBody::new(criterion(position), offer, note));
        }
        Ok(PageBody { items, next: page.next })
    });
    Ok(Json(page.await?))
}
