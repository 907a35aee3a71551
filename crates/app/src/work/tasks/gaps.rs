//! The gaps of an assessment in the order of the plan, from which tasks are created.

use tasuki_assess::{Open, plan};
use tasuki_catalog::{Criterion, Effort, Lang, SharedCriterion};
use tasuki_store::AssessmentId;
use tasuki_store::answers::Answer;
use tasuki_store::assessments::Assessment;
use tasuki_store::tasks::{self as store, Step, Task};

use super::New;
use crate::assessments::Sheet;
use crate::{Context, Error, assessments};

/// A criterion that is not met at the target level.
#[derive(Debug, Clone)]
pub struct Gap {
    /// The criterion.
    pub criterion: SharedCriterion,
    /// Its answer.
    pub answer: Answer,
    /// Why it is open.
    pub open: Open,
    /// How much work it is.
    pub effort: Effort,
    /// The number of open criteria that depend on it.
    pub unblocks: usize,
    /// Its tasks that are not dropped.
    pub tasks: Vec<Task>,
}

/// The gaps of an assessment in the order of the plan.
pub fn gaps(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<(Sheet, Vec<Gap>), Error> {
    let sheet = assessments::sheet(cx, id)?;
    let tasks = store::of_assessment(cx.tx, sheet.assessment.organization, id)?;
    let gaps = plan(&sheet.catalog, &sheet.evaluation).into_iter().map(|gap| {
        let criterion = SharedCriterion::at(&sheet.catalog, gap.position);
        let own = tasks.iter().filter(|task| task.criterion == criterion.id && task.state != store::State::Dropped);
        let tasks = own.cloned().collect();
        Gap {
            criterion,
            answer: sheet.answers[gap.position].clone(),
            open: gap.open,
            effort: gap.effort,
            unblocks: gap.unblocks,
            tasks,
        }
    });
    let gaps = gaps.collect();
    Ok((sheet, gaps))
}

/// The suggested task for a criterion, before anybody edits it.
pub fn suggestion(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str) -> Result<New, Error> {
    let sheet = assessments::sheet(cx, id)?;
    let position = sheet.catalog.position(criterion).ok_or_else(Error::not_found)?;
    let usual = usual(&sheet.catalog.criteria()[position], &sheet.assessment, cx.lang());
    let answer = &sheet.answers[position];
    Ok(New { owner: answer.owner, due: answer.due, ..usual })
}

/// The task that the catalogue suggests: its name, the examples of evidence, the first step.
pub(super) fn usual(criterion: &Criterion, assessment: &Assessment, lang: Lang) -> New {
    let first = criterion.first_step.iter().map(|step| Step { text: step.get(lang).to_owned(), done: false });
    let shown = criterion.evidence.as_ref().map(|evidence| match lang {
        Lang::Ja => format!("次のものを示せる：{}", evidence.get(lang)),
        Lang::En => format!("This can be shown: {}", evidence.get(lang)),
    });
    New {
        assessment: assessment.id,
        criterion: criterion.id.clone(),
        title: criterion.title.get(lang).to_owned(),
        done_when: shown.unwrap_or_else(|| criterion.statement.get(lang).to_owned()),
        owner: None,
        due: None,
        steps: first.collect(),
    }
}
