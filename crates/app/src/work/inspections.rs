//! Inspections (点検): showing compliance again at regular intervals, and the report that summarises them.
//!
//! A record of an inspection never changes a state. If the criterion is found met, the answer's confirmation date is
//! set to the day of the inspection.

mod days;
pub(crate) mod description;
mod report;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;
use tasuki_assess::{LONGEST_NOTE, Status, due, period_months};
use tasuki_catalog::{SharedCriterion, legible};
use tasuki_scheme::Permission;
use tasuki_store::AssessmentId;
use tasuki_store::answers::Answer;
use tasuki_store::assessments::Assessment;
use tasuki_store::inspections::{self as store, Inspection};
use tasuki_store::{Noun, Subject};

use crate::answers::Change;
use crate::{Context, Error, Event, answers, assessments, happened, tasks};

pub use report::{Line, Report, Standing, report, reports};

/// What somebody writes down of an inspection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The day on which it was inspected.
    pub on: Date,
    /// The result: `met`, `partial` or `unmet`.
    pub result: Status,
    /// What was looked at and found.
    pub record: String,
}

/// A criterion with an interval, and its present state.
#[derive(Debug, Clone)]
pub struct Inspected {
    /// The assessment.
    pub assessment: Assessment,
    /// The criterion.
    pub criterion: SharedCriterion,
    /// Its answer.
    pub answer: Answer,
    /// Its records, the newest first.
    pub records: Vec<Inspection>,
    /// When it must be shown again; `None` while it is not met.
    pub next: Option<Date>,
    /// Whether the caller may record it.
    pub may_record: bool,
}

/// Every criterion with an interval in active assessments, ordered by due date; those not met come last.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Inspected>, Error> {
    let mut all = Vec::new();
    for assessment in tasks::in_use(cx)? {
        let sheet = assessments::sheet(cx, assessment.id)?;
        let records = store::of_assessment(cx.tx, assessment.organization, assessment.id)?;
        for verdict in &sheet.evaluation.criteria {
            let criterion = SharedCriterion::at(&sheet.catalog, verdict.position);
            let answer = &sheet.answers[verdict.position];
            let is_asked =
                criterion.cadence.and_then(period_months).is_some() && answer.status != Status::NotApplicable;
            if is_asked {
                let own = records.iter().filter(|record| record.criterion == criterion.id).cloned().collect();
                all.push(inspected(cx, &assessment, criterion, answer.clone(), own));
            }
        }
    }
    all.sort_by_key(|one| (one.next.is_none(), one.next));
    Ok(all)
}

/// One criterion with an interval.
pub fn find(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str) -> Result<Inspected, Error> {
    let assessment = assessments::find(cx, id)?;
    let catalog = assessments::catalog_of(cx, &assessment)?;
    // What is shown daily or weekly is not in the list, but the agenda leads here once it has lapsed.
    let known = SharedCriterion::find(&catalog, criterion).filter(|criterion| due(criterion, cx.now.today).is_some());
    let known = known.ok_or_else(Error::not_found)?;
    let answer = answers::blank_or(cx, &assessment, criterion)?;
    let records = store::of_criterion(cx.tx, assessment.organization, id, criterion)?;
    Ok(inspected(cx, &assessment, known, answer, records))
}

fn inspected(
    cx: &Context<'_, '_>,
    assessment: &Assessment,
    criterion: SharedCriterion,
    answer: Answer,
    records: Vec<Inspection>,
) -> Inspected {
    let catalog = cx.library.catalog(&assessment.edition);
    let area = catalog.and_then(|catalog| assessments::area_of(catalog, &criterion.id)).unwrap_or_default();
    // A met answer without a date counts as shown today, as in the calendar.
    let shown = answer.confirmed.unwrap_or(cx.now.today);
    let next = (answer.status == Status::Met).then(|| due(&criterion, shown)).flatten();
    let may_record = assessment.archived.is_none()
        && cx.may(Permission::RecordInspections)
        && cx.may_answer(&assessment.edition, area);
    Inspected { assessment: assessment.clone(), criterion, answer, records, next, may_record }
}

/// Records an inspection.
pub fn record(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str, new: &Record) -> Result<Inspection, Error> {
    let organization = cx.require(Permission::RecordInspections)?;
    let before = find(cx, id, criterion)?;
    assessments::check_open(&before.assessment)?;
    if !before.may_record {
        return Err(Error::not_found());
    }
    check(cx, new)?;
    let inspection = Inspection {
        assessment: id,
        criterion: criterion.to_owned(),
        on: new.on,
        by: cx.person()?.id,
        result: new.result,
        record: legible(&new.record),
        at: cx.now.milliseconds(),
    };
    if !store::add(cx.tx, organization, &inspection)? {
        let error = Error::invalid(
            "inspection.twice",
            "この日の点検は記録済みです。",
            "That day's inspection is recorded already.",
        );
        return Err(error.hint("別の日を選んでください。", "Choose another day.").field("on"));
    }
    let subject = Subject::Inspection(id, criterion.to_owned(), new.on);
    let detail = json!({ "assessment": id, "criterion": criterion, "on": new.on, "result": new.result });
    cx.record("inspection.record", &subject, None, Some(&inspection), &detail)?;
    if new.result == Status::Met && before.answer.confirmed.is_none_or(|confirmed| confirmed < new.on) {
        let change = Change { confirmed_on: Some(Some(new.on)), ..Change::default() };
        answers::save(cx, id, criterion, None, &change)?;
    }
    let by = inspection.by;
    cx.emit(Event { organization, assessment: Some(id), kind: Noun::Inspection, by, data: detail });
    Ok(inspection)
}

fn check(cx: &Context<'_, '_>, new: &Record) -> Result<(), Error> {
    let today = cx.now.today;
    happened::check(cx, new.on, "inspection.future", "on")?;
    if new.on < today.saturating_sub(5.years()) {
        let error = Error::invalid(
            "inspection.old",
            "5年より前の点検は記録できません。",
            "It must not lie more than five years back.",
        )
        .hint(
            "日付を確かめてください。古い点検の記録は、証跡として追加できます。",
            "Check the date. Records of older inspections can be added as evidence.",
        );
        return Err(error.field("on"));
    }
    if !matches!(new.result, Status::Met | Status::Partial | Status::Unmet) {
        let error = Error::invalid("inspection.result", "結果を選んでください。", "Choose the result.").hint(
            "一覧から結果を一つ選び、もう一度保存してください。",
            "Choose a result from the list, then save again.",
        );
        return Err(error.field("result"));
    }
    if legible(&new.record).is_empty() {
        let error = Error::invalid(
            "inspection.record",
            "見たことと、わかったことを書いてください。",
            "Say what was looked at and found.",
        )
        .hint(
            "何を見て、どうだったかを一言でも書いてから保存してください。",
            "Write at least a short sentence on what was looked at and what was found.",
        );
        return Err(error.field("record"));
    }
    if new.record.chars().count() > LONGEST_NOTE {
        let error =
            Error::invalid("inspection.long", "2万字までにしてください。", "Please keep it within 20,000 characters.")
                .hint(
                    "要点に縮めて、詳しい内容は証跡として追加してください。",
                    "Shorten the text, and add the details as evidence.",
                );
        return Err(error.field("record"));
    }
    Ok(())
}
