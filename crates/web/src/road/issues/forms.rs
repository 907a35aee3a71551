//! What the forms of the room send about issues.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::issues::{self, New};
use tasuki_app::{Context, Error};
use tasuki_scheme::road::{IssueKind, ReplyKind, Severity, StepKind};

use super::{Place, Refused, RoadPlace};
use crate::address::local;
use crate::reviews::{Wanted, path, show};
use crate::site_audits::{self, Typed};
use crate::take::{Form, Path, day_or_none, seen};
use crate::{Reply, Web, Who};

/// What is raised.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Raised {
    criterion: String,
    kind: String,
    severity: String,
    text: String,
    due: String,
}

impl Raised {
    fn read(self) -> Result<New, Error> {
        let due = day_or_none(&self.due, "due")?;
        let kind = IssueKind::from_word(&self.kind).ok_or_else(Error::not_found)?;
        let severity = Severity::from_word(&self.severity);
        Ok(New { criterion: self.criterion, kind, severity, text: self.text, due, deferrable: true, item: None })
    }
}

/// `POST /o/{organization}/roads/{road}/issues`.
pub(super) async fn raise(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Form(sent): Form<Raised>,
) -> Response {
    let criterion = sent.criterion.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let issue = issues::raise(cx, road, sent.read()?)?;
        Ok(Reply::Go(path(organization, road, &issue.criterion)))
    };
    let wanted = Wanted::of(criterion);
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, road, &wanted, trouble)).await
}

/// `GET /o/{organization}/issues/{issue}`: its place in the room.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, id)): Path<Place>) -> Response {
    web.page_for(&who, Some(organization), move |cx, _| {
        let issue = issues::find(cx, id)?;
        if issue.step == StepKind::Audit {
            return Ok(Reply::Go(format!("/o/{organization}/roads/{}/audit#i-{id}", issue.road)));
        }
        Ok(Reply::Go(format!("{}#i-{id}", path(organization, issue.road, &issue.criterion))))
    })
    .await
}

/// A reply.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Replied {
    kind: String,
    text: String,
    /// The version that the person saw.
    version: String,
    /// The page from which it was sent; empty: the review room.
    back: String,
}

/// `POST /o/{organization}/issues/{issue}/replies`.
pub(super) async fn reply(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
    Form(sent): Form<Replied>,
) -> Response {
    let refused = Refused { issue: id.to_string(), text: sent.text.clone() };
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let kind = ReplyKind::from_word(&sent.kind).ok_or_else(Error::not_found)?;
        let version = Some(seen(&sent.version));
        let issue = issues::reply(cx, id, version, kind, &sent.text)?;
        if sent.back.is_empty() {
            return Ok(Reply::Go(path(organization, issue.road, &issue.criterion)));
        }
        let kept = who.kept(&format!("reply-form-{id}"));
        Ok(Reply::Go(format!("{}?{kept}#i-{id}", local(&sent.back))))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| {
        let issue = issues::find(cx, id)?;
        if issue.step == StepKind::Audit {
            return site_audits::show(cx, who, issue.road, Typed::replied(refused), trouble);
        }
        show(cx, who, issue.road, &Wanted::replied(issue.criterion, refused), trouble)
    })
    .await
}
