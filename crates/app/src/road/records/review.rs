//! The record of a review: what the room shows of the last submission.

use std::sync::Arc;

use jiff::civil::Date;
use tasuki_catalog::{Lang, Library};
use tasuki_report::{Confirmation, ReviewMark, ReviewRecord, ReviewedCriterion};
use tasuki_scheme::road::StepKind;
use tasuki_store::marks::Mark;
use tasuki_store::roads::Move;
use tasuki_store::{Digest, RoadId};

use super::{issue, reviewer};
use crate::reviews::{Criterion, Holding, Room, room};
use crate::timeline::day;
use crate::{Context, Error, roads};

/// What a record of a review is made of.
#[derive(Debug, Clone)]
pub(super) struct Material {
    room: Room,
    confirmed: Option<Move>,
    lang: Lang,
    today: Date,
    library: Arc<Library>,
}

impl Material {
    /// The title of the assessment.
    pub(super) fn title(&self) -> String {
        self.room.standing().title.clone()
    }

    /// The number of the submission of which it tells.
    pub(super) fn number(&self) -> u32 {
        self.room.shown.row.number
    }

    /// The submission of which it tells.
    pub(super) fn digest(&self) -> Digest {
        self.room.shown.row.digest
    }

    /// The record.
    pub(super) fn record(&self) -> ReviewRecord<'_> {
        let (room, submission) = (&self.room, &self.room.shown.submission);
        ReviewRecord {
            lang: self.lang,
            created: self.today,
            submission,
            digest: self.digest(),
            // Titles of another edition under the same name would stand beside answers to something else.
            catalog: self.library.catalog(&submission.edition.id).filter(|own| submission.edition.is(own)),
            scheme: room.standing().scheme(),
            reviewers: room.reviewers.iter().map(reviewer).collect(),
            criteria: room.criteria.iter().map(criterion).collect(),
            confirmation: self.confirmed.as_ref().map(|own| Confirmation {
                by: own.name.clone(),
                actor: own.acted_as,
                day: day(own.at),
                digest: self.digest(),
            }),
        }
    }
}

/// Collects what the record of the review of the last submission is made of.
pub(super) fn material(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Material, Error> {
    let room = room(cx, road)?;
    let moves = roads::moves(cx, room.standing())?;
    let confirmed = roads::confirmation(&moves, StepKind::Review, room.shown.row.number).cloned();
    Ok(Material { room, confirmed, lang: cx.lang(), today: cx.now.today, library: Arc::clone(&cx.library) })
}

fn criterion(own: &Criterion) -> ReviewedCriterion {
    ReviewedCriterion {
        id: own.id.clone(),
        changed: own.changed,
        marks: own.marks.iter().map(|(own, holding)| mark(own, *holding)).collect(),
        issues: own.threads.iter().map(issue).collect(),
    }
}

fn mark(own: &Mark, holding: Holding) -> ReviewMark {
    ReviewMark {
        aspect: own.aspect,
        means: own.means,
        note: own.note.clone(),
        by: own.name.clone(),
        day: day(own.at),
        submission: own.submission,
        holds: holding.holds(),
        by_preparer: holding == Holding::Prepared,
    }
}
