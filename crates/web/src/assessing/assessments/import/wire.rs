//! What was read of a file of answers, as it goes over the wire.

use serde::Serialize;
use tasuki_app::imports::{Effect, Found, Read, Upload};
use tasuki_assess::Status;
use tasuki_catalog::Text;
use tasuki_store::ParcelId;
use utoipa::ToSchema;

use crate::answers::wire::AnswerBody;
use crate::words::StatusWord;

/// What a file says. It waits a day for its import.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportBody {
    /// Under which it is imported.
    id: String,
    /// The file's name.
    name: String,
    /// The edition that it answers.
    edition: String,
    /// The sheet in which the answers are; empty for CSV and JSON.
    sheet: String,
    /// What it answers; criteria about which it says nothing are left out.
    answers: Vec<AnsweredBody>,
    /// What is wrong with it.
    problems: Vec<FoundBody>,
    /// With `into`: what would change.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<ImportedBody>>,
    /// With `into`: names the state of that assessment in which this would change, for the import itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<i64>,
}

/// What a file says of one criterion.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnsweredBody {
    /// The criterion.
    #[schema(example = "4-4-4-2")]
    criterion: String,
    /// What is said of it.
    answer: FileAnswerBody,
}

/// An answer as it is in a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileAnswerBody {
    /// The state.
    #[schema(value_type = StatusWord)]
    status: Status,
    /// What was written about it; where it does not apply, the reason.
    note: String,
    /// When it was last shown to be so.
    #[schema(format = Date)]
    confirmed: Option<String>,
    /// Whether a reviewer accepted that it does not apply.
    accepted: bool,
    /// Maturity 1–5, if the file uses that scale.
    maturity: Option<u8>,
}

/// Something that is wrong with a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundBody {
    /// Whether something could not be taken over; otherwise a person should look.
    is_error: bool,
    /// A name that stays.
    #[schema(example = "unreadable-mark")]
    code: String,
    /// What it is.
    title: TextBody,
    /// The sheet; empty for CSV and JSON.
    sheet: String,
    /// The cell, or the path in JSON.
    cell: String,
    /// The criterion concerned.
    criterion: Option<String>,
    /// What stands there.
    found: String,
    /// What should stand there, or what to do.
    expected: TextBody,
}

/// A text in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TextBody {
    /// 日本語.
    ja: String,
    /// English.
    en: String,
}

/// What an import would change about one answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportedBody {
    /// The criterion.
    criterion: String,
    /// The answer as it is.
    old: AnswerBody,
    /// The answer as it would be.
    new: AnswerBody,
}

impl ImportBody {
    pub(super) fn new(id: ParcelId, upload: &Upload) -> Self {
        Self {
            id: id.to_string(),
            name: upload.name.clone(),
            edition: upload.edition.clone(),
            sheet: upload.sheet.clone(),
            answers: upload.answers.iter().cloned().map(Into::into).collect(),
            problems: upload.problems.iter().cloned().map(Into::into).collect(),
            changes: None,
            seen: None,
        }
    }

    /// With what it would change in an assessment.
    pub(super) fn with(mut self, effect: Effect) -> Self {
        self.seen = Some(effect.sheet.revision());
        let changes = effect.changes.into_iter().map(|(_, old, new)| ImportedBody {
            criterion: new.criterion.clone(),
            old: old.into(),
            new: new.into(),
        });
        self.changes = Some(changes.collect());
        self
    }
}

impl From<Read> for AnsweredBody {
    fn from(own: Read) -> Self {
        let answer = FileAnswerBody {
            status: own.answer.status,
            note: own.answer.note,
            confirmed: own.answer.confirmed.map(|day| day.to_string()),
            accepted: own.answer.accepted,
            maturity: own.answer.maturity,
        };
        Self { criterion: own.criterion, answer }
    }
}

impl From<Found> for FoundBody {
    fn from(own: Found) -> Self {
        Self {
            is_error: own.is_error,
            code: own.code,
            title: own.title.into(),
            sheet: own.sheet,
            cell: own.cell,
            criterion: own.criterion,
            found: own.found,
            expected: own.expected.into(),
        }
    }
}

impl From<Text> for TextBody {
    fn from(own: Text) -> Self {
        Self { ja: own.ja, en: own.en }
    }
}
