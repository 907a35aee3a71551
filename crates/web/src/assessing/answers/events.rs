//! Changes of others in an assessment, as they happen.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, ReadyChunks};
use futures_util::{Stream, StreamExt};
use serde_json::{Value, json};
use tasuki_app::{Context, Error, answering, assessments};
use tasuki_store::{AssessmentId, Noun, OrganizationId};
use tokio::time::{Interval, interval};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

use crate::server::OpenStream;
use crate::take::Path;
use crate::{Problem, Web, Who};

/// How often the permission of a listener is checked while nothing happens.
const LOOK: Duration = Duration::from_secs(5);
/// The maximum number of waiting messages that are checked together.
const TOGETHER: usize = 64;

/// A stream of server-sent events: `answer`, `comment`, `task`, `evidence`. It starts with `versions`, which contains
/// the version of every answer and the figures; these are sent again when a slow listener missed events. The stream
/// ends when the listener may no longer read the assessment.
#[utoipa::path(get, path = "/assessments/{assessment}/events", tag = "answers",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 200, content_type = "text/event-stream", body = String)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    // The subscription starts before the permission is checked, so that no event is lost in between.
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
    /// It counts towards the person's limit of streams until it ends.
    _open: OpenStream,
}

impl Listener {
    /// The next messages, possibly none; `None` when the stream ends. The permission is checked for each message,
    /// after the event, as for a request: a person who was removed before receives nothing.
    async fn next(&mut self) -> Option<Vec<Event>> {
        tokio::select! {
            // The timer first, so that events of other assessments cannot delay the check.
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

    /// Runs something with the permissions of the listener, if there still are any.
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
        own.map(|event| Event::default().event(event.kind.word()).data(told(&event).to_string())).collect()
    }
}

/// What a listener needs to know. Not all who may read the assessment see every piece of evidence: of it, only the
/// criterion is told, and what became of it.
fn told(event: &tasuki_app::Event) -> Value {
    let mut data = event.data.clone();
    if event.kind == Noun::Evidence
        && let Some(fields) = data.as_object_mut()
    {
        fields.retain(|name, _| ["criterion", "change", "by"].contains(&name.as_str()));
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_told_of_without_saying_which() {
        let event = |kind| tasuki_app::Event {
            organization: "01m8phv68hhs1mhjcjxbnmyvy9".parse().unwrap(),
            assessment: None,
            kind,
            by: "01m8phv68hhs1mhjcjxbnmyvy9".parse().unwrap(),
            data: json!({ "evidence": "x", "name": "図面", "criterion": "1-1-1-1", "change": "attach", "by": "山" }),
        };
        assert_eq!(told(&event(Noun::Evidence)), json!({ "criterion": "1-1-1-1", "change": "attach", "by": "山" }));
        assert_eq!(told(&event(Noun::Comment)), event(Noun::Comment).data);
    }
}
