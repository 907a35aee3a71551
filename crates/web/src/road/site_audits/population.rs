//! The page of a population: its list, its samples, drawing another one, and how anybody draws it again.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::site_audits::{self, Draw};
use tasuki_app::{Context, Error};
use tasuki_store::PopulationId;

use super::PopulationPlace;
use super::page::may_prepare;
use super::view::PopulationView;
use crate::page::{Page, Section};
use crate::roads::Crumb;
use crate::take::{Form, Path, seen};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/site_audits/population.html")]
struct PopulationPage {
    page: Page,
    road: Crumb,
    own: PopulationView,
    /// Whose words the device keeps, and of which page.
    keeps: String,
    here: String,
    may_examine: bool,
    typed: DrawSent,
    trouble: Trouble,
}

/// How a sample is drawn.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct DrawSent {
    seed: String,
    size: String,
    how: String,
    reason: String,
}

/// `GET /o/{organization}/populations/{population}`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<PopulationPlace>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, id, DrawSent::default(), Trouble::default()))
        .await
}

/// `POST /o/{organization}/populations/{population}`: draws a sample.
pub(super) async fn draw(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<PopulationPlace>,
    Form(sent): Form<DrawSent>,
) -> Response {
    let typed = sent.clone();
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let seed = Some(sent.seed.trim()).filter(|seed| !seed.is_empty()).map(str::to_owned);
        let size = sent.size.trim().parse().unwrap_or(0);
        let new = Draw { seed, size, how: sent.how, reason: sent.reason };
        let sample = site_audits::draw(cx, id, &new)?.id;
        let of = format!("/o/{organization}/populations/{id}");
        let kept = who.kept("draw");
        Ok(Reply::Go(format!("/o/{organization}/samples/{sample}?{kept}&of={of}&told=saved")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, id, typed, trouble)).await
}

/// Why something does not count any more.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AsideSent {
    pub(super) reason: String,
    /// The version that the person saw.
    pub(super) version: String,
}

/// `POST /o/{organization}/populations/{population}/set-aside`.
pub(super) async fn set_aside(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<PopulationPlace>,
    Form(sent): Form<AsideSent>,
) -> Response {
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        site_audits::set_population_aside(cx, id, Some(seen(&sent.version)), &sent.reason)?;
        Ok(Reply::Go(format!("/o/{organization}/populations/{id}?told=saved")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| {
        show(cx, who, id, DrawSent::default(), trouble.without_fields())
    })
    .await
}

/// `GET /o/{organization}/populations/{population}/list.txt`: the file whose SHA-256 names the population.
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<PopulationPlace>,
) -> Response {
    let file = taken(&web, &who, (organization, id)).await.map(|text| Reply::File {
        name: "list.txt".to_owned(),
        media_type: "text/plain; charset=utf-8",
        bytes: text.into_bytes(),
    });
    Reply::respond(&who, file)
}

/// The list, after it was noted that it is taken along.
pub(super) async fn taken(web: &Web, who: &Who, (organization, id): PopulationPlace) -> Result<String, Error> {
    let read = move |cx: &mut Context<'_, '_>| Ok(site_audits::list(cx, id)?.1);
    let text = web.app().read(who.credentials, Some(organization), read).await?;
    web.app().take_along(who.credentials, organization, move |cx| site_audits::note_list(cx, id)).await?;
    Ok(text)
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    id: PopulationId,
    typed: DrawSent,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let road = site_audits::road_of_population(cx, id)?;
    let room = site_audits::room(cx, road)?;
    let own = room.population(id).ok_or_else(Error::not_found)?;
    let page = Page::load(cx, who, Section::Roads, "母集団", "Population")?;
    let here = format!("{}/populations/{id}", page.base());
    let view = PopulationPage {
        road: Crumb::new(&room.standing, page.language()),
        own: PopulationView::new(own, &page),
        keeps: format!("{} {here}", cx.person()?.id),
        may_examine: may_prepare(cx, &room) && own.counts(),
        here,
        typed,
        page,
        trouble,
    };
    Reply::page_with(view.trouble.outcome(), &view)
}
