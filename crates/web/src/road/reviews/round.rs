//! A round of the review: what an earlier submission said of each criterion, what had changed since the one before, and what was marked and
//! raised then.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::reviews::{self, Round};
use tasuki_app::{Context, Error};
use tasuki_catalog::{Catalog, Lang};
use tasuki_store::marks::Mark;
use tasuki_store::{OrganizationId, RoadId};
use tasuki_trust::submission::Answer;

use super::view::{AnswerView, DifferenceView, PieceView, TabView, differences, pieces, tabs};
use crate::issues::ThreadView;
use crate::page::{Page, Section};
use crate::roads::{Crumb, title};
use crate::take::{Path, Query};
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/reviews/round.html")]
struct RoundPage {
    page: Page,
    road: Crumb,
    number: u32,
    digest: String,
    made: i64,
    tabs: Vec<TabView>,
    lines: Vec<RoundLine>,
    only_changed: bool,
    /// Whether there is a submission before this one.
    is_later: bool,
    here: AnswerView,
    differences: Vec<DifferenceView>,
    pieces: Vec<PieceView>,
    marks: Vec<SetView>,
    threads: Vec<ThreadView>,
}

/// A criterion in the list of a round.
struct RoundLine {
    id: String,
    title: String,
    status: &'static str,
    changed: bool,
    /// How much was raised in this round.
    raised: usize,
    is_here: bool,
}

/// A mark that was set in this round.
struct SetView {
    name: &'static str,
    by: String,
    means: &'static str,
    at: String,
    note: String,
}

/// Which criterion of the round is shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    /// The criterion; without one, the first that changed.
    c: String,
    /// Only what changed.
    changed: bool,
}

impl Wanted {
    fn answer<'r>(&self, round: &'r Round) -> Result<&'r Answer, Error> {
        let all = &round.shown.submission.answers;
        let asked = all.iter().find(|own| own.criterion == self.c);
        let changed = || all.iter().find(|own| is_changed(round, &own.criterion));
        asked.or_else(changed).or_else(|| all.first()).ok_or_else(Error::not_found)
    }
}

/// `GET /o/{organization}/roads/{road}/review/rounds/{number}`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, number)): Path<(OrganizationId, RoadId, u32)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let round = reviews::round(cx, road, number)?;
        show(cx, who, &round, &wanted)
    })
    .await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, round: &Round, wanted: &Wanted) -> Result<Reply, Error> {
    let page = Page::load(cx, who, Section::Roads, "文書確認の前の回", "An earlier round of the review")?;
    let (lang, submission) = (page.language(), &round.shown.submission);
    let catalog = cx.library.shared(&submission.edition.id);
    let here = &wanted.answer(round)?.criterion;
    Reply::page(&RoundPage {
        road: Crumb::new(&round.shown.standing, lang),
        number: round.shown.row.number,
        digest: round.shown.row.digest.to_string(),
        made: round.shown.row.made,
        tabs: tabs(&round.rounds, round.shown.row.number, &page),
        lines: lines(round, (here, wanted.changed), catalog.as_deref(), lang),
        only_changed: wanted.changed,
        is_later: round.before.is_some(),
        here: AnswerView::new(submission, here, catalog.as_deref(), &page),
        differences: differences(round.before.as_ref(), submission, here, &page),
        pieces: pieces(&round.shown, here, &page),
        marks: round.marks.iter().filter(|own| own.criterion == *here).map(|own| SetView::new(own, &page)).collect(),
        threads: round
            .threads
            .iter()
            .filter(|own| own.issue.criterion == *here)
            .map(|own| ThreadView::new(own, &page))
            .collect(),
        page,
    })
}

impl SetView {
    fn new(own: &Mark, page: &Page) -> Self {
        let lang = page.language();
        Self {
            name: own.aspect.name(lang),
            by: own.name.clone(),
            means: own.means.name(lang),
            at: page.time(own.at),
            note: own.note.clone(),
        }
    }
}

fn is_changed(round: &Round, criterion: &str) -> bool {
    round.before.as_ref().is_some_and(|before| !before.parts(criterion).is_empty())
}

fn lines(round: &Round, (here, only_changed): (&str, bool), catalog: Option<&Catalog>, lang: Lang) -> Vec<RoundLine> {
    let view = |own: &Answer| RoundLine {
        id: own.criterion.clone(),
        title: title(catalog, &own.criterion, lang),
        status: own.status.word(),
        changed: is_changed(round, &own.criterion),
        raised: round.threads.iter().filter(|thread| thread.issue.criterion == own.criterion).count(),
        is_here: own.criterion == here,
    };
    let all = round.shown.submission.answers.iter().map(view);
    all.filter(|own| !only_changed || own.changed || own.is_here).collect()
}
