//! The page of the webhooks.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::webhooks::{self, EVENTS, New};
use tasuki_app::{Context, Error};
use tasuki_catalog::Lang;
use tasuki_store::OrganizationId;
use tasuki_store::webhooks::Webhook;

use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "webhooks/page.html")]
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

/// An address and kinds of events, as somebody typed and ticked them.
#[derive(Debug, Clone, Default)]
pub(super) struct Choice {
    pub(super) url: String,
    pub(super) events: Vec<String>,
}

impl Choice {
    /// From the pairs of a form: `event` comes once for each that is ticked.
    pub(super) fn read(pairs: Vec<(String, String)>) -> Self {
        let mut choice = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "url" => choice.url = value,
                "event" => choice.events.push(value),
                _ => {}
            }
        }
        choice
    }

    /// Each kind of event with its name, and whether it is ticked.
    pub(super) fn kinds(&self, lang: Lang) -> Vec<(&'static str, &'static str, bool)> {
        let name = |ja, en| if lang == Lang::Ja { ja } else { en };
        let is_ticked = |kind: &str| self.events.iter().any(|own| own == kind);
        EVENTS.iter().map(|(kind, ja, en)| (*kind, name(*ja, *en), is_ticked(kind))).collect()
    }
}

/// `GET /o/{organization}/webhooks`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| show(cx, &copy, Choice::default(), Trouble::default())).await
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
    let (choice, copy) = (Choice::read(pairs), who.clone());
    let new = New { url: choice.url.clone(), events: choice.events.clone() };
    let done = web.attempt(&who, Some(organization), move |cx| {
        let (made, secret) = webhooks::create(cx, &new)?;
        super::one::show(cx, &copy, made.id, Some(secret), None, Trouble::default())
    });
    match done.await {
        Err(error) if Trouble::keeps_typed(&error) => {
            let (copy, trouble) = (who.clone(), Trouble::new(error, who.lang));
            web.page(&who, Some(organization), move |cx| show(cx, &copy, choice, trouble)).await
        }
        done => Reply::respond(&who, done),
    }
}
