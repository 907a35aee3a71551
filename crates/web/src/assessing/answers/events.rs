//! What others do in an assessment, as it happens.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, ReadyChunks};
use futures_util::{Stream, StreamExt};
use serde_json::json;
use tasuki_app::{Context, Error, answering, assessments};
use tasuki_store::{AssessmentId, OrganizationId};
use tokio::time::{Interval, interval};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

use crate::server::OpenStream;
use crate::take::Path;
use crate::{Problem, Web, Who};

/// How often it is looked at whether somebody may still listen while there is nothing to hear.
const LOOK: Duration = Duration::from_secs(5);
/// How many messages are decided on together: those that are there already.
const TOGETHER: usize = 64;

/// A stream of server-sent events: `answer`, `comment`, `task`, `evidence`. It begins with `versions`, the version of every answer and the
/// figures, and tells them again when the listener was too slow, so that nothing stays missed. It ends when whoever listens may not read the
/// assessment any more.
#[utoipa::path(get, path = "/assessments/{assessment}/events", tag = "answers",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 200, content_type = "text/event-stream", body = String),
        (status = 404, body = crate::problem::ProblemBody),
        (status = 429, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    // Listening begins before the permission is asked for, so that nothing falls between.
    let heard = BroadcastStream::new(web.app().listen()).ready_chunks(TOGETHER);
    let person = web.read(&who, organization, move |cx| Ok((cx.person()?.id, standing(cx, assessment)?)));
    let (person, first) = person.await?;
    let open = web.streams().open(person).map_err(|error| Problem::new(error, who.lang))?;
    let stopped = web.stopped();
    let listener = Listener { web, who, organization, assessment, heard, look: interval(LOOK), _open: open };
    let messages = stream::unfold(listener, async |mut listener| Some((listener.next().await?, listener)));
    let messages = stream::iter([first]).chain(messages.flat_map(stream::iter)).map(Ok).take_until(stopped);
    Ok(Sse::new(messages).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

/// Every answer's version, and the figures.
fn standing(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Event, Error> {
    let assessment = assessments::find(cx, id)?;
    let versions: BTreeMap<String, i64> = answering::versions(cx, &assessment)?.into_iter().collect();
    let data = json!({ "versions": versions, "figures": assessments::figures(cx, &assessment)? });
    Ok(Event::default().event("versions").data(data.to_string()))
}

/// Somebody who listens.
struct Listener {
    web: Web,
    who: Who,
    organization: OrganizationId,
    assessment: AssessmentId,
    heard: ReadyChunks<BroadcastStream<tasuki_app::Event>>,
    look: Interval,
    /// It counts as one of the person's streams for as long as it goes on.
    _open: OpenStream,
}

impl Listener {
    /// What there is to be told, perhaps nothing; none when the stream ends. Each message is decided on as a request would be, after it
    /// happened: somebody who was removed before hears nothing of it.
    async fn next(&mut self) -> Option<Vec<Event>> {
        tokio::select! {
            // The clock first: what others hear elsewhere must not keep it from being looked at.
            biased;
            _ = self.look.tick() => self.permitted(|_, _| Ok(Vec::new())).await.ok(),
            heard = self.heard.next() => {
                let heard = heard?;
                if heard.iter().any(|event| matches!(event, Err(BroadcastStreamRecvError::Lagged(_)))) {
                    return self.permitted(|cx, assessment| Ok(vec![standing(cx, assessment)?])).await.ok();
                }
                let messages = self.concerning(heard);
                if messages.is_empty() {
                    return Some(messages);
                }
                self.permitted(|_, _| Ok(messages)).await.ok()
            }
        }
    }

    /// Does something as whoever listens, if they still may.
    async fn permitted<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Context<'_, '_>, AssessmentId) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let assessment = self.assessment;
        let work = move |cx: &mut Context<'_, '_>| {
            assessments::find(cx, assessment)?;
            work(cx, assessment)
        };
        self.web.app().peek(self.who.credentials, Some(self.organization), work).await
    }

    /// The messages about this assessment.
    fn concerning(&self, heard: Vec<Result<tasuki_app::Event, BroadcastStreamRecvError>>) -> Vec<Event> {
        let own = heard
            .into_iter()
            .flatten()
            .filter(|event| event.organization == self.organization && event.assessment == Some(self.assessment));
        own.map(|event| Event::default().event(event.kind).data(event.data.to_string())).collect()
    }
}
