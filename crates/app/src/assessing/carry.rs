//! Carrying over (引き継ぎ): a new assessment that starts with the answers of an earlier one.
//!
//! Between editions of the same framework, answers are copied as far as the changes allow. From another framework, no
//! answers are copied: what the crosswalk derives is shown on the answering page as suggestions.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;
use tasuki_assess::{Answers, Evaluation, Status, Suggestion, evaluate, suggest};
use tasuki_catalog::{Catalog, Change, ChangeKind, Text};
use tasuki_scheme::Permission;
use tasuki_store::AssessmentId;
use tasuki_store::Subject;
use tasuki_store::answers::Answer;
use tasuki_store::assessments::{Assessment, Origin};

use crate::answers::keep_all;
use crate::assessments::{self, New, Sheet, in_full};
use crate::changes::differences;
use crate::evidence::Target;
use crate::suggestions::{Source, share_evidence};
use crate::{Context, Error, happened};

/// What is to be carried where.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Wanted {
    /// The earlier assessment.
    pub from: AssessmentId,
    /// The edition of the new one.
    pub edition: String,
    /// Its level; `None` means the highest.
    pub level: Option<u8>,
}

/// A preview of what is carried over.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The earlier assessment.
    pub source: Sheet,
    /// The edition of the new one.
    pub target: Arc<Catalog>,
    /// Its level.
    pub level: Option<u8>,
    /// What comes over.
    pub way: Way,
}

/// How an earlier assessment is used for a new one.
#[derive(Debug, Clone)]
pub enum Way {
    /// The same framework: answers are copied.
    Answers {
        /// One per criterion of the new edition, in its order.
        rows: Vec<Row>,
        /// Criteria that exist only in the old edition, by their position there.
        dropped: Vec<usize>,
    },
    /// Another framework: the answers give suggestions, and a person decides.
    Suggestions(Vec<Suggestion>),
}

/// How one answer came about.
#[derive(Debug, Clone)]
pub struct Row {
    /// Position in the new edition.
    pub position: usize,
    /// Positions in the old edition.
    pub from: Vec<usize>,
    /// What happened to the criterion.
    pub change: ChangeKind,
    /// Whether a person must review it.
    pub again: bool,
    /// What changed in the text.
    pub reason: Option<Text>,
    /// The new answer.
    pub answer: Answer,
}

/// What would come over.
pub fn preview(cx: &mut Context<'_, '_>, wanted: &Wanted) -> Result<Preview, Error> {
    cx.require(Permission::ManageAssessments)?;
    let source = assessments::sheet(cx, wanted.from)?;
    let target = cx.library.shared(&wanted.edition).filter(|catalog| cx.library.offers(catalog)).ok_or_else(|| {
        Error::invalid("carry.edition", "この版は評価に使えません。", "This edition cannot be assessed.")
            .hint(
                "一覧から、回答できる枠組みの版を選んでください。",
                "Choose an edition that can be answered from the list.",
            )
            .field("edition")
    })?;
    let level = wanted.level.filter(|level| target.level(*level).is_some()).or_else(|| target.highest_level());
    let way = if source.catalog.framework() == target.framework() {
        answers(cx, &source, &target)?
    } else {
        Way::Suggestions(suggestions(cx, &source, &target)?)
    };
    Ok(Preview { source, target, level, way })
}

/// The answers along the changes between two editions of a framework; within the same edition nothing changes.
fn answers(cx: &Context<'_, '_>, source: &Sheet, target: &Catalog) -> Result<Way, Error> {
    let old = source.catalog.as_ref();
    let changes = if old.id() == target.id() {
        unchanged(old)
    } else {
        let crosswalk = cx.library.crosswalk(old.id(), target.id()).filter(|crosswalk| !crosswalk.changes.is_empty());
        crosswalk.ok_or_else(no_way)?.changes
    };
    let known = in_full(old, &source.answers);
    let carryover = tasuki_assess::carry(old, &known, target, &changes);
    let rows = carryover.carried.into_iter().map(|carried| {
        let id = &target.criteria()[carried.position].id;
        let change = changes.iter().find(|change| change.to.contains(id));
        Row {
            answer: answer(source, id, carryover.answers.at(carried.position), &carried.from, cx.now.today),
            position: carried.position,
            change: carried.change,
            // The same text, not answered yet: nothing needs a review.
            again: carried.again,
            reason: change.and_then(|change| change.reason.clone()),
            from: carried.from,
        }
    });
    Ok(Way::Answers { rows: rows.collect(), dropped: carryover.dropped })
}

/// Every criterion is unchanged.
fn unchanged(catalog: &Catalog) -> Vec<Change> {
    let same = |id: &str| Change {
        from: vec![id.to_owned()],
        to: vec![id.to_owned()],
        change: ChangeKind::Unchanged,
        relation: None,
        reason: None,
    };
    catalog.criteria().iter().map(|criterion| same(&criterion.id)).collect()
}

/// The carried answer in its stored form: owner and substitute measure are copied, the due date is not. A
/// confirmation date in the future confirms nothing and is not copied.
fn answer(
    source: &Sheet,
    id: &str,
    carried: &tasuki_assess::Answer,
    from: &[usize],
    today: jiff::civil::Date,
) -> Answer {
    let old: Vec<&Answer> = from.iter().map(|&position| &source.answers[position]).collect();
    let is_out = carried.status == Status::NotApplicable;
    let mut substitutes: Vec<&str> =
        old.iter().map(|old| old.substitute.as_str()).filter(|text| !text.is_empty()).collect();
    substitutes.dedup();
    Answer {
        status: carried.status,
        note: if is_out { old.first().map(|old| old.note.clone()).unwrap_or_default() } else { carried.note.clone() },
        reason: if is_out { carried.note.clone() } else { String::new() },
        substitute: substitutes.join("\n"),
        owner: old.iter().find_map(|old| old.owner),
        confirmed: carried.confirmed.filter(|day| happened::has(*day, today)),
        accepted: is_out && carried.accepted,
        maturity: carried.maturity,
        ..Answer::blank(id)
    }
}

fn suggestions(cx: &Context<'_, '_>, source: &Sheet, target: &Catalog) -> Result<Vec<Suggestion>, Error> {
    let route = cx.library.route(source.catalog.id(), target.id()).ok_or_else(no_way)?;
    let paths = cx.library.compose(&route).ok_or_else(no_way)?;
    let known = in_full(&source.catalog, &source.answers);
    let whole = evaluate(&source.catalog, source.catalog.highest_level(), &known, cx.now.today);
    Ok(suggest(&source.catalog, &known, &whole, target, &paths))
}

fn no_way() -> Error {
    Error::invalid(
        "carry.no_way",
        "この2つの版をつなぐ対応表がありません。",
        "No crosswalk leads from the one edition to the other.",
    )
    .hint("別の版を選ぶか、新しく始めてください。", "Choose another edition, or begin afresh.")
    .field("edition")
}

impl Preview {
    /// The evaluation of the new assessment on a day, before anything is answered again.
    pub fn evaluation(&self, today: jiff::civil::Date) -> Evaluation {
        let mut answers = Answers::new(&self.target);
        if let Way::Answers { rows, .. } = &self.way {
            for row in rows {
                *answers.at_mut(row.position) = row.answer.in_full();
            }
        }
        evaluate(&self.target, self.level, &answers, today)
    }

    /// Whether the new assessment requires a criterion.
    pub fn asks(&self, position: usize) -> bool {
        self.target.asks(self.level, &self.target.criteria()[position])
    }
}

/// Makes the new assessment.
pub fn make(
    cx: &mut Context<'_, '_>,
    wanted: &Wanted,
    title: &str,
    due: Option<jiff::civil::Date>,
) -> Result<Assessment, Error> {
    let preview = preview(cx, wanted)?;
    let earlier = &preview.source.assessment;
    let new = New {
        title: title.to_owned(),
        edition: preview.target.id().to_owned(),
        level: preview.level,
        scope: earlier.scope.clone(),
        due,
    };
    let origin = Origin::Carried { from: earlier.id, edition: earlier.edition.clone() };
    let made = assessments::create_from(cx, new, origin)?;
    let Way::Answers { rows, .. } = &preview.way else { return Ok(made) };
    let (now, person) = (cx.now.milliseconds(), cx.person()?.id);
    let pairs = cx.together("pieces.attach", &Subject::Assessment(made.id), json!({}), |cx| {
        let mut pairs = Vec::new();
        for row in rows {
            let before = Answer::blank(&row.answer.criterion);
            let source = source(&preview.source, row);
            let mut after = Answer { version: 1, changed: now, changed_by: Some(person), ..row.answer.clone() };
            if differences(&before, &after).is_empty() {
                continue;
            }
            share_evidence(cx, &source, &Target { assessment: made.id, criterion: after.criterion.clone() })?;
            let text = || serde_json::to_string(&source).unwrap_or_default();
            after.source = (after.status != Status::Unanswered).then(text);
            pairs.push((before, after));
        }
        Ok(pairs)
    })?;
    let from = json!({ "assessment": earlier.id, "title": earlier.title, "edition": earlier.edition });
    keep_all(cx, &made, pairs, "answer.carry", &from)?;
    Ok(made)
}

fn source(earlier: &Sheet, row: &Row) -> Source {
    Source {
        assessment: earlier.assessment.id,
        title: earlier.assessment.title.clone(),
        edition: earlier.assessment.edition.clone(),
        criteria: row.from.iter().map(|&position| earlier.catalog.criteria()[position].id.clone()).collect(),
    }
}
