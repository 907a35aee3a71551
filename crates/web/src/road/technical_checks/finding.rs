//! The page of a finding: what it says, what was decided about it, and what can be done.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::technical_checks::{self as checks, Check, Judged};
use tasuki_app::{Context, Error};
use tasuki_assess::scan::ScanSays;
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_store::technical_checks::Decision;
use tasuki_store::{RoadId, ScanFindingId};

use super::FindingPlace;
use super::view::{self, LineView};
use crate::page::{Page, Section};
use crate::roads::{Crumb, title};
use crate::take::Path;
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/technical_checks/finding.html")]
struct FindingPage {
    page: Page,
    road: Crumb,
    id: String,
    line: LineView,
    /// Identifier, CVEs, scores, days: name and text.
    facts: Vec<(&'static str, String)>,
    said: Vec<SaidView>,
    owner: String,
    /// The task of whoever is asked.
    task: String,
    steps: Vec<StepView>,
    may_manage: bool,
    verifies: bool,
    dispositions: Vec<(&'static str, &'static str)>,
    verdicts: Vec<(&'static str, &'static str)>,
    /// What was typed in the form, and what was wrong with it.
    typed: Typed,
    trouble: Trouble,
}

/// What somebody typed in a form that was refused, and where it leads back to.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) reason: String,
    pub(super) back: String,
}

/// What it says of a criterion.
struct SaidView {
    criterion: String,
    title: String,
    says: String,
    is_against: bool,
    why: String,
    unknown: Vec<String>,
}

/// Something that happened to it.
struct StepView {
    what: String,
    text: String,
    by: String,
    at: String,
}

impl FindingPage {
    /// Where a decision leads back to.
    fn back(&self) -> &str {
        if self.typed.back.is_empty() { &self.page.path } else { &self.typed.back }
    }
}

/// `GET /o/{organization}/roads/{road}/technical-check/findings/{finding}`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, finding)): Path<FindingPlace>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        show(cx, who, road, finding, Typed::default(), Trouble::default())
    })
    .await
}

/// The page, with what was typed in its form.
pub(super) fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    id: ScanFindingId,
    typed: Typed,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let page = Page::load(cx, who, Section::Roads, "検出事項", "Finding")?;
    let lang = page.language();
    let (check, own, decisions) = checks::finding(cx, road, id)?;
    let catalog = checks::catalog(cx, &check.standing)?;
    let road = Crumb::new(&check.standing, lang);
    let said = |said: &checks::Said| SaidView {
        criterion: said.criterion.clone().unwrap_or_default(),
        title: said.criterion.as_deref().map(|id| title(Some(&*catalog), id, lang)).unwrap_or_default(),
        says: view::says(said, &page),
        is_against: said.says == ScanSays::SpeaksAgainst,
        why: said.why.get(lang).to_owned(),
        unknown: said.unknown.iter().map(|own| own.get(lang).to_owned()).collect(),
    };
    let view = FindingPage {
        id: id.to_string(),
        line: LineView::new(&own, None, &page, &road.id),
        facts: facts(&own, lang),
        said: own.said.iter().map(said).collect(),
        owner: own.target.as_ref().map(|own| own.owner_name.clone()).unwrap_or_default(),
        task: own.finding.task.map(|own| own.to_string()).unwrap_or_default(),
        steps: steps(&check, &own, &decisions, &page),
        may_manage: cx.may(Permission::ManageRoads),
        verifies: check.verifies && !check.prepared,
        dispositions: view::dispositions(lang),
        verdicts: view::verdicts(lang),
        page: page.titled(&own.finding.content.title),
        road,
        typed,
        trouble,
    };
    Reply::page_with(view.trouble.outcome(), &view)
}

fn facts(own: &Judged, lang: Lang) -> Vec<(&'static str, String)> {
    let content = &own.finding.content;
    let scores = content.cvss.iter().chain(&content.other_cvss);
    let scores: Vec<String> = scores.map(|own| format!("{:.1} (v{}) {}", own.score, own.version, own.vector)).collect();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let all = [
        (view::say(lang, "番号", "Identifier"), content.id.clone()),
        ("CVE", content.cve.join(", ")),
        ("CVSS", scores.join("; ")),
        (view::say(lang, "直る版", "Mended in"), content.fixed_in.clone().unwrap_or_default()),
        (view::say(lang, "知られた日", "Known since"), day(content.published)),
        (view::say(lang, "更新が公開された日", "Update released"), day(content.fixed_since)),
        (view::say(lang, "パッケージ", "Package"), content.package.clone().unwrap_or_default()),
        (view::say(lang, "検査での対象名", "Called by the scan"), own.finding.target.name.clone()),
        (view::say(lang, "形式", "Format"), own.finding.format.name().to_owned()),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// What happened to it, the first first.
fn steps(check: &Check, own: &Judged, decisions: &[Decision], page: &Page) -> Vec<StepView> {
    let lang = page.language();
    let scan = |id| check.scans.iter().find(|own| own.id == id);
    let file = |id| scan(id).map(|own| own.file_name.clone()).unwrap_or_default();
    let first = scan(own.finding.first_scan).map(|own| StepView {
        what: view::say(lang, "検査で見つかりました", "A scan found it").to_owned(),
        text: own.file_name.clone(),
        by: own.name.clone(),
        at: page.time(own.imported),
    });
    let step = |own: &Decision| {
        let disposition = own.disposition.map(|own| own.name(lang)).unwrap_or_default();
        let what = format!("{} {disposition}", own.event.name(lang));
        StepView {
            what: what.trim().to_owned(),
            text: own.scan.map_or_else(|| own.text.clone(), file),
            by: own.name.clone(),
            at: page.time(own.at),
        }
    };
    first.into_iter().chain(decisions.iter().map(step)).collect()
}
