//! Carrying an earlier assessment over into a new one.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::carry::{self, Preview, Row, Wanted, Way};
use tasuki_app::{Context, Error, Kind, assessments};
use tasuki_assess::{Counts, Status, Suggestion};
use tasuki_catalog::{ChangeKind, Lang};
use tasuki_scheme::Permission;
use tasuki_store::{AssessmentId, OrganizationId};

use super::choices::{EditionChoice, choices};
use super::import::answers_in;
use crate::answering::words;
use crate::page::{Page, Section};
use crate::server::pay;
use crate::take::{Form, Path, Query};
use crate::{Reply, Web, Who};

/// How many suggestions are shown.
const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "assessments/carry.html")]
struct Carry {
    page: Page,
    chosen: Chosen,
    /// Earlier assessments: identifier, title with edition.
    sources: Vec<(String, String)>,
    editions: Vec<EditionChoice>,
    error: Option<String>,
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
    /// Whether answers come along; otherwise they only suggest.
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

/// An answer that a person must look at again.
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

/// `GET /o/{organization}/assessments/carry`: which one, whereto, and what comes along.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(chosen): Query<Chosen>,
) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| {
        let (template, _) = show(cx, &copy, chosen, None)?;
        Reply::page(&template)
    })
    .await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, chosen: Chosen, error: Option<Error>) -> Result<(Carry, bool), Error> {
    cx.require(Permission::ManageAssessments)?;
    let page = Page::load(cx, who, Section::Assessments, "前の評価から引き継ぐ", "Carry over")?;
    let lang = page.language();
    let mut error = error;
    let preview = match chosen.wanted() {
        Some(wanted) => match carry::preview(cx, &wanted) {
            Ok(preview) => Some(view(cx, &preview, lang)),
            Err(refused) if refused.kind == Kind::Invalid => {
                error = error.or(Some(refused));
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
    let editions = choices(cx.library, lang);
    let failed = error.is_some();
    Ok((Carry { page, chosen, sources, editions, error: error.map(|error| error.sentence(lang)), preview }, failed))
}

fn view(cx: &Context<'_, '_>, preview: &Preview, lang: Lang) -> PreviewView {
    let target = preview.target;
    let criterion = |position: usize| &target.criteria()[position];
    let old = preview.source.catalog;
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
            // What nobody answered before is simply not answered yet.
            let (fresh, known): (Vec<&Row>, Vec<&Row>) = asked.into_iter().partition(|row| is_fresh(preview, row));
            let (again, kept): (Vec<&Row>, Vec<&Row>) = known.into_iter().partition(|row| row.again);
            (made.fresh, made.kept) = (fresh.len(), kept.len());
            made.again = again
                .into_iter()
                .map(|row| AgainView {
                    id: criterion(row.position).id.clone(),
                    title: criterion(row.position).title.get(lang).to_owned(),
                    from: row.from.iter().map(|&at| old.criteria()[at].id.as_str()).collect::<Vec<_>>().join(" "),
                    before: row.from.first().map_or("unanswered", |&at| words::key(preview.source.answers[at].status)),
                    after: words::key(row.answer.status),
                    change: change_name(row.change, lang),
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
                    key: words::key(one.status),
                    from: one.because.iter().take(3).map(|path| path.from.as_str()).collect::<Vec<_>>().join(" "),
                })
                .collect();
        }
    }
    made
}

/// Whether nothing was said before of what this criterion comes from.
fn is_fresh(preview: &Preview, row: &Row) -> bool {
    row.from.iter().all(|&at| preview.source.answers[at].status == Status::Unanswered)
}

/// What happened to a criterion, in a word.
pub(super) fn change_name(change: ChangeKind, lang: Lang) -> &'static str {
    let (ja, en) = match change {
        ChangeKind::Unchanged => ("変わらず", "unchanged"),
        ChangeKind::Reworded => ("言い換え", "reworded"),
        ChangeKind::Tightened => ("厳しくなった", "tightened"),
        ChangeKind::Loosened => ("緩くなった", "loosened"),
        ChangeKind::Split => ("分かれた", "split"),
        ChangeKind::Merged => ("まとまった", "merged"),
        ChangeKind::Moved => ("番号が変わった", "moved"),
        ChangeKind::Added => ("新しい", "new"),
        ChangeKind::Dropped => ("なくなった", "gone"),
    };
    if lang == Lang::Ja { ja } else { en }
}

/// `POST /o/{organization}/assessments/carry`: makes the new assessment.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(chosen): Form<Chosen>,
) -> Response {
    let (copy, typed) = (who.clone(), chosen.clone());
    let counted = (web.clone(), who.clone());
    let done = web.attempt(&who, Some(organization), move |cx| {
        let wanted = chosen.wanted().ok_or_else(|| {
            Error::invalid(
                "carry.choose",
                "前の評価と、新しい版を選んでください。",
                "Choose the earlier assessment and the new edition.",
            )
        })?;
        let due = match chosen.due.trim() {
            "" => None,
            text => Some(text.parse().map_err(|_| {
                Error::invalid(
                    "assessment.due",
                    "期限は日付で入れてください（例 2027-03-31）。",
                    "Give the due date as a date, such as 2027-03-31.",
                )
            })?),
        };
        let made = carry::make(cx, &wanted, &chosen.title, due)?;
        pay(&counted.0, &counted.1, answers_in(&counted.0, &made.edition));
        Ok(Reply::Go(format!("/o/{organization}/assessments/{}", made.id)))
    });
    match done.await {
        Err(error) if error.kind == Kind::Invalid => {
            let outcome = crate::Outcome::of(&error);
            web.page(&who, Some(organization), move |cx| {
                Reply::page_with(outcome, &show(cx, &copy, typed, Some(error))?.0)
            })
            .await
        }
        done => Reply::respond(&who, done),
    }
}
