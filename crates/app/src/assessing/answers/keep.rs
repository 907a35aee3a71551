//! Storing changed answers, with all that follows: the log, the search index, the figures, the notice to others.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};
use tasuki_assess::{Answers, LONGEST_NOTE, evaluate};
use tasuki_store::answers::{self, Answer};
use tasuki_store::assessments::Assessment;
use tasuki_store::{Noun, Subject, assessments as store, audit, search};

use crate::assessments::{self, Figures};
use crate::changes::differences;
use crate::{Context, Error, Event, happened, timeline};

/// An answer that was saved, and how far the assessment is now.
#[derive(Debug, Clone, Serialize)]
pub struct Saved {
    /// The answer.
    pub answer: Answer,
    /// Whether anything remains to be done about it.
    pub open: bool,
    /// The figures.
    pub figures: Figures,
}

/// An answer, with the evaluation of all answers.
pub(super) fn saved(
    cx: &Context<'_, '_>,
    assessment: &Assessment,
    answer: Answer,
    states: &Answers,
) -> Result<Saved, Error> {
    let catalog = assessments::catalog_of(cx, assessment)?;
    let evaluation = evaluate(&catalog, assessment.level, states, cx.now.today);
    let verdict = catalog.position(&answer.criterion).and_then(|position| evaluation.criterion(position));
    let open = verdict.is_some_and(|verdict| verdict.open.is_some());
    Ok(Saved { answer, open, figures: Figures::of(&catalog, &evaluation) })
}

/// Rules for every answer, whatever its source: the texts are within the limit, and the confirmation date is not in
/// the future. Unchanged values are not checked.
fn check(cx: &Context<'_, '_>, before: &Answer, after: &Answer) -> Result<(), Error> {
    let texts = [
        ("note", &before.note, &after.note),
        ("substitute", &before.substitute, &after.substitute),
        ("reason", &before.reason, &after.reason),
    ];
    let long = |(_, old, new): &&(&str, &String, &String)| new != old && new.chars().count() > LONGEST_NOTE;
    if let Some((name, ..)) = texts.iter().find(long) {
        let error = Error::invalid(
            "answer.too_long",
            format!("{} の文は2万字までにしてください。", after.criterion),
            format!("Please keep the text of {} within 20,000 characters.", after.criterion),
        )
        .hint(
            "要点に縮めて、詳しい内容は証跡として追加してください。",
            "Shorten the text, and add the details as evidence.",
        );
        return Err(error.field(name));
    }
    happened::possible_if_any(after.due.filter(|day| before.due != Some(*day)), "due")?;
    match after.confirmed.filter(|day| before.confirmed != Some(*day)) {
        Some(day) => happened::check(cx, day, "answer.future", "confirmed_on"),
        None => Ok(()),
    }
}

/// Stores a changed answer, records it in the log and notifies others. Used by everything that changes answers.
pub fn keep(
    cx: &mut Context<'_, '_>,
    assessment: &Assessment,
    before: &Answer,
    after: &Answer,
    action: &str,
    detail: Map<String, Value>,
) -> Result<Saved, Error> {
    check(cx, before, after)?;
    let (organization, catalog) = (assessment.organization, assessments::catalog_of(cx, assessment)?);
    let mut states = assessments::states(cx, assessment)?;
    timeline::end_day(cx, assessment)?;
    answers::put(cx.tx, organization, assessment.id, after)?;
    store::touch(cx.tx, assessment, cx.now.milliseconds())?;
    let subject = Subject::Answer(assessment.id, after.criterion.clone());
    let seals = [audit::of_answer(before), audit::of_answer(after)];
    cx.record_sealed(action, &subject, seals, Value::Object(detail))?;
    index(cx, assessment, before, after)?;
    if let Some(position) = catalog.position(&after.criterion) {
        *Arc::make_mut(&mut states).at_mut(position) = after.state();
    }
    let saved = saved(cx, assessment, after.clone(), &states)?;
    let head = audit::head(cx.tx, organization.as_str())?;
    cx.standings.keep(assessment.id, head.digest, states);
    tell(cx, assessment, &saved)?;
    Ok(saved)
}

/// Updates the search index with the texts of an answer. Most saves change only the state, and do not touch the
/// index.
fn index(cx: &mut Context<'_, '_>, assessment: &Assessment, before: &Answer, after: &Answer) -> Result<(), Error> {
    let texts = |answer: &Answer| [answer.note.clone(), answer.substitute.clone(), answer.reason.clone()];
    if texts(before) == texts(after) {
        return Ok(());
    }
    let subject = Subject::Answer(assessment.id, after.criterion.clone());
    Ok(search::put(cx.tx, assessment.organization, &subject, &after.criterion, &texts(after).join("\n"))?)
}

/// Stores many changed answers at once, with one entry in the log for all of them and one evaluation. The caller has
/// checked the permission; `from` names the source of the answers, if it is not empty.
pub(crate) fn keep_all(
    cx: &mut Context<'_, '_>,
    assessment: &Assessment,
    pairs: Vec<(Answer, Answer)>,
    action: &str,
    from: &Value,
) -> Result<(), Error> {
    for (before, after) in &pairs {
        check(cx, before, after)?;
    }
    if pairs.is_empty() {
        return Ok(());
    }
    timeline::end_day(cx, assessment)?;
    let about = if from.as_object().is_some_and(Map::is_empty) { json!({}) } else { json!({ "from": from }) };
    let all = Subject::Assessment(assessment.id);
    cx.together(&action.replacen("answer.", "answers.", 1), &all, about, |cx| {
        for (before, after) in &pairs {
            answers::put(cx.tx, assessment.organization, assessment.id, after)?;
            let subject = Subject::Answer(assessment.id, after.criterion.clone());
            let seals = [audit::of_answer(before), audit::of_answer(after)];
            cx.record_sealed(action, &subject, seals, Value::Object(differences(before, after)))?;
            index(cx, assessment, before, after)?;
        }
        Ok(())
    })?;
    store::touch(cx.tx, assessment, cx.now.milliseconds())?;
    let catalog = assessments::catalog_of(cx, assessment)?;
    let evaluation = assessments::evaluation(cx, assessment)?;
    let figures = Figures::of(&catalog, &evaluation);
    for (_, answer) in pairs {
        let verdict = catalog.position(&answer.criterion).and_then(|position| evaluation.criterion(position));
        let open = verdict.is_some_and(|verdict| verdict.open.is_some());
        tell(cx, assessment, &Saved { answer, open, figures: figures.clone() })?;
    }
    Ok(())
}

/// Tells everybody who has the assessment open.
fn tell(
    cx: &mut Context<'_, '_>,
    assessment: &Assessment,
    Saved { answer, open, figures }: &Saved,
) -> Result<(), Error> {
    let person = cx.person()?;
    let (by, name) = (person.id, person.name.clone());
    cx.emit(Event {
        organization: assessment.organization,
        assessment: Some(assessment.id),
        kind: Noun::Answer,
        by,
        data: json!({
            "criterion": answer.criterion, "status": answer.status, "version": answer.version,
            "by": name, "at": answer.changed, "open": open, "figures": figures,
        }),
    });
    Ok(())
}
