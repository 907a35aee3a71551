//! Answers (回答): saving them, with the changes and their consequences.

mod days;
pub(crate) mod description;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tasuki_assess::{Answers, LONGEST_NOTE, Status, evaluate};
use tasuki_scheme::Permission;
use tasuki_store::answers::{self, Answer};
use tasuki_store::assessments::Assessment;
use tasuki_store::steps::{self, Step};
use tasuki_store::{
    AssessmentId, EvidenceId, OrganizationId, PersonId, StoreError, Subject, Tx, assessments as store, audit,
    inspections, members, search,
};

use crate::assessments::{self, Figures};
use crate::changes::{Changes, Noted, differences};
use crate::evidence::{Target, detach};
use crate::{Context, Current, Error, Event, happened, patch, timeline};

/// A change to an answer. A field that is not given is not changed; `null` clears it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The state.
    #[serde(default, deserialize_with = "patch::stated")]
    pub status: Option<Status>,
    /// 現状.
    #[serde(default, deserialize_with = "patch::stated")]
    pub note: Option<String>,
    /// 代替策.
    #[serde(default, deserialize_with = "patch::stated")]
    pub substitute: Option<String>,
    /// Why it does not apply.
    #[serde(default, deserialize_with = "patch::stated")]
    pub reason: Option<String>,
    /// Who takes care of it.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub owner: Option<Option<PersonId>>,
    /// Until when it is to be met.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub due: Option<Option<Date>>,
    /// When compliance was last shown.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub confirmed_on: Option<Option<Date>>,
    /// Maturity 1–5.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub maturity: Option<Option<u8>>,
    /// Whether a reviewer accepts 対象外.
    #[serde(default, deserialize_with = "patch::stated")]
    pub accepted: Option<bool>,
    /// Undoes the change that created this version: its side effects are undone too, unless somebody has changed
    /// those fields since then.
    pub undoes: Option<i64>,
}

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

/// One of many changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which answer.
    pub criterion: String,
    /// The version that the person saw; `None` overwrites any version.
    pub version: Option<i64>,
    /// What is to be different.
    pub change: Change,
}

impl Change {
    /// Whether the change contains a field, given by its name in the history.
    fn names(&self, field: &str) -> bool {
        match field {
            "status" => self.status.is_some(),
            "note" => self.note.is_some(),
            "substitute" => self.substitute.is_some(),
            "reason" => self.reason.is_some(),
            "owner" => self.owner.is_some(),
            "due" => self.due.is_some(),
            "confirmed" => self.confirmed_on.is_some(),
            "maturity" => self.maturity.is_some(),
            "accepted" => self.accepted.is_some(),
            _ => false,
        }
    }
}

/// What became of many changes.
#[derive(Debug, Clone)]
pub struct ManySaved {
    /// The answers that were changed.
    pub saved: Vec<Saved>,
    /// The same answers before the change, for undoing it.
    pub before: Vec<Answer>,
    /// The answers that somebody else changed in the meantime; they are not changed.
    pub conflicts: Vec<Answer>,
    /// The figures.
    pub figures: Figures,
}

/// The maximum number of answers that are changed together.
const MOST: usize = 500;

/// Announces that an answer will be changed ([`save`]), so that its first query can be sent together with the look-up
/// of the caller.
pub fn expect_save(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: AssessmentId,
    criterion: &str,
) -> Result<(), StoreError> {
    answers::expect_with_assessment(tx, organization, id, criterion)
}

/// The answer to a criterion, as far as there is one.
pub fn find(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str) -> Result<Option<Answer>, Error> {
    let organization = cx.require_in(Permission::ReadAssessments, id)?;
    Ok(answers::find(cx.tx, organization, id, criterion)?)
}

/// Changes an answer. `version` is the version that the person saw (0: never answered); `None` overwrites any
/// version.
pub fn save(
    cx: &mut Context<'_, '_>,
    id: AssessmentId,
    criterion: &str,
    version: Option<i64>,
    change: &Change,
) -> Result<Saved, Error> {
    let organization = cx.require_in(Permission::ReadAssessments, id)?;
    let (assessment, before) =
        answers::with_assessment(cx.tx, organization, id, criterion)?.ok_or_else(Error::not_found)?;
    permit(cx, &assessment, criterion, change)?;
    let before = before.unwrap_or_else(|| Answer::blank(criterion));
    if version.is_some_and(|version| version != before.version) {
        return Err(conflict(&before));
    }
    let (after, detail) = worked_out(cx, &assessment, &before, change)?;
    if detail.is_empty() {
        let states = assessments::states(cx, &assessment)?;
        return saved(cx, &assessment, before, &states);
    }
    keep(cx, &assessment, &before, &after, "answer.save", detail)
}

/// The answer after a change, the differences, and the side effects of the change.
fn worked_out(
    cx: &mut Context<'_, '_>,
    assessment: &Assessment,
    before: &Answer,
    change: &Change,
) -> Result<(Answer, Map<String, Value>), Error> {
    let mut after = changed(cx, before, change)?;
    unconfirm(cx, assessment.id, before, &mut after)?;
    let taken_back = match change.undoes {
        Some(made) => take_back(cx, assessment, made, before, &mut after)?,
        None => Vec::new(),
    };
    let detail = differences(before, &after);
    if detail.is_empty() {
        return Ok((after, detail));
    }
    if detail.keys().any(|name| !change.names(name)) {
        note_step(cx, assessment.id, before, &after, Vec::new())?;
    }
    for evidence in taken_back {
        detach(cx, evidence, &Target { assessment: assessment.id, criterion: before.criterion.clone() })?;
    }
    Ok((after, detail))
}

/// Records the side effects of a change, so that all of it can be undone ([`Change::undoes`]). Only needed for
/// effects that the person cannot enter again: a copied text, an acceptance that ended with the change.
pub(crate) fn note_step(
    cx: &mut Context<'_, '_>,
    assessment: AssessmentId,
    before: &Answer,
    after: &Answer,
    evidence: Vec<EvidenceId>,
) -> Result<(), Error> {
    let (organization, person, at) = (cx.organization()?, cx.person()?.id, cx.now.milliseconds());
    let step = Step { assessment, person, before: before.clone(), after: after.clone(), evidence, at };
    Ok(steps::add(cx.tx, organization, &step)?)
}

/// Restores the fields that the change which created a version has changed, if they have not been changed since;
/// returns the evidence that was attached with it. People can undo only their own changes.
fn take_back(
    cx: &mut Context<'_, '_>,
    assessment: &Assessment,
    made: i64,
    now: &Answer,
    after: &mut Answer,
) -> Result<Vec<EvidenceId>, Error> {
    let me = cx.person()?.id;
    let found = steps::find(cx.tx, assessment.organization, assessment.id, &now.criterion, made)?;
    let Some(Step { before: old, after: new, evidence, .. }) = found.filter(|step| step.person == me) else {
        return Ok(Vec::new());
    };
    macro_rules! give_back {
        ($($field:ident),+) => {$(
            if now.$field == new.$field && old.$field != new.$field {
                after.$field.clone_from(&old.$field);
            }
        )+};
    }
    give_back!(status, note, substitute, reason, owner, due, confirmed, maturity, source);
    // An acceptance is restored only if everything that the reviewer accepted is restored.
    let same = (after.status, &after.reason) == (old.status, &old.reason);
    after.accepted = if same && now.accepted == new.accepted { old.accepted } else { after.accepted };
    Ok(evidence)
}

/// An inspection confirms the state at that time, so its date is removed when the state changes. A date that a person
/// typed is kept.
pub(crate) fn unconfirm(
    cx: &mut Context<'_, '_>,
    assessment: AssessmentId,
    before: &Answer,
    after: &mut Answer,
) -> Result<(), Error> {
    let Some(day) = after.confirmed.filter(|_| before.status == Status::Met && after.status != Status::Met) else {
        return Ok(());
    };
    let organization = cx.organization()?;
    let records = inspections::of_criterion(cx.tx, organization, assessment, &before.criterion)?;
    if after.confirmed == before.confirmed && records.iter().any(|own| own.on == day && own.result == Status::Met) {
        after.confirmed = None;
    }
    Ok(())
}

/// Changes many answers at once. Answers that somebody else changed in the meantime are left out and reported; with
/// any other error, nothing is changed.
pub fn save_many(cx: &mut Context<'_, '_>, id: AssessmentId, items: Vec<Item>) -> Result<ManySaved, Error> {
    let assessment = assessments::find(cx, id)?;
    if items.len() > MOST {
        return Err(Error::invalid("answer.too_many", "一度に変えられるのは500項目までです。", "At most 500 at once.")
            .hint("500項目以下に分けて、何回かで変えてください。", "Split the change into parts of at most 500."));
    }
    let (mut pairs, mut conflicts) = (Vec::new(), Vec::new());
    let mut newest: HashMap<String, Answer> = HashMap::new();
    for item in items {
        let before = match newest.get(&item.criterion) {
            Some(answer) => answer.clone(),
            None => blank_or(cx, &assessment, &item.criterion)?,
        };
        permit(cx, &assessment, &item.criterion, &item.change)?;
        if item.version.is_some_and(|version| version != before.version) {
            conflicts.push(before);
            continue;
        }
        // What an undo detaches is reported together.
        let all = Subject::Assessment(id);
        let (after, detail) =
            cx.together("pieces.detach", &all, json!({}), |cx| worked_out(cx, &assessment, &before, &item.change))?;
        let after = if detail.is_empty() { before.clone() } else { after };
        newest.insert(item.criterion, after.clone());
        pairs.push((before, after));
    }
    let different = pairs.iter().filter(|(before, after)| before != after).cloned().collect();
    keep_all(cx, &assessment, different, "answer.save", &json!({}))?;
    let catalog = assessments::catalog_of(cx, &assessment)?;
    let evaluation = assessments::evaluation(cx, &assessment)?;
    let figures = Figures::of(&catalog, &evaluation);
    let (before, after): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let saved = after.into_iter().map(|answer| {
        let verdict = catalog.position(&answer.criterion).and_then(|position| evaluation.criterion(position));
        Saved { open: verdict.is_some_and(|own| own.open.is_some()), figures: figures.clone(), answer }
    });
    Ok(ManySaved { saved: saved.collect(), before, conflicts, figures })
}

/// The answer as stored; blank if the criterion was never answered.
pub(crate) fn blank_or(cx: &mut Context<'_, '_>, assessment: &Assessment, criterion: &str) -> Result<Answer, Error> {
    let found = answers::find(cx.tx, assessment.organization, assessment.id, criterion)?;
    Ok(found.unwrap_or_else(|| Answer::blank(criterion)))
}

/// An answer, with the evaluation of all answers.
fn saved(cx: &Context<'_, '_>, assessment: &Assessment, answer: Answer, states: &Answers) -> Result<Saved, Error> {
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
    cx.emit(Event {
        organization,
        assessment: Some(assessment.id),
        kind: "answer",
        by: cx.person()?.id,
        data: json!({
            "criterion": after.criterion, "status": after.status, "version": after.version,
            "by": cx.person()?.name, "at": after.changed, "open": saved.open, "figures": saved.figures,
        }),
    });
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
    let (by, name) = (cx.person()?.id, cx.person()?.name.clone());
    for (_, after) in pairs {
        let verdict = catalog.position(&after.criterion).and_then(|position| evaluation.criterion(position));
        let open = verdict.is_some_and(|verdict| verdict.open.is_some());
        cx.emit(Event {
            organization: assessment.organization,
            assessment: Some(assessment.id),
            kind: "answer",
            by,
            data: json!({
                "criterion": after.criterion, "status": after.status, "version": after.version,
                "by": name, "at": after.changed, "open": open, "figures": figures,
            }),
        });
    }
    Ok(())
}

/// Whether the person may make this change to this criterion.
pub(crate) fn permit(
    cx: &Context<'_, '_>,
    assessment: &Assessment,
    criterion: &str,
    change: &Change,
) -> Result<(), Error> {
    let catalog = assessments::catalog_of(cx, assessment)?;
    let area = assessments::area_of(&catalog, criterion);
    if catalog.criterion(criterion).is_none() {
        return Err(Error::not_found());
    }
    let only_accepts =
        change.accepted.is_some() && *change == Change { accepted: change.accepted, ..Change::default() };
    let permitted = if only_accepts {
        cx.may_in(Permission::AcceptNotApplicable, assessment.id)
    } else {
        change.accepted.is_none() && cx.may_answer(&assessment.edition, area.unwrap_or_default())
    };
    if !permitted {
        return Err(Error::not_found());
    }
    assessments::check_open(assessment)
}

/// The answer after the change.
fn changed(cx: &mut Context<'_, '_>, before: &Answer, change: &Change) -> Result<Answer, Error> {
    if change.maturity.flatten().is_some_and(|maturity| !(1..=5).contains(&maturity)) {
        return Err(Error::invalid("answer.maturity", "成熟度は1から5です。", "Maturity is 1 to 5.")
            .hint("1から5のどれかを選ぶか、空欄にしてください。", "Choose a value from 1 to 5, or leave it empty.")
            .field("maturity"));
    }
    // A form without script always sends the owner, even if that person has left in the meantime.
    if let Some(Some(owner)) = change.owner.filter(|owner| *owner != before.owner) {
        let organization = cx.organization()?;
        let today = cx.now.today.to_string();
        if members::find(cx.tx, organization, owner, &today)?.is_none() {
            let error = Error::invalid("answer.owner", "担当者がこの組織にいません。", "The owner is no member here.")
                .hint(
                    "メンバーの中から選び直すか、先にその人を招待してください。",
                    "Choose one of the members, or invite the person first.",
                );
            return Err(error.field("owner"));
        }
    }
    let mut after = before.clone();
    after.status = change.status.unwrap_or(before.status);
    // When somebody changes the state, it is no longer the suggested or accepted one.
    if change.status.is_some_and(|status| status != before.status) {
        after.source = None;
        after.accepted = false;
    }
    after.note = change.note.clone().unwrap_or(after.note);
    after.substitute = change.substitute.clone().unwrap_or(after.substitute);
    after.reason = change.reason.clone().unwrap_or(after.reason);
    // The acceptance was for the previous reason.
    after.accepted &= after.reason == before.reason;
    after.owner = change.owner.unwrap_or(before.owner);
    after.due = change.due.unwrap_or(before.due);
    after.confirmed = change.confirmed_on.unwrap_or(before.confirmed);
    after.maturity = change.maturity.unwrap_or(before.maturity);
    after.accepted = change.accepted.unwrap_or(after.accepted);
    after.version = before.version + 1;
    after.changed = cx.now.milliseconds();
    after.changed_by = Some(cx.person()?.id);
    Ok(after)
}

impl Noted for Answer {
    fn note(&self, before: &Self, changes: &mut Changes) {
        #[rustfmt::skip]
        let Self {
            criterion: _, version: _, changed: _, changed_by: _,
            status, note, substitute, reason, owner, due, confirmed, accepted, maturity, source,
        } = self;
        changes.field("status", &before.status, status);
        changes.field("note", &before.note, note);
        changes.field("substitute", &before.substitute, substitute);
        changes.field("reason", &before.reason, reason);
        changes.field("owner", &before.owner, owner);
        changes.field("due", &before.due, due);
        changes.field("confirmed", &before.confirmed, confirmed);
        changes.field("accepted", &before.accepted, accepted);
        changes.field("maturity", &before.maturity, maturity);
        changes.field("source", &before.source, source);
    }
}

pub(crate) fn conflict(current: &Answer) -> Error {
    Error::answer_overtaken().current(Current::Answer(current.clone()))
}
