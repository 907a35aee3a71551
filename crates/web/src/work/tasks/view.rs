//! What the templates see of tasks.

use std::collections::HashMap;

use tasuki_app::tasks::{self, Rights};
use tasuki_app::{Context, Error};
use tasuki_catalog::{Criterion, Lang};
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::members::{self, Member};
use tasuki_store::tasks::{State, Step, Task};
use tasuki_store::{AssessmentId, PersonId, people};

use crate::answering::words;
use crate::time;

/// A person with a round initial.
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

/// A task as a card, a row or a page shows it.
pub(crate) struct TaskView {
    pub(crate) id: String,
    pub(crate) assessment: String,
    pub(crate) assessment_title: String,
    pub(crate) criterion: String,
    pub(crate) criterion_title: String,
    pub(crate) title: String,
    pub(crate) done_when: String,
    pub(crate) owner: Option<PersonView>,
    /// As people write it; empty when there is none.
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

/// Looks up what tasks refer to, each once.
pub(crate) struct Views {
    lang: Lang,
    members: Vec<Member>,
    gone: HashMap<PersonId, String>,
    pub(crate) assessments: Vec<Assessment>,
}

impl Views {
    pub(crate) fn load(cx: &mut Context<'_, '_>) -> Result<Self, Error> {
        let organization = cx.organization()?;
        let members = members::list(cx.tx, organization)?;
        Ok(Self { lang: cx.lang(), members, gone: HashMap::new(), assessments: tasks::in_use(cx)? })
    }

    /// A person, also one who has left.
    pub(crate) fn person(&mut self, cx: &mut Context<'_, '_>, id: PersonId) -> Result<PersonView, Error> {
        if let Some(member) = self.members.iter().find(|member| member.person == id) {
            return Ok(PersonView::new(id, &member.name));
        }
        if let std::collections::hash_map::Entry::Vacant(e) = self.gone.entry(id) {
            let name = people::find(cx.tx, id)?.map(|person| person.name).unwrap_or_default();
            e.insert(name);
        }
        Ok(PersonView::new(id, &self.gone[&id]))
    }

    fn name(&mut self, cx: &mut Context<'_, '_>, id: Option<PersonId>) -> Result<String, Error> {
        id.map_or_else(|| Ok(String::new()), |id| self.person(cx, id).map(|person| person.name))
    }

    /// Those to whom a task can be given.
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

    pub(crate) fn criterion(
        &self,
        cx: &Context<'_, '_>,
        id: AssessmentId,
        criterion: &str,
    ) -> Option<&'static Criterion> {
        cx.library.catalog(&self.assessment(id)?.edition)?.criterion(criterion)
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
            overdue: !task.state.is_ended() && task.due.is_some_and(|due| due < today),
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

/// The word of a state.
pub(crate) fn word(state: State, lang: Lang) -> &'static str {
    match (lang, state) {
        (Lang::Ja, State::Open) => "着手前",
        (Lang::Ja, State::Doing) => "対応中",
        (Lang::Ja, State::Reported) => "完了報告",
        (Lang::Ja, State::Done) => "完了",
        (Lang::Ja, State::Dropped) => "取りやめ",
        (Lang::En, State::Open) => "To do",
        (Lang::En, State::Doing) => "In progress",
        (Lang::En, State::Reported) => "Reported",
        (Lang::En, State::Done) => "Done",
        (Lang::En, State::Dropped) => "Dropped",
    }
}
