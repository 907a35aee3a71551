//! The page of a partner: which ★ we ask of it, where it stands in the chain, what is known of it, and its history.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::register::{self, Chained, Whole};
use tasuki_app::{history, members};
use tasuki_scheme::Permission;
use tasuki_store::Subject;
use tasuki_store::register::{Contract, Need};

use super::Place;
use super::need::Said;
use crate::history::LineView;
use crate::page::{Page, Section};
use crate::take::Path;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "partners/register/page.html")]
struct Show {
    page: Page,
    own: Whole,
    /// Who of us looks after it; empty: nobody.
    owner: String,
    chained: Chained,
    /// What each contract is called, and from when until when it holds.
    contracts: Vec<(String, String)>,
    /// The decision that holds, with the replies in words and who decided.
    need: Option<(Need, Vec<Said>, String)>,
    /// How many decisions there were before.
    before: usize,
    lines: Vec<LineView>,
    may_manage: bool,
    /// Whether the scheme says how to decide which ★ is asked.
    is_asked: bool,
}

/// `GET /o/{organization}/partners/{partner}`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, id)): Path<Place>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let own = register::whole(cx, id)?;
        let owner = own.partner.owner.map(|owner| members::name_of(cx, owner)).transpose()?.unwrap_or_default();
        let (chained, needs) = (register::chained(cx, id)?, register::needs(cx, id)?);
        let asking = register::asking(cx);
        let is_asked = asking.is_some();
        let page = Page::load(cx, who, Section::Partners, "取引先", "Partner")?.titled(&own.partner.name);
        let (today, lang) = (cx.now.today, page.language());
        let before = needs.len().saturating_sub(1);
        let need = match needs.into_iter().next() {
            Some(need) => {
                let by = members::name_of(cx, need.by)?;
                let said = Said::all(asking.as_ref(), &need, lang);
                Some((need, said, by))
            }
            None => None,
        };
        let lines = history::of_subject(cx, &Subject::Partner(id))?;
        let lines = lines.iter().map(|line| LineView::new(line, today, lang)).collect();
        let may_manage = cx.may(Permission::ManagePartners);
        let contracts = own.details.contracts.iter().map(|own| (own.title.clone(), days(own, &page))).collect();
        Reply::page(&Show { page, own, owner, chained, contracts, need, before, lines, may_manage, is_asked })
    })
    .await
}

/// From when until when a contract holds.
fn days(own: &Contract, page: &Page) -> String {
    let day = |day: Option<jiff::civil::Date>, none: &str| day.map_or_else(|| none.to_owned(), |day| page.day(day));
    format!("{} – {}", day(own.starts, ""), day(own.ends, page.t("期限なし", "no end")))
}
