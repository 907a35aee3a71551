//! Registering a partner, and changing what was entered about it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::register::{self, Entry};
use tasuki_app::{Context, Error};
use tasuki_scheme::{IdentityKind, Permission};
use tasuki_store::register::Contact;
use tasuki_store::{OrganizationId, PartnerId};

use super::Place;
use super::form::{ContractView, Fields, Sent, field};
use crate::page::{Page, Section};
use crate::take::{Form, Path, seen};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// How many empty groups of fields a form has for what is added.
const EMPTY: usize = 1;
/// The most partners whose names a form proposes.
const PROPOSED: usize = 500;

#[derive(Template)]
#[template(path = "partners/register/edit.html")]
struct Edit {
    page: Page,
    /// The partner; none for a new one.
    id: Option<PartnerId>,
    /// What stands in the form.
    sent: Sent,
    /// The partners that it supplies, with their names.
    customers: Vec<(PartnerId, String)>,
    /// Names that are proposed for another one.
    names: Vec<String>,
    /// Who may look after it.
    owners: Vec<(String, String)>,
    kinds: [IdentityKind; 5],
    trouble: Trouble,
}

/// `GET /o/{organization}/partners/new`.
pub(super) async fn new(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), |cx, who| show(cx, who, None, None, Trouble::default())).await
}

/// `GET /o/{organization}/partners/{partner}/edit`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, id)): Path<Place>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, Some(id), None, Trouble::default())).await
}

/// The form, with what was typed if it was refused.
fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    id: Option<PartnerId>,
    typed: Option<Sent>,
    trouble: Trouble,
) -> Result<Reply, Error> {
    cx.require(Permission::ManagePartners)?;
    let own = id.map(|id| register::whole(cx, id)).transpose()?;
    let page = Page::load(cx, who, Section::Partners, "取引先を登録", "Register a partner")?;
    let page = own.iter().fold(page, |page, own| page.titled(&own.partner.name));
    let kept = own.map(|own| Sent { version: own.partner.version.to_string(), ..Sent::of(own.into()) });
    let mut sent = typed.or(kept).unwrap_or_else(|| Sent::of(Entry::default()));
    sent.entry.contacts.extend((0..EMPTY).map(|_| Contact::default()));
    sent.contracts.extend((0..EMPTY).map(|_| ContractView::default()));
    let others = register::list(cx, false)?;
    // Those in the archive, too: what a form does not show would be dropped by saving it.
    let customers = register::several(cx, &sent.entry.customers)?.into_iter().map(|own| (own.id, own.name)).collect();
    let names = others.iter().filter(|own| Some(own.id) != id).take(PROPOSED).map(|own| own.name.clone()).collect();
    let owners = register::owners(cx)?;
    let owners = owners.into_iter().map(|member| (member.person.to_string(), member.name)).collect();
    let kinds = IdentityKind::ALL;
    let edit = Edit { page, id, sent, customers, names, owners, kinds, trouble };
    Reply::page_with(edit.trouble.outcome(), &edit)
}

/// `POST /o/{organization}/partners`.
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(fields): Form<Fields>,
) -> Response {
    save(&web, &who, (organization, None), fields).await
}

/// `POST /o/{organization}/partners/{partner}`.
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
    Form(fields): Form<Fields>,
) -> Response {
    save(&web, &who, (organization, Some(id)), fields).await
}

async fn save(
    web: &Web,
    who: &Who,
    (organization, id): (OrganizationId, Option<PartnerId>),
    fields: Fields,
) -> Response {
    let sent = Sent::read(&fields);
    let typed = sent.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let entry = sent.entry(cx)?;
        let own = match id {
            Some(id) => register::change(cx, id, Some(seen(&sent.version)), &entry),
            None => register::create(cx, &entry),
        };
        Ok(Reply::Go(format!("/o/{organization}/partners/{}?told=saved", own?.partner.id)))
    };
    web.submit(who, Some(organization), work, move |cx, who, trouble| show(cx, who, id, Some(typed), trouble)).await
}

/// `POST /o/{organization}/partners/{partner}/archive`, with `archived=true` or `false`.
pub(super) async fn archive(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
    Form(fields): Form<Fields>,
) -> Response {
    let archived = field(&fields, "archived") == "true";
    web.act(&who, Some(organization), move |cx| {
        register::archive(cx, id, archived)?;
        Ok(Reply::Go(format!("/o/{organization}/partners/{id}?told=saved")))
    })
    .await
}
