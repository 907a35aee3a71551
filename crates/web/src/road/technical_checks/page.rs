//! The page of the check: findings, targets, scans.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::technical_checks::{self as checks, Check, Chosen, Entry, Judged, Stage};
use tasuki_app::{Context, Error, history, members};
use tasuki_assess::scan::ScanFormat;
use tasuki_catalog::{Exposure, Lang, TargetKind};
use tasuki_scheme::Permission;
use tasuki_scheme::road::StepKind;
use tasuki_store::{RoadId, Subject, TargetId};

use super::Place;
use super::view::{self, GroupView, ScanView, TargetView, say};
use crate::history::LineView;
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
    /// What stands at the internet and no scan has looked at.
    unseen: String,
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
    /// What happened, newest first.
    lines: Vec<LineView>,
    typed: Typed,
    trouble: Trouble,
}

/// What somebody typed in a form that was refused.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// Which form it was.
    pub(super) form: WhichForm,
    /// What was typed about a target.
    pub(super) entry: Entry,
    /// The version of the target that the person saw.
    pub(super) version: i64,
    /// The findings that were chosen, and why.
    pub(super) chosen: Vec<Chosen>,
    pub(super) reason: String,
    /// Where a decision leads back to; empty: to the page as it is.
    pub(super) back: String,
}

/// A form of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum WhichForm {
    /// None, or one that has no fields.
    #[default]
    None,
    /// What is decided about findings.
    Decision,
    /// A new target.
    NewTarget,
    /// What is changed about this target.
    Target(TargetId),
    /// A file: the list of targets, or a scan.
    List,
    Scan,
}

impl Typed {
    /// A file was refused, which must be chosen anew.
    pub(super) fn file(form: WhichForm) -> Self {
        Self { form, ..Self::default() }
    }

    fn has_chosen(&self, own: &Judged) -> bool {
        self.chosen.iter().any(|(id, _)| *id == own.finding.id)
    }
}

impl CheckPage {
    /// What is wrong with a field of the form of a target; `new` is that of a new one.
    fn error(&self, id: &str, field: &str) -> String {
        let is_own = match self.typed.form {
            WhichForm::NewTarget => id == "new",
            WhichForm::Target(own) => id == own.to_string(),
            _ => false,
        };
        if is_own { self.trouble.of(field) } else { String::new() }
    }

    /// What is wrong with a field of another form.
    fn error_of(&self, form: WhichForm, field: &str) -> String {
        if self.typed.form == form { self.trouble.of(field) } else { String::new() }
    }

    /// Where a decision leads back to.
    fn back(&self) -> &str {
        if self.typed.back.is_empty() { &self.page.path } else { &self.typed.back }
    }

    /// What stands in the form of a new target.
    fn new_target(&self) -> Entry {
        let typed = (self.typed.form == WhichForm::NewTarget).then(|| self.typed.entry.clone());
        typed.unwrap_or_else(|| Entry { in_scope: true, ..Entry::default() })
    }

    /// What stands in the form of this target, and the version on which it is based.
    fn changed(&self, own: &TargetView) -> (Entry, i64) {
        if self.typed.form != WhichForm::Target(own.id) {
            return (own.entry.clone(), own.version);
        }
        // Whoever sends it again after somebody else was first has read that.
        let version = if self.trouble.is_conflict() { own.version } else { self.typed.version };
        (self.typed.entry.clone(), version)
    }
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

    /// The list of findings that was shown, as its form sends it.
    pub(super) fn list(stage: String, by: String) -> Self {
        Self { stage, by, ..Self::default() }
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
    let work =
        move |cx: &mut Context<'_, '_>, who: &Who| show(cx, who, road, wanted, Typed::default(), Trouble::default());
    web.page_for(&who, Some(organization), work).await
}

/// The page with what was typed in a form, and what was wrong with it.
pub(super) fn again(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    typed: Typed,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let target = if let WhichForm::Target(id) = typed.form { id.to_string() } else { String::new() };
    show(cx, who, road, Wanted { target, ..Wanted::default() }, typed, trouble)
}

/// The page, with what was typed in a form.
pub(super) fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    wanted: Wanted,
    typed: Typed,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let page = Page::load(cx, who, Section::Roads, "技術検証", "Technical check")?;
    let (check, lang) = (checks::check(cx, road)?, page.language());
    let catalog = checks::catalog(cx, &check.standing)?;
    // What was chosen stays in sight, even if somebody else has decided about it meanwhile.
    let shows = |own: &Judged| wanted.shows(own) || typed.has_chosen(own);
    let all =
        if wanted.is_by_criterion() { view::by_criterion(&check, shows) } else { view::by_priority(&check, shows) };
    let first = all.iter().position(|(_, own, _)| typed.has_chosen(own));
    let place = first.map_or_else(|| Numbered::wanted(wanted.p), Numbered::holding).within(all.len());
    let length = all.len();
    let lines: Vec<_> = place.of(all.into_iter()).collect();
    let address = |number| format!("{}&p={number}#findings", query(wanted.stage(), &wanted.by));
    let pager = place.pager(lines.len(), length, address);
    let crumb = Crumb::new(&check.standing, lang);
    // While another step is looked at, its own room ends it.
    let is_check = check.standing.road.state.step() == Some(StepKind::TechnicalCheck);
    let may_manage = cx.may(Permission::ManageRoads);
    let history = history::of_subject(cx, &Subject::TechnicalCheck(road))?;
    let mut groups = view::groups(lines, Some(&*catalog), &page, &crumb.id);
    for own in groups.iter_mut().flat_map(|own| &mut own.lines) {
        own.is_chosen = typed.chosen.iter().any(|(id, _)| own.chosen.starts_with(&format!("{id}:")));
    }
    let view = CheckPage {
        version: check.standing.road.version,
        state: check.standing.road.state.name(check.standing.route(), lang),
        ends: if is_check { EndView::all(cx, &check.standing, &check.met, "", lang)? } else { Vec::new() },
        unseen: some_of(&check.unseen, lang),
        filters: filters(&check, lang),
        groups,
        pager,
        shown: length,
        total: check.findings.len(),
        targets: view::targets(&check, lang),
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
        lines: history.iter().map(|line| LineView::new(line, cx.now.today, lang)).collect(),
        road: crumb,
        wanted,
        typed,
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

/// The first of many names, and how many others there are.
fn some_of(names: &[String], lang: Lang) -> String {
    const MOST: usize = 20;
    let first = lang.joined(names.iter().take(MOST).map(String::as_str));
    match (names.len().saturating_sub(MOST), lang) {
        (0, _) => first,
        (others, Lang::Ja) => format!("{first}、ほか{others}件"),
        (others, Lang::En) => format!("{first}, and {others} others"),
    }
}

/// Who can be asked about a target.
fn people(cx: &mut Context<'_, '_>) -> Result<Vec<(String, String)>, Error> {
    let all = members::known(cx, |_| Ok(Vec::new()))?;
    Ok(all.into_iter().filter(|own| own.ends.is_none()).map(|own| (own.person.to_string(), own.name)).collect())
}
