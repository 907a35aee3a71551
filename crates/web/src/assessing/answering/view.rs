//! The data for the templates of the page.

use std::collections::{HashMap, HashSet};

use tasuki_app::Context;
use tasuki_app::answering::Overview;
use tasuki_app::assessments::{Figures, area_of};
use tasuki_app::overview::late;
use tasuki_assess::Open;
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_store::answers::Answer;

use super::filter::{Query, Seen};
use super::member::MemberView;
use super::words;
use crate::time;

/// The assessment, and the view that is shown.
pub(super) struct SheetView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) edition: String,
    /// The address of the page.
    pub(super) base: String,
    /// The address of the JSON API for this assessment.
    pub(super) api: String,
    /// The address of all assessments.
    pub(super) list: String,
    pub(super) me: String,
    pub(super) view: &'static str,
    pub(super) archived: bool,
    pub(super) may_answer: bool,
    pub(super) members: Vec<MemberView>,
    pub(super) figures: Figures,
}

/// An area with its requirements.
pub(super) struct AreaView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) satisfied: usize,
    pub(super) total: usize,
    pub(super) requirements: Vec<RequirementView>,
}

/// A requirement with those of its criteria that are displayed.
pub(super) struct RequirementView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) satisfied: usize,
    pub(super) total: usize,
    pub(super) rows: Vec<RowView>,
}

/// A criterion in the list or the sheet.
pub(super) struct RowView {
    pub(super) id: String,
    pub(super) requirement: String,
    pub(super) title: String,
    pub(super) statement: String,
    pub(super) status: &'static str,
    pub(super) version: i64,
    pub(super) open: bool,
    pub(super) answerable: bool,
    pub(super) chosen: bool,
    pub(super) suggested: bool,
    pub(super) comments: i64,
    pub(super) evidence: u32,
    /// In words; empty if there is none.
    pub(super) due: String,
    pub(super) overdue: bool,
    pub(super) owner: Option<MemberView>,
    pub(super) note: String,
    /// As a form writes it.
    pub(super) due_on: String,
    pub(super) confirmed_on: String,
}

/// All data of an assessment from which the views are built.
pub(super) struct Views<'a, 'c, 'b, 'tx> {
    pub(super) cx: &'c Context<'b, 'tx>,
    pub(super) overview: &'a Overview,
    pub(super) lang: Lang,
    pub(super) members: HashMap<String, MemberView>,
    /// Positions of what is late.
    late: HashSet<usize>,
}

impl<'a, 'c, 'b, 'tx> Views<'a, 'c, 'b, 'tx> {
    pub(super) fn new(cx: &'c Context<'b, 'tx>, overview: &'a Overview, lang: Lang) -> Self {
        let members = members(overview).into_iter().map(|member| (member.id.clone(), member)).collect();
        let late = late(&overview.sheet).into_iter().map(|late| late.position).collect();
        Self { cx, overview, lang, members, late }
    }

    /// Whether the person may answer a criterion.
    pub(super) fn is_answerable(&self, criterion: &str) -> bool {
        let sheet = &self.overview.sheet;
        sheet.assessment.archived.is_none()
            && self.cx.may_answer(&sheet.assessment.edition, area_of(&sheet.catalog, criterion).unwrap_or_default())
    }

    /// Why a criterion is open today.
    pub(super) fn open(&self, position: usize) -> Option<Open> {
        self.overview.sheet.evaluation.criterion(position).and_then(|verdict| verdict.open)
    }

    /// Whether a criterion is open after its due date.
    pub(super) fn is_overdue(&self, position: usize) -> bool {
        let answer = &self.overview.sheet.answers[position];
        self.open(position).is_some() && answer.due.is_some_and(|due| due < self.cx.now.today)
    }

    /// The person's name, even if the person has left.
    pub(super) fn name(&self, person: &str) -> String {
        let left = match self.lang {
            Lang::Ja => "退会した人",
            Lang::En => "a former member",
        };
        self.members.get(person).map_or_else(|| left.to_owned(), |member| member.name.clone())
    }

    /// The assessment.
    pub(super) fn sheet(&self, view: &'static str) -> SheetView {
        let sheet = &self.overview.sheet;
        let own = &sheet.assessment;
        let organization = own.organization;
        let level = sheet.catalog.level_title(own.level, self.lang);
        SheetView {
            id: own.id.to_string(),
            title: own.title.clone(),
            edition: format!("{} {level}", sheet.catalog.title().get(self.lang)).trim().to_owned(),
            base: format!("/o/{organization}/assessments/{}", own.id),
            api: format!("/api/v1/organizations/{organization}/assessments/{}", own.id),
            list: format!("/o/{organization}/assessments"),
            me: self.cx.person().map(|person| person.id.to_string()).unwrap_or_default(),
            view,
            archived: own.archived.is_some(),
            may_answer: own.archived.is_none() && self.cx.may(Permission::Answer),
            members: members(self.overview),
            figures: self.overview.figures.clone(),
        }
    }

    /// All areas with the criteria that pass the filter, and the number of those criteria.
    pub(super) fn areas(&self, query: &Query, chosen: Option<usize>) -> (Vec<AreaView>, usize) {
        let sheet = &self.overview.sheet;
        let mut shown = 0;
        let mut areas: Vec<AreaView> = Vec::new();
        for verdict in &sheet.evaluation.requirements {
            let requirement = &sheet.catalog.requirements()[verdict.position];
            let asked = sheet.catalog.members(verdict.position).iter().copied();
            let asked = asked.filter(|position| sheet.evaluation.criterion(*position).is_some());
            let rows: Vec<RowView> = asked
                .filter(|position| query.shows(&self.seen(*position)))
                .map(|position| self.row(position, chosen))
                .collect();
            shown += rows.len();
            let group = requirement.group.as_deref().and_then(|group| sheet.catalog.area_of(group));
            let (id, title) = group.map_or(("", ""), |area| (area.id.as_str(), area.title.get(self.lang)));
            if areas.last().is_none_or(|area| area.id != id) {
                let figures = self.overview.figures.areas.iter().find(|area| area.id == id);
                areas.push(AreaView {
                    id: id.to_owned(),
                    title: title.to_owned(),
                    satisfied: figures.map_or(0, |area| area.satisfied),
                    total: figures.map_or(0, |area| area.total),
                    requirements: Vec::new(),
                });
            }
            if let Some(area) = areas.last_mut() {
                area.requirements.push(RequirementView {
                    id: requirement.id.clone(),
                    title: requirement.title.get(self.lang).to_owned(),
                    satisfied: verdict.satisfied,
                    total: verdict.asked,
                    rows,
                });
            }
        }
        (areas, shown)
    }

    fn seen(&self, position: usize) -> Seen<'a> {
        let sheet = &self.overview.sheet;
        Seen {
            criterion: &sheet.catalog.criteria()[position],
            answer: &sheet.answers[position],
            has_owner: sheet.answers[position].owner.is_some_and(|owner| self.members.contains_key(owner.as_str())),
            is_open: self.open(position).is_some(),
            is_overdue: self.late.contains(&position),
            is_suggested: self.overview.offers.contains_key(&position),
        }
    }

    /// A criterion as a row.
    pub(super) fn row(&self, position: usize, chosen: Option<usize>) -> RowView {
        let sheet = &self.overview.sheet;
        let (criterion, answer): (_, &Answer) = (&sheet.catalog.criteria()[position], &sheet.answers[position]);
        let owner = answer.owner.as_ref().and_then(|owner| self.members.get(owner.as_str()));
        let iso = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        RowView {
            id: criterion.id.clone(),
            requirement: criterion.requirement.clone(),
            title: criterion.title.get(self.lang).to_owned(),
            statement: criterion.statement.get(self.lang).to_owned(),
            status: answer.status.word(),
            version: answer.version,
            open: self.open(position).is_some(),
            answerable: self.is_answerable(&criterion.id),
            chosen: chosen == Some(position),
            suggested: self.overview.offers.contains_key(&position),
            comments: self.overview.comments.get(&criterion.id).copied().unwrap_or_default(),
            evidence: self.overview.evidence.get(&criterion.id).copied().unwrap_or_default(),
            due: answer.due.map(|due| time::day(due, self.cx.now.today, self.lang)).unwrap_or_default(),
            overdue: self.is_overdue(position),
            owner: owner.cloned(),
            note: answer.note.clone(),
            due_on: iso(answer.due),
            confirmed_on: iso(answer.confirmed),
        }
    }
}

fn members(overview: &Overview) -> Vec<MemberView> {
    let all = overview.members.iter().map(|member| MemberView {
        id: member.person.to_string(),
        name: member.name.clone(),
        initial: words::initial(&member.name),
    });
    all.collect()
}
