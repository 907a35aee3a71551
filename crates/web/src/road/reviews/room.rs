//! The page of the room, and the end of a review.

use askama::Template;
use axum::extract::State;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::reviews::{self, MarkedBy, Room};
use tasuki_app::{Context, Error, issues, submissions};
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{IssueKind, IssueState, Means, Severity};
use tasuki_store::evidence::Version;
use tasuki_store::{Digest, EvidenceId, OrganizationId, RoadId};

use super::Place;
use super::end::{self, End, EndView};
use super::view::{
    AnswerView, DifferenceView, LineView, MarkView, PieceView, TabView, differences, lines, pieces, tabs,
};
use crate::evidence::{Preview, preview};
use crate::issues::{Refused, ThreadView};
use crate::page::{Page, Section};
use crate::roads::Crumb;
use crate::take::{Form, Path, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/reviews/room.html")]
struct RoomPage {
    page: Page,
    road: Crumb,
    version: i64,
    state: String,
    number: u32,
    digest: String,
    made: i64,
    marked: usize,
    total: usize,
    /// How many issues are not settled.
    open_issues: usize,
    /// The rounds of the review; one for each submission.
    tabs: Vec<TabView>,
    lines: Vec<LineView>,
    only_open: bool,
    here: AnswerView,
    /// Whether it changed since the submission before, and what about it.
    changed: bool,
    differences: Vec<DifferenceView>,
    marks: Vec<MarkView>,
    threads: Vec<ThreadView>,
    pieces: Vec<PieceView>,
    /// The piece that is shown large, with its preview.
    chosen: Option<(PieceView, Preview)>,
    ends: Vec<EndView>,
    /// On whose marks a confirmation rests.
    marked_by: Vec<MarkedBy>,
    /// Whether whoever looks reviews.
    reviews: bool,
    prepared: bool,
    may_answer: bool,
    /// The next criterion that is open; empty if none is.
    next: String,
    means: Vec<(&'static str, &'static str)>,
    severities: Vec<(&'static str, &'static str)>,
    kinds: Vec<(&'static str, &'static str, &'static str)>,
    trouble: Trouble,
}

/// Which criterion and which piece of evidence are shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    /// The criterion; without one, the first that is open.
    c: String,
    /// The evidence; without one, the first of the criterion.
    e: String,
    /// Only what is open.
    open: bool,
    /// A reply that was refused.
    #[serde(skip)]
    replied: Refused,
}

impl Wanted {
    /// A criterion.
    pub(crate) fn of(criterion: String) -> Self {
        Self { c: criterion, ..Self::default() }
    }

    /// A criterion, with a reply that was refused.
    pub(crate) fn replied(criterion: String, replied: Refused) -> Self {
        Self { replied, ..Self::of(criterion) }
    }

    /// The criterion among those of the room: the one that is asked for, the first that is open, or the first.
    fn criterion<'r>(&self, room: &'r Room) -> Result<&'r reviews::Criterion, Error> {
        let asked = room.criteria.iter().find(|own| own.id == self.c);
        let open = || room.criteria.iter().find(|own| own.is_open());
        // The organization comes to answer.
        let unanswered = |own: &&reviews::Criterion| own.threads.iter().any(|own| own.issue.state == IssueState::Open);
        let to_answer = || if room.own.is_none() { room.criteria.iter().find(unanswered) } else { None };
        asked.or_else(to_answer).or_else(open).or_else(|| room.criteria.first()).ok_or_else(Error::not_found)
    }
}

/// `GET /o/{organization}/roads/{road}/review`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let (room, large) = match looked_at(&web, &who, organization, road, &wanted).await {
        Ok(found) => found,
        Err(error) => return Reply::respond(&who, Err(error)),
    };
    let mut response = web
        .page_for(&who, Some(organization), move |cx, who| draw(cx, who, &room, &wanted, large, Trouble::default()))
        .await;
    // The page embeds its own preview of a PDF, and nothing else.
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, crate::guard::policy_with_frames());
    response
}

/// A piece with its preview.
type Large = Option<(String, Preview)>;

/// The room, and the piece that is shown large. Its file is read after the transaction.
async fn looked_at(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    road: RoadId,
    wanted: &Wanted,
) -> Result<(Room, Large), Error> {
    let wanted = wanted.clone();
    let find = move |cx: &mut Context<'_, '_>| -> Result<(Room, Option<(String, Version)>), Error> {
        let room = reviews::room(cx, road)?;
        let Some((digest, id)) = piece(&room, &wanted)? else { return Ok((room, None)) };
        let (_, version) = submissions::piece(cx, digest, id)?;
        Ok((room, Some((id.to_string(), version))))
    };
    let (room, found) = web.app().read(who.credentials, Some(organization), find).await?;
    let large = match found {
        Some((id, version)) => Some((id, preview(web, &version).await)),
        None => None,
    };
    Ok((room, large))
}

/// Which piece is asked for, or the first of the criterion that is for whoever looks.
fn piece(room: &Room, wanted: &Wanted) -> Result<Option<(Digest, EvidenceId)>, Error> {
    let criterion = wanted.criterion(room)?;
    let answer = room.shown.submission.answer(&criterion.id).ok_or_else(Error::not_found)?;
    let mut seen = answer.evidence.iter().filter(|id| !room.shown.hidden.contains(*id));
    let asked = seen.clone().find(|id| **id == wanted.e);
    let id = asked.or_else(|| seen.next()).and_then(|id| id.parse().ok());
    Ok(id.map(|id| (room.shown.row.digest, id)))
}

/// The page with what was wrong with a form on it, and no evidence large.
pub(crate) fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    wanted: &Wanted,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let room = reviews::room(cx, road)?;
    draw(cx, who, &room, wanted, None, trouble)
}

fn draw(
    cx: &mut Context<'_, '_>,
    who: &Who,
    room: &Room,
    wanted: &Wanted,
    large: Large,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let page = Page::load(cx, who, Section::Roads, "文書確認", "Document review")?;
    let lang = page.language();
    let catalog = cx.library.shared(&room.shown.submission.edition.id);
    let here = wanted.criterion(room)?;
    let (submission, before) = (&room.shown.submission, room.before.as_ref());
    let answer = submission.answer(&here.id);
    let pieces = pieces(&room.shown, &here.id, &page);
    let chosen = large.and_then(|(id, preview)| Some((pieces.iter().find(|own| own.id == id)?.clone(), preview)));
    let reviews = cx.may_in(Permission::Review, room.standing().road.id);
    let marked_by = room.marked_by();
    let view = RoomPage {
        road: Crumb::new(room.standing(), lang),
        version: room.standing().road.version,
        state: room.standing().road.state.name(room.standing().route(), lang),
        number: room.shown.row.number,
        digest: room.shown.row.digest.to_string(),
        made: room.shown.row.made,
        marked: room.criteria.iter().filter(|own| own.is_marked()).count(),
        total: room.criteria.len(),
        open_issues: room.open_issues(),
        lines: lines(room, &here.id, catalog.as_deref(), wanted.open, lang),
        only_open: wanted.open,
        tabs: tabs(&room.rounds, room.shown.row.number, &page),
        here: AnswerView::new(submission, &here.id, catalog.as_deref(), &page),
        changed: here.changed,
        differences: differences(before, submission, &here.id, &page),
        marks: here.needed.iter().map(|aspect| MarkView::new(here, answer, *aspect, &page)).collect(),
        threads: here
            .threads
            .iter()
            .rev()
            .map(|thread| ThreadView::new(thread, &page).with(&wanted.replied, &trouble))
            .collect(),
        pieces,
        chosen,
        ends: EndView::all(cx, room.standing(), &room.met, &rests_on(&marked_by, lang), lang)?,
        marked_by,
        reviews,
        prepared: room.prepared,
        may_answer: issues::may_answer(cx),
        next: room.next_open(&here.id).unwrap_or_default(),
        means: Means::ALL.iter().map(|own| (own.word(), own.name(lang))).collect(),
        severities: Severity::ALL.iter().map(|own| (own.word(), own.name(lang))).collect(),
        kinds: kinds(lang),
        page,
        trouble,
    };
    Reply::page_with(view.trouble.outcome(), &view)
}

/// On whose marks a confirmation rests, in a sentence for whoever confirms: they take over what others found, also those who left.
fn rests_on(marked_by: &[MarkedBy], lang: Lang) -> String {
    let gone = |own: &MarkedBy| match lang {
        _ if own.is_appointed => "",
        Lang::Ja => "（いまは確認する人ではありません）",
        Lang::En => " (no reviewer any more)",
    };
    let all = lang.joined(marked_by.iter().map(|own| format!("{} {}{}", own.name, own.marks, gone(own))));
    match lang {
        _ if all.is_empty() => String::new(),
        Lang::Ja => format!("。確認は、次の人の印にもとづきます: {all}"),
        Lang::En => format!(". It rests on the marks of: {all}"),
    }
}

/// What can be raised, with its key.
fn kinds(lang: Lang) -> Vec<(&'static str, &'static str, &'static str)> {
    let key = |kind| match kind {
        IssueKind::Question => "2",
        IssueKind::Finding => "3",
        IssueKind::Advice => "4",
    };
    IssueKind::ALL.iter().map(|own| (own.word(), own.name(lang), key(*own))).collect()
}

/// `POST /o/{organization}/roads/{road}/review`: confirms, sends back, or finishes corrections.
pub(super) async fn finish(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(sent): Form<End>,
) -> Response {
    let again =
        move |cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble| show(cx, who, road, &Wanted::default(), trouble);
    end::finish(&web, &who, (organization, road), sent, again).await
}
