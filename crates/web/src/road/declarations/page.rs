//! The page on which the management declares, and what it declared before.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::declarations::{self, New};
use tasuki_app::roads::{self, Standing};
use tasuki_app::{Context, Error, submissions};
use tasuki_catalog::Lang;
use tasuki_scheme::road::{Event, State as RoadState, StepKind};
use tasuki_store::RoadId;
use tasuki_store::declarations::Declaration;
use tasuki_store::submissions::Submission;

use super::Place;
use crate::page::{Page, Section};
use crate::roads::Crumb;
use crate::take::{Form, Path, seen};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/declarations/page.html")]
struct Declare {
    page: Page,
    road: Crumb,
    version: i64,
    /// The current submission; none before the first.
    current: Option<Submission>,
    /// What the current submission claims, in one line.
    claimed: String,
    /// Whether it is the step at which whoever looks declares.
    may_declare: bool,
    /// Why not, and who does; empty if they may.
    why_not: String,
    entry: Sent,
    given: Vec<Declaration>,
    trouble: Trouble,
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    digest: String,
    name: String,
    office: String,
    text: String,
    /// The version of the road that the person saw.
    version: String,
}

/// `GET /o/{organization}/roads/{road}/declaration`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, road)): Path<Place>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, road, None, Trouble::default())).await
}

/// `POST /o/{organization}/roads/{road}/declaration`.
pub(super) async fn declare(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(sent): Form<Sent>,
) -> Response {
    let typed = sent.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let version = Some(seen(&sent.version));
        let new = New { digest: sent.digest, name: sent.name, office: sent.office, text: sent.text };
        declarations::declare(cx, road, version, &new)?;
        Ok(Reply::Go(format!("/o/{organization}/roads/{road}?told=saved")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, road, Some(typed), trouble)).await
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    typed: Option<Sent>,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let standing = roads::find(cx, road)?;
    let page = Page::load(cx, who, Section::Roads, "経営層の宣誓", "Declaration of the management")?;
    let current = submissions::of_road(cx, road)?.into_iter().next();
    let may_declare = roads::next(cx, &standing).iter().any(|own| own.event == Event::Declare && own.is_mine);
    let given = declarations::of_road(cx, road)?;
    let entry = match (typed, &current) {
        (Some(typed), _) => typed,
        (None, Some(current)) => proposed(cx, &standing, current)?,
        (None, None) => Sent::default(),
    };
    let declare = Declare {
        road: Crumb::new(&standing, page.language()),
        version: standing.road.version,
        claimed: submissions::last_tally(cx, &standing)?,
        why_not: if may_declare {
            String::new()
        } else {
            why_not(&standing, &given, current.as_ref(), page.language())
        },
        current,
        may_declare,
        entry,
        given,
        page,
        trouble,
    };
    Reply::page_with(declare.trouble.outcome(), &declare)
}

/// Why whoever looks does not declare now.
fn why_not(standing: &Standing, given: &[Declaration], current: Option<&Submission>, lang: Lang) -> String {
    let state = standing.road.state;
    let is_given = current.is_some_and(|current| given.iter().any(|own| own.digest == current.digest));
    let name = state.name(standing.route(), lang);
    match (lang, state) {
        (Lang::Ja, RoadState::Doing(StepKind::Declaration)) => {
            "経営者の役割の人が宣誓します。その人のホームに、宣誓待ちと出ています。".to_owned()
        }
        (Lang::Ja, _) if is_given => "いまの提出版への宣誓は済んでいます。".to_owned(),
        (Lang::Ja, _) => format!("宣誓は、確認がすべて済んでからです。いまは「{name}」です。"),
        (Lang::En, RoadState::Doing(StepKind::Declaration)) => {
            "Somebody with the role of an executive declares. Their home page says that it waits.".to_owned()
        }
        (Lang::En, _) if is_given => "The current submission has been declared.".to_owned(),
        (Lang::En, _) => format!("It is declared once everything has been confirmed. The road is at: {name}."),
    }
}

/// A form with the words of the scheme and the name of the account.
fn proposed(cx: &mut Context<'_, '_>, standing: &Standing, current: &Submission) -> Result<Sent, Error> {
    let text = declarations::proposed(cx, standing, current)?;
    Ok(Sent { name: cx.person()?.name.clone(), text, ..Sent::default() })
}
