//! The page of a sample, on which its items are worked through.

use std::borrow::Borrow;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::site_audits::{self, Examined};
use tasuki_app::{Context, Error, issues};
use tasuki_scheme::Permission;
use tasuki_scheme::road::{ItemResult, Means, Severity, StepKind};
use tasuki_store::SampleId;

use super::SamplePlace;
use super::page::{may_prepare, within};
use super::population::AsideSent;
use super::sent::FindingSent;
use super::view::{ItemView, PopulationView, SampleView};
use crate::issues::ThreadView;
use crate::page::{Page, Section};
use crate::roads::Crumb;
use crate::take::{Form, Path, Query, day, seen};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/site_audits/sample.html")]
struct SamplePage {
    page: Page,
    road: Crumb,
    population: PopulationView,
    own: SampleView,
    items: Vec<ItemView>,
    /// Whether only what has no result is shown.
    only_open: bool,
    /// Whose words the device keeps, and of which page.
    keeps: String,
    here: String,
    /// Whether whoever looks can choose items and set the sample aside now.
    may_prepare: bool,
    /// Whether whoever looks can say what was found now.
    may_examine: bool,
    judges: bool,
    may_answer: bool,
    results: Vec<(&'static str, &'static str)>,
    means: Vec<(&'static str, &'static str)>,
    severities: Vec<(&'static str, &'static str)>,
    criteria: Vec<String>,
    /// How many days the scheme gives for a correction; 0: nothing is said.
    within: u16,
    today: String,
    typed: Typed,
    trouble: Trouble,
}

/// What somebody typed in a form that was refused.
#[derive(Debug, Clone, Default)]
struct Typed {
    result: ResultSent,
    chosen: ChosenSent,
    finding: FindingSent,
}

impl SamplePage {
    /// What was typed about an item in the form that was refused.
    fn of(&self, number: impl Borrow<u32>) -> Option<&ResultSent> {
        Some(&self.typed.result).filter(|typed| typed.item == number.borrow().to_string())
    }

    /// What was typed as a finding on an item.
    fn finding(&self, number: impl Borrow<u32>) -> &str {
        if self.typed.finding.item == number.borrow().to_string() { &self.typed.finding.text } else { "" }
    }

    /// What was wrong with a field of the result of an item.
    fn error(&self, number: impl Borrow<u32>, field: &str) -> String {
        self.of(number).map_or_else(String::new, |_| self.trouble.of(field))
    }

    /// What was wrong with a field of the finding on an item.
    fn finding_error(&self, number: impl Borrow<u32>, field: &str) -> String {
        if self.typed.finding.item == number.borrow().to_string() { self.trouble.of(field) } else { String::new() }
    }

    /// What was wrong with a field of an item that was chosen.
    fn chosen_error(&self, field: &str) -> String {
        if self.typed.chosen.number.is_empty() { String::new() } else { self.trouble.of(field) }
    }

    /// What was typed about an item, by the name of its field.
    fn text(&self, number: impl Borrow<u32>) -> &str {
        self.of(number).map_or("", |typed| typed.text.as_str())
    }

    fn day(&self, number: impl Borrow<u32>) -> &str {
        self.of(number).map_or(self.today.as_str(), |typed| typed.day.as_str())
    }

    fn has(&self, number: impl Borrow<u32>, word: &str) -> bool {
        self.of(number).is_some_and(|typed| typed.result == word || typed.means == word)
    }
}

/// What is shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    /// Only what has no result.
    open: bool,
}

/// What somebody found on an item.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ResultSent {
    item: String,
    result: String,
    means: String,
    text: String,
    day: String,
    /// How many results of the item the person saw.
    version: String,
}

/// `GET /o/{organization}/samples/{sample}`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<SamplePlace>,
    Query(wanted): Query<Wanted>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        show(cx, who, id, wanted.open, Typed::default(), Trouble::default())
    })
    .await
}

/// `POST /o/{organization}/samples/{sample}`: says what was found on an item.
pub(super) async fn examine(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<SamplePlace>,
    Form(sent): Form<ResultSent>,
) -> Response {
    let typed = Typed { result: sent.clone(), ..Typed::default() };
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let item: u32 = sent.item.parse().map_err(|_| Error::not_found())?;
        let said = Examined {
            result: ItemResult::from_word(&sent.result).ok_or_else(no_result)?,
            means: Means::from_word(&sent.means).unwrap_or(Means::Document),
            text: sent.text,
            day: day(&sent.day, "day")?,
        };
        site_audits::examine(cx, id, item, Some(seen(&sent.version)), &said)?;
        let kept = who.kept(&format!("r-{item}"));
        Ok(Reply::Go(format!("/o/{organization}/samples/{id}?{kept}#item-{item}")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, id, false, typed, trouble)).await
}

fn no_result() -> Error {
    Error::invalid("sample.result", "結果を選んでください。", "Choose a result.")
        .hint("問題なし、問題あり、見られない、のどれかです。", "In order, not in order, or could not be seen.")
        .field("result")
}

/// An item that somebody chooses.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChosenSent {
    number: String,
    why: String,
    /// The version of the sample that the person saw.
    version: String,
}

/// `POST /o/{organization}/samples/{sample}/items`: adds an item that was not drawn.
pub(super) async fn choose(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<SamplePlace>,
    Form(sent): Form<ChosenSent>,
) -> Response {
    let typed = Typed { chosen: sent.clone(), ..Typed::default() };
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let number = sent.number.trim().parse().unwrap_or(0);
        site_audits::choose(cx, id, Some(seen(&sent.version)), number, &sent.why)?;
        let kept = who.kept("choose");
        Ok(Reply::Go(format!("/o/{organization}/samples/{id}?{kept}#item-{number}")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, id, false, typed, trouble)).await
}

/// Which result is reviewed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReviewSent {
    item: String,
    number: String,
}

/// `POST /o/{organization}/samples/{sample}/reviews`: marks that somebody else's result was reviewed.
pub(super) async fn review(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<SamplePlace>,
    Form(sent): Form<ReviewSent>,
) -> Response {
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let (Ok(item), Ok(number)) = (sent.item.parse(), sent.number.parse()) else { return Err(Error::not_found()) };
        site_audits::review(cx, id, item, number)?;
        Ok(Reply::Go(format!("/o/{organization}/samples/{id}#item-{item}")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| {
        show(cx, who, id, false, Typed::default(), trouble.without_fields())
    })
    .await
}

/// `POST /o/{organization}/samples/{sample}/findings`: raises a finding on an item.
pub(super) async fn find(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<SamplePlace>,
    Form(sent): Form<FindingSent>,
) -> Response {
    let item = sent.item.clone();
    let typed = Typed { finding: sent.clone(), ..Typed::default() };
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let road = site_audits::road_of_sample(cx, id)?;
        site_audits::permit(cx, road)?;
        issues::raise(cx, road, sent.read(Some(id))?)?;
        let item: u32 = item.parse().map_err(|_| Error::not_found())?;
        let kept = who.kept(&format!("f-{item}"));
        Ok(Reply::Go(format!("/o/{organization}/samples/{id}?{kept}#item-{item}")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, id, false, typed, trouble)).await
}

/// `POST /o/{organization}/samples/{sample}/set-aside`.
pub(super) async fn set_aside(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<SamplePlace>,
    Form(sent): Form<AsideSent>,
) -> Response {
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        site_audits::set_sample_aside(cx, id, Some(seen(&sent.version)), &sent.reason)?;
        Ok(Reply::Go(format!("/o/{organization}/samples/{id}?told=saved")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| {
        show(cx, who, id, false, Typed::default(), trouble.without_fields())
    })
    .await
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    id: SampleId,
    only_open: bool,
    typed: Typed,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let road = site_audits::road_of_sample(cx, id)?;
    let room = site_audits::room(cx, road)?;
    let (population, own) = room.sample(id).ok_or_else(Error::not_found)?;
    let page = Page::load(cx, who, Section::Roads, "抽出", "Sample")?;
    let (lang, here) = (page.language(), format!("{}/samples/{id}", page.base()));
    let counts = own.counts() && population.counts();
    let may_prepare = may_prepare(cx, &room) && counts;
    let may_examine = may_prepare && room.standing.road.state.step() == Some(StepKind::Audit);
    let reviewer = may_examine.then_some(cx.person()?.id);
    let shown = own.items.iter().filter(|item| !only_open || item.last().is_none());
    let items = shown.map(|item| {
        let on_it = |thread: &&issues::Thread| thread.issue.item == Some((id, item.row.number));
        let threads = room.threads.iter().filter(on_it).map(|thread| ThreadView::new(thread, &page)).collect();
        ItemView { threads, ..ItemView::new(item, reviewer, &page) }
    });
    let view = SamplePage {
        road: Crumb::new(&room.standing, lang),
        items: items.collect(),
        population: PopulationView::new(population, &page),
        own: SampleView::new(own, &page),
        only_open,
        keeps: format!("{} {here}", cx.person()?.id),
        here,
        may_prepare,
        may_examine,
        judges: cx.may_in(Permission::Review, road) && !room.prepared,
        may_answer: issues::may_answer(cx),
        results: ItemResult::ALL.iter().map(|own| (own.word(), own.name(lang))).collect(),
        means: Means::ALL.iter().map(|own| (own.word(), own.name(lang))).collect(),
        severities: Severity::ALL.iter().map(|own| (own.word(), own.name(lang))).collect(),
        criteria: population.row.criteria.clone(),
        within: within(&room),
        today: cx.now.today.to_string(),
        typed,
        page,
        trouble,
    };
    Reply::page_with(view.trouble.outcome(), &view)
}
