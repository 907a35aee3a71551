//! What others do in an assessment, as it happens.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt};
use tasuki_app::assessments;
use tasuki_store::{AssessmentId, OrganizationId};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

use crate::take::Path;
use crate::{Problem, Web, Who};

/// A stream of server-sent events: `answer`, `comment`, `task`, `evidence`; `lost` when the listener was too slow and must look again.
#[utoipa::path(get, path = "/assessments/{assessment}/events", tag = "answers",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 200, content_type = "text/event-stream", body = String),
        (status = 404, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    // Listening begins before the permission is asked for, so that nothing falls between.
    let events = BroadcastStream::new(web.app().listen());
    web.read(&who, organization, move |cx| assessments::find(cx, assessment)).await?;
    let stream = events.filter_map(move |event| async move {
        match event {
            Ok(event) if event.organization == organization && event.assessment == Some(assessment) => {
                Some(Ok(Event::default().event(event.kind).data(event.data.to_string())))
            }
            Ok(_) => None,
            Err(BroadcastStreamRecvError::Lagged(_)) => Some(Ok(Event::default().event("lost").data("{}"))),
        }
    });
    let stream = stream.take_until(web.stopped());
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}
