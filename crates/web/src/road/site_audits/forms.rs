//! Takes what the forms of the audit send: the plan, a population, the note of an interview, a finding.

use axum::extract::State;
use axum::response::Response;
use tasuki_app::Context;
use tasuki_app::issues;
use tasuki_app::site_audits::{self, NewInterview, NewPlan, NewPopulation};

use super::Place;
use super::page::{Typed, show};
use super::receive::{Received, receive};
use super::sent::{FindingSent, InterviewSent, PlanSent};
use crate::take::{Form, Multipart, Path, day, seen};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// `POST /o/{organization}/roads/{road}/audit/plan`.
pub(super) async fn plan(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(sent): Form<PlanSent>,
) -> Response {
    let typed = Typed { about: "plan", plan: Some(sent.clone()), ..Typed::default() };
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let (starts, ends) = (day(&sent.starts, "starts")?, day(&sent.ends, "ends")?);
        let new = NewPlan { starts, ends, place: sent.place, people: sent.people, areas: sent.areas };
        site_audits::plan(cx, road, Some(seen(&sent.version)), &new)?;
        let kept = who.kept("plan");
        Ok(Reply::Go(format!("/o/{organization}/roads/{road}/audit?{kept}&told=saved")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, road, typed, trouble)).await
}

/// `POST /o/{organization}/roads/{road}/audit/populations`: a list that is pasted, or a file.
pub(super) async fn freeze(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    form: Multipart,
) -> Response {
    let Received { sent, file, once, problem } = match receive(&web, &who, organization, road, form).await {
        Ok(received) => received,
        Err(error) => return Reply::respond(&who, Err(error)),
    };
    let typed = Typed { about: "population", population: sent.clone(), ..Typed::default() };
    if let Some(error) = problem {
        let refused = Trouble::keeping(error, who.lang);
        return web
            .again(&who, Some(organization), refused, move |cx, who, trouble| show(cx, who, road, typed, trouble))
            .await;
    }
    let list = file.unwrap_or_else(|| sent.list.clone());
    let who = who.brought(&once, &[sent.title.as_bytes(), sent.criteria.as_bytes(), list.as_bytes()]);
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let criteria = sent.criteria.split(|own: char| own.is_whitespace() || ",、，".contains(own)).map(str::to_owned);
        let (title, source, criteria) = (sent.title, sent.source, criteria.collect());
        let new = NewPopulation { title, source, criteria, list, heading: sent.heading };
        let id = site_audits::freeze(cx, road, &new)?.id;
        let of = format!("/o/{organization}/roads/{road}/audit");
        let kept = who.kept("population");
        Ok(Reply::Go(format!("/o/{organization}/populations/{id}?{kept}&of={of}&told=saved")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, road, typed, trouble)).await
}

/// `POST /o/{organization}/roads/{road}/audit/interviews`.
pub(super) async fn interview(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(sent): Form<InterviewSent>,
) -> Response {
    let typed = Typed { about: "interview", interview: sent.clone(), ..Typed::default() };
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let new = NewInterview { day: day(&sent.day, "day")?, who: sent.who, text: sent.text };
        let number = site_audits::interview(cx, road, &new)?.number;
        let kept = who.kept("interview");
        Ok(Reply::Go(format!("/o/{organization}/roads/{road}/audit?{kept}&told=saved#interview-{number}")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, road, typed, trouble)).await
}

/// `POST /o/{organization}/roads/{road}/audit/findings`.
pub(super) async fn find(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(sent): Form<FindingSent>,
) -> Response {
    let typed = Typed { about: "finding", finding: sent.clone(), ..Typed::default() };
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        site_audits::permit(cx, road)?;
        let id = issues::raise(cx, road, sent.read(None)?)?.id;
        let kept = who.kept("finding");
        Ok(Reply::Go(format!("/o/{organization}/roads/{road}/audit?{kept}&told=saved#i-{id}")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, road, typed, trouble)).await
}
