//! An overview of an assessment: areas, requirements, owners, kinds, overdue criteria, and its progress over time.

use jiff::civil::Date;
use tasuki_assess::{Counts, Status};
use tasuki_catalog::{Catalog, Kind};
use tasuki_scheme::Permission;
use tasuki_store::{AssessmentId, PersonId, members};

use crate::assessments::{Figures, Sheet, area_of, results};
use crate::timeline::{Point, line};
use crate::{Context, Error};

/// Everything that the page shows.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The assessment.
    pub sheet: Sheet,
    /// How far it is.
    pub figures: Figures,
    /// By area: its identifier, and its requirements.
    pub areas: Vec<AreaMap>,
    /// By owner, those with the most open criteria first; criteria without an owner last.
    pub owners: Vec<OwnerFigures>,
    /// By kind of criterion, in the order in which a company can implement them.
    pub kinds: Vec<KindFigures>,
    /// Overdue criteria, the oldest due date first.
    pub late: Vec<Late>,
    /// Its progress over time.
    pub timeline: Vec<Point>,
}

/// An area and its requirements.
#[derive(Debug, Clone)]
pub struct AreaMap {
    /// The area; an edition without areas has one without a name.
    pub id: Option<String>,
    /// Its criteria by state.
    pub counts: Counts,
    /// Satisfied criteria.
    pub satisfied: usize,
    /// Those of its requirements that the level requires.
    pub requirements: Vec<RequirementMap>,
}

/// A requirement and its worst state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequirementMap {
    /// Position in the catalogue.
    pub position: usize,
    /// Its criteria at the level.
    pub asked: usize,
    /// How many are satisfied.
    pub satisfied: usize,
    /// The most important fact: all satisfied, any ×, any △ or something done, nothing answered.
    pub state: Status,
}

/// How far one owner is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerFigures {
    /// Who; none is nobody's.
    pub person: Option<PersonId>,
    /// The person's name, if still known.
    pub name: Option<String>,
    /// Criteria of the person.
    pub total: usize,
    /// Open ones.
    pub open: usize,
    /// The number of open criteria that are overdue.
    pub late: usize,
}

/// The progress of one kind of criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindFigures {
    /// The kind.
    pub kind: Kind,
    /// Criteria of the kind.
    pub total: usize,
    /// Satisfied ones.
    pub satisfied: usize,
    /// By state.
    pub counts: Counts,
}

/// An open criterion that is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Position in the catalogue.
    pub position: usize,
    /// The day that is past.
    pub due: Date,
    /// Whether it had to be shown again; otherwise it was due for the first time.
    pub lapsed: bool,
    /// Who takes care of it.
    pub owner: Option<PersonId>,
}

/// An assessment at a glance.
pub fn overview(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Overview, Error> {
    let sheet = results(cx, id)?;
    // Who has what to do is part of the work; the results are how far it is.
    let works = cx.may_in(Permission::ReadAssessments, id);
    let timeline = line(cx, &sheet.assessment)?;
    let late = if works { late(&sheet) } else { Vec::new() };
    let mut owners = if works { owners(&sheet, &late) } else { Vec::new() };
    let known = members::list(cx.tx, sheet.assessment.organization)?;
    for owner in &mut owners {
        owner.name = known.iter().find(|member| Some(member.person) == owner.person).map(|member| member.name.clone());
    }
    Ok(Overview {
        figures: Figures::of(&sheet.catalog, &sheet.evaluation),
        areas: areas(&sheet),
        kinds: kinds(&sheet),
        owners,
        late,
        timeline,
        sheet,
    })
}

fn areas(sheet: &Sheet) -> Vec<AreaMap> {
    let (catalog, evaluation) = (sheet.catalog.as_ref(), &sheet.evaluation);
    let mut areas = Vec::<AreaMap>::new();
    for verdict in &evaluation.requirements {
        let members = catalog.members(verdict.position).iter().filter_map(|&position| evaluation.criterion(position));
        let mut counts = Counts::default();
        members.for_each(|one| add(&mut counts, one.status));
        let id = area_of_requirement(catalog, verdict.position).map(str::to_owned);
        if areas.last().is_none_or(|area| area.id != id) {
            areas.push(AreaMap { id, counts: Counts::default(), satisfied: 0, requirements: Vec::new() });
        }
        let Some(area) = areas.last_mut() else { continue };
        for status in Status::ALL {
            *counter(&mut area.counts, status) += counts.of(status);
        }
        area.satisfied += verdict.satisfied;
        area.requirements.push(RequirementMap {
            position: verdict.position,
            asked: verdict.asked,
            satisfied: verdict.satisfied,
            state: stands_out(counts, verdict.asked, verdict.satisfied),
        });
    }
    areas
}

fn area_of_requirement(catalog: &Catalog, requirement: usize) -> Option<&str> {
    let first = catalog.members(requirement).first()?;
    area_of(catalog, &catalog.criteria()[*first].id)
}

/// The summary state of a requirement.
fn stands_out(counts: Counts, asked: usize, satisfied: usize) -> Status {
    match () {
        () if satisfied == asked && counts.not_applicable == asked => Status::NotApplicable,
        () if satisfied == asked => Status::Met,
        () if counts.unmet > 0 => Status::Unmet,
        () if counts.unanswered == asked => Status::Unanswered,
        () => Status::Partial,
    }
}

fn add(counts: &mut Counts, status: Status) {
    *counter(counts, status) += 1;
}

fn counter(counts: &mut Counts, status: Status) -> &mut usize {
    match status {
        Status::Met => &mut counts.met,
        Status::Partial => &mut counts.partial,
        Status::Unmet => &mut counts.unmet,
        Status::NotApplicable => &mut counts.not_applicable,
        Status::Unanswered => &mut counts.unanswered,
    }
}

/// Open criteria that are overdue today, the oldest due date first.
pub fn late(sheet: &Sheet) -> Vec<Late> {
    if sheet.assessment.archived.is_some() {
        return Vec::new();
    }
    let all = tasuki_assess::late(&sheet.evaluation, |position| sheet.answers[position].due);
    let owned = |late: tasuki_assess::Late| Late {
        position: late.position,
        due: late.due,
        lapsed: late.lapsed,
        owner: sheet.answers[late.position].owner,
    };
    all.into_iter().map(owned).collect()
}

fn owners(sheet: &Sheet, late: &[Late]) -> Vec<OwnerFigures> {
    let mut owners = Vec::<OwnerFigures>::new();
    for verdict in &sheet.evaluation.criteria {
        let person = sheet.answers[verdict.position].owner;
        let place = owners.iter().position(|owner| owner.person == person).unwrap_or_else(|| {
            owners.push(OwnerFigures { person, name: None, total: 0, open: 0, late: 0 });
            owners.len() - 1
        });
        let owner = &mut owners[place];
        owner.total += 1;
        owner.open += usize::from(!verdict.is_satisfied());
        owner.late += usize::from(late.iter().any(|late| late.position == verdict.position));
    }
    owners.sort_by_key(|owner| (owner.person.is_none(), std::cmp::Reverse(owner.open)));
    owners
}

fn kinds(sheet: &Sheet) -> Vec<KindFigures> {
    let all = [Kind::Rule, Kind::MakeKnown, Kind::Operate, Kind::Record, Kind::Inspect];
    let mut kinds: Vec<KindFigures> =
        all.into_iter().map(|kind| KindFigures { kind, total: 0, satisfied: 0, counts: Counts::default() }).collect();
    for verdict in &sheet.evaluation.criteria {
        let kind = sheet.catalog.criteria()[verdict.position].kind;
        if let Some(figures) = kinds.iter_mut().find(|figures| Some(figures.kind) == kind) {
            figures.total += 1;
            figures.satisfied += usize::from(verdict.is_satisfied());
            add(&mut figures.counts, verdict.status);
        }
    }
    kinds.retain(|figures| figures.total > 0);
    kinds
}
