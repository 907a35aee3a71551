//! An assessment at a glance: areas, requirements, owners, kinds, what is late, and how it came to stand there.

use jiff::civil::Date;
use tasuki_assess::{Counts, Status};
use tasuki_catalog::{Catalog, Kind};
use tasuki_store::{AssessmentId, PersonId, members};

use crate::assessments::{Figures, Sheet, area_of, sheet};
use crate::timeline::{Point, line};
use crate::{Context, Error};

/// Everything that the page shows.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The assessment.
    pub sheet: Sheet,
    /// How far it is.
    pub figures: Figures,
    /// Per area: its identifier, and its requirements.
    pub areas: Vec<AreaMap>,
    /// Per owner, those with the most open criteria first; nobody's last.
    pub owners: Vec<OwnerFigures>,
    /// Per kind of criterion, in the order in which a company can do them.
    pub kinds: Vec<KindFigures>,
    /// Open criteria of which the day is past, the oldest first.
    pub late: Vec<Late>,
    /// How it came to stand where it is.
    pub timeline: Vec<Point>,
}

/// An area and its requirements.
#[derive(Debug, Clone)]
pub struct AreaMap {
    /// The area; where the edition has none, there is one without a name.
    pub id: Option<String>,
    /// Its criteria by state.
    pub counts: Counts,
    /// Satisfied criteria.
    pub satisfied: usize,
    /// Its requirements that the level asks for.
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
    /// What stands out: all satisfied, any ×, any △ or something done, nothing answered.
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
    /// Open ones of which the day is past.
    pub late: usize,
}

/// How far one kind of criterion is.
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

/// An open criterion of which the day is past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Position in the catalogue.
    pub position: usize,
    /// The day that is past.
    pub due: Date,
    /// Whether it had to be shown again; otherwise it was to be met by then.
    pub lapsed: bool,
    /// Who takes care of it.
    pub owner: Option<PersonId>,
}

/// An assessment at a glance.
pub fn overview(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Overview, Error> {
    let sheet = sheet(cx, id)?;
    let timeline = line(cx, &sheet.assessment)?;
    let late = late(&sheet);
    let mut owners = owners(&sheet, &late);
    let known = members::list(cx.tx, sheet.assessment.organization)?;
    for owner in &mut owners {
        owner.name = known.iter().find(|member| Some(member.person) == owner.person).map(|member| member.name.clone());
    }
    Ok(Overview {
        figures: Figures::of(sheet.catalog, &sheet.evaluation),
        areas: areas(&sheet),
        kinds: kinds(&sheet),
        owners,
        late,
        timeline,
        sheet,
    })
}

fn areas(sheet: &Sheet) -> Vec<AreaMap> {
    let (catalog, evaluation) = (sheet.catalog, &sheet.evaluation);
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

/// What a requirement looks like from afar.
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

/// Open criteria of which the day is past today, the oldest first.
pub fn late(sheet: &Sheet) -> Vec<Late> {
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
