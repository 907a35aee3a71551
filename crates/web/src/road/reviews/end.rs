//! The end of a step that somebody else looks at (the document review, the audit, the technical check): it is confirmed, sent back, or its
//! corrections are finished. The rooms of these steps end in the same way.

use std::collections::BTreeSet;

use axum::response::Response;
use serde::Deserialize;
use tasuki_app::roads::{self, Standing};
use tasuki_app::{Context, Error, reviews};
use tasuki_catalog::Lang;
use tasuki_scheme::road::{Event, Need};

use super::Place;
use crate::take::seen;
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// A way in which a step can end now.
pub(crate) struct EndView {
    pub(crate) word: &'static str,
    pub(crate) name: &'static str,
    /// What is still missing; empty if nothing is.
    pub(crate) missing: Vec<&'static str>,
}

impl EndView {
    /// The ends that are whoever's who looks; `met` is what is there of their needs.
    pub(crate) fn all(cx: &mut Context<'_, '_>, standing: &Standing, met: &BTreeSet<Need>, lang: Lang) -> Vec<Self> {
        let ends = [Event::Confirm, Event::Return, Event::Correct];
        let next = roads::next(cx, standing);
        let mine = next.into_iter().filter(|own| own.is_mine && ends.contains(&own.event));
        let view = |own: roads::Next| {
            let missing = own.needs.iter().filter(|need| !met.contains(need));
            Self {
                word: own.event.word(),
                name: own.event.name(lang),
                missing: missing.map(|need| need.name(lang)).collect(),
            }
        };
        mine.map(view).collect()
    }
}

/// How a step ends, as the form of its room sends it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct End {
    event: String,
    /// The version of the road that the person saw.
    version: String,
}

/// Ends a step, and goes to the page of the road; `again` shows the room if it is refused.
pub(crate) async fn finish<A>(web: &Web, who: &Who, (organization, road): Place, sent: End, again: A) -> Response
where
    A: FnOnce(&mut Context<'_, '_>, &Who, Trouble) -> Result<Reply, Error> + Send + 'static,
{
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let event = Event::from_word(&sent.event).ok_or_else(Error::not_found)?;
        reviews::finish(cx, road, Some(seen(&sent.version)), event)?;
        Ok(Reply::Go(format!("/o/{organization}/roads/{road}?told=saved")))
    };
    web.submit(who, Some(organization), work, again).await
}
