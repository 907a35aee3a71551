//! Inspections as they go over the wire.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_app::inspections::{Inspected, Line, Record, Report};
use tasuki_assess::Status;
use tasuki_store::inspections::Inspection;
use utoipa::ToSchema;

use crate::words::{StandingWord, StatusWord};

/// A record of an inspection.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionBody {
    /// The assessment.
    assessment: String,
    /// The criterion.
    criterion: String,
    /// The day on which it was inspected.
    #[schema(format = Date)]
    on: String,
    /// Who recorded it.
    by: String,
    /// `met`, `partial` or `unmet`.
    #[schema(value_type = StatusWord)]
    result: Status,
    /// What was looked at and found.
    record: String,
    /// When it was written down, in milliseconds since 1970.
    at: i64,
}

impl From<Inspection> for InspectionBody {
    fn from(own: Inspection) -> Self {
        Self {
            assessment: own.assessment.to_string(),
            criterion: own.criterion,
            on: own.on.to_string(),
            by: own.by.to_string(),
            result: own.result,
            record: own.record,
            at: own.at,
        }
    }
}

/// A criterion with an interval, and how it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectedBody {
    /// The assessment.
    assessment: String,
    /// The criterion.
    criterion: String,
    /// How it is answered.
    #[schema(value_type = StatusWord)]
    status: Status,
    /// When it was last shown.
    #[schema(format = Date)]
    confirmed_on: Option<String>,
    /// When it is to be shown again; none while it is not met.
    #[schema(format = Date)]
    next: Option<String>,
    /// Its records, the newest first.
    records: Vec<InspectionBody>,
}

impl From<Inspected> for InspectedBody {
    fn from(own: Inspected) -> Self {
        Self {
            assessment: own.assessment.id.to_string(),
            criterion: own.criterion.id.clone(),
            status: own.answer.status,
            confirmed_on: own.answer.confirmed.map(|day| day.to_string()),
            next: own.next.map(|day| day.to_string()),
            records: own.records.into_iter().map(Into::into).collect(),
        }
    }
}

/// A report that gathers inspections.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportBody {
    /// The assessment.
    assessment: String,
    /// The criterion that gathers them.
    criterion: String,
    /// The inspections.
    inspections: Vec<LineBody>,
    /// A draft of the report's text, in the person's language.
    draft: String,
}

/// One inspection of a report.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineBody {
    /// The criterion.
    criterion: String,
    /// How it is answered.
    #[schema(value_type = StatusWord)]
    status: Status,
    /// How it stands.
    #[schema(value_type = StandingWord)]
    standing: &'static str,
    /// When it was last shown.
    #[schema(format = Date)]
    confirmed_on: Option<String>,
    /// When it is to be shown again.
    #[schema(format = Date)]
    next: Option<String>,
    /// Its last record.
    last: Option<InspectionBody>,
}

impl ReportBody {
    pub(super) fn new(report: Report, draft: String) -> Self {
        Self {
            assessment: report.assessment.id.to_string(),
            criterion: report.criterion.id.clone(),
            inspections: report.lines.into_iter().map(Into::into).collect(),
            draft,
        }
    }
}

impl From<Line> for LineBody {
    fn from(own: Line) -> Self {
        Self {
            criterion: own.criterion.id.clone(),
            status: own.status,
            standing: own.standing.word(),
            confirmed_on: own.confirmed.map(|day| day.to_string()),
            next: own.next.map(|day| day.to_string()),
            last: own.last.map(Into::into),
        }
    }
}

/// What somebody writes down of an inspection.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordBody {
    /// The day on which it was inspected; not after today.
    #[schema(value_type = String, format = Date, example = "2026-11-20")]
    on: Date,
    /// What came out: `met`, `partial` or `unmet`.
    #[schema(value_type = StatusWord, example = "met")]
    result: Status,
    /// What was looked at and found.
    #[schema(example = "台帳と実機を照合した", max_length = 20_000)]
    record: String,
}

impl From<RecordBody> for Record {
    fn from(own: RecordBody) -> Self {
        Self { on: own.on, result: own.result, record: own.record }
    }
}
