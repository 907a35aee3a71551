//! The data for the templates of tasks.

use std::collections::HashMap;

use tasuki_app::tasks::{self, Rights};
use tasuki_app::{Context, Error, members};
use tasuki_catalog::{Lang, SharedCriterion};
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::members::Member;
use tasuki_store::tasks::{State, Step, Task};
use tasuki_store::{AssessmentId, PersonId};

use crate::answering::words;
use crate::time;

/// A person with a round badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonView {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) initial: String,
}

impl PersonView {
    fn new(id: PersonId, name: &str) -> Self {
        Self { id: id.to_string(), name: name.to_owned(), initial: words::initial(name) }
    }
}

/// A task for display on a card, in a row or on a page.
pub(crate) struct TaskView {
    pub(crate) id: String,
    pub(crate) assessment: String,
    pub(crate) assessment_title: String,
    pub(crate) criterion: String,
    pub(crate) criterion_title: String,
    pub(crate) title: String,
    pub(crate) done_when: String,
    pub(crate) owner: Option<PersonView>,
    /// In words; empty if there is none.
    pub(crate) due: String,
    pub(crate) overdue: bool,
    pub(crate) state: State,
    pub(crate) key: &'static str,
    pub(crate) steps: Vec<Step>,
    pub(crate) steps_done: usize,
    pub(crate) report: String,
    pub(crate) reporter: String,
    pub(crate) review: String,
    pub(crate) reviewer: String,
    pub(crate) rights: Rights,
    pub(crate) version: i64,
}

/// Looks up what tasks refer to, each thing once.
pub(crate) struct Views {
    lang: Lang,
    members: Vec<Member>,
    gone: HashMap<PersonId, String>,
    pub(crate) assessments: Vec<Assessment>,
}

impl Views {
    pub(crate) fn load(cx: &mut Context<'_, '_>) -> Result<Self, Error> {
        let members = members::known(cx, |_| Ok(Vec::new()))?;
        Ok(Self { lang: cx.lang(), members, gone: HashMap::new(), assessments: tasks::in_use(cx)? })
    }

    /// A person, who may have left.
    pub(crate) fn person(&mut self, cx: &mut Context<'_, '_>, id: PersonId) -> Result<PersonView, Error> {
        if let Some(member) = self.members.iter().find(|member| member.person == id) {
            return Ok(PersonView::new(id, &member.name));
        }
        if let std::collections::hash_map::Entry::Vacant(e) = self.gone.entry(id) {
            e.insert(members::name_of(cx, id)?);
        }
        Ok(PersonView::new(id, &self.gone[&id]))
    }

    fn name(&mut self, cx: &mut Context<'_, '_>, id: Option<PersonId>) -> Result<String, Error> {
        id.map_or_else(|| Ok(String::new()), |id| self.person(cx, id).map(|person| person.name))
    }

    /// The people to whom a task can be assigned.
    pub(crate) fn workers(&self, cx: &Context<'_, '_>) -> Vec<PersonView> {
        let today = cx.now.today;
        let may = |member: &&Member| {
            member.roles.may(Permission::WorkOnTasks) && member.ends.is_none_or(|ends| ends >= today)
        };
        self.members.iter().filter(may).map(|member| PersonView::new(member.person, &member.name)).collect()
    }

    pub(crate) fn assessment(&self, id: AssessmentId) -> Option<&Assessment> {
        self.assessments.iter().find(|assessment| assessment.id == id)
    }

    pub(crate) fn criterion(&self, cx: &Context<'_, '_>, id: AssessmentId, criterion: &str) -> Option<SharedCriterion> {
        SharedCriterion::find(&cx.library.shared(&self.assessment(id)?.edition)?, criterion)
    }

    pub(crate) fn task(&mut self, cx: &mut Context<'_, '_>, task: Task) -> Result<TaskView, Error> {
        let rights = tasks::rights(cx, &task)?;
        let today = cx.now.today;
        let criterion = self.criterion(cx, task.assessment, &task.criterion);
        let title = self.assessment(task.assessment).map(|own| own.title.clone()).unwrap_or_default();
        Ok(TaskView {
            id: task.id.to_string(),
            assessment: task.assessment.to_string(),
            assessment_title: title,
            criterion_title: criterion.map(|own| own.title.get(self.lang).to_owned()).unwrap_or_default(),
            owner: task.owner.map(|owner| self.person(cx, owner)).transpose()?,
            due: task.due.map(|due| time::day(due, today, self.lang)).unwrap_or_default(),
            overdue: tasks::day(&task).is_some_and(|due| due < today),
            key: task.state.word(),
            state: task.state,
            steps_done: task.steps.iter().filter(|step| step.done).count(),
            reporter: self.name(cx, task.reported_by)?,
            reviewer: self.name(cx, task.reviewed_by)?,
            criterion: task.criterion,
            title: task.title,
            done_when: task.done_when,
            steps: task.steps,
            report: task.report,
            review: task.review,
            rights,
            version: task.version,
        })
    }
}
