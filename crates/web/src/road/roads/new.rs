//! Opening a road: which assessment, to which ★.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::roads::{self, Choice, New};
use tasuki_app::{Context, Error, assessments};
use tasuki_catalog::Lang;
use tasuki_scheme::road::{Basis, Certainty, Scheme};
use tasuki_store::OrganizationId;

use crate::page::{Page, Section};
use crate::take::{Form, Path, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/roads/new.html")]
struct Open {
    page: Page,
    choices: Vec<ChoiceView>,
    stars: Vec<StarView>,
    trouble: Trouble,
}

/// An assessment and a ★ to which it can lead.
struct ChoiceView {
    /// What the form sends: assessment, scheme and route, with a stroke between them.
    value: String,
    star: String,
    assessment: String,
    figures: (usize, usize),
    chosen: bool,
}

/// A ★ with the steps to it.
struct StarView {
    title: String,
    way: String,
    /// What is not published says so.
    certainty: String,
    steps: Vec<String>,
    years: u8,
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    road: String,
    /// For which assessment the form was opened.
    assessment: String,
    /// The road whose registration it renews; empty: it renews none.
    renews: String,
}

/// `GET /o/{organization}/roads/new`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(sent): Query<Sent>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, &sent, Trouble::default())).await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, sent: &Sent, trouble: Trouble) -> Result<Reply, Error> {
    let all = roads::choices(cx)?;
    let page = Page::load(cx, who, Section::Roads, "★への道を始める", "Open a road to a ★")?;
    let lang = page.language();
    let mut choices = Vec::new();
    for choice in &all {
        choices.push(view(cx, choice, sent, lang)?);
    }
    let mut schemes: Vec<&Scheme> = all.iter().map(|own| &*own.scheme).collect();
    // Each assessment comes with every scheme.
    schemes.sort_by(|one, other| one.id.cmp(&other.id));
    schemes.dedup_by(|one, other| one.id == other.id);
    let stars = schemes.into_iter().flat_map(|scheme| stars(scheme, lang)).collect();
    // There is one thing to choose: what is wrong is wrong about all of it.
    let trouble = trouble.without_fields();
    Reply::page_with(trouble.outcome(), &Open { page, choices, stars, trouble })
}

fn view(cx: &mut Context<'_, '_>, choice: &Choice, sent: &Sent, lang: Lang) -> Result<ChoiceView, Error> {
    let Choice { assessment, scheme, route } = choice;
    let value = format!("{}/{}/{route}", assessment.id, scheme.id);
    let figures = assessments::figures(cx, assessment)?;
    let star = scheme.route(route).map_or_else(String::new, |(star, _)| star.title.get(lang).to_owned());
    let chosen = value == sent.road || sent.road.is_empty() && assessment.id.as_str() == sent.assessment;
    let assessment = assessment.title.clone();
    Ok(ChoiceView { value, star, assessment, figures: (figures.satisfied, figures.total), chosen })
}

fn stars(scheme: &Scheme, lang: Lang) -> impl Iterator<Item = StarView> + use<'_> {
    scheme.stars.iter().map(move |star| StarView {
        title: star.title.get(lang).to_owned(),
        way: star.way.get(lang).to_owned(),
        certainty: unsure(&star.basis, lang),
        steps: star.routes.iter().flat_map(|own| &own.steps).map(|step| step.title.get(lang).to_owned()).collect(),
        years: star.valid.years,
    })
}

/// How sure a fact is, if it is not published; otherwise empty.
pub(crate) fn unsure(basis: &Basis, lang: Lang) -> String {
    if basis.certainty == Certainty::Published { String::new() } else { basis.certainty.name(lang).to_owned() }
}

/// `POST /o/{organization}/roads`.
pub(super) async fn open(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(sent): Form<Sent>,
) -> Response {
    let typed = sent.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let renews = Some(&sent.renews).filter(|id| !id.is_empty());
        let renews = renews.map(|id| id.parse().map_err(|_| Error::not_found())).transpose()?;
        let standing = roads::open(cx, &New { renews, ..chosen(&sent.road)? })?;
        Ok(Reply::Go(format!("/o/{organization}/roads/{}?told=saved", standing.road.id)))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, &typed, trouble)).await
}

/// What was chosen: assessment, scheme and route.
fn chosen(text: &str) -> Result<New, Error> {
    let mut parts = text.splitn(3, '/');
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let (assessment, scheme, route) = (next(), next(), next());
    let assessment = assessment.parse().map_err(|_| {
        Error::invalid("road.choice", "評価と★を選んでください。", "Choose an assessment and a ★.")
            .hint("一覧から一つ選びます。", "Choose one in the list.")
            .field("road")
    })?;
    Ok(New { assessment, scheme, route, renews: None })
}
