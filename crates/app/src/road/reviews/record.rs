//! The record of a review as a document: what the room shows of the last submission, as whoever takes it along sees it.

use std::sync::Arc;

use jiff::civil::Date;
use serde_json::json;
use tasuki_catalog::{Lang, Library};
use tasuki_report::{
    Confirmation, RecordedReviewer, ReviewIssue, ReviewMark, ReviewRecord, ReviewReply, ReviewedCriterion, review_pdf,
    review_workbook,
};
use tasuki_scheme::road::Event;
use tasuki_store::marks::Mark;
use tasuki_store::roads::Move;
use tasuki_store::{Digest, RoadId, Subject};

use super::{Criterion, Room, room};
use crate::issues::Thread;
use crate::reviewers::Listed;
use crate::timeline::day;
use crate::{Context, Error, downloads, reports, roads};

/// The form of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook, to sort and to work on.
    Workbook,
    /// A document to print and to file.
    Pdf,
}

impl Format {
    /// How the names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Workbook => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Workbook => reports::Format::Gaps.media_type(),
            Self::Pdf => reports::Format::Pdf.media_type(),
        }
    }
}

/// What a record is made of.
#[derive(Debug, Clone)]
pub struct Material {
    room: Room,
    confirmed: Option<Move>,
    lang: Lang,
    today: Date,
    library: Arc<Library>,
}

impl Material {
    /// The file name: title, number of the submission, day and ending.
    pub fn name(&self, format: Format) -> String {
        let (title, number) = (&self.room.standing().title, self.room.shown.row.number);
        let what = if self.lang == Lang::Ja { "確認の記録" } else { "review" };
        reports::file_name(&format!("{title}_{what}{number}"), self.today, format.ending())
    }

    /// The submission of which it tells.
    pub fn digest(&self) -> Digest {
        self.room.shown.row.digest
    }
}

/// Collects what the record of the review of the last submission is made of.
pub fn material(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Material, Error> {
    let room = room(cx, road)?;
    let moves = roads::moves(cx, room.standing())?;
    let last = moves.into_iter().rfind(|own| own.event == Event::Confirm);
    let confirmed = last.filter(|own| own.submission == room.shown.row.number);
    Ok(Material { room, confirmed, lang: cx.lang(), today: cx.now.today, library: Arc::clone(&cx.library) })
}

/// Renders a record. This is slow (a PDF takes about a second of CPU time), so do not run it in a transaction.
pub fn make(material: &Material, format: Format) -> Result<Vec<u8>, Error> {
    let (room, submission) = (&material.room, &material.room.shown.submission);
    let record = ReviewRecord {
        lang: material.lang,
        created: material.today,
        submission,
        digest: material.digest(),
        // Titles of another edition under the same name would stand beside answers to something else.
        catalog: material.library.catalog(&submission.edition.id).filter(|own| submission.edition.is(own)),
        scheme: room.standing().scheme(),
        reviewers: room.reviewers.iter().map(reviewer).collect(),
        criteria: room.criteria.iter().map(criterion).collect(),
        confirmation: material.confirmed.as_ref().map(|own| Confirmation {
            by: own.name.clone(),
            actor: own.acted_as,
            day: day(own.at),
            digest: material.digest(),
        }),
    };
    let made = match format {
        Format::Workbook => review_workbook(&record),
        Format::Pdf => review_pdf(&record),
    };
    made.map_err(reports::failed)
}

/// Records that somebody took a record along.
pub fn note(cx: &mut Context<'_, '_>, digest: Digest, format: Format) -> Result<(), Error> {
    downloads::note(cx, "submission.record", &Subject::Submission(digest), &json!({ "format": format.ending() }))
}

fn reviewer(own: &Listed) -> RecordedReviewer {
    let reviewer = &own.reviewer;
    RecordedReviewer {
        name: reviewer.name.clone(),
        actor: reviewer.actor,
        shown: reviewer.shown.clone(),
        lacks: own.lacks.clone(),
        accepted: reviewer.accepted.clone(),
        advised: reviewer.advised.clone(),
    }
}

fn criterion(own: &Criterion) -> ReviewedCriterion {
    ReviewedCriterion {
        id: own.id.clone(),
        changed: own.changed,
        marks: own.marks.iter().map(|(own, holds)| mark(own, *holds)).collect(),
        issues: own.threads.iter().map(issue).collect(),
    }
}

fn mark(own: &Mark, holds: bool) -> ReviewMark {
    ReviewMark {
        aspect: own.aspect,
        means: own.means,
        note: own.note.clone(),
        by: own.name.clone(),
        day: day(own.at),
        submission: own.submission,
        holds,
    }
}

fn issue(Thread { issue, replies }: &Thread) -> ReviewIssue {
    let reply = |own: &tasuki_store::issues::Reply| ReviewReply {
        kind: own.kind,
        text: own.text.clone(),
        by: own.name.clone(),
        day: day(own.at),
        submission: own.submission,
    };
    ReviewIssue {
        kind: issue.kind,
        severity: issue.severity,
        state: issue.state,
        text: issue.text.clone(),
        due: issue.due,
        by: issue.name.clone(),
        day: day(issue.at),
        submission: issue.submission,
        replies: replies.iter().map(reply).collect(),
    }
}
