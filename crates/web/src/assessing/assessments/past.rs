//! An assessment as it was at the end of a day.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_app::past::{self, Past};
use tasuki_app::{Context, Error, Kind, assessments, timeline};
use tasuki_store::answers::Answer;
use tasuki_store::{AssessmentId, OrganizationId};
use utoipa::ToSchema;

use super::tabs::Tabs;
use super::wire::FiguresBody;
use crate::page::{Page, Section};
use crate::take::{Json, Path, Query};
use crate::words::StatusWord;
use crate::{Problem, Reply, Web, Who};

#[derive(Template)]
#[template(path = "assessing/assessments/past.html")]
struct PastPage {
    page: Page,
    tabs: Tabs,
    day: String,
    first: String,
    today: String,
    error: Option<String>,
    shown: Option<PastView>,
}

struct PastView {
    title: String,
    day: String,
    satisfied: usize,
    total: usize,
    answers: Vec<AnswerView>,
}

struct AnswerView {
    id: String,
    title: String,
    status: &'static str,
    note: String,
    substitute: String,
    reason: String,
    accepted: bool,
    evidence: Vec<(String, String)>,
    /// Whether something is not known any more.
    is_unknown: bool,
}

/// Which day.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    day: String,
}

/// `GET /o/{organization}/assessments/{assessment}/past`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, AssessmentId)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let own = assessments::find(cx, id)?;
        let page = Page::load(cx, who, Section::Assessments, "ある日の評価", "As it was on a day")?;
        let (lang, today) = (page.language(), cx.now.today);
        let day = wanted.day.parse().unwrap_or(today);
        let (shown, error) = match past::past(cx, id, day) {
            Ok(past) => (Some(PastView::new(&past, &page)), None),
            Err(error) if error.kind == Kind::Invalid => (None, Some(error.sentence(lang))),
            Err(error) => return Err(error),
        };
        Reply::page(&PastPage {
            tabs: Tabs::of(cx, &own, "past", lang)?,
            day: day.to_string(),
            first: timeline::begun(&own).to_string(),
            today: today.to_string(),
            error,
            shown,
            page,
        })
    })
    .await
}

impl PastView {
    fn new(past: &Past, page: &Page) -> Self {
        Self {
            title: past.assessment.title.clone(),
            day: page.day(past.day),
            satisfied: past.evaluation.satisfied(),
            total: past.evaluation.criteria.len(),
            answers: past.asked().map(|answer| AnswerView::new(answer, past, page)).collect(),
        }
    }
}

impl AnswerView {
    fn new(own: &Answer, past: &Past, page: &Page) -> Self {
        let pieces = past.pieces(&own.criterion);
        let criterion = past.catalog.criterion(&own.criterion);
        Self {
            id: own.criterion.clone(),
            title: criterion.map_or_else(String::new, |own| own.title.get(page.language()).to_owned()),
            status: own.status.word(),
            note: own.note.clone(),
            substitute: own.substitute.clone(),
            reason: own.reason.clone(),
            accepted: own.accepted,
            evidence: pieces
                .iter()
                .map(|(id, name)| (format!("{}/evidence/{id}", page.base()), name.clone()))
                .collect(),
            is_unknown: past.unknown.contains(&own.criterion),
        }
    }
}

/// An assessment as it was at the end of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PastBody {
    /// The assessment.
    assessment: String,
    /// Its title on that day.
    title: String,
    /// The level on that day.
    level: Option<u8>,
    /// The day.
    day: String,
    /// How far it was.
    figures: FiguresBody,
    /// The answers to the criteria of the level.
    answers: Vec<PastAnswerBody>,
}

/// An answer as it was.
#[derive(Debug, Serialize, ToSchema)]
struct PastAnswerBody {
    /// The criterion.
    criterion: String,
    /// The state.
    #[schema(value_type = StatusWord)]
    status: tasuki_assess::Status,
    /// What was done.
    note: String,
    /// What was done instead.
    substitute: String,
    /// Why it did not apply.
    reason: String,
    /// Whether somebody had accepted that.
    accepted: bool,
    /// Who took care of it.
    owner: Option<String>,
    /// When it had last been shown.
    confirmed_on: Option<String>,
    /// The evidence that was attached, by its identifiers.
    evidence: Vec<String>,
    /// Whether something is not known any more, as details of the log were removed.
    incomplete: bool,
}

impl PastAnswerBody {
    fn new(own: &Answer, past: &Past) -> Self {
        let pieces = past.pieces(&own.criterion);
        Self {
            criterion: own.criterion.clone(),
            status: own.status,
            note: own.note.clone(),
            substitute: own.substitute.clone(),
            reason: own.reason.clone(),
            accepted: own.accepted,
            owner: own.owner.map(|person| person.to_string()),
            confirmed_on: own.confirmed.map(|day| day.to_string()),
            evidence: pieces.iter().map(|(id, _)| id.to_string()).collect(),
            incomplete: past.unknown.contains(&own.criterion),
        }
    }
}

/// The assessment as it was at the end of a day: its answers with their texts and evidence.
#[utoipa::path(get, path = "/assessments/{assessment}/past/{day}", tag = "assessments",
    params(("organization" = String, Path), ("assessment" = String, Path), ("day" = String, Path)),
    responses((status = 200, body = PastBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, id, day)): Path<(OrganizationId, AssessmentId, Date)>,
) -> Result<Json<PastBody>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| -> Result<PastBody, Error> {
        let past = past::past(cx, id, day)?;
        Ok(PastBody {
            assessment: id.to_string(),
            title: past.assessment.title.clone(),
            level: past.assessment.level,
            day: past.day.to_string(),
            figures: assessments::Figures::of(&past.catalog, &past.evaluation).into(),
            answers: past.asked().map(|answer| PastAnswerBody::new(answer, &past)).collect(),
        })
    };
    Ok(Json(web.read(&who, organization, work).await?))
}
