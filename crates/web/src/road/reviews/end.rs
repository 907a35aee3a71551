//! The end of a step that somebody else looks at (the document review, the audit, the technical check): it is confirmed, sent back, or its
//! corrections are finished. The rooms of these steps end in the same way.

use std::collections::BTreeSet;

use axum::response::Response;
use serde::Deserialize;
use tasuki_app::roads::{self, Standing};
use tasuki_app::{Context, Error, reviews, submissions};
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
    /// What happens, and what is claimed: it is asked before.
    pub(crate) question: String,
    /// What is still missing; empty if nothing is.
    pub(crate) missing: Vec<&'static str>,
}

impl EndView {
    /// The ends that are whoever's who looks; `met` is what is there of their needs, and `rests_on` goes on after what is claimed.
    pub(crate) fn all(
        cx: &mut Context<'_, '_>,
        standing: &Standing,
        met: &BTreeSet<Need>,
        rests_on: &str,
        lang: Lang,
    ) -> Result<Vec<Self>, Error> {
        let ends = [Event::Confirm, Event::Return, Event::Correct];
        let next = roads::next(cx, standing);
        let mine: Vec<_> = next.into_iter().filter(|own| own.is_mine && ends.contains(&own.event)).collect();
        // Only whoever confirms is asked about what is claimed.
        let confirms = mine.iter().any(|own| own.event == Event::Confirm);
        let claimed = if confirms { submissions::last_tally(cx, standing)? + rests_on } else { String::new() };
        let view = |own: roads::Next| {
            let missing = own.needs.iter().filter(|need| !met.contains(need));
            Self {
                word: own.event.word(),
                name: own.event.name(lang),
                question: question(own.event, &claimed, lang),
                missing: missing.map(|need| need.name(lang)).collect(),
            }
        };
        Ok(mine.into_iter().map(view).collect())
    }
}

/// What happens when a step ends so.
fn question(event: Event, claimed: &str, lang: Lang) -> String {
    match (lang, event) {
        (Lang::Ja, Event::Return) => {
            "是正のため差し戻します。組織が未完了の質問と指摘に答え、必要なら新しい提出版を作ります。".to_owned()
        }
        (Lang::Ja, Event::Correct) => "是正を終え、確認する人へ戻します。提出版は変わりません。".to_owned(),
        (Lang::Ja, _) => format!("この段階の確認を終え、次の段階へ進みます。提出版の回答: {claimed}"),
        (Lang::En, Event::Return) => {
            "It is sent back: the organization answers what is open, and makes a new submission if it needs one."
                .to_owned()
        }
        (Lang::En, Event::Correct) => {
            "The corrections are finished, and the reviewer goes on. The submission stays.".to_owned()
        }
        (Lang::En, _) => format!("This step is confirmed, and the road goes on. The submission claims: {claimed}"),
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
