//! An assessment at a glance.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::assessments::Figures;
use tasuki_app::overview::{self, Overview};
use tasuki_app::timeline::Point;
use tasuki_assess::Counts;
use tasuki_catalog::Lang;
use tasuki_store::{AssessmentId, OrganizationId};

use super::pictures;
use super::tabs::Tabs;
use crate::page::{Page, Section};
use crate::take::Path;
use crate::{Reply, Web, Who, time};

/// The number of overdue criteria that are shown.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "assessing/assessments/overview.html")]
struct Show {
    page: Page,
    tabs: Tabs,
    figures: Figures,
    due: String,
    due_past: bool,
    /// The chart of the areas; empty if it would show nothing.
    areas_picture: String,
    areas: Vec<AreaView>,
    line: String,
    points: Vec<PointView>,
    owners: Vec<OwnerView>,
    kinds: Vec<KindView>,
    late: Vec<LateView>,
    late_count: usize,
    scope: Vec<ScopeView>,
}

/// An area with its requirements.
struct AreaView {
    id: String,
    title: String,
    satisfied: usize,
    counts: Counts,
    requirements: Vec<RequirementView>,
}

/// One field of the map.
struct RequirementView {
    id: String,
    title: String,
    key: &'static str,
    satisfied: usize,
    asked: usize,
}

struct PointView {
    day: String,
    open: usize,
    point: Point,
}

struct OwnerView {
    /// Identifier for the filter of the answering page; empty for criteria without an owner.
    id: String,
    name: String,
    total: usize,
    open: usize,
    late: usize,
}

struct KindView {
    name: &'static str,
    key: String,
    satisfied: usize,
    total: usize,
}

struct LateView {
    id: String,
    title: String,
    due: String,
    lapsed: bool,
    owner: String,
}

struct ScopeView {
    kind: &'static str,
    name: String,
    included: bool,
    reason: String,
}

/// `GET /o/{organization}/assessments/{assessment}/overview`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let overview = overview::overview(cx, assessment)?;
        let page = Page::load(cx, who, Section::Assessments, "全体", "Overview")?;
        let lang = page.language();
        let tabs = Tabs::of(cx, &overview.sheet.assessment, "overview", lang)?;
        Reply::page(&view(&overview, page, tabs, cx.now.today, lang))
    })
    .await
}

fn view(overview: &Overview, page: Page, tabs: Tabs, today: jiff::civil::Date, lang: Lang) -> Show {
    let (own, catalog) = (&overview.sheet.assessment, overview.sheet.catalog.as_ref());
    let criterion = |position: usize| &catalog.criteria()[position];
    let name = |owner| overview.owners.iter().find(|one| one.person == owner).and_then(|one| one.name.clone());
    let late = overview.late.iter().take(SHOWN).map(|late| LateView {
        id: criterion(late.position).id.clone(),
        title: criterion(late.position).title.get(lang).to_owned(),
        due: time::day(late.due, today, lang),
        lapsed: late.lapsed,
        owner: late.owner.and_then(|_| name(late.owner)).unwrap_or_default(),
    });
    let owners = overview.owners.iter().map(|owner| OwnerView {
        id: owner.person.map(|person| person.to_string()).unwrap_or_default(),
        name: owner.name.clone().unwrap_or_else(|| page.t("担当なし", "nobody yet").to_owned()),
        total: owner.total,
        open: owner.open,
        late: owner.late,
    });
    let kinds = overview.kinds.iter().map(|one| KindView {
        name: one.kind.name(lang),
        key: serde_json::to_value(one.kind).ok().and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default(),
        satisfied: one.satisfied,
        total: one.total,
    });
    let points = overview.timeline.iter().rev().take(60).map(|point| PointView {
        day: time::day(point.day, today, lang),
        open: point.open(),
        point: *point,
    });
    let scope = own.scope.iter().map(|item| ScopeView {
        kind: item.kind.name(lang),
        name: item.name.clone(),
        included: item.included,
        reason: item.reason.clone(),
    });
    let is_done = overview.figures.satisfied == overview.figures.total;
    Show {
        due: own.due.map(|due| time::day(due, today, lang)).unwrap_or_default(),
        due_past: !is_done && own.due.is_some_and(|due| due < today),
        areas_picture: pictures::areas(catalog, &overview.areas, lang),
        areas: areas(overview, lang),
        line: pictures::line(&overview.timeline, own.due, lang),
        points: points.collect(),
        owners: owners.collect(),
        kinds: kinds.collect(),
        late: late.collect(),
        late_count: overview.late.len(),
        scope: scope.collect(),
        figures: overview.figures.clone(),
        tabs,
        page,
    }
}

fn areas(overview: &Overview, lang: Lang) -> Vec<AreaView> {
    let catalog = overview.sheet.catalog.as_ref();
    let requirement = |one: &overview::RequirementMap| {
        let requirement = &catalog.requirements()[one.position];
        RequirementView {
            id: requirement.id.clone(),
            title: requirement.title.get(lang).to_owned(),
            key: one.state.word(),
            satisfied: one.satisfied,
            asked: one.asked,
        }
    };
    let area = |area: &overview::AreaMap| AreaView {
        id: area.id.clone().unwrap_or_default(),
        title: pictures::area_name(catalog, area.id.as_deref(), lang).to_owned(),
        satisfied: area.satisfied,
        counts: area.counts,
        requirements: area.requirements.iter().map(requirement).collect(),
    };
    overview.areas.iter().map(area).collect()
}
