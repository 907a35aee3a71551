//! One webhook: what it hears, what was delivered, and what one can do with it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::webhooks::{self, Change};
use tasuki_app::{Context, Error};
use tasuki_store::deliveries::Delivery;
use tasuki_store::webhooks::Webhook;
use tasuki_store::{OrganizationId, WebhookId};

use super::choice::Choice;
use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// How many deliveries the page shows; the API has all.
const SHOWN: i64 = 50;

#[derive(Template)]
#[template(path = "telling/webhooks/one.html")]
struct One {
    page: Page,
    webhook: Webhook,
    choice: Choice,
    deliveries: Vec<Delivery>,
    /// A secret just made.
    secret: Option<String>,
    trouble: Trouble,
}

impl One {
    /// What became of a delivery: the colour of its tag and the word.
    fn state(&self, own: &Delivery) -> (&'static str, &str) {
        match (own.next, own.outcome.starts_with('2'), own.attempts) {
            (None, true, _) => ("ok", self.page.t("届いた", "Arrived")),
            (None, false, _) => ("error", self.page.t("あきらめた", "Given up")),
            (Some(_), _, 0) => ("", self.page.t("送る前", "Waiting")),
            (Some(_), ..) => ("warn", self.page.t("もう一度送る", "Tried again")),
        }
    }
}

type Place = Path<(OrganizationId, WebhookId)>;

/// `GET /o/{organization}/webhooks/{webhook}`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, webhook)): Place) -> Response {
    let work = move |cx: &mut Context<'_, '_>, who: &Who| show(cx, who, webhook, None, None, Trouble::default());
    web.page_for(&who, Some(organization), work).await
}

/// The page, after a refusal with what was typed.
pub(super) fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    id: WebhookId,
    secret: Option<String>,
    typed: Option<Choice>,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let webhook = webhooks::find(cx, id)?;
    let deliveries = webhooks::log(cx, id, None, SHOWN)?;
    let choice = typed.unwrap_or_else(|| Choice { url: webhook.url.clone(), events: webhook.events.clone() });
    let page = Page::load(cx, who, Section::Settings, "Webhook", "Webhook")?;
    Reply::page_with(trouble.outcome(), &One { page, webhook, choice, deliveries, secret, trouble })
}

/// `POST /o/{organization}/webhooks/{webhook}`: `active` is sent by the buttons that switch it on and off, alone.
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, webhook)): Place,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let active = pairs.iter().find(|(name, _)| name == "active").map(|(_, value)| value == "1");
    let choice = Choice::read(pairs);
    let change = match active {
        Some(active) => Change { active: Some(active), ..Change::default() },
        None => Change { url: Some(choice.url.clone()), events: Some(choice.events.clone()), active: None },
    };
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        webhooks::edit(cx, webhook, &change)?;
        Ok(Reply::Go(format!("/o/{organization}/webhooks/{webhook}")))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, webhook, None, Some(choice), trouble);
    web.submit(&who, Some(organization), work, again).await
}

/// `POST /o/{organization}/webhooks/{webhook}/test`.
pub(super) async fn test(State(web): State<Web>, who: Who, Path((organization, webhook)): Place) -> Response {
    web.act(&who, Some(organization), move |cx| {
        webhooks::test(cx, webhook)?;
        Ok(Reply::Go(format!("/o/{organization}/webhooks/{webhook}#deliveries")))
    })
    .await
}

/// `POST /o/{organization}/webhooks/{webhook}/rotate`: another secret, shown once.
pub(super) async fn rotate(State(web): State<Web>, who: Who, Path((organization, webhook)): Place) -> Response {
    web.act_for(&who, Some(organization), move |cx, who| {
        let (_, secret) = webhooks::rotate(cx, webhook)?;
        show(cx, who, webhook, Some(secret), None, Trouble::default())
    })
    .await
}

/// `POST /o/{organization}/webhooks/{webhook}/remove`.
pub(super) async fn remove(State(web): State<Web>, who: Who, Path((organization, webhook)): Place) -> Response {
    web.act(&who, Some(organization), move |cx| {
        webhooks::remove(cx, webhook)?;
        Ok(Reply::Go(format!("/o/{organization}/webhooks")))
    })
    .await
}
