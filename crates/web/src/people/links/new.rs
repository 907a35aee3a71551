//! Making a link.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::links::{self, Listed, New};
use tasuki_app::{Context, Error};
use tasuki_scheme::Permission;
use tasuki_store::OrganizationId;

use crate::grants::{OpeningForm, SentDays, SentOpening};
use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/links/new.html")]
struct NewLink {
    page: Page,
    recipient: String,
    opening: OpeningForm,
    days: SentDays,
    trouble: Trouble,
}

#[derive(Template)]
#[template(path = "people/links/made.html")]
struct MadeLink {
    page: Page,
    made: Listed,
    address: String,
}

/// The link with its address, which is shown only once.
pub(super) fn made(cx: &mut Context<'_, '_>, who: &Who, (made, address): (Listed, String)) -> Result<Reply, Error> {
    let page = Page::load(cx, who, Section::Members, "リンクができました", "The link was made")?;
    Reply::page(&MadeLink { page, made, address })
}

/// What the form sends.
#[derive(Debug, Clone, Default)]
struct Sent {
    recipient: String,
    days: SentDays,
    opening: SentOpening,
}

impl Sent {
    /// What is proposed to somebody who has chosen nothing yet: the results alone.
    fn proposed() -> Self {
        let opening =
            SentOpening { capacity: "buyer".to_owned(), reads: "results".to_owned(), ..SentOpening::default() };
        Self { opening, ..Self::default() }
    }

    fn new(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "recipient" => sent.recipient = value,
                name if sent.days.take(name, &value) => {}
                name => sent.opening.take(name, &value),
            }
        }
        sent
    }

    fn link(&self) -> Result<New, Error> {
        let (starts, ends) = self.days.days()?;
        Ok(New { recipient: self.recipient.clone(), openings: self.opening.openings()?, starts, ends })
    }
}

/// `GET /o/{organization}/links/new`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), |cx, who| show(cx, who, Sent::proposed(), Trouble::default())).await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, sent: Sent, trouble: Trouble) -> Result<Reply, Error> {
    cx.require(Permission::ManageMembers)?;
    let opening = OpeningForm::new(cx, sent.opening)?.only_reading();
    let page = Page::load(cx, who, Section::Members, "リンクで見せる", "Show with a link")?;
    let (recipient, days) = (sent.recipient, sent.days);
    Reply::page_with(trouble.outcome(), &NewLink { page, recipient, opening, days, trouble })
}

/// `POST /o/{organization}/links`: makes a link, whose address is shown once.
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Sent::new(pairs);
    let typed = sent.clone();
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let new = links::create(cx, sent.link()?)?;
        made(cx, who, new)
    };
    web.submit(&who, Some(organization), work, |cx, who, trouble| show(cx, who, typed, trouble)).await
}
