//! Carrying an earlier assessment over into a new one.

pub(super) mod api;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::carry::{self, Preview, Row, Wanted, Way};
use tasuki_app::{Context, Error, Kind, assessments};
use tasuki_assess::{Counts, Status, Suggestion};
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_store::{AssessmentId, OrganizationId};

use crate::assessments::choices::{EditionChoice, choices};
use crate::assessments::form::due;
use crate::assessments::workshop::pay_for_answers;
use crate::page::{Page, Section};
use crate::take::{Form, Path, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// The number of suggestions that are shown.
const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "assessing/assessments/carry.html")]
struct Carry {
    page: Page,
    chosen: Chosen,
    /// Earlier assessments: identifier, title with edition.
    sources: Vec<(String, String)>,
    editions: Vec<EditionChoice>,
    trouble: Trouble,
    preview: Option<PreviewView>,
}

/// What was chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    from: String,
    /// `scs-2026-03/3`.
    target: String,
    title: String,
    due: String,
}

struct PreviewView {
    target: String,
    /// Whether answers are copied; otherwise they only give suggestions.
    brings_answers: bool,
    /// How the new one would stand.
    counts: Counts,
    kept: usize,
    again: Vec<AgainView>,
    fresh: usize,
    dropped: Vec<(String, String)>,
    suggested_met: usize,
    suggested_partial: usize,
    suggestions: Vec<SuggestionView>,
    more: usize,
}

/// An answer that a person must review.
struct AgainView {
    id: String,
    title: String,
    from: String,
    before: &'static str,
    after: &'static str,
    change: &'static str,
    reason: String,
}

struct SuggestionView {
    id: String,
    title: String,
    key: &'static str,
    from: String,
}

impl Chosen {
    fn wanted(&self) -> Option<Wanted> {
        let from: AssessmentId = self.from.parse().ok()?;
        let (edition, level) = self.target.split_once('/')?;
        (!edition.is_empty()).then(|| Wanted { from, edition: edition.to_owned(), level: level.parse().ok() })
    }
}

/// `GET /o/{organization}/assessments/carry`: which assessment, to which edition, and a preview.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(chosen): Query<Chosen>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, chosen, Trouble::default())).await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, chosen: Chosen, mut trouble: Trouble) -> Result<Reply, Error> {
    cx.require(Permission::ManageAssessments)?;
    let page = Page::load(cx, who, Section::Assessments, "前の評価から引き継ぐ", "Carry over")?;
    let lang = page.language();
    let outcome = trouble.outcome();
    let preview = match chosen.wanted() {
        Some(wanted) => match carry::preview(cx, &wanted) {
            Ok(preview) => Some(view(cx, &preview, lang)),
            Err(refused) if refused.kind == Kind::Invalid => {
                if !trouble.is_some() {
                    trouble = Trouble::new(refused, lang);
                }
                None
            }
            Err(refused) => return Err(refused),
        },
        None => None,
    };
    let mut sources = Vec::new();
    for own in assessments::list(cx)? {
        let edition = assessments::catalog_of(cx, &own)?;
        let title = format!("{}（{} {}）", own.title, edition.title().get(lang), edition.level_title(own.level, lang));
        sources.push((own.id.to_string(), title));
    }
    let editions = choices(&cx.library, lang);
    Reply::page_with(outcome, &Carry { page, chosen, sources, editions, trouble, preview })
}

fn view(cx: &Context<'_, '_>, preview: &Preview, lang: Lang) -> PreviewView {
    let target = preview.target.as_ref();
    let criterion = |position: usize| &target.criteria()[position];
    let old = preview.source.catalog.as_ref();
    let counts = preview.evaluation(cx.now.today).counts;
    let mut made = PreviewView {
        target: format!("{} {}", target.title().get(lang), target.level_title(preview.level, lang)).trim().to_owned(),
        brings_answers: true,
        counts,
        kept: 0,
        again: Vec::new(),
        fresh: 0,
        dropped: Vec::new(),
        suggested_met: 0,
        suggested_partial: 0,
        suggestions: Vec::new(),
        more: 0,
    };
    match &preview.way {
        Way::Answers { rows, dropped } => {
            let asked: Vec<&Row> = rows.iter().filter(|row| preview.asks(row.position)).collect();
            // A criterion without an answer before simply has no answer.
            let (fresh, known): (Vec<&Row>, Vec<&Row>) = asked.into_iter().partition(|row| is_fresh(preview, row));
            let (again, kept): (Vec<&Row>, Vec<&Row>) = known.into_iter().partition(|row| row.again);
            (made.fresh, made.kept) = (fresh.len(), kept.len());
            made.again = again
                .into_iter()
                .map(|row| AgainView {
                    id: criterion(row.position).id.clone(),
                    title: criterion(row.position).title.get(lang).to_owned(),
                    from: row.from.iter().map(|&at| old.criteria()[at].id.as_str()).collect::<Vec<_>>().join(" "),
                    before: row.from.first().map_or("unanswered", |&at| preview.source.answers[at].status.word()),
                    after: row.answer.status.word(),
                    change: row.change.name(lang),
                    reason: row.reason.as_ref().map(|reason| reason.get(lang).to_owned()).unwrap_or_default(),
                })
                .collect();
            let gone = dropped.iter().map(|&at| &old.criteria()[at]);
            made.dropped = gone.map(|criterion| (criterion.id.clone(), criterion.title.get(lang).to_owned())).collect();
        }
        Way::Suggestions(all) => {
            let asked: Vec<&Suggestion> = all.iter().filter(|one| preview.asks(one.position)).collect();
            made.brings_answers = false;
            made.suggested_met = asked.iter().filter(|one| one.status == Status::Met).count();
            made.suggested_partial = asked.len() - made.suggested_met;
            made.more = asked.len().saturating_sub(SHOWN);
            made.suggestions = asked
                .into_iter()
                .take(SHOWN)
                .map(|one| SuggestionView {
                    id: criterion(one.position).id.clone(),
                    title: criterion(one.position).title.get(lang).to_owned(),
                    key: one.status.word(),
                    from: one.because.iter().take(3).map(|path| path.from.as_str()).collect::<Vec<_>>().join(" "),
                })
                .collect();
        }
    }
    made
}

/// Whether the criteria from which this one is derived had no answers.
fn is_fresh(preview: &Preview, row: &Row) -> bool {
    row.from.iter().all(|&at| preview.source.answers[at].status == Status::Unanswered)
}

/// `POST /o/{organization}/assessments/carry`: makes the new assessment.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(chosen): Form<Chosen>,
) -> Response {
    let (typed, counted) = (chosen.clone(), web.clone());
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let wanted = chosen.wanted().ok_or_else(|| {
            Error::invalid(
                "carry.choose",
                "前の評価と、新しい版を選んでください。",
                "Choose the earlier assessment and the new edition.",
            )
            .hint("どちらも一覧から選び、もう一度お試しください。", "Choose both from the lists and try again.")
        })?;
        let due = due(&chosen.due)?;
        let made = carry::make(cx, &wanted, &chosen.title, due)?;
        pay_for_answers(&counted, who, cx, &made.edition);
        Ok(Reply::Go(format!("/o/{organization}/assessments/{}", made.id)))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, typed, trouble);
    web.submit(&who, Some(organization), work, again).await
}
