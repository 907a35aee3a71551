//! Two assessments, or one assessment on two days, side by side.

pub(super) mod api;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use tasuki_app::compare::{self, Comparison, Difference, Side};
use tasuki_app::{Context, Error, Kind, assessments, timeline};
use tasuki_assess::Status;
use tasuki_catalog::Lang;
use tasuki_store::{AssessmentId, OrganizationId};

use crate::assessments::pictures::area_name;
use crate::assessments::tabs::Tabs;
use crate::page::{Page, Section};
use crate::take::{Path, Query};
use crate::{Reply, Web, Who, time};

#[derive(Template)]
#[template(path = "assessing/assessments/compare.html")]
struct Compare {
    page: Page,
    tabs: Tabs,
    /// Assessments of the same framework: identifier, title, whether it is selected.
    others: Vec<(String, String, bool)>,
    from: String,
    to: String,
    first: String,
    today: String,
    error: Option<String>,
    result: Option<ResultView>,
}

struct ResultView {
    left: SideView,
    right: SideView,
    areas: Vec<AreaView>,
    differences: Vec<DifferenceView>,
    same: usize,
    better: usize,
    worse: usize,
}

struct SideView {
    title: String,
    day: String,
    satisfied: usize,
    total: usize,
}

struct AreaView {
    id: String,
    title: String,
    left: Option<(usize, usize)>,
    right: Option<(usize, usize)>,
}

impl AreaView {
    /// The difference in satisfied criteria, with its sign.
    fn change(&self) -> String {
        match (self.left, self.right) {
            (Some((left, _)), Some((right, _))) if left != right => {
                let sign = if right > left { "+" } else { "−" };
                format!("{sign}{}", right.abs_diff(left))
            }
            (Some(_), Some(_)) => "±0".to_owned(),
            _ => String::new(),
        }
    }
}

struct DifferenceView {
    id: String,
    old_id: String,
    title: String,
    left: Option<StateView>,
    right: Option<StateView>,
    direction: i8,
}

struct StateView {
    key: &'static str,
    /// Met, but open nevertheless: it must be shown again.
    lapsed: bool,
}

/// The comparison: this assessment on two days, or with another one.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    with: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

/// `GET /o/{organization}/assessments/{assessment}/compare`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let own = assessments::find(cx, assessment)?;
        let page = Page::load(cx, who, Section::Assessments, "比較", "Compare")?;
        let lang = page.language();
        let today = cx.now.today;
        let first = timeline::begun(&own);
        let usual = today.saturating_sub(30.days()).max(first);
        let with = wanted.with.parse::<AssessmentId>().ok();
        let from = wanted.from.parse().unwrap_or(usual);
        let to = wanted.to.parse().unwrap_or(today);
        let (result, error) =
            match sides(cx, assessment, with, (from, to)).and_then(|(left, right)| compare::compare(cx, left, right)) {
                Ok(result) => (Some(view(&result, today, lang)), None),
                Err(error) if error.kind == Kind::Invalid => (None, Some(error.sentence(lang))),
                Err(error) => return Err(error),
            };
        let all = assessments::list(cx)?;
        let catalog = assessments::catalog_of(cx, &own)?;
        let framework = catalog.framework();
        let others = all.into_iter().filter(|other| {
            other.id != own.id
                && cx.library.catalog(&other.edition).is_some_and(|catalog| catalog.framework() == framework)
        });
        let others = others.map(|other| (other.id.to_string(), other.title, Some(other.id) == with)).collect();
        Reply::page(&Compare {
            tabs: Tabs::of(cx, &own, "compare", lang)?,
            others,
            from: from.to_string(),
            to: to.to_string(),
            first: first.to_string(),
            today: today.to_string(),
            error,
            result,
            page,
        })
    })
    .await
}

/// The two days on which the assessment is compared with itself; the defaults are its first day and today.
pub(super) fn days(
    cx: &mut Context<'_, '_>,
    own: AssessmentId,
    from: Option<Date>,
    to: Option<Date>,
) -> Result<(Date, Date), Error> {
    let first = from.map_or_else(|| Ok(timeline::begun(&assessments::find(cx, own)?)), Ok::<_, Error>)?;
    Ok((first, to.unwrap_or(cx.now.today)))
}

/// The two sides: another assessment is on the left, and both are as of today; otherwise two days of the same one.
pub(super) fn sides(
    cx: &mut Context<'_, '_>,
    own: AssessmentId,
    with: Option<AssessmentId>,
    (from, to): (Date, Date),
) -> Result<(Side, Side), Error> {
    match with {
        Some(with) => Ok((compare::side(cx, with, None)?, compare::side(cx, own, None)?)),
        None => Ok((compare::side(cx, own, Some(from))?, compare::side(cx, own, Some(to))?)),
    }
}

fn view(comparison: &Comparison, today: Date, lang: Lang) -> ResultView {
    let side = |side: &Side| SideView {
        title: side.assessment.title.clone(),
        day: time::day(side.day, today, lang),
        satisfied: side.figures.satisfied,
        total: side.figures.total,
    };
    let (left, right) = (comparison.left.catalog.as_ref(), comparison.right.catalog.as_ref());
    let areas = comparison.areas.iter().map(|pair| AreaView {
        title: area_name(if pair.right.is_some() { right } else { left }, Some(&pair.id), lang).to_owned(),
        id: pair.id.clone(),
        left: pair.left,
        right: pair.right,
    });
    let difference = |one: &Difference| {
        let criterion = one.to.map(|at| &right.criteria()[at]).or_else(|| one.from.map(|at| &left.criteria()[at]));
        let old = one.from.map(|at| left.criteria()[at].id.clone()).unwrap_or_default();
        let id = criterion.map(|criterion| criterion.id.clone()).unwrap_or_default();
        DifferenceView {
            old_id: if old == id { String::new() } else { old },
            title: criterion.map(|criterion| criterion.title.get(lang).to_owned()).unwrap_or_default(),
            left: one.left.map(state),
            right: one.right.map(state),
            direction: one.direction(),
            id,
        }
    };
    let differences: Vec<DifferenceView> = comparison.differences.iter().map(difference).collect();
    ResultView {
        left: side(&comparison.left),
        right: side(&comparison.right),
        areas: areas.collect(),
        better: differences.iter().filter(|one| one.direction > 0).count(),
        worse: differences.iter().filter(|one| one.direction < 0).count(),
        differences,
        same: comparison.same,
    }
}

fn state((status, open): (Status, bool)) -> StateView {
    StateView { key: status.word(), lapsed: open && status == Status::Met }
}
