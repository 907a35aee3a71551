//! The page of the check: findings, targets, scans.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::technical_checks::{self as checks, Check, Entry, Judged, Stage};
use tasuki_app::{Context, Error, members};
use tasuki_assess::scan::ScanFormat;
use tasuki_catalog::{Exposure, Lang, TargetKind};
use tasuki_scheme::Permission;
use tasuki_scheme::road::StepKind;
use tasuki_store::{RoadId, TargetId};

use super::Place;
use super::view::{self, GroupView, ScanView, TargetView, say};
use crate::page::{Page, Section};
use crate::paging::{Numbered, Pager};
use crate::reviews::EndView;
use crate::roads::Crumb;
use crate::take::{Path, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/technical_checks/page.html")]
struct CheckPage {
    page: Page,
    road: Crumb,
    version: i64,
    state: String,
    ends: Vec<EndView>,
    /// The filters: word, name, how many.
    filters: Vec<(&'static str, &'static str, usize)>,
    wanted: Wanted,
    groups: Vec<GroupView>,
    pager: Pager,
    /// How many findings are shown and hidden by the filter.
    shown: usize,
    total: usize,
    targets: Vec<TargetView>,
    scans: Vec<ScanView>,
    lists: Vec<(&'static str, String, i64)>,
    has_kev: bool,
    has_epss: bool,
    may_manage: bool,
    may_import: bool,
    verifies: bool,
    prepared: bool,
    dispositions: Vec<(&'static str, &'static str)>,
    verdicts: Vec<(&'static str, &'static str)>,
    /// Who can be asked: identifier and name.
    people: Vec<(String, String)>,
    kinds: Vec<(&'static str, String)>,
    exposures: Vec<(&'static str, String)>,
    /// What was typed about a new target, and why.
    entry: Entry,
    reason: String,
    trouble: Trouble,
}

/// Which findings are shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    /// The filter: a stage, `open` or `all`; without one, what is open.
    stage: String,
    /// `criterion` or `priority`; without one, by priority.
    by: String,
    /// The page of the list.
    p: Option<i64>,
    /// Whether the file that was sent was there already.
    same: bool,
    /// The target that is being changed.
    target: String,
}

impl Wanted {
    fn stage(&self) -> &str {
        if self.stage.is_empty() { "open" } else { &self.stage }
    }

    fn is_by_criterion(&self) -> bool {
        self.by == "criterion"
    }

    fn shows(&self, own: &Judged) -> bool {
        match self.stage() {
            "all" => true,
            "open" => own.stage().is_open(),
            word => own.stage().word() == word,
        }
    }

    /// With the form of a target open.
    pub(super) fn changing(target: TargetId) -> Self {
        Self { target: target.to_string(), ..Self::default() }
    }
}

/// The query of a list of findings: how far they are, and by what they are sorted.
fn query(stage: &str, by: &str) -> String {
    format!("?stage={stage}&by={by}")
}

/// `GET /o/{organization}/roads/{road}/technical-check`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Query(wanted): Query<Wanted>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        show(cx, who, road, wanted, Entry::default(), "", Trouble::default())
    })
    .await
}

/// The page with what was wrong with a form on it.
pub(super) fn again(cx: &mut Context<'_, '_>, who: &Who, road: RoadId, trouble: Trouble) -> Result<Reply, Error> {
    again_with(cx, who, road, Entry::default(), "", trouble)
}

/// The same with what was typed.
pub(super) fn again_with(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    entry: Entry,
    reason: &str,
    trouble: Trouble,
) -> Result<Reply, Error> {
    show(cx, who, road, Wanted::default(), entry, reason, trouble)
}

/// The page with the form of a target open, as it was typed.
pub(super) fn again_changing(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    target: TargetId,
    typed: Entry,
    trouble: Trouble,
) -> Result<Reply, Error> {
    show(cx, who, road, Wanted::changing(target), typed, "", trouble)
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    wanted: Wanted,
    entry: Entry,
    reason: &str,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let page = Page::load(cx, who, Section::Roads, "技術検証", "Technical check")?;
    let (check, lang) = (checks::check(cx, road)?, page.language());
    let catalog = checks::catalog(cx, &check.standing)?;
    let shows = |own: &Judged| wanted.shows(own);
    let all =
        if wanted.is_by_criterion() { view::by_criterion(&check, shows) } else { view::by_priority(&check, shows) };
    let place = Numbered::wanted(wanted.p).within(all.len());
    let length = all.len();
    let lines: Vec<_> = place.of(all.into_iter()).collect();
    let address = |number| format!("{}&p={number}#findings", query(wanted.stage(), &wanted.by));
    let pager = place.pager(lines.len(), length, address);
    let crumb = Crumb::new(&check.standing, lang);
    // While another step is looked at, its own room ends it.
    let is_check = check.standing.road.state.step() == Some(StepKind::TechnicalCheck);
    let may_manage = cx.may(Permission::ManageRoads);
    let mut targets = view::targets(&check, lang);
    let changed = targets.iter_mut().find(|own| own.id == wanted.target);
    let is_change = changed.is_some();
    if let Some(own) = changed.filter(|_| !entry.name.is_empty()) {
        own.typed(&entry);
    }
    let view = CheckPage {
        version: check.standing.road.version,
        state: check.standing.road.state.name(check.standing.route(), lang),
        ends: if is_check { EndView::all(cx, &check.standing, &check.met, lang)? } else { Vec::new() },
        filters: filters(&check, lang),
        groups: view::groups(lines, Some(&*catalog), &page, &crumb.id),
        pager,
        shown: length,
        total: check.findings.len(),
        targets,
        scans: view::scans(&check, &page),
        lists: view::lists(&check, &page),
        has_kev: view::has(&check, ScanFormat::Kev),
        has_epss: view::has(&check, ScanFormat::Epss),
        may_manage,
        may_import: checks::may_import(cx, road),
        verifies: check.verifies && !check.prepared,
        prepared: check.verifies && check.prepared,
        dispositions: view::dispositions(lang),
        verdicts: view::verdicts(lang),
        people: if may_manage { people(cx)? } else { Vec::new() },
        kinds: TargetKind::ALL.iter().map(|own| (own.word(), own.name().get(lang).to_owned())).collect(),
        exposures: Exposure::ALL.iter().map(|own| (own.word(), own.name().get(lang).to_owned())).collect(),
        road: crumb,
        wanted,
        entry: if is_change { Entry::default() } else { entry },
        reason: reason.to_owned(),
        page,
        trouble,
    };
    Reply::page_with(view.trouble.outcome(), &view)
}

/// The filters with how many findings each shows.
fn filters(check: &Check, lang: Lang) -> Vec<(&'static str, &'static str, usize)> {
    let count = |shows: &dyn Fn(Stage) -> bool| check.findings.iter().filter(|own| shows(own.stage())).count();
    let open = ("open", say(lang, "未了", "Open"), count(&Stage::is_open));
    let of = Stage::ALL.map(|stage| (stage.word(), stage.name(lang), count(&|own| own == stage)));
    let all = ("all", say(lang, "すべて", "All"), check.findings.len());
    std::iter::once(open).chain(of).chain([all]).collect()
}

/// Who can be asked about a target.
fn people(cx: &mut Context<'_, '_>) -> Result<Vec<(String, String)>, Error> {
    let all = members::known(cx, |_| Ok(Vec::new()))?;
    Ok(all.into_iter().filter(|own| own.ends.is_none()).map(|own| (own.person.to_string(), own.name)).collect())
}
