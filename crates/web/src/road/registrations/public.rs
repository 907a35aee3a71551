//! The public page of a registration: what the organization chose to show, for everybody, without an account.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::registrations::{self, Public};

use super::Place;
use crate::page::Page;
use crate::roads::unsure;
use crate::take::Path;
use crate::time::whole_day;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/registrations/public.html")]
struct PublicPage {
    page: Page,
    organization: String,
    star: String,
    scheme: String,
    operator: String,
    holds: bool,
    /// Name and text of what is shown, and how sure it is that entries have it.
    facts: Vec<(String, String, String)>,
    /// The day and the place of the last look-up, and whether the entry was there.
    looked: Option<(String, String, bool)>,
    /// The place as an address that can be followed; empty if it is none.
    address: String,
}

/// `GET /registrations/{organization}/{road}`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, road)): Path<Place>) -> Response {
    // Whoever asks is nobody in particular: the page is the same for everybody.
    web.page_for(&who, None, move |cx, who| {
        let own = registrations::public(cx, organization, road)?;
        let today = cx.now.today;
        Reply::page(&view(who, &own, own.holds(today)))
    })
    .await
}

fn view(who: &Who, own: &Public, holds: bool) -> PublicPage {
    let page = Page::plain(who);
    let (lang, standing) = (page.language(), &own.standing);
    let scheme = standing.scheme();
    let facts = scheme.ledger.iter().filter(|field| own.shown.contains(&field.field)).map(|field| {
        let text = match field.field.as_str() {
            "star" => standing.star().title.get(lang).to_owned(),
            "from" => whole_day(own.from, lang),
            "until" => whole_day(own.until, lang),
            id => own.fields.get(id).cloned().unwrap_or_default(),
        };
        (field.title.get(lang).to_owned(), text, unsure(&field.basis, lang))
    });
    let place = own.looked.as_ref().map(|own| own.place.clone()).unwrap_or_default();
    let star = standing.star().title.get(lang).to_owned();
    let title = format!("{} {star}", own.organization);
    PublicPage {
        organization: own.organization.clone(),
        star,
        scheme: scheme.title.get(lang).to_owned(),
        operator: scheme.operator.get(lang).to_owned(),
        holds,
        facts: facts.filter(|(_, text, _)| !text.is_empty()).collect(),
        looked: own.looked.as_ref().map(|own| (whole_day(own.day, lang), own.place.clone(), own.found)),
        address: if place.starts_with("https://") && !place.contains(char::is_whitespace) {
            place
        } else {
            String::new()
        },
        page: page.titled(title),
    }
}
