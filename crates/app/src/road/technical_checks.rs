//! The technical check of a ★4 (技術検証): the targets to test, the scans of them, what becomes of each finding, and looking again.
//!
//! What a finding says about a criterion is worked out whenever it is looked at: it depends on the list of targets, on what is known of
//! vulnerabilities, and on the day. A finding never changes an answer; it asks the owner of its target.

mod deciding;
pub(crate) mod description;
mod importing;
mod judging;
mod lists;
mod sent;
mod settling;
mod targets;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use tasuki_assess::scan::{Disposition, FindingState, Priority, Rank, ScanResult, ScanSays};
use tasuki_catalog::{Catalog, Exposure, Lang, Text, fold};
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Actor, IssueKind, IssueState, Need, StepKind, Verdict};
use tasuki_store::technical_checks::{self as store, Decision, Finding, List, Scan, Target};
use tasuki_store::{RoadId, ScanFindingId};

use crate::issues;
use crate::reviewers::{self, Listed};
use crate::roads::{self, Standing, advance};
use crate::{Context, Error, Kind};

pub use deciding::{Chosen, dispose, judge, see_gone};
pub use importing::{Imported, import, may_import, permit_import};
pub use lists::{Added, add_list, is_list};
pub use sent::{LARGEST, Sent, read, too_large};
pub use targets::{Entry, add_target, change_target, import_targets, remove_target};

/// The technical check of a road.
#[derive(Debug, Clone)]
pub struct Check {
    /// The road.
    pub standing: Standing,
    /// The targets, by name.
    pub targets: Vec<Target>,
    /// The scans, in the order in which they were imported.
    pub scans: Vec<Scan>,
    /// The findings, in the order in which they were found.
    pub findings: Vec<Judged>,
    /// What the scans say of criteria, in the order of the edition.
    pub criteria: Vec<Criterion>,
    /// What in scope stands at the internet, or may do so, and no scan has looked at, by name.
    pub unseen: Vec<String>,
    /// The lists about vulnerabilities in use, at most one of each kind.
    pub lists: Vec<List>,
    /// Whether whoever looks is the technical verifier of the road.
    pub verifies: bool,
    /// Whether whoever looks prepared what was submitted, and so judges nothing.
    pub prepared: bool,
    /// What of the needs of the step is there.
    pub met: BTreeSet<Need>,
}

/// What scans say of a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// The criterion.
    pub id: String,
    /// What they say.
    pub result: ScanResult,
    /// Why.
    pub why: Text,
}

/// A finding with what it says today.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// The target in the list, if it is there.
    pub target: Option<Target>,
    /// What it says of each criterion that it touches.
    pub said: Vec<Said>,
    /// When to look at it.
    pub priority: Priority,
}

/// What a finding says of a criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The criterion; `None` if it touches none.
    pub criterion: Option<String>,
    /// What it says.
    pub says: ScanSays,
    /// Why.
    pub why: Text,
    /// What is not known, as questions.
    pub unknown: Vec<Text>,
    /// The day by which something must be done.
    pub due: Option<Date>,
}

/// How far a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Nobody has said what is done about it, or the verifier does not agree.
    ToJudge,
    /// The verifier has not said whether it is right.
    ToAgree,
    /// It is being mended.
    Fixing,
    /// It stays as it is, and the verifier agrees.
    Accepted,
    /// It is gone.
    Closed,
    /// It asks nothing of anybody.
    Note,
}

impl Stage {
    /// Every one of them, what waits first.
    pub const ALL: [Self; 6] = [Self::ToJudge, Self::ToAgree, Self::Fixing, Self::Accepted, Self::Closed, Self::Note];

    /// The word that is sent for it.
    pub fn word(self) -> &'static str {
        self.words().0
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// What it is called on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (_, ja, en) = self.words();
        if lang == Lang::Ja { ja } else { en }
    }

    /// Whether somebody still has to do something about it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::ToJudge | Self::ToAgree | Self::Fixing)
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::ToJudge => ("to_judge", "判断待ち", "To judge"),
            Self::ToAgree => ("to_agree", "同意待ち", "To agree"),
            Self::Fixing => ("fixing", "修正中", "Being fixed"),
            Self::Accepted => ("accepted", "受け入れ済み", "Accepted"),
            Self::Closed => ("closed", "解消", "Closed"),
            Self::Note => ("note", "参考", "For information"),
        }
    }
}

impl Judged {
    /// Whether somebody must say what is done about it: it may speak against a criterion, or presses by its priority.
    pub fn asks(&self) -> bool {
        self.said.iter().any(|own| match own.says {
            ScanSays::SpeaksAgainst | ScanSays::PersonMustDecide | ScanSays::NotDue => true,
            ScanSays::TouchesNone => self.priority.rank != Rank::Watch,
            ScanSays::OutOfScope => false,
        })
    }

    /// The criterion against which it speaks first.
    pub fn against(&self) -> Option<&str> {
        let own = self.said.iter().find(|own| own.says == ScanSays::SpeaksAgainst);
        own.and_then(|own| own.criterion.as_deref())
    }

    /// How far it is.
    pub fn stage(&self) -> Stage {
        let Finding { state, disposition, verdict, .. } = &self.finding;
        match (state, disposition, verdict) {
            (FindingState::Closed, ..) => Stage::Closed,
            (_, None, _) if !self.asks() => Stage::Note,
            (_, None, _) | (_, _, Some(Verdict::Refused)) => Stage::ToJudge,
            (_, Some(Disposition::Fix), _) => Stage::Fixing,
            (_, Some(_), Some(Verdict::Agreed)) => Stage::Accepted,
            (_, Some(_), None) => Stage::ToAgree,
        }
    }

    /// What people call its target.
    pub fn target_name(&self) -> &str {
        self.target.as_ref().map_or(&self.finding.target.name, |own| &own.name)
    }
}

/// The edition whose criteria are meant.
pub fn catalog(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<Arc<Catalog>, Error> {
    let organization = cx.require_in(Permission::ReadRoads, standing.road.id)?;
    let found = tasuki_store::assessments::find(cx.tx, organization, standing.road.assessment)?;
    found.and_then(|own| cx.library.shared(&own.edition)).ok_or_else(Error::not_found)
}

/// The technical check of a road.
pub fn check(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Check, Error> {
    let standing = find(cx, road)?;
    gathered(cx, standing)
}

/// One finding with what was decided about it.
pub fn finding(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    id: ScanFindingId,
) -> Result<(Check, Judged, Vec<Decision>), Error> {
    let organization = cx.organization()?;
    let check = check(cx, road)?;
    let own = check.findings.iter().find(|own| own.finding.id == id).cloned().ok_or_else(Error::not_found)?;
    let decisions = store::decisions_of(cx.tx, organization, id)?;
    Ok((check, own, decisions))
}

/// What of the needs of the step is there, for whoever looks.
pub(crate) fn met(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<BTreeSet<Need>, Error> {
    Ok(gathered(cx, standing.clone())?.met)
}

/// The road, if there is such a step on its route.
fn find(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Standing, Error> {
    let standing = roads::find(cx, road)?;
    let has_step = standing.route().step(StepKind::TechnicalCheck).is_some();
    if has_step { Ok(standing) } else { Err(Error::not_found()) }
}

fn gathered(cx: &mut Context<'_, '_>, standing: Standing) -> Result<Check, Error> {
    let road = standing.road.id;
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    let mut targets = store::targets(cx.tx, organization, road)?;
    // Names that differ only in their form (full width, marks of their own) stand side by side.
    targets.sort_by_cached_key(|own| fold(&own.name));
    let scans = store::scans(cx.tx, organization, road)?;
    let rows = store::findings(cx.tx, organization, road)?;
    let (findings, criteria) = judging::judged(cx, &standing, &targets, &scans, rows)?;
    let (unseen, any) = unseen(&targets, &scans);
    let lists = lists::in_use(cx, organization)?;
    let verifies = advance::party(cx, road).acts_as.contains(&Actor::TechnicalVerifier);
    let own = reviewers::own(cx, &standing)?;
    let prepared = reviewers::has_prepared(cx, &standing)?;
    let threads = issues::of_road(cx, road)?;
    let is_open = |own: &issues::Thread| own.issue.kind == IssueKind::Finding && own.issue.state != IssueState::Settled;
    let (open, unanswered) =
        (threads.iter().any(is_open), threads.iter().any(|own| own.issue.state == IssueState::Open));
    let stages = || findings.iter().map(Judged::stage);
    let met = [
        (Need::Qualification, own.as_ref().is_some_and(Listed::is_accepted)),
        (Need::Targets, targets.iter().any(|own| own.in_scope)),
        (Need::Scan, any && unseen.is_empty()),
        (Need::EveryScanFindingJudged, !stages().any(|own| matches!(own, Stage::ToJudge | Stage::ToAgree))),
        (Need::NoOpenFinding, !open && !stages().any(Stage::is_open)),
        (Need::SomethingToCorrect, open || stages().any(Stage::is_open)),
        (Need::EveryFindingAnswered, !unanswered && !stages().any(|own| own == Stage::ToJudge)),
    ];
    let met = met.into_iter().filter_map(|(need, is_there)| is_there.then_some(need)).collect();
    Ok(Check { standing, targets, scans, findings, criteria, unseen, lists, verifies, prepared, met })
}

/// Which targets in scope that stand at the internet no scan has looked at, and whether any scan has looked at anything in scope. Where nobody
/// knows from where a target is reached, it counts as if it stood there. What cannot be scanned is taken out of the scope, with the reason.
fn unseen(targets: &[Target], scans: &[Scan]) -> (Vec<String>, bool) {
    let known = judging::known(targets);
    let looked: HashSet<&str> = scans
        .iter()
        .flat_map(|own| &own.content.targets)
        .filter_map(|own| known.find(own))
        .map(|own| own.name.as_str())
        .collect();
    let in_scope = || targets.iter().filter(|own| own.in_scope);
    let must = |own: &&Target| own.exposure != Some(Exposure::Internal) && !looked.contains(own.name.as_str());
    let any = in_scope().any(|own| looked.contains(own.name.as_str()));
    (in_scope().filter(must).map(|own| own.name.clone()).collect(), any)
}

/// Nothing is changed on a road that has ended, and nothing that was confirmed.
fn check_open(standing: &Standing) -> Result<(), Error> {
    let route = standing.route();
    let place = |kind| route.steps.iter().position(|own| own.step == kind);
    let step = standing.road.state.step();
    let is_done = step.is_none_or(|kind| place(kind) > place(StepKind::TechnicalCheck));
    if !is_done {
        return Ok(());
    }
    let over = Error::new(
        Kind::State,
        "technical_check.over",
        "この道の技術検証は終わっています。",
        "The technical check of this road has ended.",
    );
    Err(over.hint(
        "新しい提出版を作ると、もう一度始まります。終わった道では、新しい道を始めてください。",
        "It begins again with a new submission; where the road has ended, open a new one.",
    ))
}
