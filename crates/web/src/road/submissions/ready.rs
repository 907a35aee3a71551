//! The check before a submission, and freezing it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use tasuki_app::submissions::{self, Lack, Open};
use tasuki_app::{Context, Error};
use tasuki_catalog::Lang;
use tasuki_store::{Digest, RoadId};

use super::RoadPlace;
use super::changes::ChangesView;
use crate::page::{Page, Section};
use crate::roads::{Crumb, title};
use crate::take::{Form, Path, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who, time};

#[derive(Template)]
#[template(path = "road/submissions/ready.html")]
struct Check {
    page: Page,
    road: Crumb,
    assessment: String,
    digest: String,
    star: String,
    total: usize,
    satisfied: usize,
    until: Date,
    /// How many criteria there is something to tell of.
    all: usize,
    /// The kinds of what is lacking, as filters.
    kinds: Vec<KindView>,
    /// What was filtered.
    open: Vec<OpenView>,
    is_first: bool,
    is_unchanged: bool,
    changes: ChangesView,
    trouble: Trouble,
}

/// A kind of what is lacking.
struct KindView {
    word: &'static str,
    name: &'static str,
    count: usize,
    is_chosen: bool,
}

/// Which criteria are shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Only {
    /// A kind of what is lacking; empty shows all.
    only: String,
}

/// A criterion of which there is something to tell.
struct OpenView {
    id: String,
    title: String,
    status: &'static str,
    /// What is lacking, and whether it keeps the criterion open.
    lacks: Vec<(String, bool)>,
}

impl OpenView {
    fn new(own: &Open, title: String, today: Date, lang: Lang) -> Self {
        let lacks = own.lacks.iter().map(|lack| (said(lack, today, lang), matches!(lack, Lack::Unsatisfied(_))));
        Self { id: own.criterion.clone(), title, status: own.status.word(), lacks: lacks.collect() }
    }
}

/// The kinds of what is lacking, and what they are called.
const KINDS: [(&str, (&str, &str)); 4] = [
    ("unsatisfied", ("満たしていない", "Not satisfied")),
    ("not_accepted", ("対象外を誰も認めていない", "Not accepted")),
    ("no_evidence", ("証跡がない", "No evidence")),
    ("evidence_ends", ("証跡が先に終わる", "Evidence ends")),
];

/// What is lacking, in words.
pub(super) fn said(lack: &Lack, today: Date, lang: Lang) -> String {
    let ja = lang == Lang::Ja;
    match lack {
        Lack::Unsatisfied(open) => open.sentence(lang),
        Lack::NotAccepted if ja => "対象外を、まだ誰も認めていません".to_owned(),
        Lack::NotAccepted => "nobody has accepted that it does not apply".to_owned(),
        Lack::NoEvidence if ja => "証跡がありません".to_owned(),
        Lack::NoEvidence => "no evidence".to_owned(),
        Lack::EvidenceEnds { name, on } => {
            let day = time::day(*on, today, lang);
            if ja {
                format!("証跡「{name}」が登録の期間より先に終わります（{day}）")
            } else {
                format!("evidence “{name}” ends before the registration would ({day})")
            }
        }
    }
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    /// The digest of what the person has looked at.
    digest: String,
}

/// `GET /o/{organization}/roads/{road}/ready`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Query(only): Query<Only>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, road, &only, Trouble::default())).await
}

/// `POST /o/{organization}/roads/{road}/submissions`.
pub(super) async fn freeze(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Form(sent): Form<Sent>,
) -> Response {
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        // A form without a digest has looked at nothing.
        let seen = sent.digest.parse().unwrap_or_else(|_| Digest::of(&[]));
        let row = submissions::freeze(cx, road, seen)?;
        Ok(Reply::Go(format!("/o/{organization}/submissions/{}?told=saved", row.digest)))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, road, &Only::default(), trouble))
        .await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, road: RoadId, only: &Only, trouble: Trouble) -> Result<Reply, Error> {
    let ready = submissions::ready(cx, road)?;
    let page = Page::load(cx, who, Section::Roads, "提出前の確認", "Check before submission")?;
    let (lang, today) = (page.language(), cx.now.today);
    let catalog = cx.library.shared(&ready.edition);
    let title = |id: &str| title(catalog.as_deref(), id, lang);
    let has = |own: &Open, kind: &str| own.lacks.iter().any(|lack| lack.word() == kind);
    let kind = |(word, (ja, en)): (&'static str, (&'static str, &'static str))| KindView {
        word,
        name: if lang == Lang::Ja { ja } else { en },
        count: ready.open.iter().filter(|own| has(own, word)).count(),
        is_chosen: word == only.only,
    };
    let chosen = ready.open.iter().filter(|own| only.only.is_empty() || has(own, &only.only));
    let check = Check {
        road: Crumb::new(&ready.standing, lang),
        assessment: format!("{}/assessments/{}", page.base(), ready.standing.road.assessment),
        digest: ready.digest.to_string(),
        star: ready.standing.star().title.get(lang).to_owned(),
        total: ready.total,
        satisfied: ready.satisfied,
        until: ready.until,
        all: ready.open.len(),
        kinds: KINDS.into_iter().map(kind).filter(|own| own.count > 0).collect(),
        is_first: ready.changes.is_none(),
        is_unchanged: ready.is_unchanged(),
        changes: ready.changes.as_ref().map(|own| ChangesView::new(own, title, lang)).unwrap_or_default(),
        open: chosen.map(|own| OpenView::new(own, title(&own.criterion), today, lang)).collect(),
        page,
        trouble,
    };
    Reply::page_with(check.trouble.outcome(), &check)
}
