//! Answers (回答): saving one, with what changed and what follows.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};
use tasuki_assess::{Answers, LONGEST_NOTE, Status, evaluate};
use tasuki_scheme::Permission;
use tasuki_store::answers::{self, Answer};
use tasuki_store::assessments::Assessment;
use tasuki_store::steps::{self, Step};
use tasuki_store::{
    AssessmentId, EvidenceId, OrganizationId, PersonId, StoreError, Tx, assessments as store, audit, inspections,
    members, search,
};

use crate::assessments::{self, Figures};
use crate::evidence::{Target, detach};
use crate::history::differ;
use crate::{Context, Error, Event, happened, timeline};

/// What is to be different about an answer. What is not named stays as it is; `null` clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The state.
    #[serde(default, deserialize_with = "stated")]
    pub status: Option<Status>,
    /// 現状.
    #[serde(default, deserialize_with = "stated")]
    pub note: Option<String>,
    /// 代替策.
    #[serde(default, deserialize_with = "stated")]
    pub substitute: Option<String>,
    /// Why it does not apply.
    #[serde(default, deserialize_with = "stated")]
    pub reason: Option<String>,
    /// Who takes care of it.
    #[serde(default, deserialize_with = "given")]
    pub owner: Option<Option<PersonId>>,
    /// Until when it is to be met.
    #[serde(default, deserialize_with = "given")]
    pub due: Option<Option<Date>>,
    /// When it was last shown to be so.
    #[serde(default, deserialize_with = "given")]
    pub confirmed_on: Option<Option<Date>>,
    /// Maturity 1–5.
    #[serde(default, deserialize_with = "given")]
    pub maturity: Option<Option<u8>>,
    /// Whether a reviewer accepts 対象外.
    #[serde(default, deserialize_with = "stated")]
    pub accepted: Option<bool>,
    /// Takes back the change that made this version: all that it did beside what is named here goes back too, as far as nobody changed it
    /// since.
    pub undoes: Option<i64>,
}

/// A field that may be left out, and of which `null` says nothing: whoever sends that means something else.
pub(crate) fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Tells a field that is `null` from one that is not there.
pub(crate) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// An answer that was saved, and how far the assessment is now.
#[derive(Debug, Clone, Serialize)]
pub struct Saved {
    /// The answer.
    pub answer: Answer,
    /// Whether something is left to do about it.
    pub open: bool,
    /// The figures.
    pub figures: Figures,
}

/// One of many changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which answer.
    pub criterion: String,
    /// The version that the person saw; `None` overwrites.
    pub version: Option<i64>,
    /// What is to be different.
    pub change: Change,
}

impl Change {
    /// Whether the change names a field, by the field's name in the history.
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
    /// The same as they were before, to undo it.
    pub before: Vec<Answer>,
    /// The answers that somebody else changed first; they stay as they are.
    pub conflicts: Vec<Answer>,
    /// The figures.
    pub figures: Figures,
}

/// The most answers that are changed together.
const MOST: usize = 500;

/// Says that an answer will be changed ([`save`]): what that begins with may be asked together with who asks.
pub fn expect_save(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: AssessmentId,
    criterion: &str,
) -> Result<(), StoreError> {
    answers::expect_with_assessment(tx, organization, id, criterion)
}

/// Changes an answer. `version` is the version that the person saw (0: never answered); `None` overwrites whatever is there.
pub fn save(
    cx: &mut Context<'_, '_>,
    id: AssessmentId,
    criterion: &str,
    version: Option<i64>,
    change: &Change,
) -> Result<Saved, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
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

/// The answer after a change and what differs, with all that the change does beside it.
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

/// Notes what a change did, so that all of it can be taken back ([`Change::undoes`]). Only needed for what its author cannot name again: a copied
/// text, a mark that ended with the change.
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

/// Gives back what the change did that made a version, where it still is as that change left it; and tells which evidence came with it.
/// Everybody takes back their own changes only.
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
    // What a reviewer accepted is accepted again only as the whole that it was.
    let same = (after.status, &after.reason) == (old.status, &old.reason);
    after.accepted = if same && now.accepted == new.accepted { old.accepted } else { after.accepted };
    Ok(evidence)
}

/// What an inspection confirmed was the state at that time: it ends when that state is left. A date that somebody typed stays.
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

/// Changes many answers at once. Those that somebody else changed first are left out and reported; anything else that is wrong changes
/// nothing at all.
pub fn save_many(cx: &mut Context<'_, '_>, id: AssessmentId, items: Vec<Item>) -> Result<ManySaved, Error> {
    let assessment = assessments::find(cx, id)?;
    if items.len() > MOST {
        return Err(Error::invalid("answer.too_many", "一度に変えられるのは500項目までです。", "At most 500 at once."));
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
        // What an undo takes off again is told together.
        let all = format!("assessment/{id}");
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
    let figures = Figures::of(catalog, &evaluation);
    let (before, after): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let saved = after.into_iter().map(|answer| {
        let verdict = catalog.position(&answer.criterion).and_then(|position| evaluation.criterion(position));
        Saved { open: verdict.is_some_and(|own| own.open.is_some()), figures: figures.clone(), answer }
    });
    Ok(ManySaved { saved: saved.collect(), before, conflicts, figures })
}

/// The answer as it is, blank where nothing was ever said.
pub(crate) fn blank_or(cx: &mut Context<'_, '_>, assessment: &Assessment, criterion: &str) -> Result<Answer, Error> {
    let found = answers::find(cx.tx, assessment.organization, assessment.id, criterion)?;
    Ok(found.unwrap_or_else(|| Answer::blank(criterion)))
}

/// An answer with what follows from all of them.
fn saved(cx: &Context<'_, '_>, assessment: &Assessment, answer: Answer, states: &Answers) -> Result<Saved, Error> {
    let catalog = assessments::catalog_of(cx, assessment)?;
    let evaluation = evaluate(catalog, assessment.level, states, cx.now.today);
    let verdict = catalog.position(&answer.criterion).and_then(|position| evaluation.criterion(position));
    let open = verdict.is_some_and(|verdict| verdict.open.is_some());
    Ok(Saved { answer, open, figures: Figures::of(catalog, &evaluation) })
}

/// What must hold of every answer, whichever way it comes: its texts are within the limit, and what was shown was shown by today. What was so
/// before stays.
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
        );
        return Err(error.field(name));
    }
    happened::possible_if_any(after.due.filter(|day| before.due != Some(*day)), "due")?;
    match after.confirmed.filter(|day| before.confirmed != Some(*day)) {
        Some(day) => happened::check(cx, day, "answer.future", "confirmed_on"),
        None => Ok(()),
    }
}

/// Writes a changed answer, notes it in the log and tells others. Shared by everything that changes answers.
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
    let subject = audit::answer_subject(assessment.id, &after.criterion);
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

/// Keeps the texts of an answer findable. Most saves change only the state, and leave the index alone.
fn index(cx: &mut Context<'_, '_>, assessment: &Assessment, before: &Answer, after: &Answer) -> Result<(), Error> {
    let texts = |answer: &Answer| [answer.note.clone(), answer.substitute.clone(), answer.reason.clone()];
    if texts(before) == texts(after) {
        return Ok(());
    }
    let subject = audit::answer_subject(assessment.id, &after.criterion);
    Ok(search::put(cx.tx, assessment.organization, "answer", &subject, &after.criterion, &texts(after).join("\n"))?)
}

/// Writes many changed answers at once: one entry in the log with all of them, one look at the figures. The caller has asked for permission;
/// `from` says where the answers come from, if it is not empty.
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
    let all = format!("assessment/{}", assessment.id);
    cx.together(&action.replacen("answer.", "answers.", 1), &all, about, |cx| {
        for (before, after) in &pairs {
            answers::put(cx.tx, assessment.organization, assessment.id, after)?;
            let subject = audit::answer_subject(assessment.id, &after.criterion);
            let seals = [audit::of_answer(before), audit::of_answer(after)];
            cx.record_sealed(action, &subject, seals, Value::Object(differences(before, after)))?;
            index(cx, assessment, before, after)?;
        }
        Ok(())
    })?;
    store::touch(cx.tx, assessment, cx.now.milliseconds())?;
    let catalog = assessments::catalog_of(cx, assessment)?;
    let evaluation = assessments::evaluation(cx, assessment)?;
    let figures = Figures::of(catalog, &evaluation);
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
    let area = assessments::area_of(catalog, criterion);
    if catalog.criterion(criterion).is_none() {
        return Err(Error::not_found());
    }
    let only_accepts =
        change.accepted.is_some() && *change == Change { accepted: change.accepted, ..Change::default() };
    let permitted = if only_accepts {
        cx.may(Permission::AcceptNotApplicable)
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
        return Err(Error::invalid("answer.maturity", "成熟度は1から5です。", "Maturity is 1 to 5.").field("maturity"));
    }
    // A form without script sends the owner along, also one who has left meanwhile.
    if let Some(Some(owner)) = change.owner.filter(|owner| *owner != before.owner) {
        let organization = cx.organization()?;
        let today = cx.now.today.to_string();
        if members::find(cx.tx, organization, owner, &today)?.is_none() {
            let error = Error::invalid("answer.owner", "担当者がこの組織にいません。", "The owner is no member here.");
            return Err(error.field("owner"));
        }
    }
    let mut after = before.clone();
    after.status = change.status.unwrap_or(before.status);
    // A state that somebody gives anew is no longer the one that was suggested or accepted.
    if change.status.is_some_and(|status| status != before.status) {
        after.source = None;
        after.accepted = false;
    }
    after.note = change.note.clone().unwrap_or(after.note);
    after.substitute = change.substitute.clone().unwrap_or(after.substitute);
    after.reason = change.reason.clone().unwrap_or(after.reason);
    // What was accepted was this reason.
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

/// Old and new values of everything that differs, for the history.
pub fn differences(before: &Answer, after: &Answer) -> Map<String, Value> {
    // Taken apart, so that a new field cannot be forgotten here.
    #[rustfmt::skip]
    let Answer {
        criterion: _, version: _, changed: _, changed_by: _,
        status, note, substitute, reason, owner, due, confirmed, accepted, maturity, source,
    } = after;
    let mut found = Map::new();
    differ(&mut found, "status", &before.status, status);
    differ(&mut found, "note", &before.note, note);
    differ(&mut found, "substitute", &before.substitute, substitute);
    differ(&mut found, "reason", &before.reason, reason);
    differ(&mut found, "owner", &before.owner, owner);
    differ(&mut found, "due", &before.due, due);
    differ(&mut found, "confirmed", &before.confirmed, confirmed);
    differ(&mut found, "accepted", &before.accepted, accepted);
    differ(&mut found, "maturity", &before.maturity, maturity);
    differ(&mut found, "source", &before.source, source);
    found
}

pub(crate) fn conflict(current: &Answer) -> Error {
    Error::overtaken().current(serde_json::to_value(current).unwrap_or_default())
}
