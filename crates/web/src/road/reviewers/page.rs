//! The page about the reviewers of a road.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::reviewers::{self, Listed};
use tasuki_app::roads::{self, Standing};
use tasuki_app::{Context, Error, members};
use tasuki_catalog::Lang;
use tasuki_scheme::road::Actor;
use tasuki_scheme::{Classification, Permission, Role};
use tasuki_store::RoadId;

use super::forms::Sent;
use super::{Place, RoadPlace};
use crate::page::{Page, Section};
use crate::roads::Crumb;
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/reviewers/page.html")]
struct Reviewers {
    page: Page,
    road: Crumb,
    reviewers: Vec<ReviewerView>,
    /// Who can be appointed: identifier, name, whether from outside.
    people: Vec<(String, String, bool)>,
    actors: Vec<ActorView>,
    classes: Vec<(&'static str, &'static str)>,
    qualifications: Vec<FieldView>,
    sent: Sent,
    may_manage: bool,
    trouble: Trouble,
}

/// As whom somebody can be appointed, with what the scheme asks of them.
struct ActorView {
    word: &'static str,
    name: &'static str,
    asks: String,
    note: String,
}

/// A qualification with what was entered.
struct FieldView {
    id: String,
    title: String,
    number: String,
    until: String,
}

/// A reviewer, for the template.
struct ReviewerView {
    id: String,
    name: String,
    actor: &'static str,
    shown: Vec<(String, String, String)>,
    fields: Vec<FieldView>,
    lacks: Vec<String>,
    accepted: String,
    advised: String,
    evidence: &'static str,
    ends: String,
    version: i64,
    /// Whether whoever looks may enter what was shown.
    may_enter: bool,
}

/// `GET /o/{organization}/roads/{road}/reviewers`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, road)): Path<RoadPlace>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, road, Sent::default(), Trouble::default()))
        .await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, road: RoadId, sent: Sent, trouble: Trouble) -> Result<Reply, Error> {
    let standing = roads::find(cx, road)?;
    let all = reviewers::list(cx, &standing)?;
    let page = Page::load(cx, who, Section::Roads, "確認する人", "Reviewers")?;
    let (lang, may_manage) = (page.language(), cx.may(Permission::ManageRoads));
    let me = cx.person()?.id;
    let view = |own: &Listed| {
        let may_enter = may_manage || own.reviewer.person == me && own.ends.is_some();
        ReviewerView::new(own, &standing, &page, may_enter)
    };
    let reviewers: Vec<ReviewerView> = all.iter().map(view).collect();
    let people = if may_manage { people(cx, &all)? } else { Vec::new() };
    let view = Reviewers {
        road: Crumb::new(&standing, lang),
        reviewers,
        people,
        actors: actors(&standing, lang),
        classes: Classification::ALL.map(|own| (own.word(), own.name(lang))).to_vec(),
        qualifications: fields(&standing, lang, |id| {
            sent.shown.iter().find(|(own, ..)| own == id).map(|(_, number, until)| (number.clone(), until.clone()))
        }),
        sent,
        may_manage,
        page,
        trouble,
    };
    Reply::page_with(view.trouble.outcome(), &view)
}

/// The members who are not appointed yet; those from outside come first.
fn people(cx: &mut Context<'_, '_>, known: &[Listed]) -> Result<Vec<(String, String, bool)>, Error> {
    let mut all = members::list(cx)?;
    all.retain(|own| {
        !own.ended && !own.disabled && known.iter().all(|other| other.reviewer.person != own.member.person)
    });
    let mut people: Vec<_> = all
        .into_iter()
        .map(|own| (own.member.person.to_string(), own.member.name, own.member.roles.contains(Role::Guest)))
        .collect();
    people.sort_by_key(|(_, _, is_outside)| !is_outside);
    Ok(people)
}

/// As whom the steps of the route ask somebody to look.
fn actors(standing: &Standing, lang: Lang) -> Vec<ActorView> {
    let steps = standing.route().steps.iter().filter(|step| step.step.is_looked_at());
    let mut actors: Vec<Actor> = steps.flat_map(|step| step.by.iter().copied()).collect();
    actors.sort();
    actors.dedup();
    let title = |id: &String| standing.scheme().qualification(id).map_or("", |own| own.title.get(lang)).to_owned();
    let view = |actor: Actor| {
        let reviewer = standing.scheme().reviewer(actor);
        let one_of: Vec<String> = reviewer.map(|own| own.one_of.iter().map(title).collect()).unwrap_or_default();
        let also: Vec<String> = reviewer.map(|own| own.also.iter().map(title).collect()).unwrap_or_default();
        ActorView {
            word: actor.word(),
            name: actor.name(lang),
            asks: asks(&one_of, &also, lang),
            note: reviewer.map_or_else(String::new, |own| own.note.get(lang).to_owned()),
        }
    };
    actors.into_iter().map(view).collect()
}

/// What the scheme asks, in a sentence.
fn asks(one_of: &[String], also: &[String], lang: Lang) -> String {
    let joined = |titles: &[String]| lang.joined(titles.iter().map(String::as_str));
    let (any, all) = (joined(one_of), joined(also));
    match (one_of.is_empty(), also.is_empty(), lang == Lang::Ja) {
        (true, true, _) => String::new(),
        (true, false, true) => format!("{all}が要ります。"),
        (true, false, false) => format!("Asks for: {all}."),
        (false, true, true) => format!("{any}のどれか一つが要ります。"),
        (false, true, false) => format!("Asks for one of: {any}."),
        (false, false, true) => format!("{any}のどれか一つと、{all}が要ります。"),
        (false, false, false) => format!("Asks for one of: {any}; and for {all}."),
    }
}

/// The qualifications that the reviewers of the route can show.
fn fields(standing: &Standing, lang: Lang, entered: impl Fn(&str) -> Option<(String, String)>) -> Vec<FieldView> {
    let scheme = standing.scheme();
    let view = |own: &tasuki_scheme::road::Qualification| {
        let (number, until) = entered(&own.id).unwrap_or_default();
        FieldView { id: own.id.clone(), title: own.title.get(lang).to_owned(), number, until }
    };
    let steps = || standing.route().steps.iter().filter(|step| step.step.is_looked_at()).flat_map(|step| &step.by);
    let asked = |id: &String| {
        steps().filter_map(|actor| scheme.reviewer(*actor)).any(|own| own.one_of.contains(id) || own.also.contains(id))
    };
    scheme.qualifications.iter().filter(|own| asked(&own.id)).map(view).collect()
}

impl ReviewerView {
    fn new(own: &Listed, standing: &Standing, page: &Page, may_enter: bool) -> Self {
        let (lang, reviewer) = (page.language(), &own.reviewer);
        let title =
            |id: &str| standing.scheme().qualification(id).map_or(id.to_owned(), |own| own.title.get(lang).to_owned());
        let shown = reviewer.shown.iter().map(|shown| {
            let until = shown.until.map(|day| page.day(day)).unwrap_or_default();
            (title(&shown.qualification), shown.number.clone(), until)
        });
        let entered = |id: &str| {
            let shown = reviewer.shown.iter().find(|own| own.qualification == id)?;
            Some((shown.number.clone(), shown.until.map(|day| day.to_string()).unwrap_or_default()))
        };
        Self {
            id: reviewer.person.to_string(),
            name: reviewer.name.clone(),
            actor: reviewer.actor.name(lang),
            shown: shown.collect(),
            fields: fields(standing, lang, entered),
            lacks: own.lacks.iter().map(|lack| lack.sentence(lang, title, |day| page.day(day))).collect(),
            accepted: reviewer.accepted.clone(),
            advised: reviewer.advised.clone(),
            evidence: own.evidence.map_or("", |class| class.name(lang)),
            ends: own.ends.map(|day| page.day(day)).unwrap_or_default(),
            version: reviewer.version,
            may_enter,
        }
    }
}

/// `POST /o/{organization}/roads/{road}/reviewers`.
pub(super) async fn appoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Sent::new(pairs);
    let typed = sent.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        reviewers::appoint(cx, road, sent.appointment()?)?;
        Ok(Reply::Go(format!("/o/{organization}/roads/{road}/reviewers?told=saved")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, road, typed, trouble)).await
}

/// `POST /o/{organization}/roads/{road}/reviewers/{person}`.
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, person)): Path<Place>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Sent::new(pairs);
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        reviewers::change(cx, road, person, Some(sent.version()), sent.change()?)?;
        Ok(Reply::Go(format!("/o/{organization}/roads/{road}/reviewers?told=saved")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| {
        show(cx, who, road, Sent::default(), trouble.without_fields())
    })
    .await
}

/// `POST /o/{organization}/roads/{road}/reviewers/{person}/dismiss`.
pub(super) async fn dismiss(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, person)): Path<Place>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        reviewers::dismiss(cx, road, person)?;
        Ok(Reply::Go(format!("/o/{organization}/roads/{road}/reviewers?told=saved")))
    })
    .await
}
