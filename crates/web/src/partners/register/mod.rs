//! The register of partners (取引先): the list, and a partner with its form, its history and its place in the archive.

mod api;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::register::{self, Entry};
use tasuki_app::{Context, Error, history};
use tasuki_scheme::{IdentityKind, Permission};
use tasuki_store::register::Partner;
use tasuki_store::{OrganizationId, PartnerId, Subject};
use utoipa::IntoParams;
use utoipa_axum::routes;

use crate::history::LineView;
use crate::operations::Operations;
use crate::page::{Page, Section};
use crate::pages::{Pages, get, post};
use crate::take::{Form, Path, Query, seen};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/partners", get(list).post(create))
        .route("/o/{organization}/partners/new", get(new))
        .route("/o/{organization}/partners/{partner}", get(page).post(change))
        .route("/o/{organization}/partners/{partner}/archive", post(archive))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::list, api::create))
        .routes(routes!(api::show, api::change))
        .routes(routes!(api::history))
}

#[derive(Template)]
#[template(path = "partners/register/list.html")]
struct List {
    page: Page,
    partners: Vec<Partner>,
    wanted: Wanted,
    may_manage: bool,
}

/// Which partners are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Words that must all occur.
    q: String,
    /// Those in the archive instead of those in use.
    archived: bool,
}

/// `GET /o/{organization}/partners`.
async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(wanted): Query<Wanted>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let partners = register::list(cx, &wanted.q, wanted.archived)?;
        let page = Page::load(cx, who, Section::Partners, "取引先", "Partners")?;
        let may_manage = cx.may(Permission::ManagePartners);
        Reply::page(&List { page, partners, wanted, may_manage })
    })
    .await
}

type Place = (OrganizationId, PartnerId);

#[derive(Template)]
#[template(path = "partners/register/one.html")]
struct One {
    page: Page,
    /// The partner; none for a new one.
    partner: Option<Partner>,
    /// What stands in the form.
    entry: Entry,
    version: String,
    kinds: [IdentityKind; 5],
    lines: Vec<LineView>,
    may_manage: bool,
    trouble: Trouble,
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
struct Sent {
    #[serde(flatten)]
    entry: Entry,
    /// The version that the person saw.
    #[serde(default)]
    version: String,
}

/// `GET /o/{organization}/partners/new`.
async fn new(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), |cx, who| show(cx, who, None, None, Trouble::default())).await
}

/// `GET /o/{organization}/partners/{partner}`.
async fn page(State(web): State<Web>, who: Who, Path((organization, id)): Path<Place>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, Some(id), None, Trouble::default())).await
}

/// The page, with what was typed if the form was refused.
fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    id: Option<PartnerId>,
    typed: Option<Sent>,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let partner = id.map(|id| register::find(cx, id)).transpose()?;
    cx.require(if partner.is_some() { Permission::ReadPartners } else { Permission::ManagePartners })?;
    let kept = partner.clone().map(|own| Sent { version: own.version.to_string(), entry: own.into() });
    let Sent { entry, version } = typed.or(kept).unwrap_or_default();
    let lines = id.map(|id| history::of_subject(cx, &Subject::Partner(id))).transpose()?.unwrap_or_default();
    let page = Page::load(cx, who, Section::Partners, "取引先を登録", "Register a partner")?;
    let page = partner.iter().fold(page, |page, own| page.titled(&own.name));
    let (today, lang) = (cx.now.today, page.language());
    let lines = lines.iter().map(|line| LineView::new(line, today, lang)).collect();
    let (kinds, may_manage) = (IdentityKind::ALL, cx.may(Permission::ManagePartners));
    let one = One { page, partner, entry, version, kinds, lines, may_manage, trouble };
    Reply::page_with(one.trouble.outcome(), &one)
}

/// `POST /o/{organization}/partners`.
async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(sent): Form<Sent>,
) -> Response {
    save(&web, &who, (organization, None), sent).await
}

/// `POST /o/{organization}/partners/{partner}`.
async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
    Form(sent): Form<Sent>,
) -> Response {
    save(&web, &who, (organization, Some(id)), sent).await
}

async fn save(web: &Web, who: &Who, (organization, id): (OrganizationId, Option<PartnerId>), sent: Sent) -> Response {
    let typed = sent.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let partner = match id {
            Some(id) => register::change(cx, id, Some(seen(&sent.version)), &sent.entry),
            None => register::create(cx, &sent.entry),
        };
        Ok(Reply::Go(format!("/o/{organization}/partners/{}?told=saved", partner?.id)))
    };
    web.submit(who, Some(organization), work, move |cx, who, trouble| show(cx, who, id, Some(typed), trouble)).await
}

/// `POST /o/{organization}/partners/{partner}/archive`, with `archived=true` or `false`.
async fn archive(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
    Form(Wanted { archived, .. }): Form<Wanted>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        register::archive(cx, id, archived)?;
        Ok(Reply::Go(format!("/o/{organization}/partners/{id}?told=saved")))
    })
    .await
}
