//! The page of the webhooks.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::webhooks::{self, New};
use tasuki_app::{Context, Error};
use tasuki_store::OrganizationId;
use tasuki_store::webhooks::Webhook;

use super::choice::Choice;
use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "telling/webhooks/page.html")]
struct Webhooks {
    page: Page,
    webhooks: Vec<Webhook>,
    choice: Choice,
    trouble: Trouble,
}

impl Webhooks {
    /// The names of the kinds of events that a webhook hears.
    fn heard(&self, own: &Webhook) -> Vec<&'static str> {
        let choice = Choice { events: own.events.clone(), ..Choice::default() };
        let kinds = choice.kinds(self.page.language()).into_iter();
        kinds.filter(|(_, _, ticked)| *ticked).map(|(_, name, _)| name).collect()
    }
}

/// `GET /o/{organization}/webhooks`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), |cx, who| show(cx, who, Choice::default(), Trouble::default())).await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, choice: Choice, trouble: Trouble) -> Result<Reply, Error> {
    let webhooks = webhooks::list(cx)?;
    let page = Page::load(cx, who, Section::Settings, "Webhook", "Webhooks")?;
    Reply::page_with(trouble.outcome(), &Webhooks { page, webhooks, choice, trouble })
}

/// `POST /o/{organization}/webhooks`: a new one, whose secret is shown once.
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let choice = Choice::read(pairs);
    let new = New { url: choice.url.clone(), events: choice.events.clone() };
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let (made, secret) = webhooks::create(cx, &new)?;
        super::one::show(cx, who, made.id, Some(secret), None, Trouble::default())
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, choice, trouble);
    web.submit(&who, Some(organization), work, again).await
}
